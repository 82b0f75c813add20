-- +goose Up
-- A foreign key is checked for each row, and each check walks the versions that the shard's row has got since the oldest
-- transaction began: while a merge ran, adding postings became slower with every document. Whoever adds rows here holds the
-- shard's row, once, and what goes with a shard is removed by its statement.
ALTER TABLE index_dead DROP CONSTRAINT index_dead_shard_id_fkey;
ALTER TABLE index_tails DROP CONSTRAINT index_tails_shard_id_fkey;
ALTER TABLE index_postings DROP CONSTRAINT index_postings_shard_id_fkey;
ALTER TABLE index_words DROP CONSTRAINT index_words_shard_id_fkey;
-- +goose StatementBegin
CREATE FUNCTION forget_shards() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM index_dead WHERE shard_id IN (SELECT id FROM gone);
    DELETE FROM index_tails WHERE shard_id IN (SELECT id FROM gone);
    DELETE FROM index_postings WHERE shard_id IN (SELECT id FROM gone);
    DELETE FROM index_words WHERE shard_id IN (SELECT id FROM gone);
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER index_shards_forget AFTER DELETE ON index_shards REFERENCING OLD TABLE AS gone
FOR EACH STATEMENT EXECUTE FUNCTION forget_shards();

-- +goose Down
DROP TRIGGER index_shards_forget ON index_shards;
DROP FUNCTION forget_shards();
ALTER TABLE index_dead ADD FOREIGN KEY (shard_id) REFERENCES index_shards ON DELETE CASCADE;
ALTER TABLE index_tails ADD FOREIGN KEY (shard_id) REFERENCES index_shards ON DELETE CASCADE;
ALTER TABLE index_postings ADD FOREIGN KEY (shard_id) REFERENCES index_shards ON DELETE CASCADE;
ALTER TABLE index_words ADD FOREIGN KEY (shard_id) REFERENCES index_shards ON DELETE CASCADE;
