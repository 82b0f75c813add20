-- SummarizeInvoices counts and sums a workspace's invoices in groups, the largest sums first. Amounts of different
-- currencies are never added: the currency always parts the groups. What is credited counts as less. A null filter narrows
-- nothing.
-- name: SummarizeInvoices :many
SELECT (CASE WHEN @by_seller::bool THEN coalesce(upper(seller_vat_id), lower(seller_name), '') ELSE '' END)::text AS seller_key,
       (CASE WHEN @by_seller::bool THEN coalesce(max(seller_name), '') ELSE '' END)::text AS seller_name,
       (CASE WHEN @by_seller::bool THEN coalesce(max(seller_vat_id), '') ELSE '' END)::text AS seller_vat_id,
       (CASE WHEN @by_month::bool THEN coalesce(to_char(issue_date, 'YYYY-MM'), '') ELSE '' END)::text AS month,
       (CASE WHEN @by_status::bool THEN status ELSE '' END)::text AS status,
       coalesce(currency, '')::text AS currency,
       count(*) AS invoices,
       count(*) FILTER (WHERE gross IS NULL OR currency IS NULL) AS without_gross,
       coalesce(sum(CASE WHEN data->>'type_code' = ANY(@credit_types::text[]) THEN -abs(net) ELSE net END), 0)::numeric AS net,
       coalesce(sum(CASE WHEN data->>'type_code' = ANY(@credit_types::text[]) THEN -abs(tax) ELSE tax END), 0)::numeric AS tax,
       coalesce(sum(CASE WHEN data->>'type_code' = ANY(@credit_types::text[]) THEN -abs(gross) ELSE gross END), 0)::numeric AS gross
FROM invoices
WHERE workspace_id = @workspace_id
  AND status = ANY(@statuses::text[])
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
  AND (sqlc.narg('word')::text IS NULL OR search_text LIKE sqlc.narg('word'))
  AND (sqlc.narg('words')::text[] IS NULL OR search_text LIKE ALL(sqlc.narg('words')::text[]))
GROUP BY 1, 4, 5, 6
ORDER BY abs(coalesce(sum(CASE WHEN data->>'type_code' = ANY(@credit_types::text[]) THEN -abs(gross) ELSE gross END), 0)) DESC, 1, 4, 5, 6
LIMIT @page_size;
