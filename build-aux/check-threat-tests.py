#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every test that docs/THREAT-MODEL.md names exists: `path#case` is a file and a case in it, `path` a file. Every row
of "can / cannot" names one, unless its claim is that nothing shows."""
import pathlib
import re
import sys

PAGE = pathlib.Path("docs/THREAT-MODEL.md")
NAMED = re.compile(r"`(tests/[A-Za-z0-9_./-]+)(?:#([^`]+))?`")


def has_case(path, case):
    """A string in the file that holds the name, or a Python function."""
    text = path.read_text(encoding="utf-8")
    strings = [string for pair in re.findall(r"\"([^\"\n]+)\"|'([^'\n]+)'", text) for string in pair]
    return f"def test_{case}(" in text or any(case in string for string in strings)


problems, seen, in_table = [], 0, False
for number, line in enumerate(PAGE.read_text(encoding="utf-8").splitlines(), 1):
    for file, case in NAMED.findall(line):
        seen += 1
        path = pathlib.Path(file)
        if not path.is_file():
            problems.append(f"{PAGE}:{number}: there is no {file}")
        elif case and not has_case(path, case):
            problems.append(f"{PAGE}:{number}: {file} has no case “{case}”")
    if re.match(r"\| (can|change) \|", line):
        in_table = True
    elif not line.startswith("|"):
        in_table = False
    elif in_table and not NAMED.search(line) and not line.startswith("| ---") and not re.search(r"neither shows|refuted by the log", line):
        problems.append(f"{PAGE}:{number}: this row names no test")
if seen < 20:
    problems.append(f"{PAGE}: expected at least 20 tests, saw {seen}")
print("\n".join(problems) or f"{seen} tests named, all there")
sys.exit(bool(problems))
