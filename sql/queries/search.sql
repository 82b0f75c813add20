-- ListChunks finds chunks of a generation by their ids.
-- name: ListChunks :many
SELECT c.id, c.document_id, d.name, d.kind, c.heading, c.text, c.page, c.spans, c.language
FROM chunks c
JOIN documents d ON d.id = c.document_id
WHERE c.workspace_id = @workspace_id AND c.generation_id = @generation_id AND c.id = ANY(@ids::uuid[]);

-- GetLiveShard finds the live generation and the caller's part of it, which is missing while nothing was indexed.
-- name: GetLiveShard :one
SELECT sqlc.embed(g), s.id AS shard_id, coalesce(s.next_number, 0)::int AS next_number, coalesce(s.languages, '{}')::text[] AS languages
FROM index_generations g
LEFT JOIN index_shards s ON s.generation_id = g.id AND s.workspace_id = @workspace_id
WHERE g.state = 'live';

-- ReadPostings gives, as of one moment, a shard's figures (kind 0), its dead (1), its tails (2) and the blocks of terms (3).
-- No row at all: the shard is gone.
-- name: ReadPostings :many
WITH shard AS MATERIALIZED (SELECT s.id, s.chunks, s.words, s.next_number FROM index_shards s WHERE s.id = @shard_id AND s.workspace_id = @workspace_id)
SELECT 0::int AS kind, ''::text AS term, s.chunks::bigint AS a, s.words::bigint AS b, NULL::bytea AS data,
       ARRAY[s.next_number]::int[] AS numbers
FROM shard s
UNION ALL
SELECT 1, '', 0, 0, NULL, array_agg(d.number) FROM index_dead d WHERE d.shard_id = (SELECT id FROM shard)
UNION ALL
SELECT 2, '', t.first, t.chunks, t.data, NULL FROM index_tails t WHERE t.shard_id = (SELECT id FROM shard)
UNION ALL
SELECT 3, p.term, p.segment, p.block, p.data, NULL FROM index_postings p
WHERE p.shard_id = (SELECT id FROM shard) AND p.term = ANY(@terms::text[]);

-- FindWords finds words that contain a part, short ones first. part is a LIKE pattern.
-- name: FindWords :many
SELECT w.word FROM index_words w JOIN index_shards s ON s.id = w.shard_id
WHERE s.workspace_id = @workspace_id AND w.shard_id = @shard_id AND w.folded LIKE @part
ORDER BY length(w.word), w.word
LIMIT @most;

-- PassingChunks gives the chunks that pass a filter; a null part of it narrows nothing.
-- name: PassingChunks :many
SELECT c.number, c.id
FROM chunks c
JOIN documents d ON d.id = c.document_id
WHERE c.workspace_id = @workspace_id AND c.generation_id = @generation_id
  AND (sqlc.narg('numbers')::int[] IS NULL OR c.number = ANY(sqlc.narg('numbers')::int[]))
  AND (sqlc.narg('document_ids')::uuid[] IS NULL OR c.document_id = ANY(sqlc.narg('document_ids')::uuid[]))
  AND (sqlc.narg('languages')::text[] IS NULL OR c.language = ANY(sqlc.narg('languages')::text[]))
  AND (sqlc.narg('media_types')::text[] IS NULL OR d.media_type = ANY(sqlc.narg('media_types')::text[]))
  AND (sqlc.narg('created_from')::timestamptz IS NULL OR d.created_at >= sqlc.narg('created_from')::timestamptz)
  AND (sqlc.narg('created_before')::timestamptz IS NULL OR d.created_at < sqlc.narg('created_before')::timestamptz);

-- DescribeChunks is PassingChunks with what lists go by: of as many as a list looks at, where that one may read a whole index.
-- name: DescribeChunks :many
SELECT c.number, c.id, c.document_id, c.language, d.kind, d.created_at
FROM chunks c
JOIN documents d ON d.id = c.document_id
WHERE c.workspace_id = @workspace_id AND c.generation_id = @generation_id
  AND (sqlc.narg('numbers')::int[] IS NULL OR c.number = ANY(sqlc.narg('numbers')::int[]))
  AND (sqlc.narg('document_ids')::uuid[] IS NULL OR c.document_id = ANY(sqlc.narg('document_ids')::uuid[]))
  AND (sqlc.narg('languages')::text[] IS NULL OR c.language = ANY(sqlc.narg('languages')::text[]))
  AND (sqlc.narg('media_types')::text[] IS NULL OR d.media_type = ANY(sqlc.narg('media_types')::text[]))
  AND (sqlc.narg('created_from')::timestamptz IS NULL OR d.created_at >= sqlc.narg('created_from')::timestamptz)
  AND (sqlc.narg('created_before')::timestamptz IS NULL OR d.created_at < sqlc.narg('created_before')::timestamptz);

-- NumbersOfChunks gives the numbers of chunks.
-- name: NumbersOfChunks :many
SELECT c.number, c.id FROM chunks c
WHERE c.workspace_id = @workspace_id AND c.generation_id = @generation_id AND c.id = ANY(@ids::uuid[]);

-- CountPendingDocuments tells how many documents, a thousand at most, are on their way into the index and are not in it yet; null
-- document_ids are all.
-- name: CountPendingDocuments :one
SELECT count(*) FROM (
    SELECT DISTINCT j.document_id
    FROM jobs j
    JOIN documents d ON d.id = j.document_id AND d.process <> 'none'
    WHERE j.workspace_id = @workspace_id AND j.state IS NULL AND j.kind IN ('embed_document', 'process_document', 'process_invoice')
      AND (sqlc.narg('document_ids')::uuid[] IS NULL OR j.document_id = ANY(sqlc.narg('document_ids')::uuid[]))
      AND NOT EXISTS (SELECT 1 FROM index_documents i WHERE i.generation_id = @generation_id AND i.document_id = j.document_id)
    LIMIT 1000
) pending;

-- ListDocumentNames gives the names, a thousand at most, that a document's bytes were uploaded under, the first before others.
-- name: ListDocumentNames :many
SELECT d.name FROM documents d WHERE d.workspace_id = @workspace_id AND d.id = @document_id
UNION ALL
SELECT n.name FROM document_names n WHERE n.workspace_id = @workspace_id AND n.document_id = @document_id
LIMIT 1000;
