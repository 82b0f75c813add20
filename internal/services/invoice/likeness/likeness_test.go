package likeness

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/services/invoice/likeness/likenesstest"
)

func read(number, date, gross string) *en16931.Invoice {
	d := &en16931.Invoice{Number: number, Currency: "EUR"}
	if date != "" {
		d.IssueDate = en16931.MustDate(date)
	}
	if gross != "" {
		d.Totals.Gross = en16931.MustDecimal(gross)
	}
	return d
}

func TestTextsThatSayTheSame(t *testing.T) {
	t.Parallel()
	april := likenesstest.Letter("2026-0417", "30.04.2026", "April", "31,5", "1.338,75", "254,36", "1.593,11")
	known := read("2026-0417", "2026-04-30", "1593.11")
	changed := append([]string{}, april...)
	changed[5] = "Wir danken für Ihren Auftrag und gestatten uns zu berechnen:"
	may := likenesstest.Letter("2026-0522", "31.05.2026", "Mai", "29,0", "1.232,50", "234,18", "1.466,68")
	flat := likenesstest.Letter("2026-0522", "31.05.2026", "Mai", "31,5", "1.338,75", "254,36", "1.593,11") // a monthly rate
	nothing := read("", "", "")
	type side struct {
		lines []string
		data  *en16931.Invoice
	}
	for name, c := range map[string]struct {
		a, b side
		want bool
	}{
		"itself":                             {side{april, known}, side{april, known}, true},
		"one word changed":                   {side{april, known}, side{changed, known}, true},
		"a scan of it":                       {side{april, known}, side{likenesstest.Scanned(april, .04, 7), known}, true},
		"two scans":                          {side{likenesstest.Scanned(april, .03, 8), known}, side{likenesstest.Scanned(april, .03, 9), known}, true},
		"a scan whose number is misread":     {side{april, known}, side{likenesstest.Scanned(april, .03, 10), read("2O26-O4l7x", "2026-04-30", "1593.11")}, true},
		"a scan whose total is not found":    {side{april, known}, side{likenesstest.Scanned(april, .03, 11), read("2026-0417", "2026-04-30", "")}, true},
		"nothing is known of either":         {side{april, nothing}, side{changed, nothing}, true},
		"the next month":                     {side{april, known}, side{may, read("2026-0522", "2026-05-31", "1466.68")}, false},
		"the next month at the same rate":    {side{april, known}, side{flat, read("2026-0522", "2026-05-31", "1593.11")}, false},
		"the next month, and nothing known":  {side{april, nothing}, side{may, nothing}, false},
		"another text about the same values": {side{april, known}, side{[]string{strings.Repeat("ganz andere Wörter stehen hier ", 9), "2026-0417 30.04.2026 1.593,11"}, known}, false},
	} {
		if got := found(t, c.a.lines, c.a.data, c.b.lines, c.b.data); got != c.want {
			x, _ := Of(likenesstest.Page(c.a.lines...), 1, 1)
			y, _ := Of(likenesstest.Page(c.b.lines...), 1, 1)
			words, numbers := x.like(y)
			t.Errorf("%s: %t; words %.2f, numbers %.2f", name, got, words, numbers)
		}
	}
}

// found tells whether b is found by a's keys and is like enough.
func found(t *testing.T, a []string, dataA *en16931.Invoice, b []string, dataB *en16931.Invoice) bool {
	t.Helper()
	x, ok := Of(likenesstest.Page(a...), 1, 1)
	y, ok2 := Of(likenesstest.Page(b...), 1, 1)
	if !ok || !ok2 {
		t.Fatal("too little text")
	}
	workspace := uuid.Max
	look, other := x.LookUp(workspace, dataA), y.LookUp(workspace, dataB)
	shared := false
	for _, k := range look.Keys {
		for _, o := range other.Keys {
			shared = shared || k == o
		}
	}
	words, numbers := x.like(y)
	return shared && words >= sameText && numbers >= max(look.numbers, other.numbers)
}

// TestTemplatesByTheHundred takes random invoices of one template for each other only when they are.
func TestTemplatesByTheHundred(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 3))
	number := func(n int) string { return fmt.Sprintf("%d,%02d", n/100, n%100) }
	missed, wrong := 0, 0
	const tries = 200
	for i := range tries {
		values := func() ([]string, *en16931.Invoice) {
			no, day, net := random.IntN(9000)+1000, random.IntN(28)+1, random.IntN(900000)+10000
			tax := net * 19 / 100
			return likenesstest.Letter(fmt.Sprintf("2026-%d", no), fmt.Sprintf("%02d.04.2026", day), "April", number(random.IntN(9000)), number(net), number(tax), number(net+tax)),
				read(fmt.Sprint(no), fmt.Sprintf("2026-04-%02d", day), fmt.Sprintf("%d.%02d", (net+tax)/100, (net+tax)%100))
		}
		a, dataA := values()
		b, dataB := values()
		if !found(t, a, dataA, likenesstest.Scanned(a, .04, uint64(i)), dataA) {
			missed++
		}
		if found(t, a, dataA, b, dataB) {
			wrong++
		}
	}
	if wrong > 0 || missed > tries/50 {
		t.Errorf("of %d scans %d were missed; %d other invoices were taken for the same", tries, missed, wrong)
	}
}

func TestTextThatSaysTooLittle(t *testing.T) {
	t.Parallel()
	for name, list := range map[string][]pages.Page{
		"no page": nil, "few words": likenesstest.Page("Danke für Ihren Einkauf"), "signs": likenesstest.Page(strings.Repeat("-- ", 100)),
		"another page": {{Number: 2, Lines: likenesstest.Page(likenesstest.Letter("1", "2", "3", "4", "5", "6", "7")...)[0].Lines}},
	} {
		if _, ok := Of(list, 1, 1); ok {
			t.Errorf("%s says enough", name)
		}
	}
	long := likenesstest.Page(strings.Repeat("wort 12345 ", 20000))
	if x, ok := Of(long, 1, 1); !ok || len(x.numbers) != 1 {
		t.Errorf("a long text: %t, %d numbers", ok, len(x.numbers))
	}
}

func TestTextIsStored(t *testing.T) {
	t.Parallel()
	x, _ := Of(likenesstest.Page(likenesstest.Letter("1", "22", "333", "4444", "5", "6", "7")...), 1, 1)
	y, ok := FromStored(x.Stored())
	if words, numbers := x.like(y); !ok || words != 1 || numbers != 1 {
		t.Errorf("%t, %.2f, %.2f", ok, words, numbers)
	}
	if _, ok := FromStored([]byte("short"), nil); ok {
		t.Error("took what is no signature")
	}
}
