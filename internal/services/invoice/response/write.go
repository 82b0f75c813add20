package response

import (
	"bytes"
	"encoding/xml"
	"time"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/services/invoice"
)

const (
	space     = "urn:oasis:names:specification:ubl:schema:xsd:ApplicationResponse-2"
	aggregate = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
	basic     = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
)

// What the documents of the profiles call themselves, and where their codes are listed.
var (
	customizations = map[Profile]string{Peppol: "urn:fdc:peppol.eu:poacc:trns:invoice_response:3", FrCTC: "urn:fdc:peppol.eu:poacc:trns:invoice_response:3#conformant#urn:cpro.gouv.fr:1p0:cdv"}
	processes      = map[Profile]string{Peppol: "urn:fdc:peppol.eu:poacc:bis:invoice_response:3", FrCTC: "urn:fdc:peppol.eu:poacc:bis:invoice_response:3"}
	lists          = map[Profile]string{Peppol: "UNCL4343OpSubset", FrCTC: "FR-CTC-STATUS"}
)

// lacks refuses an invoice that lacks what a profile needs to address the response.
func lacks(inv *en16931.Invoice, profile Profile) error {
	refusal := fault.New(fault.CodeExportIncomplete, "the invoice lacks what the response needs; correct it")
	need := func(ok bool, pointer, what string) {
		if !ok {
			refusal = refusal.Breaks(pointer, "", what)
		}
	}
	need(inv.Number != "", "/number", "the invoice has no number to name")
	for _, x := range []struct {
		at string
		p  *en16931.Party
	}{{"/seller", &inv.Seller}, {"/buyer", &inv.Buyer}} {
		need(x.p.Name != "", x.at+"/name", "the party has no name")
		if profile == Peppol {
			need(x.p.Endpoint != nil && x.p.Endpoint.Scheme != "", x.at+"/endpoint", "the party has no electronic address with its scheme")
		} else {
			need(x.p.RegistrationID != "" || x.p.VATID != "", x.at+"/registration_id", "the party has neither a SIREN nor a VAT id")
		}
	}
	if len(refusal.Details) == 0 {
		return nil
	}
	return refusal
}

// document writes XML by hand: the elements are few, and their order is the schema's.
type document struct {
	b bytes.Buffer
	e *xml.Encoder
}

func (d *document) open(name string) {
	d.token(xml.StartElement{Name: xml.Name{Local: name}})
}

func (d *document) close(name string) {
	d.token(xml.EndElement{Name: xml.Name{Local: name}})
}

// value writes an element with a text; one without a text is left out. attrs are names and values in turn.
func (d *document) value(name, text string, attrs ...string) {
	if text == "" {
		return
	}
	start := xml.StartElement{Name: xml.Name{Local: name}}
	for i := 0; i+1 < len(attrs); i += 2 {
		if attrs[i+1] != "" {
			start.Attr = append(start.Attr, xml.Attr{Name: xml.Name{Local: attrs[i]}, Value: attrs[i+1]})
		}
	}
	d.token(start)
	d.token(xml.CharData(text))
	d.token(start.End())
}

func (d *document) token(t xml.Token) { _ = d.e.EncodeToken(t) } // into memory; Flush tells of a mistake in the order

func write(inv invoice.Invoice, profile Profile, code, reason string, when, now time.Time) ([]byte, error) {
	d := &document{}
	d.b.WriteString(xml.Header)
	d.e = xml.NewEncoder(&d.b)
	d.e.Indent("", "  ")
	root := xml.StartElement{Name: xml.Name{Local: "ApplicationResponse"}, Attr: []xml.Attr{
		{Name: xml.Name{Local: "xmlns"}, Value: space}, {Name: xml.Name{Local: "xmlns:cac"}, Value: aggregate}, {Name: xml.Name{Local: "xmlns:cbc"}, Value: basic},
	}}
	d.token(root)
	d.value("cbc:CustomizationID", customizations[profile])
	d.value("cbc:ProfileID", processes[profile])
	d.value("cbc:ID", inv.ID.String()+"-"+code)
	d.value("cbc:IssueDate", now.Format(time.DateOnly))
	d.value("cbc:IssueTime", now.Format("15:04:05Z07:00"))
	d.party("cac:SenderParty", &inv.Data.Buyer, profile)
	d.party("cac:ReceiverParty", &inv.Data.Seller, profile)
	d.open("cac:DocumentResponse")
	d.answer(profile, code, reason, when)
	d.open("cac:DocumentReference")
	d.value("cbc:ID", inv.Data.Number)
	d.value("cbc:IssueDate", inv.Data.IssueDate.String())
	d.value("cbc:DocumentTypeCode", inv.Data.TypeCode, "listID", "UNCL1001")
	d.close("cac:DocumentReference")
	d.close("cac:DocumentResponse")
	d.token(root.End())
	if err := d.e.Flush(); err != nil {
		return nil, err
	}
	d.b.WriteByte('\n')
	return d.b.Bytes(), nil
}

func (d *document) party(name string, p *en16931.Party, profile Profile) {
	d.open(name)
	if p.Endpoint != nil {
		d.value("cbc:EndpointID", p.Endpoint.ID, "schemeID", p.Endpoint.Scheme)
	}
	id, scheme := p.RegistrationID, p.RegistrationScheme
	if id == "" && profile == FrCTC { // the SIREN is a part of it
		id, scheme = p.VATID, ""
	}
	if id != "" {
		d.open("cac:PartyIdentification")
		d.value("cbc:ID", id, "schemeID", scheme)
		d.close("cac:PartyIdentification")
	}
	d.open("cac:PartyLegalEntity")
	d.value("cbc:RegistrationName", p.Name)
	d.close("cac:PartyLegalEntity")
	d.close(name)
}

// explained are the codes that Peppol wants a reason to, by its list: a question, a condition and a refusal. That of the list which
// leaves the reason to the text is OTH.
var explained = map[string]bool{"UQ": true, "CA": true, "RE": true}

// answer is the response itself.
func (d *document) answer(profile Profile, code, reason string, when time.Time) {
	d.open("cac:Response")
	d.value("cbc:ResponseCode", code, "listID", lists[profile])
	d.value("cbc:EffectiveDate", when.UTC().Format(time.DateOnly))
	if explained[code] || reason != "" {
		d.open("cac:Status")
		if explained[code] {
			d.value("cbc:StatusReasonCode", "OTH", "listID", "OPStatusReason")
		}
		d.value("cbc:StatusReason", reason)
		d.close("cac:Status")
	}
	d.close("cac:Response")
}
