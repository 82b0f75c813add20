package fields_test

import (
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/reading/fields"
	"github.com/docketapi/docket/internal/reading/pages"
)

// roll cuts a sheet to its text as a till cuts its paper: as wide as high when few things were bought.
func roll(text string, columns int) pages.Page {
	p := newSheet(1).text(text).page
	rows := strings.Count(text, "\n") + 2
	fx, fy := float64(gridWidth)/float64(columns), float64(gridHeight)/float64(rows)
	grow := func(b pages.Box) pages.Box {
		return pages.Box{X0: b.X0 * fx, X1: b.X1 * fx, Y0: b.Y0 * fy, Y1: b.Y1 * fy}
	}
	p.Width, p.Height = p.Width/fx, p.Height/fy
	for i := range p.Lines {
		p.Lines[i].Box = grow(p.Lines[i].Box)
		for j := range p.Lines[i].Words {
			p.Lines[i].Words[j].Box = grow(p.Lines[i].Words[j].Box)
		}
	}
	return p
}

// A short slip is wider than it is high, and the names over a quantity may hold numbers.
func TestShortSlip(t *testing.T) {
	t.Parallel()
	got := fields.Extract([]pages.Page{roll(`
      Hofladen Birnbaum
        Feldweg 2
      21423 Winsen
   USt-ID DE136695976
Bon 20417   03.03.2026  10:12
Landmilch 3,5%
  2 x 1,49           2,98
Roggenbrot           4,10
SUMME                7,08
girocard             7,08
MwSt 7%              0,46`, 32)}, fields.Options{})[0].Data
	if got.Seller.Name != "Hofladen Birnbaum" || got.Number != "20417" || got.Totals.Gross.String() != "7.08" {
		t.Errorf("seller %q, number %q, gross %s", got.Seller.Name, got.Number, got.Totals.Gross)
	}
	if len(got.Lines) != 2 || got.Lines[0].Name != "Landmilch 3,5%" || got.Lines[0].Quantity.String() != "2" || got.Lines[1].Name != "Roggenbrot" {
		t.Errorf("lines %+v", got.Lines)
	}
}
