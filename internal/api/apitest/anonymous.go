package apitest

import (
	"net/http"
	"strings"
	"testing"
)

// Anonymous is nobody, checked against version 1 of the contract.
func Anonymous(tb testing.TB) *Doer {
	tb.Helper()
	return New(tb, "v1", "")
}

// Browser is who holds a session's cookie, as an answer set it, checked against version 1 of the contract.
func Browser(tb testing.TB, signedIn *http.Response) *Doer {
	tb.Helper()
	d := New(tb, "v1", "")
	line := signedIn.Header.Get("Set-Cookie")
	for _, want := range []string{"__Host-docket=", "Path=/", "HttpOnly", "Secure", "SameSite=Lax"} {
		if !strings.Contains(line, want) {
			tb.Fatalf("the cookie %q lacks %s", line, want)
		}
	}
	if strings.Contains(line, "Domain") {
		tb.Fatalf("the cookie %q is for other hosts, too", line)
	}
	d.Cookie, _, _ = strings.Cut(line, ";")
	return d
}
