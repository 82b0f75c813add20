-- +goose Up
-- What an amount of an invoice counts as: what is credited counts as less.
CREATE FUNCTION counted_amount(amount numeric, credited boolean) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    'SELECT CASE WHEN credited THEN -abs(amount) ELSE amount END';

-- A name as its spellings have it in common: letters and digits, without case and marks; null without any.
CREATE FUNCTION plain_name(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$SELECT nullif(regexp_replace(fold_text(name), '[^[:alnum:]]+', '', 'g'), '')$$;

-- The name of what goes by several: the first and the last of them, as far as these are not spellings of one.
CREATE FUNCTION names_of(first_name text, last_name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$SELECT CASE WHEN plain_name(first_name) IS NOT DISTINCT FROM plain_name(last_name) THEN last_name ELSE first_name || ' / ' || last_name END$$;

-- Which names of sellers are one seller's: those of the same letters and digits, whatever their case, marks and spaces; and one that
-- begins with another, as with a legal form that the other leaves out, where invoices under both have a VAT id or an account in
-- common. Firms that share a VAT id under names of their own stay apart. A mark that more than twenty names share says nothing.
-- In a block, which the generator of our queries does not look into: it reads the columns off the line before.
CREATE VIEW seller_names AS SELECT i.workspace_id, ''::text AS seller_name, ''::text AS seller_key FROM invoices i;
-- +goose StatementBegin
DO $block$ BEGIN
CREATE OR REPLACE VIEW seller_names AS
SELECT w.id AS workspace_id, s.seller_name, s.seller_key
FROM workspaces w
CROSS JOIN LATERAL (
    WITH marked AS MATERIALIZED (
        SELECT i.seller_name, upper(i.seller_vat_id) AS mark FROM invoices i WHERE i.workspace_id = w.id AND i.seller_name <> ''
        UNION
        SELECT i.seller_name, a.account FROM seller_accounts a JOIN invoices i ON i.id = a.invoice_id
        WHERE a.workspace_id = w.id AND i.workspace_id = w.id AND a.account <> '' AND i.seller_name <> ''
    ), plain AS MATERIALIZED (
        SELECT n.seller_name, plain_name(n.seller_name) AS key FROM (SELECT DISTINCT m.seller_name FROM marked m) n
    ), named AS MATERIALIZED (
        SELECT DISTINCT m.mark, p.key FROM marked m JOIN plain p ON p.seller_name = m.seller_name WHERE m.mark <> '' AND length(p.key) >= 4
    ), shared AS (
        SELECT n.mark FROM named n GROUP BY n.mark HAVING count(*) BETWEEN 2 AND 20
    ), begun AS (
        SELECT long.key, min(short.key) AS root
        FROM shared
        JOIN named long ON long.mark = shared.mark
        JOIN named short ON short.mark = shared.mark AND short.key <> long.key AND starts_with(long.key, short.key)
        GROUP BY long.key
    )
    SELECT p.seller_name, coalesce(b.root, p.key, p.seller_name) AS seller_key FROM plain p LEFT JOIN begun b ON b.key = p.key
) s;
END $block$;
-- +goose StatementEnd

-- +goose Down
DROP VIEW seller_names;
DROP FUNCTION names_of;
DROP FUNCTION plain_name;
DROP FUNCTION counted_amount;
