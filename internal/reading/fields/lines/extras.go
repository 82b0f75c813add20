package lines

// drafts reads all items of a table.
func (t *table) drafts() []*drafted {
	out := make([]*drafted, 0, len(t.items))
	t.right = t.reach()
	for _, it := range t.items {
		d := t.draft(it)
		d.extra = t.grid.has(quantity) && it.number(quantity) == nil || t.grid.has(amount, netAmount, grossAmount) && it.amount() == nil
		d.numbered = d.line.ID != "" && firstNumber(t.inColumn(it.tokens(), position)) != nil
		out = append(out, d)
	}
	return out
}

// droppable tells whether the row may turn out to be none of the items.
func (d *drafted) droppable() bool { return d.extra && !d.numbered }

// dropExtras leaves rows out that lack a quantity or an amount where the others have them: allowances, charges and
// notes of the document. The totals tell; without them, missing item numbers do.
func (c *Context) dropExtras(all []*drafted) []*drafted {
	var rest []*drafted
	sum, restSum := 0.0, 0.0
	numbered := true
	for _, d := range all {
		v := d.line.Net.Value().InexactFloat64()
		sum += v
		if d.droppable() {
			continue
		}
		numbered = numbered && d.numbered
		restSum += v
		rest = append(rest, d)
	}
	known := func(v float64) bool { return among(v, c.Nets) || among(v, c.Grosses) }
	switch {
	case len(rest) == 0 || len(rest) == len(all) || known(sum):
		return all
	case known(restSum), numbered:
		return rest
	}
	return all
}
