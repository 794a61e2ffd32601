#!/bin/sh
# Instructions for each beacon and each frame, counted by callgrind.
#
#   sh tests/bench/icount.sh [JOB...]
#
# They do not depend on what else the machine does, so they show small changes.
set -eu
cd "$(dirname "$0")/../.."
cmake --preset release >/dev/null
cmake --build --preset release --target dot11_bench >/dev/null
goes=50
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
for job in ${*:-beacon rx-64 rx-1500 tx-64 tx-1500}; do
    valgrind --tool=callgrind --toggle-collect=bench_measured \
        --callgrind-out-file="$out/counts" \
        build/release/tests/bench/dot11_bench --count "$job" $goes \
        >"$out/things" 2>"$out/log" || {
        cat "$out/log" >&2
        exit 1
    }
    things=$(sed -n 's/^things //p' "$out/things")
    total=$(sed -n 's/^\(summary\|totals\): //p' "$out/counts" | tail -n 1)
    echo "$job: $((total / things)) instructions"
done
