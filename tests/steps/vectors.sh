#!/bin/sh
# published test vectors and captures
set -eu
cd "$(dirname "$0")/../.."
cmake --preset dev
cmake --build --preset dev
ctest --preset dev -L vectors -j 2
