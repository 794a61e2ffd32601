#!/bin/sh
# what the code may include, import, store and cost
set -eu
cd "$(dirname "$0")/../.."
cmake --preset dev
ctest --preset dev -L shape -j 2
