-- +goose Up
-- Why a person should look at an invoice, as it was decided with the status.
ALTER TABLE invoices ADD COLUMN review_reasons jsonb NOT NULL DEFAULT '[]';

-- What each reading and each correction changed in the invoice, value by value; change_count also counts those not listed.
ALTER TABLE extractions ADD COLUMN changes jsonb NOT NULL DEFAULT '[]', ADD COLUMN change_count integer NOT NULL DEFAULT 0;
ALTER TABLE corrections ADD COLUMN changes jsonb NOT NULL DEFAULT '[]', ADD COLUMN change_count integer NOT NULL DEFAULT 0;

-- What the pages of an invoice say, for finding nearly the same text: a MinHash signature and the hashes of its numbers.
CREATE TABLE invoice_texts (
    invoice_id   uuid PRIMARY KEY REFERENCES invoices ON DELETE CASCADE,
    workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    signature    bytea NOT NULL,
    numbers      bytea NOT NULL
);

-- The keys under which a text is found: bands of its signature, each hashed with its workspace. A table, because a list of keys
-- in one column is looked up by scanning all texts as soon as the planner expects many to match.
CREATE TABLE invoice_text_keys (
    key        bigint NOT NULL,
    invoice_id uuid NOT NULL REFERENCES invoice_texts ON DELETE CASCADE,
    PRIMARY KEY (key, invoice_id)
);
CREATE INDEX invoice_text_keys_invoice_idx ON invoice_text_keys (invoice_id);

-- Pairs of invoices with nearly the same text, each pair once.
CREATE TABLE invoice_similarities (
    workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    invoice_id   uuid NOT NULL REFERENCES invoices ON DELETE CASCADE,
    other_id     uuid NOT NULL REFERENCES invoices ON DELETE CASCADE,
    similarity   double precision NOT NULL,
    PRIMARY KEY (invoice_id, other_id)
);
CREATE INDEX invoice_similarities_other_idx ON invoice_similarities (other_id);

-- Which accounts the sellers of a workspace name: one row an invoice and account, with an empty account where an invoice names
-- none. An account that was new to its seller is only trusted once its invoice is approved.
CREATE TABLE seller_accounts (
    workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    invoice_id   uuid NOT NULL REFERENCES invoices ON DELETE CASCADE,
    vat_id       text NOT NULL,
    name         text NOT NULL,
    country      text NOT NULL,
    account      text NOT NULL,
    is_new       boolean NOT NULL,
    seen_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (invoice_id, account)
);
CREATE INDEX seller_accounts_vat_id_idx ON seller_accounts (workspace_id, vat_id, account);
CREATE INDEX seller_accounts_name_idx ON seller_accounts (workspace_id, name, account);

-- +goose Down
DROP TABLE seller_accounts;
DROP TABLE invoice_similarities;
DROP TABLE invoice_text_keys;
DROP TABLE invoice_texts;
ALTER TABLE corrections DROP COLUMN change_count, DROP COLUMN changes;
ALTER TABLE extractions DROP COLUMN change_count, DROP COLUMN changes;
ALTER TABLE invoices DROP COLUMN review_reasons;
