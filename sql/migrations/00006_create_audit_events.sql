-- +goose Up
-- Who did what to which resource. Rows are added in the transaction of the change and never altered; they outlive the
-- resource, so subject_id is no foreign key.
CREATE TABLE audit_events (
    id           uuid PRIMARY KEY,
    workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    actor_kind   text NOT NULL CHECK (actor_kind IN ('user', 'key', 'system')),
    actor_id     uuid,
    action       text NOT NULL,
    subject_kind text NOT NULL,
    subject_id   uuid NOT NULL,
    detail       jsonb NOT NULL DEFAULT '{}',
    created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX audit_events_subject_idx ON audit_events (workspace_id, subject_kind, subject_id, created_at, id);

-- +goose Down
DROP TABLE audit_events;
