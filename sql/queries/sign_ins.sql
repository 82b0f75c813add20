-- InsertSignInLink adds a link that signs a user in once.
-- name: InsertSignInLink :exec
INSERT INTO sign_in_links (hash, workspace_id, user_id, expires_at) VALUES (@hash, @workspace_id, @user_id, @expires_at);

-- DeleteSignInLinks ends the links of a user.
-- name: DeleteSignInLinks :exec
DELETE FROM sign_in_links WHERE workspace_id = @workspace_id AND user_id = @user_id;

-- TakeSignInLink uses a link up. Every workspace: the link tells which.
-- name: TakeSignInLink :one
-- @sqlc-vet-disable tenant
DELETE FROM sign_in_links WHERE hash = @hash AND expires_at > now() RETURNING workspace_id, user_id;

-- InsertSession adds a session.
-- name: InsertSession :one
INSERT INTO sessions (id, hash, workspace_id, user_id, address, user_agent, fresh_until, expires_at)
VALUES (@id, @hash, @workspace_id, @user_id, @address, @user_agent, @fresh_until, @expires_at) RETURNING *;

-- GetLiveSession finds a session that may be used now, and whose it is. Every workspace: the session tells which.
-- name: GetLiveSession :one
-- @sqlc-vet-disable tenant
SELECT sessions.id, sessions.workspace_id, sessions.user_id, sessions.expires_at, users.role, users.is_operator,
    workspaces.requests_per_minute
FROM sessions JOIN users ON users.id = sessions.user_id JOIN workspaces ON workspaces.id = sessions.workspace_id
WHERE sessions.hash = @hash AND sessions.expires_at > now() AND sessions.last_seen_at > now() - @idle::interval
  AND users.disabled_at IS NULL;

-- GetSession finds a user's session.
-- name: GetSession :one
SELECT * FROM sessions WHERE workspace_id = @workspace_id AND user_id = @user_id AND id = @id;

-- ListSessions gives a user's sessions that may be used now, newest first.
-- name: ListSessions :many
SELECT * FROM sessions
WHERE workspace_id = @workspace_id AND user_id = @user_id AND expires_at > now() AND last_seen_at > now() - @idle::interval
ORDER BY created_at DESC, id DESC
LIMIT @page_size;

-- DeleteSession ends a user's session.
-- name: DeleteSession :execrows
DELETE FROM sessions WHERE workspace_id = @workspace_id AND user_id = @user_id AND id = @id;

-- DeleteSessionByHash ends the session that a browser had before it signs in anew. Every workspace: the session tells which.
-- name: DeleteSessionByHash :exec
-- @sqlc-vet-disable tenant
DELETE FROM sessions WHERE hash = @hash;

-- DeleteSessionsOf ends a user's sessions but one.
-- name: DeleteSessionsOf :exec
DELETE FROM sessions WHERE workspace_id = @workspace_id AND user_id = @user_id AND id <> @but;

-- DeleteSurplusSessions ends a user's oldest sessions over a number.
-- name: DeleteSurplusSessions :exec
DELETE FROM sessions WHERE sessions.workspace_id = @workspace_id AND sessions.id IN (
    SELECT s.id FROM sessions s WHERE s.workspace_id = @workspace_id AND s.user_id = @user_id
    ORDER BY s.created_at DESC, s.id DESC OFFSET @most);

-- TouchSessions records that sessions were used, to the minute. Every workspace: the ids come from authentication.
-- name: TouchSessions :exec
-- @sqlc-vet-disable tenant
UPDATE sessions SET last_seen_at = now() WHERE id = ANY(@ids::uuid[]) AND last_seen_at < now() - interval '1 minute';

-- DeleteOldSessions forgets sessions whose time is over. Every workspace: housekeeping.
-- name: DeleteOldSessions :execrows
-- @sqlc-vet-disable tenant
DELETE FROM sessions WHERE expires_at < now() OR last_seen_at < now() - @idle::interval;

-- DeleteOldLinks forgets links whose time is over. Every workspace: housekeeping.
-- name: DeleteOldLinks :execrows
-- @sqlc-vet-disable tenant
DELETE FROM sign_in_links WHERE expires_at < now();

-- DeleteOldFamilies forgets families whose time is over, with their tokens. Every workspace: housekeeping.
-- name: DeleteOldFamilies :execrows
-- @sqlc-vet-disable tenant
DELETE FROM token_families WHERE expires_at < now();

-- InsertOIDCSignIn begins a sign-in at a provider. Of no workspace: nobody is known yet.
-- name: InsertOIDCSignIn :exec
INSERT INTO oidc_sign_ins (state, nonce, verifier, return_to, expires_at) VALUES (@state, @nonce, @verifier, @return_to, now() + make_interval(secs => @life::float8));

-- TakeOIDCSignIn ends one, with what came back. Of no workspace: nobody is known yet.
-- name: TakeOIDCSignIn :one
DELETE FROM oidc_sign_ins WHERE state = @state AND expires_at > now() RETURNING nonce, verifier, return_to;

-- DeleteOldOIDCSignIns forgets those that never came back. Of no workspace: housekeeping.
-- name: DeleteOldOIDCSignIns :execrows
DELETE FROM oidc_sign_ins WHERE expires_at < now();
