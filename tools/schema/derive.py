#!/usr/bin/env python3
"""Derives the table of a syntax's structure from its XML schemas.   usage: derive.py SCHEMA.xsd ROOT... [--with MODULE.xsd] [--also SCHEMA.xsd [--beyond]]

The table says, for all that can be reached from the root elements, what an element may hold: the order, how often, the
attributes, the kind of value. --with is a module that a schema imports without a place. With --also, what another schema of the
same namespaces allows beyond the first is allowed too; --beyond gives only the lines that this changes.
Its format is that of package schema. Standard library only.
"""
import os, sys, textwrap, xml.etree.ElementTree as ET

XS = "{http://www.w3.org/2001/XMLSchema}"
PREFIXES = {
    "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2": "cbc",
    "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2": "cac",
    "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2": "ext",
    "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2": "inv",
    "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2": "cn",
    "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100": "rsm",
    "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100": "ram",
    "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100": "udt",
    "urn:un:unece:uncefact:data:standard:QualifiedDataType:100": "qdt",
}
# The values that are looked at; all other types hold any text.
VALUES = {"decimal": "decimal", "boolean": "boolean", "date": "date", "time": "time", "dateTime": "datetime", "base64Binary": "base64"}


class Schemas:
    def __init__(self, *paths):
        self.files, self.types, self.elements = set(), {}, {}
        for path in paths:
            self.load(os.path.abspath(path))

    def load(self, path):
        if path in self.files or not os.path.exists(path):
            return
        self.files.add(path)
        spaces = dict(x for _, x in ET.iterparse(path, ["start-ns"]))
        root = ET.parse(path).getroot()
        here = root.get("targetNamespace", "")
        for node in root:
            if node.tag in (XS + "import", XS + "include") and node.get("schemaLocation"):
                self.load(os.path.normpath(os.path.join(os.path.dirname(path), node.get("schemaLocation"))))
            elif node.tag in (XS + "complexType", XS + "simpleType"):
                self.types[here, node.get("name")] = (node, spaces, here)
            elif node.tag == XS + "element":
                self.elements[here, node.get("name")] = (node, spaces, here)


def qname(text, spaces, here):
    prefix, _, local = text.rpartition(":")
    return (spaces.get(prefix, here if not prefix else ""), local)


class Table:
    def __init__(self, schemas):
        self.s, self.structs, self.values, self.queue = schemas, {}, {}, []

    def type_of(self, element, spaces, here):
        """The name of an element's type; anonymous ones are named by their element."""
        if element.get("type"):
            return self.name(qname(element.get("type"), spaces, here))
        inner = element.find(XS + "complexType")
        key = (here, "#" + element.get("name"))
        if inner is None:
            return "any"
        self.s.types[key] = (inner, spaces, here)
        return self.name(key)

    def name(self, key):
        space, local = key
        if space == "http://www.w3.org/2001/XMLSchema":
            self.values[local] = ("any" if local == "anyType" else VALUES.get(local, "text"), {})
            return local
        name = PREFIXES.get(space, space.rsplit(":", 1)[-1].split("-")[0] or "x") + "." + local.strip("#")
        if name not in self.structs and name not in self.values:
            self.structs[name] = None
            self.define(name, *self.s.types[key])
        return name

    def define(self, name, node, spaces, here):
        if node.tag == XS + "simpleType":
            base = node.find(XS + "restriction")
            inner = self.value(qname(base.get("base"), spaces, here)) if base is not None else ("text", {})
            del self.structs[name]; self.values[name] = inner
            return
        simple = node.find(XS + "simpleContent")
        if simple is not None:
            del self.structs[name]; self.values[name] = self.simple(simple[0], spaces, here)
            return
        body = next((c for c in node if c.tag in (XS + "sequence", XS + "choice")), None)
        particles = self.particles(body, spaces, here) if body is not None else []
        if particles is None:
            del self.structs[name]; self.values[name] = ("any", {})
            return
        self.structs[name] = (particles, self.attributes(node, spaces, here))

    def simple(self, node, spaces, here):
        kind, attributes = self.value(qname(node.get("base"), spaces, here))
        return kind, {**attributes, **self.attributes(node, spaces, here)}

    def value(self, key):
        """The kind and attributes of a simple type or of a type with simple content."""
        if key[0] == "http://www.w3.org/2001/XMLSchema":
            return VALUES.get(key[1], "text"), {}
        name = self.name(key)
        return self.values[name]

    def attributes(self, node, spaces, here):
        return {a.get("name"): "!" if a.get("use") == "required" else "" for a in node.iter(XS + "attribute") if a.get("name") and a.get("use") != "prohibited"}

    def particles(self, body, spaces, here, choice=False):
        out = []
        for c in body:
            if c.tag == XS + "any":
                return None
            if c.tag in (XS + "choice", XS + "sequence"):
                out += self.particles(c, spaces, here, c.tag == XS + "choice") or []
            elif c.tag == XS + "element":
                low, high = c.get("minOccurs", "1"), c.get("maxOccurs", "1")
                if c.get("ref"):
                    key = qname(c.get("ref"), spaces, here)
                    element = self.s.elements.get(key)
                    kind = self.type_of(*element) if element else "any"
                else:
                    key, kind = (here, c.get("name")), self.type_of(c, spaces, here)
                mark = {("1", "1"): "", ("0", "1"): "?", ("0", "unbounded"): "*", ("1", "unbounded"): "+"}.get((low, high), "{%s,%s}" % (low, high))
                out.append([PREFIXES.get(key[0], "x") + ":" + key[1], kind, mark, "|" if (choice or body.tag == XS + "choice") and out else ""])
        return out


WIDER = {"": 0, "+": 1, "?": 2, "*": 3}


def wider(a, b):
    """How often an element may occur that occurs as often as a says or as b says."""
    if a not in WIDER or b not in WIDER:
        return "*"
    return ("", "+", "?", "*")[WIDER[a] | WIDER[b]]


def merge(table, other):
    """Allows in table what other allows, too: its elements behind those that stand before them there, none where it has none."""
    for name, value in other.values.items():
        if name in table.values:
            table.values[name] = (table.values[name][0], {**value[1], **table.values[name][1]})
        else:
            table.values[name] = value
    for name, definition in other.structs.items():
        if name not in table.structs:
            table.structs[name] = definition
            continue
        own, theirs = table.structs[name][0], {x[0]: x for x in definition[0]}
        for p in own:
            p[2] = wider(p[2], theirs[p[0]][2] if p[0] in theirs else "?")
        for i, p in enumerate(definition[0]):
            if p[0] in [x[0] for x in own]:
                continue
            before = [x[0] for x in definition[0][:i]]
            at = max((k + 1 for k, x in enumerate(own) if x[0] in before), default=0)
            own.insert(at, [p[0], p[1], wider(p[2], "?"), ""])


def lines(table, roots):
    types = {}  # the commonest type of a name needs no word
    for particles, _ in table.structs.values():
        for name, kind, _, _ in particles:
            types.setdefault(name, {}).setdefault(kind, 0)
            types[name][kind] += 1
    common = {name: max(sorted(kinds), key=kinds.get) for name, kinds in types.items()}
    out = [f"root {root} {kind}" for root, kind in roots]
    shapes, aliases, by_type = {}, {}, {}
    for name, (kind, attributes) in sorted(table.values.items()):
        shapes.setdefault((kind, tuple(sorted(a + m for a, m in attributes.items()))), []).append(name)
    for (kind, attributes), names in sorted(shapes.items()):
        alias = "-".join([kind, *(a[:-2] if a.endswith("ID") else a for a in sorted(attributes, key=lambda a: (not a.endswith("!"), a))[:1]), str(len(attributes))])
        while alias in aliases.values():
            alias += "x"
        for x in names:
            aliases[x] = alias
        out.append(" ".join([f"value {alias} {kind}", *attributes]))
    for name, kind in common.items():
        by_type.setdefault(aliases.get(kind, kind), []).append(name)
    out += [" ".join([f"of {kind}", *sorted(by_type[kind])]) for kind in sorted(by_type)]
    for name, (particles, attributes) in sorted(table.structs.items()):
        words = []
        for element, kind, mark, alternative in particles:
            own = "" if common[element] == kind else "=" + aliases.get(kind, kind)
            words.append(alternative + element + mark + own)
        out.append(" ".join([f"struct {name}", *words, *("@" + a + m for a, m in sorted(attributes.items()))]))
    return out


def main():
    args, options = sys.argv[1:], {"--also": [], "--with": []}
    beyond = "--beyond" in args and not args.remove("--beyond")
    for i in reversed(range(len(args))):
        if args[i] in options:
            options[args[i]].append(args[i + 1]); del args[i:i + 2]
    tables, roots = [], []
    for path in [args[0], *options["--also"]]:
        t = Table(Schemas(path, *options["--with"])); tables.append(t)
        for key, element in list(t.s.elements.items()):
            if key[1] in args[1:] and key[0] in PREFIXES and PREFIXES[key[0]] in ("inv", "cn", "rsm"):
                root = (PREFIXES[key[0]] + ":" + key[1], t.type_of(*element))
                if root not in roots:
                    roots.append(root)
    own = lines(tables[0], roots)
    for other in tables[1:]:
        merge(tables[0], other)
    table = lines(tables[0], roots)
    if beyond:
        table = [line for line in table if line not in own]
    for line in table:
        print("\n".join(textwrap.wrap(line, 120, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)))


main()
