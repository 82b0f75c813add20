package api

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"
)

// addresses finds out where requests come from.
type addresses struct {
	trusted []netip.Prefix // proxies whose X-Forwarded-For is believed
}

// maxForwarded bounds how many addresses of the header are looked at.
const maxForwarded = 50

// of is the address of the caller: whoever holds the connection, or, behind proxies that are trusted, the last address that none of
// them has.
func (a addresses) of(r *http.Request) string {
	address := addressOf(r)
	if len(a.trusted) == 0 || !a.trusts(address) {
		return address
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && len(hops)-i <= maxForwarded; i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			return address
		}
		if address = hop.Unmap().String(); !a.trusts(address) {
			return address
		}
	}
	return address
}

func (a addresses) trusts(address string) bool {
	ip, err := netip.ParseAddr(address)
	return err == nil && slices.ContainsFunc(a.trusted, func(p netip.Prefix) bool { return p.Contains(ip.Unmap()) })
}

// exposed are the headers that pages of other origins may read.
const exposed = "ETag, Link, Location, Operation-Location, Preference-Applied, Idempotency-Replayed, Retry-After, RateLimit, RateLimit-Policy, X-Request-Id, Deprecation, Sunset, Content-Disposition, Content-Range"

// sharing lets pages of the origins call the API (WHATWG Fetch, CORS). They send a key or a token: cookies are for pages of this server.
func sharing(origins []string, allow func(routerPath string) string) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		if len(origins) == 0 {
			return next
		}
		return func(ec echo.Context) error {
			h, r := ec.Response().Header(), ec.Request()
			h.Add("Vary", "Origin")
			origin := r.Header.Get("Origin")
			if !slices.Contains(origins, origin) {
				return next(ec)
			}
			h.Set("Access-Control-Allow-Origin", origin)
			h.Set("Access-Control-Expose-Headers", exposed)
			if r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != "" {
				h.Set("Access-Control-Allow-Methods", allow(ec.Path()))
				h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, If-Range, Last-Event-ID, Prefer, Range, X-Request-Id")
				h.Set("Access-Control-Max-Age", "7200")
			}
			return next(ec)
		}
	}
}
