#!/bin/sh
# A host that does not list an option does not link it: a station without the
# RSN descriptor holds none of src/rsn, one that lists it does, and a manager
# comes only with its own functions.
set -eu
. "$(dirname "$0")/lib.sh"

core host
linked() { # FOLDER FLAG...: objects of the folder in the linked program
    folder=$1
    shift
    cc -std=c11 -O1 -Iinclude "$@" tests/shape/station.c "$archive" \
        -Wl,-Map="$dir/options.map" -o "$dir/options" || {
        fail "a station does not link: $*"
        finish
    }
    # The members that were taken out of the archive come first in the map.
    sed '/^Discarded input/,$d; /^Memory Configuration/,$d' \
        "$dir/options.map" | grep -c "dot11.dir/src/$folder/" || true
}

[ "$(linked rsn)" = 0 ] || fail "without the descriptor, src/rsn is linked"
[ "$(linked rsn -DSTATION_RSN)" != 0 ] ||
    fail "with the descriptor, src/rsn is not linked"
[ "$(linked manager -DSTATION_RSN)" = 0 ] || fail "the manager is linked"
[ -z "${failed:-}" ] || sed -n '1,40p' "$dir/options.map"
finish
