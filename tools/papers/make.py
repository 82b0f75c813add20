#!/usr/bin/python3
"""Makes papers that nobody tuned for: invoices, till slips and papers that are no invoice, in many layouts and languages, with
their truth by construction.   Needs WeasyPrint (Debian: weasyprint, fonts-noto-core, fonts-noto-cjk, fonts-liberation).

usage: make.py FOLDER [--seed N] [--each N]

FOLDER gets files/*.pdf and manifest.jsonl, one paper a line, in the shape that the scorer of invoices reads; "split" is
"tune" or "held_out": no layout and no country stands in both. "paper" is invoice, or what else it is.
"""
import argparse, datetime as dt, json, os, random

from weasyprint import HTML

import layouts, places, words

HELD_OUT_COUNTRIES = {"AU", "IN", "AT", "MX", "CL", "BR", "NL", "CZ", "RO", "DK", "GR", "VN", "KR"}
SLOGANS = ["Quality you can lean on", "Everything for house and yard", "GET 10% OFF YOUR NEXT VISIT", "Since 1987"]
NUMBERS = ["{y}-{n}", "INV-{n}", "{n}", "R{n}", "{y}/{n}", "A{n}-{k}", "{k}{n}", "#{n}"]


def wording(rng, lang):
    return {k: rng.choice(v.split("|")) for k, v in zip(words.KEYS, words.WORDS[lang])}


def day(form, when, lang):
    months = words.MONTHS.get(lang, words.MONTHS["en"]).split()
    return form.format(d=when.day, m=when.month, y=when.year, M=months[when.month - 1])


def party(rng, country, lang):
    return {"name": places.firm(rng, country, lang), "address": places.address(rng, country)}


def invoice(rng, country, lang):
    """A paper's values as they are printed, and its truth."""
    langs, currency, forms, style, rate, dates, _, tax_label, tax_form = places.PLACES[country]
    w, form, date_form = wording(rng, lang), rng.choice(forms), rng.choice(dates)
    show = lambda v: form.format(places.money(v, style))
    plain = lambda v: places.money(v, style)
    scale = 100 if style[0] == "0" else 1
    lines, net = [], 0
    for desc in rng.sample(words.GOODS[lang].split("|"), rng.randrange(1, 6)):
        qty, price = rng.randrange(1, 12), (rng.randrange(900, 99000) // scale) * scale * (100 if scale == 100 else 1)
        net += qty * price
        lines.append({"desc": desc, "qty": str(qty), "price": plain(price), "amount": plain(qty * price), "rate": f"{rate}", "value": (qty, price)})
    tax = round(net * rate / 100 / scale) * scale
    gross, paid = net + tax, (net // 3 // scale) * scale
    issued = dt.date(rng.randrange(2023, 2027), rng.randrange(1, 13), rng.randrange(1, 29))
    due = issued + dt.timedelta(days=rng.choice([10, 14, 30, 45]))
    number = rng.choice(NUMBERS).format(y=issued.year, n=rng.randrange(100, 99999), k=rng.choice("ABKMT"))
    seller, buyer = party(rng, country, lang), party(rng, country, lang)
    while buyer["name"] == seller["name"]:
        buyer = party(rng, country, lang)
    host = "".join(c for c in seller["name"].split()[0].lower() if c.isascii() and c.isalnum()) or "mail"
    has_due, has_iban = rng.random() < .6, rng.random() < .6
    p = {"lang": lang, "w": w, "title": w["invoice"], "number": number, "date": day(date_form, issued, lang), "due_date": day(date_form, due, lang) if has_due else "",
         "seller": seller, "buyer": buyer, "shipped": {**buyer, "address": places.address(rng, country)}, "ship_to": "Ship To", "attn": "Attn: Robin Okafor",
         "brand": seller["name"].split()[0].upper(), "slogan": rng.choice(SLOGANS), "slogan_first": rng.random() < .4, "thanks": "Thank you for your business" if lang == "en" else "—",
         "phone": places.digits(rng, "0## ### ####"), "mail": f"office@{host}.example", "tax_label": tax_label, "tax_id": places.digits(rng, tax_form) if rng.random() < .8 else "",
         "iban": places.iban(rng, country) if has_iban else "", "address_town": seller["address"][1].split(",")[0].split()[-1], "rate": rate, "lines": lines,
         "net": show(net), "tax": show(tax), "gross": show(gross), "paid": show(paid), "rest": show(gross - paid), "rest_value": str((gross - paid) / 100)}
    p["truth"] = {"invoice_number": number.lstrip("#"), "issue_date": issued.isoformat(), "currency": currency, "seller_name": seller["name"], "buyer_name": buyer["name"], "net_total": str(net / 100), "tax_total": str(tax / 100),
                  "gross_total": str(gross / 100), "line_count": len(lines), "type_code": "380"}
    if has_due:
        p["truth"]["due_date"] = due.isoformat()
    return p


def printed(p, layout):
    """Takes out of the truth what the layout does not print."""
    t = p["truth"]
    if layout == layouts.SLIP:
        for k in ("buyer_name", "due_date"): t.pop(k, None)
        return
    _, meta, _, sums, foot = layouts.LAYOUTS[layout]
    if sums in (layouts.sums_only, layouts.sums_none): t.pop("net_total"), t.pop("tax_total")
    if p["iban"] and foot is not layouts.foot_none: t["iban"] = p["iban"]


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("folder"), a.add_argument("--seed", type=int, default=1), a.add_argument("--each", type=int, default=4)
    a = a.parse_args()
    os.makedirs(a.folder + "/files", exist_ok=True)
    rng, jobs = random.Random(a.seed), []
    for layout in range(len(layouts.LAYOUTS) + 1):
        held = layout % 2 == 1
        pool = [c for c in places.PLACES if (c in HELD_OUT_COUNTRIES) == held]
        for _ in range(a.each * (3 if layout == layouts.SLIP else 1)):
            jobs.append((layout, rng.choice(pool), "invoice", held if layout != layouts.SLIP else None))
    for kind, titles in words.OTHERS.items():
        for lang in titles:
            jobs.append((rng.randrange(0, len(layouts.LAYOUTS)), {"en": "GB", "de": "DE", "fr": "FR", "es": "ES", "it": "IT", "nl": "NL", "pl": "PL", "sv": "SE"}[lang], kind, None))
    with open(a.folder + "/manifest.jsonl", "w", encoding="utf-8") as out:
        for i, (layout, country, paper, held) in enumerate(jobs):
            lang = rng.choice(places.PLACES[country][0])
            p = invoice(rng, country, lang)
            if paper != "invoice":
                p["title"] = words.OTHERS[paper][lang]
                if paper != "reminder": p["w"]["number"] = p["title"] + " " + {"en": "No.", "fr": "n°", "de": "Nr.", "it": "n."}.get(lang, "nr")
            printed(p, layout)
            name = f"files/p{i:03}.pdf"
            HTML(string=layouts.html(p, layout)).write_pdf(os.path.join(a.folder, name))
            split = "held_out" if (held if held is not None else country in HELD_OUT_COUNTRIES) else "tune"
            json.dump({"id": f"p{i:03}", "file": name, "kind": ("text_pdf" if layout != layouts.SLIP else "receipt") if paper == "invoice" else "other", "lang": lang, "country": country, "layout": layout, "split": split, "paper": paper, "truth": p["truth"]}, out, ensure_ascii=False)
            out.write("\n")


if __name__ == "__main__":
    main()
