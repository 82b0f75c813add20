package counting

// maxFrame is how many tokens a question may be asked with before it begins.
const maxFrame = 10

// frame is how many tokens at the start only ask politely: "would somebody be so kind as to tell me". A frame narrows nothing, so
// its words need not be known; one with a name, a number or a word that may begin a condition is none.
func (p *parser) frame(named []mention) int {
	polite := false
	for i := 0; i < len(p.list) && i < maxFrame && (len(named) == 0 || i < named[0].start); i++ {
		if c, _ := p.lex.any(p.list, i, categories...); c != "" {
			if polite {
				return i
			}
			return 0
		}
		if _, n := p.clock.period(p.list, i); n > 0 || conditions[p.list[i].folded] || p.list[i].isNumber() || i > 0 && p.list[i].isName() {
			return 0
		}
		polite = polite || p.lex.is(p.list, i, "frame") > 0
	}
	return 0
}

// conditions are words before what narrows a question, or takes something back.
var conditions = wordSet(`for of from by about in on at with without not no except excluding besides but and or than if when where who whose which only
	fur von vom bei aus mit ohne nicht kein keine keinen ausser aber und oder uber an auf als wenn falls wo wer wessen nur zum zur nach vor
	pour par avec sans pas sauf hormis mais et ou sur chez dans en que si quand qui dont seulement uniquement`)
