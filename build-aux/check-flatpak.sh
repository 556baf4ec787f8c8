#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# flatpak-builder prints unknown properties as warnings and exits 0: treat them as errors.
set -euo pipefail
manifest=flatpak/io.github.decant_app.Decant.json
state=$(mktemp -d); trap 'rm -rf "$state"' EXIT
warnings=$(flatpak-builder --state-dir="$state" --show-manifest "$manifest" 2>&1 >/dev/null)
if [ -n "$warnings" ]; then printf '%s\n' "$warnings"; exit 1; fi
