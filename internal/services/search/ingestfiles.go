package search

import (
	"bytes"
	"context"

	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading/content"
	"github.com/docketapi/docket/internal/services/document"
	"github.com/docketapi/docket/internal/services/job"
)

const (
	stageFiles   = "attachments"
	percentFiles = 15
	// maxDepth is how deep e-mails may stand in each other for their files to become documents.
	maxDepth = 2
)

// keepFiles makes documents of the files of an e-mail. They are processed as the e-mail is: with auto, an invoice among them
// becomes one.
func (in *Ingest) keepFiles(ctx context.Context, run *job.Run, d document.Document, files []content.Attachment) error {
	if len(files) == 0 {
		return nil
	}
	run.Progress(stageFiles, percentFiles)
	p := auth.Principal{WorkspaceID: run.Job().WorkspaceID}
	depth, err := in.Documents.Depth(ctx, p, d.ID)
	if err != nil {
		return err
	}
	if depth >= maxDepth {
		in.Log.InfoContext(ctx, "files of an e-mail are left out: it stands too deep in others", "document_id", d.ID)
		return nil
	}
	how := document.ProcessAuto
	if d.Process == document.ProcessIndex {
		how = document.ProcessIndex
	}
	for _, f := range files {
		err := in.keepFile(ctx, p, f, document.UploadInput{
			Name: f.Name, DeclaredType: f.MediaType, Process: how, Attached: &document.Attached{To: d.ID, Depth: depth + 1},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// keepFile keeps one file, and only that where nothing reads it. One that is refused, a picture of too many pixels for
// instance, does not stop the others.
func (in *Ingest) keepFile(ctx context.Context, p auth.Principal, f content.Attachment, input document.UploadInput) error {
	input.Body = bytes.NewReader(f.Data)
	_, err := in.Documents.Upload(ctx, p, input)
	if fault.CodeOf(err) == fault.CodeUnsupportedFormat {
		input.Body, input.Process = bytes.NewReader(f.Data), document.ProcessNone
		_, err = in.Documents.Upload(ctx, p, input)
	}
	if fault.IsPermanent(err) {
		in.Log.InfoContext(ctx, "a file of an e-mail is refused", "name", f.Name, "error", err)
		return nil
	}
	return err
}
