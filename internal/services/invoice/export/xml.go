package export

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/einvoice"
	"github.com/docketapi/docket/en16931/facturx"
	"github.com/docketapi/docket/en16931/rules"
	"github.com/docketapi/docket/internal/core/fault"
)

// eInvoice is an invoice as XML that claims a profile and keeps its rules, or was allowed not to.
type eInvoice struct {
	data en16931.Invoice // with the claim
	xml  []byte
}

func newEInvoice(data *en16931.Invoice, in Input) (eInvoice, error) {
	if in.Format == FormatFacturX && in.Profile == rules.Peppol {
		return eInvoice{}, fault.New(fault.CodeValidation, "Factur-X has no such profile").At("query/profile", "peppol is exchanged as UBL or CII alone")
	}
	e := eInvoice{data: claim(data, in.Format, in.Profile)}
	syntax := einvoice.CII
	if in.Format == FormatUBL {
		syntax = einvoice.UBL
	}
	var b bytes.Buffer
	if err := einvoice.Write(&b, syntax, &e.data); err != nil {
		return e, fmt.Errorf("write invoice as %s: %w", syntax, err)
	}
	e.xml = b.Bytes()
	if in.AllowIncomplete {
		return e, nil
	}
	profile := in.Profile
	if profile == "" {
		profile = rules.Auto
	}
	findings, err := einvoice.CheckWritten(syntax, &e.data, profile)
	if err != nil {
		return e, err
	}
	return e, incomplete(findings, in.Format)
}

// identifiers are the specification identifiers (BT-24) that documents of a profile carry.
var identifiers = map[rules.Profile]string{
	rules.EN16931:   "urn:cen.eu:en16931:2017",
	rules.Peppol:    "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
	rules.XRechnung: "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0",
}

// billing is the business process (BT-23) of Peppol BIS Billing 3.0, which XRechnung takes too.
const billing = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"

// claim is the invoice with the identifiers of what it is exported as. They say what the file is: they are not data of
// the invoice, and nothing else is added.
func claim(data *en16931.Invoice, format Format, profile rules.Profile) en16931.Invoice {
	out := *data
	if !keepsClaim(data.ProfileID, format, profile) {
		if profile == "" || profile == rules.Auto {
			profile = rules.EN16931
		}
		out.ProfileID = identifiers[profile]
	}
	own := rules.ProfileOf(out.ProfileID)
	if out.ProcessID == "" && (own == rules.Peppol || own == rules.XRechnung) {
		out.ProcessID = billing
	}
	return out
}

// keepsClaim tells whether the invoice's own specification identifier fits what it is exported as.
func keepsClaim(id string, format Format, profile rules.Profile) bool {
	lower := strings.ToLower(id)
	own := rules.ProfileOf(id)
	hybrid := strings.Contains(lower, "factur-x") || strings.Contains(lower, "zugferd")
	switch {
	case id == "", strings.Contains(lower, "urn:ferd:"): // ZUGFeRD 1.0 has a syntax of its own, which is not written
		return false
	case profile == rules.EN16931:
		return id == identifiers[rules.EN16931]
	case profile != "" && profile != rules.Auto && profile != own:
		return false
	case format == FormatUBL:
		return !hybrid
	case format == FormatFacturX:
		return facturx.ProfileOf(id) != "" && (hybrid || own == rules.XRechnung || id == identifiers[rules.EN16931])
	}
	return true
}
