package chat_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/services/chat"
	"github.com/docketapi/docket/internal/services/chat/attribution"
	"github.com/docketapi/docket/internal/services/query"
)

// askedAt is the day of the questions.
var askedAt = time.Date(2026, 7, 15, 10, 0, 0, 0, time.UTC)

// bill is an invoice of the questions' workspace.
type bill struct {
	seller, currency, status string
	issued                   time.Time
	net, tax, gross          decimal.Decimal
}

// sellers of the questions, with their currencies.
var sellers = []struct{ name, currencies string }{
	{"Müller Metallbau GmbH", "EUR"}, {"Müller Transporte KG", "EUR"}, {"Nordlicht Energie AG", "EUR CHF"}, {"Papeterie Lenoir SARL", "EUR"},
	{"Brightwater Logistics Ltd", "GBP EUR"}, {"Kestrel Software Inc.", "USD EUR"}, {"Bäckerei Sonnentau e.K.", "EUR"},
	{"Alpenblick Catering GmbH", "EUR CHF"}, {"Société Durand & Fils", "EUR"}, {"Total Clean Services Ltd", "USD GBP"}, {"Hafenkontor GmbH", "EUR"},
}

// bills makes some hundred invoices from October 2024 on, the same each time.
func bills() []bill {
	random := rand.New(rand.NewPCG(7, 15))
	statuses := []string{"ready", "ready", "approved", "approved", "needs_review", "rejected"}
	var out []bill
	for day := time.Date(2024, 10, 2, 0, 0, 0, 0, time.UTC); day.Before(askedAt); day = day.AddDate(0, 0, 1+random.IntN(3)) {
		for range 1 + random.IntN(2) {
			s := sellers[random.IntN(len(sellers))]
			currencies := strings.Fields(s.currencies)
			net := decimal.New(int64(1000+random.IntN(900000)), -2)
			tax := net.Mul(decimal.New(19, -2)).Round(2)
			out = append(out, bill{s.name, currencies[random.IntN(len(currencies))], statuses[random.IntN(len(statuses))], day, net, tax, net.Add(tax)})
		}
	}
	yesterday := out[len(out)-1]
	yesterday.issued = askedAt.Truncate(24*time.Hour).AddDate(0, 0, -1)
	yesterday.status = "ready"
	return append(out, yesterday)
}

// counters is a stack with the bills in it and the real summary over them.
func counters(t *testing.T, list []bill) *stack {
	t.Helper()
	st := newStack(t, nil)
	for i, b := range list {
		st.addBill(t, st.caller.WorkspaceID, i, b)
	}
	other := st.workspace(t) // its invoices must never count
	for i, b := range list[:20] {
		st.addBill(t, other.WorkspaceID, i, b)
	}
	st.s = st.service(t, st.counting)
	return st
}

func (st *stack) counting(d *chat.Config) {
	d.Queries = query.New(st.pool)
	d.Tools, d.Now = specs, func() time.Time { return askedAt }
}

func (st *stack) addBill(t *testing.T, workspace uuid.UUID, n int, b bill) {
	t.Helper()
	id, document := uuid.Must(uuid.NewV7()), uuid.Must(uuid.NewV7())
	sum := make([]byte, 32)
	copy(sum, document[:])
	number := fmt.Sprintf("R-%05d", n)
	data, err := json.Marshal(map[string]any{"number": number, "type_code": "380", "issue_date": b.issued.Format(time.DateOnly), "currency": b.currency,
		"seller": map[string]any{"name": b.seller}, "totals": map[string]any{"net": b.net.String(), "tax": b.tax.String(), "gross": b.gross.String()}})
	must(t, err)
	_, err = st.pool.Exec(t.Context(), `INSERT INTO documents (id, workspace_id, name, media_type, kind, size, sha256)
		VALUES ($1, $2, 'bill.xml', 'application/xml', 'xml', 1, $3)`, document, workspace, sum)
	must(t, err)
	_, err = st.pool.Exec(t.Context(), `INSERT INTO invoices (id, workspace_id, document_id, batch_id, status, source, data, evidence, checks,
			number, seller_name, issue_date, currency, net, tax, gross)
		VALUES ($1, $2, $3, $1, $4, 'ubl', $5, '[]', '[]', $6, $7, $8, $9, $10, $11, $12)`,
		id, workspace, document, b.status, data, number, b.seller, b.issued, b.currency, b.net, b.tax, b.gross)
	must(t, err)
}

// wanted is what a question of the file means.
type wanted struct {
	question, kind, status, currency, measures string
	sellers                                    []string
	from, to                                   string
	goesOn                                     bool // with the conversation of the question before
}

func readQuestions(t *testing.T, file string) []wanted {
	t.Helper()
	f, err := os.Open(file)
	must(t, err)
	defer f.Close()
	var out []wanted
	for s := bufio.NewScanner(f); s.Scan(); {
		line := strings.TrimSpace(s.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		c := strings.Split(line, "|")
		if len(c) != 8 {
			t.Fatalf("%d columns: %s", len(c), line)
		}
		for i := range c {
			c[i] = strings.TrimSpace(c[i])
		}
		w := wanted{question: c[0], kind: c[1], from: c[3], to: c[4], status: c[5], currency: c[6], measures: c[7]}
		w.question, w.goesOn = strings.CutPrefix(w.question, "+ ")
		if c[2] != "" {
			w.sellers = strings.Split(c[2], " + ")
		}
		out = append(out, w)
	}
	return out
}

// fits tells whether a bill is one of those asked for. Rejected ones count only when they are.
func (w wanted) fits(b bill) bool {
	day := b.issued.Format(time.DateOnly)
	return (len(w.sellers) == 0 || slices.Contains(w.sellers, b.seller)) && (w.from == "" || day >= w.from) && (w.to == "" || day <= w.to) &&
		(w.currency == "" || b.currency == w.currency) && (w.status == b.status || w.status == "" && b.status != "rejected")
}

// numbers are those that the right answer says: the count, and of a sum the amount of each currency.
func (w wanted) numbers(list []bill) (need []string) {
	n, sums := 0, map[string]decimal.Decimal{}
	for _, b := range list {
		if w.fits(b) {
			n++
			value := b.gross
			switch w.measures {
			case "net":
				value = b.net
			case "tax":
				value = b.tax
			}
			sums[b.currency] = sums[b.currency].Add(value)
		}
	}
	if n == 0 {
		return nil
	}
	need = append(need, fmt.Sprint(n))
	if w.kind == "sum" {
		for _, d := range sums {
			need = append(need, strings.TrimSuffix(strings.TrimRight(d.StringFixed(2), "0"), "."))
		}
	}
	return need
}

// score tells whether an answer is right, and whether it says a number that is wrong.
func (w wanted) score(m chat.Message, list []bill) (right, wrong bool) {
	counted := slices.ContainsFunc(m.Tools, func(t chat.ToolUse) bool { return t.Name == chat.ToolQuery })
	switch w.kind {
	case "passages":
		return !counted, counted
	case "ambiguous":
		return !counted && strings.Contains(m.Text, "Müller Metallbau GmbH") && strings.Contains(m.Text, "Müller Transporte KG"), counted
	}
	if !counted {
		return false, false
	}
	said := attribution.FactsOf(m.Text).Numbers
	need := w.numbers(list)
	for _, n := range need {
		if !slices.ContainsFunc(said, func(s attribution.Number) bool { return slices.Contains(s.Values, n) }) {
			return false, true
		}
	}
	for _, s := range said {
		isYear := strings.HasPrefix(s.Text, "20") && len(s.Text) == 4
		if !isYear && !slices.ContainsFunc(s.Values, func(v string) bool { return slices.Contains(need, v) }) {
			return false, true
		}
	}
	for _, s := range w.sellers {
		if !strings.Contains(m.Text, s) {
			return false, true
		}
	}
	return (w.currency == "" || strings.Contains(m.Text, w.currency)) && (len(need) > 0 || strings.Contains(m.Text, "no ") ||
		strings.Contains(m.Text, "keine") || strings.Contains(m.Text, "aucune")), false
}

func TestCountingQuestions(t *testing.T) {
	t.Parallel()
	list := bills()
	st := counters(t, list)
	files, err := filepath.Glob("testdata/questions*.txt")
	must(t, err)
	for _, file := range files {
		right, wrong, all := 0, 0, readQuestions(t, file)
		var conversation uuid.UUID
		for _, w := range all {
			if !w.goesOn {
				conversation = st.conversation(t)
			}
			m, err := st.s.Ask(t.Context(), st.caller, chat.AskInput{Conversation: conversation, Text: w.question}, nil)
			must(t, err)
			ok, bad := w.score(m, list)
			if ok {
				right++
			} else {
				t.Logf("%s\n  want %+v %v\n  got  %s", w.question, w, w.numbers(list), m.Text)
			}
			if bad {
				wrong++
				t.Errorf("%s: a wrong number: %s", w.question, m.Text)
			}
		}
		share := float64(right) / float64(len(all))
		t.Logf("%s: %d of %d right (%.1f %%), %d declined, %d wrong numbers", file, right, len(all), 100*share, len(all)-right-wrong, wrong)
		if share < 0.9 {
			t.Errorf("%s: %.1f %% right, want at least 90", file, 100*share)
		}
	}
}

func summaryScopes(p auth.Principal, scopes ...string) auth.Principal {
	p.Scopes = scopes
	return p
}

func TestCountingNeedsItsScope(t *testing.T) {
	t.Parallel()
	st := counters(t, bills()[:30])
	m, err := st.s.Ask(t.Context(), summaryScopes(st.caller, "documents:read"), chat.AskInput{Text: "How many invoices are approved?"}, nil)
	must(t, err)
	if len(m.Tools) != 0 {
		t.Errorf("counted without invoices:read: %s", m.Text)
	}
}

func TestCountingGoesOn(t *testing.T) {
	t.Parallel()
	list := bills()
	st := counters(t, list)
	id := st.conversation(t)
	for _, w := range []wanted{
		{question: "Wie viele Rechnungen hatten wir 2025 von Hafenkontor?", kind: "count", sellers: []string{"Hafenkontor GmbH"}, from: "2025-01-01", to: "2025-12-31"},
		{question: "Und 2026?", kind: "count", sellers: []string{"Hafenkontor GmbH"}, from: "2026-01-01", to: "2026-12-31"},
		{question: "Und wie hoch ist die Summe?", kind: "sum", sellers: []string{"Hafenkontor GmbH"}, from: "2026-01-01", to: "2026-12-31"},
		{question: "How much did we pay Durand in 2025?", kind: "sum", sellers: []string{"Société Durand & Fils"}, from: "2025-01-01", to: "2025-12-31"},
		{question: "And Hafenkontor?", kind: "sum", sellers: []string{"Hafenkontor GmbH"}, from: "2025-01-01", to: "2025-12-31"},
	} {
		m, err := st.s.Ask(t.Context(), st.caller, chat.AskInput{Conversation: id, Text: w.question}, nil)
		must(t, err)
		if right, _ := w.score(m, list); !right {
			t.Errorf("%s: %s, want %v", w.question, m.Text, w.numbers(list))
		}
	}
}
