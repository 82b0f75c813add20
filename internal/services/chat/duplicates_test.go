package chat_test

import (
	"strings"
	"testing"
)

// TestListNamesTheOneThatCounts: of invoices that are the same a list shows one, and says how many it leaves out.
func TestListNamesTheOneThatCounts(t *testing.T) {
	t.Parallel()
	st := counters(t, bills()[:20])
	st.caller = st.workspace(t)
	for _, line := range []string{
		"EW-1|380|2026-05-20|2026-06-19|Erlenweg Glas GmbH|DE901|EUR|100|19|119||Glas=100",
		"EW-1|380|2026-05-20|2026-06-19|Erlenweg Glas GmbH|DE901|EUR|100|19|119||Glas=100",
		"EW-1|380|2026-05-20|2026-06-19|Erlenweg Glas GmbH|DE901|EUR|100|19|119||Glas=100",
		"EW-2|380|2026-05-21|2026-06-20|Erlenweg Glas GmbH|DE901|EUR|200|38|238||Glas=200",
	} {
		st.addPaper(t, strings.Split(line, "|"))
	}
	_, err := st.pool.Exec(t.Context(), `UPDATE invoices SET duplicate_key = 'DE901 ' || number WHERE workspace_id = $1`, st.caller.WorkspaceID)
	must(t, err)
	for question, flagged := range map[string]string{
		"List the invoices from Erlenweg Glas GmbH":          "2 more are flagged as duplicates",
		"Show me all invoices of May 2026":                   "2 more are flagged as duplicates",
		"Welche Rechnungen haben wir von Erlenweg Glas GmbH": "2 weitere",
	} {
		m, _ := st.ask(t, question)
		if strings.Count(m.Text, "EW-1") != 1 || strings.Count(m.Text, "EW-2") != 1 || !strings.Contains(m.Text, flagged) {
			t.Errorf("%s: %s", question, m.Text)
		}
	}
	_, err = st.pool.Exec(t.Context(), `UPDATE invoices SET not_duplicate = true WHERE workspace_id = $1`, st.caller.WorkspaceID)
	must(t, err)
	if m, _ := st.ask(t, "List the invoices from Erlenweg Glas GmbH"); strings.Count(m.Text, "EW-1") != 3 || strings.Contains(m.Text, "flagged") {
		t.Errorf("once a person has cleared them: %s", m.Text)
	}
}
