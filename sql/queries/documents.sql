-- InsertDocument adds a document; no row comes back when the workspace has the content already.
-- name: InsertDocument :one
INSERT INTO documents (id, workspace_id, name, media_type, kind, size, sha256, process, charset)
VALUES (@id, @workspace_id, @name, @media_type, @kind, @size, @sha256, @process, @charset)
ON CONFLICT ON CONSTRAINT documents_content_key DO NOTHING
RETURNING *;

-- GetDocument finds a document.
-- name: GetDocument :one
SELECT * FROM documents WHERE workspace_id = @workspace_id AND id = @id;

-- GetDocumentByHash finds the document with a content.
-- name: GetDocumentByHash :one
SELECT * FROM documents WHERE workspace_id = @workspace_id AND sha256 = @sha256;

-- FindDocuments finds documents of several workspaces at once, each by its workspace and its id.
-- name: FindDocuments :many
SELECT sqlc.embed(d) FROM documents d
JOIN (SELECT unnest(@workspace_ids::uuid[]) AS workspace_id, unnest(@ids::uuid[]) AS id) c ON c.workspace_id = d.workspace_id AND c.id = d.id;

-- LockDocuments is FindDocuments, and keeps them from being deleted until the transaction ends.
-- name: LockDocuments :many
SELECT sqlc.embed(d) FROM documents d
JOIN (SELECT unnest(@workspace_ids::uuid[]) AS workspace_id, unnest(@ids::uuid[]) AS id) c ON c.workspace_id = d.workspace_id AND c.id = d.id
ORDER BY d.id
FOR KEY SHARE OF d;

-- LockDocument finds a document and keeps it from being deleted until the transaction ends.
-- name: LockDocument :one
SELECT * FROM documents WHERE workspace_id = @workspace_id AND id = @id FOR KEY SHARE;

-- ListDocuments pages a workspace newest first; a null filter narrows nothing.
-- name: ListDocuments :many
SELECT d.* FROM documents d
WHERE d.workspace_id = @workspace_id
  AND (sqlc.narg('name')::text IS NULL OR lower(d.name) LIKE sqlc.narg('name')
       OR d.id IN (SELECT n.document_id FROM document_names n WHERE n.workspace_id = @workspace_id AND lower(n.name) LIKE sqlc.narg('name')))
  AND (sqlc.narg('media_type')::text IS NULL OR d.media_type = sqlc.narg('media_type'))
  AND (sqlc.narg('kind')::text IS NULL OR d.kind = sqlc.narg('kind'))
  AND (sqlc.narg('sha256')::bytea IS NULL OR d.sha256 = sqlc.narg('sha256'))
  AND (sqlc.narg('attached_to')::uuid IS NULL
       OR d.id IN (SELECT a.document_id FROM document_attachments a WHERE a.workspace_id = @workspace_id AND a.parent_id = sqlc.narg('attached_to')))
  AND (sqlc.narg('created_after')::timestamptz IS NULL OR d.created_at >= sqlc.narg('created_after'))
  AND (sqlc.narg('created_before')::timestamptz IS NULL OR d.created_at < sqlc.narg('created_before'))
  AND (sqlc.narg('before_time')::timestamptz IS NULL
       OR (d.created_at, d.id) < (sqlc.narg('before_time')::timestamptz, sqlc.narg('before_id')::uuid))
ORDER BY d.created_at DESC, d.id DESC
LIMIT @page_size;

-- DeleteDocument removes a document with its pages, invoices and jobs.
-- name: DeleteDocument :one
DELETE FROM documents WHERE workspace_id = @workspace_id AND id = @id RETURNING sha256;

-- InsertDocumentName keeps another name of a document's bytes, up to a thousand of them. One row comes back when it is new.
-- name: InsertDocumentName :execrows
INSERT INTO document_names (workspace_id, document_id, name)
SELECT d.workspace_id, d.id, @name FROM documents d
WHERE d.workspace_id = @workspace_id AND d.id = @document_id AND d.name <> @name
  AND (SELECT count(*) FROM document_names n WHERE n.document_id = d.id) < 1000
ON CONFLICT DO NOTHING;

-- SetPageCount records how many pages a document has.
-- name: SetPageCount :exec
UPDATE documents SET page_count = @page_count::int WHERE workspace_id = @workspace_id AND id = @id;

-- HashesInUse tells which of the given contents a workspace has a document of.
-- name: HashesInUse :many
SELECT sha256 FROM documents WHERE workspace_id = @workspace_id AND sha256 = ANY(@hashes::bytea[]);

-- ListPages gives the pages first to last of a document whose owner was checked.
-- name: ListPages :many
SELECT p.number, p.width, p.height, p.rotation, p.dpi, p.source, p.lines
FROM document_pages p
JOIN documents d ON d.id = p.document_id
WHERE d.workspace_id = @workspace_id AND p.document_id = @document_id AND p.number BETWEEN @first::int AND @last::int
ORDER BY p.number
LIMIT @page_size;

-- DeletePages forgets the words of a document.
-- name: DeletePages :exec
DELETE FROM document_pages p USING documents d
WHERE d.id = p.document_id AND d.workspace_id = @workspace_id AND d.id = @document_id;

-- InsertPages adds pages of a document whose owner was checked.
-- name: InsertPages :exec
INSERT INTO document_pages (document_id, number, width, height, rotation, dpi, source, lines)
SELECT @document_id, unnest(@numbers::int[]), unnest(@widths::float8[]), unnest(@heights::float8[]),
       unnest(@rotations::int[]), unnest(@dpis::float8[]), unnest(@sources::text[]), unnest(@lines::jsonb[])
ON CONFLICT (document_id, number) DO NOTHING;

-- LockBlob takes the lock of one blob until the transaction ends: who writes, checks or deletes it holds it.
-- name: LockBlob :exec
SELECT pg_advisory_xact_lock(hashtextextended(@key::text, 0));
