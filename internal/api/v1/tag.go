package v1

import (
	"encoding/binary"
	"encoding/hex"
	"hash/fnv"
	"math"
	"strings"

	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/services/invoice"
)

// duplicatesMark parts the version in a tag from what stands for the duplicates that the answer names.
const duplicatesMark = "-"

// invoiceTag is the ETag of an invoice with what it shows: its version and, where there are any, its duplicates and whether
// the evidence of XML is in it. Duplicates come and go with other invoices, and leave this one's version as it is.
func invoiceTag(v invoice.View) string {
	tag := contract.ETag(v.Version)
	if len(v.Duplicates) == 0 && v.XMLEvidence == nil {
		return tag
	}
	h := fnv.New64a()
	for _, m := range v.Duplicates {
		_, _ = h.Write(m.InvoiceID[:])
		_, _ = h.Write([]byte(m.Level))
		_, _ = h.Write(binary.BigEndian.AppendUint64(nil, math.Float64bits(m.Similarity)))
	}
	if v.XMLEvidence != nil {
		_, _ = h.Write([]byte("xml"))
	}
	return tag[:len(tag)-1] + duplicatesMark + hex.EncodeToString(h.Sum(nil)) + `"`
}

// versionOf is the tag of the invoice itself in a tag that names duplicates, too: a change rests on the invoice alone.
func versionOf(tag string) string {
	version, _, has := strings.Cut(tag, duplicatesMark)
	if !has || !strings.HasPrefix(version, `"`) {
		return tag
	}
	return version + `"`
}
