-- +goose Up
-- Which invoices count. Invoices of the same content, and those of the same seller, number, date and total, are one: also those that
-- are so only through another one. Of each such group one counts: an approved one before others, one that is read before one that is
-- not, then the oldest. What was rejected, has failed, or is no duplicate by a person's word stands apart and joins nobody. An invoice
-- is excluded when another one of its group counts, and alike when only its text is like that of one that comes first: it counts,
-- and should be mentioned.
-- The OFFSET keeps the planner from looking at invoices that are not noted, however little it knows of the tables.
-- In a block, which the generator of our queries does not look into: it cannot read this view, whose columns are those it had.
-- +goose StatementBegin
DO $block$ BEGIN
CREATE OR REPLACE VIEW invoice_standings AS
SELECT s.invoice_id, w.workspace_id, s.excluded::boolean AS excluded, s.alike::boolean AS alike
FROM (SELECT DISTINCT workspace_id FROM duplicated_invoices) w
CROSS JOIN LATERAL (
    WITH RECURSIVE able AS MATERIALIZED (
        SELECT n.* FROM duplicated_invoices f
        CROSS JOIN LATERAL (
            SELECT i.id, i.document_id, i.ordinal, i.duplicate_key AS key, i.status <> 'approved' AS undecided, i.data IS NULL AS unread, i.created_at
            FROM invoices i WHERE i.id = f.invoice_id AND i.status NOT IN ('rejected', 'failed') AND NOT i.not_duplicate OFFSET 0
        ) n
        WHERE f.workspace_id = w.workspace_id
    ), keys AS MATERIALIZED (
        SELECT DISTINCT document_id, ordinal, key FROM able WHERE key IS NOT NULL
    ), linked AS MATERIALIZED ( -- keys of one content: only a correction makes two of them
        SELECT DISTINCT a.key AS one, b.key AS other FROM keys a JOIN keys b USING (document_id, ordinal) WHERE a.key <> b.key
    ), reached AS (
        SELECT one, other FROM linked UNION SELECT r.one, l.other FROM reached r JOIN linked l ON l.one = r.other
    ), roots AS (
        SELECT one AS key, min(other) AS root FROM reached GROUP BY one
    ), contents AS (
        SELECT k.document_id, k.ordinal, min(coalesce(r.root, k.key)) AS root
        FROM keys k LEFT JOIN roots r USING (key) GROUP BY k.document_id, k.ordinal
    ), ranked AS (
        SELECT a.*, row_number() OVER (
            PARTITION BY c.root, CASE WHEN c.root IS NULL THEN a.document_id END, CASE WHEN c.root IS NULL THEN a.ordinal END
            ORDER BY a.undecided, a.unread, a.created_at, a.id) > 1 AS excluded
        FROM able a LEFT JOIN contents c ON c.document_id = a.document_id AND c.ordinal = a.ordinal
    )
    SELECT r.id AS invoice_id, r.excluded, NOT r.excluded AND EXISTS (
        SELECT 1 FROM invoices o
        WHERE o.id IN (SELECT s.other_id FROM invoice_similarities s WHERE s.invoice_id = r.id
                       UNION ALL SELECT s.invoice_id FROM invoice_similarities s WHERE s.other_id = r.id)
          AND o.status NOT IN ('rejected', 'failed') AND NOT o.not_duplicate
          AND (o.status <> 'approved', o.data IS NULL, o.created_at, o.id) < (r.undecided, r.unread, r.created_at, r.id)
    ) AS alike
    FROM ranked r
) s;
END $block$;
-- +goose StatementEnd

-- +goose Down
-- Which invoices count. Of those with the same content, or the same seller, number, date and total, one does: an approved one
-- before others, one that is read before one that is not, then the oldest. What was rejected, has failed, or is no duplicate by a
-- person's word stands apart. An invoice is excluded when one like it comes first, and alike when only its text is like that of
-- one that comes first: it counts, and should be mentioned.
-- Each OFFSET keeps the planner from looking at invoices that are not noted, however little it knows of the tables.
-- +goose StatementBegin
DO $block$ BEGIN
CREATE OR REPLACE VIEW invoice_standings AS
SELECT f.invoice_id, f.workspace_id, (same_content.found OR same_invoice.found)::boolean AS excluded,
       (NOT (same_content.found OR same_invoice.found) AND similar_text.found)::boolean AS alike
FROM duplicated_invoices f
CROSS JOIN LATERAL (
    SELECT n.id, n.workspace_id, n.document_id, n.ordinal, n.duplicate_key, n.status, n.data IS NULL AS unread, n.created_at
    FROM invoices n WHERE n.id = f.invoice_id AND n.status NOT IN ('rejected', 'failed') AND NOT n.not_duplicate OFFSET 0
) i
CROSS JOIN LATERAL (SELECT EXISTS (
    SELECT 1 FROM invoices o
    WHERE o.document_id = i.document_id AND o.ordinal = i.ordinal
      AND o.status NOT IN ('rejected', 'failed') AND NOT o.not_duplicate
      AND (o.status <> 'approved', o.data IS NULL, o.created_at, o.id) < (i.status <> 'approved', i.unread, i.created_at, i.id)
) AS found OFFSET 0) same_content
CROSS JOIN LATERAL (SELECT EXISTS (
    SELECT 1 FROM invoices o
    WHERE o.workspace_id = i.workspace_id AND o.duplicate_key = i.duplicate_key
      AND o.status NOT IN ('rejected', 'failed') AND NOT o.not_duplicate
      AND (o.status <> 'approved', o.data IS NULL, o.created_at, o.id) < (i.status <> 'approved', i.unread, i.created_at, i.id)
) AS found OFFSET 0) same_invoice
CROSS JOIN LATERAL (SELECT EXISTS (
    SELECT 1 FROM invoices o
    WHERE o.id IN (SELECT s.other_id FROM invoice_similarities s WHERE s.invoice_id = i.id
                   UNION ALL SELECT s.invoice_id FROM invoice_similarities s WHERE s.other_id = i.id)
      AND o.status NOT IN ('rejected', 'failed') AND NOT o.not_duplicate
      AND (o.status <> 'approved', o.data IS NULL, o.created_at, o.id) < (i.status <> 'approved', i.unread, i.created_at, i.id)
) AS found OFFSET 0) similar_text;
END $block$;
-- +goose StatementEnd
