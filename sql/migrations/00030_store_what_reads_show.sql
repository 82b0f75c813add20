-- +goose Up
-- What the API shows is stored as it is shown: json keeps the text that was written, so that a read neither parses nor writes it.
-- Plain evidence of XML apart, because it only repeats the values; and the part of the data that a list shows.
ALTER TABLE invoices
    ALTER COLUMN review_reasons DROP DEFAULT,
    ALTER COLUMN data TYPE json USING data::json,
    ALTER COLUMN evidence TYPE json USING evidence::json,
    ALTER COLUMN checks TYPE json USING checks::json,
    ALTER COLUMN review_reasons TYPE json USING review_reasons::json,
    ADD COLUMN xml_evidence json,
    ADD COLUMN header json,
    ADD COLUMN type_code text,
    -- A person has said that it is none, whatever it looks like.
    ADD COLUMN not_duplicate boolean NOT NULL DEFAULT false;
ALTER TABLE invoices ALTER COLUMN review_reasons SET DEFAULT '[]';

UPDATE invoices SET
    evidence = coalesce((SELECT json_agg(e) FROM json_array_elements(evidence) e WHERE e->>'source' <> 'xml'), '[]'),
    xml_evidence = coalesce((SELECT json_agg(e) FROM json_array_elements(evidence) e WHERE e->>'source' = 'xml'), '[]'),
    type_code = data->>'type_code',
    header = json_strip_nulls(json_build_object(
        'number', data->'number', 'type_code', data->'type_code', 'issue_date', data->'issue_date', 'due_date', data->'due_date',
        'currency', data->'currency',
        'seller', CASE WHEN data->'seller'->'name' IS NOT NULL OR data->'seller'->'vat_id' IS NOT NULL
                       THEN json_build_object('name', data->'seller'->'name', 'vat_id', data->'seller'->'vat_id') END,
        'buyer', CASE WHEN data->'buyer'->'name' IS NOT NULL OR data->'buyer'->'vat_id' IS NOT NULL
                      THEN json_build_object('name', data->'buyer'->'name', 'vat_id', data->'buyer'->'vat_id') END,
        'net', data->'totals'->'net', 'tax', data->'totals'->'tax', 'gross', data->'totals'->'gross', 'due', data->'totals'->'due'))
WHERE data IS NOT NULL;

ALTER TABLE extractions
    ALTER COLUMN data TYPE json USING data::json,
    ALTER COLUMN evidence TYPE json USING evidence::json,
    ALTER COLUMN checks TYPE json USING checks::json;

-- +goose Down
UPDATE invoices SET evidence = (
    SELECT coalesce(json_agg(e), '[]') FROM (
        SELECT e FROM json_array_elements(evidence) e UNION ALL SELECT e FROM json_array_elements(xml_evidence) e
    ) both_kinds)
WHERE data IS NOT NULL;
ALTER TABLE extractions
    ALTER COLUMN data TYPE jsonb USING data::jsonb,
    ALTER COLUMN evidence TYPE jsonb USING evidence::jsonb,
    ALTER COLUMN checks TYPE jsonb USING checks::jsonb;
ALTER TABLE invoices
    ALTER COLUMN review_reasons DROP DEFAULT,
    ALTER COLUMN data TYPE jsonb USING data::jsonb,
    ALTER COLUMN evidence TYPE jsonb USING evidence::jsonb,
    ALTER COLUMN checks TYPE jsonb USING checks::jsonb,
    ALTER COLUMN review_reasons TYPE jsonb USING review_reasons::jsonb,
    DROP COLUMN xml_evidence, DROP COLUMN header, DROP COLUMN type_code, DROP COLUMN not_duplicate;
ALTER TABLE invoices ALTER COLUMN review_reasons SET DEFAULT '[]';
