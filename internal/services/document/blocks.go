package document

import (
	"context"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/gate"
	"github.com/docketapi/docket/internal/core/guard"
	"github.com/docketapi/docket/internal/reading/content"
)

// maxBlocks bounds what one call of Blocks gives.
const maxBlocks = 1000

// readWeight is what reading holds in memory for each byte of a document, and for the smallest.
const (
	readWeight    = 6
	readWeightMin = 4 << 20
)

// textGate bounds the documents that are read at once because a caller asks for their text.
var textGate = gate.New(gate.Memory)

// Blocks gives up to 1,000 blocks of a document without pages, from the first on, which counts from 1, and where to go on; 0 is the
// end. A document with pages has none. Errors: those of content.Read, unavailable.
func (s *Service) Blocks(ctx context.Context, p auth.Principal, id uuid.UUID, first int) (list []content.Block, next int, err error) {
	d, err := s.Find(ctx, p, id)
	if err != nil || d.Kind == PDF || d.Kind == Image {
		return nil, 0, err
	}
	leave, err := textGate.Enter(ctx, max(d.Size*readWeight, readWeightMin))
	if err != nil {
		return nil, 0, err
	}
	defer leave()
	path, release, err := s.Local(ctx, p.WorkspaceID, d)
	if err != nil {
		return nil, 0, err
	}
	defer release()
	doc, err := guard.Get(ctx, s.log, func() (content.Document, error) {
		return content.Read(ctx, content.File{Path: path, Form: content.Form(d.Kind), Charset: d.Charset}, content.Limits{})
	})
	if err != nil {
		return nil, 0, err
	}
	from := min(max(first, 1)-1, len(doc.Blocks))
	to := min(from+maxBlocks, len(doc.Blocks))
	if to < len(doc.Blocks) {
		next = to + 1
	}
	return append([]content.Block{}, doc.Blocks[from:to]...), next, nil
}
