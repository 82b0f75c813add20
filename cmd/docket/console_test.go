package main_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/docketapi/docket/examples"
	clientv1 "github.com/docketapi/docket/gen/client/v1"
	"github.com/docketapi/docket/internal/reading/testkit"
)

// number is the number of both example invoices: they are one invoice in two forms.
const number = "NW-2026-0417"

// photo is an invoice as a phone sees it.
func photo() []byte {
	return testkit.DrawLines("Birkenhof Catering GmbH", "Lindenweg 4, 20095 Hamburg", "USt-IdNr. DE129274202", "", "Rechnung",
		"Rechnungsnummer: BC-7731", "Rechnungsdatum: 12.05.2026", "", "Pos  Bezeichnung  Menge  Preis  Betrag",
		"1  Mittagessen  10  20,00  200,00", "", "Summe netto 200,00 EUR", "MwSt 19 % 38,00 EUR", "Gesamtbetrag 238,00 EUR").PNG()
}

// fiveKinds are files of different kinds: two invoices that are one, a picture, a text that is none, and a file that is broken.
func fiveKinds(t *testing.T) []string {
	t.Helper()
	handbook, err := os.ReadFile("../../examples/handbook.md")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var paths []string
	for name, content := range map[string][]byte{"north.xml": examples.InvoiceXML, "north.pdf": examples.InvoicePDF, "photo.png": photo(),
		"handbook.md": handbook, "broken.pdf": examples.InvoicePDF[:700]} {
		paths = append(paths, filepath.Join(dir, name))
		if err := os.WriteFile(paths[len(paths)-1], content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return paths
}

// TestConsole walks through the console as people do, in a real browser: the screens on one workspace, one after the other.
func TestConsole(t *testing.T) { //nolint:tparallel // its parts follow each other on one workspace
	t.Parallel()
	p, _ := served(t)
	open := browser(t, p)
	t.Run("sign in", func(t *testing.T) { signInFirst(open(t)) })
	t.Run("sign in by link", func(t *testing.T) { signInByLink(open(t), p) })
	t.Run("drop five files", func(t *testing.T) { dropFive(open(t), fiveKinds(t)) })
	t.Run("duplicate", func(t *testing.T) { seeDuplicate(open(t), p) })
	t.Run("correct by click", func(t *testing.T) { correctByClick(open(t), p) })
	t.Run("approve by keys", func(t *testing.T) { approveByKeys(open(t), p) })
	t.Run("search", func(t *testing.T) { searchToThePage(open(t)) })
	t.Run("ask", func(t *testing.T) { askToTheCitation(open(t), p) })
	t.Run("retry a job", func(t *testing.T) { retryAJob(open(t)) })
	t.Run("a key, a viewer", func(t *testing.T) { makeAKey(open(t), open(t), p) })
}

func signInFirst(b tab) {
	b.open("/invoices?status=ready")
	b.types("input[name=key]", "dk_no_key_of_this_installation\r")
	b.sees("This key is not valid.")
	b.do(chromedp.Evaluate[chromedp.Void](`document.querySelector("input[name=key]").select()`))
	b.types("input[name=key]", testKey+"\r")
	b.shows(".shell")
	b.sees("Invoices")
	if at := b.text("location.pathname + location.search"); at != "/invoices?status=ready" {
		b.t.Errorf("who follows a link and signs in comes to %s", at)
	}
}

// signInByLink comes by an invitation, sets a password, leaves, and comes back with it.
func signInByLink(b tab, p *process) {
	made, err := client(b.t, p).InviteUserWithResponse(b.t.Context(), nil, clientv1.InviteUser{Email: "pia@birkenhof.example", Role: clientv1.RoleAdmin})
	if err != nil || made.JSON201 == nil {
		b.t.Fatalf("invite: %v", err)
	}
	const password = "tall ochre ladders lean"
	b.open("/settings#link=" + made.JSON201.Link.Link)
	b.shows("#password")
	if at := b.text("location.hash"); at != "" {
		b.t.Errorf("the link stays in the address: %s", at)
	}
	b.sees("Audit trail")
	b.sees("user.signed_in")
	b.types("input[name=password]", password+"\r")
	b.sees("The password is set.")
	b.push("Sign out")
	b.push("Sign in with e-mail and password")
	b.types("input[name=email]", "pia@birkenhof.example")
	b.types("input[name=password]", "not her password\r")
	b.sees("The e-mail address or the password is wrong.")
	b.do(chromedp.Evaluate[chromedp.Void](`document.querySelector("input[name=password]").select()`))
	b.types("input[name=password]", password+"\r")
	b.shows(".shell")
}

func dropFive(b tab, files []string) {
	b.signIn(testKey)
	b.sees("Nothing needs a look.")
	b.drop(files...)
	b.sees("5 files done")
	for _, want := range []string{"handbook.md\nFailed", "broken.pdf\nFailed"} {
		b.sees(want)
	}
	b.push("Clear")
	b.until(`!document.querySelector(".uploads")`)
	b.sees("Birkenhof")
}

func seeDuplicate(b tab, p *process) {
	b.signIn(testKey)
	second := invoices(b.t, p, "sort=-created_at&q="+number)
	for _, i := range second {
		if len(i.Duplicates) == 0 {
			continue
		}
		b.open("/invoices/" + i.ID.String())
		b.sees("This invoice seems to have come before")
		b.sees("The other")
		return
	}
	b.t.Errorf("no duplicate among %d", len(second))
}

func correctByClick(b tab, p *process) {
	b.signIn(testKey)
	id := invoiceFrom(b.t, p, clientv1.InvoiceSourceText)
	b.open("/invoices/" + id)
	b.shows(".sheet img")
	b.click("#field-buyer_reference")
	b.until(`document.querySelector("svg.taking")`)
	word := wordOf(b.t, p, id, number)
	// The word's middle, on whatever size the page has.
	b.until(`(() => { const r = document.querySelector(".sheet").getBoundingClientRect(); return r.top >= 0 && r.height > 300; })()`)
	at := eval[[]float64](b, fmt.Sprintf(`(() => { const r = document.querySelector(".sheet svg").getBoundingClientRect(); return [r.left + %f * r.width, r.top + %f * r.height]; })()`,
		(word[0]+word[2])/2, (word[1]+word[3])/2))
	// The page's words come after its picture.
	for b.text(`document.querySelector("#field-buyer_reference").value`) != number {
		b.do(chromedp.MouseClickXY(at[0], at[1]))
		b.until(`document.querySelector("#field-buyer_reference").value === ` + quoted(number) + ` || document.querySelector("svg.taking")`)
	}
	b.push("History")
	b.sees("/buyer_reference: — → " + number)
}

func approveByKeys(b tab, p *process) {
	b.signIn(testKey)
	before := len(invoices(b.t, p, "status=approved"))
	b.until(`document.querySelector("tr.current a")`)
	b.press("\r")
	b.shows(".review")
	at := b.text("location.pathname")
	b.until(`document.activeElement?.matches(".fields-side input, .acts button")`)
	b.press("\x1b") // out of the field
	b.press("a")
	b.until(`document.querySelector(".toast, [role=dialog]")`)
	if eval[bool](b, `Boolean(document.querySelector("[role=dialog] textarea"))`) { // a check fails: say why
		b.press("seen on paper", "\t", "\r")
	}
	b.sees("approved")
	if after := len(invoices(b.t, p, "status=approved")); after != before+1 {
		b.t.Errorf("%d approved, before %d", after, before)
	}
	b.push("Undo")
	b.until("location.pathname === " + quoted(at))
	b.until(`["to check", "ready"].includes(document.querySelector(".review .badge")?.innerText)`)
	if after := len(invoices(b.t, p, "status=approved")); after != before {
		b.t.Errorf("%d approved after it was undone", after)
	}
}

func searchToThePage(b tab) {
	b.signIn(testKey)
	b.open("/search")
	b.types("input[name=q]", "Nordwind\r")
	b.until(`document.querySelector("ol mark")`)
	b.click("ol li a")
	b.shows(".sheet img")
	b.shows(".sheet rect.hit")
}

func askToTheCitation(b tab, p *process) {
	keep(b.t, p, "travel.pdf", testkit.TextPDF([]string{"Travel rules", "A hotel night is paid back up to 120 euros.", "Trains are booked through the travel desk."}))
	b.signIn(testKey)
	b.open("/chat")
	b.types("textarea[name=message]", "What is the total of invoice "+number+"?\r")
	b.sees("1,488.88")
	b.sees("Query that was run")
	b.types("textarea[name=message]", "What do the travel rules say about a hotel night?\r")
	b.sees("120 euros")
	b.until(`![...document.querySelectorAll("button")].some(x => x.textContent === "Stop")`) // the whole answer takes the place of its parts
	b.click(".bubble ol a")
	b.until(`location.pathname.startsWith("/documents/")`)
	b.sees("travel.pdf")
	b.shows(".sheet img")
	b.shows(".sheet rect.hit")
}

// keep uploads a document and waits until it can be found.
func keep(t *testing.T, p *process, name string, content []byte) {
	t.Helper()
	c := client(t, p)
	body, contentType := upload(t, name, content)
	made, err := c.UploadDocumentWithBodyWithResponse(t.Context(), &clientv1.UploadDocumentParams{}, contentType, bytes.NewReader(body))
	if err != nil || made.JSON201 == nil {
		t.Fatalf("upload: %v", err)
	}
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		d, err := c.GetDocumentWithResponse(t.Context(), made.JSON201.ID, &clientv1.GetDocumentParams{})
		if err != nil || d.JSON200 == nil {
			t.Fatalf("document: %v", err)
		}
		if d.JSON200.Index.State == clientv1.IndexStateIndexed {
			return
		}
	}
	t.Fatalf("%s is never indexed", name)
}

func retryAJob(b tab) {
	b.signIn(testKey)
	b.open("/jobs")
	b.sees("Try again")
	attempts := `[...document.querySelectorAll("tbody tr")].filter(r => r.innerText.includes("Try again")).map(r => r.innerText).join("\n")`
	before := b.text(attempts)
	b.push("Try again")
	b.until(attempts + " !== " + quoted(before))
}

func makeAKey(admin, viewer tab, p *process) {
	admin.signIn(testKey)
	admin.open("/settings")
	admin.types("form input[name=name]", "only looks")
	admin.do(chromedp.SetValue("select[name=role]", "viewer"))
	admin.push("Make a key")
	admin.shows("code.secret")
	viewer.signIn(admin.text(`document.querySelector("code.secret").innerText`))
	viewer.open("/invoices/" + invoiceFrom(viewer.t, p, clientv1.InvoiceSourceText))
	viewer.shows("#field-number")
	viewer.until(`document.querySelector("#field-number").readOnly`)
	for _, b := range []string{"Approve", "Reject", "Read again"} {
		if strings.Contains(viewer.text("document.body.innerText"), b) {
			viewer.t.Errorf("a viewer sees %q", b)
		}
	}
	viewer.open("/inbox")
	viewer.sees("Birkenhof")
	if strings.Contains(viewer.text("document.body.innerText"), "Add invoices") {
		viewer.t.Error("a viewer may add no invoices")
	}
	admin.push("Revoke: only looks")
	admin.shows("[role=dialog]")
	admin.press("\r")
	admin.sees("only looks revoked")
	viewer.push("Invoices")
	viewer.shows("input[name=key]")
}

// invoices are those of a list, as the API gives it.
func invoices(t *testing.T, p *process, query string) []clientv1.InvoiceItem {
	t.Helper()
	res := p.do(t.Context(), http.MethodGet, "/v1/invoices?"+query, "", nil)
	defer res.Body.Close()
	var page clientv1.InvoicePage
	if err := json.NewDecoder(res.Body).Decode(&page); err != nil {
		t.Fatal(err)
	}
	return page.Items
}

// invoiceFrom is the id of the invoice that was read from such a source.
func invoiceFrom(t *testing.T, p *process, source clientv1.InvoiceSource) string {
	t.Helper()
	for _, i := range invoices(t, p, "q="+number) {
		if i.Source != nil && *i.Source == source {
			return i.ID.String()
		}
	}
	t.Fatalf("no invoice from %s", source)
	return ""
}

// wordOf is where a word stands on the first page of an invoice's document.
func wordOf(t *testing.T, p *process, invoice, text string) clientv1.Box {
	t.Helper()
	c := client(t, p)
	for _, i := range invoices(t, p, "q="+number) {
		if i.ID.String() != invoice {
			continue
		}
		got, err := c.GetDocumentTextWithResponse(t.Context(), i.DocumentID, &clientv1.GetDocumentTextParams{})
		if err != nil || got.JSON200 == nil {
			t.Fatalf("text: %v", err)
		}
		for _, l := range got.JSON200.Pages[0].Lines {
			for _, w := range l.Words {
				if w.Text == text {
					return w.Box
				}
			}
		}
	}
	t.Fatalf("%s stands nowhere", text)
	return nil
}
