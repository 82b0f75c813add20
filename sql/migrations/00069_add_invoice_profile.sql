-- +goose Up
-- Which specification the invoice claims and by which rules it was judged, as the contract shows it; NULL where no rules were.
ALTER TABLE invoices ADD COLUMN profile json;

-- +goose Down
ALTER TABLE invoices DROP COLUMN profile;
