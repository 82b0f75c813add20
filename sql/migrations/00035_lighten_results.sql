-- +goose Up
-- Each row's foreign keys are looked up one by one, and every row of a workspace locked the workspace's one row for it. What belongs
-- to an invoice, and an invoice to its document, goes with it: the second way to the workspace said nothing.
ALTER TABLE invoices DROP CONSTRAINT invoices_workspace_id_fkey;
ALTER TABLE extractions DROP CONSTRAINT extractions_workspace_id_fkey;
ALTER TABLE corrections DROP CONSTRAINT corrections_workspace_id_fkey;
ALTER TABLE invoice_texts DROP CONSTRAINT invoice_texts_workspace_id_fkey;
ALTER TABLE invoice_similarities DROP CONSTRAINT invoice_similarities_workspace_id_fkey;
ALTER TABLE seller_accounts DROP CONSTRAINT seller_accounts_workspace_id_fkey;

-- River itself never looks jobs up by their arguments or metadata, and each job's row is written three times.
DROP INDEX IF EXISTS river.river_job_args_index;
DROP INDEX IF EXISTS river.river_job_metadata_index;

-- An attempt's claim and progress change no indexed column: with room on the page the indexes are left alone.
ALTER TABLE jobs SET (fillfactor = 70);

-- The server's own compression costs more than the rest of storing a result. Servers that are built without lz4 keep theirs.
-- +goose StatementBegin
DO $$
DECLARE c record;
BEGIN
    FOR c IN SELECT table_name, column_name FROM information_schema.columns
             WHERE table_schema = current_schema() AND table_name IN ('invoices', 'extractions') AND data_type IN ('json', 'jsonb') LOOP
        EXECUTE format('ALTER TABLE %I ALTER COLUMN %I SET COMPRESSION lz4', c.table_name, c.column_name);
    END LOOP;
EXCEPTION WHEN feature_not_supported OR invalid_parameter_value THEN NULL;
END $$;
-- +goose StatementEnd

-- +goose Down
ALTER TABLE jobs RESET (fillfactor);
CREATE INDEX river_job_args_index ON river.river_job USING gin (args);
CREATE INDEX river_job_metadata_index ON river.river_job USING gin (metadata);
ALTER TABLE seller_accounts ADD FOREIGN KEY (workspace_id) REFERENCES workspaces ON DELETE CASCADE;
ALTER TABLE invoice_similarities ADD FOREIGN KEY (workspace_id) REFERENCES workspaces ON DELETE CASCADE;
ALTER TABLE invoice_texts ADD FOREIGN KEY (workspace_id) REFERENCES workspaces ON DELETE CASCADE;
ALTER TABLE corrections ADD FOREIGN KEY (workspace_id) REFERENCES workspaces ON DELETE CASCADE;
ALTER TABLE extractions ADD FOREIGN KEY (workspace_id) REFERENCES workspaces ON DELETE CASCADE;
ALTER TABLE invoices ADD FOREIGN KEY (workspace_id) REFERENCES workspaces ON DELETE CASCADE;
