package ppocr

// symbol is one recognised character.
type symbol struct {
	text      string
	prob      float32 // of the character where it is surest
	step      int     // where it is surest, in steps of the recogniser along the line
	other     string  // what else it may be, when prob is low; empty for nothing
	otherProb float32
}

// unsure is the probability below which a symbol carries what else it may be.
const unsure = 0.95

// least probability of what else a symbol may be.
const leastOther = 0.02

// decode turns the recogniser's probabilities, steps rows over the alphabet, into symbols: the best class of each
// step, repeats merged, blanks (class 0) dropped.
func decode(probs []float32, steps int, alphabet []string, out []symbol) []symbol {
	n := len(alphabet)
	last := 0
	for t := range steps {
		row := probs[t*n : (t+1)*n]
		class := best(row)
		if class == 0 {
			last = 0
			continue
		}
		if class != last {
			out = append(out, symbol{text: alphabet[class]})
		}
		last = class
		if s := &out[len(out)-1]; row[class] > s.prob {
			s.prob, s.step = row[class], t
			s.other, s.otherProb = "", 0
			if s.prob < unsure {
				s.other, s.otherProb = second(row, class, alphabet)
			}
		}
	}
	return out
}

// best is the class of greatest probability. The row sums up to 1, so that a class above one half ends the search.
func best(row []float32) int {
	class, top := 0, row[0]
	if top > 0.5 {
		return 0
	}
	for i, p := range row {
		if p > top {
			class, top = i, p
			if p > 0.5 {
				break
			}
		}
	}
	return class
}

func second(row []float32, class int, alphabet []string) (string, float32) {
	next, top := 0, float32(leastOther)
	for i, p := range row {
		if p > top && i != class {
			next, top = i, p
		}
	}
	if next == 0 {
		return "", 0
	}
	return alphabet[next], top
}
