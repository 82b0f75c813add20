package v2

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"

	apiv2 "github.com/docketapi/docket/gen/api/v2"
	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/api/passages"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/services/chat"
)

// Of a WebSocket.
const (
	subprotocol = "docket.chat"
	maxFrame    = 64 << 10         // bytes of a command
	maxAnswers  = 8                // answers under way on one connection
	pingEvery   = 30 * time.Second // a connection that does not answer a ping is gone
	writeWithin = 30 * time.Second
)

// OpenChat makes the connection a WebSocket and serves it until either side closes it.
func (s *Server) OpenChat(ctx context.Context, _ apiv2.OpenChatRequestObject) (apiv2.OpenChatResponseObject, error) {
	r := requestOf(ctx)
	if r == nil || !strings.EqualFold(r.Header.Get("Upgrade"), "websocket") {
		return nil, fault.New(fault.CodeUpgradeRequired, "this is a WebSocket: send the headers of its handshake")
	}
	return socket(func(w http.ResponseWriter) error { return s.serveSocket(ctx, w, r) }), nil
}

// handshake keeps back what the library answers to one that it refuses: errors are problems here too.
type handshake struct {
	http.ResponseWriter
	status int
}

// WriteHeader implements http.ResponseWriter.
func (h *handshake) WriteHeader(status int) {
	if h.status = status; status < http.StatusBadRequest {
		h.ResponseWriter.WriteHeader(status)
	}
}

// Write implements http.ResponseWriter.
func (h *handshake) Write(b []byte) (int, error) {
	if h.status >= http.StatusBadRequest {
		return len(b), nil
	}
	return h.ResponseWriter.Write(b)
}

// Unwrap lets the library reach the connection.
func (h *handshake) Unwrap() http.ResponseWriter { return h.ResponseWriter }

func (h *handshake) refusal(err error) error {
	switch h.status {
	case http.StatusForbidden:
		return fault.Wrap(err, fault.CodeForbidden, "a page of another origin may not open this").At("header/Origin", "is not this server's")
	case http.StatusUpgradeRequired:
		return fault.Wrap(err, fault.CodeUpgradeRequired, "this is a WebSocket: send the headers of its handshake")
	}
	return fault.Wrap(err, fault.CodeMalformed, "the handshake is not that of a WebSocket")
}

type socket func(w http.ResponseWriter) error

// VisitOpenChatResponse implements the generated answer.
func (s socket) VisitOpenChatResponse(w http.ResponseWriter) error { return s(w) }

func (s *Server) serveSocket(ctx context.Context, w http.ResponseWriter, r *http.Request) error {
	shake := &handshake{ResponseWriter: w}
	conn, err := websocket.Accept(shake, r, &websocket.AcceptOptions{Subprotocols: []string{subprotocol}})
	if err != nil {
		return shake.refusal(err)
	}
	conn.SetReadLimit(maxFrame)
	ctx, stop := context.WithCancel(ctx)
	session := &session{server: s, conn: conn, open: ctx}
	session.caller.Store(new(principal(ctx)))
	session.answers, session.stopAnswers = context.WithCancel(ctx)
	defer session.stopAnswers()
	session.work.Go(func() { session.watch(ctx, stop) })
	err = session.read(ctx)
	stop()
	session.work.Wait()
	reason := websocket.StatusNormalClosure
	if err != nil {
		reason = websocket.StatusGoingAway
	}
	_ = conn.Close(reason, "") // the other side may have closed it already
	return nil
}

// session is one connection with the answers under way on it.
type session struct {
	server *Server
	conn   *websocket.Conn
	caller atomic.Pointer[auth.Principal]
	work   sync.WaitGroup

	open        context.Context // of the connection: the library closes it when the context of a write ends
	answers     context.Context // of the answers under way
	stopAnswers context.CancelFunc

	writing sync.Mutex
	mu      sync.Mutex
	count   int
}

// watch sees that the other side is there and may still be, until the connection ends.
func (s *session) watch(ctx context.Context, stop context.CancelFunc) {
	tick := time.NewTicker(s.server.watchEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := s.admit(ctx); expels(err) {
			s.expel(err)
			stop()
			return
		}
		within, cancel := context.WithTimeout(ctx, pingEvery)
		err := s.conn.Ping(within)
		cancel()
		if err != nil {
			stop()
			return
		}
	}
}

// admit lets the caller in once more: what they may do can have changed, and keys are revoked.
func (s *session) admit(ctx context.Context) error {
	p, err := contract.Recheck(ctx)
	if err == nil {
		s.caller.Store(&p)
	}
	return err
}

// expels tells whether an error says that the caller may not be here any more; an outage does not.
func expels(err error) bool {
	e, ok := fault.As(err)
	return ok && (e.Kind() == fault.Unauthorized || e.Kind() == fault.Denied)
}

// expel ends the connection and its answers, and says why.
func (s *session) expel(err error) {
	s.stopAnswers()
	_ = s.write(errorEvent(err)) // the other side may be gone
	_ = s.conn.Close(websocket.StatusPolicyViolation, "the credentials are no longer valid")
}

// read follows commands until the connection ends.
func (s *session) read(ctx context.Context) error {
	for {
		kind, frame, err := s.conn.Read(ctx)
		switch {
		case websocket.CloseStatus(err) == websocket.StatusNormalClosure:
			return nil
		case err != nil:
			return err
		}
		err = s.admit(ctx)
		if expels(err) {
			s.expel(err)
			return nil
		}
		if err == nil {
			err = s.follow(ctx, kind, frame)
		}
		if err != nil {
			if err := s.write(errorEvent(err)); err != nil {
				return err
			}
		}
	}
}

func (s *session) follow(ctx context.Context, kind websocket.MessageType, frame []byte) error {
	command, err := s.server.commandOf(kind, frame)
	if err != nil {
		return err
	}
	caller := *s.caller.Load()
	switch command.Type {
	case apiv2.ChatCommandTypeCancel:
		return s.server.chat.Cancel(ctx, caller, command.ConversationID, *command.MessageID)
	case apiv2.ChatCommandTypeResume:
		return s.start(func(ctx context.Context, emit func(chat.Event) error) error {
			return s.server.chat.Events(ctx, caller, command.ConversationID, *command.MessageID, or(command.After), emit)
		})
	}
	in := chat.AskInput{Conversation: command.ConversationID, Text: *command.Message, Filter: passages.Filter(command.Filters)}
	if command.MessageID != nil {
		in.MessageID = *command.MessageID
	}
	return s.start(func(ctx context.Context, emit func(chat.Event) error) error {
		_, err := s.server.chat.Ask(ctx, caller, in, emit)
		return err
	})
}

// start runs an answer beside the others.
func (s *session) start(run func(context.Context, func(chat.Event) error) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.count >= maxAnswers {
		return fault.New(fault.CodeRateLimited, "%d answers are under way on this connection; wait for one, or cancel it", maxAnswers)
	}
	s.count++
	ctx := s.answers
	s.work.Go(func() {
		defer func() {
			s.mu.Lock()
			s.count--
			s.mu.Unlock()
		}()
		last := chat.Event{}
		err := run(ctx, func(e chat.Event) error {
			last = e
			return s.tell(ctx, toAPIEvent(e))
		})
		if err == nil || last.Kind == chat.EventDone || last.Kind == chat.EventError {
			return
		}
		failed := errorEvent(err)
		if last.ID > 0 {
			failed.ID, failed.MessageID = last.ID+1, &last.MessageID
		}
		_ = s.tell(ctx, failed) // a connection that is gone tells nobody
	})
	return nil
}

// tell writes an event of an answer, unless the answer was stopped: nothing of it follows the reason.
func (s *session) tell(answer context.Context, e apiv2.ChatEvent) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	if err := answer.Err(); err != nil {
		return err
	}
	return s.put(e)
}

func (s *session) write(e apiv2.ChatEvent) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	return s.put(e)
}

// put needs writing.
func (s *session) put(e apiv2.ChatEvent) error {
	ctx, cancel := context.WithTimeout(s.open, writeWithin)
	defer cancel()
	return wsjson.Write(ctx, s.conn, e)
}

// commandOf reads a command and checks it against the contract.
func (s *Server) commandOf(kind websocket.MessageType, frame []byte) (apiv2.ChatCommand, error) {
	var command apiv2.ChatCommand
	if kind != websocket.MessageText {
		return command, fault.New(fault.CodeMalformed, "commands are text frames that hold JSON")
	}
	value, err := contract.Decode(frame)
	if err != nil {
		return command, err
	}
	if err := s.command.Check(value); err != nil {
		return command, err
	}
	if err := json.Unmarshal(frame, &command); err != nil {
		return command, fault.Wrap(err, fault.CodeMalformed, "the frame is not a command")
	}
	return command, complete(command)
}

// complete tells what a command of its type lacks.
func complete(c apiv2.ChatCommand) error {
	switch {
	case c.Type == apiv2.ChatCommandTypeAsk && c.Message == nil:
		return fault.New(fault.CodeValidation, "ask needs a message").At("/message", "is missing")
	case c.Type != apiv2.ChatCommandTypeAsk && c.MessageID == nil:
		return fault.New(fault.CodeValidation, "%s needs a message_id", c.Type).At("/message_id", "is missing")
	}
	return nil
}
