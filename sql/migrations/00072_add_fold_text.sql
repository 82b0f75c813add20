-- +goose Up
-- Text as it is compared when words are looked for: without case, accents and other marks on letters.
-- +goose StatementBegin
CREATE FUNCTION fold_text(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT regexp_replace(normalize(replace(lower(value), 'ß', 'ss'), NFKD), '[\u0300-\u036f]', '', 'g')
$$;
-- +goose StatementEnd

-- +goose Down
DROP FUNCTION fold_text;
