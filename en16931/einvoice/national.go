package einvoice

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/national"
	"github.com/docketapi/docket/en16931/national/ebinterface"
	"github.com/docketapi/docket/en16931/national/facturae"
	"github.com/docketapi/docket/en16931/national/fatturapa"
	"github.com/docketapi/docket/en16931/national/ksef"
	"github.com/docketapi/docket/en16931/national/oioubl"
	"github.com/docketapi/docket/en16931/national/svefaktura"
	"github.com/docketapi/docket/en16931/rules"
	"github.com/docketapi/docket/en16931/ubl"
	"github.com/docketapi/docket/en16931/xmltree"
)

// nationals are the formats of single countries that are read. OIOUBL comes before UBL, which it looks like.
var nationals = []*national.Format{oioubl.Format, ksef.Format, fatturapa.Format, facturae.Format, ebinterface.Format, svefaktura.Format}

// Nationals are the syntaxes that are formats of single countries.
func Nationals() []Syntax {
	out := make([]Syntax, len(nationals))
	for i, f := range nationals {
		out[i] = Syntax(f.Name)
	}
	return out
}

func nationalOf(root *xmltree.Node) *national.Format {
	for _, f := range nationals {
		if f.Recognizes(root) {
			return f
		}
	}
	return nil
}

// MaxInvoices is how many invoices are read out of one document.
const MaxInvoices = 200

// ReadAll reads every invoice in a parsed document: the formats of some countries may have several. The error is an *Error.
func ReadAll(root *xmltree.Node) ([]*Document, error) {
	d, err := Detect(root)
	if err != nil {
		return nil, err
	}
	if d.national == nil {
		d, err = Read(root)
		return []*Document{d}, err
	}
	roots := d.national.Invoices(root)
	if len(roots) > MaxInvoices {
		return nil, &Error{Code: CodeTooManyInvoices, Message: fmt.Sprintf("a document may have %d invoices at most", MaxInvoices)}
	}
	out := make([]*Document, len(roots))
	for i, one := range roots {
		out[i] = &Document{Root: one, Syntax: d.Syntax, Kind: Invoice, national: d.national, signed: d.signed}
		out[i].Source = &Source{document: out[i]}
		if err := out[i].readNational(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// ParseAll is ReadAll of a document that is parsed as long as ctx lasts. The error is an *xmltree.Error, an *Error or that of ctx.
func ParseAll(ctx context.Context, data []byte, limits xmltree.Limits) ([]*Document, error) {
	o, err := openBounded(until(ctx), data, limits)
	if err != nil {
		return nil, err
	}
	docs, err := ReadAll(o.root)
	if err == nil {
		for _, d := range docs {
			d.Invoice.Extensions = append(d.Invoice.Extensions, o.envelope...)
		}
	}
	return docs, err
}

// readNational reads the one invoice that the root stands for, or the first of several.
func (d *Document) readNational() error {
	roots := d.national.Invoices(d.Root)
	d.further, d.Root = len(roots)-1, roots[0]
	r := d.national.Read(d.Root)
	if err := CheckSize(&r.Invoice); err != nil {
		return err
	}
	d.read, d.Invoice, d.readFindings, d.Computed, d.estimated = true, r.Invoice, r.Findings, r.Computed, r.Estimated
	if ubl.IsCreditNote(d.Invoice.TypeCode) {
		d.Kind = CreditNote
	}
	return nil
}

// checkNational judges what was read, and says so. check judges the invoice by EN 16931.
func (d *Document) checkNational(check func(*en16931.Invoice) ([]en16931.Finding, error)) ([]en16931.Finding, error) {
	if !d.read {
		if err := d.readNational(); err != nil {
			return nil, err
		}
	}
	all, err := check(&d.Invoice)
	if err != nil {
		return nil, err
	}
	findings := lenient(all, &d.Invoice, d.estimated)
	for i := range findings {
		for _, p := range findings[i].Pointers {
			if findings[i].XPath == "" {
				findings[i].XPath = d.Source.XPath(p)
			}
		}
	}
	return slices.Concat(d.aboutNational(), d.readFindings, findings), nil
}

// aboutNational says what an invoice of a country's format was held to.
func (d *Document) aboutNational() []en16931.Finding {
	out := []en16931.Finding{{
		Rule: national.RuleChecked, Severity: en16931.Information,
		Message: "The document is an invoice in the format " + d.national.Title + ". It was held to the sums and the VAT rules of EN 16931, not to the format's own rules; what EN 16931 asks for beyond these is information here.",
	}}
	if d.signed {
		out = append(out, Unverified("The document"))
	}
	if d.further > 0 {
		out = append(out, en16931.Finding{
			Rule: national.RuleRead, Severity: en16931.Warning,
			Message: fmt.Sprintf("The document has %d further invoices, which these findings say nothing of.", d.further),
		})
	}
	return out
}

// ruleSigned says that there is a signature, which nobody looked at.
const ruleSigned = "DOCKET-SIGNED-01"

// Unverified is the finding that something is signed.
func Unverified(what string) en16931.Finding {
	return en16931.Finding{Rule: ruleSigned, Severity: en16931.Information, Message: what + " is signed. The signature was not verified."}
}

// CheckNational judges an invoice that was read from a format of a country: its sums and its VAT are held to EN 16931, and
// whatever else that asks for is information. estimated tells that line amounts were computed from gross ones. The error is that
// of ctx, or tells that the invoice holds extensions that cannot be written.
func CheckNational(ctx context.Context, inv *en16931.Invoice, estimated bool) ([]en16931.Finding, error) {
	all, err := CheckUntil(ctx, inv, rules.EN16931)
	if err != nil {
		return nil, err
	}
	return lenient(all, inv, estimated), nil
}

// lenient is what CheckNational leaves of the findings by EN 16931.
func lenient(all []en16931.Finding, inv *en16931.Invoice, estimated bool) []en16931.Finding {
	loose := estimated || !assigned(inv)
	out := all[:0]
	for _, f := range all {
		switch {
		case f.Rule == "BR-01": // no format but the standard's syntaxes names a specification
			continue
		case f.Severity != en16931.Fatal:
		case !arithmetic(f.Rule), loose && ofLines(f.Rule), rounded(f, inv):
			f.Severity = en16931.Information
		}
		out = append(out, f)
	}
	return out
}

// mandatory are the terms that no invoice of any format goes without.
var mandatory = []string{"BR-02", "BR-03", "BR-05", "BR-06"}

// arithmetic tells whether a rule is one of sums, of VAT by category, or of what every invoice has.
func arithmetic(rule string) bool {
	if slices.Contains(mandatory, rule) || strings.HasPrefix(rule, "DOCKET-XML-") {
		return true
	}
	number, sums := strings.CutPrefix(rule, "BR-CO-")
	if sums {
		return number >= "10" && number <= "17"
	}
	return strings.HasPrefix(rule, "BR-") && (strings.HasSuffix(rule, "-08") || strings.HasSuffix(rule, "-09")) && strings.Count(rule, "-") == 2
}

// ofLines tells whether a rule compares the lines with what is summed of them.
func ofLines(rule string) bool {
	return rule == "BR-CO-10" || rule == "BR-CO-13" || strings.HasSuffix(rule, "-08")
}

// assigned tells whether all allowances and charges of the whole belong to a category of VAT.
func assigned(inv *en16931.Invoice) bool {
	none := func(a en16931.AllowanceCharge) bool { return a.TaxCategory == "" }
	return !slices.ContainsFunc(inv.Allowances, none) && !slices.ContainsFunc(inv.Charges, none)
}

// rounded tells whether sums differ by no more than the rounding of the lines, which some formats have with more decimals.
func rounded(f en16931.Finding, inv *en16931.Invoice) bool {
	t := inv.Totals
	sum := national.Sum(t.LineNet, national.Minus(t.Allowances), t.Charges, national.Minus(t.Net))
	return f.Rule == "BR-CO-13" && sum.Value().Abs().LessThanOrEqual(decimal.New(int64(len(inv.Lines)+1), -2))
}
