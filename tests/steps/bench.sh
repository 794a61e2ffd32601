#!/bin/sh
# the benchmarks still build and run; no frame costs too much
set -eu
cd "$(dirname "$0")/../.."
sh tests/bench/run.sh --smoke
sh tests/bench/bound.sh
