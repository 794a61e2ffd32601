#!/bin/sh
# What the parts that run per frame cost, in nanoseconds.
#
#   sh tests/bench/run.sh [--smoke]
#
# Medians of many samples on a release build; --smoke takes few and only shows
# that everything runs. Compare figures of one machine and one run only.
set -eu
cd "$(dirname "$0")/../.."
samples=301
case ${1:-} in
--smoke) samples=5 ;;
'') ;;
*)
    sed -n 's/^# \{0,1\}//; 4p' "$0" >&2
    exit 2
    ;;
esac
cmake --preset release >/dev/null
cmake --build --preset release --target dot11_bench --target dot11_bench_adapter
exec build/release/tests/bench/dot11_bench "$samples"
