package fault

// Code names a failure for programs. Codes are part of the contract: they are added, never changed or reused.
type Code string

// Codes of requests.
const (
	CodeMalformed           Code = "malformed_request"
	CodeValidation          Code = "validation_failed"
	CodeUnauthorized        Code = "unauthorized"
	CodeForbidden           Code = "forbidden"
	CodeNotFound            Code = "not_found"
	CodeMethodNotAllowed    Code = "method_not_allowed"
	CodeNotAcceptable       Code = "not_acceptable"
	CodeConflict            Code = "conflict"
	CodePreconditionFailed  Code = "precondition_failed"
	CodePreconditionMissing Code = "precondition_required"
	CodeBodyTooLarge        Code = "body_too_large"
	CodeUnsupportedMedia    Code = "unsupported_media_type"
	CodeUpgradeRequired     Code = "upgrade_required"
	CodeRangeInvalid        Code = "range_not_satisfiable"
	CodeIdempotencyReuse    Code = "idempotency_key_reused"
	CodeIdempotencyBusy     Code = "idempotency_key_in_flight"
	CodeInvalidCursor       Code = "invalid_cursor"
	CodeRateLimited         Code = "rate_limited"
	CodeQuota               Code = "quota_exceeded"
	CodeExpectation         Code = "expectation_failed"
	CodeHeadersTooLarge     Code = "headers_too_large"
	CodeUnavailable         Code = "unavailable"
	CodeTimeout             Code = "timeout"
	CodeInternal            Code = "internal"
)

// Codes of documents: what the edge or a parser found wrong with the bytes.
const (
	CodeEmptyFile         Code = "empty_file"
	CodeUnsupportedFormat Code = "unsupported_format"
	CodeNotAnInvoice      Code = "not_an_invoice"
	CodeFatturaPA         Code = "fatturapa_not_supported" // of before it was read: no longer given
	CodeNational          Code = "national_format_not_supported"
	CodeOrderX            Code = "orderx_not_supported"
	CodePDFEncrypted      Code = "pdf_encrypted"
	CodePDFDamaged        Code = "pdf_damaged"
	CodePDFNoPages        Code = "pdf_no_pages"
	CodeTooManyPages      Code = "too_many_pages"
	CodeTooManyInvoices   Code = "too_many_invoices"
	CodeTooManyLines      Code = "too_many_lines"
	CodeTooManyItems      Code = "too_many_items" // in a list of the invoice other than its lines
	CodeImageDamaged      Code = "image_damaged"
	CodeImageTooLarge     Code = "image_too_large"
	CodeXMLMalformed      Code = "xml_malformed"
	CodeXMLDTD            Code = "xml_dtd_forbidden"
	CodeXMLTooComplex     Code = "xml_too_complex"
	CodeXMLEncoding       Code = "xml_encoding"
	CodeReadTimeout       Code = "reading_timeout"
	CodeReadMemory        Code = "reading_out_of_memory"
	CodeReadOutput        Code = "reading_output_limit"
	CodeReaderMissing     Code = "reader_missing"
	CodeReadFailed        Code = "reading_failed" // a fault of ours: reading panicked

	CodeDocumentDamaged    Code = "document_damaged"
	CodeDocumentEncrypted  Code = "document_encrypted"
	CodeDocumentTooComplex Code = "document_too_complex"
)

// Codes of exports.
const (
	CodeExportIncomplete Code = "export_incomplete"
)

// Codes of reviews.
const (
	CodeChecksFailed Code = "checks_failed"
)

// Codes of jobs.
const (
	CodeJobFinished  Code = "job_finished"
	CodeJobCancelled Code = "job_cancelled"
	CodeWorkerLost   Code = "worker_lost"
)

// Codes of language models.
const (
	CodeContextOverflow Code = "context_overflow"
	CodeInvalidAnswer   Code = "invalid_answer"
)

// Meaning is what the registry says of a code: its kind and a title that never varies.
type Meaning struct {
	Kind  Kind
	Title string
}

var registry = map[Code]Meaning{
	CodeMalformed:           {Malformed, "The request cannot be read"},
	CodeValidation:          {Invalid, "The request breaks the contract"},
	CodeUnauthorized:        {Unauthorized, "Credentials are missing or not valid"},
	CodeForbidden:           {Denied, "The credentials do not allow this"},
	CodeNotFound:            {NotFound, "Not found"},
	CodeMethodNotAllowed:    {MethodUnknown, "Method not allowed"},
	CodeNotAcceptable:       {Unacceptable, "No acceptable representation"},
	CodeConflict:            {Conflict, "The state does not allow this"},
	CodePreconditionFailed:  {Stale, "The resource has changed"},
	CodePreconditionMissing: {NoPrecond, "If-Match is required"},
	CodeBodyTooLarge:        {TooLarge, "The body is too large"},
	CodeUnsupportedMedia:    {Unsupported, "Unsupported media type"},
	CodeUpgradeRequired:     {Upgrade, "Upgrade required"},
	CodeRangeInvalid:        {Range, "The range cannot be satisfied"},
	CodeIdempotencyReuse:    {Invalid, "The idempotency key was used for another request"},
	CodeIdempotencyBusy:     {Conflict, "A request with this idempotency key is in progress"},
	CodeInvalidCursor:       {Malformed, "The cursor is not valid"},
	CodeRateLimited:         {TooMany, "Too many requests"},
	CodeQuota:               {Denied, "A quota of the workspace is used up"},
	CodeExpectation:         {Malformed, "The expectation is not known"}, // the server of the standard library answers it itself: 417
	CodeHeadersTooLarge:     {Malformed, "The headers are too large"},    // likewise: 431
	CodeUnavailable:         {Unavailable, "Temporarily unavailable"},
	CodeTimeout:             {Timeout, "The time limit was reached"},
	CodeInternal:            {Internal, "Internal error"},

	CodeEmptyFile:         {Invalid, "The file is empty"},
	CodeUnsupportedFormat: {Unsupported, "The file format is not supported"},
	CodeNotAnInvoice:      {Invalid, "The document is not an invoice"},
	CodeFatturaPA:         {Invalid, "FatturaPA is not supported"},
	CodeNational:          {Invalid, "The country's invoice format is not supported"},
	CodeOrderX:            {Invalid, "Order-X is not supported"},
	CodePDFEncrypted:      {Invalid, "The PDF is encrypted"},
	CodePDFDamaged:        {Invalid, "The PDF is damaged"},
	CodePDFNoPages:        {Invalid, "The PDF has no pages"},
	CodeTooManyPages:      {Invalid, "The document has too many pages"},
	CodeTooManyInvoices:   {Invalid, "The document holds too many invoices"},
	CodeTooManyLines:      {Invalid, "The invoice has too many lines"},
	CodeTooManyItems:      {Invalid, "A list of the invoice has too many items"},
	CodeImageDamaged:      {Invalid, "The image is damaged"},
	CodeImageTooLarge:     {TooLarge, "The image has too many pixels"},
	CodeXMLMalformed:      {Invalid, "The XML is not well-formed"},
	CodeXMLDTD:            {Invalid, "The XML has a document type declaration"},
	CodeXMLTooComplex:     {Invalid, "The XML is over a limit of depth or size"},
	CodeXMLEncoding:       {Invalid, "The XML's encoding is not supported or broken"},
	CodeReadTimeout:       {Invalid, "Reading took too long"},
	CodeReadMemory:        {Invalid, "Reading needed too much memory"},
	CodeReadOutput:        {Invalid, "Reading gave too much output"},
	CodeReaderMissing:     {Unavailable, "A program needed for reading is not installed"},
	CodeReadFailed:        {Invalid, "The document makes reading fail"}, // Invalid: reading it again fails again

	CodeExportIncomplete: {Invalid, "The invoice lacks what the profile asks for"},

	CodeChecksFailed: {Conflict, "The invoice fails checks"},

	CodeDocumentDamaged:    {Invalid, "The document is damaged"},
	CodeDocumentEncrypted:  {Invalid, "The document is encrypted"},
	CodeDocumentTooComplex: {Invalid, "The document is over a limit of size, depth or parts"},

	CodeJobFinished:  {Conflict, "The job has finished"},
	CodeJobCancelled: {Conflict, "The job was cancelled"},
	CodeWorkerLost:   {Internal, "Workers ended in the middle of the job"},

	CodeContextOverflow: {Invalid, "The text is too long for the language model"},
	CodeInvalidAnswer:   {Unavailable, "The language model's answer cannot be used"},
}

// Kind is the kind of the code; an unknown code is Internal.
func (c Code) Kind() Kind {
	if m, ok := registry[c]; ok {
		return m.Kind
	}
	return Internal
}

// Title is the registry's title of the code.
func (c Code) Title() string {
	if m, ok := registry[c]; ok {
		return m.Title
	}
	return registry[CodeInternal].Title
}

// Registry is a copy of all codes and their meanings.
func Registry() map[Code]Meaning {
	out := make(map[Code]Meaning, len(registry))
	for c, m := range registry {
		out[c] = m
	}
	return out
}
