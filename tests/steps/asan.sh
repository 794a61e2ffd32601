#!/bin/sh
# the same tests under AddressSanitizer and UndefinedBehaviorSanitizer
set -eu
cd "$(dirname "$0")/../.."
UBSAN_OPTIONS=print_stacktrace=1
ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1
export UBSAN_OPTIONS ASAN_OPTIONS
cmake --preset asan
cmake --build --preset asan
ctest --preset asan -LE shape -j 2
