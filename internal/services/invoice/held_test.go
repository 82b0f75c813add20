package invoice_test

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/docketapi/docket/internal/infra/postgres/pgtest"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/services/invoice"
	"github.com/docketapi/docket/internal/services/job"
)

// crowd is a reader that knows how many files it reads at most at one time.
type crowd struct{ now, most atomic.Int32 }

func (c *crowd) Read(context.Context, invoice.Source) (invoice.Reading, error) {
	n := c.now.Add(1)
	defer c.now.Add(-1)
	for most := c.most.Load(); n > most && !c.most.CompareAndSwap(most, n); most = c.most.Load() {
	}
	time.Sleep(200 * time.Millisecond)
	return invoice.Reading{Invoices: []evidence.Invoice{billed("R-1", "Seller", "DE1")}}, nil
}

// TestLargeXMLIsReadOneByOne: what is in memory at one time is bounded by bytes, and small files are read together all the same.
func TestLargeXMLIsReadOneByOne(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ size, least, most int }{"large": {17 << 20, 1, 1}, "small": {1 << 10, 2, 4}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			st := newStackOver(t, pgtest.Pool(t))
			var runs []*job.Run
			for n := range 3 {
				content := "<a>" + strings.Repeat(" ", tc.size+n) + "</a>"
				posted, err := st.s.CreateFromUpload(t.Context(), st.caller, invoice.UploadInput{Body: strings.NewReader(content)})
				must(t, err)
				runs = append(runs, st.begin(t, posted.JobID))
			}
			c := &crowd{}
			st.config.Reader = c
			st.remake(t)
			var wg sync.WaitGroup
			for _, run := range runs {
				wg.Go(func() { must(t, st.s.Process(t.Context(), run)) })
			}
			wg.Wait()
			if got := int(c.most.Load()); got < tc.least || got > tc.most {
				t.Errorf("read %d at one time", got)
			}
		})
	}
}
