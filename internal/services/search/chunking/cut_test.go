package chunking_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/docketapi/docket/internal/reading/content"
	"github.com/docketapi/docket/internal/services/search/chunking"
)

func words(s string) int { return len(strings.Fields(s)) }

func para(text string) content.Block { return content.Block{Kind: content.Paragraph, Text: text} }

func head(level int, text string) content.Block {
	return content.Block{Kind: content.Heading, Level: level, Text: text}
}

// sentence is n words long.
func sentence(i, n int) string {
	return fmt.Sprintf("Satz%d", i) + strings.Repeat(" wort", n-2) + " ende."
}

func long(sentences, n int) string {
	out := make([]string, sentences)
	for i := range out {
		out[i] = sentence(i, n)
	}
	return strings.Join(out, " ")
}

func TestWhatFitsIsOneChunk(t *testing.T) {
	t.Parallel()
	got := chunking.Cut([]content.Block{head(1, "Wartung"), para("Der Filter wird jährlich getauscht."), head(2, "Teile"), para("Es sind zwei.")}, words)
	if len(got) != 1 || got[0].Text != "Wartung\nDer Filter wird jährlich getauscht.\nTeile\nEs sind zwei." || got[0].Heading != "" || got[0].Language != "de" {
		t.Fatalf("got %+v", got)
	}
}

func TestNothingToSay(t *testing.T) {
	t.Parallel()
	for _, blocks := range [][]content.Block{nil, {para("  \n ")}, {para("")}} {
		if got := chunking.Cut(blocks, words); len(got) != 0 {
			t.Errorf("got %+v", got)
		}
	}
}

func TestWholeSentencesUnderTheirHeadings(t *testing.T) {
	t.Parallel()
	got := chunking.Cut([]content.Block{head(1, "Handbuch"), head(2, "Betrieb"), para(long(60, 15)), head(2, "Pflege"), para(long(60, 15))}, words)
	if len(got) < 4 {
		t.Fatalf("%d chunks", len(got))
	}
	seen := 0
	for i, c := range got {
		if c.Pieces > chunking.MaxPieces || words(c.Text)+words(c.Heading) > chunking.MaxPieces || c.Ordinal != i {
			t.Errorf("chunk %d: ordinal %d, %d pieces", i, c.Ordinal, c.Pieces)
		}
		if !strings.HasSuffix(c.Text, "ende.") {
			t.Errorf("chunk %d ends in %q", i, c.Text[len(c.Text)-20:])
		}
		if strings.Contains(c.Text, "Pflege") {
			seen++
			if !strings.HasPrefix(c.Text, "Pflege\n") || c.Heading != "Handbuch" {
				t.Errorf("the section begins inside: %.40q under %q", c.Text, c.Heading)
			}
		}
	}
	if seen != 1 || got[1].Heading != "Handbuch > Betrieb" || got[len(got)-1].Heading != "Handbuch > Pflege" {
		t.Errorf("headings: %q, %q", got[1].Heading, got[len(got)-1].Heading)
	}
}

func TestRowsAreWholeAndHeaderIsRepeated(t *testing.T) {
	t.Parallel()
	header := content.Block{Kind: content.Row, Text: "Artikel | Menge | Preis"}
	blocks := []content.Block{header}
	for i := range 200 {
		blocks = append(blocks, content.Block{Kind: content.Row, Header: &header, Text: fmt.Sprintf("Teil %d | %d | 1,00", i, i)})
	}
	got := chunking.Cut(blocks, words)
	rows := 0
	for i, c := range got {
		lines := strings.Split(c.Text, "\n")
		if lines[0] != header.Text || c.Pieces > chunking.MaxPieces {
			t.Errorf("chunk %d begins with %q, %d pieces", i, lines[0], c.Pieces)
		}
		rows += len(lines) - 1
	}
	if len(got) < 3 || rows != 200 {
		t.Errorf("%d chunks, %d rows", len(got), rows)
	}
}

func TestSpansFollowTheLines(t *testing.T) {
	t.Parallel()
	b := content.Block{Kind: content.Paragraph}
	for i := range 90 {
		line := sentence(i, 12)
		if i > 0 {
			b.Text += "\n"
		}
		b.Lines = append(b.Lines, content.Line{Start: len(b.Text), End: len(b.Text) + len(line), Page: 1 + i/40, Y0: float64(i), Y1: float64(i + 1)})
		b.Text += line
	}
	got := chunking.Cut([]content.Block{b}, words)
	if len(got) < 3 || got[0].Page != 1 || got[len(got)-1].Page != 2 {
		t.Fatalf("%d chunks from page %d to %d", len(got), got[0].Page, got[len(got)-1].Page)
	}
	for _, c := range got {
		for _, s := range c.Spans {
			if want := sentence(int(s.Box.Y0), 12); c.Text[s.Start:s.End] != want {
				t.Fatalf("span %+v is %q", s, c.Text[s.Start:s.End])
			}
		}
	}
}

func TestSentenceThatIsTooLong(t *testing.T) {
	t.Parallel()
	got := chunking.Cut([]content.Block{para(strings.Repeat("wort ", 2000)), para(strings.Repeat("x", 200_000))}, chunking.Estimate)
	for _, c := range got {
		if c.Pieces > chunking.MaxPieces {
			t.Errorf("%d pieces", c.Pieces)
		}
	}
}

func TestLanguage(t *testing.T) {
	t.Parallel()
	for want, text := range map[string]string{
		"de": "Die Lieferung erfolgt innerhalb von zehn Tagen nach Eingang der Zahlung.",
		"en": "The goods are delivered within ten days of receipt of the payment.",
		"fr": "La livraison est effectuée dans les dix jours après la réception du paiement.",
		"es": "La entrega se realiza en los diez días siguientes a la recepción del pago por el cliente.",
		"it": "La consegna viene effettuata entro dieci giorni dal ricevimento del pagamento, che non è stato fatto.",
		"nl": "De levering vindt plaats binnen tien dagen nadat wij de betaling hebben ontvangen.",
		"pt": "A entrega é feita em dez dias depois de o pagamento ser recebido pelo vendedor, não antes.",
		"sv": "Leveransen sker inom tio dagar efter att betalningen har kommit in och är godkänd.",
		"da": "Leveringen sker inden for ti dage, efter at betalingen er modtaget af sælgeren, og ikke før.",
		"nb": "Leveringen skjer innen ti dager etter at betalingen er mottatt av selgeren, og ikke før.",
		"fi": "Toimitus tapahtuu kymmenen päivän kuluessa siitä, kun maksu on saapunut ja se on hyväksytty.",
		"":   "4711 0815 XK-99 / 12.50 EUR",
	} {
		if got := chunking.Language(text); got != want {
			t.Errorf("%s: got %q for %q", want, got, text)
		}
	}
}

func FuzzCut(f *testing.F) {
	f.Add("Ein Satz. Noch einer z.B. hier.\nUnd weiter", uint8(0))
	f.Add("a\xff\x00b. C", uint8(1))
	f.Add(strings.Repeat("wort. Wort ", 300), uint8(2))
	f.Fuzz(func(t *testing.T, text string, kind uint8) {
		kinds := []content.Kind{content.Heading, content.Paragraph, content.Item, content.Row}
		var blocks []content.Block
		for i, part := range strings.Split(content.Clean(text), "|") {
			b := content.Block{Kind: kinds[(int(kind)+i)%4], Level: 1 + i%6, Text: part, Lines: []content.Line{{End: len(part), Page: 1}}}
			blocks = append(blocks, b)
		}
		for _, c := range chunking.Cut(blocks, nil) {
			if !utf8.ValidString(c.Text) || c.Pieces > chunking.MaxPieces || strings.TrimSpace(c.Text) == "" {
				t.Fatalf("chunk %+v", c)
			}
			for _, s := range c.Spans {
				if s.Start < 0 || s.Start >= s.End || s.End > len(c.Text) {
					t.Fatalf("span %+v of %d bytes", s, len(c.Text))
				}
			}
		}
	})
}
