-- LockGuards makes the transactions wait for each other that compare an invoice with the others of its workspace: of two at
-- once, the second sees the first.
-- name: LockGuards :exec
SELECT pg_advisory_xact_lock(hashtextextended(k.key, 0)) FROM unnest(@keys::text[]) AS k(key);

-- GetInvoiceText gives what is known of the text of an invoice's pages.
-- name: GetInvoiceText :one
SELECT signature, numbers FROM invoice_texts WHERE workspace_id = @workspace_id AND invoice_id = @invoice_id;

-- SetInvoiceText keeps what the text of an invoice's pages says.
-- name: SetInvoiceText :exec
INSERT INTO invoice_texts (invoice_id, workspace_id, signature, numbers)
VALUES (@invoice_id, @workspace_id, @signature, @numbers)
ON CONFLICT (invoice_id) DO UPDATE SET signature = excluded.signature, numbers = excluded.numbers;

-- DeleteTextKeys forgets under which keys a text is found. Every workspace: the caller holds the invoice.
-- name: DeleteTextKeys :exec
DELETE FROM invoice_text_keys WHERE invoice_id = @invoice_id;

-- InsertTextKeys records under which keys a text is found. Every workspace: the caller holds the invoice.
-- name: InsertTextKeys :exec
INSERT INTO invoice_text_keys (key, invoice_id) SELECT unnest(@keys::bigint[]), @invoice_id ON CONFLICT DO NOTHING;

-- ListTextsByKeys gives the texts of a workspace that share a key, at most so many of each key: a text that many share says
-- little of any.
-- name: ListTextsByKeys :many
SELECT t.invoice_id, t.signature, t.numbers
FROM (
    SELECT DISTINCT f.invoice_id
    FROM unnest(@keys::bigint[]) AS k(key)
    CROSS JOIN LATERAL (
        SELECT x.invoice_id FROM invoice_text_keys x WHERE x.key = k.key ORDER BY x.invoice_id DESC LIMIT @of_each
    ) f
) found
JOIN invoice_texts t ON t.invoice_id = found.invoice_id
WHERE t.workspace_id = @workspace_id AND t.invoice_id <> @invoice_id
LIMIT @page_size;

-- DeleteSimilarities forgets which texts an invoice's is like.
-- name: DeleteSimilarities :exec
DELETE FROM invoice_similarities
WHERE workspace_id = @workspace_id AND (invoice_id = @invoice_id OR other_id = @invoice_id);

-- InsertSimilarities records which texts an invoice's is like; those whose invoices are deleted meanwhile are left out.
-- name: InsertSimilarities :exec
WITH there AS (
    SELECT o.id, f.similarity
    FROM (SELECT unnest(@other_ids::uuid[]) AS other_id, unnest(@similarities::float8[]) AS similarity) f
    JOIN invoices o ON o.id = f.other_id
    WHERE o.workspace_id = @workspace_id
    FOR KEY SHARE OF o
)
INSERT INTO invoice_similarities (workspace_id, invoice_id, other_id, similarity)
SELECT @workspace_id, @invoice_id, id, similarity FROM there;

-- ListSellerAccounts gives the accounts that invoices of a seller named before this one did, each with the day of the last
-- such invoice. The seller is the one of the same VAT id, or, where either has none, of the same name and country as far as both
-- have one. Invoices that were rejected do not count, nor, unless approved, those whose account was itself new.
-- name: ListSellerAccounts :batchmany
SELECT a.account, max(i.created_at)::timestamptz AS last_seen
FROM (
    SELECT v.invoice_id, v.account, v.is_new, v.seen_at FROM seller_accounts v
    WHERE v.workspace_id = @workspace_id AND v.vat_id = @vat_id AND v.vat_id <> ''
    UNION ALL
    SELECT n.invoice_id, n.account, n.is_new, n.seen_at FROM seller_accounts n
    WHERE n.workspace_id = @workspace_id AND n.name = @name AND n.name <> '' AND (n.vat_id = '' OR @vat_id::text = '')
      AND (n.country = @country OR n.country = '' OR @country::text = '')
) a
JOIN invoices i ON i.id = a.invoice_id
WHERE i.workspace_id = @workspace_id AND i.id <> @invoice_id AND i.status NOT IN ('failed', 'rejected') AND (NOT a.is_new OR i.status = 'approved')
  AND (sqlc.narg('before')::timestamptz IS NULL OR a.seen_at < sqlc.narg('before')::timestamptz)
GROUP BY a.account
ORDER BY max(i.created_at) DESC, a.account
LIMIT 100;

-- IsAccountKnown tells whether the account is among those that ListSellerAccounts would give.
-- name: IsAccountKnown :batchone
SELECT (EXISTS (
    SELECT 1 FROM seller_accounts a JOIN invoices i ON i.id = a.invoice_id
    WHERE a.workspace_id = @workspace_id AND a.vat_id = @vat_id AND a.vat_id <> '' AND a.account = @account
      AND i.id <> @invoice_id AND i.status NOT IN ('failed', 'rejected') AND (NOT a.is_new OR i.status = 'approved')
      AND (sqlc.narg('before')::timestamptz IS NULL OR a.seen_at < sqlc.narg('before')::timestamptz)
) OR EXISTS (
    SELECT 1 FROM seller_accounts a JOIN invoices i ON i.id = a.invoice_id
    WHERE a.workspace_id = @workspace_id AND a.name = @name AND a.name <> '' AND (a.vat_id = '' OR @vat_id::text = '')
      AND (a.country = @country OR a.country = '' OR @country::text = '') AND a.account = @account
      AND i.id <> @invoice_id AND i.status NOT IN ('failed', 'rejected') AND (NOT a.is_new OR i.status = 'approved')
      AND (sqlc.narg('before')::timestamptz IS NULL OR a.seen_at < sqlc.narg('before')::timestamptz)
))::boolean AS known;

-- GetAccountSeen tells since when an invoice names one of its accounts for its seller.
-- name: GetAccountSeen :one
SELECT seen_at FROM seller_accounts
WHERE workspace_id = @workspace_id AND invoice_id = @invoice_id AND vat_id = @vat_id AND name = @name AND country = @country AND account = @account;

-- DeleteSellerAccounts forgets the accounts that an invoice no longer names, or no longer with this seller.
-- name: DeleteSellerAccounts :exec
DELETE FROM seller_accounts
WHERE workspace_id = @workspace_id AND invoice_id = @invoice_id
  AND NOT (vat_id = @vat_id AND name = @name AND country = @country AND account = ANY(@accounts::text[]));

-- SetSellerAccounts records the accounts that an invoice names. The time of one that is there stays.
-- name: SetSellerAccounts :batchexec
INSERT INTO seller_accounts (workspace_id, invoice_id, vat_id, name, country, account, is_new)
SELECT @workspace_id, @invoice_id, @vat_id, @name, @country, unnest(@accounts::text[]), unnest(@are_new::bool[])
ON CONFLICT (invoice_id, account) DO UPDATE SET is_new = excluded.is_new;
