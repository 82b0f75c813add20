package invoice

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/lang/identifier"
)

// ruleNewAccount warns of a seller that is known under other accounts: whoever diverts a payment changes the account.
const ruleNewAccount = "DOCKET-BANK-01"

// maxAccounts bounds how many accounts of one invoice are followed, and how many known ones a finding names.
const maxAccounts = 20

// seller is how a seller is known again: by its VAT id, or by its name and country where either invoice has none.
type seller struct{ vatID, name, country string }

func sellerOf(d *en16931.Invoice) seller {
	out := seller{vatID: indexed(postgres.Text(vatKey(d.Seller.VATID))), name: indexed(postgres.Text(fold(d.Seller.Name)))}
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

// guardAccounts warns of accounts that are new to a known seller, and remembers those of this invoice. The caller holds the
// workspace's lock: of two first invoices of a seller, with different accounts and read at once, the second knows the first.
// An account counts from the time it was first seen on an invoice, whenever that is read again; one that was new is known
// only once a person has approved its invoice, so the second forged invoice is no less suspect than the first.
func (s *Service) guardAccounts(ctx context.Context, tx pgx.Tx, c content) ([]en16931.Finding, error) {
	who, named := sellerOf(&c.data), accountsOf(&c.data)
	rows := db.SetSellerAccountsParams{WorkspaceID: c.workspace, InvoiceID: c.id, VatID: who.vatID, Name: who.name, Country: who.country}
	var out []en16931.Finding
	if who.vatID != "" || who.name != "" {
		for _, a := range named {
			f, isNew, err := s.guardAccount(ctx, tx, c, who, a)
			if err != nil {
				return nil, err
			}
			if isNew {
				out = append(out, f)
			}
			rows.Accounts, rows.AreNew = append(rows.Accounts, a.number), append(rows.AreNew, isNew)
		}
		if len(named) == 0 { // the seller is known all the same
			rows.Accounts, rows.AreNew = []string{""}, []bool{false}
		}
	}
	err := s.q.DeleteSellerAccounts(ctx, tx, db.DeleteSellerAccountsParams{
		WorkspaceID: c.workspace, InvoiceID: c.id, VatID: who.vatID, Name: who.name, Country: who.country, Accounts: append([]string{}, rows.Accounts...),
	})
	if err == nil && len(rows.Accounts) > 0 {
		err = s.q.SetSellerAccounts(ctx, tx, rows)
	}
	return out, postgres.Translate(err, "invoice")
}

func (s *Service) guardAccount(ctx context.Context, tx pgx.Tx, c content, who seller, a account) (f en16931.Finding, isNew bool, err error) {
	before, err := s.seenSince(ctx, tx, c, who, a)
	if err != nil {
		return f, false, err
	}
	known, err := s.q.IsAccountKnown(ctx, tx, db.IsAccountKnownParams{
		WorkspaceID: c.workspace, VatID: who.vatID, Name: who.name, Country: who.country, Account: a.number, InvoiceID: c.id, Before: before,
	})
	if err != nil || known {
		return f, false, postgres.Translate(err, "invoice")
	}
	others, err := s.q.ListSellerAccounts(ctx, tx, db.ListSellerAccountsParams{
		WorkspaceID: c.workspace, VatID: who.vatID, Name: who.name, Country: who.country, InvoiceID: c.id, Before: before,
	})
	if err != nil || len(others) == 0 {
		return f, false, postgres.Translate(err, "invoice")
	}
	return newAccountFinding(a, others), true, nil
}

// seenSince is when this invoice first named the account, nil when it does so now.
func (s *Service) seenSince(ctx context.Context, tx pgx.Tx, c content, who seller, a account) (*time.Time, error) {
	at, err := s.q.GetAccountSeen(ctx, tx, db.GetAccountSeenParams{
		WorkspaceID: c.workspace, InvoiceID: c.id, VatID: who.vatID, Name: who.name, Country: who.country, Account: a.number,
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil //nolint:nilnil // it is news
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
