package encodings

import (
	"math"
	"strings"
	"unicode"

	"github.com/gogs/chardet"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"github.com/docketapi/docket/internal/lang"
)

// legacy is an encoding that a text without a mark may be in.
type legacy struct {
	name     string // as the detector calls it
	encoding encoding.Encoding
	wide     func(data []byte) float64 // what two-byte characters cost; nil for encodings of one byte
	prior    float64                   // bits: how much rarer than Windows-1252
}

var legacies = []legacy{
	{"windows-1252", charmap.Windows1252, nil, 0},
	{"Shift_JIS", japanese.ShiftJIS, shiftJISCost, 0},
	{"EUC-JP", japanese.EUCJP, pairCost(eucJP), 2},
	{"GB-18030", simplifiedchinese.GB18030, pairCost(gb18030), 0},
	{"Big5", traditionalchinese.Big5, pairCost(big5), 0},
	{"EUC-KR", korean.EUCKR, pairCost(eucKR), 3},
	{"windows-1250", charmap.Windows1250, nil, 4},
	{"windows-1251", charmap.Windows1251, nil, 2},
	{"windows-1253", charmap.Windows1253, nil, 4},
	{"windows-1254", charmap.Windows1254, nil, 5},
	{"windows-1255", charmap.Windows1255, nil, 4},
	{"windows-1256", charmap.Windows1256, nil, 4},
	{"windows-1257", charmap.Windows1257, nil, 5},
	{"KOI8-R", charmap.KOI8R, nil, 3},
	{"KOI8-U", charmap.KOI8U, nil, 4},
	{"macintosh", charmap.Macintosh, nil, 6},
	{"ISO-8859-2", charmap.ISO8859_2, nil, 6},
	{"ISO-8859-5", charmap.ISO8859_5, nil, 6},
	{"IBM866", charmap.CodePage866, nil, 6},
	{"x-mac-cyrillic", charmap.MacintoshCyrillic, nil, 7},
	{"IBM850", charmap.CodePage850, nil, 8},
	{"windows-874", charmap.Windows874, nil, 4},
}

const (
	sampled = 32 << 10 // bytes that are looked at
	// hopeless is the share of letters in impossible places with which an encoding of one byte makes no sense of a text, and
	// hopelessWide what a character costs on average, in bits, in one of two bytes.
	hopeless     = 0.12
	hopelessWide = 15
	// trust is what the detector's full confidence is worth, in bits a character, over so many characters.
	trust     = 1.0
	trustOver = 40
)

// detected decodes a text in the encoding in which its characters are least of a surprise: what each of them costs is estimated
// from the script, the language's letters and where in a word it stands, and what the detector makes of the bytes counts beside.
func detected(data []byte) (string, bool) {
	sample := data[:min(len(data), sampled)]
	high := 0.0
	for _, c := range sample {
		if c >= 0x80 {
			high++
		}
	}
	said := confidences(sample)
	var best legacy
	least := math.Inf(1)
	for _, l := range legacies {
		text, ok := strictly(l.encoding, sample)
		if !ok || l.wide != nil && cutOdd(l, sample) {
			continue
		}
		cost, n, bad := l.cost(sample, text)
		if n > 3 && (bad/n > hopeless || l.wide != nil && cost/n > hopelessWide) {
			continue
		}
		cost += l.prior - said[l.name]*trust*min(high, trustOver)
		if cost < least {
			best, least = l, cost
		}
	}
	if best.encoding == nil {
		return "", false
	}
	return strictly(best.encoding, data)
}

// cutOdd tells that a whole text ends in the middle of a character.
func cutOdd(l legacy, sample []byte) bool {
	if len(sample) == sampled {
		return false
	}
	text, _ := decoded(l.encoding, sample)
	return strings.HasSuffix(text, "\uFFFD")
}

// confidences are the detector's, 0 to 1. It calls encodings by the ISO part where no byte is of the Windows part.
func confidences(sample []byte) map[string]float64 {
	out := map[string]float64{}
	found, err := chardet.NewTextDetector().DetectAll(sample)
	if err != nil {
		return out
	}
	for _, r := range found {
		name := r.Charset
		if w, ok := windowsOf[name]; ok {
			name = w
		}
		out[name] = max(out[name], float64(r.Confidence)/100)
	}
	return out
}

var windowsOf = map[string]string{
	"ISO-8859-1": "windows-1252", "ISO-8859-2": "windows-1250", "ISO-8859-7": "windows-1253", "ISO-8859-8": "windows-1255",
	"ISO-8859-8-I": "windows-1255", "ISO-8859-9": "windows-1254",
}

// cost is what the characters beyond ASCII of a text cost in bits, how many they are, and how many of them stand where no text
// has them.
func (l legacy) cost(sample []byte, text string) (bits, n, bad float64) {
	if l.wide != nil {
		for _, r := range text {
			if r >= 0x80 {
				n++
			}
		}
		bits = l.wide(sample)
		if l.name == "EUC-JP" && !strings.ContainsFunc(text, kana) {
			bits += 4 + n // every second character of Japanese is one
		}
		return bits, n, 0
	}
	return lettersCost(text)
}

func kana(r rune) bool { return unicode.In(r, unicode.Hiragana, unicode.Katakana) }

// What a character costs, in bits.
const (
	costLetter   = 5  // of the language
	costFrequent = 4  // one of the most frequent of its script
	costStranger = 9  // a letter of another language
	costSign     = 7  // a quote, a dash, a sign of money
	costSymbol   = 13 // any other
	costMisplace = 10 // a capital behind a small letter, two scripts in a word, a sign between letters
	gainWord     = 8  // a frequent word of a language that has the character
)

// signs are what texts have beside letters.
const signs = "\u00a0„“”‚‘’«»‹›–—…€£¥§°©®™•·ªº¹²³½¼¾×±µ¿¡№†‰"

// frequent are the most frequent letters of scripts that have encodings of their own.
const frequent = "оеаинтсрвлαοιετσνηρςויהלארתשםמابرلمنويةتدسعק"

// lettersCost looks at the words of a text that has letters of one byte each.
func lettersCost(text string) (bits, n, bad float64) {
	own := lettersOf(text)
	before := ' '
	inWord := false // the word so far has a letter beyond ASCII
	word := []rune{}
	flush := func() {
		if inWord && lang.IsWritten(strings.ToLower(string(word))) {
			bits -= gainWord
		}
		word, inWord = word[:0], false
	}
	for _, r := range text {
		if !unicode.IsLetter(r) && !unicode.IsMark(r) {
			flush()
		} else {
			word = append(word, r)
		}
		if r >= 0x80 {
			n++
			inWord = true
			cost := letterCost(r, before, own)
			if bits += cost; cost >= costMisplace+costLetter {
				bad++
			}
		} else if unicode.IsLetter(r) && before >= 0x80 && unicode.IsLetter(before) && !unicode.Is(unicode.Latin, before) {
			bits += costMisplace // two scripts
		} else if unicode.IsUpper(r) && unicode.IsLower(before) && before >= 0x80 {
			bits += costMisplace
		}
		before = r
	}
	flush()
	return bits, n, bad
}

func letterCost(r, before rune, own string) float64 {
	letter := unicode.IsLetter(before)
	switch {
	case unicode.IsMark(r):
		return costLetter
	case !unicode.IsLetter(r) || strings.ContainsRune(signs, r):
		bits := float64(costSymbol)
		if strings.ContainsRune(signs, r) {
			bits = costSign
		}
		if letter && r != '’' && r != '‘' && before >= 0x80 {
			bits += 2
		}
		return bits
	case letter && unicode.Is(unicode.Latin, r) != unicode.Is(unicode.Latin, before), unicode.IsUpper(r) && unicode.IsLower(before):
		return costStranger + costMisplace
	case strings.ContainsRune(frequent, r):
		return costFrequent
	case strings.ContainsRune(own, unicode.ToLower(r)):
		return costLetter
	case unicode.Is(unicode.Latin, r), unicode.Is(unicode.Cyrillic, r) && (r < 'А' || r > 'я') && r != 'ё' && r != 'Ё':
		return costStranger
	case unicode.IsUpper(r):
		return costLetter + 2
	}
	return costLetter + 1
}

// lettersOf gives the letters of the language that most speaks for; those that many languages have, where none does.
func lettersOf(text string) string {
	tally := lang.NewTally()
	for i, w := range strings.FieldsFunc(strings.ToValidUTF8(text[:min(len(text), sampled/2)], ""), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if i > maxTallied {
			break
		}
		w = strings.ToLower(w)
		tally.Word(w)
		tally.Letters(w, 0.1)
	}
	ranked := tally.Ranked(0.5)
	if len(ranked) == 0 {
		return "äöüßéèàç"
	}
	return lang.Of(ranked[0]).Letters
}

const maxTallied = 2000
