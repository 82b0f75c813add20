package einvoice

import (
	"fmt"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/xmltree"
)

// ruleRepeated is a value that stands again where the model has room for one. The standard's rules know only some of these
// elements; for the rest, a reader that takes the last value would see another invoice than one that takes the first.
const ruleRepeated = "DOCKET-XML-02"

// maxRepeated is at how many places repeated values are reported.
const maxRepeated = 100

// Repeated are findings for values that stand again behind the one that was read. The further values are kept as extensions.
func (d *Document) Repeated() []en16931.Finding {
	var out []en16931.Finding
	d.repeated(d.Root, &out)
	return out
}

func (d *Document) repeated(parent *xmltree.Node, out *[]en16931.Finding) {
	var read map[int32]string // pointers of the first of several values, by their name
	for _, n := range parent.Children {
		if len(*out) == maxRepeated {
			return
		}
		if len(n.Children) > 0 {
			d.repeated(n, out)
			continue
		}
		pointer := d.Source.Value(n)
		known := pointer != ""
		switch {
		case known && n.Index == 1:
			if read == nil {
				read = map[int32]string{}
			}
			read[n.NameID] = pointer
		case !known && n.Index > 1 && read[n.NameID] != "":
			*out = append(*out, repeatedFinding(n, read[n.NameID]))
		}
	}
}

func repeatedFinding(n *xmltree.Node, pointer string) en16931.Finding {
	return en16931.Finding{
		Rule: ruleRepeated, Severity: en16931.Warning, Pointers: []string{pointer}, XPath: n.XPath(), Actual: shortened(n.Text),
		Message: fmt.Sprintf("The element %s stands more than once; the first value is the one that was read.", n.Local),
	}
}

func shortened(s string) string {
	const most = 100
	if r := []rune(s[:min(len(s), 4*most)]); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
