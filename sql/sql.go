// Package sql holds the database's schema as goose migrations, embedded, and the queries that gen/db is made from.
//
// It owns the SQL. It runs none: infra/postgres migrates, services query through gen/db.
package sql

import "embed"

// Migrations are the goose migrations, under migrations/.
//
//go:embed migrations/*.sql
var Migrations embed.FS
