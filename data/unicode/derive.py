#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Derive the compact files beside this script from the Unicode Character Database and a confusables table.

Usage: derive.py UCD CONFUSABLES.json
  UCD               /usr/share/unicode of Debian's unicode-data
  CONFUSABLES.json  /usr/lib/python3/dist-packages/confusable_homoglyphs/confusables.json

Only needed when Unicode is updated: the build reads the derived files (README.md). Standard library only.
"""
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).parent
HEADER = "# Derived from the Unicode Character Database 15.0.0 by derive.py. Copyright: LICENSE.unicode\n"
DECORATIONS = {"<font>", "<circle>", "<wide>", "<super>", "<sub>", "<square>"}
UNSPACED = {"Han", "Hiragana", "Katakana", "Bopomofo", "Thai", "Lao", "Khmer", "Myanmar", "Tai_Le", "New_Tai_Lue",
            "Tai_Tham", "Tai_Viet", "Yi"}
SCRIPTS = {"Latin": "latin", "Greek": "greek", "Cyrillic": "cyrillic"}
CONFUSABLE_SCRIPTS = {"Greek", "Cyrillic", "Armenian", "Cherokee", "Coptic", "Lisu", "Deseret", "Hebrew", "Georgian"}
# Look-alikes below what the Unicode table calls confusable, but which people do write for each other in lower case.
NEAR = {"в": "b", "к": "k", "м": "m", "н": "h", "т": "t", "п": "n", "и": "u", "я": "r", "ь": "b", "ё": "e", "й": "u",
        "К": "k", "П": "n", "И": "n", "Я": "r", "κ": "k", "η": "n", "τ": "t", "ω": "w", "χ": "x", "β": "b", "μ": "u",
        "ε": "e", "є": "e", "Є": "e", "З": "3", "з": "3", "ї": "i", "Ї": "i", "ϲ": "c", "ς": "s", "Σ": "e", "σ": "o",
        "Ι": "i", "І": "i", "Ӏ": "i", "ո": "n", "օ": "o", "Λ": "a", "Л": "a", "л": "n", "ш": "w", "Ш": "w", "ц": "u"}


def rows(path):
    """Yield the fields of each row of a UCD file, comments gone."""
    for line in path.read_text(encoding="utf-8").splitlines():
        line = line.split("#")[0].strip()
        if line:
            yield [field.strip() for field in line.split(";")]


def span(field):
    """The code points of a field such as 0041 or 0041..005A."""
    first, _, last = field.partition("..")
    return range(int(first, 16), int(last or first, 16) + 1)


def codes(points):
    return " ".join(f"{p:04X}" for p in points)


def runs(table):
    """Merge {code point: value} into rows FIRST..LAST;VALUE."""
    points = sorted(table)
    start = 0
    for i in range(1, len(points) + 1):
        if i == len(points) or points[i] != points[i - 1] + 1 or table[points[i]] != table[points[start]]:
            first, last = points[start], points[i - 1]
            yield (f"{first:04X}" if first == last else f"{first:04X}..{last:04X}") + f";{table[first]}"
            start = i


def write(name, lines):
    (HERE / name).write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")


def read_unicode_data(ucd):
    """{code point: (category, combining class, decomposition field)}, ranges expanded."""
    data, first = {}, None
    for f in rows(ucd / "UnicodeData.txt"):
        point = int(f[0], 16)
        for p in range(first if f[1].endswith("Last>") else point, point + 1):
            data[p] = (f[2], int(f[3]), f[5])
        first = point if f[1].endswith("First>") else None
    return data


def derive_casefold(ucd):
    lines = []
    for f in rows(ucd / "DerivedNormalizationProps.txt"):
        if f[1] == "NFKC_CF":
            lines.append(f"{f[0]};{f[2]}")
    write("nfkc-casefold.txt", lines)


def derive_decompositions(ucd, data):
    excluded = {p for f in rows(ucd / "DerivedNormalizationProps.txt") if f[1] == "Full_Composition_Exclusion"
                for p in span(f[0])}
    write("decompositions.txt", [f"{p:04X};{d}{';excluded' if p in excluded else ''}"
                                 for p, (_, _, d) in sorted(data.items()) if d and not d.startswith("<")])
    write("combining-classes.txt", runs({p: c for p, (_, c, _) in data.items() if c}))


def derive_decorated(data):
    """Letters and digits in costume: the fold says so, since a disguise may be meant. Superscript digits are units."""
    decorated = {}
    for p, (_, _, d) in data.items():
        tag, _, target = d.partition(" ")
        if tag in DECORATIONS and len(target.split()) == 1:
            letter = chr(int(target, 16))
            if letter.isascii() and (letter.isalpha() or (letter.isdigit() and tag not in ("<super>", "<sub>"))):
                decorated[p] = "decorated"
    write("decorated.txt", runs(decorated))


def derive_digits(data):
    zeros = sorted(p for p, (category, _, _) in data.items() if category == "Nd")
    lines, i = [], 0
    while i < len(zeros):
        assert zeros[i + 9] == zeros[i] + 9, "expected decimal digits in runs of ten"
        lines.append(f"{zeros[i]:04X}..{zeros[i] + 9:04X};0030")
        i += 10
    write("digits.txt", lines)


def derive_classes(ucd, data):
    script = {p: f[1] for f in rows(ucd / "Scripts.txt") for p in span(f[0])}
    emoji = {p for f in rows(ucd / "emoji" / "emoji-data.txt") if f[1] in ("Emoji", "Extended_Pictographic")
             for p in span(f[0]) if p > 0xFF}
    classes = {}
    for p, (category, _, _) in data.items():
        s = script.get(p, "Common")
        if category[0] == "M":
            classes[p] = "mark"
        elif s in UNSPACED and category[0] in "LN" or p == 0x30FC:
            classes[p] = "unspaced"
        elif category[0] == "L" or category == "Nl":
            classes[p] = SCRIPTS.get(s, "letter")
        elif category == "Nd":
            classes[p] = "digit"
        elif category[0] == "Z" or p in (9, 10, 11, 12, 13):
            classes[p] = "space"
    classes.update({p: "emoji" for p in emoji if classes.get(p, "emoji") == "emoji" and p in data})
    write("classes.txt", runs(classes))


def derive_confusables(ucd, path):
    """Letters of other scripts that pass for one ASCII letter or digit."""
    script = {p: f[1] for f in rows(ucd / "Scripts.txt") for p in span(f[0])}
    table = {}
    for char, others in json.loads(path.read_text(encoding="utf-8")).items():
        targets = sorted({o["c"].lower() for o in others if len(o["c"]) == 1 and o["c"].isascii() and o["c"].isalnum()})
        if len(char) == 1 and targets and script.get(ord(char)) in CONFUSABLE_SCRIPTS:
            table[ord(char)] = next((t for t in targets if t.isalpha()), targets[0])
    table.update({ord(c): t for c, t in NEAR.items()})
    write("confusables.txt", [f"{p:04X};{ord(t):04X}" for p, t in sorted(table.items())])


def main():
    ucd, confusables = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    data = read_unicode_data(ucd)
    derive_casefold(ucd)
    derive_decompositions(ucd, data)
    derive_decorated(data)
    derive_digits(data)
    derive_classes(ucd, data)
    derive_confusables(ucd, confusables)


if __name__ == "__main__":
    main()
