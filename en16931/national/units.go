package national

import "strings"

// units are the codes of UNECE Rec 20 for what invoices call their units, in small letters without a point at the end.
var units = map[string]string{
	"szt": "H87", "sztuka": "H87", "sztuki": "H87", "pz": "H87", "pezzo": "H87", "pezzi": "H87", "nr": "H87", "n": "H87", "num": "H87",
	"stk": "H87", "stück": "H87", "stck": "H87", "st": "H87", "styck": "H87", "ud": "H87", "uds": "H87", "unidad": "H87", "pcs": "H87", "pc": "H87", "pce": "H87",
	"kpl": "SET", "set": "SET", "komplet": "SET", "opak": "PK", "op": "PK", "conf": "PK", "confezione": "PK", "cf": "PK", "caja": "BX",
	"kg": "KGM", "g": "GRM", "gr": "GRM", "t": "TNE", "ton": "TNE", "q": "DTN", "hg": "HGM",
	"l": "LTR", "lt": "LTR", "ltr": "LTR", "litro": "LTR", "litri": "LTR", "ml": "MLT",
	"m": "MTR", "mt": "MTR", "mb": "MTR", "ml.": "MTR", "cm": "CMT", "mm": "MMT", "km": "KMT",
	"m2": "MTK", "mq": "MTK", "m²": "MTK", "m3": "MTQ", "mc": "MTQ", "m³": "MTQ",
	"godz": "HUR", "h": "HUR", "hr": "HUR", "ora": "HUR", "ore": "HUR", "hora": "HUR", "horas": "HUR", "std": "HUR", "stunde": "HUR", "stunden": "HUR", "tim": "HUR", "min": "MIN",
	"dzień": "DAY", "doba": "DAY", "dni": "DAY", "gg": "DAY", "giorno": "DAY", "giorni": "DAY", "día": "DAY", "tag": "DAY", "tage": "DAY", "dag": "DAY",
	"mies": "MON", "miesiąc": "MON", "mese": "MON", "mesi": "MON", "mes": "MON", "monat": "MON", "mån": "MON", "anno": "ANN", "rok": "ANN",
	"kwh": "KWH", "mwh": "MWH", "gj": "GV", "usł": "E48", "usługa": "E48", "servizio": "E48", "pauschal": "LS", "psch": "LS", "ryczałt": "LS", "a corpo": "LS", "corpo": "LS",
	"pary": "PR", "para": "PR", "paia": "PR", "paio": "PR", "smc": "SM3",
}

// Unit is the code for what the invoice calls a unit: the text itself where no code is known.
func Unit(text string) string {
	key := strings.ToLower(strings.TrimSpace(text))
	if code, ok := units[key]; ok {
		return code
	}
	if code, ok := units[strings.TrimSuffix(key, ".")]; ok {
		return code
	}
	return text
}
