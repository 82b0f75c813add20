package einvoice_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/docketapi/docket/en16931/einvoice"
	"github.com/docketapi/docket/en16931/xmltree"
)

// TestCorpusRoundTrips measures on the XML files below DOCKET_CORPUS: each is written in its own syntax and read
// again. It is an evaluation beside the tests of this package, which need no files of others.
func TestCorpusRoundTrips(t *testing.T) {
	dir := os.Getenv("DOCKET_CORPUS")
	if dir == "" {
		t.Log("DOCKET_CORPUS is not set: nothing to measure")
		return
	}
	read, equal := 0, 0
	err := filepath.Walk(dir, func(path string, _ os.FileInfo, err error) error {
		if err != nil || filepath.Ext(path) != ".xml" {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		doc, err := einvoice.Parse(data, xmltree.Limits{})
		if err != nil {
			t.Logf("%s: %v", path, err)
			return nil
		}
		read++
		if roundTrips(t, path, doc) {
			equal++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d of %d documents are equal after write and read", equal, read)
}

func roundTrips(t *testing.T, path string, doc *einvoice.Document) bool {
	t.Helper()
	var out bytes.Buffer
	if err := einvoice.Write(&out, doc.Syntax, &doc.Invoice); err != nil {
		t.Errorf("%s: %v", path, err)
		return false
	}
	again, err := einvoice.Parse(out.Bytes(), xmltree.Limits{})
	if err != nil {
		t.Errorf("%s: %v", path, err)
		return false
	}
	if reflect.DeepEqual(doc.Invoice, again.Invoice) {
		return true
	}
	before, _ := json.MarshalIndent(doc.Invoice, "", " ")
	after, _ := json.MarshalIndent(again.Invoice, "", " ")
	t.Errorf("%s changes:\n%s", path, firstDifference(before, after))
	return false
}

func firstDifference(a, b []byte) string {
	x, y := bytes.Split(a, []byte("\n")), bytes.Split(b, []byte("\n"))
	for i := range min(len(x), len(y)) {
		if !bytes.Equal(x[i], y[i]) {
			return string(bytes.Join(x[max(0, i-3):min(len(x), i+4)], []byte("\n"))) + "\n--- becomes\n" +
				string(bytes.Join(y[max(0, i-3):min(len(y), i+4)], []byte("\n")))
		}
	}
	return "the lengths differ"
}
