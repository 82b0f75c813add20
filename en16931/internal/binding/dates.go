package binding

import (
	"strings"
	"time"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/xmltree"
)

// readDate reads an xs:date. A time of day or a time zone behind it is kept as an extension.
func readDate(_ *reader, n *xmltree.Node, into any) outcome {
	text := strings.TrimSpace(n.Text)
	d, err := en16931.ParseDate(text[:min(len(text), len(time.DateOnly))])
	if err != nil {
		return notRead
	}
	if rest := text[len(time.DateOnly):]; rest != "" && !strings.ContainsAny(rest[:1], "TZ+-") {
		return notRead
	}
	*into.(*en16931.Date) = d
	if len(text) > len(time.DateOnly) {
		return inexact
	}
	return read
}

func writeDate(_ *writer, el *elem, from any) bool {
	el.text = from.(*en16931.Date).String()
	return el.text != ""
}

// ciiFormats are the UNTDID 2379 formats accepted beside 102, by their Go layouts; coarse ones give their first day.
var ciiFormats = map[string]string{
	"101": "060102", "102": "20060102", "203": "200601021504", "204": "20060102150405", "610": "200601", "602": "2006",
}

// readCIIDate reads a udt:DateTimeString with its format, or an ISO date in its place.
func readCIIDate(r *reader, n *xmltree.Node, into any) outcome {
	text, format := strings.TrimSpace(n.Text), n.Attr("format")
	if format == "616" {
		return readWeek(text, into)
	}
	if layout, ok := ciiFormats[format]; ok || format == "" && len(text) == 8 {
		if !ok {
			layout = ciiFormats["102"]
		}
		if t, err := time.Parse(layout, text); err == nil && t.Year() > 0 {
			*into.(*en16931.Date) = en16931.NewDate(t.Year(), t.Month(), t.Day())
			if format != "102" {
				return inexact
			}
			r.useAttr(n, "format", "102")
			return read
		}
	}
	if readDate(r, n, into) == notRead {
		return notRead
	}
	return inexact
}

// readWeek reads a week as YYYYWW: its Monday by ISO 8601.
func readWeek(text string, into any) outcome {
	t, err := time.Parse("2006", text[:min(len(text), 4)])
	if err != nil || len(text) != 6 || text[4] < '0' || text[4] > '5' || text[5] < '0' || text[5] > '9' {
		return notRead
	}
	week := int(text[4]-'0')*10 + int(text[5]-'0')
	if week < 1 || week > 53 {
		return notRead
	}
	january4 := time.Date(t.Year(), 1, 4, 0, 0, 0, 0, time.UTC) // always in week 1
	monday := january4.AddDate(0, 0, -(int(january4.Weekday())+6)%7+7*(week-1))
	*into.(*en16931.Date) = en16931.NewDate(monday.Year(), monday.Month(), monday.Day())
	return inexact
}

func writeCIIDate(_ *writer, el *elem, from any) bool {
	d := from.(*en16931.Date)
	if d.IsZero() {
		return false
	}
	el.text = d.Time().Format("20060102")
	el.setAttr("format", "102")
	return true
}
