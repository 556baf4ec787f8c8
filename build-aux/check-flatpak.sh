#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# flatpak-builder prints unknown properties as warnings and exits 0: treat them as errors. It leaves a folder where it runs.
set -euo pipefail
manifest=$PWD/flatpak/io.github.decant_app.Decant.json
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
cd "$folder"
warnings=$(flatpak-builder --show-manifest "$manifest" 2>&1 >/dev/null)
if [ -n "$warnings" ]; then printf '%s\n' "$warnings"; exit 1; fi
