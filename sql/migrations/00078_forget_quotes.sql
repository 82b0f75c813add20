-- +goose Up
-- Conversations quote documents. What they quote goes with the document: its words are struck out of the answer, so that what
-- points into the answer stays right, and its citations say no more than that there was a document.
CREATE INDEX messages_citations_idx ON messages USING gin (citations jsonb_path_ops) WHERE citations <> '[]';

-- +goose StatementBegin
CREATE FUNCTION forget_quotes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    m record;
    c jsonb;
    kept jsonb;
    said text;
    quote text;
    wide integer;
BEGIN
    FOR m IN
        SELECT DISTINCT ON (x.id) x.id, x.content, x.citations, x.outcome
        FROM gone g
        JOIN messages x ON x.workspace_id = g.workspace_id AND x.citations <> '[]'
                       AND x.citations @> jsonb_build_array(jsonb_build_object('document_id', g.id))
    LOOP
        said := m.content;
        kept := '[]';
        FOR c IN SELECT jsonb_array_elements(m.citations) LOOP
            IF EXISTS (SELECT 1 FROM gone g WHERE g.id::text = c->>'document_id') THEN
                -- An answer without a model is the quotes themselves, each before its mark.
                wide := (c->>'end')::integer - (c->>'start')::integer - char_length(' [' || (c->>'n') || ']');
                IF m.outcome = 'quoted' AND wide > 0 THEN
                    said := overlay(said PLACING repeat('█', wide) FROM (c->>'start')::integer + 1 FOR wide);
                END IF;
                FOREACH quote IN ARRAY ARRAY[c->>'quote', regexp_replace(c->>'quote', '\s+', ' ', 'g')] LOOP
                    IF quote <> '' THEN
                        said := replace(said, quote, repeat('█', char_length(quote)));
                    END IF;
                END LOOP;
                c := (c - 'boxes') || '{"quote": "", "name": "", "page": 0}';
            END IF;
            kept := kept || jsonb_build_array(c);
        END LOOP;
        UPDATE messages SET content = said, citations = kept WHERE id = m.id;
        DELETE FROM message_events e USING messages x
        WHERE e.message_id = m.id AND x.id = m.id AND x.state <> 'running' AND e.kind IN ('delta', 'citation');
    END LOOP;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER documents_forget_quotes AFTER DELETE ON documents REFERENCING OLD TABLE AS gone
FOR EACH STATEMENT EXECUTE FUNCTION forget_quotes();

-- +goose Down
DROP TRIGGER documents_forget_quotes ON documents;
DROP FUNCTION forget_quotes();
DROP INDEX messages_citations_idx;
