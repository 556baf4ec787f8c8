#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make neighbours.txt: the words of dictionaries that the engine would take for a misspelt form.

Usage: derive.py NEAR-WORDS [--forms FORMS.tsv …] WORDS …
  NEAR-WORDS   the program: ninja -C build lib/engine/near-words
  FORMS.tsv    further forms than the packages' (a header, then form, language), so that the list
               also holds for terms to come
  WORDS        text files, one word a line, UTF-8 (README.md says which)

Run again when packages gain clear forms. Standard library only.
"""
import argparse
import json
import pathlib
import subprocess

HERE = pathlib.Path(__file__).parent
HEADER = ("# SPDX-License-Identifier: GPL-3.0-or-later\n"
          "# Derived from Debian's word lists by derive.py; sources and licences: README.md\n")


def package_forms():
    for path in sorted((HERE.parent / "packages").glob("decant-*.json")):
        for term in json.loads(path.read_text(encoding="utf-8"))["terms"]:
            if term["ambiguity"] <= 1 and term.get("boundary") != "exact":
                for form in term["forms"]:
                    yield form, " ".join(term["languages"])


def table_forms(paths):
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines()[1:]:
            fields = line.split("\t")
            if len(fields) > 1:
                yield "+" + fields[0], fields[1]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--forms", nargs="*", default=[], type=pathlib.Path)
    parser.add_argument("--words", nargs="+", type=pathlib.Path)
    arguments = parser.parse_args()
    forms = {f for f in [*package_forms(), *table_forms(arguments.forms)] if not any(c in f[0] for c in " \t\n")}
    table = HERE / "forms.tmp"
    table.write_text("".join(f"{form}\t{languages}\n" for form, languages in sorted(forms)), encoding="utf-8")
    more = {line for line in (HERE / "more.txt").read_text(encoding="utf-8").splitlines() if line[:1] not in ("", "#")}
    found = {line for line in more if line[0] != "-"}
    for words in arguments.words:
        with words.open("rb") as stream:
            result = subprocess.run([arguments.program, str(table)], stdin=stream, stdout=subprocess.PIPE, check=True)
        found.update(result.stdout.decode("utf-8").split())
    table.unlink()
    found -= {line[1:] for line in more if line[0] == "-"}
    (HERE / "neighbours.txt").write_text(HEADER + "".join(word + "\n" for word in sorted(found)), encoding="utf-8")


if __name__ == "__main__":
    main()
