package xmltree

// Limits bound what Parse accepts. A zero field means its default.
type Limits struct {
	Bytes      int // of the document as given; default 64 MiB
	Depth      int // of nested elements; default 128
	Tokens     int // elements and attributes together; default 4 million
	Attributes int // of one element; default 64
	Value      int // bytes of one attribute's value, or of a name; default 64 KiB
}

func (l Limits) withDefaults() Limits {
	or := func(v *int, def int) {
		if *v <= 0 {
			*v = def
		}
	}
	or(&l.Bytes, 64<<20)
	or(&l.Depth, 128)
	or(&l.Tokens, 4_000_000)
	or(&l.Attributes, 64)
	or(&l.Value, 64<<10)
	return l
}
