"""Where the made-up firms are: money, dates, addresses, firms and tax ids by country. No firm or number here is real."""
import random

# country: languages, currency, how it is written, decimal and group sign, tax per cent, date forms, legal forms, tax id label and digits
PLACES = {
    "US": (["en"], "USD", ["${}", "USD {}", "${}"], ".,", 8, ["{m:02}/{d:02}/{y}", "{M} {d}, {y}", "{m}/{d}/{y}"], ["Inc.", "LLC", "Corp."], "EIN", "##-#######"),
    "GB": (["en"], "GBP", ["£{}", "{} GBP", "£{}"], ".,", 20, ["{d:02}/{m:02}/{y}", "{d} {M} {y}"], ["Ltd", "Limited", "LLP"], "VAT No.", "GB ### #### ##"),
    "AU": (["en"], "AUD", ["${}", "AUD {}", "A${}"], ".,", 10, ["{d:02}/{m:02}/{y}", "{d} {M} {y}"], ["Pty Ltd", "Pty Limited"], "ABN", "## ### ### ###"),
    "CA": (["en", "fr"], "CAD", ["${}", "C${}", "{} CAD"], ".,", 5, ["{y}-{m:02}-{d:02}", "{M} {d}, {y}"], ["Inc.", "Ltd."], "GST/HST", "######### RT0001"),
    "IN": (["en"], "INR", ["₹{}", "Rs. {}", "INR {}"], "in", 18, ["{d:02}-{m:02}-{y}", "{d:02}/{m:02}/{y}"], ["Pvt. Ltd.", "Private Limited"], "GSTIN", "29ABCDE####F1Z5"),
    "SG": (["en"], "SGD", ["S${}", "SGD {}"], ".,", 9, ["{d} {M} {y}", "{d:02}/{m:02}/{y}"], ["Pte Ltd", "Pte. Ltd."], "UEN", "2019#####K"),
    "ZA": (["en"], "ZAR", ["R {}", "R{}"], ". ", 15, ["{y}/{m:02}/{d:02}", "{d} {M} {y}"], ["(Pty) Ltd", "CC"], "VAT Reg No", "4#########"),
    "DE": (["de"], "EUR", ["{} €", "EUR {}", "{} EUR"], ",.", 19, ["{d:02}.{m:02}.{y}", "{d}. {M} {y}"], ["GmbH", "e.K.", "GmbH & Co. KG"], "USt-IdNr.", "DE#########"),
    "AT": (["de"], "EUR", ["€ {}", "{} €"], ",.", 20, ["{d:02}.{m:02}.{y}", "{d}. {M} {y}"], ["GmbH", "OG", "KG"], "UID", "ATU########"),
    "CH": (["de", "fr"], "CHF", ["CHF {}", "Fr. {}"], ".'", 8.1, ["{d:02}.{m:02}.{y}", "{d}. {M} {y}"], ["AG", "GmbH", "SA"], "MWST-Nr.", "CHE-###.###.### MWST"),
    "FR": (["fr"], "EUR", ["{} €", "{} EUR"], ", ", 20, ["{d:02}/{m:02}/{y}", "{d} {M} {y}"], ["SARL", "SAS", "EURL"], "N° TVA", "FR## #########"),
    "ES": (["es"], "EUR", ["{} €", "{} EUR"], ",.", 21, ["{d:02}/{m:02}/{y}", "{d} de {M} de {y}"], ["S.L.", "S.A."], "CIF", "B########"),
    "MX": (["es"], "MXN", ["${}", "MX${}", "$ {} MXN"], ".,", 16, ["{d:02}/{m:02}/{y}", "{d} de {M} de {y}"], ["S.A. de C.V."], "RFC", "ABC######AB1"),
    "CL": (["es"], "CLP", ["${}", "$ {}"], "0.", 19, ["{d:02}-{m:02}-{y}", "{d} de {M} de {y}"], ["SpA", "Ltda."], "RUT", "76.###.###-K"),
    "PT": (["pt"], "EUR", ["{} €", "€ {}"], ",.", 23, ["{d:02}/{m:02}/{y}", "{d:02}-{m:02}-{y}"], ["Lda", "Lda."], "NIF", "5########"),
    "BR": (["pt"], "BRL", ["R$ {}", "R${}"], ",.", 12, ["{d:02}/{m:02}/{y}", "{d} de {M} de {y}"], ["Ltda", "Ltda."], "CNPJ", "##.###.###/0001-##"),
    "IT": (["it"], "EUR", ["€ {}", "{} €"], ",.", 22, ["{d:02}/{m:02}/{y}", "{d} {M} {y}"], ["S.r.l.", "S.n.c."], "P. IVA", "IT###########"),
    "NL": (["nl"], "EUR", ["€ {}", "EUR {}"], ",.", 21, ["{d:02}-{m:02}-{y}", "{d} {M} {y}"], ["B.V.", "V.O.F."], "Btw-nr.", "NL#########B01"),
    "PL": (["pl"], "PLN", ["{} zł", "{} PLN"], ", ", 23, ["{d:02}.{m:02}.{y}", "{y}-{m:02}-{d:02}"], ["Sp. z o.o.", "s.c."], "NIP", "##########"),
    "CZ": (["cs"], "CZK", ["{} Kč", "{} CZK"], ", ", 21, ["{d}. {m}. {y}", "{d:02}.{m:02}.{y}"], ["s.r.o.", "a.s."], "DIČ", "CZ########"),
    "HU": (["hu"], "HUF", ["{} Ft", "{} HUF"], "0 ", 27, ["{y}.{m:02}.{d:02}.", "{y}-{m:02}-{d:02}"], ["Kft.", "Bt."], "Adószám", "########-2-42"),
    "RO": (["ro"], "RON", ["{} lei", "{} RON"], ",.", 19, ["{d:02}.{m:02}.{y}", "{d:02}/{m:02}/{y}"], ["S.R.L.", "SRL"], "CUI", "RO########"),
    "TR": (["tr"], "TRY", ["{} TL", "₺{}", "{} ₺"], ",.", 20, ["{d:02}.{m:02}.{y}", "{d} {M} {y}"], ["Ltd. Şti.", "A.Ş."], "VKN", "##########"),
    "SE": (["sv"], "SEK", ["{} kr", "{} SEK"], ", ", 25, ["{y}-{m:02}-{d:02}", "{d} {M} {y}"], ["AB", "HB"], "Momsreg.nr", "SE##########01"),
    "DK": (["da"], "DKK", ["{} kr.", "DKK {}"], ",.", 25, ["{d:02}-{m:02}-{y}", "{d}. {M} {y}"], ["ApS", "A/S"], "CVR-nr.", "########"),
    "FI": (["fi"], "EUR", ["{} €", "{} EUR"], ", ", 24, ["{d}.{m}.{y}", "{d:02}.{m:02}.{y}"], ["Oy", "Ky"], "Y-tunnus", "#######-#"),
    "GR": (["el"], "EUR", ["{} €", "€{}"], ",.", 24, ["{d:02}/{m:02}/{y}"], ["Α.Ε.", "Ε.Π.Ε."], "ΑΦΜ", "#########"),
    "UA": (["uk"], "UAH", ["{} грн", "{} ₴"], ", ", 20, ["{d:02}.{m:02}.{y}"], ["ТОВ"], "ЄДРПОУ", "########"),
    "ID": (["id"], "IDR", ["Rp {}", "Rp{}"], "0.", 11, ["{d:02}/{m:02}/{y}", "{d} {M} {y}"], ["PT"], "NPWP", "##.###.###.#-###.000"),
    "VN": (["vi"], "VND", ["{} ₫", "{} VND", "{}đ"], "0.", 10, ["{d:02}/{m:02}/{y}"], ["Công ty TNHH"], "MST", "##########"),
    "JP": (["ja"], "JPY", ["¥{}", "{}円", "￥{}"], "0,", 10, ["{y}年{m}月{d}日", "{y}/{m:02}/{d:02}"], ["株式会社"], "登録番号", "T#############"),
    "KR": (["ko"], "KRW", ["₩{}", "{}원"], "0,", 10, ["{y}년 {m}월 {d}일", "{y}-{m:02}-{d:02}"], ["주식회사"], "사업자등록번호", "###-##-#####"),
    "CN": (["zh"], "CNY", ["¥{}", "{}元"], ".,", 13, ["{y}年{m}月{d}日", "{y}-{m:02}-{d:02}"], ["有限公司"], "税号", "9131############0X"),
}

# streets, then places with their code; {n} is a number
ADDRESSES = {
    "US": ("{n} Alder Street|{n} Quarry Rd, Suite 4", "Boise, ID 83702|Dayton, OH 45402"), "GB": ("{n} Fern Lane|Unit {n}, Mill Yard", "Leeds LS1 4AP|Bath BA1 2QR"),
    "AU": ("{n} Wattle Drive", "Geelong VIC 3220|Hobart TAS 7000"), "CA": ("{n} Birch Avenue", "Regina SK S4P 3Y2|Moncton NB E1C 1A1"), "IN": ("{n}, 3rd Cross, Lake Road", "Mysuru 570001|Pune 411001"),
    "SG": ("{n} Jalan Kayu #02-11", "Singapore 799441"), "ZA": ("{n} Protea Street", "George 6529|Durban 4001"), "DE": ("Lindenweg {n}|Am Mühlgraben {n}", "04103 Leipzig|48143 Münster"),
    "AT": ("Wiesengasse {n}", "8010 Graz|4020 Linz"), "CH": ("Bachstrasse {n}", "8400 Winterthur|3600 Thun"), "FR": ("{n} rue des Tilleuls|{n}, allée du Moulin", "35000 Rennes|21000 Dijon"),
    "ES": ("Calle del Olmo {n}", "47001 Valladolid|30001 Murcia"), "MX": ("Av. Los Sauces {n}", "C.P. 76000 Querétaro"), "CL": ("Los Alerces {n}", "Valdivia, Chile"), "PT": ("Rua das Oliveiras {n}", "3000-142 Coimbra"),
    "BR": ("Rua das Palmeiras, {n}", "Curitiba - PR, 80010-000"), "IT": ("Via dei Tigli {n}", "37121 Verona (VR)|43121 Parma (PR)"), "NL": ("Beukenlaan {n}", "3511 AB Utrecht|9711 LM Groningen"), "PL": ("ul. Lipowa {n}", "20-001 Lublin|61-001 Poznań"),
    "CZ": ("Lipová {n}", "602 00 Brno"), "HU": ("Hárs utca {n}.", "6720 Szeged"), "RO": ("Str. Teilor nr. {n}", "400001 Cluj-Napoca"), "TR": ("Çınar Sokak No: {n}", "35210 İzmir"), "SE": ("Björkvägen {n}", "753 10 Uppsala"),
    "DK": ("Birkevej {n}", "5000 Odense C"), "FI": ("Koivutie {n}", "33100 Tampere"), "GR": ("Οδός Ελιάς {n}", "54621 Θεσσαλονίκη"), "UA": ("вул. Липова, {n}", "79000 Львів"), "ID": ("Jl. Melati No. {n}", "Bandung 40111"),
    "VN": ("{n} Phố Hoa Sen", "Đà Nẵng"), "JP": ("〒604-8001 京都市中京区木屋町{n}", "京都府"), "KR": ("대전광역시 중구 은행로 {n}", "34920"), "CN": ("苏州市平江路{n}号", "215000"),
}

STEMS = {
    "latin": "Halvern|Torvel|Quintrex|Ostrava Linden|Merrowby|Castelune|Bramwick|Solvanta|Perenko|Zelmar|Nordvik|Altafera|Brightmoor|Kestrelo|Ondarra|Velmont|Larkfield|Tamsin & Rowe|Orvieda|Pellworth",
    "el": "Αλκυών|Μελτέμι|Θαλασσινή|Ορίζων", "uk": "Калинів|Зоряна|Дніпровик|Верба", "ja": "青葉工務店|月見堂|白樺商事|若草製作所", "ko": "한빛상사|늘푸른기획|새벽정공|은하유통", "zh": "青松贸易|明湖科技|远山工程|蓝溪商贸",
}
TRADES = {
    "en": "Joinery|Supplies|Consulting|Landscapes|Printworks|", "de": "Tischlerei|Handel|Beratung|Gartenbau|Druck|", "fr": "Menuiserie|Fournitures|Conseil|Paysages|", "es": "Carpintería|Suministros|Asesores|", "pt": "Carpintaria|Materiais|Consultoria|",
    "it": "Falegnameria|Forniture|Consulenza|", "nl": "Timmerwerken|Handel|Advies|", "pl": "Stolarnia|Handel|Doradztwo|", "cs": "Truhlářství|Obchod|", "hu": "Faipar|Kereskedelem|", "ro": "Tâmplărie|Comerț|", "tr": "Marangoz|Ticaret|", "sv": "Snickeri|Handel|",
    "da": "Snedkeri|Handel|", "fi": "Puutyö|Kauppa|", "id": "Mebel|Niaga|", "vi": "Gỗ Mỹ Nghệ|Thương Mại|",
}


def firm(rng: random.Random, country: str, lang: str) -> str:
    """A made-up firm's full name."""
    stem = rng.choice(STEMS.get(lang, STEMS["latin"]).split("|"))
    legal = rng.choice(PLACES[country][6])
    trade = rng.choice(TRADES.get(lang, "").split("|"))
    if lang in ("ja", "ko", "zh"):
        return stem + legal if lang == "zh" else legal + stem
    if lang == "uk":
        return f"{legal} «{stem}»"
    if lang in ("id", "vi"):
        return " ".join(x for x in (legal, stem, trade) if x)
    return " ".join(x for x in ((trade, stem, legal) if lang in ("fr", "es", "pt", "it", "ro") else (stem, trade, legal)) if x)


def digits(rng: random.Random, form: str) -> str:
    return "".join(str(rng.randrange(1, 10)) if c == "#" else c for c in form)


def address(rng: random.Random, country: str) -> list[str]:
    streets, towns = ADDRESSES[country]
    return [rng.choice(streets.split("|")).format(n=rng.randrange(2, 98)), rng.choice(towns.split("|"))]


def iban(rng: random.Random, country: str) -> str:
    """An account number whose check digits hold, for the countries that have one."""
    length = {"DE": 18, "AT": 16, "CH": 17, "FR": 23, "ES": 20, "PT": 21, "IT": 0, "NL": 0, "PL": 24, "CZ": 20, "HU": 24, "SE": 20, "DK": 14, "FI": 14, "BE": 12}.get(country, 0)
    if not length:
        return ""
    body = "".join(str(rng.randrange(10)) for _ in range(length))
    number = int(body + "".join(str(ord(c) - 55) for c in country) + "00")
    return f"{country}{98 - number % 97:02}{body}"


def money(value: int, style: str) -> str:
    """Hundredths of the currency as a text; style is the decimal sign and the grouping sign, "0" for currencies without hundredths."""
    whole, cents = divmod(abs(value), 100)
    text = str(whole)
    if style == "in":
        head, tail = text[:-3], text[-3:]
        while len(head) > 2:
            head, tail = head[:-2], head[-2:] + "," + tail
        return f"{head + ',' if head else ''}{tail}.{cents:02}"
    groups = []
    while len(text) > 3:
        text, last = text[:-3], text[-3:]
        groups.insert(0, last)
    text = style[1].join([text, *groups])
    return text if style[0] == "0" else f"{text}{style[0]}{cents:02}"
