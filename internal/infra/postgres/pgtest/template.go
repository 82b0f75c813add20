package pgtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"runtime/debug"

	"github.com/docketapi/docket/internal/infra/postgres"
	docketsql "github.com/docketapi/docket/sql"
)

// templateLock makes test binaries that start at once build a template only once.
const templateLock = 0x74656d706c617465

// prepareTemplate makes the migrated databases that tests clone and share, unless an earlier run with the same migrations
// did. Names carry the hash of the migrations.
func (s *testServer) prepareTemplate(ctx context.Context) error {
	hash, err := migrationsHash()
	if err != nil {
		return err
	}
	s.template, s.shared = "template_"+hash, "shared_"+hash
	if err := s.exec(ctx, fmt.Sprintf(`SELECT pg_advisory_lock(%d)`, int64(templateLock))); err != nil {
		return fmt.Errorf("wait for other test binaries: %w", err)
	}
	defer func() {
		_ = s.exec(context.WithoutCancel(ctx), fmt.Sprintf(`SELECT pg_advisory_unlock(%d)`, int64(templateLock)))
	}()
	var exists bool
	row := s.keeper.QueryRow(ctx, `SELECT count(*) = 2 FROM pg_database WHERE datname IN ($1, $2)`, s.template, s.shared)
	if err := row.Scan(&exists); err != nil || exists {
		return err
	}
	return s.buildTemplate(ctx)
}

// buildTemplate migrates a database under another name first: a killed test binary leaves no half-made template.
func (s *testServer) buildTemplate(ctx context.Context) error {
	building := s.template + "_new"
	for _, name := range []string{building, s.shared, s.template} {
		if err := s.exec(ctx, `DROP DATABASE IF EXISTS `+name+` WITH (FORCE)`); err != nil {
			return fmt.Errorf("drop half-made template: %w", err)
		}
	}
	if err := s.exec(ctx, `CREATE DATABASE `+building+` TEMPLATE template0`); err != nil {
		return fmt.Errorf("make template: %w", err)
	}
	pool, err := postgres.Open(ctx, s.url(building))
	if err != nil {
		return err
	}
	err = postgres.Migrate(ctx, pool)
	pool.Close()
	if err != nil {
		return err
	}
	if err := s.exec(ctx, `ALTER DATABASE `+building+` RENAME TO `+s.template); err != nil {
		return fmt.Errorf("name template: %w", err)
	}
	if err := s.exec(ctx, `CREATE DATABASE `+s.shared+` TEMPLATE `+s.template+` STRATEGY file_copy`); err != nil {
		return fmt.Errorf("make shared test database: %w", err)
	}
	return nil
}

// migrationsHash covers our migrations and the version of River, which has its own.
func migrationsHash() (string, error) {
	h := sha256.New()
	err := fs.WalkDir(docketsql.Migrations, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(docketsql.Migrations, path)
		fmt.Fprintf(h, "%s %d\n", path, len(b))
		h.Write(b)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("hash migrations: %w", err)
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if m.Path == "github.com/riverqueue/river" {
				fmt.Fprintln(h, m.Version)
			}
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:8]), nil
}
