-- InsertInvoices adds invoices that wait for their reading.
-- name: InsertInvoices :many
INSERT INTO invoices (id, workspace_id, document_id, batch_id, job_id, status)
SELECT n.id, n.workspace_id, n.document_id, n.id, n.job_id, 'queued'
FROM (SELECT unnest(@ids::uuid[]) AS id, unnest(@workspace_ids::uuid[]) AS workspace_id, unnest(@document_ids::uuid[]) AS document_id,
             unnest(@job_ids::uuid[]) AS job_id) n
RETURNING *;

-- InsertFurtherInvoice adds one more invoice that was read from the same pages of the same posting; no row comes back where
-- that one is there already.
-- name: InsertFurtherInvoice :one
INSERT INTO invoices (id, workspace_id, document_id, batch_id, ordinal, job_id, status)
VALUES (@id, @workspace_id, @document_id, @batch_id, @ordinal, @job_id, 'processing')
ON CONFLICT ON CONSTRAINT invoices_batch_key DO NOTHING
RETURNING *;

-- GetInvoice finds an invoice.
-- name: GetInvoice :one
SELECT * FROM invoices WHERE workspace_id = @workspace_id AND id = @id;

-- LockInvoices finds invoices of several workspaces at once, each by its workspace and its id, and keeps others from changing them,
-- as LockInvoice does.
-- name: LockInvoices :many
SELECT sqlc.embed(i) FROM invoices i
JOIN (SELECT unnest(@workspace_ids::uuid[]) AS workspace_id, unnest(@ids::uuid[]) AS id) c ON c.workspace_id = i.workspace_id AND c.id = i.id
ORDER BY i.id
FOR NO KEY UPDATE OF i;

-- ShowInvoice finds an invoice as a read shows it.
-- name: ShowInvoice :one
SELECT id, document_id, job_id, status, source, ordinal, first_page, last_page, data, evidence,
       (CASE WHEN @with_xml_evidence::bool THEN xml_evidence END)::json AS xml_evidence, checks, profile,
       review_reasons, error_code, error_message, version, not_duplicate, created_at, updated_at,
       EXISTS (SELECT 1 FROM duplicated_invoices f WHERE f.workspace_id = i.workspace_id AND f.invoice_id = i.id) AS duplicated
FROM invoices i WHERE i.workspace_id = @workspace_id AND i.id = @id;

-- SetNotDuplicate records that an invoice is no duplicate, or may be one again.
-- name: SetNotDuplicate :exec
UPDATE invoices SET not_duplicate = @not_duplicate, version = version + 1, updated_at = now()
WHERE workspace_id = @workspace_id AND id = @id;

-- LockInvoice finds an invoice and keeps others from changing it until the transaction ends. Others may still refer to it: one
-- that is found to be like it must not wait for a correction that waits for that finding.
-- name: LockInvoice :one
SELECT * FROM invoices WHERE workspace_id = @workspace_id AND id = @id FOR NO KEY UPDATE;

-- DeleteInvoice removes an invoice with its extractions, corrections and jobs.
-- name: DeleteInvoice :one
DELETE FROM invoices WHERE workspace_id = @workspace_id AND id = @id RETURNING document_id, version;

-- GetInvoiceStatus finds how far an invoice is.
-- name: GetInvoiceStatus :one
SELECT status FROM invoices WHERE workspace_id = @workspace_id AND id = @id;

-- SetInvoiceProcessing marks an invoice whose reading has begun; one that is there already stays as it is.
-- name: SetInvoiceProcessing :exec
UPDATE invoices SET status = 'processing', version = version + 1, updated_at = now()
WHERE workspace_id = @workspace_id AND id = @id AND status = 'queued';

-- SetInvoiceQueued sets an invoice back to wait for a reading by the job.
-- name: SetInvoiceQueued :exec
UPDATE invoices SET status = 'queued', job_id = @job_id, error_code = NULL, error_message = NULL, version = version + 1, updated_at = now()
WHERE workspace_id = @workspace_id AND id = @id;

-- SetInvoiceFailed records why an invoice could not be read.
-- name: SetInvoiceFailed :exec
UPDATE invoices
SET status = 'failed', error_code = @error_code::text, error_message = @error_message::text,
    version = version + 1, updated_at = now()
WHERE workspace_id = @workspace_id AND id = @id AND status IN ('queued', 'processing');

-- SetInvoiceStatus records a decision over an invoice that was read.
-- name: SetInvoiceStatus :exec
UPDATE invoices SET status = @status, version = version + 1, updated_at = now()
WHERE workspace_id = @workspace_id AND id = @id;

-- SetInvoiceResult writes what a reading gave, with the parts of it that have columns of their own.
-- name: SetInvoiceResult :batchexec
UPDATE invoices
SET status = @status, review_reasons = @review_reasons, source = @source::text, data = @data::json, schema_version = @schema_version,
    evidence = @evidence::json, xml_evidence = @xml_evidence::json, checks = @checks::json, profile = sqlc.narg('profile')::json, header = @header::json, first_page = @first_page, last_page = @last_page,
    error_code = NULL, error_message = NULL, version = version + 1, updated_at = now(),
    number = sqlc.narg('number'), type_code = sqlc.narg('type_code'), seller_name = sqlc.narg('seller_name'), seller_vat_id = sqlc.narg('seller_vat_id'),
    buyer_name = sqlc.narg('buyer_name'), issue_date = sqlc.narg('issue_date'), due_date = sqlc.narg('due_date'),
    currency = sqlc.narg('currency'), net = sqlc.narg('net'), tax = sqlc.narg('tax'), gross = sqlc.narg('gross'),
    duplicate_key = sqlc.narg('duplicate_key'), search_text = @search_text
WHERE workspace_id = @workspace_id AND id = @id;

-- InsertExtraction keeps what one reading gave, and what it changed in the invoice.
-- name: InsertExtraction :batchexec
INSERT INTO extractions (id, workspace_id, invoice_id, job_id, run, source, data, schema_version, evidence, checks, changes, change_count)
SELECT @id, @workspace_id, @invoice_id, @job_id, coalesce(max(e.run), 0) + 1, @source, @data, @schema_version, @evidence, @checks, @changes, @change_count
FROM extractions e WHERE e.workspace_id = @workspace_id AND e.invoice_id = @invoice_id;

-- GetLastExtraction gives what the last reading of an invoice gave.
-- name: GetLastExtraction :one
SELECT * FROM extractions WHERE workspace_id = @workspace_id AND invoice_id = @invoice_id ORDER BY run DESC LIMIT 1;

-- ListCorrections gives the merge patches of an invoice in the order they were made.
-- name: ListCorrections :many
SELECT id, ordinal, patch, changes FROM corrections
WHERE workspace_id = @workspace_id AND invoice_id = @invoice_id
ORDER BY ordinal
LIMIT 10000;

-- InsertCorrection adds a merge patch behind those there are, and what it changed in the invoice.
-- name: InsertCorrection :one
INSERT INTO corrections (id, workspace_id, invoice_id, ordinal, patch, actor_kind, actor_id, changes, change_count)
SELECT @id, @workspace_id, @invoice_id, coalesce(max(c.ordinal), 0) + 1, @patch, @actor_kind, sqlc.narg('actor_id'), @changes, @change_count
FROM corrections c WHERE c.workspace_id = @workspace_id AND c.invoice_id = @invoice_id
RETURNING ordinal;

-- ListInvoiceHistory pages what happened to an invoice, newest first: its readings, its corrections, and what the trail says.
-- name: ListInvoiceHistory :many
SELECT h.id, h.created_at, h.action, h.actor_kind, h.actor_id, coalesce(u.email, k.name, '')::text AS actor_name, h.job_id, h.detail, h.changes, h.change_count
FROM (
    SELECT e.id, e.created_at, 'invoice.read' AS action, 'system' AS actor_kind, NULL::uuid AS actor_id, e.job_id, '{}'::jsonb AS detail, e.changes, e.change_count
    FROM extractions e WHERE e.workspace_id = @workspace_id AND e.invoice_id = @invoice_id
    UNION ALL
    SELECT c.id, c.created_at, 'invoice.corrected', c.actor_kind, c.actor_id, NULL, '{}', c.changes, c.change_count
    FROM corrections c WHERE c.workspace_id = @workspace_id AND c.invoice_id = @invoice_id
    UNION ALL
    SELECT a.id, a.created_at, a.action, a.actor_kind, a.actor_id, NULL, a.detail, '[]', 0
    FROM audit_events a
    WHERE a.workspace_id = @workspace_id AND a.subject_kind = 'invoice' AND a.subject_id = @invoice_id
      AND a.action IN ('invoice.approved', 'invoice.rejected', 'invoice.reopened', 'invoice.reprocessed', 'invoice.reading_failed',
                       'invoice.not_duplicate', 'invoice.undo_not_duplicate')
) h
LEFT JOIN users u ON h.actor_kind = 'user' AND u.workspace_id = @workspace_id AND u.id = h.actor_id
LEFT JOIN api_keys k ON h.actor_kind = 'key' AND k.workspace_id = @workspace_id AND k.id = h.actor_id
WHERE sqlc.narg('before_time')::timestamptz IS NULL
   OR (h.created_at, h.id) < (sqlc.narg('before_time')::timestamptz, sqlc.narg('before_id')::uuid)
ORDER BY h.created_at DESC, h.id DESC
LIMIT @page_size;

-- FindDuplicates pairs each given invoice with others of its workspace that seem to be the same. level is 1 for the same
-- content, 2 for the same seller, number, date and total, 3 for nearly the same text; the strongest counts. Failed ones hold
-- nothing, and one that is no duplicate by a person's word has none and is none. Only the oldest of each are given.
-- name: FindDuplicates :many
SELECT i.id AS invoice_id, d.id AS duplicate_id, d.level, d.similarity
FROM invoices i
JOIN LATERAL (
    SELECT same.id, same.created_at, min(same.level)::int AS level, max(same.similarity)::float8 AS similarity FROM (
        (SELECT o.id, o.created_at, 1 AS level, 1::float8 AS similarity FROM invoices o
         WHERE o.document_id = i.document_id AND o.ordinal = i.ordinal AND o.status <> 'failed' AND NOT o.not_duplicate
         ORDER BY o.created_at, o.id LIMIT @of_each)
        UNION ALL
        (SELECT o.id, o.created_at, 2, 1 FROM invoices o
         WHERE o.workspace_id = i.workspace_id AND o.duplicate_key = i.duplicate_key AND o.status <> 'failed' AND NOT o.not_duplicate
         ORDER BY o.created_at, o.id LIMIT @of_each)
        UNION ALL
        (SELECT o.id, o.created_at, 3, s.similarity FROM invoice_similarities s JOIN invoices o ON o.id = s.other_id
         WHERE s.invoice_id = i.id AND o.status <> 'failed' AND NOT o.not_duplicate
         ORDER BY o.created_at, o.id LIMIT @of_each)
        UNION ALL
        (SELECT o.id, o.created_at, 3, s.similarity FROM invoice_similarities s JOIN invoices o ON o.id = s.invoice_id
         WHERE s.other_id = i.id AND o.status <> 'failed' AND NOT o.not_duplicate
         ORDER BY o.created_at, o.id LIMIT @of_each)
    ) same
    WHERE same.id <> i.id
    GROUP BY same.id, same.created_at
    ORDER BY same.created_at, same.id
    LIMIT @of_each
) d ON true
WHERE i.workspace_id = @workspace_id AND i.id = ANY(@ids::uuid[]) AND NOT i.not_duplicate
ORDER BY i.id, d.created_at, d.id;

-- ListEarlierDuplicates gives the invoices that an invoice with the given properties repeats: as FindDuplicates, but only those
-- that were read, were not rejected, and do not themselves repeat this one unless they are approved; the oldest three are enough to
-- look at. Nothing can repeat what is read for the first time: then their reasons need not be looked at. The oldest three of all are
-- among the oldest three of each kind, which an index gives at once.
-- name: ListEarlierDuplicates :batchmany
SELECT same.id, min(same.level)::int AS level, max(same.similarity)::float8 AS similarity
FROM (
    (SELECT a.id, a.created_at, 1 AS level, 1::float8 AS similarity FROM invoices a
     WHERE a.workspace_id = @workspace_id AND a.document_id = @document_id AND a.ordinal = @ordinal
       AND a.id <> @invoice_id AND a.data IS NOT NULL AND a.status NOT IN ('failed', 'rejected') AND NOT a.not_duplicate
       AND (@first_reading::boolean OR a.status = 'approved'
            OR NOT a.review_reasons::jsonb @> jsonb_build_array(jsonb_build_object('code', 'duplicate', 'invoice_id', @invoice_id::uuid)))
     ORDER BY a.created_at, a.id LIMIT 3)
    UNION ALL
    (SELECT b.id, b.created_at, 2, 1 FROM invoices b
     WHERE b.workspace_id = @workspace_id AND b.duplicate_key = sqlc.narg('duplicate_key')::text
       AND b.id <> @invoice_id AND b.data IS NOT NULL AND b.status NOT IN ('failed', 'rejected') AND NOT b.not_duplicate
       AND (@first_reading::boolean OR b.status = 'approved'
            OR NOT b.review_reasons::jsonb @> jsonb_build_array(jsonb_build_object('code', 'duplicate', 'invoice_id', @invoice_id::uuid)))
     ORDER BY b.created_at, b.id LIMIT 3)
    UNION ALL
    (SELECT c.id, c.created_at, 3, s.similarity FROM invoice_similarities s JOIN invoices c ON c.id = s.other_id
     WHERE s.invoice_id = @invoice_id AND c.workspace_id = @workspace_id
       AND c.id <> @invoice_id AND c.data IS NOT NULL AND c.status NOT IN ('failed', 'rejected') AND NOT c.not_duplicate
       AND (@first_reading::boolean OR c.status = 'approved'
            OR NOT c.review_reasons::jsonb @> jsonb_build_array(jsonb_build_object('code', 'duplicate', 'invoice_id', @invoice_id::uuid)))
     ORDER BY c.created_at, c.id LIMIT 3)
    UNION ALL
    (SELECT d.id, d.created_at, 3, s.similarity FROM invoice_similarities s JOIN invoices d ON d.id = s.invoice_id
     WHERE s.other_id = @invoice_id AND d.workspace_id = @workspace_id
       AND d.id <> @invoice_id AND d.data IS NOT NULL AND d.status NOT IN ('failed', 'rejected') AND NOT d.not_duplicate
       AND (@first_reading::boolean OR d.status = 'approved'
            OR NOT d.review_reasons::jsonb @> jsonb_build_array(jsonb_build_object('code', 'duplicate', 'invoice_id', @invoice_id::uuid)))
     ORDER BY d.created_at, d.id LIMIT 3)
) same
GROUP BY same.id, same.created_at
ORDER BY same.created_at, same.id
LIMIT 3;

-- ListInvoicesNewest pages a workspace newest first; a null filter narrows nothing.
-- name: ListInvoicesNewest :many
SELECT id, created_at FROM invoices
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
SELECT id, created_at FROM invoices
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

-- ListInvoicePage gives the newest invoices of a workspace that are older than a position, as a list shows them. What is most
-- asked for has a statement of its own: it names no filter, and its limit is no plain parameter, so that one plan serves all.
-- name: ListInvoicePage :many
SELECT id, document_id, job_id, status, source, ordinal, first_page, last_page, header,
       review_reasons, error_code, error_message, not_duplicate, created_at, updated_at,
       EXISTS (SELECT 1 FROM duplicated_invoices f WHERE f.workspace_id = i.workspace_id AND f.invoice_id = i.id) AS duplicated
FROM invoices i
WHERE i.workspace_id = @workspace_id AND (i.created_at, i.id) < (@at_time::timestamptz, @at_id::uuid)
ORDER BY created_at DESC, id DESC
LIMIT (SELECT @page_size::int);

-- ListInvoicesByID gives the invoices with the given ids as a list shows them, in no order.
-- name: ListInvoicesByID :many
SELECT id, document_id, job_id, status, source, ordinal, first_page, last_page, header,
       review_reasons, error_code, error_message, not_duplicate, created_at, updated_at,
       EXISTS (SELECT 1 FROM duplicated_invoices f WHERE f.workspace_id = i.workspace_id AND f.invoice_id = i.id) AS duplicated
FROM invoices i WHERE i.workspace_id = @workspace_id AND i.id = ANY(@ids::uuid[]);

-- ListInvoiceParts gives what a list shows of invoices on request.
-- name: ListInvoiceParts :many
SELECT id, (CASE WHEN @with_data::bool THEN data END)::json AS data, (CASE WHEN @with_checks::bool THEN checks END)::json AS checks,
       (CASE WHEN @with_evidence::bool THEN evidence END)::json AS evidence, (CASE WHEN @with_evidence::bool THEN xml_evidence END)::json AS xml_evidence
FROM invoices WHERE workspace_id = @workspace_id AND id = ANY(@ids::uuid[]);
