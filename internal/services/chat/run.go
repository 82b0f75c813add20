package chat

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/postgres"
)

// How often an answer that comes is written down, and how long it may go untouched before its process counts as gone.
const (
	beatEvery   = 400 * time.Millisecond
	silence     = 20 * time.Second
	finishLimit = 10 * time.Second
)

const lostMessage = "the process that answered has ended"

// Why an answer stops before its end.
var (
	errCancelled = errors.New("the answer was cancelled")
	errGone      = errors.New("the answer's message is gone")
	errHungUp    = errors.New("the reader has hung up")
	errTooLong   = errors.New("the answer is over the limit")
)

// run is one answer that comes: it numbers the events, tells them to the caller and to followers, and writes them down.
type run struct {
	s      *Service
	p      auth.Principal
	emit   func(Event) error
	cancel context.CancelCauseFunc
	kept   bool
	feed   *feed

	message Message // without Text, which is in text
	chars   int     // of text, in code points

	mu      sync.Mutex // guards what beat reads
	text    strings.Builder
	last    int64
	unsaved []Event
}

func (s *Service) newRun(p auth.Principal, m Message, kept bool, emit func(Event) error, cancel context.CancelCauseFunc) *run {
	r := &run{s: s, p: p, emit: emit, cancel: cancel, kept: kept, message: m}
	if kept {
		r.feed = s.feeds.open(m.ID)
	}
	return r
}

// send numbers an event and tells it. An error means that the caller has gone: the answer is to stop.
func (r *run) send(e Event) error {
	e.MessageID = r.message.ID
	r.mu.Lock()
	r.last++
	e.ID = r.last
	if e.Kind == EventDelta {
		r.text.WriteString(e.Text)
	}
	if r.kept {
		r.unsaved = append(r.unsaved, e)
	}
	r.mu.Unlock()
	return r.tell(e)
}

func (r *run) tell(e Event) error {
	if r.feed != nil {
		r.feed.add(e)
	}
	if r.emit == nil {
		return nil
	}
	if err := r.emit(e); err != nil {
		r.emit = nil
		err = errors.Join(errHungUp, err)
		r.cancel(err)
		return err
	}
	return nil
}

// say adds to the answer's text.
func (r *run) say(text string) error {
	text = postgres.Text(text)
	if text == "" {
		return nil
	}
	r.chars += utf8.RuneCountInString(text)
	if err := r.send(Event{Kind: EventDelta, Text: text}); err != nil {
		return err
	}
	if r.text.Len() > maxAnswer {
		return errTooLong
	}
	return nil
}

func (r *run) cite(c Citation) error {
	r.message.Citations = append(r.message.Citations, c)
	return r.send(Event{Kind: EventCitation, Citation: c})
}

// keepUp writes down what was said, touches the message and looks whether it is still wanted, until stop is called.
func (r *run) keepUp(ctx context.Context) (stop func()) {
	if !r.kept {
		return func() {}
	}
	ctx, end := context.WithCancel(ctx)
	var notice <-chan struct{}
	unsubscribe := func() {}
	if r.s.notices != nil {
		notice, unsubscribe = r.s.notices.Subscribe(r.message.ID.String())
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		defer unsubscribe()
		tick := time.NewTicker(beatEvery)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			case <-notice:
			}
			if err := r.beat(ctx); errors.Is(err, errCancelled) || errors.Is(err, errGone) {
				r.cancel(err)
				return
			}
		}
	})
	return func() { end(); wg.Wait() }
}

func (r *run) beat(ctx context.Context) error {
	r.mu.Lock()
	text, events := r.text.String(), r.unsaved
	r.unsaved = nil
	r.mu.Unlock()
	err := postgres.Exec(ctx, r.s.db, func(tx pgx.Tx) error {
		cancelled, err := r.s.q.BeatMessage(ctx, tx, db.BeatMessageParams{Content: text, WorkspaceID: r.p.WorkspaceID, ID: r.message.ID})
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			return errGone
		case err != nil:
			return err
		case cancelled:
			return errCancelled
		case len(events) == 0:
			return nil
		}
		if err := r.s.keepEvents(ctx, tx, r, events); err != nil {
			return err
		}
		return r.s.notify(ctx, tx, r.message.ID)
	})
	if err != nil { // the next beat, or the end, tries again
		r.mu.Lock()
		r.unsaved = append(events, r.unsaved...)
		r.mu.Unlock()
	}
	return err
}

func (s *Service) keepEvents(ctx context.Context, tx pgx.Tx, r *run, events []Event) error {
	in := db.InsertMessageEventsParams{WorkspaceID: r.p.WorkspaceID, MessageID: r.message.ID, Bodies: []json.RawMessage{}}
	for _, e := range events {
		body, err := bodyOf(e)
		if err != nil {
			return err
		}
		in.Ids, in.Kinds, in.Bodies = append(in.Ids, e.ID), append(in.Kinds, string(e.Kind)), append(in.Bodies, body)
	}
	return postgres.Translate(s.q.InsertMessageEvents(ctx, tx, in), "message")
}

// finish ends the answer for the reason given, writes all of it down and tells the caller. What it gives back is the
// message as it was kept, and the error for the caller: nil when the answer is whole or was cancelled on request.
func (r *run) finish(ctx context.Context, cause error) (Message, error) {
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), finishLimit)
	defer stop()
	last := r.conclude(cause)
	r.mu.Lock()
	r.last++
	last.ID, last.MessageID = r.last, r.message.ID
	events := append(slices.Clip(r.unsaved), last)
	r.message.Text = r.text.String()
	r.mu.Unlock()
	if r.kept {
		kept, err := r.keep(ctx, events)
		if err != nil {
			return r.message, errors.Join(err, cause)
		}
		r.message = kept
	}
	if last.Kind == EventDone {
		m := r.message
		last.Message = &m
	}
	_ = r.tell(last) // the answer is kept: who has gone reads it later
	switch r.message.State {
	case StateDone:
		return r.message, nil
	case StateCancelled:
		if errors.Is(cause, errCancelled) {
			return r.message, nil
		}
	}
	return r.message, cause
}

// conclude sets the state that follows from the cause and gives the last event.
func (r *run) conclude(cause error) Event {
	m := &r.message
	switch {
	case cause == nil:
		m.State = StateDone
		if m.Finish == "" {
			m.Finish = FinishStop
		}
	case errors.Is(cause, errTooLong):
		m.State, m.Finish = StateDone, FinishLength
	case errors.Is(cause, errCancelled), errors.Is(cause, errHungUp), errors.Is(cause, errGone),
		errors.Is(cause, context.Canceled), errors.Is(cause, context.DeadlineExceeded):
		m.State, m.Finish = StateCancelled, FinishCancelled
	default:
		m.State, m.Finish = StateFailed, FinishError
		m.ErrorCode, m.ErrorDetail = string(fault.CodeInternal), fault.CodeInternal.Title()
		if f, ok := fault.As(cause); ok && f.Kind() != fault.Internal {
			m.ErrorCode, m.ErrorDetail = string(f.Code), f.Message
		}
		return Event{Kind: EventError, Code: m.ErrorCode, Detail: m.ErrorDetail}
	}
	return Event{Kind: EventDone}
}

// keep writes the whole answer and the events that are not yet written.
func (r *run) keep(ctx context.Context, events []Event) (Message, error) {
	in, err := finishParams(r.message)
	if err != nil {
		return Message{}, err
	}
	in.WorkspaceID = r.p.WorkspaceID
	return postgres.InTx(ctx, r.s.db, func(tx pgx.Tx) (Message, error) {
		row, err := r.s.q.FinishMessage(ctx, tx, in)
		if err != nil {
			return Message{}, postgres.Translate(err, "message")
		}
		if err := r.s.keepEvents(ctx, tx, r, events); err != nil {
			return Message{}, err
		}
		return fromDBMessage(row), r.s.notify(ctx, tx, r.message.ID)
	})
}
