package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/docketapi/docket/internal/app"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/infra/postgres/cluster"
	"github.com/docketapi/docket/internal/services/identity"
)

// adminCmd is for whoever has the database: the first key, and a way back in.
type adminCmd struct {
	Key  adminKeyCmd  `cmd:"" help:"Make an API key and print it."`
	Link adminLinkCmd `cmd:"" help:"Print a link's secret that signs a person in once, for POST /v1/sessions; who has no account yet becomes an admin."`
}

// place is which workspace a command is about.
type place struct {
	Workspace string `placeholder:"ID" help:"The workspace. Default: the one that owns DOCKET_API_KEY."`
}

type adminKeyCmd struct {
	place
	Name    string        `default:"docket admin" help:"Name of the key."`
	Role    string        `default:"admin" enum:"viewer,member,reviewer,admin" help:"Role of the key."`
	Scope   []string      `placeholder:"SCOPE" help:"Some of the role's scopes. Default: all."`
	Expires time.Duration `placeholder:"DURATION" help:"When the key ends, as in 720h. Default: never."`
}

// Run makes the key.
func (c *adminKeyCmd) Run(ctx context.Context, e *env) error {
	return administer(ctx, e, func(people *app.People) error {
		p, err := c.place.principal(ctx, people)
		if err != nil {
			return err
		}
		order := identity.KeyOrder{Name: c.Name, Role: auth.Role(c.Role), Scopes: c.Scope}
		if c.Expires != 0 {
			order.ExpiresAt = time.Now().Add(c.Expires)
		}
		key, secret, err := people.Keys.Create(ctx, p, order, nil)
		if err != nil {
			return err
		}
		fmt.Fprintln(e.stdout, secret)
		fmt.Fprintf(e.stderr, "key %s of the workspace %s, role %s\n", key.ID, p.WorkspaceID, key.Role)
		return nil
	})
}

type adminLinkCmd struct {
	place
	Email    string `arg:"" help:"The person's e-mail address."`
	Name     string `help:"Name of a new account."`
	Operator bool   `help:"A new account may also manage what all workspaces share."`
}

// Run makes the link.
func (c *adminLinkCmd) Run(ctx context.Context, e *env) error {
	return administer(ctx, e, func(people *app.People) error {
		p, err := c.place.principal(ctx, people)
		if err != nil {
			return err
		}
		in, err := people.Users.Rescue(ctx, p.WorkspaceID, identity.UserOrder{Email: c.Email, Name: c.Name, Operator: c.Operator})
		if err != nil {
			return err
		}
		fmt.Fprintln(e.stdout, in.Link.Secret)
		fmt.Fprintf(e.stderr, "signs %s in once, role %s, until %s\n", in.User.Email, in.User.Role, in.Link.ExpiresAt.UTC().Format(time.RFC3339))
		return nil
	})
}

// principal is the system itself in the command's workspace, with all scopes that a role has.
func (w place) principal(ctx context.Context, people *app.People) (auth.Principal, error) {
	p := auth.Principal{Role: auth.Admin, Installation: true}
	var err error
	if w.Workspace == "" {
		p.WorkspaceID, err = people.Identity.DefaultWorkspace(ctx)
	} else if p.WorkspaceID, err = uuid.Parse(w.Workspace); err == nil {
		_, err = people.Identity.InWorkspace(ctx, p)
	}
	if err != nil {
		return p, fmt.Errorf("workspace: %w", err)
	}
	p.Scopes = people.ScopesOf(p)
	return p, nil
}

// administer calls fn with what manages callers, over DATABASE_URL or the private Postgres, which is started where it does not run.
func administer(ctx context.Context, e *env, fn func(*app.People) error) (err error) {
	url := e.cli.DatabaseURL
	if url == "" {
		dir, err := e.cli.Storage.Dir()
		if err != nil {
			return err
		}
		server, err := cluster.Start(ctx, cluster.Options{Dir: dir, Log: e.log})
		switch {
		case errors.Is(err, cluster.ErrInUse):
			if url, err = cluster.RunningURL(dir, cluster.Database); err != nil {
				return err
			}
		case err != nil:
			return err
		default:
			defer func() { err = errors.Join(err, stopCluster(ctx, server)) }()
			url = server.URL(cluster.Database)
		}
	}
	pool, err := postgres.Open(ctx, url)
	if err != nil {
		return err
	}
	defer pool.Close()
	return withPeople(ctx, pool, fn)
}

func withPeople(ctx context.Context, pool *pgxpool.Pool, fn func(*app.People) error) error {
	if err := postgres.CheckSchema(ctx, pool); err != nil {
		return err
	}
	people, err := app.NewPeople(pool)
	if err != nil {
		return err
	}
	return fn(people)
}
