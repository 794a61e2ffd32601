#!/bin/sh
# unit and whole-station tests on 32-bit x86, big-endian MIPS (strict alignment) and s390x
set -eu
cd "$(dirname "$0")/../.."
for target in i686 mips s390x; do
    sh tests/cross/deps.sh "$target-linux-gnu"
    cmake --preset "$target"
    cmake --build --preset "$target"
    ctest --preset "$target" -L 'unit|vectors|sim|conformance' -j 2
done
