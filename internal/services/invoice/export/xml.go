package export

import (
	"bytes"
	"fmt"
	"slices"
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
	e := eInvoice{data: claim(data, in.Format, in.Profile)}
	syntax := einvoice.CII
	if in.Format == FormatUBL {
		syntax = einvoice.UBL
		if !in.AllowIncomplete {
			e.data = withMeans(withOneID(e.data))
		}
	}
	if !hasProfile(in.Format, syntax, in.Profile, data) {
		return eInvoice{}, fault.New(fault.CodeValidation, "%s has no such profile", in.Format).At("query/profile", "is exchanged in another format alone")
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

// hybrids are the profiles that a Factur-X file may claim.
var hybrids = []rules.Profile{"", rules.Auto, rules.EN16931, rules.XRechnung, rules.CTC, rules.CTCExtended}

// hasProfile tells whether documents of the format and its syntax can claim the profile: those for which there are rules.
func hasProfile(format Format, syntax einvoice.Syntax, profile rules.Profile, data *en16931.Invoice) bool {
	switch {
	case format == FormatFacturX:
		return slices.Contains(hybrids, profile)
	case profile == "" || profile == rules.Auto:
		return true
	}
	return rules.JudgingData(string(syntax), profile, "", data.IssueDate).Name == profile
}

// identifiers are the specification identifiers (BT-24) that documents of a profile carry.
var identifiers = map[rules.Profile]string{
	rules.EN16931:           "urn:cen.eu:en16931:2017",
	rules.Peppol:            "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
	rules.PeppolSelfBilling: "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:selfbilling:3.0",
	rules.NLCIUS:            "urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0",
	rules.RO:                "urn:cen.eu:en16931:2017#compliant#urn:efactura.mfinante.ro:CIUS-RO:1.0.1",
	rules.PT:                "urn:cen.eu:en16931:2017#compliant#urn:feap.gov.pt:CIUS-PT:2.1.1",
	rules.HR:                "urn:cen.eu:en16931:2017#compliant#urn:mfin.gov.hr:cius-2025:1.0#conformant#urn:mfin.gov.hr:ext-2025:1.0",
	rules.BE:                "urn:cen.eu:en16931:2017#conformant#urn:UBL.BE:1.0.0.20180214",
	rules.CTC:               "urn:cen.eu:en16931:2017", // Flux 2 is asked of every invoice of EN 16931
	rules.CTCExtended:       "urn:cen.eu:en16931:2017#conformant#urn.cpro.gouv.fr:1p0:extended-ctc-fr",
	rules.XRechnung:         "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0",
}

// processes are the business processes (BT-23) of profiles that ask for one. XRechnung takes Peppol's too.
var processes = map[rules.Profile]string{
	rules.Peppol:            "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0",
	rules.XRechnung:         "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0",
	rules.PeppolSelfBilling: "urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0",
	rules.BE:                "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0",
}

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
	if rules.ProfileOf(out.ProfileID) == rules.XRechnung && out.Payment != nil {
		out.PaymentTerms = en16931.WithSkonto(out.PaymentTerms, out.Payment.Terms)
	}
	if out.ProcessID == "" {
		out.ProcessID = processes[rules.ProfileOf(out.ProfileID)]
	}
	return out
}

// withOneID is the invoice with the one identifier of the buyer that UBL has a place for: the first with a scheme, which
// is known to others than the seller.
func withOneID(inv en16931.Invoice) en16931.Invoice {
	if len(inv.Buyer.IDs) > 1 {
		i := max(0, slices.IndexFunc(inv.Buyer.IDs, func(id en16931.ID) bool { return id.Scheme != "" }))
		inv.Buyer.IDs = inv.Buyer.IDs[i : i+1]
	}
	return inv
}

// meansUndefined is the payment means (UNTDID 4461) of which nothing is said.
const meansUndefined = "1"

// withMeans is the invoice with payment means where it has a payment reference alone: UBL has a place for a reference only
// within means.
func withMeans(inv en16931.Invoice) en16931.Invoice {
	if p := inv.Payment; p != nil && p.MeansCode == "" && p.Reference != "" {
		with := *p
		with.MeansCode = meansUndefined
		inv.Payment = &with
	}
	return inv
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
