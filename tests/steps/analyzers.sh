#!/bin/sh
# gcc -fanalyzer, clang-tidy and cppcheck over src/ and ports/
set -eu
cd "$(dirname "$0")/../.."
status=0

echo "analyzers: gcc -fanalyzer"
cmake -S . -B build/analyzer -G Ninja -DCMAKE_BUILD_TYPE=Debug \
    -DCMAKE_C_FLAGS="-fanalyzer -O1" -DDOT11_WERROR=ON \
    -DDOT11_TESTS=OFF -DDOT11_EXAMPLES=OFF
cmake --build build/analyzer -- -k 0 || status=1

# One list of files for both of the others: what the build compiles from src/
# and ports/, with the build's own options.
cmake -S . -B build/tidy -G Ninja -DCMAKE_BUILD_TYPE=Debug \
    -DCMAKE_C_COMPILER=clang -DDOT11_TESTS=OFF -DDOT11_EXAMPLES=OFF >/dev/null
sed -n 's/^ *"file": "\(.*\)"$/\1/p' build/tidy/compile_commands.json |
    grep -E "^$PWD/(src|ports)/" | sort -u >build/tidy/files.txt

echo "analyzers: clang-tidy, $(wc -l <build/tidy/files.txt) files"
xargs -P 2 -n 4 clang-tidy --quiet -p build/tidy <build/tidy/files.txt \
    2>build/tidy/stderr.txt || {
    grep -E 'error:' build/tidy/stderr.txt || true
    status=1
}

echo "analyzers: cppcheck"
mkdir -p build/tidy/cppcheck
cppcheck --project=build/tidy/compile_commands.json --quiet -j 2 \
    --cppcheck-build-dir=build/tidy/cppcheck --std=c11 \
    --enable=warning,performance,portability --inline-suppr \
    --suppressions-list=tests/steps/cppcheck.txt \
    --library=posix --error-exitcode=1 || status=1
exit $status
