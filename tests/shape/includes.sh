#!/bin/sh
# Includes point down: a folder of src/ sees itself, the folders below it and
# the public headers; the only headers of C are the freestanding ones and
# string.h. The manager uses the public interface alone, and base.
set -eu
. "$(dirname "$0")/lib.sh"

# From bottom to top. tx stands below rx here, and rx may not look at it.
layers="base frame crypto hw rsn tx rx mlme sme sta manager"

for folder in src/*/; do
    folder=$(basename "$folder")
    case " $layers " in
    *" $folder "*) ;;
    *) fail "src/$folder is not a layer" ;;
    esac
done

# FILE:LINE:TEXT of every include, then the rules.
grep -nE '^[[:space:]]*#[[:space:]]*include' -r src include --include='*.[ch]' \
    >"$root/build/shape/includes.txt" || true
problems=$(awk -v layers="$layers" '
    BEGIN {
        n = split(layers, list, " ")
        for (i = 1; i <= n; i++)
            rank[list[i]] = i
    }
    {
        split($0, part, ":")
        file = part[1]
        where = file ":" part[2] ": "
        match($0, /[<"][^>"]*[>"]/)
        header = substr($0, RSTART + 1, RLENGTH - 2)
        angle = substr($0, RSTART, 1) == "<"
        split(file, path, "/")
        own = path[2]

        if (angle && header ~ /^dot11\//)
            next
        if (angle && header ~ /^(stdint|stddef|stdbool|limits|string)\.h$/) {
            if (header == "string.h" && path[1] == "include")
                print where header " in a public header"
            next
        }
        if (angle) {
            print where "<" header "> is neither freestanding C nor dot11/"
            next
        }
        if (path[1] == "include") {
            print where "a public header includes a private one"
            next
        }
        if (file == "src/base/assert.h" && header == "assert_config.h")
            next
        split(header, target, "/")
        if (!(target[1] in rank)) {
            print where "\"" header "\" does not begin with a folder of src/"
            next
        }
        if (rank[target[1]] > rank[own])
            print where own " includes " header ", which is above it"
        if (own == "rx" && target[1] == "tx")
            print where "rx includes " header
        if (own == "manager" && target[1] != "manager" && target[1] != "base")
            print where "manager uses more than the public interface"
    }' "$root/build/shape/includes.txt")
[ -z "$problems" ] || fail "
$problems"
finish "$(wc -l <"$root/build/shape/includes.txt") includes"
