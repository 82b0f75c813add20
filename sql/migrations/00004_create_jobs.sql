-- +goose Up
-- River's rows know no workspace and vanish a day after their end, so callers see this table. While a job lives its state
-- is its River row's; the final one is written here, in the transaction that ends it.
CREATE TABLE jobs (
    id                  uuid PRIMARY KEY,
    workspace_id        uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    kind                text NOT NULL,
    document_id         uuid REFERENCES documents ON DELETE CASCADE,
    invoice_id          uuid REFERENCES invoices ON DELETE CASCADE,
    queue               text NOT NULL,
    -- The River row that may work this job now. Taking a job over gives it another row, so that whatever the lost worker
    -- still says of its row concerns nobody.
    river_id            bigint NOT NULL,
    attempt             integer NOT NULL DEFAULT 0,
    max_attempts        integer NOT NULL CHECK (max_attempts > 0),
    stage               text NOT NULL DEFAULT '',
    percent             integer NOT NULL DEFAULT 0 CHECK (percent BETWEEN 0 AND 100),
    cancel_requested_at timestamptz,
    state               text CHECK (state IN ('completed', 'cancelled', 'discarded')),
    error_code          text,
    error_message       text,
    created_at          timestamptz NOT NULL DEFAULT now(),
    finished_at         timestamptz,
    CONSTRAINT jobs_river_key UNIQUE (river_id),
    CONSTRAINT jobs_finished_check CHECK ((state IS NULL) = (finished_at IS NULL))
);
CREATE INDEX jobs_newest_idx ON jobs (workspace_id, created_at DESC, id DESC);
CREATE INDEX jobs_state_idx ON jobs (workspace_id, state, created_at DESC, id DESC);
CREATE INDEX jobs_kind_idx ON jobs (workspace_id, kind, created_at DESC, id DESC);
CREATE INDEX jobs_live_idx ON jobs (river_id) WHERE state IS NULL;
CREATE INDEX jobs_document_idx ON jobs (document_id);
CREATE INDEX jobs_invoice_idx ON jobs (invoice_id);

-- Worker processes that live: each touches its row every few seconds, under the id it works River jobs with.
CREATE TABLE worker_instances (
    id         text PRIMARY KEY,
    host       text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    seen_at    timestamptz NOT NULL DEFAULT now()
);

-- +goose Down
DROP TABLE worker_instances;
DROP TABLE jobs;
