package search

import (
	"bytes"
	"context"
	"io"

	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading/content"
	"github.com/docketapi/docket/internal/services/document"
	"github.com/docketapi/docket/internal/services/job"
)

const (
	stageFiles   = "attachments"
	percentFiles = 15
	// maxDepth is how deep e-mails and archives may stand in each other for their files to become documents.
	maxDepth = 2
)

// keepFiles makes documents of the files of an e-mail or an archive. They are processed as that is: with auto, an invoice among
// them becomes one.
func (in *Ingest) keepFiles(ctx context.Context, run *job.Run, d document.Document, files []content.Attachment) error {
	if len(files) == 0 && d.Kind != document.ZIP {
		return nil
	}
	run.Progress(stageFiles, percentFiles)
	p := auth.Principal{WorkspaceID: run.Job().WorkspaceID}
	depth, err := in.documents.Depth(ctx, p, d.ID)
	if err != nil {
		return err
	}
	if depth >= maxDepth {
		in.log.InfoContext(ctx, "files are left out: what they came with stands too deep in others", "document_id", d.ID)
		return nil
	}
	how := document.ProcessAuto
	if d.Process == document.ProcessIndex || d.Process == document.ProcessInvoice || d.Kind.Signed() { // what it holds was read with it
		how = document.ProcessIndex
	}
	under := document.UploadInput{Process: how, Attached: &document.Attached{To: d.ID, Depth: depth + 1}}
	for _, f := range files {
		under.Name, under.DeclaredType = f.Name, f.MediaType
		if err := in.keepFile(ctx, p, f.Data, under); err != nil {
			return err
		}
	}
	if d.Kind == document.ZIP {
		return in.keepArchive(ctx, p, d, under)
	}
	return nil
}

// keepArchive makes documents of the files of an archive, one in memory after the other.
func (in *Ingest) keepArchive(ctx context.Context, p auth.Principal, d document.Document, under document.UploadInput) error {
	path, release, err := in.documents.Local(ctx, p.WorkspaceID, d)
	if err != nil {
		return err
	}
	defer release()
	return content.Files(ctx, path, in.limits, func(name string, body io.Reader) error {
		data, err := io.ReadAll(body)
		if fault.IsPermanent(err) {
			in.log.InfoContext(ctx, "a file of an archive is left out", "name", name, "error", err)
			return nil
		}
		if err != nil {
			return err
		}
		under.Name = name
		return in.keepFile(ctx, p, data, under)
	})
}

// keepFile keeps one file; with auto also one that nothing reads, which then says so. One that is refused, a picture of too many pixels for
// instance, does not stop the others.
func (in *Ingest) keepFile(ctx context.Context, p auth.Principal, data []byte, input document.UploadInput) error {
	input.Body = bytes.NewReader(data)
	_, err := in.documents.Upload(ctx, p, input)
	if fault.CodeOf(err) == fault.CodeUnsupportedFormat {
		input.Body, input.Process = bytes.NewReader(data), document.ProcessAuto
		_, err = in.documents.Upload(ctx, p, input)
	}
	if fault.IsPermanent(err) {
		in.log.InfoContext(ctx, "a file that came with a document is refused", "name", input.Name, "error", err)
		return nil
	}
	return err
}
