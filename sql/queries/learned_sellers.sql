-- SetInvoiceLayout keeps what the pages of an invoice say and where.
-- name: SetInvoiceLayout :exec
INSERT INTO invoice_layouts (invoice_id, workspace_id, pages) VALUES (@invoice_id, @workspace_id, @pages)
ON CONFLICT (invoice_id) DO UPDATE SET pages = excluded.pages;

-- TakeInvoiceLayout gives what the pages of an invoice say and where, and forgets it.
-- name: TakeInvoiceLayout :one
DELETE FROM invoice_layouts WHERE workspace_id = @workspace_id AND invoice_id = @invoice_id RETURNING pages;

-- FindLearned gives what was learned of the sellers whose marks stand on pages.
-- name: FindLearned :many
SELECT * FROM learned_sellers WHERE workspace_id = @workspace_id AND mark = ANY(@marks::text[]) ORDER BY updated_at DESC LIMIT 20;

-- LockLearned gives what was learned of a seller, for a change.
-- name: LockLearned :one
SELECT * FROM learned_sellers WHERE workspace_id = @workspace_id AND mark = @mark FOR UPDATE;

-- SetLearned keeps what was learned of a seller.
-- name: SetLearned :exec
INSERT INTO learned_sellers (id, workspace_id, seller_name, mark, mark_place, lessons, invoice_id)
VALUES (@id, @workspace_id, @seller_name, @mark, @mark_place, @lessons, @invoice_id)
ON CONFLICT (workspace_id, mark) DO UPDATE SET seller_name = excluded.seller_name, mark_place = excluded.mark_place,
    lessons = excluded.lessons, invoice_id = excluded.invoice_id, updated_at = clock_timestamp();

-- DropOldLearned keeps what was learned last, of so many sellers.
-- name: DropOldLearned :exec
DELETE FROM learned_sellers l WHERE l.workspace_id = @workspace_id AND l.id IN (
    SELECT o.id FROM learned_sellers o WHERE o.workspace_id = @workspace_id ORDER BY o.updated_at DESC, o.id DESC OFFSET @kept);

-- ListLearned pages what was learned in a workspace, newest first.
-- name: ListLearned :many
SELECT * FROM learned_sellers
WHERE workspace_id = @workspace_id AND (sqlc.narg('before_time')::timestamptz IS NULL
       OR (created_at, id) < (sqlc.narg('before_time')::timestamptz, sqlc.narg('before_id')::uuid))
ORDER BY created_at DESC, id DESC
LIMIT @page_size;

-- DeleteLearned forgets what was learned of a seller.
-- name: DeleteLearned :one
DELETE FROM learned_sellers WHERE workspace_id = @workspace_id AND id = @id RETURNING *;
