-- StemWords asks snowball dictionaries for stems, one for each word; '' for a word that says nothing.
-- name: StemWords :many
SELECT w.word::text AS word, coalesce(CASE WHEN w.stems IS NULL THEN w.word ELSE w.stems[1] END, '')::text AS stem
FROM (SELECT i.n, i.word, ts_lexize(i.dictionary::regdictionary, i.word) AS stems
      FROM (SELECT unnest(@dictionaries::text[]) AS dictionary, unnest(@words::text[]) AS word, generate_subscripts(@words::text[], 1) AS n) i) w
ORDER BY w.n;

-- GetLiveGeneration finds the generation that searches use.
-- name: GetLiveGeneration :one
SELECT * FROM index_generations WHERE state = 'live';

-- GetBuildingGeneration finds the generation that is being built.
-- name: GetBuildingGeneration :one
SELECT * FROM index_generations WHERE state = 'building';

-- ListGenerations gives the generations, newest first, with how much is in them. Every workspace: only figures are given.
-- name: ListGenerations :many
-- @sqlc-vet-disable tenant
SELECT sqlc.embed(g),
       (SELECT count(*) FROM index_documents d WHERE d.generation_id = g.id)::bigint AS documents,
       (SELECT coalesce(sum(s.chunks), 0) FROM index_shards s WHERE s.generation_id = g.id)::bigint AS chunks
FROM index_generations g
ORDER BY g.created_at DESC, g.id DESC
LIMIT 20;

-- ListWritableGenerations gives the generations that are written to.
-- name: ListWritableGenerations :many
SELECT * FROM index_generations WHERE state IN ('live', 'building') ORDER BY id LIMIT 2;

-- LockGenerations gives the generations that are written to and keeps them as they are until the transaction ends.
-- name: LockGenerations :many
SELECT * FROM index_generations WHERE state IN ('live', 'building') ORDER BY id FOR SHARE;

-- InsertGeneration adds a generation, unless there is one of its state.
-- name: InsertGeneration :execrows
INSERT INTO index_generations (id, engine, embedder, dimensions, chunker, state, job_id, finished_at)
VALUES (@id, @engine, @embedder, @dimensions, @chunker, @state, sqlc.narg('job_id'), CASE WHEN @state = 'live' THEN now() END)
ON CONFLICT DO NOTHING;

-- LockShard finds a workspace's part of a generation, made if need be, and holds it until the transaction ends.
-- name: LockShard :one
INSERT INTO index_shards (generation_id, workspace_id) VALUES (@generation_id, @workspace_id)
ON CONFLICT (generation_id, workspace_id) DO UPDATE SET next_number = index_shards.next_number
RETURNING *;

-- GrowShard counts chunks that were added.
-- name: GrowShard :exec
UPDATE index_shards
SET next_number = next_number + @chunks::int, chunks = chunks + @chunks::int, words = words + @words::bigint, tail_chunks = @tail_chunks,
    languages = ARRAY(SELECT DISTINCT l FROM unnest(languages || @languages::text[]) AS l ORDER BY l)
WHERE id = @id AND workspace_id = @workspace_id;

-- PutIndexDocument notes that a generation has a document.
-- name: PutIndexDocument :exec
INSERT INTO index_documents (generation_id, document_id, workspace_id, chunks)
VALUES (@generation_id, @document_id, @workspace_id, @chunks)
ON CONFLICT (generation_id, document_id) DO UPDATE SET chunks = excluded.chunks, indexed_at = clock_timestamp();

-- DeleteDocumentChunks removes a document's chunks from a generation; their postings die with them.
-- name: DeleteDocumentChunks :execrows
DELETE FROM chunks WHERE workspace_id = @workspace_id AND generation_id = @generation_id AND document_id = @document_id;

-- InsertChunks adds chunks of a document.
-- name: InsertChunks :copyfrom
INSERT INTO chunks (generation_id, id, workspace_id, document_id, number, ordinal, heading, text, page, spans, language, pieces, words)
VALUES (@generation_id, @id, @workspace_id, @document_id, @number, @ordinal, @heading, @text, @page, @spans, @language, @pieces, @words);

-- InsertTail adds chunks to the tail of a shard that the caller holds.
-- name: InsertTail :exec
INSERT INTO index_tails (shard_id, first, chunks, data) VALUES (@shard_id, @first, @chunks, @data);

-- TakeTail empties the tail of a shard that the caller holds.
-- name: TakeTail :many
DELETE FROM index_tails WHERE shard_id = @shard_id RETURNING first, chunks, data;

-- InsertWords adds words to a shard that the caller holds.
-- name: InsertWords :exec
INSERT INTO index_words (shard_id, word, folded)
SELECT @shard_id, unnest(@words::text[]), unnest(@folded::text[])
ON CONFLICT (shard_id, word) DO NOTHING;

-- NextSegment gives the number of a segment that is about to be written. Every workspace: the caller found the shard.
-- name: NextSegment :one
-- @sqlc-vet-disable tenant
UPDATE index_shards SET next_segment = next_segment + 1 WHERE id = @shard_id RETURNING (next_segment - 1)::int AS segment;

-- InsertSegment adds a segment.
-- name: InsertSegment :exec
INSERT INTO index_segments (shard_id, segment, first, beyond, bytes) VALUES (@shard_id, @segment, @first, @beyond, @bytes);

-- InsertPostings adds blocks of postings.
-- name: InsertPostings :copyfrom
INSERT INTO index_postings (shard_id, term, segment, block, data) VALUES (@shard_id, @term, @segment, @block, @data);

-- ListIndexed tells when the generations that are written to got a document.
-- name: ListIndexed :many
SELECT d.generation_id, d.indexed_at FROM index_documents d
WHERE d.workspace_id = @workspace_id AND d.document_id = @document_id AND d.generation_id = ANY(@generations::uuid[])
ORDER BY d.generation_id;

-- ForgetIndexed takes a document from the list of a generation.
-- name: ForgetIndexed :exec
DELETE FROM index_documents WHERE workspace_id = @workspace_id AND generation_id = @generation_id AND document_id = @document_id;
