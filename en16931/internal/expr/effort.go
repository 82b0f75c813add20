package expr

// The rules take time in proportion to a document's size, unless it repeats elements that an invoice has once: each of a
// million currencies is held against each of a million taxes. Real invoices need below 100 looks at an element for each
// element they hold.
const (
	leastEffort      = 10_000_000
	effortPerElement = 300
)

// Exhausted tells that the document cost more than any invoice does, or that nobody waits any more, and that Run broke off: rules may
// be broken that were not reported.
func (d *Doc) Exhausted() bool { return d.work > d.effort || d.left() }

// exhaust breaks the evaluation off: what is asked for costs more than it may.
func (d *Doc) exhaust() { d.work = d.effort + 1 }

// Until ends Run when done is closed.
func (d *Doc) Until(done <-chan struct{}) { d.done = done }

// looksBetween is how often Exhausted is asked between two looks at whether somebody waits.
const looksBetween = 256

// left tells that nobody waits any more.
func (d *Doc) left() bool {
	if d.done == nil || d.gone {
		return d.gone
	}
	if d.looks++; d.looks%looksBetween == 0 {
		select {
		case <-d.done:
			d.gone = true
		default:
		}
	}
	return d.gone
}
