#!/bin/sh
# Runs every fuzz harness for a bounded time.
#
#   fuzz/run.sh [--seconds N | N] [HARNESS...]
#
# N is seconds for each harness, 60 without it. DOT11_FUZZ_BUILD is the build
# folder of the preset "fuzz" (default build/fuzz; built when it is not there).
# An input that breaks a harness is kept in fuzz/corpus/<parser>/ and the exit
# status is not 0.
set -eu
cd "$(dirname "$0")/.."

seconds=60
case "${1:-}" in
--seconds)
    seconds=$2
    shift 2
    ;;
[0-9]*)
    seconds=$1
    shift
    ;;
esac

build=${DOT11_FUZZ_BUILD:-build/fuzz}
if [ ! -d "$build/fuzz" ]; then
    cmake --preset fuzz -B "$build"
    cmake --build "$build"
fi
found=$(mktemp -d)
trap 'rm -rf "$found"' EXIT

if [ $# -eq 0 ]; then
    set -- "$build"/fuzz/fuzz_*
fi
failed=
ran=0
for program in "$@"; do
    name=$(basename "$program")
    program=$build/fuzz/$name
    [ -x "$program" ] && [ -f "fuzz/$name.c" ] || continue
    ran=$((ran + 1))
    corpus=fuzz/corpus/${name#fuzz_}
    mkdir -p "$corpus" "$found/$name"
    # Those who play a station want long inputs from the beginning.
    case $name in
    fuzz_station | fuzz_api | fuzz_ext) length="-max_len=768 -len_control=0" ;;
    *) length="-max_len=4096" ;;
    esac
    # shellcheck disable=SC2086  # two options
    if "$program" -max_total_time="$seconds" -timeout=5 $length \
        -dict=fuzz/dict/80211.dict -print_final_stats=1 \
        -artifact_prefix="$corpus/" "$found/$name" "$corpus" \
        >"$found/$name.log" 2>&1; then
        executed=$(sed -n 's/^stat::number_of_executed_units: *//p' \
            "$found/$name.log")
        echo "ok   $name: $executed inputs in $seconds s"
    else
        echo "FAIL $name"
        tail -n 60 "$found/$name.log"
        failed="$failed $name"
    fi
done
if [ "$ran" -eq 0 ]; then
    echo "no harness in $build/fuzz"
    exit 1
fi
[ -z "$failed" ] || { echo "failed:$failed"; exit 1; }
