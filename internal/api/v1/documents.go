package v1

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"mime"

	apiv1 "github.com/docketapi/docket/gen/api/v1"
	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/services/document"
)

// UploadDocument keeps a file, and waits for its indexing as long as the caller prefers.
func (s *Server) UploadDocument(ctx context.Context, req apiv1.UploadDocumentRequestObject) (apiv1.UploadDocumentResponseObject, error) {
	file, err := filePart(req.Body)
	if err != nil {
		return nil, err
	}
	up, err := s.services.Documents.Upload(ctx, principal(ctx), document.UploadInput{
		Name: file.name, DeclaredType: file.declared, Body: file, Process: document.Process(or(req.Params.Process)),
		Attempt: attempt(ctx),
	})
	if err != nil {
		return nil, err
	}
	wait := contract.Wait(req.Params.Prefer)
	if wait > 0 {
		if up.Document, err = s.services.Documents.WaitIndexed(ctx, principal(ctx), up.Document.ID, wait); err != nil {
			return nil, err
		}
	}
	at, applied := location("documents", up.Document.ID), contract.Applied(wait)
	if !up.Created {
		return apiv1.UploadDocument200JSONResponse{Body: toAPIDocument(up.Document), Headers: apiv1.UploadDocument200ResponseHeaders{Location: at, PreferenceApplied: applied}}, nil
	}
	return apiv1.UploadDocument201JSONResponse{Body: toAPIDocument(up.Document), Headers: apiv1.UploadDocument201ResponseHeaders{Location: at, PreferenceApplied: applied}}, nil
}

// ListDocuments pages the workspace's documents.
func (s *Server) ListDocuments(ctx context.Context, req apiv1.ListDocumentsRequestObject) (apiv1.ListDocumentsResponseObject, error) {
	hash, err := hashOf(req.Params.Sha256)
	if err != nil {
		return nil, err
	}
	page, err := s.services.Documents.List(ctx, principal(ctx), document.Filter{
		Name: or(req.Params.Name), Kind: document.Kind(or(req.Params.Kind)), SHA256: hash,
		AttachedTo: or(req.Params.AttachedTo),
		Limit:      int(or(req.Params.Limit)), Cursor: or(req.Params.Cursor),
	})
	if err != nil {
		return nil, err
	}
	return apiv1.ListDocuments200JSONResponse{
		Body:    apiv1.DocumentPage{Items: mapped(page.Items, toAPIDocument), NextCursor: textOrNil(page.NextCursor)},
		Headers: apiv1.ListDocuments200ResponseHeaders{Link: contract.NextLink(ctx, page.NextCursor)},
	}, nil
}

// hashOf is nil without a hash: an empty one would be a filter that nothing passes.
func hashOf(s *string) ([]byte, error) {
	if s == nil {
		return nil, nil
	}
	hash, err := hex.DecodeString(*s)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeValidation, "a parameter is not as the contract says").At("query/sha256", "is not hexadecimal")
	}
	return hash, nil
}

// GetDocument finds a document.
func (s *Server) GetDocument(ctx context.Context, req apiv1.GetDocumentRequestObject) (apiv1.GetDocumentResponseObject, error) {
	doc, err := s.services.Documents.Find(ctx, principal(ctx), req.DocumentID)
	if err != nil {
		return nil, err
	}
	return apiv1.GetDocument200JSONResponse{Body: toAPIDocument(doc)}, nil
}

// DeleteDocument removes a document with all that was made from it.
func (s *Server) DeleteDocument(ctx context.Context, req apiv1.DeleteDocumentRequestObject) (apiv1.DeleteDocumentResponseObject, error) {
	var match func(hash string) error
	if named := contract.IfMatch(req.Params.IfMatch); named != nil {
		match = func(hash string) error { return named(contentTag(hash)) }
	}
	if err := s.services.Documents.Delete(ctx, principal(ctx), req.DocumentID, match); err != nil {
		return nil, err
	}
	return apiv1.DeleteDocument204Response{}, nil
}

// GetDocumentContent streams a document's bytes, or one range of them.
func (s *Server) GetDocumentContent(ctx context.Context, req apiv1.GetDocumentContentRequestObject) (apiv1.GetDocumentContentResponseObject, error) {
	doc, err := s.services.Documents.Find(ctx, principal(ctx), req.DocumentID)
	if err != nil {
		return nil, err
	}
	tag, changed := contentTag(doc.Hash()), contract.LastModified(doc.CreatedAt)
	known, err := contract.Conditions{Match: req.Params.IfMatch, NoneMatch: req.Params.IfNoneMatch,
		UnmodifiedSince: req.Params.IfUnmodifiedSince, ModifiedSince: req.Params.IfModifiedSince}.Check(tag, doc.CreatedAt)
	if err != nil {
		return nil, err
	}
	if known {
		return apiv1.GetDocumentContent304Response{Headers: apiv1.GetDocumentContent304ResponseHeaders{ETag: &tag, LastModified: changed}}, nil
	}
	if !contract.IfRange(req.Params.IfRange, tag, doc.CreatedAt) {
		req.Params.Range = nil
	}
	span, partial, err := contract.ParseRange(req.Params.Range, doc.Size)
	if err != nil {
		return nil, err
	}
	content, err := s.services.Documents.Open(ctx, principal(ctx), req.DocumentID, span.Offset, span.Length)
	if err != nil {
		return nil, err
	}
	bytes := "bytes"
	if partial {
		at := fmt.Sprintf("bytes %d-%d/%d", span.Offset, span.Offset+span.Length-1, doc.Size)
		return apiv1.GetDocumentContent206ApplicationOctetStreamResponse{Body: content.Body, ContentLength: span.Length,
			Headers: apiv1.GetDocumentContent206ResponseHeaders{ETag: &tag, LastModified: changed, AcceptRanges: &bytes, ContentRange: &at}}, nil
	}
	disposition := attachment(doc.Name)
	return apiv1.GetDocumentContent200ApplicationOctetStreamResponse{Body: content.Body, ContentLength: doc.Size,
		Headers: apiv1.GetDocumentContent200ResponseHeaders{ETag: &tag, LastModified: changed, AcceptRanges: &bytes, ContentDisposition: &disposition}}, nil
}

// contentTag is the entity tag of a document's bytes.
func contentTag(hash string) string { return `"` + hash + `"` }

// attachment never lets a browser show what somebody uploaded as a page of ours.
func attachment(name string) string {
	if name == "" {
		return "attachment"
	}
	if v := mime.FormatMediaType("attachment", map[string]string{"filename": name}); v != "" {
		return v
	}
	return "attachment"
}

// GetDocumentText gives the document's words with boxes, or its blocks where it has no pages.
func (s *Server) GetDocumentText(ctx context.Context, req apiv1.GetDocumentTextRequestObject) (apiv1.GetDocumentTextResponseObject, error) {
	list, err := s.services.Documents.Text(ctx, principal(ctx), req.DocumentID, int(or(req.Params.FirstPage)), int(or(req.Params.LastPage)))
	if err != nil {
		return nil, err
	}
	out := apiv1.DocumentText{Pages: mapped(list, toAPIPage)}
	blocks, next, err := s.services.Documents.Blocks(ctx, principal(ctx), req.DocumentID, int(or(req.Params.FirstBlock)))
	if err != nil {
		return nil, err
	}
	if blocks != nil {
		all := mapped(blocks, toAPIBlock)
		out.Blocks, out.NextBlock = &all, countOrNil(next)
	}
	return apiv1.GetDocumentText200JSONResponse{Body: out}, nil
}

// GetDocumentPage renders a page.
func (s *Server) GetDocumentPage(ctx context.Context, req apiv1.GetDocumentPageRequestObject) (apiv1.GetDocumentPageResponseObject, error) {
	picture, err := s.services.Documents.PagePNG(ctx, principal(ctx), req.DocumentID, int(req.Page), int(or(req.Params.Dpi)))
	if err != nil {
		return nil, err
	}
	return apiv1.GetDocumentPage200ImagePngResponse{Body: io.Reader(picture)}, nil
}
