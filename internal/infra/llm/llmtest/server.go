package llmtest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"
)

// patience is how long a test waits for something that must come.
const patience = 20 * time.Second

// ModelName is the name of the model that the server has.
const ModelName = "scripted"

// Server plays a script. Make one with New.
type Server struct {
	URL string // base URL for clients, ends in /v1

	t       testing.TB
	closing chan struct{}

	mu       sync.Mutex
	script   []Reply
	respond  func(*Request) Reply
	requests []*Request
	arrived  chan struct{} // closed and renewed at each request
}

// New starts a server that lives as long as the test.
func New(t testing.TB) *Server {
	t.Helper()
	s := &Server{t: t, closing: make(chan struct{}), arrived: make(chan struct{})}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/chat/completions", s.complete)
	mux.HandleFunc("GET /v1/models", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"object":"list","data":[{"id":%q,"object":"model","created":1795396345,"owned_by":"test"}]}`, ModelName)
	})
	h := httptest.NewServer(mux)
	s.URL = h.URL + "/v1"
	t.Cleanup(func() {
		close(s.closing)
		h.Close()
	})
	return s
}

// Add puts replies at the script's end; each answers one request.
func (s *Server) Add(replies ...Reply) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.script = append(s.script, replies...)
}

// Respond makes the replies to requests after the script's end. It may be called by several requests at once.
func (s *Server) Respond(f func(*Request) Reply) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.respond = f
}

// Requests are the chat requests so far, in the order of their arrival.
func (s *Server) Requests() []*Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// Request is the request of that number, from 0; it waits for it to arrive.
func (s *Server) Request(n int) *Request {
	s.t.Helper()
	late := time.After(patience)
	for {
		s.mu.Lock()
		arrived, have := s.arrived, len(s.requests)
		if n < have {
			defer s.mu.Unlock()
			return s.requests[n]
		}
		s.mu.Unlock()
		select {
		case <-arrived:
		case <-late:
			s.t.Fatalf("only %d requests came", have)
		}
	}
}

// complete answers one chat request by the script.
func (s *Server) complete(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	req := &Request{Header: r.Header.Clone(), Body: body, hungUp: make(chan struct{}), done: make(chan struct{})}
	if err := json.Unmarshal(body, &req.Parsed); err != nil {
		s.t.Errorf("a chat request is no JSON: %v", err)
	}
	reply, ok := s.next(req)
	if !ok {
		s.t.Errorf("the script has no reply to the request %s", body)
		reply = Refuse(http.StatusInternalServerError, "the script has ended")
	}
	defer close(req.done)
	play(&player{w: w, r: r, stream: req.Parsed.Stream, usage: req.Parsed.StreamOptions.IncludeUsage, closing: s.closing, hungUp: req.hungUp}, reply)
}

// next records a request and takes its reply.
func (s *Server) next(req *Request) (Reply, bool) {
	s.mu.Lock()
	s.requests = append(s.requests, req)
	close(s.arrived)
	s.arrived = make(chan struct{})
	respond := s.respond
	if len(s.script) > 0 {
		reply := s.script[0]
		s.script = s.script[1:]
		s.mu.Unlock()
		return reply, true
	}
	s.mu.Unlock()
	if respond == nil {
		return nil, false
	}
	return respond(req), true
}
