package chat

import (
	"context"
	"strings"

	"github.com/docketapi/docket/internal/services/chat/counting"
	"github.com/docketapi/docket/internal/services/invoice"
)

// sellerNames are the sellers of a workspace. One name may have several VAT identifiers and the other way round.
type sellerNames struct {
	names []string
	vatID map[string][]string // name -> VAT identifiers
}

func (n *sellerNames) add(groups []invoice.Group) {
	for _, g := range groups {
		if g.SellerName == "" {
			continue
		}
		if _, ok := n.vatID[g.SellerName]; !ok {
			n.names = append(n.names, g.SellerName)
		}
		n.vatID[g.SellerName] = append(n.vatID[g.SellerName], g.SellerVATID)
	}
}

// holds tells whether a name is part of another seller's.
func (n *sellerNames) holds(name string) bool {
	for _, other := range n.names {
		if other != name && strings.Contains(strings.ToLower(other), strings.ToLower(name)) {
			return true
		}
	}
	return false
}

// sellers gives all sellers that have invoices; with too many of them those that a word of the question names. nil: even
// those are too many to be sure of.
func (s *Service) sellers(ctx context.Context, t turn) (*sellerNames, error) {
	out := &sellerNames{vatID: map[string][]string{}}
	every := []invoice.Status{invoice.Queued, invoice.Processing, invoice.NeedsReview, invoice.Ready, invoice.Approved, invoice.Rejected, invoice.Failed}
	sum, err := s.Summary.Summarize(ctx, t.caller, invoice.Filter{Statuses: every}, []invoice.GroupBy{invoice.BySeller})
	if err != nil {
		return nil, err
	}
	if !sum.Truncated {
		out.add(sum.Groups)
		return out, nil
	}
	for _, word := range counting.NameWords(t.question) {
		sum, err := s.Summary.Summarize(ctx, t.caller, invoice.Filter{Statuses: every, Seller: word}, []invoice.GroupBy{invoice.BySeller})
		if err != nil || sum.Truncated {
			return nil, err
		}
		out.add(sum.Groups)
	}
	return out, nil
}
