#!/bin/sh
# Runs a Windows program in a Wine prefix of this checkout, never in the
# user's own.
root=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$root/build"
WINEPREFIX=$root/build/wine
WINEDEBUG=-all
export WINEPREFIX WINEDEBUG
exec wine "$@"
