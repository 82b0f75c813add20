package reading

import (
	"context"
	"slices"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/einvoice"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/guard"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/fields"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/reading/qr"
)

// fewCharacters is how many letters and digits a page may have and still be taken for a picture with a stamp or a page
// number over it.
const fewCharacters = 40

// readPDF takes the embedded invoice before the pages.
func (r *Reader) readPDF(ctx context.Context, in Input) (Result, error) {
	pdf, err := pages.OpenPDF(in.Path, r.limits)
	if err != nil {
		return Result{}, err
	}
	in.Progress("attachments", 5)
	files, err := pdf.Attachments(ctx)
	if err != nil {
		return Result{}, err
	}
	doc, findings := chooseInvoice(ctx, files)
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	if doc != nil {
		return r.readHybrid(ctx, in, doc, findings, pdf.Text)
	}
	list, codes, err := r.wordsOfPDF(ctx, pdf, in.Progress)
	if err != nil {
		return Result{}, err
	}
	return extract(in, list, codes, findings)
}

// extract makes invoices of pages: too_many_lines or too_many_items where one has more than are taken.
func extract(in Input, list []pages.Page, codes map[int][]fields.QRCode, more []en16931.Finding) (Result, error) {
	in.Progress("extract", 90)
	out := Result{Invoices: fields.Extract(list, fields.Options{QR: codes}), Pages: list}
	for i := range out.Invoices {
		inv := &out.Invoices[i]
		if err := einvoice.CheckSize(&inv.Data); err != nil {
			return Result{}, refusal(err)
		}
		inv.Checks = append(append([]en16931.Finding{}, inv.Checks...), more...)
		if inv.Evidence == nil {
			inv.Evidence = []evidence.Evidence{}
		}
	}
	return out, nil
}

// readHybrid takes the embedded invoice and holds it against the text of the pages, where they have any. The XML is the
// invoice, whatever becomes of its picture; only the caller's own end is an error.
func (r *Reader) readHybrid(ctx context.Context, in Input, doc *einvoice.Document, more []en16931.Finding, text func(context.Context) ([]pages.Page, error)) (Result, error) {
	in.Progress("check", 60)
	inv, err := fromXML(ctx, doc, evidence.FacturX)
	if err != nil {
		return Result{}, err
	}
	inv.Checks = append(inv.Checks, more...)
	list, err := guard.Get(ctx, r.log, func() ([]pages.Page, error) {
		list, err := text(ctx)
		if err == nil {
			inv.Checks = append(inv.Checks, mismatches(&inv.Data, list)...)
		}
		return list, err
	})
	if err != nil && ctx.Err() != nil {
		return Result{}, err
	}
	if err != nil {
		inv.Checks = append(inv.Checks, notCompared(err))
		return Result{Invoices: []evidence.Invoice{inv}}, nil
	}
	inv.FirstPage, inv.LastPage = 1, len(list)
	return Result{Invoices: []evidence.Invoice{inv}, Pages: list}, nil
}

// wordsOfPDF reads the text layer, and recognises the pages that have none worth the name.
func (r *Reader) wordsOfPDF(ctx context.Context, pdf *pages.PDF, progress func(string, int)) ([]pages.Page, map[int][]fields.QRCode, error) {
	progress("text", 10)
	list, err := pdf.Text(ctx)
	if err != nil {
		return nil, nil, err
	}
	poor := func(p pages.Page) bool { return p.Characters() < fewCharacters || p.Garbled() }
	pictures := map[int][]pages.Embedded{}
	if pdf.HasPictures() || slices.ContainsFunc(list, poor) {
		all, err := pdf.Pictures(ctx, 1, len(list))
		if err != nil {
			return nil, nil, err
		}
		for _, p := range all {
			pictures[p.Page] = append(pictures[p.Page], p)
		}
	}
	var todo []int
	for i, p := range list {
		if poor(p) || mayShowCode(pictures[p.Number]) || underPicture(p, pictures[p.Number]) {
			todo = append(todo, i)
		}
	}
	codes, err := r.each(ctx, todo, progress, func(ctx context.Context, i int) (pages.Page, []fields.QRCode, error) {
		page := list[i]
		shown := pictures[page.Number]
		if poor(page) {
			return r.readPicture(ctx, pdf, page, shown)
		}
		unseen, err := hidden(ctx, pdf, page, shown)
		switch {
		case err != nil:
			return page, nil, err
		case unseen:
			return r.readHidden(ctx, pdf, page, shown)
		case !mayShowCode(shown):
			return page, nil, nil
		}
		codes, err := codesOn(ctx, pdf, page)
		return page, codes, err
	}, list)
	if err == nil && pdf.Repaired() && !slices.ContainsFunc(list, func(p pages.Page) bool { return len(p.Lines) > 0 }) {
		return nil, nil, fault.New(fault.CodePDFDamaged, "The PDF is damaged or cut off: nothing can be read on its pages.")
	}
	return list, codes, err
}

// readPicture draws a page and recognises it. The little text of a good text layer stays where recognition finds less.
func (r *Reader) readPicture(ctx context.Context, pdf *pages.PDF, page pages.Page, pictures []pages.Embedded) (pages.Page, []fields.QRCode, error) {
	for _, p := range pictures {
		if err := r.limits.CheckPicture(p); err != nil {
			return page, nil, err
		}
	}
	img, err := picture(ctx, pdf, page, pictures)
	if err != nil {
		return page, nil, err
	}
	turned := page // the drawing stands as the PDF says, whatever the words of the text layer do
	if page.Rotation%180 != 0 {
		turned.Width, turned.Height = page.Height, page.Width
	}
	turned.Rotation = 0
	read, codes, err := r.recognise(ctx, img, turned)
	if err == nil && !page.Garbled() && read.Characters() < page.Characters() {
		return page, codes, nil
	}
	return read, codes, err
}

// picture is a scan's own picture, or the drawn page.
func picture(ctx context.Context, pdf *pages.PDF, page pages.Page, pictures []pages.Embedded) (pages.Raster, error) {
	if p, ok := scan(page, pictures); ok {
		if img, ok, err := pdf.Scan(ctx, p); err != nil || ok {
			return img, err
		}
	}
	return pdf.Render(ctx, drawing(page, pictures))
}

// each recognises pages side by side, as many as there are cores in the whole process, and puts them into list.
func (r *Reader) each(ctx context.Context, todo []int, progress func(string, int),
	read func(context.Context, int) (pages.Page, []fields.QRCode, error), list []pages.Page,
) (map[int][]fields.QRCode, error) {
	found := make([][]fields.QRCode, len(list))
	var done atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	for _, i := range todo {
		if err := r.cores.Acquire(ctx, 1); err != nil {
			break // another page has failed, or the caller is gone: Wait says which
		}
		group.Go(func() error {
			defer r.cores.Release(1)
			return guard.Run(ctx, nil, func() error {
				page, codes, err := read(ctx, i)
				if err != nil {
					return err
				}
				list[i], found[i] = page, codes
				progress("recognise", 10+int(80*done.Add(1))/len(todo))
				return nil
			})
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil && len(todo) > int(done.Load()) {
		return nil, err
	}
	codes := map[int][]fields.QRCode{}
	for i, c := range found {
		if len(c) > 0 {
			codes[list[i].Number] = c
		}
	}
	return codes, nil
}

// recognise reads a picture of a page. The page keeps its number and its size in points, turned with its words.
func (r *Reader) recognise(ctx context.Context, img pages.Raster, page pages.Page) (pages.Page, []fields.QRCode, error) {
	page.Source, page.Lines, page.DPI = pages.FromOCR, nil, img.DPI
	if img.Blank() {
		return page, nil, nil
	}
	text, err := r.engine.Recognize(ctx, img)
	if err != nil {
		return page, nil, err
	}
	page.Lines = text.Lines
	page.Rotation = (page.Rotation + text.Rotation) % 360
	if text.Rotation%180 != 0 {
		page.Width, page.Height = page.Height, page.Width
	}
	code, ok := qr.Decode(img)
	if !ok {
		return page, nil, nil
	}
	return page, []fields.QRCode{{Text: code.Text, Box: code.Box.Turn(text.Rotation)}}, nil
}
