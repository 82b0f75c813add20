// Package likenesstest makes pages of invoices that are alike, for tests.
package likenesstest

import (
	"math/rand/v2"
	"strings"

	"github.com/docketapi/docket/internal/reading/pages"
)

// Page is a page of lines.
func Page(lines ...string) []pages.Page {
	p := pages.Page{Number: 1}
	for _, l := range lines {
		var line pages.Line
		for _, w := range strings.Fields(l) {
			line.Words = append(line.Words, pages.Word{Text: w})
		}
		p.Lines = append(p.Lines, line)
	}
	return []pages.Page{p}
}

// Letter is an invoice of one seller's template.
func Letter(number, date, month, quantity, net, tax, gross string) []string {
	return []string{
		"Weidenhof Gartenbau KG Am Anger 14 99423 Weimar", "Telefon 03643 558821 Fax 03643 558822 USt-IdNr. DE 284 771 903",
		"Seniorenstift Abendfrieden Lindenallee 7 99425 Weimar",
		"Rechnung Nr. " + number + " vom " + date, "Ihre Kundennummer 10442 Leistungszeitraum " + month,
		"Wir danken für Ihren Auftrag und erlauben uns zu berechnen:",
		"1 Pflege der Außenanlagen nach Vertrag P-2210 " + quantity + " Stunden zu 42,50 EUR " + net + " EUR",
		"Zwischensumme " + net + " EUR", "zuzüglich 19 % Umsatzsteuer " + tax + " EUR", "Rechnungsbetrag " + gross + " EUR",
		"Zahlbar innerhalb von 14 Tagen ohne Abzug auf unser Konto bei der Sparkasse Mittelthüringen",
		"IBAN DE89 3704 0044 0532 0130 00 BIC HELADEF1WEM", "Registergericht Jena HRA 502214 Geschäftsführer Rolf Weide",
	}
}

// Scanned reads lines as recognition might: a share of the words has a wrong character, lines change places.
func Scanned(lines []string, share float64, seed uint64) []string {
	random := rand.New(rand.NewPCG(seed, 1))
	out := make([]string, len(lines))
	for i, l := range lines {
		words := strings.Fields(l)
		for j, w := range words {
			if random.Float64() < share {
				r := []rune(w)
				r[random.IntN(len(r))] = 'x'
				words[j] = string(r)
			}
		}
		out[i] = strings.Join(words, " ")
	}
	out[2], out[1] = out[1], out[2]
	return out
}
