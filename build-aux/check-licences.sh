#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every source file carries the licence line in its first five lines.
set -euo pipefail
status=0
while IFS= read -r file; do
  head -n 5 "$file" | grep -q 'SPDX-License-Identifier: GPL-3.0-or-later' || { echo "no SPDX line: $file"; status=1; }
done < <(git ls-files '*.c' '*.h' '*.js' '*.css' '*.html' '*.py' '*.sh' '*.ui' '*meson.build' run check .ci/run ':!tests/browser/pages/*' ':!tests/pages/*')
exit $status
