#!/bin/sh
# src/ and include/ name no heap, no standard output, no variable-length
# array, no floating point and no extension of a compiler; every external name
# has our prefix.
# Covers SEC-RES-01: there is no allocator to call.
set -eu
. "$(dirname "$0")/lib.sh"

# Comments may say what they like; strip them first.
words='malloc|calloc|realloc|free|alloca|printf|fprintf|sprintf|snprintf|puts|putchar|fopen|fwrite|abort|exit|assert|setjmp|longjmp|errno|getenv|time|rand|srand|qsort|strlen|strcpy|strcat|strncpy|strcmp|strncmp|atoi|strtol'
extensions='__attribute__|__builtin_[a-z_]*|__asm__|asm|typeof|__int128|_Thread_local|_Atomic|float|double|long double'
for file in $(find src include -name '*.[ch]' | sort); do
    found=$(gcc -fpreprocessed -dD -E -P -w "$file" | awk \
        -v words="$words" -v extensions="$extensions" '
        {
            line = $0
            gsub(/"([^"\\]|\\.)*"/, "\"\"", line)
            if (match(line, "(^|[^A-Za-z0-9_.>])(" words ") ?\\("))
                print substr(line, RSTART, RLENGTH)
            if (match(line, "(^|[^A-Za-z0-9_])(" extensions ")([^A-Za-z0-9_]|$)"))
                print substr(line, RSTART, RLENGTH)
        }')
    [ -z "$found" ] || fail "$file: $found"
done

core host
strange=$(nm -g --defined-only "$archive" | awk '
    NF == 3 && $3 !~ /^(d11_|dot11_)/ { print $3 }' | sort -u)
[ -z "$strange" ] || fail "external names without prefix: $strange"
finish
