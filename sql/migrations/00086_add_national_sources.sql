-- +goose Up
-- XML in the formats of countries, by their names.
ALTER TABLE invoices DROP CONSTRAINT invoices_source_check;
ALTER TABLE invoices ADD CONSTRAINT invoices_source_check CHECK (source IN (
    'ubl', 'cii', 'facturx', 'text', 'ocr', 'ksef', 'fatturapa', 'facturae', 'oioubl', 'ebinterface', 'svefaktura'));

-- +goose Down
DELETE FROM invoices WHERE source IN ('ksef', 'fatturapa', 'facturae', 'oioubl', 'ebinterface', 'svefaktura');
ALTER TABLE invoices DROP CONSTRAINT invoices_source_check;
ALTER TABLE invoices ADD CONSTRAINT invoices_source_check CHECK (source IN ('ubl', 'cii', 'facturx', 'text', 'ocr'));
