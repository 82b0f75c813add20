-- LockReindex makes those who start, end or drop generations take turns until the transaction ends.
-- name: LockReindex :exec
SELECT pg_advisory_xact_lock(hashtextextended('reindex', 0));

-- CountLiveReindexJobs tells how many jobs are about to build a generation. Every workspace: the index is the installation's.
-- name: CountLiveReindexJobs :one
-- @sqlc-vet-disable tenant
SELECT count(*) FROM jobs WHERE kind = @kind AND state IS NULL;

-- ListDocumentsToCopy gives documents that one generation has and another has not, behind a document. Every workspace: a
-- generation is the installation's.
-- name: ListDocumentsToCopy :many
-- @sqlc-vet-disable tenant
SELECT i.document_id, i.workspace_id, i.chunks, d.media_type, d.created_at
FROM index_documents i
JOIN documents d ON d.id = i.document_id
WHERE i.generation_id = @source AND i.document_id > @after
  AND NOT EXISTS (SELECT 1 FROM index_documents t WHERE t.generation_id = @target AND t.document_id = i.document_id)
ORDER BY i.document_id
LIMIT @page_size;

-- CountIndexDocuments tells how many documents a generation has. Every workspace: a generation is the installation's.
-- name: CountIndexDocuments :one
-- @sqlc-vet-disable tenant
SELECT count(*) FROM index_documents WHERE generation_id = @generation_id;

-- ListChunksToCopy gives the chunks of a document in a generation, behind an ordinal.
-- name: ListChunksToCopy :many
SELECT id, ordinal, heading, text, page, spans, language, pieces FROM chunks
WHERE workspace_id = @workspace_id AND generation_id = @generation_id AND document_id = @document_id AND ordinal > @after
ORDER BY ordinal
LIMIT @page_size;

-- SetGenerationPosition records how far a generation has been built.
-- name: SetGenerationPosition :exec
UPDATE index_generations SET position = @position WHERE id = @id;

-- LockAllGenerations keeps everybody from writing to the index until the transaction ends.
-- name: LockAllGenerations :many
SELECT * FROM index_generations ORDER BY id LIMIT 1000 FOR UPDATE;

-- RetireLive ends the use of the live generation.
-- name: RetireLive :exec
UPDATE index_generations SET state = 'retired' WHERE state = 'live';

-- MakeLive makes a generation the one that searches use.
-- name: MakeLive :exec
UPDATE index_generations SET state = 'live', finished_at = now() WHERE id = @id;

-- RetireGeneration gives a generation up.
-- name: RetireGeneration :exec
UPDATE index_generations SET state = 'retired' WHERE id = @id;

-- ListRetired gives generations that no search uses any more: their successor has been live for a while.
-- name: ListRetired :many
SELECT * FROM index_generations g
WHERE g.state = 'retired'
  AND EXISTS (SELECT 1 FROM index_generations l WHERE l.state = 'live' AND l.finished_at < now() - @grace::interval)
ORDER BY g.id
LIMIT 10;

-- DropShards removes the postings of a generation. Every workspace: the generation goes.
-- name: DropShards :exec
-- @sqlc-vet-disable tenant
DELETE FROM index_shards WHERE generation_id = @generation_id;

-- DropChunks removes the chunks of a generation. Every workspace: the generation goes.
-- name: DropChunks :exec
-- @sqlc-vet-disable tenant
DELETE FROM chunks WHERE generation_id = @generation_id;

-- DropGeneration removes a generation.
-- name: DropGeneration :exec
DELETE FROM index_generations WHERE id = @id;

-- ListLargestShards gives the workspaces with the most chunks in a generation. Every workspace: only their vectors are looked at.
-- name: ListLargestShards :many
-- @sqlc-vet-disable tenant
SELECT workspace_id, next_number FROM index_shards WHERE generation_id = @generation_id AND chunks > 0 ORDER BY chunks DESC, id LIMIT @page_size;

-- ListTextsByNumber gives the texts of chunks.
-- name: ListTextsByNumber :many
SELECT heading, text FROM chunks
WHERE workspace_id = @workspace_id AND generation_id = @generation_id AND number = ANY(@numbers::int[])
ORDER BY number;

-- SetRecall records how good the nearest neighbours of a generation are.
-- name: SetRecall :exec
UPDATE index_generations SET recall = @recall::float8, measured_at = now() WHERE id = @id;
