package webpage_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"regexp"
	"strings"
	"testing"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/en16931/display"
	"github.com/docketapi/docket/internal/en16931/webpage"
)

func page(t *testing.T, inv *en16931.Invoice, lang display.Language, terms bool) string {
	t.Helper()
	var b bytes.Buffer
	if err := webpage.Write(&b, display.Of(inv, lang), terms); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func invoice() *en16931.Invoice {
	return &en16931.Invoice{
		Number: "<script>alert(1)</script>", TypeCode: "381", Currency: "EUR", IssueDate: en16931.MustDate("2026-04-14"),
		Seller: en16931.Party{Name: `"><img src=x onerror=alert(1)>`}, Buyer: en16931.Party{Name: "שלום בע״מ"},
		Lines:  []en16931.Line{{ID: "1", Name: "</style><b>", Description: "{{.}}", Net: en16931.MustDecimal("-1234567.891")}},
		Totals: en16931.Totals{Gross: en16931.MustDecimal("1488.88")},
	}
}

// TestThePageHasNothingOfTheInvoicesAsMarkup holds the page to its own elements, whatever texts the invoice has.
func TestThePageHasNothingOfTheInvoicesAsMarkup(t *testing.T) {
	t.Parallel()
	got := page(t, invoice(), display.English, true)
	own := regexp.MustCompile(`^</?(html|head|meta|title|style|body|header|h1|h2|p|bdi|main|section|dl|div|dt|dd|table|thead|tbody|tr|th|td|span)\b|^<!doctype`)
	for _, tag := range regexp.MustCompile(`<[^>]*>`).FindAllString(got, -1) {
		if !own.MatchString(tag) || strings.Contains(tag, "onerror") || strings.Contains(tag, "style=") || strings.Contains(tag, "href") {
			t.Errorf("the page has %s", tag)
		}
	}
}

// TestThePolicyKnowsTheStyle holds the policy to the style that is in the page.
func TestThePolicyKnowsTheStyle(t *testing.T) {
	t.Parallel()
	_, rest, _ := strings.Cut(page(t, invoice(), display.English, false), "<style>")
	style, _, found := strings.Cut(rest, "</style>")
	sum := sha256.Sum256([]byte(style))
	if !found || !strings.Contains(webpage.Policy(), "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'") || strings.Contains(webpage.Policy(), "unsafe") {
		t.Errorf("the policy is %s", webpage.Policy())
	}
}

func TestLanguagesAndTerms(t *testing.T) {
	t.Parallel()
	for lang, want := range map[display.Language][]string{
		display.English: {"Credit note", "-1,234,567.891", "1,488.88\u00a0EUR", "2026-04-14", `lang="en"`},
		display.German:  {"Gutschrift", "-1.234.567,891", "1.488,88\u00a0EUR", "14.04.2026", `lang="de"`},
		display.French:  {"Avoir", "-1\u00a0234\u00a0567,891", "1\u00a0488,88\u00a0EUR", "14/04/2026", `lang="fr"`},
	} {
		got := page(t, invoice(), lang, false)
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%s lacks %q", lang, w)
			}
		}
		if strings.Contains(got, "BT-112") || !strings.Contains(page(t, invoice(), lang, true), "BT-112") {
			t.Errorf("%s: the terms are not those that were asked for", lang)
		}
	}
}
