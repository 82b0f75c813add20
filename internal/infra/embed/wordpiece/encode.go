package wordpiece

// Encode gives the ids of the text's pieces between [CLS] and [SEP], at most limit with both (from 2). Names of special
// tokens in the text, such as [SEP], are text like any other: a document cannot end itself.
func (t *Tokenizer) Encode(text string, limit int) []int64 {
	ids := make([]int64, 1, min(max(limit, 2), 2+len(text)))
	ids[0] = int64(t.first)
	t.walk(text, func(id int32) bool {
		if len(ids) >= limit-1 {
			return false
		}
		ids = append(ids, int64(id))
		return true
	})
	return append(ids, int64(t.last))
}

// Count is how many pieces the text has, without [CLS] and [SEP].
func (t *Tokenizer) Count(text string) int {
	n := 0
	t.walk(text, func(int32) bool { n++; return true })
	return n
}

// walk gives each piece to emit until that says stop.
func (t *Tokenizer) walk(text string, emit func(id int32) bool) {
	w := words{text: text}
	var ids []int32
	for {
		word, ok := w.next()
		if !ok {
			return
		}
		ids = t.pieces(ids[:0], word)
		for _, id := range ids {
			if !emit(id) {
				return
			}
		}
	}
}

// pieces cuts a word into the longest pieces from the left; a word that cannot be cut wholly is one unknown piece.
func (t *Tokenizer) pieces(ids []int32, word []byte) []int32 {
	if tooLong(word, t.maxWord) {
		return append(ids, t.unknown)
	}
	from := ids
	for set, start := t.starts, 0; start < len(word); set = t.continues {
		end := min(len(word), start+t.longest)
		for ; end > start; end-- {
			if id, ok := set[string(word[start:end])]; ok {
				ids = append(ids, id)
				break
			}
		}
		if end == start {
			return append(from, t.unknown)
		}
		start = end
	}
	return ids
}

func tooLong(word []byte, limit int) bool {
	if len(word) <= limit {
		return false
	}
	n := 0
	for _, b := range word {
		if b&0xC0 != 0x80 { // not the continuation of a character
			n++
		}
	}
	return n > limit
}
