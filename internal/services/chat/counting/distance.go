package counting

// near tells whether two words are one slip apart, or two when both are long.
func near(a, b string) bool {
	limit := 1
	if min(len(a), len(b)) >= 9 {
		limit = 2
	}
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return false
	}
	return distance(a, b) <= limit
}

// distance is the edits between two words, two letters in the wrong order counting as one.
func distance(a, b string) int {
	var before, last []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last, row = last, row, make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(b)]
}
