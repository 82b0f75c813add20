-- +goose Up
-- A workspace's own settings: how many days its audit trail is kept.
ALTER TABLE workspaces ADD COLUMN audit_days integer NOT NULL DEFAULT 400 CHECK (audit_days BETWEEN 30 AND 36500);

-- is_operator: answers for what all workspaces share. issuer and subject: who the person is to a provider of sign-ins.
ALTER TABLE users
    ADD COLUMN is_operator boolean NOT NULL DEFAULT false,
    ADD COLUMN last_signed_in_at timestamptz,
    ADD COLUMN issuer text,
    ADD COLUMN subject text;
CREATE UNIQUE INDEX users_subject_key ON users (workspace_id, issuer, subject) WHERE subject IS NOT NULL;
CREATE INDEX users_workspace_idx ON users (workspace_id, created_at DESC, id DESC);
CREATE INDEX users_any_email_idx ON users (lower(email));

-- Secrets are random and long, and kept as their SHA-256.
CREATE TABLE sign_in_links (
    hash         bytea PRIMARY KEY CHECK (length(hash) = 32),
    workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    user_id      uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL
);
CREATE INDEX sign_in_links_user_idx ON sign_in_links (user_id);

-- fresh_until: so long a password may be set without the one before, because a link or a provider has just let the person in.
CREATE TABLE sessions (
    id           uuid PRIMARY KEY,
    hash         bytea NOT NULL CHECK (length(hash) = 32),
    workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    user_id      uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    address      text NOT NULL,
    user_agent   text NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now(),
    fresh_until  timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL
);
CREATE UNIQUE INDEX sessions_hash_key ON sessions (hash);
CREATE INDEX sessions_user_idx ON sessions (user_id, created_at DESC);

-- A family is one sign-in of a program: the refresh tokens that follow each other from it. Of them one is unused.
CREATE TABLE token_families (
    id           uuid PRIMARY KEY,
    workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    user_id      uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL,
    revoked_at   timestamptz
);
CREATE INDEX token_families_user_idx ON token_families (user_id);
CREATE TABLE refresh_tokens (
    hash         bytea PRIMARY KEY CHECK (length(hash) = 32),
    workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    family_id    uuid NOT NULL REFERENCES token_families ON DELETE CASCADE,
    parent       bytea,
    created_at   timestamptz NOT NULL DEFAULT now(),
    used_at      timestamptz,
    superseded   boolean NOT NULL DEFAULT false
);
CREATE INDEX refresh_tokens_family_idx ON refresh_tokens (family_id);

-- What access tokens are signed with, one secret for all processes.
CREATE TABLE signing_keys (
    id         uuid PRIMARY KEY,
    secret     bytea NOT NULL CHECK (length(secret) = 32),
    created_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO signing_keys (id, secret)
VALUES (gen_random_uuid(), sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')));

-- +goose Down
DROP TABLE signing_keys;
DROP TABLE refresh_tokens;
DROP TABLE token_families;
DROP TABLE sessions;
DROP TABLE sign_in_links;
DROP INDEX users_any_email_idx;
DROP INDEX users_workspace_idx;
DROP INDEX users_subject_key;
ALTER TABLE users DROP COLUMN subject, DROP COLUMN issuer, DROP COLUMN last_signed_in_at, DROP COLUMN is_operator;
ALTER TABLE workspaces DROP COLUMN audit_days;
