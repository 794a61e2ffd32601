#!/bin/sh
# No function of the core needs more than 512 octets of stack on a Cortex-M4,
# nor 768 on x86-64, and none has a frame whose size it does not know. The
# arithmetic of SAE may have 1536: it is slow work that runs in jobs, where the
# provider's own arithmetic wants more than that.
# Covers SEC-RES-04.
set -eu
. "$(dirname "$0")/lib.sh"

check() { # KIND LIMIT
    core "$1"
    find "$core" -name '*.su' -exec cat {} + |
        sed "s|^.*/\(src/\)|\1|" | sort -t "$(printf '\t')" -k2,2nr \
        >"$dir/stack.txt"
    [ -s "$dir/stack.txt" ] || fail "$1: no figures"
    echo "$1, largest frames:"
    head -n 5 "$dir/stack.txt" | awk -F '\t' '{ printf "  %5d  %s\n", $2, $1 }'
    over=$(awk -F '\t' -v usual="$2" '
        { limit = $1 ~ /^src\/rsn\/sae_(element|exchange|pk_verify)\.c/ ? 1536 : usual }
        $2 > limit || $3 == "dynamic" { print $1 " " $2 " " $3 }' \
        "$dir/stack.txt")
    [ -z "$over" ] || fail "$1: more than $2 octets: $over"
}

check arm 512
check host 768
finish
