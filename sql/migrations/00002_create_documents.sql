-- +goose Up
CREATE TABLE documents (
    id           uuid PRIMARY KEY,
    workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    name         text NOT NULL,
    media_type   text NOT NULL,
    kind         text NOT NULL CHECK (kind IN ('xml', 'pdf', 'image', 'text', 'other')),
    size         bigint NOT NULL CHECK (size > 0),
    sha256       bytea NOT NULL CHECK (length(sha256) = 32),
    page_count   integer,
    created_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT documents_content_key UNIQUE (workspace_id, sha256)
);
CREATE INDEX documents_newest_idx ON documents (workspace_id, created_at DESC, id DESC);
CREATE INDEX documents_media_type_idx ON documents (workspace_id, media_type, created_at DESC, id DESC);
CREATE INDEX documents_name_idx ON documents USING gin (lower(name) gin_trgm_ops);

-- The words of a document's pages, kept once they were read. lines is [[[text, x0, y0, x1, y1, confidence], ...], ...].
CREATE TABLE document_pages (
    document_id uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    number      integer NOT NULL CHECK (number > 0),
    width       double precision NOT NULL,
    height      double precision NOT NULL,
    rotation    integer NOT NULL,
    dpi         double precision NOT NULL,
    source      text NOT NULL CHECK (source IN ('text', 'ocr')),
    lines       jsonb NOT NULL,
    PRIMARY KEY (document_id, number)
);

-- +goose Down
DROP TABLE document_pages;
DROP TABLE documents;
