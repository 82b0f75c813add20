package pages

// toPage makes a page of what pdftotext told. sideways says that the page's /Rotate is 90 or 270.
func (b bboxPage) toPage(number int, sideways bool) Page {
	w, h := b.width, b.height
	if sideways {
		w, h = h, w
	}
	p := Page{Number: number, Width: w, Height: h, Source: FromText}
	degrees := b.upright()
	if degrees == 90 || degrees == 270 {
		p.Width, p.Height = h, w
	}
	p.Rotation = degrees
	for _, l := range b.lines {
		var words []Word
		for _, raw := range l.words {
			for _, part := range raw.split() {
				if word, ok := part.toWord(w, h, degrees); ok {
					words = append(words, word)
				}
			}
		}
		if len(words) > 0 {
			p.Lines = append(p.Lines, NewLine(words))
		}
	}
	return p
}

func (b bboxPage) upright() int {
	var v votes
	for _, l := range b.lines {
		for i := 1; i < len(l.words); i++ {
			a, w := l.words[i-1], l.words[i]
			v.add(w.x0+w.x1-a.x0-a.x1, w.y0+w.y1-a.y0-a.y1, float64(len(w.text)))
		}
	}
	return v.degrees()
}

// toWord is false for what a reader cannot see: outside of the page.
func (b bboxWord) toWord(width, height float64, degrees int) (Word, bool) {
	box := Box{X0: b.x0 / width, Y0: b.y0 / height, X1: b.x1 / width, Y1: b.y1 / height}
	if b.text == "" || box.X1 <= 0 || box.Y1 <= 0 || box.X0 >= 1 || box.Y0 >= 1 || box.X1 < box.X0 || box.Y1 < box.Y0 {
		return Word{}, false
	}
	return Word{Text: logical(b.text), Box: box.clip().Turn(degrees), Confidence: 1}, true
}

func (b Box) clip() Box {
	return Box{X0: max(0, b.X0), Y0: max(0, b.Y0), X1: min(1, b.X1), Y1: min(1, b.Y1)}
}
