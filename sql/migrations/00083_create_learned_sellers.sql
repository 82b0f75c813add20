-- +goose Up
-- What the pages of an invoice say and where, until a person has decided over it: what a correction shows of its seller's layout
-- is looked up there.
CREATE TABLE invoice_layouts (
    invoice_id   uuid PRIMARY KEY REFERENCES invoices ON DELETE CASCADE,
    workspace_id uuid NOT NULL,
    pages        jsonb NOT NULL
);

-- What approved corrections say of how sellers lay out their invoices. mark is what the seller's invoices are known by: an
-- identifier or name that stands on them.
CREATE TABLE learned_sellers (
    id           uuid PRIMARY KEY,
    workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    seller_name  text NOT NULL,
    mark         text NOT NULL,
    mark_place   jsonb NOT NULL,
    lessons      jsonb NOT NULL,
    invoice_id   uuid,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT learned_sellers_mark_key UNIQUE (workspace_id, mark)
);
CREATE INDEX learned_sellers_updated_idx ON learned_sellers (workspace_id, updated_at, id);

-- +goose Down
DROP TABLE learned_sellers;
DROP TABLE invoice_layouts;
