package header

import (
	"regexp"
	"strings"

	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/layout"
)

// payWord is a word of paying in the languages whose invoices say their day in a sentence.
var payWord = regexp.MustCompile(`(?i)(?:^|[^\pL])(?:pay|paid|payment|payable|settle|remit|due|zahl|bezahl|überweis|begleich|eingezogen|abgebucht|fällig|régl|payer|paiement|payable|prélev|pag[ao]|abon|vers[ae]|saldo|betal|voldoe|overma|zapła|płatn|uhra|splat|fizet|plat|maks|ödeme)`)

// untilWord is what stands between it and the day until which, or on which, is to be paid.
var untilWord = regexp.MustCompile(`(?i)(?:\b(?:until|by|before|latest|on|bis|zum|am|le|pour le|avant le|au plus tard le|entro il|entro|il|antes del?|hasta el|el|até|até ao|dia|vóór|voor|uiterlijk|senast|senest|inden|den|do|do dnia|dnia|határidő|kadar)|due date)[ :]*$`)

// discountWord speaks of a discount for early payment: its day is not the due date.
var discountWord = regexp.MustCompile(`(?i)skonto|discount|escompte|sconto|descuento|desconto|korting|rabat`)

// saidDue scores a date that a sentence names as the day of payment: "please pay until 31 May 2024".
func saidDue(c *candidates.Bound) float64 {
	before := sentenceBefore(c.Span)
	if len(before) < sentenceLeast || !untilWord.MatchString(strings.TrimRight(before, " ")) || !payWord.MatchString(before) || discountWord.MatchString(before) {
		return 0
	}
	return dueSaid
}

// sentenceBefore is what the date's line, and the line above where that goes on, says before it.
func sentenceBefore(s layout.Span) string {
	before := s.Seg.Text[:s.Start]
	if i := strings.LastIndex(before, ". "); i > 0 && len(before)-i > sentenceLeast {
		return before[i+2:]
	}
	return before
}

// termDays is a term of payment in days: "30 days net", "within 14 days", "innerhalb von 10 Tagen", "à 30 jours".
var termDays = regexp.MustCompile(`(?i)\b(\d{1,3}) ?(?:days|tagen?|jours|días|dias|giorni|dagen|dagar|dage|dni|dnů|dní|napon|nap|zile|gün|päivää|pv|hari)\b|(?:^|\bterms?:? )net (\d{1,3})$`)

// monthEnd moves a term to the end of its month, which needs more than a sum.
var monthEnd = regexp.MustCompile(`(?i)end of month|\beom\b|fin de mois|monatsende|fine mese|fin de mes|fim do mês|einde maand`)

// termWord is what makes a number of days a term of payment where no word of paying stands in the line.
var termWord = regexp.MustCompile(`(?i)\bterms?\b|\bnetto?\b|échéance|maksuehto|splatnost`)

// TermDays is the one term of payment, in days, that the pages name without a discount; ok is false for none or several.
func TermDays(in []*layout.Page) (days int, ok bool) {
	found := map[int]bool{}
	for _, p := range in {
		for _, s := range p.Segments {
			text := s.Text
			if left := s.Left(); left != nil && len(text) < shortTerm {
				text = left.Text + " " + text
			}
			if len(text) > longestTerm || !payWord.MatchString(text) && !termWord.MatchString(text) {
				continue
			}
			for _, m := range termDays.FindAllStringSubmatch(text, -1) {
				n := number(m[1] + m[2])
				if discountWord.MatchString(text) || monthEnd.MatchString(text) || n > longestDays {
					return 0, false
				}
				found[n] = true
			}
		}
	}
	for n := range found {
		days = n
	}
	return days, len(found) == 1
}

func number(digits string) int {
	n := 0
	for _, c := range digits {
		n = n*10 + int(c-'0')
	}
	return n
}
