package fields_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/lang/identifier"
	"github.com/docketapi/docket/internal/reading/fields"
	"github.com/docketapi/docket/internal/reading/pages"
)

// speech is what an invented invoice says in one language.
type speech struct {
	Lang, Country, Currency, Decimal, Date         string
	Title, Number, Issued, Due, Seller, Buyer, Vat string
	Net, Tax, Gross, Rate                          string
	Columns, Items                                 []string
	SellerName                                     string `json:"seller_name"`
	SellerStreet                                   string `json:"seller_street"`
	SellerPlace                                    string `json:"seller_place"`
	BuyerName                                      string `json:"buyer_name"`
	BuyerStreet                                    string `json:"buyer_street"`
	BuyerPlace                                     string `json:"buyer_place"`
	SellerVat                                      string `json:"seller_vat"`
	BuyerVat                                       string `json:"buyer_vat"`
	Bban                                           string
}

// sums are the invented invoice's amounts: 4 x 25.50 + 1 x 1148.00.
type sums struct{ net, tax, gross string }

func (s speech) sums() sums {
	net := en16931.MustDecimal("1250.00").Value()
	tax := net.Mul(en16931.MustDecimal(s.Rate).Value()).Shift(-2).Round(2)
	return sums{net.StringFixed(2), tax.StringFixed(2), net.Add(tax).StringFixed(2)}
}

// money writes 1250.00 as the language does.
func (s speech) money(plain string) string {
	whole, cents, _ := strings.Cut(plain, ".")
	group := "."
	if s.Decimal == "." {
		group = ","
	}
	if n := len(whole); n > 3 {
		whole = whole[:n-3] + group + whole[n-3:]
	}
	return whole + s.Decimal + cents
}

func (s speech) iban() string {
	for check := 2; check < 99; check++ {
		if iban := fmt.Sprintf("%s%02d%s", s.Country, check, s.Bban); identifier.ValidIBAN(iban) {
			return iban
		}
	}
	return ""
}

var (
	issued = time.Date(2025, 3, 4, 0, 0, 0, 0, time.UTC)
	due    = time.Date(2025, 4, 18, 0, 0, 0, 0, time.UTC)
)

func (s speech) day(t time.Time) string {
	text := t.Format(s.Date)
	return text
}

func (s speech) items(sh *sheet, row int) {
	sh.put(row, 8, s.Columns[0])
	for i, end := range []int{55, 72, 90} {
		sh.putRight(row, end, s.Columns[i+1])
	}
	for i, cells := range [][]string{{"4", "25.50", "102.00"}, {"1", "1148.00", "1148.00"}} {
		sh.put(row+1+i, 8, s.Items[i])
		sh.putRight(row+1+i, 55, cells[0])
		sh.putRight(row+1+i, 72, s.money(cells[1]))
		sh.putRight(row+1+i, 90, s.money(cells[2]))
	}
}

func (s speech) totals(sh *sheet, row int) {
	a := s.sums()
	for i, l := range [][2]string{{s.Net, a.net}, {s.Tax + " " + s.Rate + " %", a.tax}, {s.Gross, a.gross}} {
		sh.put(row+i, 55, l[0])
		sh.putRight(row+i, 90, s.money(l[1])+" "+s.Currency)
	}
}

// letter has the sender above, the recipient's address to the left, the numbers to the right and the bank in the footer.
func (s speech) letter() pages.Page {
	sh := newSheet(1)
	sh.put(2, 8, s.SellerName)
	sh.put(3, 8, s.SellerStreet)
	sh.put(4, 8, s.SellerPlace)
	sh.put(10, 8, s.SellerName+", "+s.SellerStreet+", "+s.SellerPlace)
	sh.put(12, 8, s.BuyerName)
	sh.put(13, 8, s.BuyerStreet)
	sh.put(14, 8, s.BuyerPlace)
	for i, l := range [][2]string{{s.Number, "2025-0815"}, {s.Issued, s.day(issued)}, {s.Due, s.day(due)}} {
		sh.put(12+i, 55, l[0]+":")
		sh.put(12+i, 80, l[1])
	}
	sh.put(20, 8, s.Title)
	s.items(sh, 24)
	s.totals(sh, 30)
	sh.put(66, 8, s.SellerName)
	sh.put(66, 45, s.Vat+" "+s.SellerVat)
	sh.put(67, 45, "IBAN "+s.iban())
	return sh.page
}

// form has headings over both parties and a row of labels over a row of values.
func (s speech) form() pages.Page {
	sh := newSheet(1)
	sh.put(2, 8, s.Title)
	for i, l := range []string{s.Seller + ":", s.SellerName, s.SellerStreet, s.SellerPlace, s.Vat + ": " + s.SellerVat} {
		sh.put(5+i, 8, l)
	}
	for i, l := range []string{s.Buyer + ":", s.BuyerName, s.BuyerStreet, s.BuyerPlace, s.Vat + ": " + s.BuyerVat} {
		sh.put(5+i, 55, l)
	}
	for i, l := range [][2]string{{s.Number, "2025-0815"}, {s.Issued, s.day(issued)}, {s.Due, s.day(due)}} {
		sh.put(13, 8+i*28, l[0])
		sh.put(14, 8+i*28, l[1])
	}
	s.items(sh, 18)
	s.totals(sh, 24)
	sh.put(30, 8, "IBAN: "+s.iban())
	return sh.page
}

// plain writes one label and value after the other.
func (s speech) plain() pages.Page {
	sh := newSheet(1)
	a := s.sums()
	for i, l := range []string{
		s.SellerName, s.SellerStreet, s.SellerPlace, s.Vat + ": " + s.SellerVat, "",
		s.Buyer + ": " + s.BuyerName, s.BuyerStreet, s.BuyerPlace, "",
		s.Title, s.Number + ": 2025-0815", s.Issued + ": " + s.day(issued), s.Due + ": " + s.day(due), "",
		s.Net + ": " + s.money(a.net) + " " + s.Currency, s.Tax + " " + s.Rate + "%: " + s.money(a.tax) + " " + s.Currency,
		s.Gross + ": " + s.money(a.gross) + " " + s.Currency, "", "IBAN: " + s.iban(),
	} {
		sh.put(3+i, 8, l)
	}
	return sh.page
}

func TestReadsEveryLanguageInThreeLayouts(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/languages.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []speech
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	if len(all) < 11 {
		t.Fatalf("only %d languages", len(all))
	}
	for _, s := range all {
		for name, page := range map[string]pages.Page{"letter": s.letter(), "form": s.form(), "plain": s.plain()} {
			t.Run(s.Lang+"/"+name, func(t *testing.T) {
				t.Parallel()
				check(t, s, name, fields.Extract([]pages.Page{page}, fields.Options{})[0].Data)
			})
		}
	}
}

func check(t *testing.T, s speech, layout string, got en16931.Invoice) {
	t.Helper()
	a := s.sums()
	iban := ""
	if got.Payment != nil && len(got.Payment.Accounts) > 0 {
		iban = got.Payment.Accounts[0].IBAN
	}
	want := map[string][2]string{
		"number": {"2025-0815", got.Number}, "issue date": {"2025-03-04", got.IssueDate.String()},
		"due date": {"2025-04-18", got.DueDate.String()}, "currency": {s.Currency, got.Currency},
		"seller": {s.SellerName, got.Seller.Name}, "buyer": {s.BuyerName, got.Buyer.Name},
		"seller VAT": {s.SellerVat, got.Seller.VATID}, "IBAN": {s.iban(), iban}, "net": {a.net, got.Totals.Net.String()},
		"tax": {a.tax, got.Totals.Tax.String()}, "gross": {a.gross, got.Totals.Gross.String()},
	}
	if layout == "form" {
		want["buyer VAT"] = [2]string{s.BuyerVat, got.Buyer.VATID}
	}
	for field, w := range want {
		if w[0] != w[1] {
			t.Errorf("%s: got %q, want %q", field, w[1], w[0])
		}
	}
	if layout != "plain" && len(got.Lines) != 2 {
		t.Errorf("got %d lines, want 2", len(got.Lines))
	}
}
