package chat

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/llm"
	"github.com/docketapi/docket/internal/core/pagination"
	"github.com/docketapi/docket/internal/infra/postgres"
)

// The limits of what is kept.
const (
	MaxQuestion = 8_000  // characters of a question
	MaxTitle    = 200    // characters of a title
	MaxMessages = 2_000  // messages of a conversation
	maxAnswer   = 64_000 // bytes of an answer: a model that does not stop is stopped
)

// titleLength is how much of the first question names a conversation.
const titleLength = 80

// Config is what a Service works with. DB and Search are needed; without a Model questions are answered by passages and
// counting; without Queries nothing is counted.
type Config struct {
	DB       postgres.DB
	Search   Searcher
	Queries  Queries
	Model    llm.Model
	Embedder Embedder
	Tools    []ToolSpec
	Notices  Notices // nil: other processes are looked for by polling only
	Now      func() time.Time
	Log      *slog.Logger
}

// Service is chat. Make one with New. It is safe for many callers.
type Service struct {
	db       postgres.DB
	q        *db.Queries
	search   Searcher
	queries  Queries   // nil: nothing is counted
	model    llm.Model // nil: passages answer
	embedder Embedder
	notices  Notices
	now      func() time.Time
	log      *slog.Logger
	feeds    feeds
	tools    []tool
}

// New makes a Service. It tells every dependency that is missing and every tool it does not know.
func New(d Config) (*Service, error) {
	var missing []string
	if d.DB == nil {
		missing = append(missing, "DB")
	}
	if d.Search == nil {
		missing = append(missing, "Search")
	}
	if missing != nil {
		return nil, fmt.Errorf("make chat: missing %s", strings.Join(missing, ", "))
	}
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	if d.Now == nil {
		d.Now = time.Now
	}
	s := &Service{
		db: d.DB, q: db.New(), search: d.Search, queries: d.Queries, model: d.Model, embedder: d.Embedder, notices: d.Notices, now: d.Now, log: d.Log,
		feeds: newFeeds(),
	}
	var err error
	s.tools, err = s.makeTools(d.Tools)
	return s, err
}

// ModelName is the name of what answers: the language model's, or docket-passages.
func (s *Service) ModelName() string {
	if s.model == nil {
		return PassagesModel
	}
	return s.model.Name()
}

// owner is the user or key that a conversation belongs to.
func owner(p auth.Principal) uuid.UUID {
	if p.UserID != uuid.Nil {
		return p.UserID
	}
	return p.KeyID
}

// Create begins a conversation. An empty title is taken from the first question. Errors: validation_failed.
func (s *Service) Create(ctx context.Context, p auth.Principal, title string) (Conversation, error) {
	title, err := titled(title)
	if err != nil {
		return Conversation{}, err
	}
	row, err := s.q.InsertConversation(ctx, s.db, db.InsertConversationParams{ID: newID(), WorkspaceID: p.WorkspaceID, OwnerID: owner(p), Title: title})
	if err != nil {
		return Conversation{}, postgres.Translate(err, "workspace")
	}
	return fromDBConversation(row), nil
}

// titled is a title on one line. Error: validation_failed for a long one.
func titled(title string) (string, error) {
	title = oneLine(title)
	if utf8.RuneCountInString(title) > MaxTitle {
		return "", fault.New(fault.CodeValidation, "a title has at most %d characters", MaxTitle).At("/title", "is too long")
	}
	return title, nil
}

// Rename gives a conversation of the caller's own another title; not_found for any other, validation_failed for a title that says
// nothing or is too long.
func (s *Service) Rename(ctx context.Context, p auth.Principal, id uuid.UUID, title string) (Conversation, error) {
	title, err := titled(title)
	if err == nil && title == "" {
		err = fault.New(fault.CodeValidation, "a title has a text").At("/title", "is empty")
	}
	if err != nil {
		return Conversation{}, err
	}
	row, err := s.q.RenameConversation(ctx, s.db, db.RenameConversationParams{WorkspaceID: p.WorkspaceID, OwnerID: owner(p), ID: id, Title: title})
	if err != nil {
		return Conversation{}, postgres.Translate(err, "conversation")
	}
	return fromDBConversation(row), nil
}

// Find gives a conversation of the caller's own; not_found for any other.
func (s *Service) Find(ctx context.Context, p auth.Principal, id uuid.UUID) (Conversation, error) {
	row, err := s.q.GetConversation(ctx, s.db, db.GetConversationParams{WorkspaceID: p.WorkspaceID, OwnerID: owner(p), ID: id})
	if err != nil {
		return Conversation{}, postgres.Translate(err, "conversation")
	}
	return fromDBConversation(row), nil
}

// position is where a page of a list ends.
type position struct {
	Time time.Time `json:"t"`
	ID   uuid.UUID `json:"i"`
}

// List pages the caller's conversations, newest first. limit: see pagination.Limit. Errors: invalid_cursor.
func (s *Service) List(ctx context.Context, p auth.Principal, limit int, cursor string) (pagination.Page[Conversation], error) {
	none, limit := pagination.Page[Conversation]{}, pagination.Limit(limit)
	in := db.ListConversationsParams{WorkspaceID: p.WorkspaceID, OwnerID: owner(p), PageSize: int32(limit + 1)} // at most pagination.MaxLimit + 1
	const filter = "conversations"
	if cursor != "" {
		at, err := pagination.Decode[position](cursor, filter)
		if err != nil {
			return none, err
		}
		in.AtTime, in.AtID = &at.Time, &at.ID
	}
	rows, err := s.q.ListConversations(ctx, s.db, in)
	if err != nil {
		return none, postgres.Translate(err, "conversations")
	}
	return pagination.Cut(rows, limit, filter, fromDBConversation, func(r db.Conversation) position { return position{r.CreatedAt, r.ID} })
}

// Delete removes a conversation of the caller's own with its messages; an answer that comes is stopped.
func (s *Service) Delete(ctx context.Context, p auth.Principal, id uuid.UUID) error {
	n, err := s.q.DeleteConversation(ctx, s.db, db.DeleteConversationParams{WorkspaceID: p.WorkspaceID, OwnerID: owner(p), ID: id})
	if err == nil && n == 0 {
		return postgres.NotFound("conversation")
	}
	return postgres.Translate(err, "conversation")
}

// Messages pages a conversation of the caller's own, oldest first. Errors: not_found, invalid_cursor.
func (s *Service) Messages(ctx context.Context, p auth.Principal, conversation uuid.UUID, limit int, cursor string) (pagination.Page[Message], error) {
	none, limit := pagination.Page[Message]{}, pagination.Limit(limit)
	if err := s.failLost(ctx, p, conversation); err != nil {
		return none, err
	}
	in := db.ListMessagesParams{WorkspaceID: p.WorkspaceID, ConversationID: conversation, PageSize: int32(limit + 1)} // at most pagination.MaxLimit + 1
	if cursor != "" {
		at, err := pagination.Decode[position](cursor, conversation)
		if err != nil {
			return none, err
		}
		in.AtTime, in.AtID = &at.Time, &at.ID
	}
	rows, err := s.q.ListMessages(ctx, s.db, in)
	if err != nil {
		return none, postgres.Translate(err, "messages")
	}
	return pagination.Cut(rows, limit, conversation, fromDBMessage, func(r db.Message) position { return position{r.CreatedAt, r.ID} })
}

// FindMessage gives a message of a conversation of the caller's own.
func (s *Service) FindMessage(ctx context.Context, p auth.Principal, conversation, id uuid.UUID) (Message, error) {
	if err := s.failLost(ctx, p, conversation); err != nil {
		return Message{}, err
	}
	row, err := s.q.GetMessage(ctx, s.db, db.GetMessageParams{WorkspaceID: p.WorkspaceID, ConversationID: conversation, ID: id})
	if err != nil {
		return Message{}, postgres.Translate(err, "message")
	}
	return fromDBMessage(row), nil
}

// failLost makes sure that the conversation is the caller's, and ends answers in it whose process is gone.
func (s *Service) failLost(ctx context.Context, p auth.Principal, conversation uuid.UUID) error {
	if _, err := s.Find(ctx, p, conversation); err != nil {
		return err
	}
	_, err := s.q.FailLostMessages(ctx, s.db, db.FailLostMessagesParams{ErrorCode: string(fault.CodeWorkerLost), ErrorMessage: lostMessage,
		WorkspaceID: p.WorkspaceID, ConversationID: conversation, Silence: silence})
	return postgres.Translate(err, "messages")
}

// Tidy ends the answers whose process is gone, in every workspace. It may run at any time, anywhere.
func (s *Service) Tidy(ctx context.Context) error {
	_, err := s.q.FailAllLostMessages(ctx, s.db, db.FailAllLostMessagesParams{ErrorCode: string(fault.CodeWorkerLost), ErrorMessage: lostMessage, Silence: silence})
	return postgres.Translate(err, "messages")
}

// oneLine is text as a title can show it.
func oneLine(text string) string { return strings.Join(strings.Fields(postgres.Text(text)), " ") }

// titleOf names a conversation by its first question, cut at a word.
func titleOf(question string) string {
	runes := []rune(oneLine(question))
	if len(runes) <= titleLength {
		return string(runes)
	}
	cut := string(runes[:titleLength])
	if i := strings.LastIndexByte(cut, ' '); i > titleLength/2 {
		cut = cut[:i]
	}
	return cut + "…"
}

// newID panics only where the system has no randomness, where nothing works.
func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }
