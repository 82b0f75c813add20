package ppocr

import (
	"fmt"

	"github.com/docketapi/docket/internal/core/onnx"
	"github.com/docketapi/docket/internal/reading/ocr"
	"github.com/docketapi/docket/internal/reading/pages"
)

// Settings are what a reader can be told. The zero value is not useful: see DefaultSettings.
type Settings struct {
	MaxSide      int  // longer side of the picture that lines are cut from, in pixels
	DetectSide   int  // longer side of what the detector sees
	MinLineWidth int  // a shorter line is padded to it
	Plain        bool // leave out what the reference pipeline lacks: page rotation by vote, mended spaces
}

// DefaultSettings are those of the engine. Measured against a detector that sees the full 2000 pixels: a tenth less
// processor time, a third less memory and as many words right.
var DefaultSettings = Settings{MaxSide: 2000, DetectSide: 1600, MinLineWidth: 160}

// ReferenceSettings are those of the reference pipeline, to compare with it text by text.
var ReferenceSettings = Settings{MaxSide: 2000, DetectSide: 2000, MinLineWidth: 320, Plain: true}

// leastScore is the mean probability below which a line is noise.
const leastScore = 0.5

// flipScore is the line score below which a line is also tried upside down.
const flipScore = 0.75

// Reader reads pictures in this process, one at a time. It holds native memory: Close it. The engine runs it in a
// helper process.
type Reader struct {
	settings   Settings
	detector   detector
	classifier classifier
	recognizer *recognizer
	scaler     scaler
	cropBuf    []byte
}

// NewReader loads the models from dir without checking them: see onnx.Check.
func NewReader(dir string, settings Settings) (*Reader, error) {
	r := &Reader{settings: settings}
	r.detector.boxes = defaultBoxes
	var err error
	if r.detector.session, err = onnx.NewSession(dir, onnx.TextDetector, onnx.Options{Arena: true}); err != nil {
		return nil, err
	}
	if r.classifier.session, err = onnx.NewSession(dir, onnx.LineDirection, onnx.Options{Arena: true}); err != nil {
		return nil, err
	}
	rec, err := onnx.NewSession(dir, onnx.TextRecognizer, onnx.Options{Arena: true})
	if err != nil {
		return nil, err
	}
	if r.recognizer, err = newRecognizer(rec, settings.MinLineWidth); err != nil {
		return nil, fmt.Errorf("read the alphabet: %w", err)
	}
	return r, nil
}

// Close frees the models.
func (r *Reader) Close() {
	r.detector.session.Close()
	r.classifier.session.Close()
	r.recognizer.session.Close()
}

// Read finds and reads the text of a picture.
func (r *Reader) Read(img pages.Raster) (ocr.Text, error) {
	img, err := prepare(img, r.settings.MaxSide)
	if err != nil {
		return ocr.Text{}, err
	}
	boxes, err := r.find(img)
	if err != nil || len(boxes) == 0 {
		return ocr.Text{}, err
	}
	rotation := 0
	if !r.settings.Plain {
		if rotation, err = r.rotation(img, boxes); err != nil {
			return ocr.Text{}, err
		}
	}
	if rotation != 0 {
		img = turned(img, rotation)
		if boxes, err = r.find(img); err != nil {
			return ocr.Text{}, err
		}
	}
	text, err := r.readLines(img, boxes)
	text.Rotation = rotation
	return text, err
}

// find runs the detector on the picture, made smaller where the settings say so.
func (r *Reader) find(img pages.Raster) ([]box, error) {
	w, h := limitSize(img.Width, img.Height, r.settings.DetectSide)
	if w == img.Width && h == img.Height {
		return r.detector.find(img)
	}
	small := r.scaler.resize(img, w, h)
	boxes, err := r.detector.find(small)
	for i := range boxes {
		boxes[i].quad = onPicture(boxes[i].quad, float64(img.Width)/float64(w), float64(img.Height)/float64(h), img.Width, img.Height)
	}
	return boxes, err
}

func (r *Reader) readLines(img pages.Raster, boxes []box) (ocr.Text, error) {
	quads := make([]quad, len(boxes))
	for i, b := range boxes {
		quads[i] = b.quad
	}
	text := ocr.Text{Skew: skewOf(quads)}
	for _, i := range readingOrder(quads, text.Skew) {
		line, upsideDown, err := r.readLine(img, quads[i])
		if err != nil {
			return text, err
		}
		if line.score < leastScore {
			continue
		}
		if l := r.pageLine(img, quads[i], line, upsideDown); len(l.Words) > 0 {
			text.Lines = append(text.Lines, l)
		}
	}
	return text, nil
}

// readLine spells one line. On an upright page only lines that run down or read badly are tried upside down.
func (r *Reader) readLine(img pages.Raster, q quad) (s spelled, upsideDown bool, err error) {
	line := r.lineOf(img, q)
	if r.settings.Plain || q.tall() {
		p, err := r.classifier.upsideDown(line)
		if err != nil {
			return s, false, err
		}
		if upsideDown = p > 0.9; upsideDown {
			line = turned(line, 180)
		}
	}
	s, err = r.recognizer.read(line)
	if err != nil || r.settings.Plain || s.score >= flipScore || len(s.symbols) < 2 {
		return s, upsideDown, err
	}
	other, err := r.recognizer.read(turned(line, 180))
	if err == nil && other.score > s.score+0.1 && len(other.symbols) >= 2 {
		return other, !upsideDown, nil
	}
	return s, upsideDown, err
}

// pageLine places the words of a line on the page.
func (r *Reader) pageLine(img pages.Raster, q quad, s spelled, upsideDown bool) pages.Line {
	base := q
	if float64(int(q.height())) >= 1.5*float64(int(q.width())) {
		base = quad{q[1], q[2], q[3], q[0]} // the crop was turned to the left: its start is the page's right top
	}
	if upsideDown {
		base = quad{base[2], base[3], base[0], base[1]}
	}
	fx, fy := 1/float64(img.Width), 1/float64(img.Height)
	place := func(x0, x1 float64) pages.Box {
		a, b := x0/float64(s.width), x1/float64(s.width)
		part := quad{between(base[0], base[1], a), between(base[0], base[1], b), between(base[3], base[2], b), between(base[3], base[2], a)}
		return fraction(part.scaled(fx, fy))
	}
	out := pages.Line{Box: fraction(q.scaled(fx, fy))}
	for _, p := range s.spans(!r.settings.Plain) {
		out.Words = append(out.Words, s.word(p, place))
	}
	return out
}

func fraction(q quad) pages.Box {
	x0, y0, x1, y1 := q.bounds()
	in := func(v float64) float64 { return min(max(v, 0), 1) }
	return pages.Box{X0: in(x0), Y0: in(y0), X1: in(x1), Y1: in(y1)}
}
