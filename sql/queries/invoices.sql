-- InsertInvoice adds an invoice that waits for its reading.
-- name: InsertInvoice :one
INSERT INTO invoices (id, workspace_id, document_id, batch_id, job_id, status)
VALUES (@id, @workspace_id, @document_id, @id, @job_id, 'queued')
RETURNING *;

-- InsertFurtherInvoice adds one more invoice that was read from the same pages of the same posting.
-- name: InsertFurtherInvoice :one
INSERT INTO invoices (id, workspace_id, document_id, batch_id, ordinal, job_id, status)
VALUES (@id, @workspace_id, @document_id, @batch_id, @ordinal, @job_id, 'processing')
ON CONFLICT ON CONSTRAINT invoices_batch_key DO UPDATE SET job_id = excluded.job_id, updated_at = now()
RETURNING *;

-- GetInvoice finds an invoice.
-- name: GetInvoice :one
SELECT * FROM invoices WHERE workspace_id = @workspace_id AND id = @id;

-- LockInvoice finds an invoice and keeps others from changing it until the transaction ends.
-- name: LockInvoice :one
SELECT * FROM invoices WHERE workspace_id = @workspace_id AND id = @id FOR UPDATE;

-- DeleteInvoice removes an invoice with its extractions, corrections and jobs.
-- name: DeleteInvoice :one
DELETE FROM invoices WHERE workspace_id = @workspace_id AND id = @id RETURNING document_id;

-- GetInvoiceStatus finds how far an invoice is.
-- name: GetInvoiceStatus :one
SELECT status FROM invoices WHERE workspace_id = @workspace_id AND id = @id;

-- SetInvoiceProcessing marks an invoice whose reading has begun; one that is there already stays as it is.
-- name: SetInvoiceProcessing :exec
UPDATE invoices SET status = 'processing', version = version + 1, updated_at = now()
WHERE workspace_id = @workspace_id AND id = @id AND status = 'queued';

-- SetInvoiceQueued sets an invoice back to wait for a reading.
-- name: SetInvoiceQueued :exec
UPDATE invoices SET status = 'queued', error_code = NULL, error_message = NULL, version = version + 1, updated_at = now()
WHERE workspace_id = @workspace_id AND id = @id;

-- SetInvoiceFailed records why an invoice could not be read.
-- name: SetInvoiceFailed :exec
UPDATE invoices
SET status = 'failed', error_code = @error_code::text, error_message = @error_message::text,
    version = version + 1, updated_at = now()
WHERE workspace_id = @workspace_id AND id = @id AND status IN ('queued', 'processing');

-- SetInvoiceResult writes what a reading gave, with the parts of it that have columns of their own.
-- name: SetInvoiceResult :execrows
UPDATE invoices
SET status = @status, source = @source::text, data = @data::jsonb, schema_version = @schema_version,
    evidence = @evidence::jsonb, checks = @checks::jsonb, first_page = @first_page, last_page = @last_page,
    error_code = NULL, error_message = NULL, version = version + 1, updated_at = now(),
    number = sqlc.narg('number'), seller_name = sqlc.narg('seller_name'), seller_vat_id = sqlc.narg('seller_vat_id'),
    buyer_name = sqlc.narg('buyer_name'), issue_date = sqlc.narg('issue_date'), due_date = sqlc.narg('due_date'),
    currency = sqlc.narg('currency'), net = sqlc.narg('net'), tax = sqlc.narg('tax'), gross = sqlc.narg('gross'),
    duplicate_key = sqlc.narg('duplicate_key'), search_text = @search_text
WHERE workspace_id = @workspace_id AND id = @id;

-- InsertExtraction keeps what one reading gave.
-- name: InsertExtraction :exec
INSERT INTO extractions (id, workspace_id, invoice_id, job_id, run, source, data, schema_version, evidence, checks)
SELECT @id, @workspace_id, @invoice_id, @job_id, coalesce(max(e.run), 0) + 1, @source, @data, @schema_version, @evidence, @checks
FROM extractions e WHERE e.workspace_id = @workspace_id AND e.invoice_id = @invoice_id;

-- ListCorrections gives the merge patches of an invoice in the order they were made.
-- name: ListCorrections :many
SELECT id, ordinal, patch, actor_kind, actor_id, created_at FROM corrections
WHERE workspace_id = @workspace_id AND invoice_id = @invoice_id
ORDER BY ordinal
LIMIT 10000;

-- InsertCorrection adds a merge patch behind those there are.
-- name: InsertCorrection :exec
INSERT INTO corrections (id, workspace_id, invoice_id, ordinal, patch, actor_kind, actor_id)
SELECT @id, @workspace_id, @invoice_id, coalesce(max(c.ordinal), 0) + 1, @patch, @actor_kind, sqlc.narg('actor_id')
FROM corrections c WHERE c.workspace_id = @workspace_id AND c.invoice_id = @invoice_id;

-- FindDuplicates pairs each given invoice with others of its workspace that hold the same: read from the same content, or
-- with the same number, seller and gross total. Failed ones hold nothing. The oldest fifty of each are enough to know.
-- name: FindDuplicates :many
SELECT i.id AS invoice_id, d.id AS duplicate_id
FROM invoices i
JOIN LATERAL (
    SELECT same.id, same.created_at FROM (
        (SELECT o.id, o.created_at FROM invoices o
         WHERE o.document_id = i.document_id AND o.ordinal = i.ordinal AND o.status <> 'failed'
         ORDER BY o.created_at, o.id LIMIT 51)
        UNION
        (SELECT o.id, o.created_at FROM invoices o
         WHERE o.workspace_id = i.workspace_id AND o.duplicate_key = i.duplicate_key AND o.status <> 'failed'
         ORDER BY o.created_at, o.id LIMIT 51)
    ) same
    WHERE same.id <> i.id
    ORDER BY same.created_at, same.id
    LIMIT 50
) d ON true
WHERE i.workspace_id = @workspace_id AND i.id = ANY(@ids::uuid[])
ORDER BY i.id, d.created_at, d.id;

-- ListInvoicesNewest pages a workspace newest first; a null filter narrows nothing.
-- name: ListInvoicesNewest :many
SELECT * FROM invoices
WHERE workspace_id = @workspace_id
  AND (sqlc.narg('statuses')::text[] IS NULL OR status = ANY(sqlc.narg('statuses')::text[]))
  AND (sqlc.narg('sources')::text[] IS NULL OR source = ANY(sqlc.narg('sources')::text[]))
  AND (sqlc.narg('document_id')::uuid IS NULL OR document_id = sqlc.narg('document_id'))
  AND (sqlc.narg('number')::text IS NULL OR number = sqlc.narg('number'))
  AND (sqlc.narg('currency')::text IS NULL OR currency = sqlc.narg('currency'))
  AND (sqlc.narg('seller_like')::text IS NULL
       OR lower(seller_name) LIKE sqlc.narg('seller_like') OR upper(seller_vat_id) = sqlc.narg('seller_vat_id')::text)
  AND (sqlc.narg('issue_date_from')::date IS NULL OR issue_date >= sqlc.narg('issue_date_from'))
  AND (sqlc.narg('issue_date_to')::date IS NULL OR issue_date <= sqlc.narg('issue_date_to'))
  AND (sqlc.narg('due_date_from')::date IS NULL OR due_date >= sqlc.narg('due_date_from'))
  AND (sqlc.narg('due_date_to')::date IS NULL OR due_date <= sqlc.narg('due_date_to'))
  AND (sqlc.narg('gross_min')::numeric IS NULL OR gross >= sqlc.narg('gross_min'))
  AND (sqlc.narg('gross_max')::numeric IS NULL OR gross <= sqlc.narg('gross_max'))
  AND (sqlc.narg('created_after')::timestamptz IS NULL OR created_at >= sqlc.narg('created_after'))
  AND (sqlc.narg('created_before')::timestamptz IS NULL OR created_at < sqlc.narg('created_before'))
  AND (sqlc.narg('word')::text IS NULL OR search_text LIKE sqlc.narg('word'))
  AND (sqlc.narg('words')::text[] IS NULL OR search_text LIKE ALL(sqlc.narg('words')::text[]))
  AND (sqlc.narg('at_time')::timestamptz IS NULL
       OR (created_at, id) < (sqlc.narg('at_time')::timestamptz, sqlc.narg('at_id')::uuid))
ORDER BY created_at DESC, id DESC
LIMIT @page_size;

-- ListInvoicesOldest pages a workspace oldest first; a null filter narrows nothing.
-- name: ListInvoicesOldest :many
SELECT * FROM invoices
WHERE workspace_id = @workspace_id
  AND (sqlc.narg('statuses')::text[] IS NULL OR status = ANY(sqlc.narg('statuses')::text[]))
  AND (sqlc.narg('sources')::text[] IS NULL OR source = ANY(sqlc.narg('sources')::text[]))
  AND (sqlc.narg('document_id')::uuid IS NULL OR document_id = sqlc.narg('document_id'))
  AND (sqlc.narg('number')::text IS NULL OR number = sqlc.narg('number'))
  AND (sqlc.narg('currency')::text IS NULL OR currency = sqlc.narg('currency'))
  AND (sqlc.narg('seller_like')::text IS NULL
       OR lower(seller_name) LIKE sqlc.narg('seller_like') OR upper(seller_vat_id) = sqlc.narg('seller_vat_id')::text)
  AND (sqlc.narg('issue_date_from')::date IS NULL OR issue_date >= sqlc.narg('issue_date_from'))
  AND (sqlc.narg('issue_date_to')::date IS NULL OR issue_date <= sqlc.narg('issue_date_to'))
  AND (sqlc.narg('due_date_from')::date IS NULL OR due_date >= sqlc.narg('due_date_from'))
  AND (sqlc.narg('due_date_to')::date IS NULL OR due_date <= sqlc.narg('due_date_to'))
  AND (sqlc.narg('gross_min')::numeric IS NULL OR gross >= sqlc.narg('gross_min'))
  AND (sqlc.narg('gross_max')::numeric IS NULL OR gross <= sqlc.narg('gross_max'))
  AND (sqlc.narg('created_after')::timestamptz IS NULL OR created_at >= sqlc.narg('created_after'))
  AND (sqlc.narg('created_before')::timestamptz IS NULL OR created_at < sqlc.narg('created_before'))
  AND (sqlc.narg('word')::text IS NULL OR search_text LIKE sqlc.narg('word'))
  AND (sqlc.narg('words')::text[] IS NULL OR search_text LIKE ALL(sqlc.narg('words')::text[]))
  AND (sqlc.narg('at_time')::timestamptz IS NULL
       OR (created_at, id) > (sqlc.narg('at_time')::timestamptz, sqlc.narg('at_id')::uuid))
ORDER BY created_at ASC, id ASC
LIMIT @page_size;

-- ListInvoicesAscending pages a workspace by one of its columns, least first and those without the value last. The key is jsonb
-- because that orders numbers as numbers and texts as texts; at_key null is a page that begins among those without.
-- name: ListInvoicesAscending :many
SELECT s.id, s.sort_key::jsonb AS sort_key FROM (
    SELECT id, (CASE @sort_by::text
           WHEN 'issue_date' THEN to_jsonb(issue_date) WHEN 'due_date' THEN to_jsonb(due_date)
           WHEN 'gross' THEN to_jsonb(gross) WHEN 'number' THEN to_jsonb(lower(number))
           ELSE to_jsonb(lower(seller_name)) END)::jsonb AS sort_key
    FROM invoices
    WHERE workspace_id = @workspace_id
      AND (sqlc.narg('statuses')::text[] IS NULL OR status = ANY(sqlc.narg('statuses')::text[]))
      AND (sqlc.narg('sources')::text[] IS NULL OR source = ANY(sqlc.narg('sources')::text[]))
      AND (sqlc.narg('document_id')::uuid IS NULL OR document_id = sqlc.narg('document_id'))
      AND (sqlc.narg('number')::text IS NULL OR number = sqlc.narg('number'))
      AND (sqlc.narg('currency')::text IS NULL OR currency = sqlc.narg('currency'))
      AND (sqlc.narg('seller_like')::text IS NULL
           OR lower(seller_name) LIKE sqlc.narg('seller_like') OR upper(seller_vat_id) = sqlc.narg('seller_vat_id')::text)
      AND (sqlc.narg('issue_date_from')::date IS NULL OR issue_date >= sqlc.narg('issue_date_from'))
      AND (sqlc.narg('issue_date_to')::date IS NULL OR issue_date <= sqlc.narg('issue_date_to'))
      AND (sqlc.narg('due_date_from')::date IS NULL OR due_date >= sqlc.narg('due_date_from'))
      AND (sqlc.narg('due_date_to')::date IS NULL OR due_date <= sqlc.narg('due_date_to'))
      AND (sqlc.narg('gross_min')::numeric IS NULL OR gross >= sqlc.narg('gross_min'))
      AND (sqlc.narg('gross_max')::numeric IS NULL OR gross <= sqlc.narg('gross_max'))
      AND (sqlc.narg('created_after')::timestamptz IS NULL OR created_at >= sqlc.narg('created_after'))
      AND (sqlc.narg('created_before')::timestamptz IS NULL OR created_at < sqlc.narg('created_before'))
      AND (sqlc.narg('word')::text IS NULL OR search_text LIKE sqlc.narg('word'))
      AND (sqlc.narg('words')::text[] IS NULL OR search_text LIKE ALL(sqlc.narg('words')::text[]))
) s
WHERE sqlc.narg('at_id')::uuid IS NULL
   OR (sqlc.narg('at_key')::jsonb IS NOT NULL AND s.sort_key IS NULL)
   OR (sqlc.narg('at_key')::jsonb IS NULL AND s.sort_key IS NULL AND s.id > sqlc.narg('at_id')::uuid)
   OR (s.sort_key, s.id) > (sqlc.narg('at_key')::jsonb, sqlc.narg('at_id')::uuid)
ORDER BY s.sort_key ASC NULLS LAST, s.id ASC
LIMIT @page_size;

-- ListInvoicesDescending pages a workspace by one of its columns, greatest first and those without the value last. The key is jsonb
-- because that orders numbers as numbers and texts as texts; at_key null is a page that begins among those without.
-- name: ListInvoicesDescending :many
SELECT s.id, s.sort_key::jsonb AS sort_key FROM (
    SELECT id, (CASE @sort_by::text
           WHEN 'issue_date' THEN to_jsonb(issue_date) WHEN 'due_date' THEN to_jsonb(due_date)
           WHEN 'gross' THEN to_jsonb(gross) WHEN 'number' THEN to_jsonb(lower(number))
           ELSE to_jsonb(lower(seller_name)) END)::jsonb AS sort_key
    FROM invoices
    WHERE workspace_id = @workspace_id
      AND (sqlc.narg('statuses')::text[] IS NULL OR status = ANY(sqlc.narg('statuses')::text[]))
      AND (sqlc.narg('sources')::text[] IS NULL OR source = ANY(sqlc.narg('sources')::text[]))
      AND (sqlc.narg('document_id')::uuid IS NULL OR document_id = sqlc.narg('document_id'))
      AND (sqlc.narg('number')::text IS NULL OR number = sqlc.narg('number'))
      AND (sqlc.narg('currency')::text IS NULL OR currency = sqlc.narg('currency'))
      AND (sqlc.narg('seller_like')::text IS NULL
           OR lower(seller_name) LIKE sqlc.narg('seller_like') OR upper(seller_vat_id) = sqlc.narg('seller_vat_id')::text)
      AND (sqlc.narg('issue_date_from')::date IS NULL OR issue_date >= sqlc.narg('issue_date_from'))
      AND (sqlc.narg('issue_date_to')::date IS NULL OR issue_date <= sqlc.narg('issue_date_to'))
      AND (sqlc.narg('due_date_from')::date IS NULL OR due_date >= sqlc.narg('due_date_from'))
      AND (sqlc.narg('due_date_to')::date IS NULL OR due_date <= sqlc.narg('due_date_to'))
      AND (sqlc.narg('gross_min')::numeric IS NULL OR gross >= sqlc.narg('gross_min'))
      AND (sqlc.narg('gross_max')::numeric IS NULL OR gross <= sqlc.narg('gross_max'))
      AND (sqlc.narg('created_after')::timestamptz IS NULL OR created_at >= sqlc.narg('created_after'))
      AND (sqlc.narg('created_before')::timestamptz IS NULL OR created_at < sqlc.narg('created_before'))
      AND (sqlc.narg('word')::text IS NULL OR search_text LIKE sqlc.narg('word'))
      AND (sqlc.narg('words')::text[] IS NULL OR search_text LIKE ALL(sqlc.narg('words')::text[]))
) s
WHERE sqlc.narg('at_id')::uuid IS NULL
   OR (sqlc.narg('at_key')::jsonb IS NOT NULL AND s.sort_key IS NULL)
   OR (sqlc.narg('at_key')::jsonb IS NULL AND s.sort_key IS NULL AND s.id < sqlc.narg('at_id')::uuid)
   OR (s.sort_key, s.id) < (sqlc.narg('at_key')::jsonb, sqlc.narg('at_id')::uuid)
ORDER BY s.sort_key DESC NULLS LAST, s.id DESC
LIMIT @page_size;

-- ListInvoicesByID gives the invoices with the given ids, in no order.
-- name: ListInvoicesByID :many
SELECT * FROM invoices WHERE workspace_id = @workspace_id AND id = ANY(@ids::uuid[]);
