// Package tesseract reads pictures with the tesseract program: the engine for machines without ONNX runtime.
//
// It owns what helps tesseract (scale, borders, shadows, turning, a second way of cutting the page up) and the reading
// of its output. It does not own the choice of the engine.
package tesseract

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading/ocr"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/reading/sandbox"
)

// Name is the engine's name in DOCKET_OCR.
const Name = "tesseract"

// Options of an engine. A zero means the default beside it.
type Options struct {
	Languages []string      // those of eng, deu and fra that are installed
	Timeout   time.Duration // for one run of the program, 60 s
}

// Engine reads pictures, each in a process of its own. Safe for use by several goroutines.
type Engine struct {
	opt Options

	mu        sync.Mutex
	languages string // as the program wants them; "" until they are known
}

var _ ocr.Engine = (*Engine)(nil)

// New makes an engine. Nothing is started and nothing missed before the first picture.
func New(opt Options) *Engine {
	if opt.Timeout <= 0 {
		opt.Timeout = time.Minute
	}
	return &Engine{opt: opt, languages: strings.Join(opt.Languages, "+")}
}

// Name is tesseract.
func (e *Engine) Name() string { return Name }

// Page segmentation modes of tesseract.
const (
	modeOrientation = "0"
	modeAuto        = "3" // columns and blocks
	modeBlock       = "6" // one block of lines: till slips
)

// Recognize reads a picture. Where the first look is poor it asks which way up the picture is and looks again.
func (e *Engine) Recognize(ctx context.Context, img pages.Raster) (ocr.Text, error) {
	languages, err := e.installed(ctx)
	if err != nil {
		return ocr.Text{}, err
	}
	p := prepare(img)
	best, err := e.look(ctx, p, languages)
	if err != nil || !best.poor() {
		return best.text(p, 0), err
	}
	degrees, err := e.orientation(ctx, p)
	if err != nil || degrees == 0 {
		return best.text(p, 0), err
	}
	turned := p.turn(degrees)
	again, err := e.look(ctx, turned, languages)
	if err != nil || again.weight() <= best.weight() {
		return best.text(p, 0), err
	}
	return again.text(turned, degrees), nil
}

// look reads a page in the usual way, and a strip or a page without much text also as one block: what was read better
// counts.
func (e *Engine) look(ctx context.Context, p prepared, languages string) (reading, error) {
	auto, err := e.read(ctx, p, languages, modeAuto)
	if err != nil || (!p.strip() && !auto.poor()) {
		return auto, err
	}
	block, err := e.read(ctx, p, languages, modeBlock)
	if err != nil || auto.weight() > block.weight() {
		return auto, err
	}
	return block, nil
}

func (e *Engine) read(ctx context.Context, p prepared, languages, mode string) (reading, error) {
	res, err := e.run(ctx, p, "-l", languages, "--psm", mode, "--dpi", "300", "tsv")
	if err != nil {
		return reading{}, err
	}
	return parseTSV(res.Stdout), nil
}

// orientation asks tesseract how far the picture must be turned clockwise; 0 when it cannot tell.
func (e *Engine) orientation(ctx context.Context, p prepared) (int, error) {
	res, err := e.run(ctx, p, "-l", "osd", "--psm", modeOrientation, "--dpi", "300")
	if fault.CodeOf(err) == fault.CodeImageDamaged {
		return 0, nil // too few characters, or the data for it is not installed
	}
	return parseOrientation(string(res.Stdout)), err
}

func (e *Engine) run(ctx context.Context, p prepared, args ...string) (sandbox.Result, error) {
	res, err := sandbox.Run(ctx, sandbox.Command{Program: Name, Args: append([]string{"stdin", "stdout"}, args...),
		Stdin: bytes.NewReader(p.pgm()), Limits: sandbox.Limits{Wall: e.opt.Timeout, Memory: 1 << 30}})
	if err != nil {
		return res, fmt.Errorf("recognise text: %w", err)
	}
	if res.ExitCode != 0 {
		cause := fmt.Errorf("tesseract ended with status %d: %.300s", res.ExitCode, strings.TrimSpace(res.Stderr))
		return res, fault.Wrap(cause, fault.CodeImageDamaged, "No text can be recognised in the picture.")
	}
	return res, nil
}

// wanted are the languages that invoices are read in; their Latin letters serve the neighbours too.
var wanted = []string{"eng", "deu", "fra"}

// installed lists the wanted languages that are there, once. Without any: reader_missing.
func (e *Engine) installed(ctx context.Context) (string, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.languages != "" {
		return e.languages, nil
	}
	res, err := sandbox.Run(ctx, sandbox.Command{Program: Name, Args: []string{"--list-langs"}, Limits: sandbox.Limits{Wall: e.opt.Timeout}})
	if err != nil {
		return "", fmt.Errorf("list languages of tesseract: %w", err)
	}
	there := map[string]bool{}
	for _, l := range strings.Fields(string(res.Stdout) + " " + res.Stderr) { // older versions print them as errors
		there[l] = true
	}
	var use []string
	for _, l := range wanted {
		if there[l] {
			use = append(use, l)
		}
	}
	if len(use) == 0 {
		return "", fault.New(fault.CodeReaderMissing, "tesseract has none of the languages %s: make setup installs them", strings.Join(wanted, ", "))
	}
	e.languages = strings.Join(use, "+")
	return e.languages, nil
}
