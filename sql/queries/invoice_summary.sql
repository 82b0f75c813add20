-- SummarizeInvoices counts and sums a workspace's invoices in groups, the largest sums first. Amounts of different
-- currencies are never added: the currency always parts the groups. What is credited counts as less. A null filter narrows
-- nothing. What a review holds for no invoice is left out. With exclude_duplicates those that do not count for another's sake are counted and summed apart.
-- name: SummarizeInvoices :many
WITH standings AS MATERIALIZED (
    SELECT s.invoice_id, s.excluded, s.alike FROM invoice_standings s WHERE s.workspace_id = @workspace_id
), sellers AS MATERIALIZED (
    SELECT s.seller_name, s.seller_key FROM seller_names s WHERE s.workspace_id = @workspace_id AND @by_seller::bool
), found AS (
    SELECT coalesce(w.seller_key, upper(i.seller_vat_id), '') AS seller_key, i.seller_name, i.seller_vat_id, i.issue_date, i.status, i.currency, i.gross IS NULL OR i.currency IS NULL AS without_gross,
           counted_amount(i.net, t.credited) AS net,
           counted_amount(i.tax, t.credited) AS tax,
           counted_amount(i.gross, t.credited) AS gross,
           @exclude_duplicates::bool AND coalesce(s.excluded, false) AS apart, coalesce(s.alike, false) AS alike
    FROM invoices i
    CROSS JOIN LATERAL (SELECT i.type_code = ANY(@credit_types::text[]) AS credited) t
    LEFT JOIN standings s ON s.invoice_id = i.id
    LEFT JOIN sellers w ON w.seller_name = i.seller_name
    WHERE i.workspace_id = @workspace_id
      AND i.status = ANY(@statuses::text[])
      AND NOT (i.status = 'needs_review' AND i.review_reasons::jsonb @> @no_invoice::jsonb)
      AND (NOT @only_duplicates::bool OR coalesce(s.excluded, false))
      AND (sqlc.narg('document_id')::uuid IS NULL OR i.document_id = sqlc.narg('document_id'))
      AND (sqlc.narg('number')::text IS NULL OR i.number = sqlc.narg('number'))
      AND (sqlc.narg('currency')::text IS NULL OR i.currency = sqlc.narg('currency'))
      AND (sqlc.narg('seller_like')::text IS NULL
           OR lower(i.seller_name) LIKE sqlc.narg('seller_like') OR upper(i.seller_vat_id) = sqlc.narg('seller_vat_id')::text)
      AND (sqlc.narg('issue_date_from')::date IS NULL OR i.issue_date >= sqlc.narg('issue_date_from'))
      AND (sqlc.narg('issue_date_to')::date IS NULL OR i.issue_date <= sqlc.narg('issue_date_to'))
      AND (sqlc.narg('due_date_from')::date IS NULL OR i.due_date >= sqlc.narg('due_date_from'))
      AND (sqlc.narg('due_date_to')::date IS NULL OR i.due_date <= sqlc.narg('due_date_to'))
      AND (sqlc.narg('gross_min')::numeric IS NULL OR i.gross >= sqlc.narg('gross_min'))
      AND (sqlc.narg('gross_max')::numeric IS NULL OR i.gross <= sqlc.narg('gross_max'))
      AND (sqlc.narg('word')::text IS NULL OR i.search_text LIKE sqlc.narg('word'))
      AND (sqlc.narg('words')::text[] IS NULL OR i.search_text LIKE ALL(sqlc.narg('words')::text[]))
)
SELECT (CASE WHEN @by_seller::bool THEN seller_key ELSE '' END)::text AS seller_key,
       (CASE WHEN @by_seller::bool THEN coalesce(names_of(min(seller_name), max(seller_name)), '') ELSE '' END)::text AS seller_name,
       (CASE WHEN @by_seller::bool THEN coalesce(max(seller_vat_id), '') ELSE '' END)::text AS seller_vat_id,
       (CASE WHEN @by_month::bool THEN coalesce(to_char(issue_date, 'YYYY-MM'), '') ELSE '' END)::text AS month,
       (CASE WHEN @by_status::bool THEN status ELSE '' END)::text AS status,
       coalesce(currency, '')::text AS currency,
       count(*) FILTER (WHERE NOT apart) AS invoices,
       count(*) FILTER (WHERE NOT apart AND without_gross) AS without_gross,
       coalesce(sum(net) FILTER (WHERE NOT apart), 0)::numeric AS net,
       coalesce(sum(tax) FILTER (WHERE NOT apart), 0)::numeric AS tax,
       coalesce(sum(gross) FILTER (WHERE NOT apart), 0)::numeric AS gross,
       count(*) FILTER (WHERE apart) AS excluded,
       coalesce(sum(net) FILTER (WHERE apart), 0)::numeric AS excluded_net,
       coalesce(sum(tax) FILTER (WHERE apart), 0)::numeric AS excluded_tax,
       coalesce(sum(gross) FILTER (WHERE apart), 0)::numeric AS excluded_gross,
       count(*) FILTER (WHERE alike) AS similar_text,
       coalesce(sum(gross) FILTER (WHERE alike), 0)::numeric AS similar_gross
FROM found
GROUP BY 1, 4, 5, 6
ORDER BY abs(coalesce(sum(gross) FILTER (WHERE NOT apart), 0)) DESC, 1, 4, 5, 6
LIMIT @page_size;
