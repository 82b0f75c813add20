#!/usr/bin/env python3
"""Fits the confidences of reading: for each kind of field a rising curve from a value's score to the share of values with such a score
that are right. Standard library only.

usage: fit.py MANIFEST.jsonl [--kind K,K] [--write]

The command is built with empty curves laid over the tree, so that what it prints are the scores themselves. What a curve is worth is
measured on sellers that it was not fitted on: five folds by the seller of the truth, each read off curves of the other four. Printed
are the values, the share that is right, the mean difference between confidence and share in ten bins, and the Brier score, for the
curves in use and for those fitted anew. The decisive values have no curve: package certainty weighs them, and they are only measured.
--write puts the new ones, fitted on all sellers, into calibration.json.
"""
import argparse, collections, json, os, subprocess, sys, tempfile, zlib

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CURVES = os.path.join(ROOT, "internal/reading/fields/confidence/calibration.json")
FOLDS, PRIOR, HIGHEST = 5, 1.0, 0.985
# field of the truth -> pointer, key of its curve; None where certainty weighs it
FIELDS = {"buyer_name": ("/buyer/name", "/buyer/name"), "due_date": ("/due_date", "/due_date"), "seller_vat_id": ("/seller/vat_id", "/seller/vat_id"),
          "net_total": ("/totals/net", "/totals"), "tax_total": ("/totals/tax", "/totals"), "seller_name": ("/seller/name", None),
          "invoice_number": ("/number", None), "issue_date": ("/issue_date", None), "currency": ("/currency", None),
          "iban": ("/payment/accounts/0/iban", None), "gross_total": ("/totals/gross", None)}
sys.path.insert(0, os.path.join(ROOT, "tools/papers"))
import ready  # noqa: E402  what right means is said once


def samples(manifest, kind):
    """(curve, pointer, seller, score, right) of every value that was read and whose truth is known."""
    docs = [json.loads(x) for x in open(manifest, encoding="utf-8")]
    docs = [d for d in docs if d.get("truth") and (not kind or d["kind"] in kind.split(","))]
    folder = os.path.dirname(os.path.abspath(manifest))
    with tempfile.TemporaryDirectory() as tmp:
        empty, overlay, binary = (os.path.join(tmp, n) for n in ("empty.json", "overlay.json", "docket"))
        open(empty, "w").write("{}")
        json.dump({"Replace": {CURVES: empty}}, open(overlay, "w"))
        subprocess.run(["go", "build", "-overlay", overlay, "-o", binary, "./cmd/docket"], cwd=ROOT, check=True)
        for d, line in zip(docs, ready.parsed(binary, [os.path.join(folder, d["file"]) for d in docs])):
            invoice = line.get("invoice") or {}
            scores = {e["pointer"]: e.get("confidence", 1) for e in invoice.get("evidence") or [] if e.get("source") != "qr"}
            results = ready.judged(d, invoice.get("data") or {}, {f: p for f, (p, _) in FIELDS.items()})
            for field, (right, _, got) in results.items():
                pointer, curve = FIELDS[field]
                seller = str(d.get("seller_group") or d["truth"].get("seller_name"))
                if got not in (None, "") and pointer in scores: yield curve, pointer, seller, scores[pointer], right


def fit(points):
    """A rising step line by pooling neighbours that fall, then a point for each pool; a prior of one half keeps small pools humble."""
    pools = []
    for score, right in sorted(points):
        pools.append([score, score, int(right), 1])
        while len(pools) > 1 and pools[-2][2] / pools[-2][3] >= pools[-1][2] / pools[-1][3]:
            low, _, r, n = pools.pop(-2)
            pools[-1] = [low, pools[-1][1], pools[-1][2] + r, pools[-1][3] + n]
    out = []
    for low, high, right, n in pools:
        share = min(HIGHEST, (right + PRIOR / 2) / (n + PRIOR))
        share = max(share, out[-1][1]) if out else share
        if n >= 5 or not out: out.append([round((low + high) / 2, 3), round(share, 3)])
    return out


def at(curve, score):
    for i, (x, y) in enumerate(curve):
        if score <= x: return y if i == 0 else curve[i - 1][1] + (y - curve[i - 1][1]) * (score - curve[i - 1][0]) / (x - curve[i - 1][0])
    return curve[-1][1]


def worth(pairs):
    """(difference between confidence and share over ten bins, Brier score)"""
    bins = collections.defaultdict(list)
    for c, right in pairs: bins[min(9, int(c * 10))].append((c, right))
    gap = sum(abs(sum(c - r for c, r in b)) for b in bins.values()) / len(pairs)
    return gap, sum((c - r) ** 2 for c, r in pairs) / len(pairs)


def held_out(found):
    """(confidence, right) of each value by a curve of other sellers."""
    def fold(seller): return zlib.crc32(seller.encode()) % FOLDS
    out = []
    for k in range(FOLDS):
        rest = [(s, r) for seller, s, r in found if fold(seller) != k]
        if rest: out += [(at(fit(rest), s), r) for seller, s, r in found if fold(seller) == k]
    return out


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("manifest"), a.add_argument("--kind"), a.add_argument("--write", action="store_true")
    a = a.parse_args()
    old, by_curve = json.load(open(CURVES)), collections.defaultdict(list)
    for curve, pointer, seller, score, right in samples(a.manifest, a.kind): by_curve[curve or "=" + pointer].append((seller, score, right))
    print(f"{'field':<28}{'values':>8}{'right':>8}{'gap now':>9}{'gap new':>9}{'Brier now':>11}{'Brier new':>11}")
    new = dict(old)
    for curve, found in sorted(by_curve.items()):
        weighed = curve.startswith("=")
        now = worth([(s if weighed else at(old[curve], s), r) for _, s, r in found])
        held = [] if weighed else held_out(found)
        then = worth(held) if held else None
        print(f"{curve.lstrip('='):<28}{len(found):>8}{sum(r for _, _, r in found) / len(found):>8.3f}{now[0]:>9.3f}{then[0] if then else '':>9.3}{now[1]:>11.4f}{then[1] if then else '':>11.4}")
        if held: new[curve] = fit([(s, r) for _, s, r in found])
    if a.write:
        with open(CURVES, "w", encoding="utf-8") as f:
            f.write("{\n" + ",\n".join(f' "{k}": {json.dumps(v)}' for k, v in sorted(new.items())) + "\n}\n")


if __name__ == "__main__":
    sys.exit(main())
