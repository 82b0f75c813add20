package invoice

import (
	"encoding/json"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/einvoice"
	"github.com/docketapi/docket/en16931/rules"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/services/invoice/change"
)

// profile is the contract's JudgedProfile.
type profile struct {
	Claimed string        `json:"claimed,omitempty"`
	Checked rules.Profile `json:"checked"`
	Release string        `json:"release"`
}

// profileOf is what an invoice claims and was judged by, as it is stored; nil for one that was read off pages.
func profileOf(source evidence.Kind, data *en16931.Invoice) (json.RawMessage, error) {
	if source.OfPages() {
		return nil, nil
	}
	syntax := einvoice.UBL // the formats of countries are held to EN 16931 as if they were
	if source == evidence.CII || source == evidence.FacturX {
		syntax = einvoice.CII
	}
	set := rules.JudgingData(string(syntax), rules.Auto, data.ProfileID, data.IssueDate)
	return change.Stored(profile{Claimed: data.ProfileID, Checked: set.Name, Release: set.Release})
}
