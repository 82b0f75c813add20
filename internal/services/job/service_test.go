package job_test

import (
	"testing"

	"github.com/docketapi/docket/internal/infra/postgres/pgtest"
	"github.com/docketapi/docket/internal/services/job"
)

func TestNothingIsMadeWithoutItsParts(t *testing.T) {
	t.Parallel()
	if _, err := job.New(nil, nil); err == nil {
		t.Error("made without orders")
	}
	if _, err := job.New(job.NewOrders(pgtest.Tx(t), nil), map[string]job.Subject{job.KindProcessInvoice: nil}); err == nil {
		t.Error("made with a subject that is nil")
	}
}
