package expr

// The rules take time in proportion to a document's size, unless it repeats elements that an invoice has once: each of a
// million currencies is held against each of a million taxes. Real invoices need below 100 looks at an element for each
// element they hold.
const (
	leastEffort      = 10_000_000
	effortPerElement = 300
)

// Exhausted tells that the document cost more than any invoice does and that Run broke off: rules may be broken that
// were not reported.
func (d *Doc) Exhausted() bool { return d.work > d.effort }
