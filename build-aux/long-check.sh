# SPDX-License-Identifier: GPL-3.0-or-later
# The part of ./check --long that does not fit the 45 minutes: libFuzzer on every target. Sourced by check.
# DECANT_FUZZ_SECONDS sets the time for each target (default 600).
seconds=${DECANT_FUZZ_SECONDS:-600}
folder=build-fuzz; report=docs/LONG-CHECK.md
CC=clang build $folder -Dfuzz=true -Db_sanitize=address,undefined -Db_lundef=false
{
  printf '# The last long check\n\nWritten by `./check --long` on %s, version %s, %s on %s cores.\n\n' \
    "$(date -u +%Y-%m-%d)" "$(sed -n "s/^  version: '\(.*\)',/\1/p" meson.build)" "$(uname -m)" "$(nproc)"
  printf '| fuzz target | seconds | executions | findings |\n| --- | --- | --- | --- |\n'
} >"$report"
for corpus in tests/fuzz/corpora/*/; do
  name=$(basename "$corpus"); found=$(mktemp -d); log=$logs/fuzz-$name.log; new=$(mktemp -d); start=$SECONDS
  program=$folder/tests/fuzz/fuzz-$name
  if DECANT_DATA_DIR=$PWD/data DECANT_TESTS_DIR=$PWD/tests "$program" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4096 -print_final_stats=1 \
    -artifact_prefix="$found/" "$new" "$corpus" >"$log" 2>&1; then p=1 f=0; else p=0 f=1; fi
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  printf '| %s | %s | %s | %s |\n' "$name" $((SECONDS - start)) "${runs:-0}" "$(find "$found" -type f | wc -l)" >>"$report"
  cp "$log" "$logs/fuzz.log"; count "fuzz" $((SECONDS - start)) "$p" "$f" 0
  [ "$f" = 0 ] && rm -rf "$found" || say "inputs that broke $name: $found"
  rm -rf "$new"
done
say "written: $report"
