package v1

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode"

	"github.com/docketapi/docket/en16931/rules"
	apiv1 "github.com/docketapi/docket/gen/api/v1"
	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/services/invoice/export"
)

// ExportInvoice makes a file of an invoice.
func (s *Server) ExportInvoice(ctx context.Context, req apiv1.ExportInvoiceRequestObject) (apiv1.ExportInvoiceResponseObject, error) {
	found, err := s.services.Invoices.Find(ctx, principal(ctx), req.InvoiceID)
	if err != nil {
		return nil, err
	}
	tag := contract.ETag(found.Version)
	known, err := contract.Conditions{Match: req.Params.IfMatch, NoneMatch: req.Params.IfNoneMatch}.Check(tag, time.Time{})
	if err != nil {
		return nil, err
	}
	if known {
		return apiv1.ExportInvoice304Response{Headers: apiv1.ExportInvoice304ResponseHeaders{ETag: &tag}}, nil
	}
	file, err := s.services.Exports.Export(ctx, principal(ctx), found, export.Input{
		Format: export.Format(req.Params.Format), Profile: rules.Profile(or(req.Params.Profile)),
		AllowIncomplete: or(req.Params.Incomplete) == apiv1.ExportInvoiceParamsIncompleteAllow,
	})
	if err != nil {
		return nil, err
	}
	disposition := named(file.Name)
	headers := apiv1.ExportInvoice200ResponseHeaders{ETag: &tag, ContentDisposition: &disposition}
	return answers[export.Format(req.Params.Format)](exported{file, headers}), nil
}

// named is an attachment's name twice where it is not ASCII (RFC 6266, 4.3): some clients know the old form alone. The
// name holds nothing to escape in it.
func named(name string) string {
	ascii := strings.Map(func(r rune) rune {
		if r > unicode.MaxASCII {
			return '_'
		}
		return r
	}, name)
	if ascii == name {
		return fmt.Sprintf(`attachment; filename="%s"`, name)
	}
	return fmt.Sprintf(`attachment; filename="%s"; filename*=UTF-8''%s`, ascii, url.PathEscape(name))
}

type exported struct {
	export.File
	headers apiv1.ExportInvoice200ResponseHeaders
}

// answers gives each format its media type.
var answers = map[export.Format]func(exported) apiv1.ExportInvoiceResponseObject{
	export.FormatJSON: asJSON, export.FormatCSV: asCSV, export.FormatXLSX: asXLSX,
	export.FormatUBL: asXML, export.FormatCII: asXML, export.FormatFacturX: asPDF,
}

func asJSON(e exported) apiv1.ExportInvoiceResponseObject {
	return apiv1.ExportInvoice200JSONResponse{Body: *e.Data, Headers: e.headers}
}

func asXML(e exported) apiv1.ExportInvoiceResponseObject {
	return apiv1.ExportInvoice200ApplicationXMLResponse{Body: e.Body, ContentLength: e.Size, Headers: e.headers}
}

func asPDF(e exported) apiv1.ExportInvoiceResponseObject {
	return apiv1.ExportInvoice200ApplicationPdfResponse{Body: e.Body, ContentLength: e.Size, Headers: e.headers}
}

func asCSV(e exported) apiv1.ExportInvoiceResponseObject {
	return apiv1.ExportInvoice200TextCsvResponse{Body: e.Body, ContentLength: e.Size, Headers: e.headers}
}

func asXLSX(e exported) apiv1.ExportInvoiceResponseObject {
	return apiv1.ExportInvoice200ApplicationVndOpenxmlformatsOfficedocumentSpreadsheetmlSheetResponse{Body: e.Body, ContentLength: e.Size, Headers: e.headers}
}
