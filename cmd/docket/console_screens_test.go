package main_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/examples"
	"github.com/docketapi/docket/gen/axe"
	"github.com/docketapi/docket/internal/reading/testkit"
)

// screen is a place of the console, what is there once it is whole, and what is done there before it is looked at.
type screen struct{ name, path, whole, click string }

// furnished is a workspace with something on every screen, and the screens.
func furnished(t *testing.T, p *process) []screen {
	t.Helper()
	c := client(t, p)
	read(t, c, "invoice.xml", examples.InvoiceXML)
	pdf := read(t, c, "invoice.pdf", examples.InvoicePDF)
	doubtful := read(t, c, "doubtful.pdf", testkit.TextPDF([]string{"Birkenhof Catering GmbH", "Invoice BC-7731", "Date 12.05.2026",
		"Net 200.00 EUR", "VAT 19 % 38.00 EUR", "Total 240.00 EUR"}))
	review := "/invoices/" + pdf.ID.String()
	return []screen{
		{"inbox", "/inbox", "tbody tr, .empty", ""},
		{"invoices", "/invoices", "tbody tr", ""},
		{"columns", "/invoices", "tbody tr", ".choice summary"},
		{"review", review, ".sheet img", "details:last-child summary"},
		{"doubtful", "/invoices/" + doubtful.ID.String(), ".sheet img", ""},
		{"reject", "/invoices/" + doubtful.ID.String(), ".sheet img", ".acts .danger"},
		{"sellers", "/sellers", "tbody tr", ""},
		{"seller", "/sellers?name=" + url.QueryEscape(*pdf.Data.Seller.Name), "svg.bars", ""},
		{"documents", "/documents", "tbody tr", ""},
		{"document", "/documents/" + pdf.DocumentID.String() + "?page=%221%22&boxes=%221%3A0.1%2C0.1%2C0.4%2C0.2%22", ".sheet rect.hit", ""},
		{"search", "/search?q=Nordwind", "ol li", ""},
		{"chat", "/chat?c=" + talk(t, p), ".bubble summary", ".bubble summary"},
		{"jobs", "/jobs", "tbody tr", ""},
		{"settings", "/settings", "#keys", ""},
	}
}

// TestConsoleScreens holds every screen to what is asked of all: no finding of axe in light and dark, no sideways scrolling at 360
// pixels and at twice the size, and nothing that jumps while it comes.
func TestConsoleScreens(t *testing.T) { //nolint:tparallel // its parts share one window
	t.Parallel()
	p, _ := served(t)
	screens := append(furnished(t, p), screen{name: "sign in", path: "/", whole: "input[name=key]"})
	open := browser(t, p)
	for _, scheme := range []string{"light", "dark"} {
		b := open(t)
		b.scheme(scheme)
		b.signIn(testKey)
		for _, s := range screens {
			t.Run(s.name+" "+scheme, func(t *testing.T) { look(t, b, s) })
		}
	}
}

func look(t *testing.T, b tab, s screen) {
	b.t = t
	if s.name == "sign in" {
		b.do(chromedp.Evaluate[chromedp.Void]("sessionStorage.clear()"))
	}
	b.do(chromedp.EmulateViewport(1280, 860))
	b.open(s.path)
	b.shows(s.whole)
	if s.click != "" {
		b.click(s.click)
	}
	b.do(chromedp.Evaluate[chromedp.Void](axe.Script))
	for _, fault := range eval[[]string](b, `axe.run({resultTypes: ["violations"]}).then(r => r.violations.map(v => v.id + " (" + v.impact + "): " +
		v.nodes.slice(0, 3).map(n => n.target.join(" ") + " " + (n.any[0]?.message ?? n.failureSummary)).join("; ")))`) {
		t.Errorf("axe: %s", fault)
	}
	if jumps := eval[shifts](b, layoutShift); jumps.Sum > 0.05 {
		t.Errorf("what is shown jumps while it comes: %.3f: %s", jumps.Sum, strings.Join(jumps.What, "; "))
	}
	for _, w := range []struct{ width, height int64 }{{640, 430}, {360, 740}} { // 1280 pixels at 200 %, and a small phone
		b.do(chromedp.EmulateViewport(w.width, w.height))
		if beyond := eval[string](b, sideways); beyond != "" {
			t.Errorf("at %d pixels it goes sideways: %s", w.width, beyond)
		}
	}
}

// shifts is how much moved, as browsers count it, and what.
type shifts struct {
	Sum  float64
	What []string
}

// layoutShift sums what moved without somebody's doing since the page was opened.
const layoutShift = `new Promise(resolve => {
	const found = {Sum: 0, What: []};
	const watch = new PerformanceObserver(list => {
		for (const e of list.getEntries()) if (!e.hadRecentInput) {
			found.Sum += e.value;
			found.What.push(e.value.toFixed(3) + " " + e.sources.map(s => s.node?.nodeName + "." + s.node?.className + " from " + s.previousRect.y + " to " + s.currentRect.y).join(", "));
		}
	});
	watch.observe({type: "layout-shift", buffered: true});
	setTimeout(() => resolve(found), 50);
})`

// sideways names what is wider than the window, but for what scrolls within itself.
const sideways = `(() => {
	const root = document.scrollingElement, main = document.querySelector("main");
	if (root.scrollWidth <= innerWidth && main.scrollWidth <= main.clientWidth) return "";
	const wide = [...document.querySelectorAll("main *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".scroll-x"));
	return root.scrollWidth + " and " + main.scrollWidth + ": " + wide.slice(0, 5).map(e => e.tagName + "." + e.className + " " + e.innerText?.slice(0, 30)).join(", ");
})()`

// TestConsoleShowsTenThousandInvoices opens long lists: the page stays small, however much there is.
func TestConsoleShowsTenThousandInvoices(t *testing.T) {
	t.Parallel()
	p, database := served(t)
	read(t, client(t, p), "invoice.xml", examples.InvoiceXML)
	multiply(t, database, 10_000)
	b := browser(t, p)(t)
	b.signIn(testKey)
	for _, path := range []string{"/invoices", "/inbox?status=ready"} {
		b.open(path)
		b.shows("tbody tr")
		for range 4 { // some hundred of them
			before := eval[int](b, rowsKnown)
			b.push("Show more")
			b.until(fmt.Sprintf("%s > %d", rowsKnown, before))
		}
		if n := eval[int](b, `document.querySelectorAll("*").length`); n > 2_000 {
			t.Errorf("%s: %d elements", path, n)
		}
	}
}

// rowsKnown is how many invoices a list knows of: all its rows, or what its pager says.
const rowsKnown = `Number(/ of ([\d,]+)/.exec(document.querySelector("main").innerText)?.[1].replace(",", "") ?? document.querySelectorAll("tbody tr").length)`

// multiply makes copies of the only invoice.
func multiply(t *testing.T, database string, copies int) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	_, err = conn.Exec(t.Context(), `INSERT INTO invoices SELECT (jsonb_populate_record(i, jsonb_build_object('id', gen_random_uuid(),
		'batch_id', gen_random_uuid(), 'number', 'C-' || n, 'duplicate_key', NULL, 'created_at', i.created_at - n * interval '1 minute'))).*
		FROM invoices i, generate_series(1, $1) n`, copies)
	if err != nil {
		t.Fatal(err)
	}
}

// talk is the id of a conversation with a question and its answer.
func talk(t *testing.T, p *process) string {
	t.Helper()
	made := p.do(t.Context(), http.MethodPost, "/v2/chatbot/conversations", "application/json", []byte("{}"))
	id := field(t, made, "id")
	asked := p.do(t.Context(), http.MethodPost, "/v2/chatbot/conversations/"+id+"/messages", "application/json",
		[]byte(`{"message": "What is the total of invoice `+number+`?"}`), "Prefer", "wait=30")
	field(t, asked, "id")
	return id
}

// field is a text of an answer's body.
func field(t *testing.T, res *http.Response, name string) string {
	t.Helper()
	defer res.Body.Close()
	var body map[string]any
	if err := json.NewDecoder(res.Body).Decode(&body); err != nil {
		t.Fatal(err)
	}
	v, is := body[name].(string)
	if !is {
		t.Fatalf("no %s in %d %v", name, res.StatusCode, body)
	}
	return v
}
