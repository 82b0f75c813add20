// Package evaluation measures the search service with everything real in it: Postgres, pgvector, and the local model in its helper
// processes. It is tests alone, under the build tag evaluation because they take minutes; make eval-retrieval and make bench run it.
package evaluation
