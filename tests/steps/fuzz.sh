#!/bin/sh
# every fuzz harness for a bounded time
set -eu
cd "$(dirname "$0")/../.."
cmake --preset fuzz
cmake --build --preset fuzz

# All together a minute and a half, with --all an hour; DOT11_FUZZ_SECONDS
# for each harness, when it is set.
count=$(find fuzz -name 'fuzz_*.c' | wc -l)
total=90
[ -z "${DOT11_ALL:-}" ] || total=3600
sh fuzz/run.sh --seconds "${DOT11_FUZZ_SECONDS:-$((total / count + 1))}"
