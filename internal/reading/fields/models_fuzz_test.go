package fields_test

import (
	"testing"

	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/fields"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/reading/testkit/models"
)

// FuzzPageModels reads whole made documents: however their pages go on from each other, reading ends, and what it says
// stands on a page that there is.
func FuzzPageModels(f *testing.F) {
	for _, seed := range models.Seeds() {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		list := models.Make(data)
		for _, inv := range fields.Extract(list, fields.Options{}) {
			if inv.FirstPage < 1 || inv.LastPage < inv.FirstPage || inv.LastPage > len(list) {
				t.Errorf("pages %d to %d of %d", inv.FirstPage, inv.LastPage, len(list))
			}
			for _, e := range inv.Evidence {
				holdsOnPage(t, e, list)
			}
		}
	})
}

func holdsOnPage(t *testing.T, e evidence.Evidence, list []pages.Page) {
	t.Helper()
	if e.Pointer == "" || !(e.Confidence >= 0 && e.Confidence <= 1) {
		t.Errorf("confidence: %+v", e)
	}
	if e.Page < 0 || e.Page > len(list) {
		t.Errorf("no such page: %+v", e)
	}
	if e.Box == nil {
		return
	}
	for _, v := range e.Box {
		if !(v >= 0 && v <= 1) {
			t.Errorf("off the page: %+v", e)
		}
	}
}
