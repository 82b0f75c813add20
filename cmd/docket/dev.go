package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/docketapi/docket/examples"
	"github.com/docketapi/docket/internal/app"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/infra/postgres/cluster"
	"github.com/docketapi/docket/internal/services/identity"
)

type devCmd struct{}

// Run is everything in one process: the private Postgres where DATABASE_URL is not set, migrations, API and workers.
func (devCmd) Run(ctx context.Context, e *env) (err error) {
	l, err := prepare(ctx, e, needs{listen: true, storage: true})
	if err != nil {
		return err
	}
	defer l.Close() // the server closes it first, where it comes to serve
	dir, err := e.cli.Storage.Dir()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil { // the server's user must be able to pass through
		return fmt.Errorf("make data directory: %w", err)
	}
	key, err := devKey(e, dir)
	if err != nil {
		return err
	}
	url, private := e.cli.DatabaseURL, false
	if url == "" {
		server, err := cluster.Start(ctx, cluster.Options{Dir: dir, Log: e.log})
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, stopCluster(ctx, server)) }()
		url, private = server.URL(cluster.Database), true
	}
	if err := migrate(ctx, url, key); err != nil {
		return err
	}
	a, err := open(ctx, e, url)
	if err != nil {
		return err
	}
	link, err := firstLink(ctx, &a.People)
	if err != nil {
		return errors.Join(err, a.Close())
	}
	group, running := errgroup.WithContext(ctx)
	group.Go(func() error { return work(running, a, private) })
	group.Go(func() error {
		return serve(running, a, l, func(addr string) { welcome(e, dir, addr, key, link) })
	})
	return errors.Join(group.Wait(), a.Close())
}

func stopCluster(ctx context.Context, server *cluster.Cluster) error {
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	return server.Stop(last)
}

// devKey is the admin key: the setting, or one that is made once and kept in the data directory.
func devKey(e *env, dir string) (string, error) {
	if e.cli.Auth.APIKey != "" {
		return e.cli.Auth.APIKey, nil
	}
	path := filepath.Join(dir, "admin.key")
	b, err := os.ReadFile(path)
	if err == nil {
		return strings.TrimSpace(string(b)), nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("read admin key: %w", err)
	}
	raw := make([]byte, 32)
	if _, err := rand.Read(raw); err != nil {
		return "", fmt.Errorf("make admin key: %w", err)
	}
	key := "dk_" + base64.RawURLEncoding.EncodeToString(raw)
	if err := os.WriteFile(path, []byte(key+"\n"), 0o600); err != nil {
		return "", fmt.Errorf("keep admin key: %w", err)
	}
	return key, nil
}

// firstAdmin is the account that a fresh installation begins with.
const firstAdmin = "admin@localhost"

// firstLink is a link's secret that signs the first admin in, as long as nobody has signed in; "" from then on.
func firstLink(ctx context.Context, people *app.People) (string, error) {
	workspace, err := people.Identity.DefaultWorkspace(ctx)
	if err != nil {
		return "", err
	}
	known, err := people.Users.List(ctx, auth.Principal{WorkspaceID: workspace}, 0, "")
	if err != nil {
		return "", err
	}
	for _, u := range known.Items {
		if !u.LastSignedIn.IsZero() || u.Email != firstAdmin {
			return "", nil
		}
	}
	in, err := people.Users.Rescue(ctx, workspace, identity.UserOrder{Email: firstAdmin, Name: "Admin", Operator: true})
	return in.Link.Secret, err
}

// welcome prints what a newcomer needs: where it is, the key, and a first request that works as it stands.
func welcome(e *env, dir, addr, key, link string) {
	example := filepath.Join(dir, "example-invoice.pdf")
	if err := os.WriteFile(example, examples.InvoicePDF, 0o644); err != nil { // an example is for everybody
		example = "examples/invoice.pdf"
	}
	fmt.Fprintf(e.stdout, `
Docket is ready.
  console  http://%[1]s/%[4]s
  API      http://%[1]s
  docs     http://%[1]s/docs
  API key  %[2]s   (role admin)

Read an invoice:
  curl -s -H 'Authorization: Bearer %[2]s' -H 'Prefer: wait=20' -F file=@%[3]s http://%[1]s/v1/invoices

`, addr, key, example, fragment(link))
}

// fragment is how the console's address signs the first admin in, once. What stands behind # is not sent to servers.
func fragment(link string) string {
	if link == "" {
		return ""
	}
	return "#link=" + link + "   (signs in once, as " + firstAdmin + ")"
}
