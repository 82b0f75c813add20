package rules

import "github.com/docketapi/docket/internal/en16931/xmltree"

type places struct{}

func newPlaces(*syntax, *xmltree.Node) *places { return &places{} }

func (*places) pointers([]string, *xmltree.Node) []string { return []string{} }
