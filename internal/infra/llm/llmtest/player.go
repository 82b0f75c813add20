package llmtest

import (
	"fmt"
	"net/http"
	"strings"
)

// player plays one reply to one request.
type player struct {
	w       http.ResponseWriter
	r       *http.Request
	stream  bool
	usage   bool
	closing <-chan struct{}
	hungUp  chan<- struct{}
	begun   bool // the status is out
	over    bool // nothing more may be written
	gone    bool // the client has gone
	cut     bool // the connection is to be cut
}

// body is an answer in one piece.
type body struct {
	text   string
	calls  []ToolCall
	finish string
	usage  string
}

func play(p *player, reply Reply) {
	var b body
	for _, step := range reply {
		if p.stream || step.gather == nil {
			step.stream(p)
		} else {
			step.gather(&b)
		}
		if p.cut {
			panic(http.ErrAbortHandler)
		}
		if p.over {
			return
		}
	}
	if !p.stream && !p.begun {
		p.whole(http.StatusOK, b.marshal(), []string{"Content-Type", "application/json"})
	}
}

// chunk writes one chunk of a completion.
func (p *player) chunk(delta, finish string) {
	p.data(fmt.Sprintf(`{"choices":[{"finish_reason":%s,"index":0,"delta":%s}],"created":1795396345,"id":"chatcmpl-test","model":%q,"object":"chat.completion.chunk"}`,
		finish, delta, ModelName))
}

func (p *player) data(s string) { p.write("data: " + s + "\n\n") }

// write sends bytes at once. A client that has gone is noticed here too.
func (p *player) write(s string) {
	if !p.begun {
		p.w.Header().Set("Content-Type", "text/event-stream")
		p.w.WriteHeader(http.StatusOK)
		p.begun = true
	}
	_, err := p.w.Write([]byte(s))
	if err == nil {
		err = http.NewResponseController(p.w).Flush()
	}
	if err != nil || p.r.Context().Err() != nil {
		p.leave()
	}
}

func (p *player) whole(status int, text string, header []string) {
	if p.begun {
		return
	}
	p.begun, p.over = true, true
	p.w.Header().Set("Content-Type", "application/json")
	if !strings.HasPrefix(strings.TrimSpace(text), "{") {
		p.w.Header().Set("Content-Type", "text/plain")
	}
	for i := 0; i+1 < len(header); i += 2 {
		p.w.Header().Set(header[i], header[i+1])
	}
	p.w.WriteHeader(status)
	if _, err := p.w.Write([]byte(text)); err != nil {
		p.leave()
	}
}

func (p *player) wait(ch <-chan struct{}) {
	select {
	case <-ch:
	case <-p.r.Context().Done():
		p.leave()
	case <-p.closing:
		p.over = true
	}
}

// leave notes that the client has gone.
func (p *player) leave() {
	p.over = true
	if !p.gone {
		p.gone = true
		close(p.hungUp)
	}
}

func (b *body) marshal() string {
	content, calls := quote(b.text), ""
	if len(b.calls) > 0 {
		parts := make([]string, len(b.calls))
		for i, c := range b.calls {
			parts[i] = fmt.Sprintf(`{"id":%s,"type":"function","function":{"name":%s,"arguments":%s}}`, quote(c.ID), quote(c.Name), quote(strings.Join(c.Arguments, "")))
		}
		calls = `,"tool_calls":[` + strings.Join(parts, ",") + `]`
		if b.text == "" {
			content = "null"
		}
	}
	finish := "null"
	if b.finish != "" {
		finish = quote(b.finish)
	}
	used := ""
	if b.usage != "" {
		used = `,"usage":` + b.usage
	}
	return fmt.Sprintf(`{"choices":[{"finish_reason":%s,"index":0,"message":{"role":"assistant","content":%s%s}}],"created":1795396345,`+
		`"id":"chatcmpl-test","model":%q,"object":"chat.completion"%s}`, finish, content, calls, ModelName, used)
}
