package invoice

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/lang/identifier"
)

// ruleNewAccount warns of a seller that is known under other accounts: whoever diverts a payment changes the account.
const ruleNewAccount = "DOCKET-BANK-01"

// maxAccounts bounds how many accounts of one invoice are followed, and how many known ones a finding names.
const maxAccounts = 20

// seller is how a seller is known again: by its VAT id, or by its name and country where either invoice has none.
type seller struct{ vatID, name, country string }

func sellerOf(d *en16931.Invoice) seller {
	out := seller{vatID: indexed(postgres.Text(vatKey(d.Seller.VATID))), name: indexed(postgres.Text(lang.LettersAndDigits(d.Seller.Name)))}
	if d.Seller.Address != nil {
		out.country = indexed(strings.ToUpper(postgres.Text(strings.TrimSpace(d.Seller.Address.Country))))
	}
	if len(out.country) != 2 && len(out.vatID) > 2 && identifier.IsVATPrefix(out.vatID[:2]) {
		out.country = out.vatID[:2]
	}
	return out
}

// account is one that an invoice asks to be paid to.
type account struct {
	pointer string
	number  string // an IBAN or a national number, without spaces
}

func accountsOf(d *en16931.Invoice) []account {
	var out []account
	add := func(at string, p en16931.Payment) {
		for i, a := range p.Accounts {
			n := indexed(identifier.Compact(a.IBAN))
			known := slices.ContainsFunc(out, func(a account) bool { return a.number == n })
			if n != "" && !known && len(out) < maxAccounts {
				out = append(out, account{pointer: at + itemPointer("accounts", i, "iban"), number: n})
			}
		}
	}
	if d.Payment != nil {
		add("/payment", *d.Payment)
	}
	for i, p := range d.OtherPayments {
		add(itemPointer("other_payments", i, ""), p)
	}
	return out
}

// naming is an account that an invoice names, and what is known of it.
type naming struct {
	of      int // which of the invoices
	who     seller
	account account
	before  *time.Time // when this invoice first named it, nil when it does so now
	isNew   bool
}

// guardAccounts warns of accounts that are new to known sellers, and remembers those of these invoices, which must be of different
// sellers. The caller holds the workspaces' locks: of two first invoices of a seller, with different accounts and read at once, the
// second knows the first.
// An account counts from the time it was first seen on an invoice, whenever that is read again; one that was new is known
// only once a person has approved its invoice, so the second forged invoice is no less suspect than the first.
func (s *guards) guardAccounts(ctx context.Context, tx pgx.Tx, list []content) ([][]en16931.Finding, error) {
	named, err := s.namings(ctx, tx, list)
	if err != nil {
		return nil, err
	}
	if err := s.markNew(ctx, tx, list, named); err != nil {
		return nil, err
	}
	out, err := s.warnOf(ctx, tx, list, named)
	if err != nil {
		return nil, err
	}
	return out, s.keepAccounts(ctx, tx, list, named)
}

func (s *guards) namings(ctx context.Context, tx pgx.Tx, list []content) ([]naming, error) {
	var out []naming
	for i, c := range list {
		who := sellerOf(&c.data)
		if who.vatID == "" && who.name == "" {
			continue
		}
		for _, a := range accountsOf(&c.data) {
			n := naming{of: i, who: who, account: a}
			if !c.first {
				var err error
				if n.before, err = s.seenSince(ctx, tx, c, who, a); err != nil {
					return nil, err
				}
			}
			out = append(out, n)
		}
	}
	return out, nil
}

// markNew finds out which accounts no earlier invoice of the seller names. A seller without an earlier invoice has no new ones.
func (s *guards) markNew(ctx context.Context, tx pgx.Tx, list []content, named []naming) error {
	if len(named) == 0 {
		return nil
	}
	in := make([]db.IsAccountKnownParams, len(named))
	for i, n := range named {
		c := list[n.of]
		in[i] = db.IsAccountKnownParams{
			WorkspaceID: c.workspace, VatID: n.who.vatID, Name: n.who.name, Country: n.who.country, Account: n.account.number,
			InvoiceID: c.id, Before: n.before,
		}
	}
	var first error
	s.ledger.q.IsAccountKnown(ctx, tx, in).QueryRow(func(i int, known bool, err error) {
		first = cmp.Or(first, err)
		named[i].isNew = !known
	})
	return postgres.Translate(first, "invoice")
}

// warnOf are the findings against accounts that are new to a seller with other invoices. One that has none is no longer new.
func (s *guards) warnOf(ctx context.Context, tx pgx.Tx, list []content, named []naming) ([][]en16931.Finding, error) {
	out := make([][]en16931.Finding, len(list))
	var in []db.ListSellerAccountsParams
	var asked []*naming
	for i := range named {
		n := &named[i]
		if !n.isNew {
			continue
		}
		c := list[n.of]
		asked = append(asked, n)
		in = append(in, db.ListSellerAccountsParams{
			WorkspaceID: c.workspace, VatID: n.who.vatID, Name: n.who.name, Country: n.who.country, InvoiceID: c.id, Before: n.before,
		})
	}
	if len(in) == 0 {
		return out, nil
	}
	var first error
	s.ledger.q.ListSellerAccounts(ctx, tx, in).Query(func(i int, others []db.ListSellerAccountsRow, err error) {
		first = cmp.Or(first, err)
		n := asked[i]
		if n.isNew = len(others) > 0; n.isNew {
			out[n.of] = append(out[n.of], newAccountFinding(n.account, others))
		}
	})
	return out, postgres.Translate(first, "invoice")
}

// keepAccounts remembers which accounts the invoices name; a seller is known also by an invoice that names none.
func (s *guards) keepAccounts(ctx context.Context, tx pgx.Tx, list []content, named []naming) error {
	rows := make([]db.SetSellerAccountsParams, len(list))
	for i, c := range list {
		who := sellerOf(&c.data)
		rows[i] = db.SetSellerAccountsParams{WorkspaceID: c.workspace, InvoiceID: c.id, VatID: who.vatID, Name: who.name, Country: who.country}
	}
	for _, n := range named {
		r := &rows[n.of]
		r.Accounts, r.AreNew = append(r.Accounts, n.account.number), append(r.AreNew, n.isNew)
	}
	var set []db.SetSellerAccountsParams
	for i, r := range rows {
		if len(r.Accounts) == 0 && (r.VatID != "" || r.Name != "") {
			r.Accounts, r.AreNew = []string{""}, []bool{false}
		}
		if !list[i].first {
			err := s.ledger.q.DeleteSellerAccounts(ctx, tx, db.DeleteSellerAccountsParams{
				WorkspaceID: r.WorkspaceID, InvoiceID: r.InvoiceID, VatID: r.VatID, Name: r.Name, Country: r.Country, Accounts: append([]string{}, r.Accounts...),
			})
			if err != nil {
				return postgres.Translate(err, "invoice")
			}
		}
		if len(r.Accounts) > 0 {
			set = append(set, r)
		}
	}
	if len(set) == 0 {
		return nil
	}
	return postgres.Translate(each(s.ledger.q.SetSellerAccounts(ctx, tx, set).Exec), "invoice")
}

// seenSince is when this invoice first named the account, nil when it does so now.
func (s *guards) seenSince(ctx context.Context, tx pgx.Tx, c content, who seller, a account) (*time.Time, error) {
	at, err := s.ledger.q.GetAccountSeen(ctx, tx, db.GetAccountSeenParams{
		WorkspaceID: c.workspace, InvoiceID: c.id, VatID: who.vatID, Name: who.name, Country: who.country, Account: a.number,
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil // it is news
	}
	return &at, postgres.Translate(err, "invoice")
}

func newAccountFinding(a account, others []db.ListSellerAccountsRow) en16931.Finding {
	f := en16931.Finding{
		Rule: ruleNewAccount, Severity: en16931.Warning, Pointers: []string{a.pointer}, Actual: masked(a.number), Terms: []string{"BT-84"},
		Message: "The seller is known, but no earlier invoice of it names the account " + masked(a.number) + ". Ask the seller in a way that the invoice does not name before you pay.",
	}
	var list []string
	for _, o := range others {
		if o.Account != "" && len(list) < maxAccounts {
			list = append(list, masked(o.Account)+" (last on an invoice received "+o.LastSeen.UTC().Format(time.DateOnly)+")")
		}
	}
	f.Expected = strings.Join(list, ", ")
	return f
}

// masked shows as much of an account as tells it from others.
func masked(number string) string {
	const shown = 4
	if len(number) <= 2*shown {
		return number[:min(len(number), 2)] + "…"
	}
	return number[:shown] + "…" + number[len(number)-shown:]
}
