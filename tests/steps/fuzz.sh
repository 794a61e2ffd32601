#!/bin/sh
# every fuzz harness for a bounded time
set -eu
cd "$(dirname "$0")/../.."
cmake --preset fuzz
cmake --build --preset fuzz
sh fuzz/run.sh --seconds "${DOT11_FUZZ_SECONDS:-$([ -n "${DOT11_ALL:-}" ] && echo 120 || echo 8)}"
