#!/bin/sh
# No received frame costs more than a few usual beacons (SEC-RES-03).
#
#   sh tests/bench/bound.sh
#
# Counts the instructions of dot11_hw_rx() for frames that were made to be
# expensive, and fails when one kind costs more than so many times what a
# beacon of a BSS costs that is new to the table.
set -eu
cd "$(dirname "$0")/../.."
times=20
cmake --preset release >/dev/null
cmake --build --preset release --target dot11_bound >/dev/null
program=build/release/tests/bench/dot11_bound
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
beacon=0
failed=0
for kind in $("$program"); do
    valgrind --tool=callgrind --toggle-collect=dot11_hw_rx \
        --callgrind-out-file="$out/counts" "$program" "$kind" \
        >"$out/frames" 2>"$out/log" || {
        cat "$out/log" >&2
        exit 1
    }
    frames=$(sed -n 's/^frames //p' "$out/frames")
    total=$(sed -n 's/^\(summary\|totals\): //p' "$out/counts" | tail -n 1)
    each=$((total / frames))
    [ "$kind" != beacon ] || beacon=$each
    tenths=$((each * 10 / beacon))
    echo "$kind: $each instructions, $((tenths / 10)).$((tenths % 10)) beacons"
    [ "$tenths" -le $((times * 10)) ] || failed=1
done
[ $failed = 0 ] || {
    echo "bound: a frame costs more than $times beacons"
    exit 1
}
echo "bound: ok, no frame costs more than $times beacons"
