package reading_test

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/testkit"
)

// container is an ASiC-E of the files.
func container(t *testing.T, files map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range append([]string{"mimetype"}, sortedNames(files)...) {
		f, err := w.CreateHeader(&zip.FileHeader{Name: name})
		if err != nil {
			t.Fatal(err)
		}
		data := files[name]
		if name == "mimetype" {
			data = []byte("application/vnd.etsi.asic-e+zip")
		}
		if _, err := f.Write(data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func sortedNames(files map[string][]byte) (out []string) {
	for name := range files {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// message is an e-mail with files.
func message(files map[string][]byte) []byte {
	var b strings.Builder
	b.WriteString("From: a@nord.example\r\nTo: b@sued.example\r\nSubject: Rechnung\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=grenze\r\n\r\n--grenze\r\nContent-Type: text/plain\r\n\r\nAnbei.\r\n")
	for _, name := range sortedNames(files) {
		b.WriteString("--grenze\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"" + name + "\"\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
			base64.StdEncoding.EncodeToString(files[name]) + "\r\n")
	}
	b.WriteString("--grenze--\r\n")
	return []byte(b.String())
}

func TestReadTakesTheInvoiceOutOfWhatHoldsIt(t *testing.T) {
	t.Parallel()
	invoice, der := []byte(xml), testkit.Signed([]byte(xml))
	page := withFiles()
	for name, c := range map[string]struct {
		data   []byte
		signed bool
		source evidence.Kind
	}{
		"p7m":                {der, true, evidence.UBL},
		"p7m in parts":       {testkit.SignedInParts(invoice), true, evidence.UBL},
		"p7m in base64":      {[]byte(base64.StdEncoding.EncodeToString(der)), true, evidence.UBL},
		"signed twice":       {testkit.Signed(der), true, evidence.UBL},
		"signed PDF":         {testkit.Signed(page), true, evidence.Text},
		"ASiC":               {container(t, map[string][]byte{"rechnung.xml": invoice, "META-INF/signatures0.xml": []byte("<a/>")}), true, evidence.UBL},
		"message":            {message(map[string][]byte{"rechnung.xml": invoice}), false, evidence.UBL},
		"message with both":  {message(map[string][]byte{"a.pdf": page, "rechnung.xml": invoice, "z.txt": []byte("Hallo")}), false, evidence.UBL},
		"message with a p7m": {message(map[string][]byte{"r.xml.p7m": der}), true, evidence.UBL},
		"message with a PDF": {message(map[string][]byte{"a.pdf": page}), false, evidence.Text},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := read(t, c.data).Invoices
			if len(got) != 1 || got[0].Source != c.source || got[0].Data.Number != "RE-2024-0815" {
				t.Fatalf("%d invoices: %+v", len(got), got)
			}
			said := slices.ContainsFunc(got[0].Checks, func(f en16931.Finding) bool {
				return f.Rule == "DOCKET-SIGNED-01" && strings.Contains(f.Message, "not verified")
			})
			if said != c.signed {
				t.Errorf("it says that it is signed: %v, want %v", said, c.signed)
			}
		})
	}
}

func TestWhatHoldsNoInvoiceIsRefused(t *testing.T) {
	t.Parallel()
	deep := []byte(xml)
	for range 6 {
		deep = testkit.Signed(deep)
	}
	for name, c := range map[string]struct {
		data []byte
		code fault.Code
	}{
		"a signature alone":         {testkit.Signed(nil), fault.CodeDocumentDamaged},
		"message without files":     {message(nil), fault.CodeNotAnInvoice},
		"ASiC of other files":       {container(t, map[string][]byte{"a.txt": []byte("Hallo")}), fault.CodeNotAnInvoice},
		"signed XML that is broken": {testkit.Signed([]byte("<a")), fault.CodeXMLMalformed},
		"signed much too often":     {deep, fault.CodeNotAnInvoice},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := newReader(t).Read(t.Context(), reading.Input{Path: file(t, "x", c.data)}); fault.CodeOf(err) != c.code {
				t.Errorf("error is %v, want %s", err, c.code)
			}
		})
	}
}
