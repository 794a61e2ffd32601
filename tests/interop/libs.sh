#!/bin/sh
# Copies the shared libraries that PROGRAM needs to the same places below ROOT.
#
#   sh tests/interop/libs.sh PROGRAM ROOT
set -eu

ldd "$1" 2>/dev/null | grep -o '/[^ )]*' | while read -r lib; do
    if [ -e "$lib" ] && [ ! -e "$2$lib" ]; then
        mkdir -p "$2$(dirname "$lib")"
        cp -L "$lib" "$2$lib"
    fi
done
