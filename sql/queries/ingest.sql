-- ListIndexStates tells of documents how far their indexing is: the newest job that lives, or the last one, and what the live
-- generation has of them, -1 for nothing.
-- name: ListIndexStates :many
SELECT d.id, d.process,
       coalesce((SELECT i.chunks FROM index_documents i JOIN index_generations g ON g.id = i.generation_id AND g.state = 'live'
                 WHERE i.document_id = d.id), -1)::int AS chunks,
       coalesce(j.id, '00000000-0000-0000-0000-000000000000')::uuid AS job_id, coalesce(j.kind, '')::text AS job_kind,
       (j.id IS NOT NULL AND j.state IS NULL)::boolean AS job_lives, coalesce(j.state, '')::text AS job_state,
       coalesce(r.state::text, '')::text AS river_state,
       coalesce(j.error_code, '')::text AS error_code, coalesce(j.error_message, '')::text AS error_message,
       ARRAY(SELECT a.parent_id FROM document_attachments a WHERE a.document_id = d.id ORDER BY a.parent_id LIMIT 20)::uuid[] AS parents,
       ARRAY(SELECT n.name FROM document_names n WHERE n.document_id = d.id ORDER BY n.created_at, n.name LIMIT 20)::text[] AS names
FROM documents d
LEFT JOIN LATERAL (
    SELECT n.id, n.kind, n.state, n.river_id, n.error_code, n.error_message FROM jobs n
    WHERE n.document_id = d.id AND n.kind IN ('embed_document', 'process_document', 'process_invoice')
    ORDER BY n.state IS NULL DESC, n.kind = 'embed_document' DESC, n.created_at DESC
    LIMIT 1
) j ON true
LEFT JOIN river.river_job r ON r.id = j.river_id
WHERE d.workspace_id = @workspace_id AND d.id = ANY(@ids::uuid[]);

-- FindUnindexed gives those of the documents that have to be indexed: it is wanted, the live generation does not have them, and no
-- job that lives will see to it, but for those that are excepted.
-- name: FindUnindexed :many
SELECT d.workspace_id, d.id, d.kind, d.size FROM documents d
JOIN (SELECT DISTINCT * FROM (SELECT unnest(@workspace_ids::uuid[]) AS workspace_id, unnest(@ids::uuid[]) AS id) given) c
  ON c.workspace_id = d.workspace_id AND c.id = d.id
WHERE d.process <> 'none'
  AND NOT EXISTS (SELECT 1 FROM index_documents i JOIN index_generations g ON g.id = i.generation_id AND g.state = 'live'
                  WHERE i.document_id = d.id)
  AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.document_id = d.id AND j.state IS NULL AND j.id <> ALL(@except_jobs::uuid[])
                  AND j.kind IN ('embed_document', 'process_document', 'process_invoice'))
ORDER BY d.id;

-- SetProcess records that more is asked of a document than to be kept.
-- name: SetProcess :exec
UPDATE documents SET process = @process WHERE workspace_id = @workspace_id AND id = @id AND process = 'none';

-- InsertAttachment links a file to the e-mail that it came with.
-- name: InsertAttachment :exec
INSERT INTO document_attachments (workspace_id, parent_id, document_id, name, depth)
VALUES (@workspace_id, @parent_id, @document_id, @name, @depth)
ON CONFLICT (parent_id, document_id) DO UPDATE SET name = excluded.name, depth = excluded.depth;

-- GetAttachmentDepth tells how many e-mails a document stands in, one in the other; 0 for none.
-- name: GetAttachmentDepth :one
SELECT coalesce(max(depth), 0)::int AS depth FROM document_attachments WHERE workspace_id = @workspace_id AND document_id = @document_id;
