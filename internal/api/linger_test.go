package api_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestAnswersReachWhoeverStillSends: a client that sends all of its body before it reads gets the refusal all the same.
func TestAnswersReachWhoeverStillSends(t *testing.T) {
	t.Parallel()
	addr := strings.TrimPrefix(serveTalker(t, &talker{}), "http://")
	const declared, chunked = "Content-Length: 67108864\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n"
	for name, tc := range map[string]struct {
		path, header, length string
		status               int
	}{
		"too large":             {"/v1/invoices/validate", "Content-Type: application/json\r\n", declared, http.StatusRequestEntityTooLarge},
		"too large, in chunks":  {"/v1/invoices/validate", "Content-Type: application/json\r\n", chunked, http.StatusRequestEntityTooLarge},
		"another type":          {"/v2/chatbot/conversations", "Content-Type: text/plain\r\n", declared, http.StatusUnsupportedMediaType},
		"of nobody":             {"/v1/invoices", "Authorization: Bearer nobody\r\nContent-Type: application/xml\r\n", declared, http.StatusUnauthorized},
		"of nobody, in chunks":  {"/v1/invoices", "Authorization: Bearer nobody\r\nContent-Type: application/xml\r\n", chunked, http.StatusUnauthorized},
		"no path of the server": {"/v1/nothing", "Content-Type: application/json\r\n", declared, http.StatusNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			header := tc.header
			if !strings.Contains(header, "Authorization") {
				header += "Authorization: Bearer key-admin\r\n"
			}
			res, body := sendAll(t, addr, "POST "+tc.path+" HTTP/1.1\r\nHost: docket.example\r\n"+header+tc.length, tc.length == chunked)
			var p struct{ Status int }
			if err := json.Unmarshal(body, &p); err != nil || res.StatusCode != tc.status || p.Status != tc.status ||
				res.Header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("%d %s %v, want %d", res.StatusCode, body, err, tc.status)
			}
		})
	}
}

// sendAll sends a head and 64 MiB, slower than the server answers, and reads the answer then.
func sendAll(t *testing.T, addr, head string, chunked bool) (*http.Response, []byte) {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(time.Minute))
	if _, err := io.WriteString(conn, head); err != nil {
		t.Fatal(err)
	}
	part := bytes.Repeat([]byte("1"), 1<<20)
	if chunked {
		part = fmt.Appendf(nil, "%x\r\n%s\r\n", len(part), part)
	}
	for range 64 {
		if _, err := conn.Write(part); err != nil {
			t.Fatalf("the server no longer listens: %v", err)
		}
		time.Sleep(15 * time.Millisecond)
	}
	if chunked {
		_, _ = io.WriteString(conn, "0\r\n\r\n")
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, body
}

// TestRefusalsDoNotWaitForABody: who announces a body and sends none of it has the answer at once, and one who waits for
// "100 Continue" has it in its place.
func TestRefusalsDoNotWaitForABody(t *testing.T) {
	t.Parallel()
	addr := strings.TrimPrefix(serveTalker(t, &talker{}), "http://")
	const wait = "Expect: 100-continue\r\n"
	for name, tc := range map[string]struct {
		path, header string
		status       int
	}{
		"of nobody":               {"/v1/uploads", "Content-Length: 10\r\n", http.StatusUnauthorized},
		"of a stranger":           {"/v1/invoices", "Authorization: Bearer nobody\r\nContent-Length: 52428800\r\n", http.StatusUnauthorized},
		"in chunks":               {"/v1/search", "Transfer-Encoding: chunked\r\n", http.StatusUnauthorized},
		"who waits":               {"/v1/uploads", "Content-Length: 10\r\n" + wait, http.StatusUnauthorized},
		"no such path":            {"/v1/nothing", "Content-Length: 10\r\n", http.StatusNotFound},
		"no such path, who waits": {"/v1/nothing", "Authorization: Bearer key-admin\r\nContent-Length: 10\r\n" + wait, http.StatusNotFound},
		"another type, who waits": {"/v2/chatbot/conversations", "Authorization: Bearer key-admin\r\nContent-Type: text/plain\r\nContent-Length: 10\r\n" + wait, http.StatusUnsupportedMediaType},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn, err := net.Dial("tcp", addr)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			// Less than any operation's own limit, and more than a busy machine takes.
			_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
			if _, err := io.WriteString(conn, "POST "+tc.path+" HTTP/1.1\r\nHost: docket.example\r\n"+tc.header+"\r\n"); err != nil {
				t.Fatal(err)
			}
			res, err := http.ReadResponse(bufio.NewReader(conn), nil)
			if err != nil {
				t.Fatal(err)
			}
			defer res.Body.Close()
			if res.StatusCode != tc.status {
				t.Errorf("%d, want %d", res.StatusCode, tc.status)
			}
		})
	}
}

// TestGoodBodiesAreWaitedFor: "100 Continue" comes where the body is wanted.
func TestGoodBodiesAreWaitedFor(t *testing.T) {
	t.Parallel()
	conn, err := net.Dial("tcp", strings.TrimPrefix(serveTalker(t, &talker{}), "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(time.Minute))
	const body = `{"title":7}` // which only one who has read it can refuse
	_, _ = fmt.Fprintf(conn, "POST /v2/chatbot/conversations HTTP/1.1\r\nHost: docket.example\r\nAuthorization: Bearer key-admin\r\n"+
		"Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n", len(body))
	in := bufio.NewReader(conn)
	first, err := in.ReadString('\n')
	if err != nil || !strings.HasPrefix(first, "HTTP/1.1 100") {
		t.Fatalf("%q %v", first, err)
	}
	_, _ = in.ReadString('\n')
	_, _ = io.WriteString(conn, body)
	res, err := http.ReadResponse(in, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("%d", res.StatusCode)
	}
}
