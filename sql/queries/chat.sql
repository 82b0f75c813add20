-- InsertConversation adds a conversation of its owner's.
-- name: InsertConversation :one
INSERT INTO conversations (id, workspace_id, owner_id, title)
VALUES (@id, @workspace_id, @owner_id, @title)
RETURNING *;

-- GetConversation finds a conversation of its owner's.
-- name: GetConversation :one
SELECT * FROM conversations WHERE workspace_id = @workspace_id AND owner_id = @owner_id AND id = @id;

-- LockConversation finds a conversation of its owner's and keeps others from adding to it until the transaction ends.
-- name: LockConversation :one
SELECT * FROM conversations WHERE workspace_id = @workspace_id AND owner_id = @owner_id AND id = @id FOR UPDATE;

-- ListConversations pages a caller's conversations, newest first.
-- name: ListConversations :many
SELECT * FROM conversations
WHERE workspace_id = @workspace_id AND owner_id = @owner_id
  AND (sqlc.narg('at_time')::timestamptz IS NULL OR (created_at, id) < (sqlc.narg('at_time'), sqlc.narg('at_id')::uuid))
ORDER BY created_at DESC, id DESC
LIMIT @page_size;

-- TouchConversation notes that something was said, and names a conversation that has no title yet.
-- name: TouchConversation :exec
UPDATE conversations SET updated_at = now(), title = CASE WHEN title = '' THEN @title::text ELSE title END
WHERE workspace_id = @workspace_id AND id = @id;

-- RenameConversation gives a conversation of its owner's another title.
-- name: RenameConversation :one
UPDATE conversations SET title = @title, updated_at = now()
WHERE workspace_id = @workspace_id AND owner_id = @owner_id AND id = @id
RETURNING *;

-- DeleteConversation removes a conversation of its owner's with its messages.
-- name: DeleteConversation :execrows
DELETE FROM conversations WHERE workspace_id = @workspace_id AND owner_id = @owner_id AND id = @id;

-- CountMessages tells how long a conversation is.
-- name: CountMessages :one
SELECT count(*) FROM messages WHERE workspace_id = @workspace_id AND conversation_id = @conversation_id;

-- InsertMessage adds a message. Its time is the statement's: a question and its answer come in one transaction.
-- name: InsertMessage :one
INSERT INTO messages (id, workspace_id, conversation_id, role, state, content, model, created_at)
VALUES (@id, @workspace_id, @conversation_id, @role, @state, @content, @model, clock_timestamp())
RETURNING *;

-- GetMessage finds a message of a conversation.
-- name: GetMessage :one
SELECT * FROM messages WHERE workspace_id = @workspace_id AND conversation_id = @conversation_id AND id = @id;

-- ListMessages pages a conversation, oldest first.
-- name: ListMessages :many
SELECT * FROM messages
WHERE workspace_id = @workspace_id AND conversation_id = @conversation_id
  AND (sqlc.narg('at_time')::timestamptz IS NULL OR (created_at, id) > (sqlc.narg('at_time'), sqlc.narg('at_id')::uuid))
ORDER BY created_at, id
LIMIT @page_size;

-- ListLastMessages gives the end of a conversation before a message, newest first.
-- name: ListLastMessages :many
SELECT * FROM messages
WHERE workspace_id = @workspace_id AND conversation_id = @conversation_id AND state <> 'running'
  AND (created_at, id) < (@before_time::timestamptz, @before_id::uuid)
ORDER BY created_at DESC, id DESC
LIMIT @page_size;

-- BeatMessage says that an answer still comes, keeps what it has so far, and asks whether it is still wanted. No row: it
-- has ended or is gone.
-- name: BeatMessage :one
UPDATE messages SET seen_at = now(), content = @content
WHERE workspace_id = @workspace_id AND id = @id AND state = 'running'
RETURNING (cancel_requested_at IS NOT NULL)::boolean AS cancelled;

-- FinishMessage writes the whole answer. No row: it has ended already or is gone.
-- name: FinishMessage :one
UPDATE messages
SET state = @state, content = @content, citations = @citations, unsupported = @unsupported, tools = @tools, model = @model,
    finish = @finish, outcome = @outcome, prompt_tokens = @prompt_tokens, completion_tokens = @completion_tokens, usage_estimated = @usage_estimated,
    error_code = sqlc.narg('error_code'), error_message = sqlc.narg('error_message')
WHERE workspace_id = @workspace_id AND id = @id AND state = 'running'
RETURNING *;

-- RequestMessageCancel asks the process that answers to stop; an answer that has ended stays as it is.
-- name: RequestMessageCancel :exec
UPDATE messages SET cancel_requested_at = coalesce(cancel_requested_at, now())
WHERE workspace_id = @workspace_id AND conversation_id = @conversation_id AND id = @id AND state = 'running';

-- FailLostMessages ends the answers of a conversation whose process is gone.
-- name: FailLostMessages :execrows
UPDATE messages
SET state = 'failed', finish = 'error', error_code = @error_code::text, error_message = @error_message::text
WHERE workspace_id = @workspace_id AND conversation_id = @conversation_id AND state = 'running'
  AND seen_at < now() - @silence::interval;

-- FailAllLostMessages ends the answers whose process is gone. Every workspace: the cleanup serves all of them.
-- @sqlc-vet-disable tenant
-- name: FailAllLostMessages :execrows
UPDATE messages
SET state = 'failed', finish = 'error', error_code = @error_code::text, error_message = @error_message::text
WHERE state = 'running' AND seen_at < now() - @silence::interval;

-- InsertMessageEvents adds events of an answer that comes.
-- name: InsertMessageEvents :exec
INSERT INTO message_events (workspace_id, message_id, id, kind, body)
SELECT @workspace_id, @message_id, unnest(@ids::bigint[]), unnest(@kinds::text[]), unnest(@bodies::jsonb[])
ON CONFLICT DO NOTHING;

-- ListMessageEvents gives the events of an answer after one of them, in order.
-- name: ListMessageEvents :many
SELECT id, kind, body FROM message_events
WHERE workspace_id = @workspace_id AND message_id = @message_id AND id > @after_id
ORDER BY id
LIMIT @page_size;
