-- +goose Up
CREATE EXTENSION IF NOT EXISTS vector;

-- The vectors of chunks, one partition a generation of the index: it has its own dimensions and its own index of nearest
-- neighbours, and goes as a whole. infra/vectorindex/pgvector makes and drops partitions. No foreign keys: vectors are put
-- before the transaction that writes their chunks, and what has no chunk is not found.
CREATE TABLE vectors (
    generation_id uuid NOT NULL,
    workspace_id  uuid NOT NULL,
    chunk_id      uuid NOT NULL,
    document_id   uuid NOT NULL,
    language      text NOT NULL,
    media_type    text NOT NULL,
    created_at    timestamptz NOT NULL,  -- of the document
    embedding     vector NOT NULL,
    PRIMARY KEY (generation_id, workspace_id, chunk_id)
) PARTITION BY LIST (generation_id);
-- It covers every filter: what passes is counted without a look at the rows, which are long.
CREATE INDEX vectors_document_idx ON vectors (workspace_id, document_id, language, media_type, created_at);

-- Documents and workspaces are deleted in many ways; their vectors go in the same transaction.
-- +goose StatementBegin
CREATE FUNCTION forget_vectors() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM vectors v USING gone g WHERE v.workspace_id = g.workspace_id AND v.document_id = g.id;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER documents_forget_vectors AFTER DELETE ON documents REFERENCING OLD TABLE AS gone
FOR EACH STATEMENT EXECUTE FUNCTION forget_vectors();

-- +goose Down
DROP TRIGGER documents_forget_vectors ON documents;
DROP FUNCTION forget_vectors();
DROP TABLE vectors;
DROP EXTENSION vector;
