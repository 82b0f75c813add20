-- TouchInstance says that a process lives.
-- name: TouchInstance :exec
INSERT INTO worker_instances (id, host) VALUES (@id, @host)
ON CONFLICT (id) DO UPDATE SET seen_at = now();

-- DeleteInstance says that a process has ended in order.
-- name: DeleteInstance :exec
DELETE FROM worker_instances WHERE id = @id;

-- DeleteSilentInstances forgets processes that ended without a word.
-- name: DeleteSilentInstances :exec
DELETE FROM worker_instances WHERE seen_at < now() - @age::interval;

-- ForgetInstances forgets every other process: for the only process of a private database, where all others are gone.
-- name: ForgetInstances :exec
DELETE FROM worker_instances WHERE id <> @id;
