"""The layouts: each a head, a way to give number and dates, a table and sums. All take one paper (a dict) and give HTML."""
from html import escape as e

BASE = "@page {{ size: {size}; margin: {margin} }} body {{ font: {font} }} table {{ border-collapse: collapse; width: 100% }} td, th {{ padding: 1mm 2mm; vertical-align: top; text-align: left }}" \
       " .r {{ text-align: right }} .s {{ font-size: 75% }} .b {{ font-weight: bold }} .big {{ font-size: 190% }} .c {{ text-align: center }} .foot {{ margin-top: 12mm; font-size: 75% }} .half {{ width: 50% }} .gap {{ margin-top: 7mm }}"
THEMES = ["9.5pt Liberation Sans, Noto Sans, Noto Sans CJK JP", "10pt Liberation Serif, Noto Serif, Noto Serif CJK JP", "9pt DejaVu Sans, Noto Sans CJK KR", "10pt Liberation Mono, Noto Sans CJK SC", "8.5pt Noto Sans, Noto Sans CJK JP"]


def rows(lines): return "<br>".join(e(x) for x in lines if x)
def block(party, more=()): return rows([party["name"], *party["address"], *more])
def table(cells, cls=""): return f'<table class="{cls}">' + "".join("<tr>" + "".join(f"<td{' class=r' if r else ''}>{c}</td>" for c, r in row) + "</tr>" for row in cells) + "</table>"
def contacts(p): return [f'{p["w"]["phone"]} {p["phone"]}', p["mail"], f'{p["tax_label"]}: {p["tax_id"]}' if p["tax_id"] else ""]
def bank(p): return f'<div class="gap">IBAN: {p["iban"]}</div>' if p["iban"] else ""


# --- number and dates ---
def meta(p, colon=":"):
    w = p["w"]
    return [(w["number"] + colon, p["number"]), (w["date"] + colon, p["date"])] + ([(w["due"] + colon, p["due_date"])] if p["due_date"] else [])


def meta_list(p): return table([[(e(a), 0), (e(b), 1)] for a, b in meta(p)])
def meta_plain(p): return "<br>".join(f"{e(a)} {e(b)}" for a, b in meta(p))
def meta_heads(p):
    m = meta(p, "")
    return table([[(f"<b>{e(a)}</b>", 0) for a, _ in m], [(e(b), 0) for _, b in m]])


def meta_title(p):
    return f'<div class="big b">{e(p["title"])} {e(p["number"])}</div><div>{e(p["address_town"])}, {e(p["date"])}</div>' + (f'<div>{e(p["w"]["due"])} {e(p["due_date"])}</div>' if p["due_date"] else "")


def meta_odd(p): return "".join(f'<div class="s">{e(a.upper())}</div><div class="b">{e(b)}</div>' for a, b in meta(p, ""))
def meta_line(p): return "<p>" + " &nbsp;·&nbsp; ".join(f"{e(a)} {e(b)}" for a, b in meta(p, "")) + "</p>"


# --- heads: who and whom ---
def head_logo_left(p, m): return f'<table><tr><td class="half"><div class="big b">{e(p["seller"]["name"])}</div>{rows(p["seller"]["address"] + contacts(p))}</td><td><div class="big r">{e(p["title"])}</div>{m(p)}</td></tr></table><div class="gap b">{e(p["w"]["to"])}</div>{block(p["buyer"])}'
def head_window(p, m): return f'<div style="height:25mm" class="r big b">{e(p["brand"])}</div><div class="s">{e(" · ".join([p["seller"]["name"], *p["seller"]["address"]]))}</div><div style="height:35mm">{block(p["buyer"])}</div><table><tr><td class="half"></td><td>{m(p)}</td></tr></table><div class="big b">{e(p["title"])}</div>'
def head_center(p, m): return f'<div class="c"><div class="s">{e(p["slogan"])}</div><div class="big b">{e(p["seller"]["name"])}</div><div>{e(", ".join(p["seller"]["address"]))}</div><div>{e(" | ".join(x for x in contacts(p) if x))}</div></div><hr><div class="c b">{e(p["title"])}</div><table class="gap"><tr><td class="half"><b>{e(p["w"]["to"])}</b><br>{block(p["buyer"])}</td><td>{m(p)}</td></tr></table>'
def head_three(p, m): return f'<div class="big">{e(p["title"])}</div><table class="gap"><tr><td><b>{e(p["w"]["from"])}</b><br>{block(p["seller"], contacts(p))}</td><td><b>{e(p["w"]["to"])}</b><br>{block(p["buyer"])}</td><td>{m(p)}</td></tr></table>'
def head_right(p, m): return f'<table><tr><td class="half"><div class="big">◆ {e(p["brand"])}</div></td><td class="r">{block(p["seller"], contacts(p))}</td></tr></table><table class="gap"><tr><td class="half">{e(p["w"]["to"])}<br>{block(p["buyer"])}</td><td>{m(p)}</td></tr></table><div class="big gap">{e(p["title"])}</div>'
def head_foot_only(p, m): return f'<div class="big b">{e(p["title"])}</div><table class="gap"><tr><td class="half">{block(p["buyer"])}</td><td>{m(p)}</td></tr></table>'
def head_ship(p, m): return f'<table><tr><td class="half"><b>{e(p["seller"]["name"])}</b><br>{rows(p["seller"]["address"] + contacts(p))}</td><td class="r big">{e(p["title"])}</td></tr></table><table class="gap"><tr><td><b>{e(p["w"]["to"])}</b></td><td><b>{e(p["ship_to"])}</b></td><td></td></tr><tr><td>{block(p["buyer"])}</td><td>{block(p["shipped"])}</td><td>{m(p)}</td></tr></table>'
def head_attn(p, m): return f'<table><tr><td class="half">{e(p["title"])}<br>{m(p)}</td><td><div class="b">{e(p["seller"]["name"])}</div><div class="s">{e(p["slogan"])}</div>{rows(p["seller"]["address"] + contacts(p))}</td></tr></table><div class="gap">{e(p["w"]["to"])}<br>{e(p["attn"])}<br>{block(p["buyer"])}</div>'
def head_fields(p, m):
    w, s, b = p["w"], p["seller"], p["buyer"]
    return f'<div class="c big b">{e(p["title"])}</div><table class="gap"><tr><td class="half">' + "<br>".join(e(x) for x in [f'{w["from"]}: {s["name"]}', f'{s["address"][0]}', s["address"][1], *[c for c in contacts(p) if c]]) + "</td><td>" + "<br>".join(e(x) for x in [f'{w["to"]}: {b["name"]}', *b["address"]]) + f"</td></tr></table>{m(p)}"


def head_cell(p, m): return f'<div class="big b">{e(p["title"])}</div>{m(p)}<table class="gap" border="1"><tr><td>{e(p["w"]["from"])}<br><b>{e(p["seller"]["name"])}</b><br>{e(", ".join(p["seller"]["address"]))}</td><td>{e(p["w"]["to"])}<br><b>{e(p["buyer"]["name"])}</b><br>{e(", ".join(p["buyer"]["address"]))}</td></tr></table>'


# --- items ---
def items(p, columns):
    w = p["w"]
    heads = {"desc": w["desc"], "qty": w["qty"], "price": w["price"], "amount": w["amount"], "pos": "#", "rate": "%"}
    right = {"qty", "price", "amount", "rate"}
    out = "<tr>" + "".join(f"<th{' class=r' if c in right else ''}>{e(heads[c])}</th>" for c in columns) + "</tr>"
    for i, line in enumerate(p["lines"], 1):
        out += "<tr>" + "".join(f"<td{' class=r' if c in right else ''}>{e(str(i) if c == 'pos' else line[c])}</td>" for c in columns) + "</tr>"
    return f'<table class="gap">{out}</table>'


def items_full(p): return items(p, ["pos", "desc", "qty", "price", "rate", "amount"])
def items_usual(p): return items(p, ["desc", "qty", "price", "amount"])
def items_first_qty(p): return items(p, ["qty", "desc", "price", "amount"])
def items_bare(p): return items(p, ["desc", "amount"])


# --- sums ---
def sums(p, pairs): return f'<table class="gap"><tr><td class="half"></td><td>{table([[(e(a), 0), (e(b), 1)] for a, b in pairs])}</td></tr></table>'
def sums_usual(p): return sums(p, [(p["w"]["net"], p["net"]), (f'{p["w"]["tax"]} {p["rate"]}%', p["tax"]), (p["w"]["gross"], p["gross"])])
def sums_only(p): return sums(p, [(p["w"]["gross"], p["gross"])])
def sums_words(p): return f'<p class="r">{e(p["w"]["subtotal"])} {e(p["net"])}</p><p class="r">{e(p["w"]["tax"])} ({p["rate"]}%) {e(p["tax"])}</p><p class="r b big">{e(p["w"]["gross"])} {e(p["gross"])}</p>'
def sums_deposit(p):
    p["truth"]["payable"] = p["rest_value"]
    return sums(p, [(p["w"]["subtotal"], p["net"]), (f'{p["w"]["tax"]} {p["rate"]}%', p["tax"]), (p["w"]["gross"], p["gross"]), (p["w"]["deposit"], "-" + p["paid"]), (p["w"]["balance"], p["rest"])])


def sums_row(p): return f'<table class="gap" border="1"><tr><th class="r">{e(p["w"]["net"])}</th><th class="r">%</th><th class="r">{e(p["w"]["tax"])}</th><th class="r">{e(p["w"]["gross"])}</th></tr><tr><td class="r">{e(p["net"])}</td><td class="r">{p["rate"]}</td><td class="r">{e(p["tax"])}</td><td class="r">{e(p["gross"])}</td></tr></table>'
def sums_none(p): return f'<p class="gap r big b">{e(p["gross"])}</p>'


# --- foot ---
def foot_full(p): return bank(p) + f'<div class="foot"><hr>{e(" · ".join(x for x in [p["seller"]["name"], *p["seller"]["address"], *contacts(p)] if x))}</div>'
def foot_bank(p): return bank(p) + f'<div class="foot">{e(p["thanks"])}</div>'
def foot_none(p): return ""


def slip(p):
    """A till slip."""
    w, pad = p["w"], "".join
    body = pad(f'<tr><td>{e(x["desc"])}</td><td class="r">{e(x["amount"])}</td></tr>' for x in p["lines"])
    offer = f'<div class="big b">{e(p["slogan"])}</div>' if p["slogan_first"] else ""
    return f'<div class="c">{offer}<div class="b">{e(p["seller"]["name"])}</div>{rows(p["seller"]["address"] + contacts(p))}</div><p>{e(w["number"])} {e(p["number"])}<br>{e(p["date"])} 14:07</p><table>{body}</table><hr>' \
           + table([[(e(w["subtotal"]), 0), (e(p["net"]), 1)], [(f'{e(w["tax"])} {p["rate"]}%', 0), (e(p["tax"]), 1)], [(f'<b>{e(w["gross"])}</b>', 0), (f'<b>{e(p["gross"])}</b>', 1)]]) + f'<div class="c">{e(p["thanks"])}</div>'


# name: head, meta, items, sums, foot
LAYOUTS = [
    (head_logo_left, meta_list, items_usual, sums_usual, foot_bank), (head_window, meta_list, items_full, sums_usual, foot_full), (head_center, meta_plain, items_first_qty, sums_words, foot_none),
    (head_three, meta_list, items_bare, sums_only, foot_none), (head_right, meta_heads, items_usual, sums_row, foot_full), (head_foot_only, meta_plain, items_full, sums_usual, foot_full),
    (head_ship, meta_list, items_usual, sums_deposit, foot_none), (head_attn, meta_plain, items_bare, sums_usual, foot_bank), (head_fields, meta_line, items_usual, sums_usual, foot_none),
    (head_cell, meta_heads, items_first_qty, sums_words, foot_bank), (head_logo_left, meta_odd, items_bare, sums_deposit, foot_none), (head_window, meta_title, items_usual, sums_only, foot_full),
    (head_center, meta_heads, items_bare, sums_row, foot_bank), (head_three, meta_odd, items_usual, sums_deposit, foot_none), (head_right, meta_title, items_bare, sums_words, foot_full),
    (head_foot_only, meta_title, items_usual, sums_only, foot_full), (head_ship, meta_plain, items_full, sums_usual, foot_bank), (head_attn, meta_line, items_usual, sums_row, foot_none),
    (head_fields, meta_list, items_bare, sums_only, foot_none), (head_cell, meta_line, items_full, sums_usual, foot_none), (head_logo_left, meta_line, items_first_qty, sums_none, foot_bank),
    (head_window, meta_heads, items_bare, sums_deposit, foot_full), (head_center, meta_odd, items_usual, sums_only, foot_none), (head_three, meta_plain, items_full, sums_row, foot_full),
    (head_right, meta_plain, items_first_qty, sums_none, foot_none), (head_ship, meta_heads, items_bare, sums_words, foot_none), (head_attn, meta_odd, items_full, sums_deposit, foot_full),
    (head_fields, meta_plain, items_usual, sums_words, foot_bank), (head_cell, meta_list, items_bare, sums_none, foot_none), (head_window, meta_line, items_first_qty, sums_usual, foot_full),
]
SLIP = len(LAYOUTS)


def html(p: dict, layout: int) -> str:
    """The paper as a page in a layout; SLIP is a till slip."""
    theme = THEMES[(layout * 7 + len(p["lang"])) % len(THEMES)]
    if layout == SLIP:
        return f'<style>{BASE.format(size="78mm 220mm", margin="4mm", font=theme)}</style>' + slip(p)
    head, m, it, su, foot = LAYOUTS[layout]
    return f'<style>{BASE.format(size="A4", margin="16mm", font=theme)}</style>' + head(p, m) + it(p) + su(p) + foot(p)
