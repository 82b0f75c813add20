#!/usr/bin/env python3
"""Writes mutations of valid UBL and CII documents.   usage: mutate.py OUT COUNT SEED FILE...

Each is a copy of a document with one change of one of over twenty kinds, some of which leave it valid: elements left out,
repeated, moved, renamed, added or emptied, attributes left out, added or changed, values of the wrong kind, text in
structures, comments and white space. Standard library only; the same seed gives the same files.
"""
import copy, os, random, sys, xml.etree.ElementTree as ET


def nodes(root):
    return [(p, i, c) for p in root.iter() for i, c in enumerate(p)]


def leaf(root, r, wanted=lambda e: True):
    found = [e for e in root.iter() if not len(e) and wanted(e)]
    return r.choice(found) if found else None


def set_text(text, wanted=lambda e: True):
    def change(root, r):
        e = leaf(root, r, wanted)
        if e is not None: e.text = text
    return change


def drop(root, r): p, i, c = r.choice(nodes(root)); p.remove(c)
def double(root, r): p, i, c = r.choice(nodes(root)); p.insert(i, copy.deepcopy(c))
def double_last(root, r): p, i, c = r.choice(nodes(root)); p.append(copy.deepcopy(c))


def swap(root, r):
    p = r.choice([p for p in root.iter() if len(p) > 1]); i = r.randrange(len(p) - 1); a = p[i]; p.remove(a); p.insert(i + 1, a)


def to_front(root, r):
    p = r.choice([p for p in root.iter() if len(p) > 1]); c = p[-1]; p.remove(c); p.insert(0, c)


def to_back(root, r):
    p = r.choice([p for p in root.iter() if len(p) > 1]); c = p[0]; p.remove(c); p.append(c)


def rename(root, r): r.choice(list(root.iter())[1:]).tag += "X"
def lower(root, r): e = r.choice(list(root.iter())[1:]); s, _, n = e.tag.rpartition("}"); e.tag = s + "}" + n[0].lower() + n[1:]
def other_space(root, r): e = r.choice(list(root.iter())[1:]); e.tag = "{urn:example}" + e.tag.rpartition("}")[2]
def no_space(root, r): e = r.choice(list(root.iter())[1:]); e.tag = e.tag.rpartition("}")[2]
def add_unknown(root, r): p, i, c = r.choice(nodes(root)); p.insert(i, ET.Element(c.tag + "Note"))
def move_up(root, r): p, i, c = r.choice([x for x in nodes(root) if x[0] is not root] or nodes(root)); root.append(copy.deepcopy(c))
def nest(root, r): e = leaf(root, r); ET.SubElement(e, e.tag)
def add_attribute(root, r): r.choice(list(root.iter())).set(r.choice(["unit", "id", "lang"]), "x")
def known_attribute(root, r): leaf(root, r).set(r.choice(["schemeID", "listID", "currencyID", "unitCode", "languageID", "schemeName"]), "x")
def location(root, r): root.set("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation", "urn:x x.xsd")


def drop_attribute(root, r):
    e = r.choice([e for e in root.iter() if e.attrib] or [root])
    if e.attrib: del e.attrib[r.choice(list(e.attrib))]


def mixed(root, r): r.choice([e for e in root.iter() if len(e)]).text = "text"
def tail(root, r): p, i, c = r.choice(nodes(root)); c.tail = "text"
def spaces(root, r): e = leaf(root, r); e.text = "\n  " + (e.text or "") + "  \n"
def empty(root, r): e = leaf(root, r); e.text = None
def empty_struct(root, r): e = r.choice([e for e in root.iter() if len(e)][1:]); [e.remove(c) for c in list(e)]
def comment(root, r): p, i, c = r.choice(nodes(root)); p.insert(i, ET.Comment("x"))
def nothing(root, r): pass


amount = lambda e: "Amount" in e.tag or "Quantity" in e.tag or "Percent" in e.tag
date = lambda e: e.tag.endswith("Date")
KINDS = {f.__name__: f for f in (drop, double, double_last, swap, to_front, to_back, rename, lower, other_space, no_space, add_unknown, move_up, nest, add_attribute,
    known_attribute, location, drop_attribute, mixed, tail, spaces, empty, empty_struct, comment, nothing)}
KINDS.update(comma=set_text("1,00", amount), words=set_text("one", amount), exponent=set_text("1e3", amount), plus=set_text("+1.50", amount), long_decimal=set_text("1.23456789", amount),
    wrong_date=set_text("2031-02-30", date), german_date=set_text("14.03.2031", date), zoned_date=set_text("2031-03-14Z", date), any_text=set_text("changed text"),
    indicator=set_text("yes", lambda e: "Indicator" in e.tag), number_indicator=set_text("1", lambda e: "Indicator" in e.tag))


def main():
    out, count, seed, files = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]
    r, names = random.Random(seed), sorted(KINDS)
    os.makedirs(out, exist_ok=True)
    trees = [ET.parse(f).getroot() for f in files]
    for n in range(count):
        kind, root = names[n % len(names)], copy.deepcopy(r.choice(trees))
        KINDS[kind](root, r)
        ET.ElementTree(root).write(os.path.join(out, f"{n:05d}-{kind}.xml"), encoding="utf-8", xml_declaration=True)


main()
