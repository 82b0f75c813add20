-- InsertAuditEvent adds to the audit trail.
-- name: InsertAuditEvent :exec
INSERT INTO audit_events (id, workspace_id, actor_kind, actor_id, action, subject_kind, subject_id, detail, address, request_id)
VALUES (@id, @workspace_id, @actor_kind, sqlc.narg('actor_id'), @action, @subject_kind, @subject_id, @detail, @address, @request_id);

-- ListAuditEvents gives what happened to a resource, oldest first.
-- name: ListAuditEvents :many
SELECT * FROM audit_events
WHERE workspace_id = @workspace_id AND subject_kind = @subject_kind AND subject_id = @subject_id
ORDER BY created_at, id
LIMIT @page_size;

-- ListAudit pages what happened in a workspace, newest first.
-- name: ListAudit :many
SELECT a.id, a.actor_kind, a.actor_id, a.action, a.subject_kind, a.subject_id, a.detail, a.address, a.request_id, a.created_at,
    coalesce(u.email, k.name, '')::text AS actor_name
FROM audit_events a
    LEFT JOIN users u ON u.workspace_id = a.workspace_id AND u.id = a.actor_id
    LEFT JOIN api_keys k ON k.workspace_id = a.workspace_id AND k.id = a.actor_id
WHERE a.workspace_id = @workspace_id
  AND (sqlc.narg('action')::text IS NULL OR a.action = sqlc.narg('action'))
  AND (sqlc.narg('actor_id')::uuid IS NULL OR a.actor_id = sqlc.narg('actor_id'))
  AND (sqlc.narg('subject_id')::uuid IS NULL OR a.subject_id = sqlc.narg('subject_id'))
  AND (sqlc.narg('from_time')::timestamptz IS NULL OR a.created_at >= sqlc.narg('from_time'))
  AND (sqlc.narg('until_time')::timestamptz IS NULL OR a.created_at < sqlc.narg('until_time'))
  AND (sqlc.narg('before_id')::uuid IS NULL OR (a.created_at, a.id) < (sqlc.narg('before_time')::timestamptz, sqlc.narg('before_id')))
ORDER BY a.created_at DESC, a.id DESC
LIMIT @page_size;

-- DeleteOldAudit forgets what is older than the workspace's setting, some at a time. What happened to an invoice is its history, and
-- stays as long as the invoice. Every workspace: housekeeping.
-- name: DeleteOldAudit :execrows
-- @sqlc-vet-disable tenant
DELETE FROM audit_events WHERE id IN (
    SELECT a.id FROM audit_events a JOIN workspaces w ON w.id = a.workspace_id
    WHERE a.created_at < now() - make_interval(days => w.audit_days)
      AND NOT (a.subject_kind = 'invoice' AND EXISTS (SELECT 1 FROM invoices i WHERE i.id = a.subject_id))
    LIMIT @most);
