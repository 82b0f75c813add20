package ubl_test

import (
	"bytes"
	"fmt"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/ubl"
	"github.com/docketapi/docket/en16931/xmltree"
)

// What is written reads back the same.
func Example() {
	var b bytes.Buffer
	inv := en16931.Invoice{Number: "2031-77", TypeCode: "380", Currency: "EUR", Totals: en16931.Totals{Gross: en16931.MustDecimal("119.00")}}
	if err := ubl.Write(&b, &inv); err != nil {
		fmt.Println(err)
		return
	}
	root, err := xmltree.Parse(b.Bytes(), xmltree.Limits{})
	if err != nil {
		fmt.Println(err)
		return
	}
	again, err := ubl.Read(root)
	fmt.Println(ubl.Recognizes(root), again.Number, again.Totals.Gross, again.Currency, err)
	// Output: true 2031-77 119.00 EUR <nil>
}
