-- What the queries here may rely on of River's own tables. River's migrator makes them, in the schema river; this file
-- is read by sqlc only and is never run.
CREATE SCHEMA river;

CREATE TYPE river.river_job_state AS ENUM (
    'available', 'cancelled', 'completed', 'discarded', 'pending', 'retryable', 'running', 'scheduled');

CREATE TABLE river.river_job (
    id           bigint PRIMARY KEY,
    state        river.river_job_state NOT NULL,
    attempt      smallint NOT NULL,
    max_attempts smallint NOT NULL,
    attempted_at timestamptz,
    attempted_by text[],
    finalized_at timestamptz,
    scheduled_at timestamptz NOT NULL,
    queue        text NOT NULL
);
