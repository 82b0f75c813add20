-- +goose Up
-- What an answer is, in the contract's words; empty for questions and for answers without an end.
ALTER TABLE messages ADD COLUMN outcome text NOT NULL DEFAULT ''
    CHECK (outcome IN ('', 'answered', 'quoted', 'declined', 'nothing_found', 'not_indexed_yet'));

-- +goose Down
ALTER TABLE messages DROP COLUMN outcome;
