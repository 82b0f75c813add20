package query

import (
	"context"
	"strings"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/infra/postgres"
)

// MaxSellers bounds the sellers that are told at once.
const MaxSellers = 2000

// Seller is a seller as invoices name it. One name may have several VAT identifiers and the other way round.
type Seller struct{ Name, VATID string }

// Sellers are those of all invoices of the workspace, each spelling by itself; with words those whose name has one of them. all is
// false when there are more than MaxSellers.
func (s *Service) Sellers(ctx context.Context, p auth.Principal, words []string) (list []Seller, all bool, err error) {
	var patterns []string
	for _, w := range words {
		patterns = append(patterns, postgres.Contains(w))
	}
	rows, err := s.q.ListSellers(ctx, s.db, db.ListSellersParams{WorkspaceID: p.WorkspaceID, Patterns: patterns, PageSize: MaxSellers + 1})
	if err != nil {
		return nil, false, postgres.Translate(err, "invoices")
	}
	for _, r := range rows[:min(len(rows), MaxSellers)] {
		list = append(list, Seller{r.SellerName, r.SellerVatID})
	}
	return list, len(rows) <= MaxSellers, nil
}

// Numbers are those of the words that are numbers of invoices of the workspace, as the invoices write them.
func (s *Service) Numbers(ctx context.Context, p auth.Principal, words []string) ([]string, error) {
	if len(words) == 0 {
		return nil, nil
	}
	const most = 100
	list := make([]string, 0, 3*len(words))
	for _, w := range words[:min(len(words), most)] {
		w = postgres.Text(w)
		list = append(list, w, strings.ToUpper(w), strings.ToLower(w)) // an index finds what is whole
	}
	rows, err := s.q.ListNumbers(ctx, s.db, db.ListNumbersParams{WorkspaceID: p.WorkspaceID, Words: list, PageSize: most})
	return rows, postgres.Translate(err, "invoices")
}
