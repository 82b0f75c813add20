package lines

// repairHeads corrects columns whose heading was misread: a position stands left of the quantity, and what is quantity times
// price in most rows is the amount.
func (g grid) repairHeads(items [][]token) {
	counted := false
	for i := range g {
		counted = counted || g[i].role == quantity
		if counted && g[i].role == position {
			g[i].role = other
		}
	}
	if g.has(amount, netAmount, grossAmount) || !g.has(quantity) || !g.has(price) {
		return
	}
	hits, rows := make([]int, len(g)), 0
	for _, row := range items {
		at, ok := g.products(row)
		if ok {
			rows++
		}
		for _, i := range at {
			hits[i]++
		}
	}
	for i, n := range hits {
		if n > 0 && 2*n >= rows && g[i].role != quantity && g[i].role != price {
			g[i].role = amount
			return
		}
	}
}

// products are the columns of a row that hold quantity times price; ok tells whether the row has both.
func (g grid) products(row []token) (at []int, ok bool) {
	var qty, each *token
	for i := range row {
		if k := &row[i]; k.number {
			switch g[g.at(center(k.box))].role {
			case quantity:
				qty = k
			case price:
				each = k
			}
		}
	}
	if qty == nil || each == nil {
		return nil, false
	}
	for i := range row {
		k := &row[i]
		if k.number && k != qty && k != each && !num(k).Value().IsZero() && agrees(qty, each, k, num(nil)) {
			at = append(at, g.at(center(k.box)))
		}
	}
	return at, true
}
