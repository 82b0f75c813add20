-- +goose Up
-- Invoices that have, or once had, another like them: the others need not be looked for where a read shows an invoice that is
-- not here. The database itself keeps it, so that no writer can forget to.
CREATE TABLE duplicated_invoices (
    invoice_id   uuid PRIMARY KEY REFERENCES invoices ON DELETE CASCADE,
    workspace_id uuid NOT NULL
);
CREATE INDEX duplicated_invoices_workspace_idx ON duplicated_invoices (workspace_id);

-- +goose StatementBegin
-- One other invoice with the content or the key is enough to look at: where there are more, all are noted already. Rows of
-- invoices are only shared, in the order of their ids: who corrects one of them does not wait for this, nor this for them. Of
-- two uploads of a content at once, neither sees the other; results come one after the other, and the second does.
CREATE FUNCTION note_duplicate_invoice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO duplicated_invoices (invoice_id, workspace_id)
    SELECT pair.id, NEW.workspace_id FROM (
        (SELECT o.id FROM invoices o WHERE o.document_id = NEW.document_id AND o.ordinal = NEW.ordinal AND o.id <> NEW.id LIMIT 1)
        UNION
        (SELECT o.id FROM invoices o
         WHERE o.workspace_id = NEW.workspace_id AND o.duplicate_key = NEW.duplicate_key AND o.id <> NEW.id LIMIT 1)
    ) other
    CROSS JOIN LATERAL (VALUES (other.id), (NEW.id)) pair(id)
    JOIN invoices i ON i.id = pair.id
    ORDER BY pair.id
    FOR KEY SHARE OF i
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

CREATE FUNCTION note_similar_invoices() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO duplicated_invoices (invoice_id, workspace_id)
    SELECT DISTINCT pair.id, s.workspace_id FROM added s CROSS JOIN LATERAL (VALUES (s.invoice_id), (s.other_id)) pair(id)
    ORDER BY pair.id
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
-- +goose StatementEnd

CREATE TRIGGER invoices_inserted AFTER INSERT ON invoices FOR EACH ROW EXECUTE FUNCTION note_duplicate_invoice();
CREATE TRIGGER invoices_read AFTER UPDATE OF data, duplicate_key ON invoices FOR EACH ROW
    WHEN (OLD.data IS NULL OR NEW.duplicate_key IS DISTINCT FROM OLD.duplicate_key) EXECUTE FUNCTION note_duplicate_invoice();
CREATE TRIGGER invoice_similarities_inserted AFTER INSERT ON invoice_similarities
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION note_similar_invoices();

INSERT INTO duplicated_invoices (invoice_id, workspace_id)
SELECT i.id, i.workspace_id FROM invoices i
WHERE EXISTS (SELECT 1 FROM invoices o WHERE o.document_id = i.document_id AND o.ordinal = i.ordinal AND o.id <> i.id)
   OR EXISTS (SELECT 1 FROM invoices o WHERE o.workspace_id = i.workspace_id AND o.duplicate_key = i.duplicate_key AND o.id <> i.id)
   OR EXISTS (SELECT 1 FROM invoice_similarities s WHERE s.invoice_id = i.id)
   OR EXISTS (SELECT 1 FROM invoice_similarities s WHERE s.other_id = i.id);

-- Which invoices count. Of those with the same content, or the same seller, number, date and total, one does: an approved one
-- before others, one that is read before one that is not, then the oldest. What was rejected, has failed, or is no duplicate by a
-- person's word stands apart. An invoice is excluded when one like it comes first, and alike when only its text is like that of
-- one that comes first: it counts, and should be mentioned.
-- Each OFFSET keeps the planner from looking at invoices that are not noted, however little it knows of the tables.
CREATE VIEW invoice_standings AS
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

-- +goose Down
DROP VIEW invoice_standings;
DROP TRIGGER invoice_similarities_inserted ON invoice_similarities;
DROP TRIGGER invoices_read ON invoices;
DROP TRIGGER invoices_inserted ON invoices;
DROP FUNCTION note_similar_invoices;
DROP FUNCTION note_duplicate_invoice;
DROP TABLE duplicated_invoices;
