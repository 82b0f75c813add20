package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/llm"
	"github.com/docketapi/docket/internal/infra/blob"
)

// leastFree is the free space below which uploads and the database are about to fail.
const leastFree = 1 << 30

// examineStorage writes some bytes, reads them back and deletes them. It makes no folder: one that is gone is a finding.
func examineStorage(ctx context.Context, e *env) finding {
	dir, err := e.cli.Storage.Dir()
	if err != nil {
		return finding{broken, saying(err), "set DOCKET_DATA_DIR"}
	}
	if err := blob.CheckURL(ctx, e.cli.StorageURL); err != nil {
		return finding{broken, saying(err), ""}
	}
	if folder := blob.Folder(e.cli.StorageURL, dir); folder != "" {
		switch _, err := os.Stat(folder); {
		case err != nil && neverUsed(dir):
			return finding{absent, folder + " is made at the first start", ""}
		case err != nil:
			return finding{broken, "the storage folder is gone: " + saying(err), "mount it again, or correct DOCKET_STORAGE_URL"}
		}
	}
	spool, err := os.MkdirTemp("", "docket-doctor-")
	if err != nil {
		return finding{broken, saying(err), ""}
	}
	defer func() { _ = os.RemoveAll(spool) }()
	store, err := blob.Open(ctx, e.cli.StorageURL, dir, spool)
	if err != nil {
		return finding{broken, saying(err), "correct DOCKET_STORAGE_URL"}
	}
	defer store.Close()
	if err := store.Probe(ctx); err != nil {
		return finding{broken, saying(err), "correct DOCKET_STORAGE_URL, or the rights to it"}
	}
	return finding{fine, "written, read and deleted", ""}
}

// neverUsed tells a data directory in which nothing was ever kept.
func neverUsed(dir string) bool {
	list, err := os.ReadDir(dir)
	return len(list) == 0 && (err == nil || errors.Is(err, os.ErrNotExist))
}

// examineDisk tells how much space is free where the data directory is or will be.
func examineDisk(_ context.Context, e *env) finding {
	dir, err := e.cli.Storage.Dir()
	if err != nil {
		return finding{broken, saying(err), "set DOCKET_DATA_DIR"}
	}
	at := dir
	for _, err := os.Stat(at); errors.Is(err, os.ErrNotExist) && at != filepath.Dir(at); _, err = os.Stat(at) {
		at = filepath.Dir(at)
	}
	var disk unix.Statfs_t
	if err := unix.Statfs(at, &disk); err != nil {
		return finding{broken, fmt.Sprintf("%s: %v", at, err), "set DOCKET_DATA_DIR"}
	}
	free := disk.Bavail * uint64(disk.Bsize)
	detail := fmt.Sprintf("%.1f GiB free at %s", float64(free)/(1<<30), dir)
	if free < leastFree {
		return finding{broken, detail, "make room, or set DOCKET_DATA_DIR"}
	}
	return finding{fine, detail, ""}
}

// examineModel has the model say something.
func examineModel(ctx context.Context, e *env) finding {
	m := &e.cli.Model
	if !m.Enabled() {
		return finding{absent, "answers quote passages", "set DOCKET_LLM_BASE_URL and DOCKET_LLM_MODEL"}
	}
	model, err := newModel(e)
	if err != nil {
		return finding{broken, saying(err), ""}
	}
	said := false
	question := llm.Request{Messages: []llm.Message{{Role: llm.RoleUser, Content: "Say yes."}}, MaxTokens: 16}
	for _, err := range model.Stream(ctx, question) {
		if err != nil {
			return finding{broken, m.Name + " at " + m.BaseURL + ": " + saying(err), "start it, or correct DOCKET_LLM_BASE_URL, DOCKET_LLM_MODEL and DOCKET_LLM_API_KEY"}
		}
		said = true
	}
	if !said {
		return finding{broken, m.Name + " at " + m.BaseURL + " says nothing", ""}
	}
	return finding{fine, m.Name + " at " + m.BaseURL, ""}
}

// examineKeys fetches the keys that tokens are checked with.
func examineKeys(ctx context.Context, e *env) finding {
	if e.cli.JWKSURL == "" {
		return finding{absent, "DOCKET_JWT_JWKS_URL is not set", ""}
	}
	tokens, err := auth.NewTokens(ctx, auth.TokenConfig{JWKSURL: e.cli.JWKSURL, Audience: e.cli.JWTAudience, Log: e.log})
	if err == nil {
		err = tokens.CheckKeys(ctx)
	}
	if err != nil {
		return finding{broken, saying(err), "correct DOCKET_JWT_JWKS_URL, or start the issuer"}
	}
	if e.cli.JWTAudience == "" {
		return finding{fine, "fetched from DOCKET_JWT_JWKS_URL", "set DOCKET_JWT_AUDIENCE: tokens for other services are taken too"}
	}
	return finding{fine, "fetched from DOCKET_JWT_JWKS_URL", ""}
}
