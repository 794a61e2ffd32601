#!/bin/sh
# everything with clang, warnings as errors
set -eu
cd "$(dirname "$0")/../.."
cmake --preset clang
cmake --build --preset clang
ctest --preset clang -LE 'shape|sim|conformance' -j 2
