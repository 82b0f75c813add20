-- ListShardsToMerge gives shards with several segments or many dead chunks. Every workspace: housekeeping.
-- name: ListShardsToMerge :many
-- @sqlc-vet-disable tenant
SELECT s.id, s.chunks FROM index_shards s
WHERE (SELECT count(*) FROM index_segments g WHERE g.shard_id = s.id) >= @segments::int
   OR (s.next_number > s.tail_chunks AND (SELECT count(*) FROM index_dead d WHERE d.shard_id = s.id) * @share::int > s.chunks + 1000)
ORDER BY s.id
LIMIT 1000;

-- TryLockShardMerge tells whether the caller alone may merge the segments of a shard until its transaction ends.
-- name: TryLockShardMerge :one
SELECT pg_try_advisory_xact_lock(hashtextextended('merge index shard ' || @shard_id::bigint, 0));

-- KeepShard keeps a shard from being deleted until the transaction ends, and nobody from writing to it. No row: it is gone. Every
-- workspace: housekeeping.
-- name: KeepShard :one
-- @sqlc-vet-disable tenant
SELECT id FROM index_shards WHERE id = @shard_id FOR KEY SHARE;

-- ListSegments gives the segments of a shard in the order of their chunks.
-- name: ListSegments :many
SELECT * FROM index_segments WHERE shard_id = @shard_id ORDER BY first LIMIT 100000;

-- ListDead gives dead chunks of a shard.
-- name: ListDead :many
SELECT number FROM index_dead WHERE shard_id = @shard_id AND number >= @first AND number < @beyond ORDER BY number LIMIT 100000000;

-- ListPostings gives blocks of segments in the order of terms, behind a term.
-- name: ListPostings :many
SELECT term, segment, block, data FROM index_postings
WHERE shard_id = @shard_id AND segment = ANY(@segments::int[]) AND term > @after
ORDER BY term, segment, block
LIMIT @page_size;

-- DeletePostings removes the blocks of segments.
-- name: DeletePostings :exec
DELETE FROM index_postings WHERE shard_id = @shard_id AND segment = ANY(@segments::int[]);

-- DeleteSegments removes segments.
-- name: DeleteSegments :exec
DELETE FROM index_segments WHERE shard_id = @shard_id AND segment = ANY(@segments::int[]);

-- DeleteDead forgets dead chunks whose postings are gone.
-- name: DeleteDead :exec
DELETE FROM index_dead WHERE shard_id = @shard_id AND number = ANY(@numbers::int[]);
