// Package weaviate keeps vectors in a Weaviate server or cluster: a collection for each generation of the index, in it a
// tenant for each workspace.
//
// It owns collections, the wire format (REST for objects and schema, GraphQL for searches) and retries. It does not own the
// server. The vendor's client brings a container engine and the server itself into the build, hence the few requests
// are made here. Vectors are put before the transaction that writes their chunks, and nothing spans both: what is left of
// a worker that died has no chunk, so whoever reads chunks by the ids found leaves it out, and the next attempt deletes it.
package weaviate
