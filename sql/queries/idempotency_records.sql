-- ClaimIdempotency takes a key for one attempt: a new one, or one whose holder gave no answer in its time or whose process is
-- gone. No row: it is held or answered, see GetIdempotency.
-- name: ClaimIdempotency :one
INSERT INTO idempotency_records (workspace_id, caller_id, key, operation, fingerprint, holder, locked_until, instance)
VALUES (@workspace_id, @caller_id, @key, @operation, @fingerprint, @holder, now() + @lock::interval, sqlc.narg('instance'))
ON CONFLICT (workspace_id, caller_id, key) DO UPDATE
SET holder = excluded.holder, locked_until = excluded.locked_until, instance = excluded.instance
WHERE idempotency_records.status IS NULL
  AND (idempotency_records.locked_until < now()
    OR idempotency_records.instance IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM worker_instances w
        WHERE w.id = idempotency_records.instance AND w.seen_at > now() - @silence::interval))
  AND idempotency_records.fingerprint = excluded.fingerprint AND idempotency_records.operation = excluded.operation
RETURNING subject_id;

-- GetIdempotency finds the record of a key.
-- name: GetIdempotency :one
SELECT * FROM idempotency_records WHERE workspace_id = @workspace_id AND caller_id = @caller_id AND key = @key;

-- BindIdempotency names what an attempt made, in the transaction that makes it. No row: the attempt lost its key.
-- name: BindIdempotency :execrows
UPDATE idempotency_records SET subject_id = @subject_id::uuid
WHERE workspace_id = @workspace_id AND caller_id = @caller_id AND key = @key AND holder = @holder;

-- FinishIdempotency records the answer of an attempt.
-- name: FinishIdempotency :exec
UPDATE idempotency_records SET status = @status::int, headers = @headers::jsonb, body = @body::bytea
WHERE workspace_id = @workspace_id AND caller_id = @caller_id AND key = @key AND holder = @holder;

-- ReleaseIdempotency gives a key back whose attempt made nothing.
-- name: ReleaseIdempotency :exec
DELETE FROM idempotency_records
WHERE workspace_id = @workspace_id AND caller_id = @caller_id AND key = @key AND holder = @holder AND subject_id IS NULL;

-- UnlockIdempotency lets the next attempt take a key whose own attempt made something but gave no answer.
-- name: UnlockIdempotency :exec
UPDATE idempotency_records SET locked_until = now()
WHERE workspace_id = @workspace_id AND caller_id = @caller_id AND key = @key AND holder = @holder AND status IS NULL;

-- DeleteOldIdempotency forgets keys whose time is over. Every workspace: housekeeping.
-- name: DeleteOldIdempotency :execrows
-- @sqlc-vet-disable tenant
DELETE FROM idempotency_records WHERE created_at < now() - @age::interval;
