package einvoice_test

import (
	"bytes"
	"fmt"
	"io"
	"testing"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/einvoice"
	"github.com/docketapi/docket/en16931/rules"
	"github.com/docketapi/docket/en16931/xmltree"
)

// manyLines is the invoice of the examples with n lines.
func manyLines(b *testing.B, n int) en16931.Invoice {
	b.Helper()
	inv := written(b)["base-ubl"]
	first := inv.Lines[0]
	inv.Lines = nil
	for i := range n {
		l := first
		l.ID = fmt.Sprint(i + 1)
		inv.Lines = append(inv.Lines, l)
	}
	return inv
}

// BenchmarkInvoice parses, judges and writes an invoice of a shop and one of a telephone company, in both syntaxes.
func BenchmarkInvoice(b *testing.B) {
	for _, lines := range []int{20, 10_000} {
		inv := manyLines(b, lines)
		for _, s := range []einvoice.Syntax{einvoice.UBL, einvoice.CII} {
			var file bytes.Buffer
			if err := einvoice.Write(&file, s, &inv); err != nil {
				b.Fatal(err)
			}
			name := fmt.Sprintf("%s/%d", s, lines)
			benchmark(b, name+"/parse", file.Len(), func() error {
				_, err := einvoice.Parse(file.Bytes(), xmltree.Limits{})
				return err
			})
			doc, err := einvoice.Parse(file.Bytes(), xmltree.Limits{})
			if err != nil {
				b.Fatal(err)
			}
			benchmark(b, name+"/check", file.Len(), func() error {
				doc.Check(rules.EN16931)
				return nil
			})
			benchmark(b, name+"/write", file.Len(), func() error { return einvoice.Write(io.Discard, s, &inv) })
		}
	}
}

func benchmark(b *testing.B, name string, size int, work func() error) {
	b.Helper()
	b.Run(name, func(b *testing.B) {
		b.SetBytes(int64(size))
		b.ReportAllocs()
		for b.Loop() {
			if err := work(); err != nil {
				b.Fatal(err)
			}
		}
	})
}
