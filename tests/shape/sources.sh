#!/bin/sh
# src/sources.txt lists every source of the core, once, in order.
set -eu
. "$(dirname "$0")/lib.sh"

mkdir -p build/shape
find src -name '*.c' | LC_ALL=C sort >build/shape/present.txt
grep -E '^src/' src/sources.txt >build/shape/listed.txt || true
diff build/shape/listed.txt build/shape/present.txt ||
    fail "src/sources.txt (<) and the files present (>) differ"
grep -vE '^(src/.*\.c|#.*|)$' src/sources.txt && fail "strange lines"
finish "$(wc -l <build/shape/present.txt) files"
