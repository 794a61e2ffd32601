#!/bin/sh
# The core calls memcpy, memmove, memset and memcmp and nothing else; on 32
# bits it divides no 64-bit numbers.
set -eu
. "$(dirname "$0")/lib.sh"

check() {
    core "$1"
    imports=$("${prefix}nm" "$archive" 2>/dev/null | awk '
        NF == 2 && $1 == "U" { wanted[$2] = 1 }
        NF == 3 && $2 ~ /[A-Zuvw]/ { defined[$3] = 1 }
        END { for (name in wanted) if (!(name in defined)) print name }' | sort)
    for import in $imports; do
        case $import in
        memcpy | memmove | memset | memcmp) ;;
        __aeabi_memcpy* | __aeabi_memmove* | __aeabi_memset* | \
            __aeabi_memclr*) ;;
        _GLOBAL_OFFSET_TABLE_) ;;
        *)
            fail "$1: the core imports $import, in" \
                "$("${prefix}nm" -A "$archive" | sed -n \
                    "s|^.*/\(src/[^:]*\)\.o.*: *U $import\$|\1|p" |
                    tr '\n' ' ')"
            ;;
        esac
    done
}

check host
check arm
finish
