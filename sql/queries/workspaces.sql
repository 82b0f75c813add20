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

-- InsertWorkspace adds a workspace.
-- name: InsertWorkspace :one
INSERT INTO workspaces (id, name) VALUES (@workspace_id, @name) RETURNING *;
