-- QueryInvoices measures a workspace's invoices in groups; a group by invoice is the invoice itself. Amounts are exact, and those of
-- different currencies never meet: whoever asks for an amount groups by currency. What is credited counts as less. A null filter
-- narrows nothing. With exclude_duplicates those that do not count for another's sake are counted and summed apart. A word of
-- line_words begins or, being long, ends a word of a line's text; all stand in one line. Groups of one rank are given together, so
-- that a limit parts none that are equal.
-- name: QueryInvoices :many
WITH standings AS MATERIALIZED (
    SELECT s.invoice_id, s.excluded, s.alike FROM invoice_standings s WHERE s.workspace_id = @workspace_id
), sellers AS MATERIALIZED (
    SELECT s.seller_name, s.seller_key FROM seller_names s
    WHERE s.workspace_id = @workspace_id AND (@by_seller::bool OR @of::text = 'sellers')
), found AS (
    SELECT i.id, i.number, i.seller_name, i.seller_vat_id, i.buyer_name, i.issue_date, i.due_date, i.status, i.currency, i.created_at,
           coalesce(w.seller_key, upper(i.seller_vat_id), '') AS seller_key,
           CASE WHEN @by_due_date::bool THEN i.due_date ELSE i.issue_date END AS day,
           t.credited OR i.type_code IS DISTINCT FROM '384' AND i.gross < 0 AS credit,
           CASE @of::text
               WHEN 'net' THEN counted_amount(i.net, t.credited)
               WHEN 'tax' THEN counted_amount(i.tax, t.credited)
               WHEN 'lines' THEN CASE WHEN t.credited AND i.net >= 0 THEN -l.net ELSE l.net END
               ELSE counted_amount(i.gross, t.credited)
           END AS value,
           CASE @field::text
               WHEN 'number' THEN i.number
               WHEN 'seller' THEN i.seller_name
               WHEN 'seller_vat_id' THEN i.seller_vat_id
               WHEN 'buyer' THEN i.buyer_name
               WHEN 'issue_date' THEN i.issue_date::text
               WHEN 'due_date' THEN i.due_date::text
               WHEN 'currency' THEN i.currency
               WHEN 'status' THEN i.status
               WHEN 'iban' THEN (SELECT string_agg(DISTINCT a.value->>'iban', ', ')
                                 FROM json_array_elements(CASE WHEN json_typeof(i.data->'payment'->'accounts') = 'array' THEN i.data->'payment'->'accounts' ELSE '[]' END) a)
           END AS field_value,
           @exclude_duplicates::bool AND coalesce(s.excluded, false) AS apart, coalesce(s.alike, false) AS alike
    FROM invoices i
    CROSS JOIN LATERAL (SELECT i.type_code = ANY(@credit_types::text[]) AS credited) t
    LEFT JOIN standings s ON s.invoice_id = i.id
    LEFT JOIN sellers w ON w.seller_name = i.seller_name
    LEFT JOIN LATERAL (
        SELECT count(*) AS n, CASE WHEN bool_and(e.value->>'net' IS NOT NULL) THEN sum((e.value->>'net')::numeric) END AS net
        FROM json_array_elements(CASE WHEN json_typeof(i.data->'lines') = 'array' THEN i.data->'lines' ELSE '[]' END) e
        WHERE coalesce(e.value->>'kind', 'detail') = 'detail'
          AND NOT EXISTS (
            SELECT 1 FROM unnest(sqlc.narg('line_words')::text[]) w(word)
            WHERE NOT fold_text(concat_ws(' ', e.value->>'name', e.value->>'description', e.value->>'note'))
                ~ (CASE WHEN length(w.word) >= 5 THEN '\m' || fold_text(w.word) || '|' || fold_text(w.word) || '\M' ELSE '\m' || fold_text(w.word) END))
    ) l ON sqlc.narg('line_words')::text[] IS NOT NULL
    WHERE i.workspace_id = @workspace_id
      AND i.status = ANY(@statuses::text[])
      AND NOT (i.status = 'needs_review' AND i.review_reasons::jsonb @> @no_invoice::jsonb)
      AND (NOT @only_duplicates::bool OR coalesce(s.excluded, false))
      AND (sqlc.narg('line_words')::text[] IS NULL OR l.n > 0)
      AND (sqlc.narg('number')::text IS NULL OR lower(i.number) = lower(sqlc.narg('number')))
      AND (sqlc.narg('currencies')::text[] IS NULL OR i.currency = ANY(sqlc.narg('currencies')::text[]))
      AND (sqlc.narg('not_currencies')::text[] IS NULL OR i.currency <> ALL(sqlc.narg('not_currencies')::text[]))
      AND (sqlc.narg('sellers')::text[] IS NULL
           OR lower(btrim(i.seller_name)) IN (SELECT lower(btrim(n)) FROM unnest(sqlc.narg('sellers')::text[]) n)
           OR upper(i.seller_vat_id) IN (SELECT upper(replace(n, ' ', '')) FROM unnest(sqlc.narg('sellers')::text[]) n))
      AND (sqlc.narg('not_sellers')::text[] IS NULL
           OR NOT coalesce(lower(btrim(i.seller_name)) IN (SELECT lower(btrim(n)) FROM unnest(sqlc.narg('not_sellers')::text[]) n)
                           OR upper(i.seller_vat_id) IN (SELECT upper(replace(n, ' ', '')) FROM unnest(sqlc.narg('not_sellers')::text[]) n), false))
      AND (sqlc.narg('issue_date_from')::date IS NULL OR i.issue_date >= sqlc.narg('issue_date_from'))
      AND (sqlc.narg('issue_date_to')::date IS NULL OR i.issue_date <= sqlc.narg('issue_date_to'))
      AND (sqlc.narg('due_date_from')::date IS NULL OR i.due_date >= sqlc.narg('due_date_from'))
      AND (sqlc.narg('due_date_to')::date IS NULL OR i.due_date <= sqlc.narg('due_date_to'))
), kept AS (
    SELECT f.*, CASE WHEN @only_credit::bool THEN abs(f.value) ELSE f.value END AS size
    FROM found f
    WHERE (NOT @only_credit::bool OR f.credit) AND (NOT @no_credit::bool OR NOT coalesce(f.credit, false))
), ranged AS (
    SELECT k.* FROM kept k
    WHERE (sqlc.narg('amount_min')::numeric IS NULL OR k.size >= sqlc.narg('amount_min'))
      AND (sqlc.narg('amount_max')::numeric IS NULL OR k.size <= sqlc.narg('amount_max'))
      AND (sqlc.narg('amount_over')::numeric IS NULL OR k.size > sqlc.narg('amount_over'))
      AND (sqlc.narg('amount_under')::numeric IS NULL OR k.size < sqlc.narg('amount_under'))
), grouped AS (
    SELECT CASE WHEN @by_invoice::bool THEN r.id ELSE '00000000-0000-0000-0000-000000000000'::uuid END AS invoice_id,
           CASE WHEN @by_seller::bool THEN r.seller_key ELSE '' END AS seller_key,
           CASE WHEN @by_month::bool THEN coalesce(to_char(r.day, 'YYYY-MM'), '') ELSE '' END AS month,
           CASE WHEN @by_quarter::bool THEN coalesce(to_char(r.day, 'YYYY-"Q"Q'), '') ELSE '' END AS quarter,
           CASE WHEN @by_year::bool THEN coalesce(to_char(r.day, 'YYYY'), '') ELSE '' END AS year,
           CASE WHEN @by_currency::bool THEN coalesce(r.currency, '') ELSE '' END AS currency,
           CASE WHEN @by_status::bool THEN r.status ELSE '' END AS status,
           CASE WHEN NOT @by_type::bool THEN '' WHEN r.credit THEN 'credit_note' ELSE 'invoice' END AS type,
           CASE WHEN @by_field::bool THEN coalesce(r.field_value, '') ELSE '' END AS field_value,
           names_of(min(r.seller_name), max(r.seller_name)) AS seller_name, max(r.seller_vat_id) AS seller_vat_id,
           max(r.number) AS number, max(r.issue_date) AS issue_date, max(r.due_date) AS due_date, max(r.status) AS any_status,
           max(r.currency) AS any_currency, max(r.created_at) AS created_at,
           count(*) FILTER (WHERE NOT r.apart) AS invoices,
           count(*) FILTER (WHERE NOT r.apart AND r.credit) AS credit_notes,
           count(*) FILTER (WHERE NOT r.apart AND (r.value IS NULL OR r.currency IS NULL)) AS without_value,
           count(DISTINCT r.seller_key) FILTER (WHERE NOT r.apart AND r.seller_key <> '') AS sellers,
           sum(r.value) FILTER (WHERE NOT r.apart) AS total,
           min(r.value) FILTER (WHERE NOT r.apart) AS least,
           max(r.value) FILTER (WHERE NOT r.apart) AS most,
           percentile_disc(0.5) WITHIN GROUP (ORDER BY r.value) FILTER (WHERE NOT r.apart) AS middle_low,
           percentile_disc(0.5) WITHIN GROUP (ORDER BY r.value DESC) FILTER (WHERE NOT r.apart) AS middle_high,
           count(*) FILTER (WHERE r.apart) AS excluded,
           sum(r.value) FILTER (WHERE r.apart) AS excluded_total,
           count(*) FILTER (WHERE NOT r.apart AND r.alike) AS similar_text
    FROM ranged r
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
), measured AS (
    SELECT g.*, CASE WHEN @only_credit::bool THEN abs(m.value) ELSE m.value END AS size
    FROM grouped g
    CROSS JOIN LATERAL (SELECT CASE @measure::text
        WHEN 'count' THEN CASE WHEN @of::text = 'sellers' THEN g.sellers ELSE g.invoices END
        WHEN 'average' THEN g.total / nullif(g.invoices - g.without_value, 0)
        WHEN 'median' THEN (g.middle_low + g.middle_high) / 2
        WHEN 'minimum' THEN g.least
        WHEN 'maximum' THEN g.most
        ELSE g.total END AS value) m
    WHERE g.invoices > 0 OR NOT @by_invoice::bool
), ranked AS (
    SELECT m.*, CASE @order_by::text
        WHEN 'largest' THEN rank() OVER (PARTITION BY m.currency ORDER BY m.size DESC NULLS LAST)
        WHEN 'smallest' THEN rank() OVER (PARTITION BY m.currency ORDER BY m.size NULLS LAST)
        WHEN 'newest' THEN rank() OVER (ORDER BY m.issue_date DESC NULLS LAST, m.quarter DESC, m.month DESC)
        WHEN 'oldest' THEN rank() OVER (ORDER BY m.issue_date NULLS LAST)
        ELSE row_number() OVER (ORDER BY m.year, m.quarter, m.month, m.seller_key, m.status, m.type, m.currency = '', m.currency, m.field_value, m.number NULLS LAST) END AS place
    FROM measured m
)
SELECT k.invoice_id::uuid AS invoice_id, coalesce(k.seller_name, '')::text AS seller_name, coalesce(k.seller_vat_id, '')::text AS seller_vat_id,
       k.month::text AS month, k.quarter::text AS quarter, k.year::text AS year, k.currency::text AS currency,
       k.status::text AS status, k.type::text AS type, k.field_value::text AS field_value,
       coalesce(k.number, '')::text AS number, coalesce(k.issue_date::text, '')::text AS issue_date, coalesce(k.due_date::text, '')::text AS due_date,
       coalesce(k.any_status, '')::text AS any_status, coalesce(k.any_currency, '')::text AS any_currency,
       k.invoices::bigint AS invoices, k.credit_notes::bigint AS credit_notes, k.without_value::bigint AS without_value, k.sellers::bigint AS sellers,
       coalesce(k.total, 0)::numeric AS total, coalesce(k.least, 0)::numeric AS least, coalesce(k.most, 0)::numeric AS most,
       coalesce(k.middle_low, 0)::numeric AS middle_low, coalesce(k.middle_high, 0)::numeric AS middle_high,
       k.excluded::bigint AS excluded, coalesce(k.excluded_total, 0)::numeric AS excluded_total, k.similar_text::bigint AS similar_text
FROM ranked k
WHERE k.place <= @most_groups::bigint
ORDER BY k.place, k.currency = '', k.size DESC NULLS LAST, k.currency, k.seller_key, k.year, k.quarter, k.month, k.status, k.type, k.field_value, k.number, k.invoice_id
LIMIT @page_size;

-- ListSellers gives the sellers of a workspace's invoices, each spelling by itself; null patterns narrow nothing.
-- name: ListSellers :many
SELECT DISTINCT i.seller_name::text AS seller_name, coalesce(upper(i.seller_vat_id), '')::text AS seller_vat_id
FROM invoices i
WHERE i.workspace_id = @workspace_id AND btrim(i.seller_name) <> ''
  AND (sqlc.narg('patterns')::text[] IS NULL OR lower(i.seller_name) LIKE ANY(sqlc.narg('patterns')::text[]))
ORDER BY 1, 2
LIMIT @page_size;

-- ListNumbers gives those of the words that are numbers of a workspace's invoices.
-- name: ListNumbers :many
SELECT DISTINCT i.number::text AS number
FROM invoices i
WHERE i.workspace_id = @workspace_id AND i.number = ANY(@words::text[])
ORDER BY 1
LIMIT @page_size;
