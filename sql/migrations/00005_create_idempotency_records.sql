-- +goose Up
-- One row a key and caller. The row of an attempt that has made something names it (subject_id) from the transaction on
-- that made it; the answer is added when it is known.
CREATE TABLE idempotency_records (
    workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    caller_id    uuid NOT NULL,
    key          text NOT NULL,
    operation    text NOT NULL,
    fingerprint  bytea NOT NULL,
    holder       uuid NOT NULL,
    locked_until timestamptz NOT NULL,
    subject_id   uuid,
    status       integer,
    headers      jsonb,
    body         bytea,
    created_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, caller_id, key)
);
CREATE INDEX idempotency_records_age_idx ON idempotency_records (created_at);

-- +goose Down
DROP TABLE idempotency_records;
