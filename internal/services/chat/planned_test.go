package chat_test

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/services/chat"
)

// papers of the planned questions: number, type, issue and due date, seller, VAT id, currency, net, tax, gross, IBAN, lines as
// name=net.
const papers = `
OS-25-01|380|2025-02-10|2025-03-12|Ostwind Strom GmbH|DE111|EUR|1000|190|1190|DE02120300000000202051|Strom Hochtarif=900;Grundgebühr=100
OS-25-02|380|2025-08-20|2025-09-19|Ostwind Strom GmbH|DE111|EUR|2000|380|2380|DE02120300000000202051|Strom Hochtarif=1900;Grundgebühr=100
OS-26-01|380|2026-02-11|2026-03-13|Ostwind Strom GmbH|DE111|EUR|1500|285|1785|DE02120300000000202051|Strom Niedertarif=1400;Grundgebühr=100
OS-26-02|381|2026-03-01||Ostwind Strom GmbH|DE111|EUR|200|38|238|DE02120300000000202051|Strom Niedertarif=200
OG-26-01|380|2026-01-15|2026-02-14|Ostwind Gas GmbH|DE111|EUR|800|152|952|DE02120300000000202051|Erdgas kWh=800
QN-0017|380|2025-11-05|2025-12-05|Quai du Nord SARL|FR40303265045|EUR|300|60|360|FR1420041010050500013M02606|Location de salle=250;Câble réseau=50
QN-0021|380|2026-04-04|2026-05-04|Quai du Nord SARL|FR40303265045|EUR|450|90|540|FR1420041010050500013M02606|Câble réseau 20 m=450
QN-0022|381|2026-04-20||Quai du Nord SARL|FR40303265045|EUR|50|10|60|FR1420041010050500013M02606|Câble réseau=50
KB/7001|380|2026-05-05|2026-06-04|Kranich Büro e.K.|DE222|EUR|120.50|22.90|143.40||Druckerpapier A4=100.50;Toner schwarz=20
KB/7002|380|2026-06-15|2026-07-15|Kranich Büro e.K.|DE222|EUR|80|15.20|95.20||Toner schwarz=80
LF-301|380|2026-01-20|2026-02-19|Larch & Finch Catering Ltd|GB333|GBP|500|100|600||Lunch buffet=500
LF-302|380|2026-06-30|2026-07-30|Larch & Finch Catering Ltd|GB333|GBP|700|140|840||Lunch buffet=400;Staff hours=300
MP-9|380|2025-12-12|2026-01-11|Muller Papers Inc.|US444|USD|650|0|650||Copy paper, pallet=650
MP-12|380|2026-03-03|2026-04-02|Muller Papers Inc.|US444|USD|250|0|250||Copy paper=250
P-2026-4|380|2026-05-20|2026-06-19|Müller Papier AG|CH555|CHF|5200|421.20|5621.20||Karton=5200
P-2026-9|380|2026-07-01|2026-07-31|Müller Papier AG|CH555|CHF|90|7.29|97.29||Karton=90`

func (st *stack) addPaper(t *testing.T, c []string) {
	t.Helper()
	id, document := uuid.Must(uuid.NewV7()), uuid.Must(uuid.NewV7())
	var lines []map[string]string
	for _, l := range strings.Split(c[11], ";") {
		name, net, _ := strings.Cut(l, "=")
		lines = append(lines, map[string]string{"name": name, "net": net})
	}
	all := map[string]any{"number": c[0], "lines": lines}
	if c[10] != "" {
		all["payment"] = map[string]any{"accounts": []any{map[string]string{"iban": c[10]}}}
	}
	data, err := json.Marshal(all)
	must(t, err)
	_, err = st.pool.Exec(t.Context(), `INSERT INTO documents (id, workspace_id, name, media_type, kind, size, sha256)
		VALUES ($1, $2, 'bill.xml', 'application/xml', 'xml', 1, $3)`, document, st.caller.WorkspaceID, append(document[:], document[:]...))
	must(t, err)
	_, err = st.pool.Exec(t.Context(), `INSERT INTO invoices (id, workspace_id, document_id, batch_id, status, source, data, evidence, checks, number, type_code,
			issue_date, due_date, seller_name, seller_vat_id, currency, net, tax, gross)
		VALUES ($1, $2, $3, $1, 'ready', 'ubl', $4, '[]', '[]', $5, $6, $7::date, nullif($8, '')::date, $9, $10, $11, $12::numeric, $13::numeric, $14::numeric)`,
		id, st.caller.WorkspaceID, document, data, c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8], c[9])
	must(t, err)
}

// TestPlannedQuestions asks what an accountant types. No answer may say what it must not, and what cannot be known is declined.
func TestPlannedQuestions(t *testing.T) {
	t.Parallel()
	st := counters(t, bills()[:20])
	st.caller = st.workspace(t)
	for _, line := range strings.Split(strings.TrimSpace(papers), "\n") {
		st.addPaper(t, strings.Split(line, "|"))
	}
	f, err := os.Open("testdata/planned.txt")
	must(t, err)
	defer f.Close()
	var conversation uuid.UUID
	right, all := 0, 0
	for s := bufio.NewScanner(f); s.Scan(); {
		line := s.Text()
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		c := strings.SplitN(line, "|", 3)
		question, goesOn := strings.CutPrefix(strings.TrimSpace(c[0]), "+ ")
		question, refused := strings.CutPrefix(question, "! ")
		if !goesOn {
			conversation = st.conversation(t)
		}
		m, err := st.s.Ask(t.Context(), st.caller, chat.AskInput{Conversation: conversation, Text: question}, nil)
		must(t, err)
		if all++; fits(m, refused, c[1], c[2]) {
			right++
			continue
		}
		t.Errorf("%s: %s %q\n want %s, not %s", question, m.Outcome, m.Text, c[1], c[2])
	}
	t.Logf("%d of %d", right, all)
}

func fits(m chat.Message, refused bool, must, none string) bool {
	if refused {
		return m.Outcome == chat.Declined && len(m.Tools) == 0
	}
	m.Text = strings.ReplaceAll(m.Text, "\u202f", " ")
	for _, w := range strings.Split(must, ";") {
		if !strings.Contains(m.Text, strings.TrimSpace(w)) {
			return false
		}
	}
	for _, w := range strings.Split(none, ";") {
		if w = strings.TrimSpace(w); w != "" && strings.Contains(m.Text, w) {
			return false
		}
	}
	return true
}

// TestQuestionsBecomeQueries holds that a question is understood as the very query that answers it.
func TestQuestionsBecomeQueries(t *testing.T) {
	t.Parallel()
	st := counters(t, bills()[:60])
	f, err := os.Open("testdata/queries.txt")
	must(t, err)
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		want := strings.Split(s.Text(), " | ")
		if strings.HasPrefix(want[0], "#") {
			continue
		}
		m, _ := st.ask(t, want[0])
		got := []string{want[0]}
		for _, use := range m.Tools {
			got = append(got, use.Arguments)
		}
		if !slices.Equal(got, want) || m.Outcome != chat.Answered {
			t.Errorf("%s: %s\n got %v\nwant %v", want[0], m.Outcome, got[1:], want[1:])
		}
	}
}
