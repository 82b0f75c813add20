package lang_test

import (
	"fmt"

	"github.com/docketapi/docket/internal/lang"
)

// Labels are compared by their keys: recognition loses blanks and marks.
func ExampleKey() {
	fmt.Println(lang.Key("Rechnungs-Nr.:"), lang.Key("RECHNUNGS NR"), lang.Key("N° de facture"))
	// Output: rechnungsnr rechnungsnr nodefacture
}

// Without languages the months are those of all, as far as they mean one month only.
func ExampleMonths() {
	months := lang.Months(lang.Fold, "de", "fr")
	fmt.Println(months["marz"], months["fevrier"], months["march"])
	// Output: 3 2 0
}
