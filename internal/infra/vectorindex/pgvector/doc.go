// Package pgvector keeps vectors in the database and finds the nearest with pgvector's HNSW index.
//
// It owns the partitions of the table vectors and the choice between index and exact scan: a search never gives fewer than
// was asked for while there are more. It does not own chunks. Vectors are put before the transaction that writes their
// chunks, so a worker that dies in between leaves vectors without a chunk; the next attempt at the same document deletes
// them, and until then whoever reads chunks by the ids found leaves them out. Vectors of deleted documents go in the
// deleting transaction (a trigger of the migration).
package pgvector
