-- GetLiveKey finds a key that may be used now by its hash. Every workspace: the key is what tells which.
-- name: GetLiveKey :one
-- @sqlc-vet-disable tenant
SELECT k.id, k.workspace_id, k.role, k.scopes, k.from_setting, k.expires_at, k.requests_per_minute, w.requests_per_minute AS workspace_requests
FROM api_keys k JOIN workspaces w ON w.id = k.workspace_id
WHERE k.hash = @hash AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now());

-- GetLiveKeyByID is GetLiveKey for the holder of a token that was given for the key.
-- name: GetLiveKeyByID :one
SELECT k.id, k.workspace_id, k.role, k.scopes, k.from_setting, k.expires_at, k.requests_per_minute, w.requests_per_minute AS workspace_requests
FROM api_keys k JOIN workspaces w ON w.id = k.workspace_id
WHERE k.workspace_id = @workspace_id AND k.id = @id AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now());

-- UpsertSettingKey makes the key of the settings an admin key of the workspace, whatever it was before.
-- name: UpsertSettingKey :exec
INSERT INTO api_keys (id, workspace_id, name, prefix, hash, role, from_setting)
VALUES (@id, @workspace_id, @name, @prefix, @hash, 'admin', true)
ON CONFLICT (hash) DO UPDATE
SET workspace_id = excluded.workspace_id, role = 'admin', revoked_at = NULL, expires_at = NULL, from_setting = true;

-- RevokeOtherSettingKeys ends the keys that earlier settings named: only the present one is valid.
-- name: RevokeOtherSettingKeys :exec
UPDATE api_keys SET revoked_at = now()
WHERE workspace_id = @workspace_id AND from_setting AND revoked_at IS NULL AND hash <> @hash;

-- InsertKey adds a key.
-- name: InsertKey :one
INSERT INTO api_keys (id, workspace_id, name, prefix, hash, role, scopes, expires_at, requests_per_minute)
VALUES (@id, @workspace_id, @name, @prefix, @hash, @role, sqlc.narg('scopes'), sqlc.narg('expires_at'), sqlc.narg('requests_per_minute'))
RETURNING *;

-- GetKey finds a key of a workspace.
-- name: GetKey :one
SELECT * FROM api_keys WHERE workspace_id = @workspace_id AND id = @id;

-- LockKey is GetKey for who changes it.
-- name: LockKey :one
SELECT * FROM api_keys WHERE workspace_id = @workspace_id AND id = @id FOR UPDATE;

-- CountLiveKeys counts a workspace's keys that may be used now.
-- name: CountLiveKeys :one
SELECT count(*) FROM api_keys
WHERE workspace_id = @workspace_id AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now());

-- ListKeys pages a workspace's keys, newest first.
-- name: ListKeys :many
SELECT * FROM api_keys
WHERE workspace_id = @workspace_id
  AND (sqlc.narg('live')::boolean IS NULL
    OR sqlc.narg('live') = (revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())))
  AND (sqlc.narg('before_id')::uuid IS NULL OR (created_at, id) < (sqlc.narg('before_time')::timestamptz, sqlc.narg('before_id')))
ORDER BY created_at DESC, id DESC
LIMIT @page_size;

-- RenameKey gives a key another name.
-- name: RenameKey :one
UPDATE api_keys SET name = @name WHERE workspace_id = @workspace_id AND id = @id RETURNING *;

-- ReissueKey gives a key another secret.
-- name: ReissueKey :one
UPDATE api_keys SET hash = @hash, prefix = @prefix WHERE workspace_id = @workspace_id AND id = @id RETURNING *;

-- RevokeKey ends a key for good.
-- name: RevokeKey :exec
UPDATE api_keys SET revoked_at = now() WHERE workspace_id = @workspace_id AND id = @id AND revoked_at IS NULL;

-- TouchKeys records that keys were used, to the minute: a row is not written at each look. Every workspace: the ids come from
-- authentication.
-- name: TouchKeys :exec
-- @sqlc-vet-disable tenant
UPDATE api_keys SET last_used_at = now()
WHERE id = ANY(@ids::uuid[]) AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute');
