#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make the C tables of fold and tokens from data/unicode/. Usage: unicode-tables.py DATA-FOLDER OUTPUT.c

Standard library only, and nothing of Python's own Unicode data is asked: the result depends on the files alone.
"""
import pathlib
import sys

BLOCK = 128
N_CODES = 0x110000
IDENTITY, IGNORABLE, DROP, COMBINING, FIRST_SEQUENCE = range(5)
COMPLEX, DECORATED = 1, 2
CLASSES = ["other", "space", "digit", "latin", "greek", "cyrillic", "letter", "mark", "unspaced", "emoji"]
# Marks of Latin, Greek, Cyrillic, Hebrew and Arabic: accents, points and vowel signs that a reader can do without.
# The marks of other scripts are letters in all but name and stay.
STRIPPED = [(0x0300, 0x036F), (0x0483, 0x0489), (0x0591, 0x05BD), (0x05BF, 0x05BF), (0x05C1, 0x05C2), (0x05C4, 0x05C5),
            (0x05C7, 0x05C7), (0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06DC), (0x06DF, 0x06E4),
            (0x06E7, 0x06E8), (0x06EA, 0x06ED), (0x0898, 0x089F), (0x08CA, 0x08E1), (0x08E3, 0x08FF), (0x1AB0, 0x1ACE),
            (0x1DC0, 0x1DFF), (0x20D0, 0x20F0), (0x2CEF, 0x2CF1), (0x2DE0, 0x2DFF), (0xA66F, 0xA672), (0xA674, 0xA67D),
            (0xA69E, 0xA69F), (0xFE20, 0xFE2F), (0x1E08F, 0x1E08F)]
HANGUL_L, HANGUL_V, HANGUL_T, HANGUL_S = 0x1100, 0x1161, 0x11A7, 0xAC00


def rows(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        line = line.split("#")[0].strip()
        if line:
            yield line.split(";")


def span(field):
    first, _, last = field.partition("..")
    return range(int(first, 16), int(last or first, 16) + 1)


def sequence(field):
    return [int(c, 16) for c in field.split()]


def utf8_length(point):
    return 1 if point < 0x80 else 2 if point < 0x800 else 3 if point < 0x10000 else 4


def utf8(points):
    return "".join(map(chr, points)).encode("utf-8", "surrogatepass")


class Unicode:
    def __init__(self, folder):
        self.casefold, self.own, self.decorated, self.decompositions, self.pairs = {}, {}, set(), {}, {}
        for f in rows(folder / "nfkc-casefold.txt"):
            self.casefold.update({p: sequence(f[1]) for p in span(f[0])})
        for f in rows(folder / "digits.txt"):
            self.own.update({p: [0x30 + i] for i, p in enumerate(span(f[0])) if p > 0x7F})
        self.read_own(folder / "own-folds.txt")
        self.decorated |= {p for f in rows(folder / "decorated.txt") for p in span(f[0])}
        self.combining = {p: int(f[1]) for f in rows(folder / "combining-classes.txt") for p in span(f[0])}
        self.classes = {p: CLASSES.index(f[1]) for f in rows(folder / "classes.txt") for p in span(f[0])}
        self.confusables = {int(f[0], 16): int(f[1], 16) for f in rows(folder / "confusables.txt")}
        self.stripped = {p for first, last in STRIPPED for p in range(first, last + 1)}
        self.read_decompositions(folder / "decompositions.txt")

    def read_own(self, path):
        for f in rows(path):
            target = sequence(f[1])
            for i, p in enumerate(span(f[0])):
                self.own[p] = [target[0] + i] if len(span(f[0])) > 1 and target and target[0] != 0x27 else target
                if f[2:] == ["decorated"]:
                    self.decorated.add(p)

    def read_decompositions(self, path):
        for f in rows(path):
            point, parts = int(f[0], 16), sequence(f[1])
            self.decompositions[point] = parts
            if len(f) == 2 and len(parts) == 2 and not any(p in self.stripped for p in parts):
                self.pairs[parts[0], parts[1]] = point

    def decompose(self, point):
        """Full canonical decomposition, Hangul syllables left whole."""
        return [q for p in self.decompositions[point] for q in self.decompose(p)] if point in self.decompositions \
            else [point]

    def strip(self, point):
        return [p for p in self.decompose(point) if p not in self.stripped]

    def step(self, point):
        """Marks go before case is folded: the iota subscript is a mark, but case-folds to a letter."""
        if point in self.own:
            return self.own[point]
        return [q for base in self.strip(point) for p in self.casefold.get(base, [base]) for q in self.strip(p)]

    def fold(self, point):
        """What one character folds to, in composed form."""
        points = [point]
        for _ in range(8):
            following = [q for p in points for q in self.step(p)]
            if following == points:
                break
            points = following
        else:
            raise ValueError(f"U+{point:04X} does not settle")
        return self.compose(points)

    def compose(self, points):
        """Canonical composition of a short, ordered sequence without Hangul."""
        result, starter = [], -1
        for p in points:
            pair = self.pairs.get((result[starter], p)) if starter >= 0 else None
            blocked = starter >= 0 and starter != len(result) - 1 \
                and self.combining.get(result[-1], 0) >= self.combining.get(p, 0)
            if pair is not None and not blocked:
                result[starter] = pair
                continue
            result.append(p)
            if p not in self.combining:
                starter = len(result) - 1
        return result

    def is_combining(self, point):
        return point in self.combining or point in self.seconds \
            or HANGUL_V <= point < HANGUL_V + 21 or HANGUL_T < point < HANGUL_T + 28

    @property
    def seconds(self):
        if not hasattr(self, "_seconds"):
            self._seconds = {b for _, b in self.pairs}
        return self._seconds


def fold_values(unicode):
    """(value of each code point, list of (bytes, flags) sequences)."""
    values, sequences, known = [IDENTITY] * N_CODES, [], {}
    interesting = set(unicode.casefold) | set(unicode.own) | set(unicode.decompositions) | unicode.stripped \
        | set(unicode.combining) | unicode.seconds | set(range(HANGUL_V, HANGUL_T + 28))
    for point in interesting:
        if point < 0x80 or 0xD800 <= point <= 0xDFFF:
            continue
        folded = unicode.fold(point)
        if not folded:
            dropped_mark = point in unicode.stripped or point in unicode.own
            values[point] = DROP if dropped_mark else IGNORABLE
        elif folded == [point]:
            values[point] = COMBINING if unicode.is_combining(point) else IDENTITY
        elif len(utf8(folded)) <= 4 * utf8_length(point):
            flags = (COMPLEX if any(map(unicode.is_combining, folded)) else 0) \
                | (DECORATED if point in unicode.decorated else 0)
            key = (utf8(folded), flags)
            if key not in known:
                known[key] = len(sequences)
                sequences.append(key)
            values[point] = FIRST_SEQUENCE + known[key]
    return values, sequences


def blocks(values):
    """Two-stage table: equal blocks are stored once."""
    index, stored, seen = [], [], {}
    for start in range(0, N_CODES, BLOCK):
        block = tuple(values[start:start + BLOCK])
        if block not in seen:
            seen[block] = len(stored) // BLOCK
            stored.extend(block)
        index.append(seen[block])
    return index, stored


def write_array(out, ctype, name, items):
    out.write(f"const {ctype} decant_{name}[] = {{\n")
    items = list(map(str, items))
    for i in range(0, len(items), 24):
        out.write("  " + ",".join(items[i:i + 24]) + ",\n")
    out.write("};\n")


def write_table(out, ctype, name, items):
    write_array(out, ctype, name, items)
    out.write(f"const gsize decant_n_{name} = {len(items)};\n")


def write_two_stage(out, name, ctype, values):
    index, stored = blocks(values)
    write_array(out, "guint16", name + "_index", index)
    write_array(out, ctype, name + "_blocks", stored)


def main():
    unicode = Unicode(pathlib.Path(sys.argv[1]))
    values, sequences = fold_values(unicode)
    pool, starts = bytearray(), []
    for encoded, flags in sequences:
        starts.append((len(pool), len(encoded), flags))
        pool += encoded
    assert len(sequences) + FIRST_SEQUENCE < 0x10000 and len(pool) < 0x20000
    with open(sys.argv[2], "w", encoding="ascii") as out:
        out.write('/* Made by unicode-tables.py from data/unicode/. */\n#include "engine/unicode.h"\n')
        write_two_stage(out, "fold", "guint16", values)
        write_array(out, "DecantFoldSequence", "fold_sequences", ["{%d,%d,%d}" % s for s in starts])
        write_array(out, "guint8", "fold_pool", pool)
        write_two_stage(out, "class", "guint8", [unicode.classes.get(p, 0) for p in range(N_CODES)])
        kept = sorted((p, c) for p, c in unicode.combining.items() if p not in unicode.stripped)
        write_table(out, "DecantCombiningClass", "combining_classes", ["{%d,%d}" % k for k in kept])
        pairs = sorted((a, b, c) for (a, b), c in unicode.pairs.items())
        write_table(out, "DecantComposition", "compositions", ["{%d,%d,%d}" % p for p in pairs])
        write_table(out, "DecantConfusable", "confusables",
                    ["{%d,%d}" % c for c in sorted(unicode.confusables.items())])


if __name__ == "__main__":
    main()
