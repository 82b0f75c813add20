-- ListChunks finds chunks of the live generation by their ids.
-- name: ListChunks :many
SELECT c.id, c.document_id, d.name, c.number, c.ordinal, c.heading, c.text, c.page, c.spans, c.language
FROM chunks c
JOIN documents d ON d.id = c.document_id
WHERE c.workspace_id = @workspace_id AND c.id = ANY(@ids::uuid[])
  AND c.generation_id = (SELECT g.id FROM index_generations g WHERE g.state = 'live');

-- ListChunksOfDocument gives the chunks of a document in reading order.
-- name: ListChunksOfDocument :many
SELECT c.id, c.document_id, d.name, c.number, c.ordinal, c.heading, c.text, c.page, c.spans, c.language
FROM chunks c
JOIN documents d ON d.id = c.document_id
WHERE c.workspace_id = @workspace_id AND c.document_id = @document_id AND c.ordinal >= @first_ordinal::int
  AND c.generation_id = (SELECT g.id FROM index_generations g WHERE g.state = 'live')
ORDER BY c.ordinal
LIMIT @page_size;
