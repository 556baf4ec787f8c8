#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps the map of ARCHITECTURE.md: which folder may include which (C), and who may talk to whom (extension)."""
import pathlib
import re
import sys

MAY_INCLUDE = {
    "lib/engine": {"engine"},
    "lib/packages": {"packages", "engine"},
    "lib/training": {"training", "packages", "engine"},
    "lib/evidence": {"evidence"},
    "lib/export": {"export", "evidence"},
    "lib/protocol": {"protocol"},
    "lib/desk": {"desk", "protocol"},
    "lib/browsers": {"browsers"},
    "native-host": {"engine", "packages", "evidence", "export", "protocol", "desk", "browsers", "native-host"},
    "app": {"engine", "packages", "evidence", "export", "protocol", "desk", "browsers", "app", "models", "pages", "widgets"},
}
LAYERS = {"engine", "packages", "training", "evidence", "export", "protocol", "desk", "browsers", "native-host", "app"}
problems = []

for folder, allowed in MAY_INCLUDE.items():
    for path in sorted(pathlib.Path(folder).rglob("*.[ch]")):
        for line in path.read_text(encoding="utf-8").splitlines():
            include = re.match(r'\s*#include "([a-z-]+)/', line)
            if include and include[1] in LAYERS and include[1] not in allowed:
                problems.append(f"{path}: includes {include[1]}/, {folder} may use {', '.join(sorted(allowed))}")
            if folder.startswith("lib/") and re.match(r"\s*#include <(gtk|adwaita|gdk)", line):
                problems.append(f"{path}: lib/ never uses GTK")

for path in sorted(pathlib.Path("extension").rglob("*.js")):
    text, name = path.read_text(encoding="utf-8"), path.as_posix()
    if "connectNative" in text and name != "extension/background/native-port.js":
        problems.append(f"{name}: only background/native-port.js talks to the host")
    if name.startswith("extension/content/") and "sendMessage" in text and name != "extension/content/main.js":
        problems.append(f"{name}: only content/main.js talks to the background")
    if re.search(r"\bfetch\s*\(|XMLHttpRequest|WebSocket|sendBeacon|EventSource", text):
        problems.append(f"{name}: the extension makes no network request")
    if re.search(r"\.(innerHTML|outerHTML)\s*=|insertAdjacentHTML|document\.write\b", text):
        problems.append(f"{name}: no markup from strings")

print("\n".join(problems))
sys.exit(bool(problems))
