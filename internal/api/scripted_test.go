package api_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	genv1 "github.com/docketapi/docket/gen/api/v1"
	"github.com/docketapi/docket/internal/api"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/services/idempotency"
)

// someID is a UUID of version 7 that nothing has.
const someID = "0198b7c4-1f6e-7c1a-9b1e-0b7f9c3d2a11"

// roles authenticates "key-<role>" as that role, "key-installation" as the installation's own key, "down" as an outage, and
// nothing else.
type roles struct{}

// installation stands for the installation's own key, which is no role.
const installation auth.Role = "installation"

func (roles) Authenticate(_ context.Context, bearer string) (auth.Principal, error) {
	role, ok := strings.CutPrefix(bearer, "key-")
	switch {
	case bearer == "down":
		return auth.Principal{}, errors.New("database is away")
	case role == string(installation):
		return auth.Principal{WorkspaceID: uuid.MustParse(someID), Role: auth.Admin, Installation: true}, nil
	case !ok || !auth.Role(role).Known():
		return auth.Principal{}, fault.New(fault.CodeUnauthorized, "the API key is not valid")
	}
	return auth.Principal{WorkspaceID: uuid.MustParse(someID), Role: auth.Role(role)}, nil
}

func (r roles) AuthenticateSession(ctx context.Context, secret string) (auth.Principal, error) {
	return r.Authenticate(ctx, secret)
}

// parts is a database that is as err says.
func parts(err error) []api.Part {
	return []api.Part{{Name: "database", Needed: true, Check: func(context.Context) error { return err }}}
}

// memory keeps idempotency records as the real store does, in a map.
type memory struct {
	kept map[string]idempotency.Response
	key  sync.Map // of an attempt that runs
}

func (m *memory) Start(_ context.Context, _ auth.Principal, r idempotency.Request) (*idempotency.Attempt, *idempotency.Response, error) {
	id := r.Key + "\x00" + string(r.Fingerprint)
	if answer, ok := m.kept[id]; ok {
		return nil, &answer, nil
	}
	a := &idempotency.Attempt{}
	m.key.Store(a, id)
	return a, nil, nil
}

func (m *memory) Finish(_ context.Context, a *idempotency.Attempt, r idempotency.Response) error {
	id, _ := m.key.Load(a)
	m.kept[id.(string)] = r
	return nil
}

func (m *memory) Abandon(context.Context, *idempotency.Attempt) error { return nil }

// scripted implements the operations that these tests reach; any other panics, which is a test of its own.
type scripted struct {
	genv1.StrictServerInterface
	calls int
}

func (s *scripted) GetMe(context.Context, genv1.GetMeRequestObject) (genv1.GetMeResponseObject, error) {
	return genv1.GetMe200JSONResponse{Body: genv1.Me{WorkspaceID: uuid.MustParse(someID), WorkspaceName: "w", Role: genv1.RoleAdmin, Scopes: []string{}}}, nil
}

func (s *scripted) ListJobs(context.Context, genv1.ListJobsRequestObject) (genv1.ListJobsResponseObject, error) {
	return genv1.ListJobs200JSONResponse{Body: genv1.JobPage{Items: []genv1.Job{}}}, nil
}

func (s *scripted) GetJob(context.Context, genv1.GetJobRequestObject) (genv1.GetJobResponseObject, error) {
	return nil, errors.New("secret cause")
}

func (s *scripted) CancelJob(_ context.Context, r genv1.CancelJobRequestObject) (genv1.CancelJobResponseObject, error) {
	s.calls++
	return genv1.CancelJob200JSONResponse{Body: genv1.Job{ID: r.JobID, Kind: "process_invoice", State: "cancelled", CreatedAt: time.Unix(0, 0).UTC(), MaxAttempts: 5, Attempt: s.calls}}, nil
}

func (s *scripted) CreateInvoice(_ context.Context, r genv1.CreateInvoiceRequestObject) (genv1.CreateInvoiceResponseObject, error) {
	if r.MultipartBody != nil {
		part, err := r.MultipartBody.NextPart()
		if err != nil {
			return nil, err
		}
		if _, err := io.Copy(io.Discard, part); err != nil {
			return nil, err
		}
	}
	return nil, fault.New(fault.CodeConflict, "reached")
}

func (s *scripted) ValidateInvoice(context.Context, genv1.ValidateInvoiceRequestObject) (genv1.ValidateInvoiceResponseObject, error) {
	return nil, fault.New(fault.CodeConflict, "reached")
}

func handler(t *testing.T) http.Handler {
	t.Helper()
	return handlerOf(t, &talker{})
}

func handlerOf(t *testing.T, k *talker) http.Handler {
	t.Helper()
	h, err := api.New(api.Deps{
		Log: slog.New(slog.DiscardHandler), Authenticator: roles{}, Idempotency: &memory{kept: map[string]idempotency.Response{}},
		V1: &scripted{}, V2: version2(t, k), Parts: parts(nil),
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func send(h http.Handler, method, path, body string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if body == "" {
		r.Body, r.ContentLength = http.NoBody, 0
	}
	r.Header.Set("Authorization", "Bearer key-admin")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Del(header[i])
		if header[i+1] != "" {
			r.Header.Set(header[i], header[i+1])
		}
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

const jsonType = "application/json"
