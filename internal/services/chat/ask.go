package chat

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/llm"
	"github.com/docketapi/docket/internal/core/vector"
	"github.com/docketapi/docket/internal/infra/postgres"
)

// historyLength is how many of the last messages an answer may look back on.
const historyLength = 20

// AskInput is a question.
type AskInput struct {
	Conversation uuid.UUID // uuid.Nil: nothing is kept
	Text         string
	Filter       vector.Filter // which documents may answer
	MessageID    uuid.UUID     // of the answer to come; uuid.Nil makes one. A known one gives its answer again
}

func (in AskInput) check() error {
	switch {
	case strings.TrimSpace(postgres.Text(in.Text)) == "":
		return fault.New(fault.CodeValidation, "the question is empty").At("/message", "is empty")
	case utf8.RuneCountInString(in.Text) > MaxQuestion:
		return fault.New(fault.CodeValidation, "a question has at most %d characters", MaxQuestion).At("/message", "is too long")
	}
	return nil
}

// Ask answers a question. emit, which may be nil, hears the events as they come, from one goroutine; when it fails, or ctx
// ends, the answer stops and what there is of it is kept as cancelled. The Message is what was kept; with an error it is the
// part there is. Errors: validation_failed, not_found, those of the model and of searching, and what ended ctx or emit.
func (s *Service) Ask(ctx context.Context, p auth.Principal, in AskInput, emit func(Event) error) (Message, error) {
	if err := in.check(); err != nil {
		return Message{}, err
	}
	in.Text = postgres.Text(in.Text)
	if in.MessageID == uuid.Nil {
		in.MessageID = newID()
	}
	t := turn{caller: p, question: in.Text, filter: in.Filter}
	m := Message{ID: in.MessageID, ConversationID: in.Conversation, Role: RoleAssistant, State: StateRunning, CreatedAt: s.now().UTC()}
	m.Model = s.ModelName()
	kept := in.Conversation != uuid.Nil
	if kept {
		row, history, err := s.begin(ctx, p, in)
		if errors.Is(err, errKnown) {
			return s.again(ctx, p, in, emit)
		}
		if err != nil {
			return Message{}, err
		}
		m, t.history = row, history
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	r := s.newRun(p, m, kept, emit, cancel)
	if kept {
		defer s.feeds.drop(m.ID)
		defer r.feed.end()
	}
	stop := r.keepUp(ctx)
	_, err := s.answer(ctx, t, r)
	stop()
	if err != nil && ctx.Err() != nil {
		err = context.Cause(ctx) // why the work below was cut off
	}
	return r.finish(ctx, err)
}

// errKnown says that an answer with this id is there already.
var errKnown = errors.New("the answer is known")

// begin adds the question and its answer to come, and gives what was said before.
func (s *Service) begin(ctx context.Context, p auth.Principal, in AskInput) (Message, []llm.Message, error) {
	var history []llm.Message
	m, err := postgres.InTx(ctx, s.db, func(tx pgx.Tx) (Message, error) {
		_, err := s.q.LockConversation(ctx, tx, db.LockConversationParams{WorkspaceID: p.WorkspaceID, OwnerID: owner(p), ID: in.Conversation})
		if err != nil {
			return Message{}, postgres.Translate(err, "conversation")
		}
		if err := s.admit(ctx, tx, p, in); err != nil {
			return Message{}, err
		}
		question, err := s.q.InsertMessage(ctx, tx, db.InsertMessageParams{ID: newID(), WorkspaceID: p.WorkspaceID,
			ConversationID: in.Conversation, Role: RoleUser, State: StateDone, Content: in.Text})
		if err != nil {
			return Message{}, postgres.Translate(err, "conversation")
		}
		row, err := s.q.InsertMessage(ctx, tx, db.InsertMessageParams{ID: in.MessageID, WorkspaceID: p.WorkspaceID,
			ConversationID: in.Conversation, Role: RoleAssistant, State: StateRunning, Model: s.ModelName()})
		if err != nil {
			return Message{}, postgres.Translate(err, "conversation")
		}
		if history, err = s.history(ctx, tx, question); err != nil {
			return Message{}, err
		}
		err = s.q.TouchConversation(ctx, tx, db.TouchConversationParams{Title: titleOf(in.Text), WorkspaceID: p.WorkspaceID, ID: in.Conversation})
		return fromDBMessage(row), postgres.Translate(err, "conversation")
	})
	return m, history, err
}

// admit refuses what a conversation cannot take: one message too many, an answer's id that is taken.
func (s *Service) admit(ctx context.Context, tx pgx.Tx, p auth.Principal, in AskInput) error {
	_, err := s.q.GetMessage(ctx, tx, db.GetMessageParams{WorkspaceID: p.WorkspaceID, ConversationID: in.Conversation, ID: in.MessageID})
	if err == nil {
		return errKnown
	}
	if !errors.Is(err, pgx.ErrNoRows) {
		return postgres.Translate(err, "message")
	}
	n, err := s.q.CountMessages(ctx, tx, db.CountMessagesParams{WorkspaceID: p.WorkspaceID, ConversationID: in.Conversation})
	if err != nil {
		return postgres.Translate(err, "messages")
	}
	if n+2 > MaxMessages {
		return fault.New(fault.CodeConflict, "a conversation has at most %d messages: begin another one", MaxMessages)
	}
	return nil
}

// history is what was said before a question, oldest first. Answers that gave nothing are left out with their questions'
// silence: a model would take an empty one for its own way of answering.
func (s *Service) history(ctx context.Context, tx pgx.Tx, question db.Message) ([]llm.Message, error) {
	rows, err := s.q.ListLastMessages(ctx, tx, db.ListLastMessagesParams{WorkspaceID: question.WorkspaceID, ConversationID: question.ConversationID,
		BeforeTime: question.CreatedAt, BeforeID: question.ID, PageSize: historyLength})
	if err != nil {
		return nil, postgres.Translate(err, "messages")
	}
	out := make([]llm.Message, 0, len(rows))
	for i := len(rows) - 1; i >= 0; i-- {
		if strings.TrimSpace(rows[i].Content) != "" {
			out = append(out, llm.Message{Role: llm.Role(rows[i].Role), Content: rows[i].Content})
		}
	}
	return out, nil
}

// again gives an answer that was asked for before: its events, and how it ended.
func (s *Service) again(ctx context.Context, p auth.Principal, in AskInput, emit func(Event) error) (Message, error) {
	if emit == nil {
		emit = func(Event) error { return nil }
	}
	if err := s.Events(ctx, p, in.Conversation, in.MessageID, 0, emit); err != nil {
		return Message{}, err
	}
	return s.FindMessage(ctx, p, in.Conversation, in.MessageID)
}
