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
