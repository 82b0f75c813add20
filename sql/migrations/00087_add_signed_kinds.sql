-- +goose Up
-- Files that hold another with its signature.
ALTER TABLE documents DROP CONSTRAINT documents_kind_check;
ALTER TABLE documents ADD CONSTRAINT documents_kind_check CHECK (kind IN (
    'xml', 'pdf', 'image', 'text', 'markdown', 'html', 'csv', 'docx', 'xlsx', 'pptx', 'odt', 'ods', 'odp', 'rtf', 'epub', 'email', 'msg',
    'mbox', 'zip', 'p7m', 'asice', 'other'));

-- +goose Down
UPDATE documents SET kind = CASE kind WHEN 'asice' THEN 'zip' ELSE 'other' END WHERE kind IN ('p7m', 'asice');
ALTER TABLE documents DROP CONSTRAINT documents_kind_check;
ALTER TABLE documents ADD CONSTRAINT documents_kind_check CHECK (kind IN (
    'xml', 'pdf', 'image', 'text', 'markdown', 'html', 'csv', 'docx', 'xlsx', 'pptx', 'odt', 'ods', 'odp', 'rtf', 'epub', 'email', 'msg',
    'mbox', 'zip', 'other'));
