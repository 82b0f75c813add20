#!/usr/bin/env python3
"""Says what readiness is worth: how many papers come out ready, and how many of those are right in every decisive value.
Standard library only.

usage: ready.py DOCKET_BINARY MANIFEST.jsonl [--kind K,K] [--split S] [--skip K,K] [--wrong] [--errors]

Decisive are the seller's name, number, date of issue, currency, gross total, and IBAN and amount due where the truth gives them. A
paper that is no invoice must never be ready. --wrong lists what is ready and wrong, --errors every value that is not right.
"""
import argparse, collections, json, os, re, subprocess, sys, unicodedata

LEGAL = re.compile(r"\b(gmbh|mbh|co|kg|ag|ohg|ug|ltd|limited|inc|llc|plc|corp|corporation|company|sarl|sas|sa|bv|nv|ab|as|aps|oy|srl|spa|pvt|pty)\b")
FIELDS = {"seller_name": "/seller/name", "invoice_number": "/number", "issue_date": "/issue_date", "currency": "/currency", "gross_total": "/totals/gross", "iban": "/payment/accounts/0/iban", "payable": "/totals/due"}
MORE = {"buyer_name": "/buyer/name", "due_date": "/due_date", "net_total": "/totals/net", "tax_total": "/totals/tax", "seller_vat_id": "/seller/vat_id"}


def folded(v): return re.sub(r"[\W_]+", "", "".join(c for c in unicodedata.normalize("NFKD", str(v).casefold()) if not unicodedata.combining(c)))
def bare(v): return folded(LEGAL.sub(" ", re.sub(r"[^\w]+", " ", re.sub(r"(?<=\w)\.(?=\w)", "", str(v).casefold()))))


def number(v):
    try: return float(v)
    except (TypeError, ValueError): return None


def at(data, pointer):
    for part in pointer.split("/")[1:]:
        data = (data[int(part)] if int(part) < len(data) else None) if isinstance(data, list) else (data or {}).get(part)
        if data is None: return None
    return data


def same(field, truth, got, alt=(), free=False):
    if got in (None, ""): return False
    if field.endswith("_total") or field == "payable":
        a, b = number(truth), number(got)
        return a is not None and b is not None and (abs(a - b) < .006 or free and abs(a + b) < .006)
    if field.endswith("_name"): return any(folded(t) == folded(got) or bare(t) and bare(t) == bare(got) for t in [truth, *alt])
    if field in ("invoice_number", "iban"): return folded(got) in [folded(t) for t in [truth, *alt]]
    return str(truth).lower() == str(got).lower()


def judged(doc, data, fields):
    """field -> right, for the fields that the truth gives."""
    t, out = doc["truth"], {}
    free = str(t.get("type_code")) in ("381", "261", "396") or (number(t.get("gross_total")) or 0) < 0
    for f, pointer in fields.items():
        want = t.get(f)
        if want in (None, ""): continue
        got = at(data, pointer)
        if f == "payable" and got in (None, "") and t.get("gross_total") == want: continue
        alt = [t[f + "_alt"]] if t.get(f + "_alt") else []
        out[f] = (same(f, want, got, alt + (t.get("iban_all", []) if f == "iban" else []), free), want, got)
    return out


def parsed(binary, files):
    for i in range(0, len(files), 100):
        run = subprocess.run([binary, "parse", *files[i:i + 100]], capture_output=True, text=True)
        yield from (json.loads(x) for x in run.stdout.splitlines() if x.strip())


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("binary"), a.add_argument("manifest")
    for o in ("--kind", "--skip", "--split"): a.add_argument(o)
    a.add_argument("--wrong", action="store_true"), a.add_argument("--errors", action="store_true"), a.add_argument("--dump")
    a = a.parse_args()
    docs = [json.loads(x) for x in open(a.manifest, encoding="utf-8")]
    docs = [d for d in docs if d.get("truth") and (not a.kind or d["kind"] in a.kind.split(",")) and (not a.skip or d["kind"] not in a.skip.split(",")) and (not a.split or d.get("split") == a.split)]
    here, tally, dump = os.path.dirname(os.path.abspath(a.manifest)), collections.defaultdict(collections.Counter), open(a.dump, "w") if a.dump else None
    for d, line in zip(docs, parsed(a.binary, [os.path.join(here, d["file"]) for d in docs])):
        got = line.get("invoice") or {}
        results, ready = judged(d, got.get("data") or {}, FIELDS), got.get("status") == "ready"
        paper = d.get("paper", "invoice") == "invoice"
        right = paper and all(r[0] for r in results.values())
        for key in ("all", d["kind"]):
            tally[key].update(papers=1, ready=ready, right=ready and right, able=right)
        if a.wrong and ready and not right or a.errors and paper and not right:
            print(d["id"], d["kind"], d.get("lang"), d.get("country", ""), d.get("layout", ""), got.get("certainty"), "READY" if ready else "", *(f"{f}: {g!r} right is {w!r}" for f, (ok, w, g) in results.items() if not ok), "" if paper else d["paper"])
        if a.errors and paper:
            for f, (ok, w, g) in judged(d, got.get("data") or {}, MORE).items():
                if not ok: print("   ", d["id"], d.get("lang"), d.get("layout", ""), f"{f}: {g!r} right is {w!r}")
        if dump: dump.write(json.dumps({"id": d["id"], "kind": d["kind"], "lang": d.get("lang"), "layout": d.get("layout", d.get("template")), "paper": d.get("paper", "invoice"), "results": {f: [r[0], r[1], r[2]] for f, r in results.items()}, "line": line}, ensure_ascii=False) + "\n")
    print(f"{'kind':<20}{'papers':>8}{'ready':>8}{'share':>8}{'right':>8}{'of ready':>10}{'could be':>10}")
    for key in sorted(tally):
        t = tally[key]
        print(f"{key:<20}{t['papers']:>8}{t['ready']:>8}{t['ready'] / max(1, t['papers']):>8.3f}{t['right']:>8}{t['right'] / max(1, t['ready']):>10.3f}{t['able'] / max(1, t['papers']):>10.3f}")


if __name__ == "__main__":
    sys.exit(main())
