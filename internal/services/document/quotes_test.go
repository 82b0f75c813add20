package document_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/services/document"
)

// behind is how many characters a text has up to the end of a mark.
func behind(text, mark string) int {
	before, _, _ := strings.Cut(text, mark)
	return utf8.RuneCountInString(before + mark)
}

// What conversations quote of a document goes with it; what they say else stays, and where it stands.
func TestQuotesGoWithTheirDocument(t *testing.T) {
	t.Parallel()
	b := setup(t)
	gone, err := b.s.Upload(t.Context(), b.caller, document.UploadInput{Name: "geheim.txt", Body: strings.NewReader("Der Tresor steht im Keller.")})
	must(t, err)
	stays, err := b.s.Upload(t.Context(), b.caller, document.UploadInput{Name: "offen.txt", Body: strings.NewReader("Der Kran steht am Kai.")})
	must(t, err)
	conversation := uuid.New()
	_, err = b.pool.Exec(t.Context(), `INSERT INTO conversations (id, workspace_id, owner_id, title) VALUES ($1, $2, $3, 'x')`, conversation, b.caller.WorkspaceID, uuid.New())
	must(t, err)
	ids := map[string]uuid.UUID{}
	for outcome, content := range map[string]string{
		"quoted":   "Dazu:\n\n„Der Tresor steht im Keller.“ [1]\n\n„Der Kran steht am Kai.“ [2]",
		"answered": "Dazu:\n\nSicher ist er unten [1], denn Der Tresor steht im Keller.\n\nDer Kran steht am Kai. [2]",
	} {
		first, second := behind(content, "[1]"), behind(content, "[2]")
		citations, err := json.Marshal([]map[string]any{
			{"n": 1, "document_id": gone.Document.ID, "name": "geheim.txt", "page": 1, "quote": "Der Tresor\nsteht im Keller.", "start": 7, "end": first},
			{"n": 2, "document_id": stays.Document.ID, "name": "offen.txt", "page": 1, "quote": "Der Kran steht am Kai.", "start": second - 10, "end": second},
		})
		must(t, err)
		ids[outcome] = uuid.New()
		_, err = b.pool.Exec(t.Context(), `INSERT INTO messages (id, workspace_id, conversation_id, role, state, content, citations, outcome)
			VALUES ($1, $2, $3, 'assistant', 'done', $4, $5, $6)`, ids[outcome], b.caller.WorkspaceID, conversation, content, citations, outcome)
		must(t, err)
		_, err = b.pool.Exec(t.Context(), `INSERT INTO message_events (workspace_id, message_id, id, kind, body) VALUES ($1, $2, 1, 'delta', '{"text": "Tresor"}')`,
			b.caller.WorkspaceID, ids[outcome])
		must(t, err)
	}
	must(t, b.s.Delete(t.Context(), b.caller, gone.Document.ID, nil))
	for outcome, id := range ids {
		var content, citations string
		var events int
		must(t, b.pool.QueryRow(t.Context(), `SELECT content, citations::text, (SELECT count(*) FROM message_events WHERE message_id = $1) FROM messages WHERE id = $1`, id).
			Scan(&content, &citations, &events))
		if strings.Contains(content+citations, "Tresor") || strings.Contains(citations, "geheim") || events != 0 {
			t.Errorf("%s: still says %s, %s", outcome, content, citations)
		}
		if !strings.Contains(content, "Der Kran steht am Kai.") || !strings.Contains(citations, "offen.txt") || !strings.Contains(content, "[1]") {
			t.Errorf("%s: has lost %s, %s", outcome, content, citations)
		}
	}
}

// A second name of the same bytes is kept, and lists find the document by it.
func TestASecondNameIsKept(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, name := range []string{"eins.txt", "zwei.txt", "eins.txt", "", "ordner/zwei.txt"} {
		_, err := b.s.Upload(t.Context(), b.caller, document.UploadInput{Name: name, Body: strings.NewReader("derselbe Text")})
		must(t, err)
	}
	list, err := b.s.List(t.Context(), b.caller, document.Filter{Name: "ZWEI"})
	must(t, err)
	if len(list.Items) != 1 || list.Items[0].Name != "eins.txt" || strings.Join(list.Items[0].Names, " ") != "zwei.txt" {
		t.Errorf("%+v", list.Items)
	}
}

// The text of a document without pages is its blocks.
func TestBlocks(t *testing.T) {
	t.Parallel()
	b := setup(t)
	up, err := b.s.Upload(t.Context(), b.caller, document.UploadInput{Name: "a.csv", Body: strings.NewReader("Teil;Preis\n" + strings.Repeat("Rohr;3\n", 1500))})
	must(t, err)
	first, next, err := b.s.Blocks(t.Context(), b.caller, up.Document.ID, 1)
	must(t, err)
	rest, end, err := b.s.Blocks(t.Context(), b.caller, up.Document.ID, next)
	must(t, err)
	if len(first) != 1000 || next != 1001 || len(rest) != 500 || end != 0 || rest[0].Text != "Teil: Rohr; Preis: 3" {
		t.Errorf("%d blocks, then %d from %d, %+v", len(first), len(rest), next, rest[:1])
	}
}
