package candidates

import (
	"regexp"
	"strings"

	"github.com/docketapi/docket/internal/lang/identifier"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/pages"
)

var (
	ibanLike    = regexp.MustCompile(`[A-Z]{2}[ .\-]?[0-9OIlS][ ]?[0-9OIlS](?:[ .\-]{0,2}[0-9A-Za-z]){8,34}`)
	ibanMisread = regexp.MustCompile(`(?:[A-Z][0158l]|[0158l][A-Z])[ .\-]?[0-9OIlS][ ]?[0-9OIlS](?:[ .\-]{0,2}[0-9A-Za-z]){8,34}`)
	vatMisread  = regexp.MustCompile(`\b(?:[A-Z][0158l]|[0158l][A-Z])[ .\-]{0,2}(?:[A-Z0-9][ .\-]{0,2}){8,12}`)
	vatStart    = regexp.MustCompile(`\b[A-Z]{2}E?[ .\-]{0,2}[A-Z0-9]`)
	vatLike     = regexp.MustCompile(`^[A-Z]{2}E?[ .\-]{0,2}(?:[A-Z0-9][ .\-]{0,2}){6,15}`)
	emailRe     = regexp.MustCompile(`[A-Za-z0-9._%+\-]+ ?@ ?[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)*\.[A-Za-z]{2,}`)
	webRe       = regexp.MustCompile(`(?i)\b(?:https?://)?(?:www[.,])?([a-z0-9\-]+(?:\.[a-z0-9\-]+)*\.(?:com|net|org|eu|de|at|ch|fr|be|nl|it|es|pt|dk|se|no|fi|uk|ie|lu|pl|cz|my|sg|in|us|ca|io|biz|info|shop|online|app|example))\b`)
	bicRe       = regexp.MustCompile(`\b[A-Z]{4}[ ]?[A-Z]{2}[ ]?[A-Z0-9]{2}(?:[ ]?[A-Z0-9]{3})?\b`)
	phoneRe     = regexp.MustCompile(`(?:\+|00|\(?0)[\d][\d ()/.\-]{5,20}\d`)
)

// IBANs finds IBANs in a segment: valid ones, ones that one kind of OCR error made invalid, and what only has the form.
func IBANs(s *layout.Segment) []Value {
	if len(s.Text) < 15 || len(s.Text) > maxText {
		return nil
	}
	out := ibansLike(ibanLike, s, nil)
	if s.Page.Source == pages.FromOCR {
		for _, v := range ibansLike(ibanMisread, s, out) {
			if v.Repaired != "" {
				out = append(out, v)
			}
		}
	}
	return out
}

func ibansLike(form *regexp.Regexp, s *layout.Segment, taken []Value) []Value {
	var out []Value
	for _, m := range form.FindAllStringIndex(s.Text, -1) {
		if m[0] > 0 && isAlnum(s.Text[m[0]-1]) && !strings.HasSuffix(strings.ToUpper(s.Text[:m[0]]), "IBAN") {
			continue
		}
		span := layout.Span{Seg: s, Start: m[0], End: m[1]}
		if v, ok := ibanAt(span); ok && !overlapsAny(taken, span) {
			out = append(out, v)
		}
	}
	return out
}

// ibanAt takes as many characters as the country's IBANs have.
func ibanAt(span layout.Span) (Value, bool) {
	compact := identifier.Compact(span.Text())
	want := identifier.IBANLength(compact[:2])
	if want == 0 && span.Seg.Page.Source == pages.FromOCR {
		want = identifier.IBANLength(identifier.RepairCountry(compact[:2]))
	}
	if want == 0 {
		return Value{}, false
	}
	if len(compact) > want {
		span = shorten(span, want)
		compact = compact[:want]
	}
	v := Value{Span: span, Text: compact}
	if identifier.ValidIBAN(compact) {
		v.Quality = 1
		return v, true
	}
	if span.Seg.Page.Source == pages.FromOCR {
		if fixed, ok := identifier.RepairIBAN(compact); ok {
			v.Text, v.Repaired, v.Quality = fixed, span.Text(), 1
			return v, true
		}
		if fixed, ok := onlyOther(span, identifier.ValidIBAN); ok {
			v.Text, v.Repaired, v.Quality = fixed, span.Text(), 1
			return v, true
		}
	}
	return v, digitShare(compact[2:]) > 0.6 && len(compact) >= want-5 && identifier.CheckVAT(compact) < identifier.VATForm
}

// onlyOther is the only other reading of a span, without spaces, that is valid. Two would be a guess.
func onlyOther(span layout.Span, valid func(string) bool) (string, bool) {
	found := ""
	for _, other := range span.OtherReadings() {
		other = identifier.Compact(other)
		if !valid(other) || other == found {
			continue
		}
		if found != "" {
			return "", false
		}
		found = other
	}
	return found, found != ""
}

// checkedVAT tells whether the text is a VAT identifier whose check digits agree.
func checkedVAT(s string) bool { return identifier.CheckVAT(s) == identifier.VATChecked }

// shorten cuts a span to its first n letters and digits.
func shorten(s layout.Span, n int) layout.Span {
	text := s.Text()
	for i := range len(text) {
		if isAlnum(text[i]) {
			if n--; n == 0 {
				s.End = s.Start + i + 1
				return s
			}
		}
	}
	return s
}

func digitShare(s string) float64 {
	n := 0
	for i := range len(s) {
		if digit(s[i]) {
			n++
		}
	}
	if s == "" {
		return 0
	}
	return float64(n) / float64(len(s))
}

// VATIDs finds VAT identifiers with a country prefix in a segment.
func VATIDs(s *layout.Segment, taken []Value) []Value {
	if len(s.Text) < 8 || len(s.Text) > maxText {
		return nil
	}
	var out []Value
	for _, start := range vatStart.FindAllStringIndex(s.Text, -1) {
		m := vatLike.FindStringIndex(s.Text[start[0]:])
		if m == nil || !identifier.IsVATPrefix(s.Text[start[0]:start[0]+2]) {
			continue
		}
		span := layout.Span{Seg: s, Start: start[0], End: start[0] + m[1]}.Trim()
		if overlapsAny(taken, span) || overlapsAny(out, span) {
			continue
		}
		if v, ok := vatAt(span); ok {
			out = append(out, v)
		}
	}
	if s.Page.Source == pages.FromOCR {
		out = append(out, misreadVATs(s, append(out, taken...))...)
	}
	return out
}

// misreadVATs finds identifiers with a digit among the letters of their country, where the check digits agree.
func misreadVATs(s *layout.Segment, taken []Value) []Value {
	var out []Value
	for _, m := range vatMisread.FindAllStringIndex(s.Text, -1) {
		span := layout.Span{Seg: s, Start: m[0], End: m[1]}.Trim()
		if overlapsAny(taken, span) {
			continue
		}
		if v, ok := vatAt(span); ok && v.Repaired != "" && identifier.VATQuality(v.Quality) == identifier.VATChecked {
			out = append(out, v)
		}
	}
	return out
}

// vatAt takes the longest beginning that is a VAT identifier and ends with a word.
func vatAt(span layout.Span) (Value, bool) {
	best := Value{}
	text := span.Text()
	for end := len(text); end >= 8; end-- {
		if end < len(text) && isAlnum(text[end]) && isAlnum(text[end-1]) {
			continue
		}
		if !isAlnum(text[end-1]) {
			continue
		}
		sub := layout.Span{Seg: span.Seg, Start: span.Start, End: span.Start + end}
		compact := identifier.Compact(sub.Text())
		q := identifier.CheckVAT(compact)
		v := Value{Span: sub, Text: compact, Quality: int(q)}
		if q < identifier.VATForm && span.Seg.Page.Source == pages.FromOCR {
			if fixed, ok := identifier.RepairVAT(compact); ok {
				v.Text, v.Repaired, v.Quality = fixed, sub.Text(), int(identifier.CheckVAT(fixed))
			}
		}
		if v.Quality < int(identifier.VATChecked) && span.Seg.Page.Source == pages.FromOCR {
			if fixed, ok := onlyOther(sub, checkedVAT); ok {
				v.Text, v.Repaired, v.Quality = fixed, sub.Text(), int(identifier.VATChecked)
			}
		}
		if v.Quality > best.Quality {
			best = v
		}
	}
	return best, best.Quality > 0
}

// Emails finds e-mail addresses.
func Emails(s *layout.Segment) []Value {
	if !strings.Contains(s.Text, "@") {
		return nil
	}
	return find(s, emailRe, func(t string) string { return strings.ReplaceAll(t, " ", "") })
}

// Webs finds the host names of web addresses, without www.
func Webs(s *layout.Segment) []Value {
	if !strings.Contains(s.Text, ".") || len(s.Text) > maxText {
		return nil
	}
	return find(s, webRe, func(t string) string {
		t = strings.ToLower(t)
		t = strings.TrimPrefix(strings.TrimPrefix(t, "https://"), "http://")
		return strings.TrimPrefix(strings.TrimPrefix(t, "www."), "www,")
	})
}

// BICs finds bank identifier codes (ISO 9362).
func BICs(s *layout.Segment) []Value {
	return find(s, bicRe, func(t string) string { return strings.ReplaceAll(t, " ", "") })
}

// Phones finds telephone numbers.
func Phones(s *layout.Segment) []Value {
	return find(s, phoneRe, strings.TrimSpace)
}

func find(s *layout.Segment, re *regexp.Regexp, clean func(string) string) []Value {
	if len(s.Text) > maxText {
		return nil
	}
	var out []Value
	for _, m := range re.FindAllStringIndex(s.Text, -1) {
		span := layout.Span{Seg: s, Start: m[0], End: m[1]}
		out = append(out, Value{Span: span, Text: clean(span.Text())})
	}
	return out
}
