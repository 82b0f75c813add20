-- +goose Up
-- What the upload asked for: none keeps a document out of the index.
ALTER TABLE documents ADD COLUMN process text NOT NULL DEFAULT 'auto' CHECK (process IN ('auto', 'invoice', 'index', 'none'));
ALTER TABLE documents DROP CONSTRAINT documents_kind_check;
ALTER TABLE documents ADD CONSTRAINT documents_kind_check
    CHECK (kind IN ('xml', 'pdf', 'image', 'text', 'markdown', 'html', 'csv', 'docx', 'xlsx', 'email', 'other'));

-- Which documents came as files of an e-mail. The same file may come with several.
CREATE TABLE document_attachments (
    workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    parent_id    uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    document_id  uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    name         text NOT NULL,  -- in this e-mail
    depth        integer NOT NULL CHECK (depth > 0),  -- e-mails above it
    PRIMARY KEY (parent_id, document_id)
);
CREATE INDEX document_attachments_document_idx ON document_attachments (document_id);

-- +goose Down
DROP TABLE document_attachments;
UPDATE documents SET kind = CASE WHEN kind IN ('docx', 'xlsx') THEN 'other' ELSE 'text' END
WHERE kind IN ('markdown', 'html', 'csv', 'docx', 'xlsx', 'email');
ALTER TABLE documents DROP CONSTRAINT documents_kind_check;
ALTER TABLE documents ADD CONSTRAINT documents_kind_check CHECK (kind IN ('xml', 'pdf', 'image', 'text', 'other'));
ALTER TABLE documents DROP COLUMN process;
