package xmltree

// Limits bound what Parse accepts. A zero field means its default.
type Limits struct {
	Bytes      int // of the document as given; default 64 MiB
	Depth      int // of nested elements; default 128
	Tokens     int // elements and attributes together; default 1.5 million
	Attributes int // of one element; default 64
	Value      int // bytes of one attribute's value, or of a name; default 64 KiB
	// Most is how often an element of a local name may stand in the document; beyond it parsing ends with CodeTooMany. Names
	// that are not in it are not counted.
	Most map[string]int
}

func (l Limits) withDefaults() Limits {
	or := func(v *int, def int) {
		if *v <= 0 {
			*v = def
		}
	}
	or(&l.Bytes, 64<<20)
	or(&l.Depth, 128)
	or(&l.Tokens, 1_500_000)
	or(&l.Attributes, 64)
	or(&l.Value, 64<<10)
	return l
}
