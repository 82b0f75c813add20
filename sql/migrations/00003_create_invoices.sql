-- +goose Up
CREATE TABLE invoices (
    id             uuid PRIMARY KEY,
    workspace_id   uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    document_id    uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    -- Invoices of one posting share it; ordinal counts them from 1 in the order of their pages.
    batch_id       uuid NOT NULL,
    ordinal        integer NOT NULL DEFAULT 1 CHECK (ordinal > 0),
    first_page     integer NOT NULL DEFAULT 0,
    last_page      integer NOT NULL DEFAULT 0,
    job_id         uuid,
    status         text NOT NULL CHECK (status IN
                       ('queued', 'processing', 'needs_review', 'ready', 'approved', 'rejected', 'failed')),
    source         text CHECK (source IN ('ubl', 'cii', 'facturx', 'text', 'ocr')),
    -- The extraction with the corrections applied; absent until the invoice is read.
    data           jsonb,
    schema_version integer NOT NULL DEFAULT 1,
    evidence       jsonb,
    checks         jsonb,
    error_code     text,
    error_message  text,
    version        bigint NOT NULL DEFAULT 1,
    created_at     timestamptz NOT NULL DEFAULT now(),
    updated_at     timestamptz NOT NULL DEFAULT now(),
    -- Parts of data in columns of their own: filters, sums and duplicates are plain SQL over them.
    number         text,
    seller_name    text,
    seller_vat_id  text,
    buyer_name     text,
    issue_date     date,
    due_date       date,
    currency       text,
    net            numeric,
    tax            numeric,
    gross          numeric,
    -- Equal for invoices that say the same: number, seller and gross total, folded. Absent when one is missing.
    duplicate_key  text,
    search_text    text NOT NULL DEFAULT '',
    CONSTRAINT invoices_batch_key UNIQUE (batch_id, ordinal),
    CONSTRAINT invoices_error_check CHECK ((status = 'failed') = (error_code IS NOT NULL))
);
CREATE INDEX invoices_newest_idx ON invoices (workspace_id, created_at DESC, id DESC);
CREATE INDEX invoices_status_idx ON invoices (workspace_id, status, created_at DESC, id DESC);
CREATE INDEX invoices_document_idx ON invoices (document_id, ordinal, created_at, id);
CREATE INDEX invoices_number_idx ON invoices (workspace_id, number);
CREATE INDEX invoices_issue_date_idx ON invoices (workspace_id, issue_date);
CREATE INDEX invoices_due_date_idx ON invoices (workspace_id, due_date);
CREATE INDEX invoices_gross_idx ON invoices (workspace_id, currency, gross);
CREATE INDEX invoices_seller_vat_id_idx ON invoices (workspace_id, upper(seller_vat_id));
CREATE INDEX invoices_duplicate_idx ON invoices (workspace_id, duplicate_key, created_at, id) WHERE duplicate_key IS NOT NULL;
CREATE INDEX invoices_seller_name_idx ON invoices USING gin (lower(seller_name) gin_trgm_ops);
CREATE INDEX invoices_search_text_idx ON invoices USING gin (search_text gin_trgm_ops);

-- What each reading of an invoice gave, before any correction.
CREATE TABLE extractions (
    id             uuid PRIMARY KEY,
    workspace_id   uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    invoice_id     uuid NOT NULL REFERENCES invoices ON DELETE CASCADE,
    job_id         uuid,
    run            integer NOT NULL CHECK (run > 0),
    source         text NOT NULL,
    data           jsonb NOT NULL,
    schema_version integer NOT NULL,
    evidence       jsonb NOT NULL,
    checks         jsonb NOT NULL,
    created_at     timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT extractions_run_key UNIQUE (invoice_id, run)
);

-- Merge patches (RFC 7386) that people made, in order. Reading again replays them over the new extraction.
CREATE TABLE corrections (
    id           uuid PRIMARY KEY,
    workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    invoice_id   uuid NOT NULL REFERENCES invoices ON DELETE CASCADE,
    ordinal      integer NOT NULL CHECK (ordinal > 0),
    patch        jsonb NOT NULL,
    actor_kind   text NOT NULL CHECK (actor_kind IN ('user', 'key', 'system')),
    actor_id     uuid,
    created_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT corrections_ordinal_key UNIQUE (invoice_id, ordinal)
);

-- +goose Down
DROP TABLE corrections;
DROP TABLE extractions;
DROP TABLE invoices;
