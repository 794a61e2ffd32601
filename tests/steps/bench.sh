#!/bin/sh
# the benchmarks run, no frame costs too much, no password shows in SAE
set -eu
cd "$(dirname "$0")/../.."
sh tests/bench/run.sh --smoke
sh tests/bench/bound.sh
sh tests/bench/sae_time.sh
sh tests/bench/sae_secret.sh
