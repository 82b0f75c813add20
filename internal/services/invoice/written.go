package invoice

import (
	"encoding/json"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/learned"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/services/invoice/change"
	"github.com/docketapi/docket/internal/services/invoice/likeness"
)

// written is an invoice as it is stored.
type written struct {
	// What reads show: the evidence of XML and the other apart.
	data, header, proof, xmlEvidence []byte
	// What a reading keeps besides, for the history and to replay corrections over. Its changes are those of a first one, which
	// finds nothing there.
	evidence, checks, changes []byte
	changeCount               int32
	text                      *likeness.Text // of a reading that had pages
	layout                    []byte         // the words of its pages, for learned
}

// write is what is stored of a reading, whatever is known already of the invoice.
func write(found evidence.Invoice, list []pages.Page) (written, error) {
	w, err := writeShown(&found.Data, found.Evidence)
	if err != nil {
		return written{}, err
	}
	if w.evidence = w.xmlEvidence; mixed(found.Evidence) {
		if w.evidence, err = change.StoredList(found.Evidence); err != nil {
			return written{}, err
		}
	}
	if w.checks, err = change.StoredList(found.Checks); err != nil {
		return written{}, err
	}
	changes, err := change.Between([]byte("{}"), w.data, nil, giverOf(found))
	if err != nil {
		return written{}, err
	}
	w.changeCount = int32(len(changes)) // bounded by the size of a document
	if w.changes, err = change.StoredList(change.Bounded(changes)); err != nil {
		return written{}, err
	}
	if t, ok := likeness.Of(list, found.FirstPage, found.LastPage); ok {
		w.text = &t
	}
	if found.Source.OfPages() {
		layout, err := learned.Pack(list, found.FirstPage, found.LastPage)
		if err != nil {
			return written{}, err
		}
		if w.layout, err = change.Stored(json.RawMessage(layout)); err != nil {
			return written{}, err
		}
	}
	return *w, nil
}

// writeShown is what is stored of data and its evidence for reads.
func writeShown(data *en16931.Invoice, proof []evidence.Evidence) (*written, error) {
	w := &written{}
	var err error
	if w.data, err = change.Canonical(data); err != nil {
		return nil, err
	}
	if w.header, err = change.Stored(headerOf(data)); err != nil {
		return nil, err
	}
	other, ofXML := splitEvidence(proof)
	if w.proof, err = change.StoredList(other); err != nil {
		return nil, err
	}
	w.xmlEvidence, err = change.StoredList(ofXML)
	return w, err
}

// mixed tells whether evidence is not of XML alone.
func mixed(all []evidence.Evidence) bool {
	for _, e := range all {
		if e.Source != evidence.FromXML {
			return true
		}
	}
	return false
}
