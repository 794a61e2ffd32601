#!/bin/sh
# Makes docs/conformance.md from the rule ids that tests name; with --check
# fails when the committed one differs or a test names an unknown rule.
set -eu
exec python3 "$(dirname "$0")/table.py" "$@"
