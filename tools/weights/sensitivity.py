#!/usr/bin/env python3
"""Says what a change of each weight of a package does to the scores over a corpus: which weights carry, which do nothing.
Standard library only.

usage: sensitivity.py PACKAGE MANIFEST.jsonl [--kind K,K] [--only NAME,NAME] [--by 0.8,1.25]

PACKAGE is a folder of internal/reading/fields with a weights.go. Each number there is multiplied by each factor in turn, the command is
built with the changed file laid over the tree (which stays as it is), and tools/papers/ready.py scores it: the values that are right,
the papers that are ready, and those that are ready and wrong, as differences from the unchanged weights.
"""
import argparse, json, os, re, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
WEIGHT = re.compile(r"^\t(?:const )?(\w+)\s*=\s*(-?\d+(?:\.\d+)?)\b", re.M)


def build(out, source=None, text=None):
    args = ["go", "build", "-o", out]
    if source:
        changed = out + ".go"
        with open(changed, "w", encoding="utf-8") as f: f.write(text)
        with open(out + ".json", "w", encoding="utf-8") as f: json.dump({"Replace": {source: changed}}, f)
        args += ["-overlay", out + ".json"]
    subprocess.run([*args, "./cmd/docket"], cwd=ROOT, check=True)


def score(binary, manifest, kind):
    dump = binary + ".dump"
    args = [sys.executable, os.path.join(ROOT, "tools/papers/ready.py"), binary, manifest, "--dump", dump]
    subprocess.run(args + (["--kind", kind] if kind else []), check=True, stdout=subprocess.DEVNULL)
    right = ready = wrong = 0
    for line in open(dump, encoding="utf-8"):
        doc = json.loads(line)
        values = [r[0] for r in doc["results"].values()]
        is_ready = (doc["line"].get("invoice") or {}).get("status") == "ready"
        right, ready = right + sum(values), ready + is_ready
        wrong += is_ready and not (doc["paper"] == "invoice" and all(values))
    return right, ready, wrong


def changed(text, match, factor):
    value = match.group(2)
    new = f"{float(value) * factor:.6g}" if "." in value else str(round(int(value) * factor))
    return None if new == value else (new, text[:match.start(2)] + new + text[match.end(2):])


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("package"), a.add_argument("manifest")
    a.add_argument("--kind"), a.add_argument("--only"), a.add_argument("--by", default="0.8,1.25")
    a = a.parse_args()
    source = os.path.join(ROOT, "internal/reading/fields", a.package, "weights.go")
    text = open(source, encoding="utf-8").read()
    with tempfile.TemporaryDirectory() as folder:
        binary = os.path.join(folder, "docket")
        build(binary)
        base = score(binary, a.manifest, a.kind)
        print("as it is: %d values right, %d papers ready, %d of them wrong" % base)
        print(f"{'weight':<24}{'from':>9}{'to':>9}{'right':>8}{'ready':>8}{'wrong':>8}")
        for m in WEIGHT.finditer(text):
            for factor in map(float, a.by.split(",")):
                new = changed(text, m, factor)
                if new is None or a.only and m.group(1) not in a.only.split(","): continue
                try: build(binary, source, new[1])
                except subprocess.CalledProcessError: print(f"{m.group(1):<24}{m.group(2):>9}{new[0]:>9}  does not build"); continue
                d = [x - y for x, y in zip(score(binary, a.manifest, a.kind), base)]
                print(f"{m.group(1):<24}{m.group(2):>9}{new[0]:>9}{d[0]:>+8}{d[1]:>+8}{d[2]:>+8}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
