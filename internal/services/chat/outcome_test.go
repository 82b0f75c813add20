package chat_test

import (
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/services/chat"
)

// headings are what documents say without answering anything.
const headings = "Invoice R-2031-77\n\nSuppliers\n\nTotals\n\nNet total\n\nNotice period: six weeks to the end of a quarter.\n\nOrder R-2031-78 was cancelled by phone."

func TestOutcomes(t *testing.T) {
	t.Parallel()
	st := counters(t, bills()[:40])
	st.put(headings)
	for _, c := range []struct {
		question string
		outcome  chat.Outcome
		says     string
	}{
		{"Hello!", chat.Answered, "Ask me"},
		{"Guten Tag", chat.Answered, "Frag mich"},
		{"Merci beaucoup", chat.Answered, "Interrogez-moi"},
		{"How many invoices did we get from Hafenkontor?", chat.Answered, "Hafenkontor GmbH"},
		{"How much did we pay Hafenkontor?", chat.Answered, "payments are not recorded"},
		{"Wie viel haben wir Hafenkontor gezahlt?", chat.Answered, "Zahlungen sind nicht erfasst"},
		{"Combien avons-nous payé à Hafenkontor ?", chat.Answered, "paiements ne sont pas enregistrés"},
		{"How much did Hafenkontor invoice us?", chat.Answered, "Hafenkontor GmbH"},
		{"Rank our suppliers by their longest delay", chat.Declined, "I cannot work that out"},
		{"Wie hoch ist der durchschnittliche Rabatt?", chat.Declined, "kann ich nicht ermitteln"},
		{"Résume nos factures", chat.Declined, "Je ne peux pas le déterminer"},
		{"Summarize the totals", chat.Declined, "I cannot work that out"},
		{"Total of all invoices converted to EUR", chat.Declined, "exchange rates are not recorded"},
		{"Wie viel ist das umgerechnet in Euro?", chat.Declined, "Wechselkurse sind nicht erfasst"},
		{"What was our revenue in 2025?", chat.Declined, "not your own sales"},
		{"How many invoices are overdue?", chat.Declined, "payments are not recorded"},
		{"Welche Rechnungen sind offen?", chat.Declined, "Zahlungen sind nicht erfasst"},
		{"Combien de factures sont impayées ?", chat.Declined, "les paiements ne sont pas enregistrés"},
		{"What is the notice period?", chat.Quoted, "six weeks"},
		{"Was order R-2031-79 cancelled by phone?", chat.NothingFound, "found nothing"},
		{"Was order R-2031-78 cancelled?", chat.Quoted, "by phone"},
		{"Where is invoice R-2031-77?", chat.NothingFound, "found nothing"},
	} {
		m, _ := st.ask(t, c.question)
		if m.Outcome != c.outcome || !strings.Contains(m.Text, c.says) {
			t.Errorf("%s: %s %q, want %s with %q", c.question, m.Outcome, m.Text, c.outcome, c.says)
		}
		if m.Outcome != chat.Quoted && len(m.Citations) > 0 {
			t.Errorf("%s: %s with %d quotes", c.question, m.Outcome, len(m.Citations))
		}
		if kept, err := st.s.FindMessage(t.Context(), st.caller, m.ConversationID, m.ID); err != nil || kept.Outcome != c.outcome {
			t.Errorf("%s: kept as %q, %v", c.question, kept.Outcome, err)
		}
	}
	st.shelf.pending = 2
	if m, _ := st.ask(t, "Where is the printer?"); m.Outcome != chat.NotIndexedYet {
		t.Errorf("while documents are read: %s", m.Outcome)
	}
}
