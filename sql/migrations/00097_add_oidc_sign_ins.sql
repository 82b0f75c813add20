-- +goose Up
-- Sign-ins at a provider that have begun: what comes back must be of the browser that began it, and is taken once.
CREATE TABLE oidc_sign_ins (
    state      bytea PRIMARY KEY CHECK (length(state) = 32),
    nonce      text NOT NULL,
    verifier   text NOT NULL,
    return_to  text NOT NULL,
    expires_at timestamptz NOT NULL
);

-- +goose Down
DROP TABLE oidc_sign_ins;
