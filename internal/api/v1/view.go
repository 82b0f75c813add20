package v1

import (
	"context"
	"strings"
	"time"

	"golang.org/x/text/language"

	apiv1 "github.com/docketapi/docket/gen/api/v1"
	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/en16931/display"
	"github.com/docketapi/docket/internal/en16931/webpage"
	"github.com/docketapi/docket/internal/services/invoice/export"
)

// ViewInvoice makes a page of an invoice, for people.
func (s *Server) ViewInvoice(ctx context.Context, req apiv1.ViewInvoiceRequestObject) (apiv1.ViewInvoiceResponseObject, error) {
	found, err := s.services.Invoices.Find(ctx, principal(ctx), req.InvoiceID)
	if err != nil {
		return nil, err
	}
	tag := contract.ETag(found.Version)
	known, err := contract.Conditions{Match: req.Params.IfMatch, NoneMatch: req.Params.IfNoneMatch}.Check(tag, time.Time{})
	if err != nil {
		return nil, err
	}
	if known && req.Params.Lang != nil { // else another language may be asked for than the caller has
		return apiv1.ViewInvoice304Response{Headers: apiv1.ViewInvoice304ResponseHeaders{ETag: &tag}}, nil
	}
	lang := languageOf(or(req.Params.Lang), or(req.Params.AcceptLanguage))
	format := export.Format(or(req.Params.Format))
	if format == "" {
		format = export.FormatHTML
	}
	file, err := s.services.Exports.View(found, export.ViewInput{Format: format, Language: lang, Terms: or(req.Params.Terms)})
	if err != nil {
		return nil, err
	}
	disposition, policy, words := strings.Replace(named(file.Name), "attachment", "inline", 1), webpage.Policy(), string(lang)
	headers := apiv1.ViewInvoice200ResponseHeaders{ETag: &tag, ContentDisposition: &disposition, ContentSecurityPolicy: &policy, ContentLanguage: &words}
	if format == export.FormatPDF {
		return apiv1.ViewInvoice200ApplicationPdfResponse{Body: file.Body, ContentLength: file.Size, Headers: headers}, nil
	}
	return apiv1.ViewInvoice200TextHTMLResponse{Body: file.Body, ContentLength: file.Size, Headers: headers}, nil
}

// languages are those of a view; the first is that of who understands none of them.
var languages = []display.Language{display.English, display.German, display.French}

var matcher = language.NewMatcher([]language.Tag{language.English, language.German, language.French})

// languageOf is the language that is asked for, else the first that the header has.
func languageOf(asked apiv1.ViewInvoiceParamsLang, accepted string) display.Language {
	if asked != "" {
		return display.Language(asked)
	}
	tags, _, err := language.ParseAcceptLanguage(accepted)
	if err != nil {
		return display.English
	}
	_, i, _ := matcher.Match(tags...)
	return languages[i]
}
