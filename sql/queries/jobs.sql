-- InsertJobs adds jobs that stand in the queue. The nil UUID is no document, no invoice.
-- name: InsertJobs :exec
INSERT INTO jobs (id, workspace_id, kind, document_id, invoice_id, queue, river_id, max_attempts)
SELECT unnest(@ids::uuid[]), unnest(@workspace_ids::uuid[]), unnest(@kinds::text[]),
       nullif(unnest(@document_ids::uuid[]), '00000000-0000-0000-0000-000000000000'),
       nullif(unnest(@invoice_ids::uuid[]), '00000000-0000-0000-0000-000000000000'),
       unnest(@queues::text[]), unnest(@river_ids::bigint[]), @max_attempts::int;

-- GetJob finds a job with its state now. River calls a job available whose pause before the next attempt is short.
-- name: GetJob :one
SELECT sqlc.embed(j), coalesce(j.state, CASE WHEN r.state = 'available' AND r.scheduled_at > now() THEN 'retryable' ELSE r.state::text END, 'available')::text AS live_state
FROM jobs j LEFT JOIN river.river_job r ON r.id = j.river_id
WHERE j.workspace_id = @workspace_id AND j.id = @id;

-- ListJobs pages a workspace newest first; a null filter narrows nothing. Jobs of the whole installation are left out unless
-- they are asked for.
-- name: ListJobs :many
SELECT sqlc.embed(j), coalesce(j.state, CASE WHEN r.state = 'available' AND r.scheduled_at > now() THEN 'retryable' ELSE r.state::text END, 'available')::text AS live_state
FROM jobs j LEFT JOIN river.river_job r ON r.id = j.river_id
WHERE j.workspace_id = @workspace_id AND (@installation::boolean OR j.kind <> 'reindex')
  AND (sqlc.narg('states')::text[] IS NULL OR j.state = ANY(sqlc.narg('states')::text[])
       OR (j.state IS NULL AND coalesce(CASE WHEN r.state = 'available' AND r.scheduled_at > now() THEN 'retryable' ELSE r.state::text END, 'available') = ANY(sqlc.narg('states')::text[])))
  AND (sqlc.narg('kinds')::text[] IS NULL OR j.kind = ANY(sqlc.narg('kinds')::text[]))
  AND (sqlc.narg('document_id')::uuid IS NULL OR j.document_id = sqlc.narg('document_id'))
  AND (sqlc.narg('invoice_id')::uuid IS NULL OR j.invoice_id = sqlc.narg('invoice_id'))
  AND (sqlc.narg('before_time')::timestamptz IS NULL
       OR (j.created_at, j.id) < (sqlc.narg('before_time')::timestamptz, sqlc.narg('before_id')::uuid))
ORDER BY j.created_at DESC, j.id DESC
LIMIT @page_size;

-- LockJob finds a job and keeps others from changing it until the transaction ends.
-- name: LockJob :one
SELECT * FROM jobs WHERE workspace_id = @workspace_id AND id = @id FOR UPDATE;

-- GetJobRiverState finds the state of a River row; no row once River has cleaned it away. Every workspace: the caller
-- holds the job.
-- name: GetJobRiverState :one
-- @sqlc-vet-disable tenant
SELECT state::text AS state FROM river.river_job WHERE id = @river_id;

-- ClaimJobs begins an attempt at each of several jobs. No row for one: it has ended, or another River row holds it. Every
-- workspace: the ids come from the queue.
-- name: ClaimJobs :many
-- @sqlc-vet-disable tenant
UPDATE jobs j SET attempt = j.attempt + 1, stage = '', percent = 0
FROM (SELECT unnest(@ids::uuid[]) AS id, unnest(@river_ids::bigint[]) AS river_id) c
WHERE j.id = c.id AND j.river_id = c.river_id AND j.state IS NULL
RETURNING sqlc.embed(j);

-- ProgressJob records how far an attempt is. No row: the attempt is no longer the one that counts. Every workspace: the
-- attempt was claimed.
-- name: ProgressJob :one
-- @sqlc-vet-disable tenant
UPDATE jobs SET stage = @stage, percent = @percent
WHERE id = @id AND river_id = @river_id AND attempt = @attempt AND state IS NULL
RETURNING (cancel_requested_at IS NOT NULL)::boolean AS cancel_requested;

-- FenceJobs locks the rows of attempts that still count; no row for any other. Every workspace: the attempts were claimed.
-- name: FenceJobs :many
-- @sqlc-vet-disable tenant
SELECT j.id FROM jobs j
JOIN (SELECT unnest(@ids::uuid[]) AS id, unnest(@river_ids::bigint[]) AS river_id, unnest(@attempts::int[]) AS attempt) c ON c.id = j.id
WHERE j.river_id = c.river_id AND j.attempt = c.attempt AND j.state IS NULL
ORDER BY j.id
FOR UPDATE OF j;

-- CompleteJobs records that jobs have done their work. Every workspace: the caller holds the fence.
-- name: CompleteJobs :exec
-- @sqlc-vet-disable tenant
UPDATE jobs SET state = 'completed', finished_at = now(), percent = 100, stage = 'done', error_code = NULL, error_message = NULL
WHERE id = ANY(@ids::uuid[]) AND state IS NULL;

-- EndJob writes the final state of a job that came to nothing. Every workspace: the caller holds the fence or the row's lock.
-- name: EndJob :exec
-- @sqlc-vet-disable tenant
UPDATE jobs SET state = @state::text, finished_at = now(), error_code = @error_code::text, error_message = @error_message::text
WHERE id = @id AND state IS NULL;

-- NoteJobError records why an attempt failed while more are to come. Every workspace: the caller holds the fence.
-- name: NoteJobError :exec
-- @sqlc-vet-disable tenant
UPDATE jobs SET error_code = @error_code::text, error_message = @error_message::text WHERE id = @id;

-- RequestJobCancel asks the attempt that runs to end.
-- name: RequestJobCancel :exec
UPDATE jobs SET cancel_requested_at = coalesce(cancel_requested_at, now()) WHERE workspace_id = @workspace_id AND id = @id;

-- RequeueJob gives a job another River row. Every workspace: the caller holds the row's lock.
-- name: RequeueJob :exec
-- @sqlc-vet-disable tenant
UPDATE jobs
SET river_id = @river_id, max_attempts = @max_attempts, state = NULL, finished_at = NULL, cancel_requested_at = NULL,
    stage = '', percent = 0
WHERE id = @id;

-- ListJobsOfDocument gives the River rows of a document's live jobs.
-- name: ListJobsOfDocument :many
SELECT river_id FROM jobs WHERE workspace_id = @workspace_id AND document_id = @document_id AND state IS NULL LIMIT 1000;

-- ListJobsOfInvoice gives the River rows of an invoice's live jobs.
-- name: ListJobsOfInvoice :many
SELECT river_id FROM jobs WHERE workspace_id = @workspace_id AND invoice_id = @invoice_id AND state IS NULL LIMIT 1000;

-- ListLostJobs locks live jobs whose River row runs under a worker that has been silent, or has ended without them: what River
-- writes may be lost with the server, see postgres.Unflushed. Every workspace: workers serve all.
-- name: ListLostJobs :many
-- @sqlc-vet-disable tenant
SELECT sqlc.embed(j) FROM jobs j
JOIN river.river_job r ON r.id = j.river_id
WHERE j.state IS NULL
  AND (r.finalized_at < now() - @silence::interval
       OR r.state = 'running' AND r.attempted_at < now() - @silence::interval AND NOT EXISTS (
          SELECT 1 FROM worker_instances w
          WHERE w.id = r.attempted_by[array_upper(r.attempted_by, 1)] AND w.seen_at > now() - @silence::interval))
ORDER BY j.id
LIMIT @page_size
FOR UPDATE OF j SKIP LOCKED;

-- EndRiverJob ends a River row whose worker is lost; what that worker still says of it is then ignored. Every workspace: as
-- ListLostJobs.
-- name: EndRiverJob :exec
-- @sqlc-vet-disable tenant
UPDATE river.river_job SET state = 'discarded', finalized_at = now() WHERE id = @river_id AND finalized_at IS NULL;

-- DeleteFinishedJobs forgets jobs that ended long ago. Every workspace: housekeeping.
-- name: DeleteFinishedJobs :execrows
-- @sqlc-vet-disable tenant
DELETE FROM jobs WHERE id IN (
    SELECT id FROM jobs WHERE finished_at < now() - @age::interval ORDER BY finished_at LIMIT 10000);
