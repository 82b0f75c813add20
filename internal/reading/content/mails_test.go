package content_test

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/docketapi/docket/internal/reading/content"
)

// HTML as mail programs write it: text that is placed by tables, previews that nobody sees, tags of Outlook.
func TestHTMLOfMails(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("Der Termin bleibt bestehen. ", 20)
	for name, c := range map[string]struct{ data, want string }{
		"layout":   {"<html><body><table><tr><td><h1>Versand</h1><p>Guten Tag,</p><p>die Ware <br>kommt.</p></td></tr></table></body></html>", "paragraph0: Versand\nparagraph0: Guten Tag,\nparagraph0: die Ware/kommt.\n"},
		"nested":   {"<html><body><table><tr><td><table><tr><th>Teil</th><th>Zahl</th></tr><tr><td>Rohr</td><td>3</td></tr></table></td></tr></table></body></html>", "row0: Teil: Rohr; Zahl: 3\n"},
		"beside":   {"<html><body><table><tr><td>" + long + "</td><td><p>Rand</p></td></tr></table></body></html>", "paragraph0: " + strings.TrimSpace(long) + "\nparagraph0: Rand\n"},
		"preview":  {"<html><body><div style='display: none;max-height:0'>Vorschau <div>mehr</div> Ende</div><p hidden>weg</p><p>Text</p></body></html>", "paragraph0: Text\n"},
		"Outlook":  {"<html><body><p class=MsoNormal>Die Frist<o:p></o:p> ist um.<o:p>&nbsp;</o:p></p><!--[if mso]><p>nur dort</p><![endif]--></body></html>", "paragraph0: Die Frist ist um.\n"},
		"no image": {"<html><body><p>Bild <img style='display:none'> dahinter</p></body></html>", "paragraph0: Bild dahinter\n"},
		"meta":     {"<html><head><meta charset=windows-1251></head><body><p>\xc4\xe0</p></body></html>", "paragraph0: Да\n"},
	} {
		doc, err := read(t, []byte(c.data), content.HTML)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := show(doc.Blocks); got != c.want {
			t.Errorf("%s: got\n%swant\n%s", name, got, c.want)
		}
	}
}

// spreadsheet is a workbook with one sheet of the rows; what begins with = is a formula whose value was never worked out.
func spreadsheet(t *testing.T, rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, row := range rows {
		for k, v := range row {
			at, err := excelize.CoordinatesToCellName(k+1, i+1)
			if err != nil {
				t.Fatal(err)
			}
			if formula, ok := v.(string); ok && strings.HasPrefix(formula, "=") {
				err = f.SetCellFormula("Sheet1", at, formula)
			} else {
				err = f.SetCellValue("Sheet1", at, v)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	out, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A sheet may have several tables, each with its own columns, forms of names with values, and formulas without a value.
func TestSheets(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		rows [][]any
		want string
	}{
		"second table": {[][]any{{"Kosten 2026"}, {}, {"Schiff", "Öl", "Mannschaft"}, {"Adler", 5, 7}, {"Möwe", 4, 6}, {}, {"Hafen", "Gebühr"}, {"Husum", 81}, {"Wyk", 64}},
			"row0: Kosten 2026\nrow0: Schiff: Adler; Öl: 5; Mannschaft: 7\nrow0: Schiff: Möwe; Öl: 4; Mannschaft: 6\nrow0: Hafen: Husum; Gebühr: 81\nrow0: Hafen: Wyk; Gebühr: 64\n"},
		"with a title between": {[][]any{{"A", "B", "C"}, {"x", 1, 2}, {"Zweiter Teil"}, {"D", "E", "F"}, {"y", 3, 4}},
			"row0: A: x; B: 1; C: 2\nrow0: Zweiter Teil\nrow0: D: y; E: 3; F: 4\n"},
		"gap in a table": {[][]any{{"Teil", "Preis"}, {"Rohr", 3}, {}, {"Ventil", 4}}, "row0: Teil: Rohr; Preis: 3\nrow0: Teil: Ventil; Preis: 4\n"},
		"form": {[][]any{{"Firma", "Nordlicht GmbH"}, {"Vertrag vom", "2026-01-01"}, {"Betrag", 5000}, {"Ort", "Kiel"}},
			"row0: Firma: Nordlicht GmbH\nrow0: Vertrag vom: 2026-01-01\nrow0: Betrag: 5000\nrow0: Ort: Kiel\n"},
		"form with colons": {[][]any{{"Name:", "Kim"}, {"Ort:", "Kiel"}}, "row0: Name: Kim\nrow0: Ort: Kiel\n"},
		"form, then table": {[][]any{{"Firma:", "Nord"}, {"Nummer:", 7}, {}, {"Teil", "Zahl", "Preis"}, {"Rohr", 2, 3}},
			"row0: Firma: Nord\nrow0: Nummer: 7\nrow0: Teil: Rohr; Zahl: 2; Preis: 3\n"},
		"formulas": {[][]any{{"Teil", "Preis"}, {"Rohr", 3}, {"Summe", "=SUM(B2:B2)"}}, "row0: Teil: Rohr; Preis: 3\nrow0: Teil: Summe; Preis: =SUM(B2:B2)\n"},
	} {
		doc, err := read(t, spreadsheet(t, c.rows...), content.XLSX)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := strings.TrimPrefix(show(doc.Blocks), "heading1: Sheet1\n"); got != c.want {
			t.Errorf("%s: got\n%swant\n%s", name, got, c.want)
		}
	}
}
