package lines

import (
	"fmt"
	"testing"

	"github.com/docketapi/docket/internal/reading/pages"
)

// A table goes on, without its head, on a page that has fewer rows than stand above the head on the page before.
func TestTableGoesOnOnAShorterPage(t *testing.T) {
	t.Parallel()
	var first [][]at
	for i := range 9 {
		first = append(first, []at{{40, fmt.Sprintf("Zeile %d des Briefkopfs", i)}})
	}
	first = append(first,
		[]at{{40, "Pos"}, {70, "Bezeichnung"}, {380, ">Menge"}, {460, ">Einzelpreis"}, {560, ">Gesamt"}},
		[]at{{40, "1"}, {70, "Regalbrett"}, {380, ">4"}, {460, ">12,50"}, {560, ">50,00"}},
	)
	one := sheet(1, 100, pages.FromText, first...)
	two := sheet(2, 60, pages.FromText, []at{{40, "2"}, {70, "Winkel"}, {380, ">8"}, {460, ">1,25"}, {560, ">10,00"}})
	r := extract(comma(), one, two)
	same(t, wrote(r), "Regalbrett|4||12.50|50.00|", "Winkel|8||1.25|10.00|")
	if len(r.Regions) != 2 || r.Regions[1].Page != 2 || r.Regions[1].Box.Y0 < 50 || r.Regions[1].Box.Y0 > 70 {
		t.Errorf("regions: %+v", r.Regions)
	}
}
