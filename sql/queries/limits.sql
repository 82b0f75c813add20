-- TakeAllowance takes up to so many requests out of an allowance that holds most and fills by rate a second: how many it got, and how
-- many are left. Of no workspace: the id is a key's or a workspace's own.
-- name: TakeAllowance :one
SELECT take_allowance(@id::uuid, @most::float8, @rate::float8, @want::float8)::float8[] AS got_and_left;

-- DeleteOldAllowances forgets allowances that are full by now. Every workspace: housekeeping.
-- name: DeleteOldAllowances :execrows
DELETE FROM allowances WHERE updated_at < now() - interval '1 hour';

-- GetLimits finds how much a workspace may use, and how much it uses of what has a limit.
-- name: GetLimits :one
SELECT w.storage_bytes, w.pages_per_month, w.open_jobs,
    (CASE WHEN w.storage_bytes IS NULL THEN 0 ELSE
        (SELECT coalesce(sum(d.size), 0) FROM documents d WHERE d.workspace_id = w.id) END)::bigint AS bytes_used,
    (CASE WHEN w.pages_per_month IS NULL THEN 0 ELSE
        (SELECT coalesce(sum(d.page_count), 0) FROM documents d WHERE d.workspace_id = w.id AND d.created_at >= date_trunc('month', now())) END)::bigint AS pages_used,
    (CASE WHEN w.open_jobs IS NULL THEN 0 ELSE
        (SELECT count(*) FROM jobs j WHERE j.workspace_id = w.id AND j.state IS NULL) END)::bigint AS jobs_open
FROM workspaces w WHERE w.id = @workspace_id;
