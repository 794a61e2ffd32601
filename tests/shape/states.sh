#!/bin/sh
# The pictures of docs/states.md are those of the tables in the code.
set -eu
. "$(dirname "$0")/lib.sh"
need python3 dot
exec python3 tests/shape/states.py --check
