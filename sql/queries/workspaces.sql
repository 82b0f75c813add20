-- EnsureDefaultWorkspace makes the default workspace unless there is one.
-- name: EnsureDefaultWorkspace :exec
INSERT INTO workspaces (id, name, is_default) VALUES (@id, @name, true)
ON CONFLICT (is_default) WHERE is_default DO NOTHING;

-- GetDefaultWorkspace finds the workspace that owns the key of the settings.
-- name: GetDefaultWorkspace :one
SELECT * FROM workspaces WHERE is_default;

-- GetWorkspace finds a workspace by its id.
-- name: GetWorkspace :one
SELECT * FROM workspaces WHERE id = @workspace_id;

-- LockWorkspace lets one at a time change who manages a workspace.
-- name: LockWorkspace :one
SELECT * FROM workspaces WHERE id = @workspace_id FOR UPDATE;

-- ListWorkspaces pages the workspaces, newest first. Every workspace: for who runs the installation.
-- name: ListWorkspaces :many
SELECT * FROM workspaces
WHERE sqlc.narg('before_id')::uuid IS NULL OR (created_at, id) < (sqlc.narg('before_time')::timestamptz, sqlc.narg('before_id'))
ORDER BY created_at DESC, id DESC
LIMIT @page_size;

-- UpdateWorkspace changes a workspace's settings.
-- name: UpdateWorkspace :one
UPDATE workspaces SET name = @name, audit_days = @audit_days, requests_per_minute = sqlc.narg('requests_per_minute'),
    storage_bytes = sqlc.narg('storage_bytes'), pages_per_month = sqlc.narg('pages_per_month'), open_jobs = sqlc.narg('open_jobs')
WHERE id = @workspace_id RETURNING *;

-- InsertWorkspace adds a workspace.
-- name: InsertWorkspace :one
INSERT INTO workspaces (id, name) VALUES (@workspace_id, @name) RETURNING *;
