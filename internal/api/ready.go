package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/sync/singleflight"

	"github.com/docketapi/docket/internal/core/fault"
)

// Part is something that requests need, and how one finds out whether it is there.
type Part struct {
	Name   string
	Needed bool // no request can do without it
	Check  func(context.Context) error
}

// partPatience bounds the check of a part: one that takes longer serves no request in time either.
const partPatience = 5 * time.Second

// How a part is, as GET /readyz says it.
const (
	partOK     = "ok"
	partFailed = "failed"
)

// readiness is the answer of GET /readyz.
type readiness struct {
	Status string            `json:"status"`
	Checks map[string]string `json:"checks"`
}

// ready asks the parts. Anybody may call it, so callers at the same time share one look.
func ready(parts []Part) echo.HandlerFunc {
	var looks singleflight.Group
	return func(ec echo.Context) error {
		ctx := ec.Request().Context()
		look := looks.DoChan("", func() (any, error) { return examine(context.WithoutCancel(ctx), parts) })
		select {
		case <-ctx.Done():
			return ctx.Err()
		case r := <-look:
			if r.Err != nil {
				return r.Err
			}
			return ec.JSON(http.StatusOK, r.Val)
		}
	}
}

// examine asks all parts at once. unavailable when one is away that is needed.
func examine(ctx context.Context, parts []Part) (readiness, error) {
	ctx, cancel := context.WithTimeout(ctx, partPatience)
	defer cancel()
	failures := make([]error, len(parts))
	var asked sync.WaitGroup
	for i, p := range parts {
		asked.Go(func() { failures[i] = p.Check(ctx) })
	}
	asked.Wait()
	out := readiness{Status: partOK, Checks: map[string]string{}}
	var causes []error
	for i, p := range parts {
		out.Checks[p.Name] = partOK
		if failures[i] == nil {
			continue
		}
		out.Checks[p.Name] = partFailed
		if p.Needed {
			causes = append(causes, fmt.Errorf("%s: %w", p.Name, failures[i]))
		}
	}
	if len(causes) == 0 {
		return out, nil
	}
	refusal := fault.Wrap(errors.Join(causes...), fault.CodeUnavailable, "a part that is needed is not there")
	for _, p := range parts {
		if out.Checks[p.Name] == partFailed {
			_ = refusal.At("/checks/"+p.Name, partFailed)
		}
	}
	return out, refusal
}
