#!/bin/sh
# The top level of the repository holds what it is known to hold.
set -eu
. "$(dirname "$0")/lib.sh"

for entry in $(git ls-files 2>/dev/null | sed 's|/.*||' | sort -u); do
    case $entry in
    CMakeLists.txt | CMakePresets.json | LICENSE | README.md | \
        CHANGELOG.md | include | src | ports | examples | fuzz | tests | \
        docs | .*) ;;
    *) fail "$entry" ;;
    esac
done
# Nothing that a build makes is committed.
committed=$(git ls-files | grep -E '\.(o|a|so|exe|elf|obj|d|su)$' || true)
[ -z "$committed" ] || fail "$committed"
finish
