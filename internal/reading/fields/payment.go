package fields

import (
	"github.com/docketapi/docket/internal/en16931"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// payment fills the accounts.
func (d *document) payment(b *builder) {
	type found struct {
		c     *candidates.Bound
		score float64
	}
	seen := map[string]int{}
	var accounts []found
	for _, c := range d.ibans {
		labelled, _ := d.as(c, locale.IBAN, locale.Bank, locale.Account)
		score := 0.35*labelled + 0.15
		if c.Quality > 0 {
			score += 0.5
		}
		if score < 0.4 {
			continue
		}
		if i, ok := seen[c.Text]; ok {
			accounts[i].score = max(accounts[i].score, score)
			continue
		}
		seen[c.Text] = len(accounts)
		accounts = append(accounts, found{c, score})
	}
	for _, f := range accounts {
		if b.data.Payment == nil {
			b.data.Payment = &en16931.Payment{}
		}
		i := len(b.data.Payment.Accounts)
		b.data.Payment.Accounts = append(b.data.Payment.Accounts, en16931.Account{IBAN: f.c.Text})
		b.proveValue(pointerf("/payment/accounts/%d/iban", i), &f.c.Value, f.score)
	}
}
