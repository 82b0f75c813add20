-- +goose Up
-- What a key may do of what its role may; null is all of it.
ALTER TABLE api_keys ADD COLUMN scopes text[];

-- From where an act came, and the request that it was.
ALTER TABLE audit_events ADD COLUMN address text NOT NULL DEFAULT '', ADD COLUMN request_id text NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE audit_events DROP COLUMN request_id, DROP COLUMN address;
ALTER TABLE api_keys DROP COLUMN scopes;
