package einvoice

import (
	"sync"

	"github.com/docketapi/docket/en16931/cii"
	"github.com/docketapi/docket/en16931/internal/binding"
	"github.com/docketapi/docket/en16931/ubl"
	"github.com/docketapi/docket/en16931/xmltree"
)

// Source ties the invoice's JSON pointers to the elements they were read from. It is made at its first use and safe
// for concurrent use.
type Source struct {
	document *Document
	once     sync.Once
	entries  []Entry
	nodes    map[string]*xmltree.Node
	index    *binding.Index
}

// Entry is a term or group that was read, with its element.
type Entry = binding.Place

// All are the terms and groups in the order in which reading ended them: a group comes behind its terms.
func (s *Source) All() []Entry {
	s.once.Do(s.build)
	return s.entries
}

// Node is the element that the pointer's value was read from, nil when there is none.
func (s *Source) Node(pointer string) *xmltree.Node {
	s.once.Do(s.build)
	return s.nodes[pointer]
}

// XPath is the place of the pointer's value in the source, "" when there is none.
func (s *Source) XPath(pointer string) string {
	if n := s.Node(pointer); n != nil {
		return n.XPath()
	}
	return ""
}

// Pointer is the JSON pointer of what was read from the element, else from the nearest element around it; "" stands
// for the whole invoice.
func (s *Source) Pointer(n *xmltree.Node) string {
	s.once.Do(s.build)
	return s.index.Pointer(n)
}

// Value is the JSON pointer of the value that was read from the element, "" when it became none or is a group.
func (s *Source) Value(n *xmltree.Node) string {
	s.once.Do(s.build)
	return s.index.Value(n)
}

// Group is the JSON pointer of the group or list item that the element is or stands in, "" for the invoice itself.
func (s *Source) Group(n *xmltree.Node) string {
	s.once.Do(s.build)
	return s.index.Group(n)
}

func (s *Source) build() {
	switch d := s.document; {
	case d.national != nil:
		s.entries = d.national.Places(d.Root)
	case d.Syntax == CII:
		s.entries, _ = cii.Places(d.Root) // the root was recognized before
	default:
		s.entries, _ = ubl.Places(d.Root)
	}
	s.index = binding.NewIndex(s.document.Root, s.entries)
	s.nodes = make(map[string]*xmltree.Node, len(s.entries))
	for _, e := range s.entries {
		if _, ok := s.nodes[e.Pointer]; !ok {
			s.nodes[e.Pointer] = e.Node
		}
	}
}
