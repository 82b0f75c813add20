package parties

import (
	"strings"

	"github.com/docketapi/docket/internal/lang"

	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// domains are the names of the web and mail hosts on the pages, without what free mail services use.
func (r *reader) domains() []string {
	var out []string
	seen := map[string]bool{}
	add := func(host string) {
		parts := strings.Split(strings.ToLower(host), ".")
		if len(parts) < 2 {
			return
		}
		name := lang.Key(parts[len(parts)-2])
		if len(name) > 2 && !seen[name] && !freeMail[name] && locale.Default().Labels(name) == nil {
			seen[name] = true
			out = append(out, name)
		}
	}
	for _, w := range r.WebAddresses {
		add(w.Text)
	}
	for _, e := range r.Emails {
		add(e.Text[strings.IndexByte(e.Text, '@')+1:])
	}
	return out
}

// freeMail are hosts that say nothing of who writes.
var freeMail = map[string]bool{"gmail": true, "gmx": true, "web": true, "yahoo": true, "hotmail": true, "outlook": true, "tonline": true, "orange": true, "wanadoo": true, "free": true, "icloud": true, "aol": true, "live": true, "co": true, "com": true}

// matchesDomain tells whether a name is that of one of the hosts.
func matchesDomain(text string, domains []string) bool {
	name := lang.Key(text)
	for _, dom := range domains {
		if len(dom) >= 4 && (strings.Contains(name, dom) || len(name) >= 5 && strings.Contains(dom, name)) {
			return true
		}
		if first, _, _ := strings.Cut(text, " "); len(first) >= 4 && strings.Contains(dom, lang.Key(first)) {
			return true
		}
	}
	return false
}
