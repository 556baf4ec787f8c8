#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a C table of the 2048 recovery words: recovery-words.py WORDS OUTPUT."""
import pathlib
import sys

words = pathlib.Path(sys.argv[1]).read_text(encoding="ascii").split()
if len(words) != 2048 or words != sorted(words) or len({word[:4] for word in words}) != 2048:
    sys.exit("expected 2048 words in order, different in their first four letters")
rows = "".join(f'  "{word}",\n' for word in words)
pathlib.Path(sys.argv[2]).write_text(
    "/* Made by recovery-words.py. */\n"
    f"static const char recovery_words[2048][9] = {{\n{rows}}};\n", encoding="ascii")
