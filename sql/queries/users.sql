-- InsertUser adds a user.
-- name: InsertUser :one
INSERT INTO users (id, workspace_id, email, name, role, is_operator, issuer, subject)
VALUES (@id, @workspace_id, @email, @name, @role, @is_operator, sqlc.narg('issuer'), sqlc.narg('subject')) RETURNING *;

-- GetUser finds a user of a workspace.
-- name: GetUser :one
SELECT * FROM users WHERE workspace_id = @workspace_id AND id = @id;

-- LockUser is GetUser for who changes it.
-- name: LockUser :one
SELECT * FROM users WHERE workspace_id = @workspace_id AND id = @id FOR UPDATE;

-- GetUserByEmail finds a user of a workspace by the address.
-- name: GetUserByEmail :one
SELECT * FROM users WHERE workspace_id = @workspace_id AND lower(email) = lower(@email);

-- FindUserByEmail finds who signs in: in the workspace that is named, else in the default one, else where the address was used first.
-- Every workspace: who signs in is of none yet.
-- name: FindUserByEmail :one
-- @sqlc-vet-disable tenant
SELECT users.* FROM users JOIN workspaces ON workspaces.id = users.workspace_id
WHERE lower(users.email) = lower(@email)
  AND (sqlc.narg('only')::uuid IS NULL OR users.workspace_id = sqlc.narg('only'))
ORDER BY workspaces.is_default DESC, users.created_at, users.id
LIMIT 1;

-- GetUserBySubject finds a user by whom a provider of sign-ins says it is.
-- name: GetUserBySubject :one
SELECT * FROM users WHERE workspace_id = @workspace_id AND issuer = @issuer::text AND subject = @subject::text;

-- ListUsers pages a workspace's users, newest first.
-- name: ListUsers :many
SELECT * FROM users
WHERE workspace_id = @workspace_id
  AND (sqlc.narg('before_id')::uuid IS NULL OR (created_at, id) < (sqlc.narg('before_time')::timestamptz, sqlc.narg('before_id')))
ORDER BY created_at DESC, id DESC
LIMIT @page_size;

-- CountUsers counts a workspace's users.
-- name: CountUsers :one
SELECT count(*) FROM users WHERE workspace_id = @workspace_id;

-- HasOtherAdmin tells whether another user is an admin who may sign in, and, where signed_in is true, has done so.
-- name: HasOtherAdmin :one
SELECT EXISTS (
    SELECT 1 FROM users
    WHERE workspace_id = @workspace_id AND id <> @id AND role = 'admin' AND disabled_at IS NULL
      AND (NOT @signed_in::boolean OR last_signed_in_at IS NOT NULL));

-- UpdateUser changes what an admin may change of a user.
-- name: UpdateUser :one
UPDATE users SET name = @name, role = @role, disabled_at = sqlc.narg('disabled_at')
WHERE workspace_id = @workspace_id AND id = @id RETURNING *;

-- SetUserPassword gives a user another password.
-- name: SetUserPassword :exec
UPDATE users SET password_hash = @password_hash::text WHERE workspace_id = @workspace_id AND id = @id;

-- RehashUserPassword replaces a hash by one of the same password, unless the password has changed meanwhile.
-- name: RehashUserPassword :exec
UPDATE users SET password_hash = @password_hash::text
WHERE workspace_id = @workspace_id AND id = @id AND password_hash = @old_hash::text;

-- SetUserSubject says who a user is to a provider of sign-ins.
-- name: SetUserSubject :exec
UPDATE users SET issuer = @issuer::text, subject = @subject::text WHERE workspace_id = @workspace_id AND id = @id;

-- NoteSignIn records that a user signed in.
-- name: NoteSignIn :exec
UPDATE users SET last_signed_in_at = now() WHERE workspace_id = @workspace_id AND id = @id;
