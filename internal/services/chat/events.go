package chat

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/postgres"
)

// followEvery is how often Events looks for what another process has written: a notice may be lost.
const followEvery = 500 * time.Millisecond

// eventPage is how many kept events are read at once.
const eventPage = 500

// Events gives the events of an answer after the one with the id given, and goes on with it until it ends. Ended answers
// give what was kept. Errors: not_found, what ended ctx, and emit's own.
func (s *Service) Events(ctx context.Context, p auth.Principal, conversation, message uuid.UUID, after int64, emit func(Event) error) error {
	m, err := s.FindMessage(ctx, p, conversation, message)
	if err != nil {
		return err
	}
	if m.Role != RoleAssistant {
		return postgres.NotFound("answer")
	}
	if f := s.feeds.find(message); f != nil {
		return followFeed(ctx, f, after, emit)
	}
	return s.followRows(ctx, p, conversation, message, after, emit)
}

func followFeed(ctx context.Context, f *feed, after int64, emit func(Event) error) error {
	for {
		events, ended, changed := f.after(after)
		for _, e := range events {
			if err := emit(e); err != nil {
				return err
			}
			after = e.ID
		}
		if ended && len(events) == 0 {
			return nil
		}
		if len(events) > 0 {
			continue
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-changed:
		}
	}
}

func (s *Service) followRows(ctx context.Context, p auth.Principal, conversation, message uuid.UUID, after int64, emit func(Event) error) error {
	var notice <-chan struct{}
	if s.notices != nil {
		n, cancel := s.notices.Subscribe(message.String())
		defer cancel()
		notice = n
	}
	tick := time.NewTicker(followEvery)
	defer tick.Stop()
	for {
		// The message first: the events of one that has ended are all there.
		m, err := s.FindMessage(ctx, p, conversation, message)
		if err != nil {
			return err
		}
		last, err := s.giveKept(ctx, p, m, after, emit)
		if err != nil {
			return err
		}
		after = last.ID
		if m.State != StateRunning {
			if last.Kind == EventDone || last.Kind == EventError {
				return nil
			}
			return emitLost(m, after, emit)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-notice:
		case <-tick.C:
		}
	}
}

// giveKept emits the kept events after an id and gives the last of them; without any, one with that id.
func (s *Service) giveKept(ctx context.Context, p auth.Principal, m Message, after int64, emit func(Event) error) (Event, error) {
	last := Event{ID: after}
	for {
		rows, err := s.q.ListMessageEvents(ctx, s.db, db.ListMessageEventsParams{WorkspaceID: p.WorkspaceID, MessageID: m.ID, AfterID: last.ID, PageSize: eventPage})
		if err != nil {
			return last, postgres.Translate(err, "message")
		}
		for _, row := range rows {
			last = fromDBEvent(row)
			last.MessageID = m.ID
			if last.Kind == EventDone {
				last.Message = &m
			}
			if err := emit(last); err != nil {
				return last, err
			}
		}
		if len(rows) < eventPage {
			return last, nil
		}
	}
}

// emitLost ends the events of an answer that has none that ends it: its process was lost. A reader that has had its last
// event gets nothing.
func emitLost(m Message, after int64, emit func(Event) error) error {
	if m.ErrorCode != string(fault.CodeWorkerLost) {
		return nil
	}
	return emit(Event{ID: after + 1, MessageID: m.ID, Kind: EventError, Code: m.ErrorCode, Detail: m.ErrorDetail})
}

// Cancel stops an answer, in whichever process it comes; what there is of it is kept. One that has ended stays as it is.
// Errors: not_found.
func (s *Service) Cancel(ctx context.Context, p auth.Principal, conversation, message uuid.UUID) error {
	if _, err := s.FindMessage(ctx, p, conversation, message); err != nil {
		return err
	}
	err := s.q.RequestMessageCancel(ctx, s.db, db.RequestMessageCancelParams{WorkspaceID: p.WorkspaceID, ConversationID: conversation, ID: message})
	if err != nil {
		return postgres.Translate(err, "message")
	}
	return s.notify(ctx, s.db, message)
}

func (s *Service) notify(ctx context.Context, conn db.DBTX, message uuid.UUID) error {
	return postgres.Translate(s.q.Notify(ctx, conn, db.NotifyParams{Channel: Channel, Payloads: []string{message.String()}}), "message")
}
