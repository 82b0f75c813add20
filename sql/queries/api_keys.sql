-- GetLiveKey finds a key that may be used now by its hash. Every workspace: the key is what tells which.
-- name: GetLiveKey :one
-- @sqlc-vet-disable tenant
SELECT id, workspace_id, name, role, from_setting, expires_at FROM api_keys
WHERE hash = @hash AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now());

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
INSERT INTO api_keys (id, workspace_id, name, prefix, hash, role, expires_at)
VALUES (@id, @workspace_id, @name, @prefix, @hash, @role, sqlc.narg('expires_at')) RETURNING *;

-- GetKey finds a key of a workspace.
-- name: GetKey :one
SELECT * FROM api_keys WHERE workspace_id = @workspace_id AND id = @id;

-- TouchKeys records that keys were used. Every workspace: the ids come from authentication.
-- name: TouchKeys :exec
-- @sqlc-vet-disable tenant
UPDATE api_keys SET last_used_at = now() WHERE id = ANY(@ids::uuid[]);
