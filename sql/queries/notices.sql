-- Notify tells every process that listens on the channel, when the transaction commits.
-- name: Notify :exec
SELECT pg_notify(@channel::text, p.payload) FROM unnest(@payloads::text[]) AS p(payload);
