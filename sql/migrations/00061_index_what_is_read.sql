-- +goose Up
-- An invoice is made before it is read: until then what it says is null, and an index of it only costs. A comparison never holds for
-- null, so whoever looks something up finds the same.
DROP INDEX invoices_number_idx, invoices_issue_date_idx, invoices_due_date_idx, invoices_gross_idx, invoices_seller_vat_id_idx,
    invoices_seller_name_idx;
CREATE INDEX invoices_number_idx ON invoices (workspace_id, number) WHERE number IS NOT NULL;
CREATE INDEX invoices_issue_date_idx ON invoices (workspace_id, issue_date) WHERE issue_date IS NOT NULL;
CREATE INDEX invoices_due_date_idx ON invoices (workspace_id, due_date) WHERE due_date IS NOT NULL;
CREATE INDEX invoices_gross_idx ON invoices (workspace_id, currency, gross) WHERE gross IS NOT NULL;
CREATE INDEX invoices_seller_vat_id_idx ON invoices (workspace_id, upper(seller_vat_id)) WHERE seller_vat_id IS NOT NULL;
CREATE INDEX invoices_seller_name_idx ON invoices USING gin (lower(seller_name) gin_trgm_ops) WHERE seller_name IS NOT NULL;

-- +goose Down
DROP INDEX invoices_number_idx, invoices_issue_date_idx, invoices_due_date_idx, invoices_gross_idx, invoices_seller_vat_id_idx,
    invoices_seller_name_idx;
CREATE INDEX invoices_number_idx ON invoices (workspace_id, number);
CREATE INDEX invoices_issue_date_idx ON invoices (workspace_id, issue_date);
CREATE INDEX invoices_due_date_idx ON invoices (workspace_id, due_date);
CREATE INDEX invoices_gross_idx ON invoices (workspace_id, currency, gross);
CREATE INDEX invoices_seller_vat_id_idx ON invoices (workspace_id, upper(seller_vat_id));
CREATE INDEX invoices_seller_name_idx ON invoices USING gin (lower(seller_name) gin_trgm_ops);
