package content_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/reading/content"
	"github.com/docketapi/docket/internal/reading/pages"
)

const em = 0.012

// line is a line of a page whose words share its width.
func line(text string, x, y, height float64) pages.Line {
	out := pages.Line{Box: pages.Box{X0: x, Y0: y, X1: x + 0.008*float64(len(text)), Y1: y + height}}
	at := x
	for _, w := range strings.Fields(text) {
		end := at + 0.008*float64(len(w))
		out.Words = append(out.Words, pages.Word{Text: w, Box: pages.Box{X0: at, Y0: y, X1: end, Y1: y + height}, Confidence: 1})
		at = end + 0.008
	}
	return out
}

func sheet(n int, lines ...pages.Line) pages.Page {
	return pages.Page{Number: n, Width: 595, Height: 842, Source: pages.FromText, Lines: lines}
}

func show(list []content.Block) string {
	var b strings.Builder
	for _, x := range list {
		mark := ""
		if x.Header != nil {
			mark = "+"
		}
		fmt.Fprintf(&b, "%s%d%s: %s\n", x.Kind, x.Level, mark, strings.ReplaceAll(x.Text, "\n", "/"))
	}
	return b.String()
}

func TestPageOfProseAndTable(t *testing.T) {
	t.Parallel()
	got := content.FromPages([]pages.Page{sheet(
		1,
		line("Wartungsplan", 0.1, 0.10, 0.024),
		line("Der Filter wird ge-", 0.1, 0.20, em), line("tauscht, sobald er voll ist.", 0.1, 0.215, em),
		line("Ein- und Ausgang bleiben zu.", 0.1, 0.26, em),
		line("Teil", 0.1, 0.30, em), line("Menge", 0.4, 0.30, em), line("Ort", 0.6, 0.30, em),
		line("Filter", 0.1, 0.32, em), line("2", 0.4, 0.32, em), line("Halle 3", 0.6, 0.32, em),
		line("Dichtung", 0.1, 0.34, em), line("7", 0.4, 0.34, em), line("Halle 4", 0.6, 0.34, em),
		line("• erster Punkt", 0.1, 0.40, em), line("• zweiter Punkt", 0.1, 0.42, em),
	)})
	want := `heading1: Wartungsplan
paragraph0: Der Filter wird getauscht, sobald er voll ist.
paragraph0: Ein- und Ausgang bleiben zu.
row0: Teil | Menge | Ort
row0+: Filter | 2 | Halle 3
row0+: Dichtung | 7 | Halle 4
item1: • erster Punkt
item1: • zweiter Punkt
`
	if show(got) != want {
		t.Fatalf("got\n%s", show(got))
	}
	if b := got[1]; len(b.Lines) != 2 || b.Text[b.Lines[0].Start:b.Lines[0].End] != "Der Filter wird ge" || b.Lines[1].Y0 != 0.215 {
		t.Errorf("lines %+v", b.Lines)
	}
}

func TestColumnsAreReadOneAfterTheOther(t *testing.T) {
	t.Parallel()
	var list []pages.Line
	for i := range 6 {
		y := 0.2 + 0.02*float64(i)
		list = append(list, line(fmt.Sprintf("Links steht die Zeile mit Nummer %d.", i), 0.05, y, em), line(fmt.Sprintf("Rechts steht die andere Zeile mit %d.", i), 0.55, y, em))
	}
	got := content.FromPages([]pages.Page{sheet(1, list...)})
	if len(got) != 2 || strings.Contains(got[0].Text, "Rechts") || strings.Contains(got[1].Text, "Links") {
		t.Fatalf("got\n%s", show(got))
	}
}

// Rows of two cells are no columns, however long the cells are; where the cells stand as full as prose does, they are taken for it.
func TestRowsOfTwoCellsAreNoColumns(t *testing.T) {
	t.Parallel()
	words := []string{"Dichtung für Flansch DN 50", "Kugelhahn aus Messing mit langem Hebel und Schloss", "Rohr, verzinkt, sechs Meter", "Ersatzfilter für Anlage Nord, Satz zu zehn"}
	for name, left := range map[string]func(int) string{
		"keys":  func(i int) string { return fmt.Sprintf("KX-%04d", i) },
		"texts": func(i int) string { return words[(i+1)%4] + fmt.Sprintf(" KX-%04d", i) },
	} {
		var list []pages.Line
		for i := range 20 {
			y := 0.1 + 0.03*float64(i)
			list = append(list, line(left(i), 0.05, y, em), line(words[i%4], 0.62, y, em))
		}
		for i, row := range strings.Split(strings.TrimSpace(show(content.FromPages([]pages.Page{sheet(1, list...)}))), "\n") {
			if want := left(i) + " | " + words[i%4]; !strings.Contains(row, want) {
				t.Errorf("%s: row %d is %q, want %q", name, i, row, want)
			}
		}
	}
}

func TestWhatRepeatsStaysOnce(t *testing.T) {
	t.Parallel()
	var list []pages.Page
	for n := range 5 {
		list = append(list, sheet(n+1, line("Hafenkontor Beispiel GmbH", 0.1, 0.03, em), line(fmt.Sprintf("Inhalt der Seite %d.", n+1), 0.1, 0.4, em),
			line(fmt.Sprintf("Seite %d von 5", n+1), 0.1, 0.95, em)))
	}
	got := show(content.FromPages(list))
	if strings.Count(got, "Hafenkontor") != 1 || strings.Count(got, "von 5") != 1 || strings.Count(got, "Inhalt") != 5 {
		t.Fatalf("got\n%s", got)
	}
}

// A page with more lines than are put in order together keeps those behind.
func TestAllLinesOfAPageStay(t *testing.T) {
	t.Parallel()
	const rows, columns = 5001, 4
	var list []pages.Line
	for i := range rows {
		for k := range columns {
			list = append(list, line(fmt.Sprintf("z%d-%d", i, k), 0.05+0.2*float64(k), float64(i)/rows, 0.5/rows))
		}
	}
	var all strings.Builder
	for _, b := range content.FromPages([]pages.Page{sheet(1, list...)}) {
		all.WriteString(b.Text + "\n")
	}
	if got := strings.Count(all.String(), "z"); got != rows*columns || !strings.Contains(all.String(), "z5000-3") {
		t.Errorf("%d of %d cells", got, rows*columns)
	}
}

// A sign that stands for a number in comparisons is no number, nor is one of more digits than fit.
func TestRepeatsOfOddNumbers(t *testing.T) {
	t.Parallel()
	for _, rows := range [][]string{{"Blatt 7 #", "Blatt # 8", "Blatt # #"}, {"# #", "1 #", "2 3"}, {"99999999999999999999999", "1", "#"}} {
		var list []pages.Page
		for n, row := range rows {
			list = append(list, sheet(n+1, line(row, 0.1, 0.03, em), line("Inhalt", 0.1, 0.4, em)))
		}
		got := show(content.FromPages(list))
		for _, row := range rows {
			if !strings.Contains(got, row) {
				t.Errorf("%s is gone from\n%s", row, got)
			}
		}
	}
}

func TestParagraphGoesOnOverThePage(t *testing.T) {
	t.Parallel()
	got := content.FromPages([]pages.Page{
		sheet(1, line("Die Frist beginnt mit dem Tag, an dem die Ware bei dem Empfänger eintrifft und", 0.1, 0.8, em)),
		sheet(2, line("endet nach zwei Wochen.", 0.1, 0.1, em)),
	})
	if len(got) != 1 || len(got[0].Lines) != 2 || got[0].Lines[1].Page != 2 || got[0].Page() != 1 {
		t.Fatalf("got\n%s", show(got))
	}
}

// Rows of a long table stand at one height of every page, and differ in their numbers only: none of them is a running line.
func TestRowsAtTheEdgeOfPagesStay(t *testing.T) {
	t.Parallel()
	const perPage, pitch = 56, 0.016
	for name, running := range map[string]bool{"bare": false, "between running lines": true} {
		var list []pages.Page
		for n := range 6 {
			first, rows := 0.04, perPage
			if running {
				first, rows = 0.075, perPage-4
			}
			var lines []pages.Line
			if running {
				lines = append(lines, line("Inventar Halle Nord", 0.1, 0.03, em), line(fmt.Sprintf("Stand 03/2025, Blatt %d", n+1), 0.1, 0.97, em))
			}
			for i := range rows {
				y := first + pitch*float64(i)
				id := n*rows + i
				lines = append(lines, line(fmt.Sprintf("K-%04d", id), 0.1, y, em), line(fmt.Sprintf("Schraube M%d", id%9), 0.3, y, em), line(fmt.Sprintf("%d,50", id*3), 0.6, y, em))
			}
			list = append(list, sheet(n+1, lines...))
		}
		got := show(content.FromPages(list))
		for id := range strings.Count(got, "K-") {
			if whole := fmt.Sprintf("K-%04d | Schraube M%d | %d,50\n", id, id%9, id*3); !strings.Contains(got, whole) {
				t.Fatalf("%s: row %d is not whole in\n%s", name, id, got)
			}
		}
		want := 6 * perPage
		if running {
			want = 6 * (perPage - 4)
		}
		if n := strings.Count(got, "K-"); n != want {
			t.Errorf("%s: %d rows of %d", name, n, want)
		}
		if running && (strings.Count(got, "Inventar Halle Nord") != 1 || strings.Count(got, "Blatt") != 1) {
			t.Errorf("%s: running lines repeat in\n%.300s", name, got)
		}
	}
}
