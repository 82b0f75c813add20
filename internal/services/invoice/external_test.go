//go:build external

package invoice_test

import (
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/rules"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/services/invoice/export"
)

func variable(t *testing.T, name string) string {
	t.Helper()
	v := os.Getenv(name)
	if v == "" {
		t.Fatal(name + " is not set: run tools/external/xml.sh")
	}
	return v
}

// german is an invoice that XRechnung and Peppol take too.
func german() en16931.Invoice {
	inv := complete()
	inv.BuyerReference = "04011000-12345-03"
	inv.Seller.Contact = &en16931.Contact{Name: "Ada Birke", Phone: "+49 30 1234567", Email: "ada@lindenblatt.example"}
	inv.Seller.Endpoint = &en16931.ID{ID: "DE123456788", Scheme: "9930"}
	inv.Buyer.Endpoint = &en16931.ID{ID: "DE987654321", Scheme: "9930"}
	inv.Delivery = &en16931.Delivery{Date: en16931.MustDate("2031-04-30")}
	return inv
}

// TestOfficialValidatorsTakeExports holds exports of every profile to the official schemas and rules.
func TestOfficialValidatorsTakeExports(t *testing.T) {
	classes, st := variable(t, "DOCKET_PHIVE"), newStack(t)
	var lines strings.Builder
	for _, c := range []struct {
		profile rules.Profile
		format  export.Format
	}{
		{rules.EN16931, export.FormatUBL}, {rules.EN16931, export.FormatCII}, {rules.Peppol, export.FormatUBL},
		{rules.XRechnung, export.FormatUBL}, {rules.XRechnung, export.FormatCII},
	} {
		for _, kind := range []string{"380", "381"} {
			data := german()
			data.TypeCode = kind
			_, b, err := exported(t, st, data, export.Input{Format: c.format, Profile: c.profile})
			if known, ok := fault.As(err); ok {
				t.Fatalf("%s as %s: %+v", c.profile, c.format, known.Details)
			}
			must(t, err)
			path := filepath.Join(t.TempDir(), string(c.profile)+"-"+kind+"."+string(c.format)+".xml")
			must(t, os.WriteFile(path, b, 0o600))
			lines.WriteString(string(c.profile) + " " + path + "\n")
		}
	}
	cmd := exec.Command("java", "-cp", classes, "Phive", "check")
	cmd.Stdin = strings.NewReader(lines.String())
	out, err := cmd.Output()
	must(t, err)
	for line := range strings.Lines(string(out)) {
		if parts := strings.SplitN(strings.TrimRight(line, "\n"), "\t", 3); parts[1] != "" {
			t.Errorf("%s breaks %s", filepath.Base(parts[0]), parts[1])
		}
	}
	if n := strings.Count(string(out), "\n"); n != 10 {
		t.Errorf("phive judged %d documents of 10", n)
	}
}

// TestOfficialValidatorsTakeFacturX holds the PDFs to PDF/A-3b, by veraPDF, and to Factur-X.
func TestOfficialValidatorsTakeFacturX(t *testing.T) {
	jar, st := variable(t, "DOCKET_TEST_MUSTANG"), newStack(t)
	st.pager.count = 2
	scanned := readScan(t, st, 1, 2)
	_, scan, err := exportOf(t, st, scanned, export.Input{Format: export.FormatFacturX})
	must(t, err)
	_, plain, err := exported(t, st, german(), export.Input{Format: export.FormatFacturX, Profile: rules.XRechnung})
	must(t, err)
	for name, b := range map[string][]byte{"scan": scan, "plain": plain} {
		path := filepath.Join(t.TempDir(), name+".pdf")
		must(t, os.WriteFile(path, b, 0o600))
		out, err := exec.Command("java", "-jar", jar, "--no-notices", "--action", "validate", "--source", path).Output()
		var report struct {
			PDF struct {
				Summary struct {
					Status string `xml:"status,attr"`
				} `xml:"summary"`
			} `xml:"pdf"`
			Summary struct {
				Status string `xml:"status,attr"`
			} `xml:"summary"`
		}
		if broken := xml.Unmarshal(out, &report); err != nil || broken != nil || report.PDF.Summary.Status != "valid" || report.Summary.Status != "valid" {
			t.Errorf("%s: %v, %v\n%s", name, err, broken, out)
		}
	}
}
