-- ListSigningKeys gives what access tokens are signed with, the newest first. Of no workspace.
-- name: ListSigningKeys :many
SELECT * FROM signing_keys ORDER BY created_at DESC, id LIMIT 10;

-- InsertFamily adds a family of refresh tokens.
-- name: InsertFamily :exec
INSERT INTO token_families (id, workspace_id, user_id, expires_at) VALUES (@id, @workspace_id, @user_id, @expires_at);

-- InsertRefreshToken adds the token that a family goes on with.
-- name: InsertRefreshToken :exec
INSERT INTO refresh_tokens (hash, workspace_id, family_id, parent) VALUES (@hash, @workspace_id, @family_id, sqlc.narg('parent'));

-- GetRefreshToken finds a token and its family. Every workspace: the token tells which.
-- name: GetRefreshToken :one
-- @sqlc-vet-disable tenant
SELECT workspace_id, family_id FROM refresh_tokens WHERE hash = @hash;

-- LockFamily lets one process at a time go on with a family.
-- name: LockFamily :one
SELECT * FROM token_families WHERE workspace_id = @workspace_id AND id = @id FOR UPDATE;

-- GetRefreshUse tells, with the family locked, whether a token was used, how long ago, and whether the one after it was, too.
-- name: GetRefreshUse :one
SELECT (t.used_at IS NOT NULL)::boolean AS used,
    (t.used_at IS NOT NULL AND t.used_at > now() - @grace::interval)::boolean AS just_used,
    t.superseded,
    EXISTS (SELECT 1 FROM refresh_tokens n WHERE n.parent = t.hash AND n.used_at IS NOT NULL) AS passed
FROM refresh_tokens t WHERE t.workspace_id = @workspace_id AND t.hash = @hash;

-- UseRefreshToken uses a token up.
-- name: UseRefreshToken :exec
UPDATE refresh_tokens SET used_at = now() WHERE workspace_id = @workspace_id AND hash = @hash AND used_at IS NULL;

-- SupersedeRefreshTokens ends the tokens that came of a token and were not used: their answers were lost.
-- name: SupersedeRefreshTokens :exec
UPDATE refresh_tokens SET superseded = true
WHERE workspace_id = @workspace_id AND parent = @parent::bytea AND used_at IS NULL;

-- RevokeFamily ends a family.
-- name: RevokeFamily :execrows
UPDATE token_families SET revoked_at = now() WHERE workspace_id = @workspace_id AND id = @id AND revoked_at IS NULL;

-- RevokeFamiliesOf ends a user's families but one.
-- name: RevokeFamiliesOf :exec
UPDATE token_families SET revoked_at = now()
WHERE workspace_id = @workspace_id AND user_id = @user_id AND id <> @but AND revoked_at IS NULL;

-- GetLiveFamily finds whose a family is that may be used now.
-- name: GetLiveFamily :one
SELECT users.id, users.role, users.is_operator, workspaces.requests_per_minute
FROM token_families JOIN users ON users.id = token_families.user_id JOIN workspaces ON workspaces.id = token_families.workspace_id
WHERE token_families.workspace_id = @workspace_id AND token_families.id = @id AND token_families.revoked_at IS NULL
  AND token_families.expires_at > now() AND users.disabled_at IS NULL;
