#!/bin/sh
# Our own code takes the same steps for every SAE password (SEC-SAE-07).
#
#   sh tests/bench/sae_time.sh
#
# Counts the instructions of each function of ours, the provider's among them,
# between a password and its element, without what they call; the library's
# arithmetic is the library's to answer for. Passwords of one length, among which the first try of looping that gives
# a point differs.
set -eu
cd "$(dirname "$0")/../.."
cmake --preset release >/dev/null
cmake --build --preset release --target dot11_sae_time >/dev/null
program=build/release/tests/bench/dot11_sae_time
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
first=
for password in aaaaaaaa bbbbbbbb password zzzzzzzz 12345678 Zx9!Zx9! qwertyui \
    correct1; do
    valgrind --tool=callgrind --callgrind-out-file="$out/counts" "$program" \
        "$password" >"$out/log" 2>&1 || {
        cat "$out/log" >&2
        exit 1
    }
    callgrind_annotate --threshold=100 "$out/counts" |
        sed -n 's/^ *\([0-9,]*\) .*:\([a-z_0-9]*\) \[.*dot11_sae_time\]$/\2 \1/p' |
        grep -v '^_\|^main ' |
        sort >"$out/steps"
    [ -s "$out/steps" ] || {
        echo "sae_time: no function of ours was counted"
        exit 1
    }
    if [ -z "$first" ]; then
        first=$password
        cp "$out/steps" "$out/first"
        cat "$out/steps"
    elif ! cmp -s "$out/first" "$out/steps"; then
        echo "sae_time: '$password' takes other steps than '$first'"
        diff "$out/first" "$out/steps"
        exit 1
    fi
done
echo "sae_time: ok, the same steps for each password"
