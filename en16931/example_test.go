package en16931_test

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/docketapi/docket/en16931"
)

// Amounts are exact decimals, dates are days, and a term that is absent is absent in the JSON too.
func ExampleInvoice() {
	inv := en16931.Invoice{
		Number:    "2031-77",
		IssueDate: en16931.NewDate(2031, time.March, 14),
		Currency:  "EUR",
		Totals:    en16931.Totals{Gross: en16931.MustDecimal("119.00")},
	}
	b, _ := json.Marshal(inv)
	fmt.Println(string(b))
	// Output: {"number":"2031-77","issue_date":"2031-03-14","currency":"EUR","totals":{"gross":"119.00"}}
}

// Text that is no amount is an error, never a zero.
func ExampleParseDecimal() {
	d, err := en16931.ParseDecimal("1488.88")
	fmt.Println(d, err)
	_, err = en16931.ParseDecimal("1.488,88")
	fmt.Println(err != nil)
	// Output:
	// 1488.88 <nil>
	// true
}
