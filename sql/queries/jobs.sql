-- InsertJob adds a job that stands in the queue.
-- name: InsertJob :exec
INSERT INTO jobs (id, workspace_id, kind, document_id, invoice_id, queue, river_id, max_attempts)
VALUES (@id, @workspace_id, @kind, sqlc.narg('document_id'), sqlc.narg('invoice_id'), @queue, @river_id, @max_attempts);

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

-- ClaimJob begins an attempt. No row: the job has ended, or another River row holds it. Every workspace: the id comes from the
-- queue.
-- name: ClaimJob :one
-- @sqlc-vet-disable tenant
UPDATE jobs SET attempt = attempt + 1, stage = '', percent = 0
WHERE id = @id AND river_id = @river_id AND state IS NULL
RETURNING *;

-- ProgressJob records how far an attempt is. No row: the attempt is no longer the one that counts. Every workspace: the
-- attempt was claimed.
-- name: ProgressJob :one
-- @sqlc-vet-disable tenant
UPDATE jobs SET stage = @stage, percent = @percent
WHERE id = @id AND river_id = @river_id AND attempt = @attempt AND state IS NULL
RETURNING (cancel_requested_at IS NOT NULL)::boolean AS cancel_requested;

-- FenceJob locks the row of an attempt that still counts; no row for any other. Every workspace: the attempt was claimed.
-- name: FenceJob :one
-- @sqlc-vet-disable tenant
SELECT (cancel_requested_at IS NOT NULL)::boolean AS cancel_requested FROM jobs
WHERE id = @id AND river_id = @river_id AND attempt = @attempt AND state IS NULL
FOR UPDATE;

-- FinishJob writes a job's final state. Every workspace: the caller holds the fence or the row's lock.
-- name: FinishJob :exec
-- @sqlc-vet-disable tenant
UPDATE jobs
SET state = @state::text, finished_at = now(), percent = CASE WHEN @state::text = 'completed' THEN 100 ELSE percent END,
    stage = CASE WHEN @state::text = 'completed' THEN 'done' ELSE stage END,
    error_code = sqlc.narg('error_code'), error_message = sqlc.narg('error_message')
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

-- ListLostJobs locks live jobs whose River row runs under a worker that has been silent. Every workspace: workers serve all.
-- name: ListLostJobs :many
-- @sqlc-vet-disable tenant
SELECT sqlc.embed(j) FROM jobs j
JOIN river.river_job r ON r.id = j.river_id
WHERE j.state IS NULL AND r.state = 'running'
  AND NOT EXISTS (
      SELECT 1 FROM worker_instances w
      WHERE w.id = r.attempted_by[array_upper(r.attempted_by, 1)] AND w.seen_at > now() - @silence::interval)
  AND r.attempted_at < now() - @silence::interval
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
