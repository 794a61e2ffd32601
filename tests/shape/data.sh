#!/bin/sh
# The core has no writable data: two radios share nothing.
set -eu
. "$(dirname "$0")/lib.sh"

for kind in host arm; do
    core $kind
    # .data.rel.ro is constant; it only waits for addresses.
    writable=$("${prefix}size" -A "$archive" | awk '
        / *:$/ || /^[^ ]*src\// { file = $1 }
        $1 ~ /^\.(data|bss|tdata|tbss)/ && $1 !~ /^\.data\.rel\.ro/ &&
            $2 > 0 { print file ": " $1 " " $2 }')
    [ -z "$writable" ] || fail "$kind: $writable"
    common=$("${prefix}nm" -A "$archive" | awk '$(NF - 1) == "C"')
    [ -z "$common" ] || fail "$kind: $common"
done
finish
