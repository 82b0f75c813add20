package llmtest

import (
	"encoding/json"
	"fmt"
)

// Reply is what one request is answered with, step by step.
type Reply []Step

// Step is one thing that the server does. Make one with the functions below.
type Step struct {
	stream func(*player) // what it does in a streamed answer
	gather func(*body)   // what it adds to an answer in one piece; nil: stream is done there too
}

// Say is a whole answer of text in pieces, with usage and [DONE], as llama.cpp's own server sends it.
func Say(pieces ...string) Reply {
	r := Reply{role()}
	for _, p := range pieces {
		r = append(r, Text(p))
	}
	return append(r, Finish("stop"), Usage(20, len(pieces)), Done())
}

// JSON is Say with one value as JSON text.
func JSON(v any) Reply {
	b, err := json.Marshal(v)
	if err != nil {
		return Refuse(500, "the test's value is no JSON: "+err.Error())
	}
	return Say(string(b))
}

// Call is a whole answer that calls one tool.
func Call(name, arguments string) Reply {
	return Calls(ToolCall{ID: "call_" + name, Name: name, Arguments: []string{arguments}})
}

// ToolCall is a call in pieces of its arguments.
type ToolCall struct {
	Index     int
	ID        string
	Name      string
	Arguments []string
}

// Calls is a whole answer that calls tools, in the native way.
func Calls(calls ...ToolCall) Reply {
	r := Reply{role()}
	for i, c := range calls {
		c.Index = i
		r = append(r, Native(c))
	}
	return append(r, Finish("tool_calls"), Usage(30, 10), Done())
}

// Refuse is an answer with a status and a body as it stands; header holds names and values in turn.
func Refuse(status int, text string, header ...string) Reply {
	return Reply{Status(status, text, header...)}
}

// Role is the first chunk of an answer: it names the role, with a null for the content.
func role() Step {
	return Step{func(p *player) { p.chunk(`{"role":"assistant","content":null}`, "null") }, func(*body) {}}
}

// Text is a chunk of text.
func Text(s string) Step {
	return Step{func(p *player) { p.chunk(`{"content":`+quote(s)+`}`, "null") }, func(b *body) { b.text += s }}
}

// Native is a tool call as llama.cpp's server streams it: id and name once, then arguments alone.
func Native(c ToolCall) Step {
	return Step{func(p *player) {
		for i, args := range c.Arguments {
			if i == 0 {
				p.chunk(fmt.Sprintf(`{"tool_calls":[{"index":%d,"id":%s,"type":"function","function":{"name":%s,"arguments":%s}}]}`,
					c.Index, quote(c.ID), quote(c.Name), quote(args)), "null")
				continue
			}
			p.chunk(fmt.Sprintf(`{"tool_calls":[{"index":%d,"function":{"arguments":%s}}]}`, c.Index, quote(args)), "null")
		}
	}, func(b *body) { b.calls = append(b.calls, c) }}
}

// Python is a tool call as llama-cpp-python streams it: each delta repeats id, type and name, with nulls and a
// function_call beside them.
func Python(c ToolCall) Step {
	return Step{func(p *player) {
		for _, args := range c.Arguments {
			p.chunk(fmt.Sprintf(`{"role":null,"content":null,"function_call":{"name":%[3]s,"arguments":%[4]s},"tool_calls":[{"index":%[1]d,`+
				`"id":%[2]s,"type":"function","function":{"name":%[3]s,"arguments":%[4]s}}]}`, c.Index, quote(c.ID), quote(c.Name), quote(args)), "null")
		}
	}, func(b *body) { b.calls = append(b.calls, c) }}
}

// Finish is the chunk with the finish_reason.
func Finish(reason string) Step {
	return Step{func(p *player) { p.chunk(`{}`, quote(reason)) }, func(b *body) { b.finish = reason }}
}

// Usage is the last chunk with what was used; it comes only if the request wants it.
func Usage(prompt, completion int) Step {
	return Step{func(p *player) {
		if p.usage {
			p.data(fmt.Sprintf(`{"choices":[],"created":1795396345,"id":"chatcmpl-test","model":%q,"object":"chat.completion.chunk","usage":%s,`+
				`"timings":{"prompt_n":%d,"predicted_per_second":128.5}}`, ModelName, usage(prompt, completion), prompt))
		}
	}, func(b *body) { b.usage = usage(prompt, completion) }}
}

func usage(prompt, completion int) string {
	return fmt.Sprintf(`{"completion_tokens":%d,"prompt_tokens":%d,"total_tokens":%d,"prompt_tokens_details":{"cached_tokens":0}}`,
		completion, prompt, prompt+completion)
}

// Done is the end of a stream, data: [DONE].
func Done() Step { return Step{func(p *player) { p.data("[DONE]") }, func(*body) {}} }

// Comment is a comment line of an event stream, such as : ping.
func Comment(s string) Step {
	return Step{func(p *player) { p.write(":" + s + "\n\n") }, func(*body) {}}
}

// Data is one event with that data.
func Data(s string) Step { return Step{func(p *player) { p.data(s) }, func(*body) {}} }

// Raw is bytes as they are, sent at once: half a character, half a line, anything.
func Raw(s string) Step { return Step{stream: func(p *player) { p.write(s) }} }

// Head sends the status and the headers alone.
func Head() Step { return Step{func(p *player) { p.write("") }, func(*body) {}} }

// Wait holds the answer until ch is closed or gives something, or the client goes away.
func Wait(ch <-chan struct{}) Step { return Step{stream: func(p *player) { p.wait(ch) }} }

// Reach closes ch: all before it has been sent.
func Reach(ch chan<- struct{}) Step { return Step{stream: func(*player) { close(ch) }} }

// Hang waits until the client goes away.
func Hang() Step { return Wait(nil) }

// Break cuts the connection.
func Break() Step { return Step{stream: func(p *player) { p.cut = true }} }

// Status is a whole answer with a status and a body as it stands; header holds names and values in turn.
func Status(status int, text string, header ...string) Step {
	return Step{stream: func(p *player) { p.whole(status, text, header) }}
}

func quote(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		return `""`
	}
	return string(b)
}
