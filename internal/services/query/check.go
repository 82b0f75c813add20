package query

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/core/fault"
)

// Check tells what is wrong with a query, whoever made it. Error: validation_failed, with a pointer into the query.
func (q Query) Check() error {
	for _, check := range []func() error{q.checkMeasure, q.checkGroups, q.checkOrder, q.Filter.check} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func wrong(pointer, format string, args ...any) error {
	detail := fmt.Sprintf(format, args...)
	return fault.New(fault.CodeValidation, "%s %s", strings.TrimPrefix(pointer, "/"), detail).At(pointer, detail)
}

func (q Query) checkMeasure() error {
	switch {
	case !slices.Contains([]Measure{Count, Sum, Average, Median, Minimum, Maximum, Share, List, Field}, q.Measure):
		return wrong("/measure", "is none of the measures")
	case !slices.Contains([]Of{"", Gross, Net, Tax, Lines, Sellers}, q.Of):
		return wrong("/of", "is nothing that can be measured")
	case q.Of == Sellers && q.Measure != Count:
		return wrong("/of", "can be sellers only of a count")
	case q.Of == Lines && q.Filter.Line == "":
		return wrong("/filter/line", "is needed to measure lines")
	case q.Measure == Field && !slices.Contains(Fields, q.Field):
		return wrong("/field", "must name a field when that is the measure")
	case q.Measure != Field && q.Field != "":
		return wrong("/field", "is only for the measure field")
	case q.Measure == Share && len(q.GroupBy) == 0 && len(q.Filter.Seller) == 0:
		return wrong("/group_by", "or filter.seller is needed for a share: it is a part of something")
	}
	return nil
}

func (q Query) checkGroups() error {
	if len(q.GroupBy) > MaxGroups {
		return wrong("/group_by", "has more than %d groups", MaxGroups)
	}
	if len(q.GroupBy) > 0 && (q.Measure == List || q.Measure == Field) {
		return wrong("/group_by", "is not for the measure %s", q.Measure)
	}
	for i, g := range q.GroupBy {
		if !slices.Contains([]Group{BySeller, ByMonth, ByQuarter, ByYear, ByCurrency, ByStatus, ByType}, g) || slices.Contains(q.GroupBy[:i], g) {
			return wrong(fmt.Sprintf("/group_by/%d", i), "is no group, or there twice")
		}
	}
	return nil
}

func (q Query) checkOrder() error {
	switch {
	case !slices.Contains([]Order{"", Largest, Smallest, Newest, Oldest, ByName}, q.Order):
		return wrong("/order", "is none of the orders")
	case q.Limit < 0 || q.Limit > MaxItems:
		return wrong("/limit", "must be from 1 to %d", MaxItems)
	case !slices.Contains([]string{"", "exclude", "include", "only"}, q.Duplicates):
		return wrong("/duplicates", "must be exclude, include or only")
	}
	return nil
}

func (f Filter) check() error {
	switch {
	case len(f.Seller) > MaxNames:
		return wrong("/filter/seller", "has more than %d names", MaxNames)
	case len(f.NotSeller) > MaxNames:
		return wrong("/filter/not_seller", "has more than %d names", MaxNames)
	case f.Line != "" && (len(words(f.Line)) == 0 || len(words(f.Line)) > maxWords):
		return wrong("/filter/line", "must have 1 to %d words", maxWords)
	case f.IssueDate.backwards():
		return wrong("/filter/issue_date", "ends before it begins")
	case f.DueDate.backwards():
		return wrong("/filter/due_date", "ends before it begins")
	case f.Amount.empty():
		return wrong("/filter/amount", "holds no amount")
	}
	for i, s := range f.Status {
		if !slices.Contains(statuses, s) {
			return wrong(fmt.Sprintf("/filter/status/%d", i), "is no status")
		}
	}
	for i, t := range f.Type {
		if t != Invoice && t != CreditNote {
			return wrong(fmt.Sprintf("/filter/type/%d", i), "must be invoice or credit_note")
		}
	}
	return nil
}

func (d Days) backwards() bool {
	return !d.From.IsZero() && !d.To.IsZero() && d.To.Time().Before(d.From.Time())
}

// empty tells a range that nothing can be in.
func (a Amounts) empty() bool {
	above := func(low, high en16931.Decimal, same bool) bool {
		if !low.IsPresent() || !high.IsPresent() {
			return false
		}
		c := low.Value().Cmp(high.Value())
		return c > 0 || same && c == 0
	}
	return above(a.Min, a.Max, false) || above(a.Over, a.Max, true) || above(a.Min, a.Under, true) || above(a.Over, a.Under, true)
}

// words are those of a text, without signs.
func words(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
}
