-- +goose Up
-- How much a workspace and a key may use; null is any amount.
ALTER TABLE workspaces
    ADD COLUMN requests_per_minute integer CHECK (requests_per_minute > 0),
    ADD COLUMN storage_bytes bigint CHECK (storage_bytes >= 0),
    ADD COLUMN pages_per_month integer CHECK (pages_per_month >= 0),
    ADD COLUMN open_jobs integer CHECK (open_jobs >= 0);
ALTER TABLE api_keys ADD COLUMN requests_per_minute integer CHECK (requests_per_minute > 0);

-- What is left of each allowance, by key or workspace. What is lost with a crash is a minute's count, so nothing waits for the disk.
CREATE UNLOGGED TABLE allowances (
    id         uuid PRIMARY KEY,
    tokens     double precision NOT NULL,
    updated_at timestamptz NOT NULL
);
-- +goose StatementBegin
CREATE FUNCTION take_allowance(allowance uuid, most double precision, rate double precision, want double precision)
    RETURNS double precision[] LANGUAGE plpgsql AS $$
DECLARE
    held double precision;
    got double precision;
BEGIN
    INSERT INTO allowances (id, tokens, updated_at) VALUES (allowance, most, clock_timestamp()) ON CONFLICT (id) DO NOTHING;
    SELECT least(most, a.tokens + rate * extract(epoch FROM clock_timestamp() - a.updated_at)) INTO held
    FROM allowances a WHERE a.id = allowance FOR UPDATE;
    got := greatest(0, least(want, floor(held)));
    UPDATE allowances a SET tokens = held - got, updated_at = clock_timestamp() WHERE a.id = allowance;
    RETURN ARRAY[got, held - got];
END
$$;
-- +goose StatementEnd

CREATE INDEX audit_events_workspace_idx ON audit_events (workspace_id, created_at DESC, id DESC);

-- +goose Down
DROP INDEX audit_events_workspace_idx;
DROP FUNCTION take_allowance;
DROP TABLE allowances;
ALTER TABLE api_keys DROP COLUMN requests_per_minute;
ALTER TABLE workspaces DROP COLUMN open_jobs, DROP COLUMN pages_per_month, DROP COLUMN storage_bytes, DROP COLUMN requests_per_minute;
