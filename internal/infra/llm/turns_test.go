package llm_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/docketapi/docket/internal/core/fault"
	corellm "github.com/docketapi/docket/internal/core/llm"
	"github.com/docketapi/docket/internal/infra/llm"
	"github.com/docketapi/docket/internal/infra/llm/llmtest"
)

// TestHangUp ends answers in the middle, in each way and at each stage; the server must see it.
func TestHangUp(t *testing.T) {
	t.Parallel()
	stages := map[string]llmtest.Reply{
		"before the status": {llmtest.Hang()},
		"before the answer": {llmtest.Head(), llmtest.Comment(" ping"), llmtest.Hang()},
		"within the answer": {llmtest.Text("one "), llmtest.Hang()},
	}
	for name, reply := range stages {
		t.Run("cancel "+name, func(t *testing.T) {
			t.Parallel()
			srv := llmtest.New(t)
			srv.Add(reply)
			ctx, cancel := context.WithCancel(t.Context())
			answer := make(chan got)
			go func() { answer <- ask(ctx, srv.Model(), question("?")) }()
			srv.Request(0)
			cancel()
			<-srv.Request(0).HungUp()
			if g := <-answer; !errors.Is(g.err, context.Canceled) {
				t.Errorf("got %v", g.err)
			}
		})
	}
	t.Run("break off", func(t *testing.T) {
		t.Parallel()
		srv := llmtest.New(t)
		srv.Add(stages["within the answer"])
		for range srv.Model().Stream(t.Context(), question("?")) {
			break
		}
		<-srv.Request(0).HungUp()
	})
	t.Run("JSON", func(t *testing.T) {
		t.Parallel()
		srv := llmtest.New(t)
		srv.Add(stages["within the answer"])
		ctx, cancel := context.WithCancel(t.Context())
		failed := make(chan error)
		go func() {
			_, _, err := srv.Model().JSON(ctx, corellm.Request{Messages: question("?").Messages, Schema: json.RawMessage(`{}`)})
			failed <- err
		}()
		srv.Request(0)
		cancel()
		<-srv.Request(0).HungUp()
		if err := <-failed; !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
}

// TestTimers has each of the two timers end an answer, and a comment or a caller who is slow hold neither up.
func TestTimers(t *testing.T) {
	t.Parallel()
	const short, long = 20 * time.Millisecond, time.Hour
	for name, c := range map[string]struct {
		reply       llmtest.Reply
		first, idle time.Duration
		text        string
	}{
		"nothing at all":        {llmtest.Reply{llmtest.Hang()}, short, long, ""},
		"the status only":       {llmtest.Reply{llmtest.Head(), llmtest.Comment(" ping"), llmtest.Hang()}, short, long, ""},
		"the role only":         {llmtest.Reply{chunk(`{"role":"assistant","content":null}`, "null"), llmtest.Hang()}, short, long, ""},
		"silence in the middle": {llmtest.Reply{llmtest.Text("a"), llmtest.Comment(" ping"), llmtest.Hang()}, long, short, "a"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := llmtest.New(t)
			srv.Add(c.reply)
			m := srv.Model(func(cfg *llm.Config) { cfg.FirstToken, cfg.Idle = c.first, c.idle })
			g := ask(t.Context(), m, question("?"))
			if g.text != c.text || codeOf(g.err) != fault.CodeTimeout {
				t.Errorf("got %q, %v", g.text, g.err)
			}
			<-srv.Request(0).HungUp()
		})
	}
	t.Run("silence after the reason", func(t *testing.T) {
		t.Parallel()
		srv := llmtest.New(t)
		srv.Add(llmtest.Reply{llmtest.Text("a"), stop, llmtest.Hang()})
		if g := ask(t.Context(), srv.Model(func(cfg *llm.Config) { cfg.Idle = short }), question("?")); g.err != nil || g.text != "a" {
			t.Errorf("got %q, %v", g.text, g.err)
		}
	})
	t.Run("a slow caller", func(t *testing.T) {
		t.Parallel()
		srv := llmtest.New(t)
		srv.Add(llmtest.Say("a", "b"))
		for _, err := range srv.Model(func(cfg *llm.Config) { cfg.Idle = short }).Stream(t.Context(), question("?")) {
			if err != nil {
				t.Fatal(err)
			}
			time.Sleep(2 * short)
		}
	})
}

func TestOneTurnAtATime(t *testing.T) {
	t.Parallel()
	srv := llmtest.New(t)
	resume := make(chan struct{})
	srv.Add(llmtest.Reply{llmtest.Wait(resume), llmtest.Text("a"), stop, done}, llmtest.Say("b"))
	m := srv.Model(func(c *llm.Config) { c.Concurrent = 1 })
	first := make(chan got)
	go func() { first <- ask(t.Context(), m, question("?")) }()
	srv.Request(0)
	ctx, cancel := context.WithCancel(t.Context())
	waiting := make(chan got)
	go func() { waiting <- ask(ctx, m, question("?")) }()
	cancel()
	if g := <-waiting; !errors.Is(g.err, context.Canceled) || len(srv.Requests()) != 1 {
		t.Errorf("got %v after %d requests", g.err, len(srv.Requests()))
	}
	close(resume)
	if g := <-first; g.text != "a" {
		t.Errorf("got %+v", g)
	}
	if g := ask(t.Context(), m, question("?")); g.text != "b" {
		t.Errorf("got %+v", g)
	}
}

func TestBusyWithOthers(t *testing.T) {
	t.Parallel()
	srv := llmtest.New(t)
	srv.Add(llmtest.Reply{llmtest.Text("a"), llmtest.Hang()})
	m := srv.Model(func(c *llm.Config) { c.Concurrent, c.FirstToken = 1, 20*time.Millisecond })
	for range m.Stream(t.Context(), question("?")) {
		g := ask(t.Context(), m, question("?"))
		if f, ok := fault.As(g.err); !ok || f.Code != fault.CodeUnavailable || f.RetryAfter == 0 {
			t.Errorf("got %v", g.err)
		}
		break
	}
}

func TestNoServer(t *testing.T) {
	t.Parallel()
	m, err := llm.New(llm.Config{BaseURL: "http://user:pass@127.0.0.1:1/v1?api-key=in-url", Model: "m"})
	if err != nil {
		t.Fatal(err)
	}
	g := ask(t.Context(), m, question("?"))
	if codeOf(g.err) != fault.CodeUnavailable || strings.Contains(g.err.Error(), "pass") || strings.Contains(g.err.Error(), "in-url") {
		t.Errorf("got %v", g.err)
	}
}
