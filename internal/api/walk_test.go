package api_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/docketapi/docket/gen/api/common"
	"github.com/docketapi/docket/gen/openapi"
	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
)

// public are the operations that need no credentials.
var public = []string{"getContractV1", "getContractV2", "getDocs", "getLiveness", "getMetrics", "getReadiness",
	"signIn", "createTokens", "revokeTokens", "startProviderSignIn", "finishProviderSignIn"}

// leastRole is the smallest role that may use an operation. A new operation has no row and fails the test: who may use it
// must be thought of.
var leastRole = map[string]auth.Role{
	"uploadDocument": auth.Member, "listDocuments": auth.Viewer, "getDocument": auth.Viewer, "deleteDocument": auth.Member,
	"getDocumentContent": auth.Viewer, "getDocumentText": auth.Viewer, "getDocumentPage": auth.Viewer,
	"createInvoice": auth.Member, "listInvoices": auth.Viewer, "validateInvoice": auth.Viewer, "getInvoice": auth.Viewer,
	"correctInvoice": auth.Reviewer, "reviewInvoice": auth.Reviewer, "reprocessInvoice": auth.Member, "getInvoiceHistory": auth.Viewer,
	"exportInvoice": auth.Viewer, "listLearnedSellers": auth.Viewer, "forgetLearnedSeller": auth.Reviewer, "viewInvoice": auth.Viewer, "getInvoiceResponse": auth.Viewer, "deleteInvoice": auth.Member, "listJobs": auth.Viewer, "getJob": auth.Viewer, "followJob": auth.Viewer, "cancelJob": auth.Member,
	"retryJob": auth.Member, "getMe": auth.Viewer, "listModels": auth.Viewer,
	"getInvoiceSummary": auth.Viewer, "queryInvoices": auth.Viewer, "search": auth.Viewer, "getIndex": installation, "reindex": installation, "askChatbot": auth.Viewer,
	"createConversation": auth.Viewer, "listConversations": auth.Viewer, "getConversation": auth.Viewer, "deleteConversation": auth.Viewer,
	"listMessages": auth.Viewer, "sendMessage": auth.Viewer, "getMessage": auth.Viewer, "followMessage": auth.Viewer,
	"cancelMessage": auth.Viewer, "openChat": auth.Viewer, "createChatCompletion": auth.Viewer, "createResponse": auth.Viewer,
	"renameConversation": auth.Viewer, "getModel": auth.Viewer,
	"listApiKeys": auth.Admin, "createApiKey": auth.Admin, "getApiKey": auth.Admin, "renameApiKey": auth.Admin, "revokeApiKey": auth.Admin,
	"listUsers": auth.Admin, "inviteUser": auth.Admin, "getUser": auth.Admin, "changeUser": auth.Admin, "createSignInLink": auth.Admin,
	"listWorkspaces": installation, "createWorkspace": installation, "getAnyWorkspace": installation, "changeAnyWorkspace": installation,
	"listAudit": auth.Admin, "getWorkspace": auth.Viewer, "changeWorkspace": auth.Admin, "setPassword": auth.Viewer,
	"listSessions": auth.Viewer, "signOut": auth.Viewer, "endSession": auth.Viewer,
}

// specs are the versions as they are served.
func specs(t *testing.T) []*openapi3.T {
	t.Helper()
	var out []*openapi3.T
	for _, yaml := range [][]byte{openapi.V1, openapi.V2} {
		spec, err := openapi3.NewLoader().LoadFromData(yaml)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, spec)
	}
	return out
}

func rules(t *testing.T) *contract.Contract {
	t.Helper()
	shared, err := common.GetSpec()
	if err != nil {
		t.Fatal(err)
	}
	c, err := contract.New(shared, specs(t)...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func somePath(op *contract.Operation) string {
	return strings.NewReplacer("{document_id}", someID, "{invoice_id}", someID, "{job_id}", someID, "{page}", "1",
		"{conversation_id}", someID, "{message_id}", someID, "{api_key_id}", someID, "{user_id}", someID,
		"{workspace_id}", someID, "{session_id}", someID).Replace(op.Path)
}

func TestEveryOperationIsGuarded(t *testing.T) {
	t.Parallel()
	h := handler(t)
	for _, op := range rules(t).Operations() {
		w := send(h, op.Method, somePath(op), "", "Authorization", "")
		if open := slices.Contains(public, op.ID); open != op.Public || open != (w.Code != http.StatusUnauthorized) {
			t.Errorf("%s answers an anonymous caller %d", op.ID, w.Code)
		}
		if op.Timeout <= 0 || op.Body <= 0 {
			t.Errorf("%s has no limits", op.ID)
		}
	}
}

func TestEveryRoleMayWhatItsScopesSay(t *testing.T) {
	t.Parallel()
	order := []auth.Role{auth.Viewer, auth.Member, auth.Reviewer, auth.Admin, installation}
	h := handler(t)
	for _, op := range rules(t).Operations() {
		if op.Public {
			continue
		}
		least, known := leastRole[op.ID]
		if !known {
			t.Errorf("%s: which role may use it?", op.ID)
			continue
		}
		for i, role := range order {
			// 406 comes right after the scopes: it tells that they were enough without calling a handler.
			w := send(h, op.Method, somePath(op), "", "Authorization", "Bearer key-"+string(role), "Accept", "font/woff")
			allowed := w.Code != http.StatusForbidden
			if allowed != (i >= slices.Index(order, least)) {
				t.Errorf("%s answers a %s %d", op.ID, role, w.Code)
			}
		}
	}
}

// TestEveryOperationIsDescribed holds the contract to what its readers need.
func TestEveryOperationIsDescribed(t *testing.T) {
	t.Parallel()
	page := send(handler(t), http.MethodGet, "/docs", "").Body.String()
	for _, spec := range specs(t) {
		for path, item := range spec.Paths.Map() {
			for method, op := range item.Operations() {
				if !strings.Contains(page, "-"+op.OperationID+`"`) {
					t.Errorf("%s is not on the docs page: is its tag declared?", op.OperationID)
				}
				if op.OperationID == "" || op.Summary == "" || op.Description == "" || len(op.Tags) != 1 {
					t.Errorf("%s %s lacks operationId, summary, description or tag", method, path)
				}
				if op.Extensions["x-docket-limits"] == nil {
					t.Errorf("%s states no limits", op.OperationID)
				}
				if d := op.Responses.Default(); d == nil || d.Value.Content.Get("application/problem+json") == nil {
					t.Errorf("%s has no default problem", op.OperationID)
				}
				for _, what := range withoutExample(op) {
					t.Errorf("%s shows no example of %s", op.OperationID, what)
				}
				keyed := op.Security != nil && len(*op.Security) > 0 // without credentials there is no caller whose key it could be
				if method == http.MethodPost && keyed && op.Parameters.GetByInAndName("header", "Idempotency-Key") == nil {
					t.Errorf("%s takes no Idempotency-Key", op.OperationID)
				}
			}
		}
	}
}

// withoutExample is what an operation takes and answers that it shows no example of. The one form of files is its own.
func withoutExample(op *openapi3.Operation) []string {
	var out []string
	lacks := func(what string, content openapi3.Content) {
		for mediaType, m := range content {
			if m.Example == nil && len(m.Examples) == 0 && mediaType != "multipart/form-data" {
				out = append(out, what+" "+mediaType)
			}
		}
	}
	if op.RequestBody != nil {
		lacks("the body", op.RequestBody.Value.Content)
	}
	for status, r := range op.Responses.Map() {
		lacks(status, r.Value.Content)
	}
	return out
}

// TestExamplesAreValid holds examples to their schemas.
func TestExamplesAreValid(t *testing.T) {
	t.Parallel()
	for _, spec := range specs(t) {
		if err := spec.Validate(t.Context(), openapi3.EnableExamplesValidation()); err != nil {
			t.Error(err)
		}
	}
}

// TestProblemCodesAreTheRegistry holds the contract's codes to the registry's, both ways.
func TestProblemCodesAreTheRegistry(t *testing.T) {
	t.Parallel()
	shared, err := common.GetSpec()
	if err != nil {
		t.Fatal(err)
	}
	var stated []string
	list, ok := shared.Components.Schemas["ProblemCode"].Value.Extensions["x-extensible-enum"].([]any)
	if !ok {
		t.Fatal("the contract lists no codes")
	}
	for _, v := range list {
		stated = append(stated, v.(string))
	}
	for code := range fault.Registry() {
		if !slices.Contains(stated, string(code)) {
			t.Errorf("code %s is not in openapi/common.yaml", code)
		}
	}
	known := slices.Collect(maps.Keys(fault.Registry()))
	for _, code := range stated {
		if !slices.Contains(known, fault.Code(code)) {
			t.Errorf("openapi/common.yaml has the code %s, which is not in the registry", code)
		}
	}
}
