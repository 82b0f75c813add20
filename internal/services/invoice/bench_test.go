package invoice

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/infra/postgres/pgtest"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/services/invoice/likeness"
	"github.com/docketapi/docket/internal/services/invoice/likeness/likenesstest"
)

// What the benchmark's workspace holds. A tenth of the invoices are one seller's, month after month at the same rate: the worst
// that can be for finding texts and accounts.
const (
	benchInvoices = 100_000
	benchSellers  = 500
)

// BenchmarkAssess holds one more invoice against a workspace of a hundred thousand: duplicates, texts, accounts, decision. "big"
// is an invoice of the seller with ten thousand, "new account" one of it that needs the list of known ones.
func BenchmarkAssess(b *testing.B) {
	pool := pgtest.Pool(b)
	l := &ledger{db: pool, q: db.New()}
	a := &assessor{ledger: l, guards: &guards{ledger: l}}
	w := fillWorkspace(b, pool)
	b.Run("duplicates of a page", func(b *testing.B) {
		rows, err := l.q.ListInvoicesNewest(b.Context(), pool, db.ListInvoicesNewestParams{WorkspaceID: w.id, PageSize: 100})
		must(b, err)
		var ids []uuid.UUID
		for _, r := range rows {
			ids = append(ids, r.ID)
		}
		for b.Loop() {
			_, err := l.duplicates(b.Context(), pool, w.id, ids, maxListed)
			must(b, err)
		}
	})
	for _, c := range []struct {
		name    string
		n       int // which invoice of those there are is read again
		account string
	}{{"small", 7, ""}, {"big", 10, ""}, {"new account", 10, "AT611904300234573201"}} {
		b.Run(c.name, func(b *testing.B) {
			for i := range b.N {
				one := w.invoice(c.n, uint64(i))
				if c.account != "" {
					one.data.Payment.Accounts[0].IBAN = c.account
				}
				b.StopTimer()
				w.insert(b, pool, []content{one})
				b.StartTimer()
				must(b, postgres.Exec(b.Context(), pool, func(tx pgx.Tx) error { return a.assess(b.Context(), tx, one) }))
			}
		})
	}
}

type benchWorkspace struct{ id uuid.UUID }

// invoice is the nth invoice of the workspace; another read gives other words of the same.
func (w benchWorkspace) invoice(n int, read uint64) content {
	who := n % benchSellers
	if n%10 == 0 {
		who = 0
	}
	no, net := fmt.Sprintf("2026-%06d", n), 10000+who
	day := time.Date(2016, 1, 1+n/benchSellers*3, 0, 0, 0, 0, time.UTC)
	gross := fmt.Sprintf("%d.%02d", net*119/10000, net*119%10000/100)
	c := content{workspace: w.id, id: uuid.Must(uuid.NewV7()), document: uuid.Must(uuid.NewV7()), ordinal: 1, source: evidence.OCR}
	c.data = en16931.Invoice{
		Number: no, Currency: "EUR", TypeCode: "380", IssueDate: en16931.NewDate(day.Year(), day.Month(), day.Day()),
		Seller:  en16931.Party{Name: fmt.Sprintf("Seller %d", who), VATID: fmt.Sprintf("DE%09d", who)},
		Totals:  en16931.Totals{Gross: en16931.MustDecimal(gross)},
		Payment: &en16931.Payment{Accounts: []en16931.Account{{IBAN: fmt.Sprintf("DE%020d", who)}}},
	}
	lines := likenesstest.Letter(no, day.Format("02.01.2006"), day.Month().String(), "10", fmt.Sprint(net), "19", gross)
	lines[0] = fmt.Sprintf("Seller %d Straße %d %05d Stadt", who, who%90+10, who*37+1000)
	if t, ok := likeness.Of(likenesstest.Page(likenesstest.Scanned(lines, .03, read+uint64(n))...), 1, 1); ok {
		c.text = &t
	}
	return c
}

func fillWorkspace(b *testing.B, pool *pgxpool.Pool) benchWorkspace {
	b.Helper()
	w := benchWorkspace{uuid.Must(uuid.NewV7())}
	_, err := db.New().InsertWorkspace(b.Context(), pool, db.InsertWorkspaceParams{WorkspaceID: w.id, Name: "bench"})
	must(b, err)
	const batch = 5000
	for from := 0; from < benchInvoices; from += batch {
		list := make([]content, batch)
		for i := range list {
			list[i] = w.invoice(from+i, rand.Uint64())
		}
		w.insert(b, pool, list)
		w.insertGuards(b, pool, list)
	}
	_, err = pool.Exec(b.Context(), `ANALYZE`)
	must(b, err)
	return w
}

func (w benchWorkspace) insert(b *testing.B, pool *pgxpool.Pool, list []content) {
	b.Helper()
	w.copy(b, pool, "documents", []string{"id", "workspace_id", "name", "media_type", "kind", "size", "sha256"}, list, func(c content) []any {
		return []any{c.document, w.id, "a.pdf", "application/pdf", "pdf", 1, append(c.document[:], c.id[:]...)}
	})
	w.copy(b, pool, "invoices", []string{"id", "workspace_id", "document_id", "batch_id", "status", "data", "evidence", "checks", "duplicate_key"}, list, func(c content) []any {
		return []any{c.id, w.id, c.document, c.id, "ready", []byte(`{}`), []byte(`[]`), []byte(`[]`), duplicateKey(&c.data)}
	})
}

func (w benchWorkspace) insertGuards(b *testing.B, pool *pgxpool.Pool, list []content) {
	b.Helper()
	w.copy(b, pool, "invoice_texts", []string{"invoice_id", "workspace_id", "signature", "numbers"}, list, func(c content) []any {
		signature, numbers := c.text.Stored()
		return []any{c.id, w.id, signature, numbers}
	})
	type at struct {
		id  uuid.UUID
		key int64
	}
	var keys []at
	for _, c := range list {
		for _, k := range c.text.LookUp(w.id, &c.data).Keys {
			keys = append(keys, at{c.id, k})
		}
	}
	_, err := pool.CopyFrom(b.Context(), pgx.Identifier{"invoice_text_keys"}, []string{"key", "invoice_id"}, pgx.CopyFromSlice(len(keys), func(i int) ([]any, error) {
		return []any{keys[i].key, keys[i].id}, nil
	}))
	must(b, err)
	w.copy(b, pool, "seller_accounts", []string{"workspace_id", "invoice_id", "vat_id", "name", "country", "account", "is_new"}, list, func(c content) []any {
		who := sellerOf(&c.data)
		return []any{w.id, c.id, who.vatID, who.name, who.country, accountsOf(&c.data)[0].number, false}
	})
}

func (benchWorkspace) copy(b *testing.B, pool *pgxpool.Pool, table string, columns []string, list []content, row func(content) []any) {
	b.Helper()
	_, err := pool.CopyFrom(b.Context(), pgx.Identifier{table}, columns, pgx.CopyFromSlice(len(list), func(i int) ([]any, error) { return row(list[i]), nil }))
	must(b, err)
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}
