#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make the C text of data/neighbours/neighbours.txt. Usage: neighbours.py INPUT.txt OUTPUT.c"""
import pathlib
import sys


def main():
    lines = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    text = "".join(line + "\n" for line in lines if line and not line.startswith("#")).encode("utf-8") + b"\0"
    with open(sys.argv[2], "w", encoding="ascii") as out:
        out.write('/* Made by neighbours.py from data/neighbours/. */\n#include "engine/neighbours.h"\n')
        out.write("const char decant_neighbours[] = {\n")
        for i in range(0, len(text), 24):
            out.write("  " + ",".join(f"'\\x{byte:02x}'" for byte in text[i:i + 24]) + ",\n")
        out.write("};\n")


if __name__ == "__main__":
    main()
