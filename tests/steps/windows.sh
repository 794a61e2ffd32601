#!/bin/sh
# unit and whole-station tests as Windows programs, under Wine
set -eu
cd "$(dirname "$0")/../.."
sh tests/cross/deps.sh x86_64-w64-mingw32
cmake --preset windows
cmake --build --preset windows
# The first program makes the Wine prefix, which takes longer than any test.
echo "windows: preparing build/wine"
sh tests/cross/wine.sh cmd /c exit
ctest --preset windows -L 'unit|vectors|port|sim|conformance' -j 2
