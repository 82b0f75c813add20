package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	genv1 "github.com/docketapi/docket/gen/api/v1"
	"github.com/docketapi/docket/internal/api/apitest"
	"github.com/docketapi/docket/internal/core/auth"
)

// TestInstallationIsNobodysWorkspace: what all workspaces share is seen and started by the installation's key alone, whatever
// the role in a workspace is, the default one included.
func TestInstallationIsNobodysWorkspace(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	installation := s.Installation()
	res, body := s.Send(installation, "GET", "/v1/me", "")
	status(t, "me", res, body, http.StatusOK)
	me := decoded[genv1.Me](t, body)
	if me.Role != genv1.RoleAdmin || !strings.Contains(strings.Join(me.Scopes, " "), "installation") {
		t.Errorf("the key is %+v", me)
	}
	res, body = s.Send(installation, "POST", "/v1/admin/reindex", "")
	status(t, "reindex", res, body, http.StatusAccepted)
	job := "/v1/jobs/" + member(t, body, "id")
	for name, workspace := range map[string]uuid.UUID{"another": s.Workspace(), "the default": me.WorkspaceID} {
		admin := s.Caller(workspace, auth.Admin)
		res, body := s.Send(admin, "GET", "/v1/me", "")
		status(t, "me", res, body, http.StatusOK)
		if strings.Contains(body, "installation") {
			t.Errorf("%s: an admin's token is %s", name, body)
		}
		for _, call := range [][2]string{{"GET", "/v1/admin/index"}, {"POST", "/v1/admin/reindex"}} {
			res, body := s.Send(admin, call[0], call[1], "")
			status(t, name+": "+call[1], res, body, http.StatusForbidden)
			if strings.Contains(body, "being built") || strings.Contains(body, "chunks") {
				t.Errorf("%s: %s tells %s", name, call[1], body)
			}
		}
		for _, call := range [][2]string{{"GET", job}, {"GET", job + "/events"}, {"POST", job + "/cancel"}, {"POST", job + "/retry"}} {
			res, body := s.Send(admin, call[0], call[1], "")
			status(t, name+": "+call[1], res, body, http.StatusNotFound)
		}
		res, body = s.Send(admin, "GET", "/v1/jobs?kind=reindex", "")
		status(t, "jobs", res, body, http.StatusOK)
		if list := decoded[genv1.JobPage](t, body); len(list.Items) != 0 {
			t.Errorf("%s: jobs %s", name, body)
		}
	}
	res, body = s.Send(installation, "GET", "/v1/jobs?kind=reindex", "")
	status(t, "jobs", res, body, http.StatusOK)
	if list := decoded[genv1.JobPage](t, body); len(list.Items) != 1 {
		t.Errorf("the installation's jobs: %s", body)
	}
	res, body = s.Send(installation, "POST", job+"/cancel", "")
	status(t, "cancel", res, body, http.StatusOK)
}
