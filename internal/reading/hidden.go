package reading

import (
	"context"

	"github.com/docketapi/docket/internal/reading/fields"
	"github.com/docketapi/docket/internal/reading/pages"
)

// hidden tells a text layer that nobody sees: a picture is the page, and the words are not drawn over it. They are somebody's
// recognition, or something else.
func hidden(ctx context.Context, pdf *pages.PDF, page pages.Page, pictures []pages.Embedded) (bool, error) {
	if !underPicture(page, pictures) {
		return false, nil
	}
	if len(pictures) > 1 {
		return true, nil // a scan in layers: what is drawn over what cannot be told apart
	}
	painted, err := pdf.Painted(ctx, page, pictures[0])
	return !painted, err
}

// underPicture tells a page with words that a picture fills.
func underPicture(page pages.Page, pictures []pages.Embedded) bool {
	if len(page.Lines) == 0 {
		return false
	}
	for _, p := range pictures {
		if whole(page, p) {
			return true
		}
	}
	return false
}

// readHidden recognises the picture of a page and keeps the better of what was recognised and its hidden words.
func (r *Reader) readHidden(ctx context.Context, pdf *pages.PDF, page pages.Page, pictures []pages.Embedded) (pages.Page, []fields.QRCode, error) {
	bare := page
	bare.Lines = nil
	read, codes, err := r.readPicture(ctx, pdf, bare, pictures)
	if err != nil {
		return page, nil, err
	}
	return better(read, page), codes, nil
}

// Confidence of words of a hidden layer that is kept: where recognition found the same, and where it could not.
const (
	confirmedHidden   = 0.95
	unconfirmedHidden = 0.7
	// disputed is what is left to a number that another reading has otherwise: it then needs a look.
	disputed = 0.5
)

// Shares of agreement, from 0 to 1, and how much better hidden words must be than recognised ones to be kept.
const (
	agrees       = 0.8
	betterHidden = 0.05
	muchBetter   = 0.2
)

// better is what was recognised on a page, mended by the hidden words where these are proven, or the hidden words where
// recognition did not know the letters. What is seen counts: hidden words that say something else are left.
func better(read, layer pages.Page) pages.Page {
	over := overlay(layer)
	same := agreement(read, over)
	ahead := quality(layer) - quality(read)
	switch {
	case ahead > betterHidden && same > agrees:
		return kept(layer, confirmedHidden)
	case ahead > muchBetter && (unread(read) || foreign(layer)):
		return kept(layer, unconfirmedHidden)
	}
	takeHidden(read, over, same > agrees)
	return read
}

// kept is a hidden layer as the words of a page: they were recognised by somebody.
func kept(layer pages.Page, confidence float64) pages.Page {
	layer.Source = pages.FromOCR
	lines := make([]pages.Line, len(layer.Lines))
	for i, l := range layer.Lines {
		lines[i] = pages.Line{Box: l.Box, Words: append([]pages.Word{}, l.Words...)}
		for j := range lines[i].Words {
			lines[i].Words[j].Confidence = confidence
		}
	}
	layer.Lines = lines
	return layer
}

// takeHidden takes hidden words where they are proven and what was recognised is not. Of numbers that differ under a layer that
// is right elsewhere neither is sure.
func takeHidden(read pages.Page, over *overlaid, trusted bool) {
	for _, l := range read.Lines {
		for i := range l.Words {
			w := &l.Words[i]
			other, ok := over.at(w.Box)
			if !ok || other.Text == w.Text {
				continue
			}
			switch {
			case worth(other.Text) > 1 && worth(w.Text) <= 1:
				w.Text, w.Alternatives = other.Text, nil
			case trusted && numeric(w.Text) && numeric(other.Text):
				w.Confidence = min(w.Confidence, disputed)
			}
		}
	}
}
