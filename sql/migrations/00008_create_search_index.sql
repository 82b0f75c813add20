-- +goose Up
CREATE EXTENSION IF NOT EXISTS btree_gin;

-- One state of the whole index: which model made its vectors, where they are, and how documents were cut. Searches use the
-- live one; the next one is built beside it and takes its place in one transaction.
CREATE TABLE index_generations (
    id          uuid PRIMARY KEY,
    engine      text NOT NULL,    -- pgvector, weaviate; '' without vectors
    embedder    text NOT NULL,    -- '' without vectors
    dimensions  integer NOT NULL CHECK (dimensions >= 0),
    chunker     text NOT NULL,    -- version of how documents are cut and their words are found
    state       text NOT NULL CHECK (state IN ('building', 'live', 'retired')),
    job_id      uuid,             -- that builds it
    position    uuid,             -- the last document that was copied into it, in the order of ids
    recall      double precision, -- of the 10 nearest, against exact search, over a sample
    measured_at timestamptz,
    created_at  timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz
);
CREATE UNIQUE INDEX index_generations_live_key ON index_generations (state) WHERE state = 'live';
CREATE UNIQUE INDEX index_generations_building_key ON index_generations (state) WHERE state = 'building';

-- A workspace in a generation. Chunks are known to the postings by numbers that count up from 0 and are never used again.
-- chunks and words are exact: whoever adds chunks holds the row, and the trigger below takes away what is deleted.
CREATE TABLE index_shards (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    generation_id uuid NOT NULL REFERENCES index_generations ON DELETE CASCADE,
    workspace_id  uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    next_number   integer NOT NULL DEFAULT 0,
    next_segment  integer NOT NULL DEFAULT 0,
    tail_chunks   integer NOT NULL DEFAULT 0,
    chunks        bigint NOT NULL DEFAULT 0 CHECK (chunks >= 0),
    words         bigint NOT NULL DEFAULT 0 CHECK (words >= 0),
    languages     text[] NOT NULL DEFAULT '{}',  -- every one that a chunk ever had
    CONSTRAINT index_shards_workspace_key UNIQUE (generation_id, workspace_id)
);

-- Documents that a generation has, also those without a chunk.
CREATE TABLE index_documents (
    generation_id uuid NOT NULL REFERENCES index_generations ON DELETE CASCADE,
    document_id   uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    workspace_id  uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    chunks        integer NOT NULL,
    indexed_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (generation_id, document_id)
);
CREATE INDEX index_documents_document_idx ON index_documents (document_id);

-- A chunk keeps its id when it is copied into another generation, so that citations stay good.
CREATE TABLE chunks (
    generation_id uuid NOT NULL REFERENCES index_generations ON DELETE CASCADE,
    id            uuid NOT NULL,
    workspace_id  uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    document_id   uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    number        integer NOT NULL,  -- in the postings
    ordinal       integer NOT NULL,  -- in the document
    heading       text NOT NULL,
    text          text NOT NULL,
    page          integer NOT NULL,
    spans         jsonb NOT NULL,
    language      text NOT NULL,
    pieces        integer NOT NULL,
    words         integer NOT NULL,  -- length in the sense of BM25
    PRIMARY KEY (generation_id, id),
    CONSTRAINT chunks_number_key UNIQUE (generation_id, workspace_id, number)
);
CREATE INDEX chunks_document_idx ON chunks (document_id, generation_id, ordinal);
CREATE INDEX chunks_language_idx ON chunks (generation_id, workspace_id, language);

-- Chunks whose postings still stand in a segment or in the tail, but which are gone.
CREATE TABLE index_dead (
    shard_id bigint NOT NULL REFERENCES index_shards ON DELETE CASCADE,
    number   integer NOT NULL,
    PRIMARY KEY (shard_id, number)
);

-- The newest chunks, chunk by chunk: cheap to add to. See services/search/postings for the bytes.
CREATE TABLE index_tails (
    shard_id bigint NOT NULL REFERENCES index_shards ON DELETE CASCADE,
    first    integer NOT NULL,  -- number of the first chunk
    chunks   integer NOT NULL,
    data     bytea NOT NULL,
    PRIMARY KEY (shard_id, first)
);
ALTER TABLE index_tails ALTER COLUMN data SET STORAGE EXTERNAL;

-- All other chunks, term by term. A segment never changes; several are merged into another one.
CREATE TABLE index_segments (
    shard_id bigint NOT NULL REFERENCES index_shards ON DELETE CASCADE,
    segment  integer NOT NULL,
    first    integer NOT NULL,  -- number of the first chunk
    beyond   integer NOT NULL,  -- number after the last one
    bytes    bigint NOT NULL,
    PRIMARY KEY (shard_id, segment)
);
CREATE TABLE index_postings (
    shard_id bigint NOT NULL REFERENCES index_shards ON DELETE CASCADE,
    term     text COLLATE "C" NOT NULL,
    segment  integer NOT NULL,
    block    integer NOT NULL,
    data     bytea NOT NULL,
    PRIMARY KEY (shard_id, term, segment, block)
);
-- They are packed already, and the server must not spend time to find that out.
ALTER TABLE index_postings ALTER COLUMN data SET STORAGE EXTERNAL;
CREATE INDEX index_postings_segment_idx ON index_postings (shard_id, segment);

-- Every word as it was written, to find parts of words by. folded is without accents; a second form follows a space where
-- there are two (mueller muller).
CREATE TABLE index_words (
    shard_id bigint NOT NULL REFERENCES index_shards ON DELETE CASCADE,
    word     text COLLATE "C" NOT NULL,
    folded   text NOT NULL,
    PRIMARY KEY (shard_id, word)
);
CREATE INDEX index_words_folded_idx ON index_words USING gin (shard_id, folded gin_trgm_ops);

-- Documents and workspaces are deleted in many ways; the figures of the index follow here, in the same transaction.
-- +goose StatementBegin
CREATE FUNCTION forget_chunks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO index_dead (shard_id, number)
    SELECT s.id, g.number FROM gone g JOIN index_shards s USING (generation_id, workspace_id)
    ON CONFLICT DO NOTHING;
    UPDATE index_shards s SET chunks = s.chunks - d.chunks, words = s.words - d.words
    FROM (SELECT generation_id, workspace_id, count(*) AS chunks, sum(words) AS words FROM gone GROUP BY 1, 2) d
    WHERE s.generation_id = d.generation_id AND s.workspace_id = d.workspace_id;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER chunks_forget AFTER DELETE ON chunks REFERENCING OLD TABLE AS gone
FOR EACH STATEMENT EXECUTE FUNCTION forget_chunks();

-- +goose Down
DROP TABLE index_words;
DROP TABLE index_postings;
DROP TABLE index_segments;
DROP TABLE index_tails;
DROP TABLE index_dead;
DROP TABLE chunks;
DROP FUNCTION forget_chunks();
DROP TABLE index_documents;
DROP TABLE index_shards;
DROP TABLE index_generations;
DROP EXTENSION btree_gin;
