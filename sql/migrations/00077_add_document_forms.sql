-- +goose Up
ALTER TABLE documents DROP CONSTRAINT documents_kind_check;
ALTER TABLE documents ADD CONSTRAINT documents_kind_check CHECK (kind IN (
    'xml', 'pdf', 'image', 'text', 'markdown', 'html', 'csv', 'docx', 'xlsx', 'pptx', 'odt', 'ods', 'odp', 'rtf', 'epub', 'email', 'msg',
    'mbox', 'zip', 'other'));
-- The encoding that the uploader declared for a text; '' where nothing was declared.
ALTER TABLE documents ADD COLUMN charset text NOT NULL DEFAULT '';

-- Other names that the same bytes were uploaded under.
CREATE TABLE document_names (
    workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    document_id  uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    name         text NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (document_id, name)
);

-- +goose Down
DROP TABLE document_names;
ALTER TABLE documents DROP COLUMN charset;
UPDATE documents SET kind = CASE kind WHEN 'rtf' THEN 'text' WHEN 'mbox' THEN 'email' ELSE 'other' END
WHERE kind IN ('pptx', 'odt', 'ods', 'odp', 'rtf', 'epub', 'msg', 'mbox', 'zip');
ALTER TABLE documents DROP CONSTRAINT documents_kind_check;
ALTER TABLE documents ADD CONSTRAINT documents_kind_check
    CHECK (kind IN ('xml', 'pdf', 'image', 'text', 'markdown', 'html', 'csv', 'docx', 'xlsx', 'email', 'other'));
