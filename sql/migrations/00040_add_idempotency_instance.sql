-- +goose Up
-- The process that holds a key: once it is silent, the next attempt takes the key at once. Null: only the lock's time counts.
ALTER TABLE idempotency_records ADD COLUMN instance text;
COMMENT ON TABLE worker_instances IS 'Processes that live, workers and API: each touches its row every few seconds.';

-- +goose Down
COMMENT ON TABLE worker_instances IS NULL;
ALTER TABLE idempotency_records DROP COLUMN instance;
