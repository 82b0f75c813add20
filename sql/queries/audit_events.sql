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
