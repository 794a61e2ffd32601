#!/bin/sh
# API reference without a warning, conformance table and attributes up to date
set -eu
cd "$(dirname "$0")/../.."
cmake --preset dev
cmake --build --preset dev --target docs
echo "docs: build/dev/docs/html/index.html"
sh tests/conformance/run.sh --check
python3 tests/conformance/attributes.py --check
