// Package llmtest is an OpenAI-compatible server for tests that plays a script, byte for byte as real servers speak.
//
// It owns the bytes of chat completions: chunks, tool call deltas of two kinds of servers, errors, breaks. It has no clock:
// what shall take time waits for a channel. It does not own a model: what is answered is the test's.
//
//	srv := llmtest.New(t)
//	srv.Add(llmtest.Say("Hello", " world"))                    // the first request is answered with this,
//	srv.Add(llmtest.Call("search", `{"query":"oak"}`))          // the second with a tool call,
//	srv.Add(llmtest.Refuse(503, `{"error":{"message":"Loading model"}}`)) // the third with an error.
//	srv.Respond(func(r *llmtest.Request) llmtest.Reply { ... }) // all further ones with this.
//	model := srv.Model()                                        // a client of it; or srv.URL for another one
//
// A Reply is a list of steps. The same reply serves a streamed request and one that is not: without a stream the texts and
// tool calls are gathered into one body. Say, Call, JSON and Refuse make whole replies; for odd ones put steps together:
//
//	goOn := make(chan struct{})
//	srv.Add(llmtest.Reply{llmtest.Text("one "), llmtest.Wait(goOn), llmtest.Text("two"), llmtest.Finish("stop"), llmtest.Done()})
//
// The status goes out with the first step that writes, so a Wait in front holds it back; Head sends it alone. Hang waits
// until the client goes away, and every Request tells when that was seen:
//
//	srv.Add(llmtest.Reply{llmtest.Text("one "), llmtest.Hang()})
//	... start, read "one ", cancel ...
//	<-srv.Request(0).HungUp() // closed once the server has seen the hang-up
//
// A request that the script has no reply to fails the test.
package llmtest
