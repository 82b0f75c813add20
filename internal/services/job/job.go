// Package job is what callers see of background work: one row per job, its state, how far it is, and what went wrong.
//
// It owns the table jobs, the fence (only the attempt that holds a job may write its result) and taking over the jobs
// of workers that died. It does not own the queue, which it reaches through Queue, nor what a job does.
//
// The states are River's. While a job lives its state is the queue row's; the final one is written with the result.
//
//	available ──► running ──► completed
//	    ▲            │ ├────► cancelled  (asked for, or trying again cannot help)
//	    │            │ └────► discarded  (out of attempts)
//	    └─ retryable ◄┘
package job

import (
	"time"

	"github.com/google/uuid"
)

// State is a job's state under River's name.
type State string

// The states.
const (
	Available State = "available"
	Cancelled State = "cancelled"
	Completed State = "completed"
	Discarded State = "discarded"
	Pending   State = "pending"
	Retryable State = "retryable"
	Running   State = "running"
	Scheduled State = "scheduled"
)

// Final tells whether the job will not run again by itself.
func (s State) Final() bool { return s == Cancelled || s == Completed || s == Discarded }

// The kinds of job that callers see.
const (
	KindProcessInvoice  = "process_invoice"
	KindProcessDocument = "process_document" // is the document an invoice? if so, it is read
	KindEmbedDocument   = "embed_document"   // make a document searchable
	KindReindex         = "reindex"          // build a generation of the index and put it in place of the live one
)

// Job is one job as callers see it.
type Job struct {
	ID          uuid.UUID
	WorkspaceID uuid.UUID
	Kind        string
	State       State
	DocumentID  uuid.UUID // uuid.Nil when it has none
	InvoiceID   uuid.UUID // uuid.Nil when it has none
	Stage       string    // "" before the first; see each kind
	Percent     int       // 0 to 100
	Attempt     int       // 0 before the first
	MaxAttempts int
	Error       *Failure // of the last attempt that failed
	CreatedAt   time.Time
	FinishedAt  time.Time // zero while the job lives
}

// Failure is why a job or an invoice failed: a code of the registry and a message that is safe to show.
type Failure struct {
	Code    string
	Message string
}

// Filter narrows List. Zero values narrow nothing.
type Filter struct {
	States     []State
	Kinds      []string
	DocumentID uuid.UUID
	InvoiceID  uuid.UUID
	Limit      int
	Cursor     string
}
