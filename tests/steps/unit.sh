#!/bin/sh
# unit tests, simulations and conformance, gcc, debug build
set -eu
cd "$(dirname "$0")/../.."
cmake --preset dev
cmake --build --preset dev
ctest --preset dev -LE 'shape|vectors' -j 2
sh tests/conformance/run.sh --log build/dev/Testing/Temporary/LastTest.log
