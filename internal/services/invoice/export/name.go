package export

import (
	"strings"
	"unicode"

	"github.com/docketapi/docket/internal/services/invoice"
)

// extensions tell the formats apart also where they are all XML.
var extensions = map[Format]string{
	FormatJSON: ".json", FormatCSV: ".csv", FormatXLSX: ".xlsx", FormatUBL: ".ubl.xml", FormatCII: ".cii.xml", FormatFacturX: ".pdf", FormatHTML: ".html", FormatPDF: ".pdf",
}

// maxExportName is how many characters of a number a file's name takes.
const maxExportName = 80

// exportName is a file name from the invoice's number, from its id where the number has no letter or digit. An invoice
// is somebody else's input: only letters, digits, points, hyphens and underscores pass, and no point in front.
func exportName(inv invoice.Invoice, format Format) string {
	var b strings.Builder
	n, gap := 0, false
	for _, r := range inv.Data.Number {
		if n == maxExportName {
			break
		}
		plain := unicode.IsLetter(r) || unicode.IsDigit(r)
		if !plain && !strings.ContainsRune("-_.", r) || r == unicode.ReplacementChar {
			gap = n > 0
			continue
		}
		if n == 0 && !plain {
			continue
		}
		if gap {
			b.WriteByte('_')
			n, gap = n+1, false
		}
		b.WriteRune(r)
		n++
	}
	if n == 0 {
		return inv.ID.String() + extensions[format]
	}
	return "invoice-" + strings.TrimRight(b.String(), "._-") + extensions[format]
}
