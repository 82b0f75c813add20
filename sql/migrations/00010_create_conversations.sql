-- +goose Up
CREATE TABLE conversations (
    id           uuid PRIMARY KEY,
    workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    -- The user or the key that began it; nobody else sees it.
    owner_id     uuid NOT NULL,
    title        text NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX conversations_newest_idx ON conversations (workspace_id, owner_id, created_at DESC, id DESC);

CREATE TABLE messages (
    id                  uuid PRIMARY KEY,
    workspace_id        uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    conversation_id     uuid NOT NULL REFERENCES conversations ON DELETE CASCADE,
    role                text NOT NULL CHECK (role IN ('user', 'assistant')),
    state               text NOT NULL CHECK (state IN ('running', 'done', 'cancelled', 'failed')),
    content             text NOT NULL,
    citations           jsonb NOT NULL DEFAULT '[]',
    unsupported         jsonb NOT NULL DEFAULT '[]',
    tools               jsonb NOT NULL DEFAULT '[]',
    model               text NOT NULL DEFAULT '',
    finish              text NOT NULL DEFAULT '',
    prompt_tokens       integer NOT NULL DEFAULT 0,
    completion_tokens   integer NOT NULL DEFAULT 0,
    usage_estimated     boolean NOT NULL DEFAULT false,
    error_code          text,
    error_message       text,
    cancel_requested_at timestamptz,
    -- While an answer runs its process touches this; an answer that was not touched for long has lost its process.
    seen_at             timestamptz NOT NULL DEFAULT now(),
    created_at          timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX messages_conversation_idx ON messages (workspace_id, conversation_id, created_at DESC, id DESC);
CREATE INDEX messages_running_idx ON messages (seen_at) WHERE state = 'running';

-- What was said while an answer came about, numbered from 1, so that a reader can go on where it was cut off.
CREATE TABLE message_events (
    workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    message_id   uuid NOT NULL REFERENCES messages ON DELETE CASCADE,
    id           bigint NOT NULL CHECK (id > 0),
    kind         text NOT NULL CHECK (kind IN ('delta', 'citation', 'tool', 'done', 'error')),
    body         jsonb NOT NULL,
    PRIMARY KEY (message_id, id)
);

-- +goose Down
DROP TABLE message_events;
DROP TABLE messages;
DROP TABLE conversations;
