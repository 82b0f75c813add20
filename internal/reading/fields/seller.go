package fields

import (
	"sort"
	"strings"

	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/fields/party"
)

// sellerName scores every line that could be a company's name by all that speaks for it.
func (d *document) sellerName(buyer nameChoice) nameChoice {
	var found []nameChoice
	for _, s := range d.sections {
		switch s.role {
		case locale.SellerBlock:
			found = append(found, nameChoice{span: cutName(s.name), lines: s.lines, score: 3.2 * s.score})
		case locale.PayeeBlock:
			found = append(found, nameChoice{span: cutName(s.name), lines: s.lines, score: 0.8 * s.score})
		}
	}
	domains := d.domains()
	for _, p := range d.Pages {
		for _, s := range p.Segments {
			if c, ok := d.sellerAt(s, domains); ok {
				found = append(found, c)
			}
		}
	}
	return pickSeller(found, lang.Key(buyer.text()))
}

// sellerAt scores one line.
func (d *document) sellerAt(s *layout.Segment, domains []string) (nameChoice, bool) {
	span := nameIn(s)
	if l := holderLabel(s); l != nil {
		span = l.RestAll()
	}
	text := span.Text()
	shape := party.NameShape(text)
	if shape < 0.45 || len(text) < 3 || isLabelled(span) && holderLabel(s) == nil || strings.HasSuffix(text, ":") || isTitleText(text) || isPlainPlace(s) {
		return nameChoice{}, false
	}
	if d.inSection(s, locale.BuyerBlock) || d.inSection(s, locale.ShipTo) {
		return nameChoice{}, false
	}
	score := d.placeScore(s)
	if party.HasLegalForm(text) {
		score += 1.2
	}
	if party.HasTradeWord(text) {
		score += 0.3
	}
	if isSenderLine(s) && span.End < len(s.Text) {
		score += 1.4
	}
	if holderLabel(s) != nil {
		score++
	}
	if matchesDomain(text, domains) {
		score += 1.2
	}
	if head := headsAddress(s); head > 0 {
		score += 0.7 * head
		if told := tellsContact(s); told > 0 {
			score += 0.5 + 0.1*min(float64(told), 5)
		}
	}
	if len(s.Labels) > 0 && s.Labels[0].AtStart && s.Labels[0].Has(sectionRoles...) {
		score -= 0.6
	}
	return nameChoice{span: span, lines: s.Column(), score: score * shape}, score > 0.5
}

// tellsContact counts the lines under a name that give what a sender gives: identifiers, and ways to reach it.
func tellsContact(s *layout.Segment) int {
	n := 0
	for _, l := range s.Column() {
		told := strings.Contains(l.Text, "@")
		for _, lab := range l.Labels {
			told = told || lab.Has(locale.VATID, locale.Registration, locale.Phone, locale.Email, locale.TaxID, locale.Fax)
		}
		if told {
			n++
		}
	}
	return n
}

func holderLabel(s *layout.Segment) *layout.Label {
	for _, l := range s.Labels {
		if (l.AtStart || l.Colon) && l.Has(locale.AccountName) {
			return l
		}
	}
	return nil
}

func isTitleText(text string) bool {
	key := lang.Key(text)
	return len(locale.Default().Titles(key)) > 0 || locale.Default().Labels(key) != nil || locale.Default().Country(text) != ""
}

func isPlainPlace(s *layout.Segment) bool {
	_, ok := party.PlaceOf(s.Text)
	return ok && !isSenderLine(s) || party.IsStreet(s.Text) && !party.HasLegalForm(s.Text)
}

// placeScore scores where the line stands: head of the first page, or foot.
func (d *document) placeScore(s *layout.Segment) float64 {
	p := s.Page
	y := s.Box.Y0 / p.Height
	score := 0.0
	first := p == d.Pages[0]
	switch {
	case d.Receipt && first:
		score += max(0, 2.1-0.55*float64(s.Row.Index))
		if s.Row.Index > 6 {
			score -= 0.3
		}
	case first && y < 0.16:
		score += 0.75 - 2*y
	case first && y < 0.3:
		score += 0.2
	case y > 0.82 && party.HasLegalForm(s.Text):
		score += 0.5
	}
	if first && y < 0.35 {
		score += min(0.9, 0.45*max(0, s.Box.Height()/p.Em-1.15))
	}
	return score
}

// headsAddress tells how closely a street or place follows under the line: 1 for the next line.
func headsAddress(s *layout.Segment) float64 {
	cur := s
	for i := range 3 {
		next := cur.CloseLine()
		if next == nil {
			return 0
		}
		if _, ok := party.PlaceOf(next.Text); ok || party.IsStreet(next.Text) {
			return 1 - 0.25*float64(i)
		}
		cur = next
	}
	return 0
}

// domains are the names of the web and mail hosts on the pages, without what free mail services use.
func (d *document) domains() []string {
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
	for _, w := range d.WebAddresses {
		add(w.Text)
	}
	for _, e := range d.Emails {
		add(e.Text[strings.IndexByte(e.Text, '@')+1:])
	}
	return out
}

var freeMail = map[string]bool{"gmail": true, "gmx": true, "web": true, "yahoo": true, "hotmail": true, "outlook": true, "tonline": true, "orange": true, "wanadoo": true, "free": true, "icloud": true, "aol": true, "live": true, "co": true, "com": true}

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

// pickSeller adds up what speaks for the same name at several places and takes the best.
func pickSeller(found []nameChoice, buyer string) nameChoice {
	total := map[string]float64{}
	keys := make([]string, len(found))
	for i, c := range found {
		keys[i] = lang.Key(c.span.Text())
		total[keys[i]] = max(total[keys[i]], c.score)
	}
	counted := map[string]int{}
	for _, k := range keys {
		if counted[k]++; counted[k] > 1 && counted[k] <= 4 {
			total[k] += 0.3
		}
	}
	supported := map[[2]string]bool{}
	for i, c := range found { // a name that begins another, longer one supports it, and so does the longer one a part of it
		for j := range found {
			pair := [2]string{keys[i], keys[j]}
			if len(keys[i]) < 4 || len(keys[j]) <= len(keys[i]) || supported[pair] {
				continue
			}
			if strings.HasPrefix(keys[j], keys[i]) {
				total[keys[j]] += 0.3 * c.score
				supported[pair] = true
			} else if strings.HasSuffix(keys[j], keys[i]) {
				total[keys[i]] += 0.3 * found[j].score
				supported[pair] = true
			}
		}
	}
	best := nameChoice{}
	order := make([]int, len(found))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return found[order[a]].score > found[order[b]].score })
	for _, i := range order {
		if buyer != "" && keys[i] == buyer {
			continue
		}
		if s := total[keys[i]]; s > best.score {
			best = found[i]
			best.score = s
		}
	}
	return best
}
