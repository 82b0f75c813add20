package invoice

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/lang"
)

// Level says how another invoice is the same.
type Level string

// The levels, the strongest first.
const (
	SameBytes   Level = "same_bytes"
	SameInvoice Level = "same_invoice"
	SimilarText Level = "similar_text"
)

// Match is another invoice of the workspace that seems to be the same. Similarity is 1 but for SimilarText.
type Match struct {
	InvoiceID  uuid.UUID
	Level      Level
	Similarity float64
}

// levels are how queries write them.
var levels = map[int32]Level{1: SameBytes, 2: SameInvoice, 3: SimilarText}

// duplicates gives the other invoices that seem to be the same as each of the given ones, the oldest first, at most so many of
// each.
func (s *ledger) duplicates(ctx context.Context, conn db.DBTX, workspace uuid.UUID, ids []uuid.UUID, most int) (map[uuid.UUID][]Match, error) {
	pairs, err := s.q.FindDuplicates(ctx, conn, db.FindDuplicatesParams{WorkspaceID: workspace, Ids: ids, OfEach: int32(most) + 1}) // itself may be one of them
	if err != nil {
		return nil, postgres.Translate(err, "invoices")
	}
	out := make(map[uuid.UUID][]Match, len(ids))
	for _, p := range pairs {
		if list := out[p.InvoiceID]; len(list) < most {
			out[p.InvoiceID] = append(list, Match{InvoiceID: p.DuplicateID, Level: levels[p.Level], Similarity: p.Similarity})
		}
	}
	return out, nil
}

// repeatDetail says why a repeated invoice is looked at.
var repeatDetail = map[Level]string{
	SameBytes:   "The same file was read as an invoice before.",
	SameInvoice: "An invoice of the same seller with this number, date and total was there before.",
	SimilarText: "An invoice that says nearly the same was there before.",
}

// repeated are the invoices that each of these repeats.
func (s *guards) repeated(ctx context.Context, tx pgx.Tx, list []content) ([][]Match, error) {
	in := make([]db.ListEarlierDuplicatesParams, len(list))
	for i, c := range list {
		in[i] = db.ListEarlierDuplicatesParams{
			WorkspaceID: c.workspace, DocumentID: c.document, Ordinal: c.ordinal, DuplicateKey: postgres.Ref(duplicateKey(&c.data)), InvoiceID: c.id,
			FirstReading: c.first,
		}
	}
	out := make([][]Match, len(list))
	var first error
	s.ledger.q.ListEarlierDuplicates(ctx, tx, in).Query(func(i int, rows []db.ListEarlierDuplicatesRow, err error) {
		first = cmp.Or(first, err)
		for _, r := range rows {
			if list[i].notDuplicate {
				break
			}
			out[i] = append(out[i], Match{InvoiceID: r.ID, Level: levels[r.Level], Similarity: r.Similarity})
		}
	})
	return out, postgres.Translate(first, "invoice")
}

// duplicateKey is equal for invoices that say the same, however they write it; "" when they say too little. A credit note is
// never the invoice that it takes back; whether it is written with a minus does not matter.
func duplicateKey(d *en16931.Invoice) string {
	seller := vatKey(d.Seller.VATID)
	if seller == "" {
		seller = lang.LettersAndDigits(d.Seller.Name)
	}
	num := lang.LettersAndDigits(d.Number)
	if seller == "" || num == "" || !d.Totals.Gross.IsPresent() {
		return ""
	}
	kind := "invoice"
	if isCredit(d) {
		kind = "credit"
	}
	parts := []string{num, seller, d.IssueDate.String(), d.Totals.Gross.Value().Abs().String(), d.Currency, kind}
	return indexed(postgres.Text(strings.Join(parts, "|")))
}

// creditTypes are the credit notes of UNTDID 1001 as EN 16931 takes them.
var creditTypes = map[string]bool{"81": true, "83": true, "261": true, "262": true, "296": true, "308": true, "381": true, "396": true, "420": true, "458": true, "532": true}

// isCredit tells a credit note from an invoice: by its type, or an invoice with a negative total that is not a correction.
func isCredit(d *en16931.Invoice) bool {
	return creditTypes[d.TypeCode] || d.TypeCode != "384" && d.Totals.Gross.Value().IsNegative()
}

// maxIndexed is how long a text may be that stands in an index; PostgreSQL takes up to 2,704 bytes an entry.
const maxIndexed = 500

// indexed is s, or what stands for it where it is longer than an index takes.
func indexed(s string) string {
	if len(s) <= maxIndexed {
		return s
	}
	sum := sha256.Sum256([]byte(s))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// vatKey is a VAT id without the spaces and dots that people write into it.
func vatKey(s string) string { return strings.ToUpper(lang.LettersAndDigits(s)) }
