package response_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/xmltree"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/pagination"
	"github.com/docketapi/docket/internal/services/invoice"
	"github.com/docketapi/docket/internal/services/invoice/response"
)

type trail []invoice.Entry

func (t trail) History(context.Context, auth.Principal, uuid.UUID, int, string) (pagination.Page[invoice.Entry], error) {
	return pagination.Page[invoice.Entry]{Items: t}, nil
}

var at = time.Date(2026, 4, 14, 10, 2, 11, 0, time.UTC)

func data() *en16931.Invoice {
	return &en16931.Invoice{
		Number: "NW-1 <&>", IssueDate: en16931.MustDate("2026-04-01"), TypeCode: "380",
		Seller: en16931.Party{Name: "Nord & Süd", VATID: "FR00123456789", Endpoint: &en16931.ID{ID: "1", Scheme: "0088"}},
		Buyer:  en16931.Party{Name: "Käufer", RegistrationID: "123456789", RegistrationScheme: "0002", Endpoint: &en16931.ID{ID: "2", Scheme: "0225"}},
	}
}

func answered(t *testing.T, inv invoice.Invoice, in response.Input) (*xmltree.Node, error) {
	t.Helper()
	s, err := response.New(trail{{Kind: "rejected", At: at, Comment: "Preis <falsch>"}}, func() time.Time { return at.Add(time.Hour) })
	if err != nil {
		t.Fatal(err)
	}
	body, err := s.Make(context.Background(), auth.Principal{}, inv, in)
	if err != nil {
		return nil, err
	}
	root, err := xmltree.Parse(body, xmltree.Limits{})
	if err != nil {
		t.Fatalf("%v in\n%s", err, body)
	}
	return root, nil
}

// said is the text of the first element of a local name.
func textOf(n *xmltree.Node, name string) string {
	if n.Local == name {
		return strings.TrimSpace(n.String())
	}
	for _, c := range n.Children {
		if s := textOf(c, name); s != "" {
			return s
		}
	}
	return ""
}

func TestEachStatusHasItsCode(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status  invoice.Status
		profile response.Profile
		asked   string
		want    string
	}{
		{invoice.Queued, response.Peppol, "", "AB"}, {invoice.Ready, response.Peppol, "", "IP"}, {invoice.NeedsReview, "", "", "IP"},
		{invoice.Approved, response.Peppol, "", "AP"}, {invoice.Rejected, response.Peppol, "", "RE"}, {invoice.Approved, response.Peppol, "PD", "PD"},
		{invoice.Ready, response.FrCTC, "", "204"}, {invoice.Approved, response.FrCTC, "", "205"}, {invoice.Rejected, response.FrCTC, "", "210"},
		{invoice.Ready, response.FrCTC, "207", "207"},
	} {
		root, err := answered(t, invoice.Invoice{Status: c.status, Data: data()}, response.Input{Profile: c.profile, Code: c.asked})
		if err != nil {
			t.Errorf("%s: %v", c.status, err)
			continue
		}
		if got := textOf(root, "ResponseCode"); got != c.want {
			t.Errorf("%s %s: %s, want %s", c.status, c.profile, got, c.want)
		}
	}
}

func TestARefusalSaysWhy(t *testing.T) {
	t.Parallel()
	root, err := answered(t, invoice.Invoice{Status: invoice.Rejected, Data: data()}, response.Input{})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"StatusReasonCode": "OTH", "StatusReason": "Preis <falsch>", "EffectiveDate": "2026-04-14", "IssueTime": "11:02:11Z"} {
		if got := textOf(root, name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	ref := root.Children[len(root.Children)-1].Children[1]
	if textOf(ref, "ID") != "NW-1 <&>" || textOf(ref, "DocumentTypeCode") != "380" {
		t.Errorf("the reference is %s", ref.XML())
	}
	var order []string
	for _, c := range root.Children {
		order = append(order, c.Local)
	}
	want := "CustomizationID ProfileID ID IssueDate IssueTime SenderParty ReceiverParty DocumentResponse"
	if got := strings.Join(order, " "); got != want {
		t.Errorf("the elements are %s, want %s", got, want)
	}
}

func TestWhatCannotBeAnswered(t *testing.T) {
	t.Parallel()
	bare := data()
	bare.Seller.Endpoint, bare.Seller.VATID = nil, ""
	for name, c := range map[string]struct {
		inv  invoice.Invoice
		in   response.Input
		code fault.Code
	}{
		"not read":           {invoice.Invoice{Status: invoice.Queued}, response.Input{}, fault.CodeConflict},
		"no address":         {invoice.Invoice{Status: invoice.Ready, Data: bare}, response.Input{}, fault.CodeExportIncomplete},
		"no SIREN":           {invoice.Invoice{Status: invoice.Ready, Data: bare}, response.Input{Profile: response.FrCTC}, fault.CodeExportIncomplete},
		"code of the others": {invoice.Invoice{Status: invoice.Ready, Data: data()}, response.Input{Profile: response.FrCTC, Code: "PD"}, fault.CodeValidation},
	} {
		if _, err := answered(t, c.inv, c.in); fault.CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
}
