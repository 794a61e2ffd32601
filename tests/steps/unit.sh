#!/bin/sh
# unit tests and simulations, gcc, debug build
set -eu
cd "$(dirname "$0")/../.."
cmake --preset dev
cmake --build --preset dev
ctest --preset dev -LE 'shape|vectors' -j 2
