#!/bin/sh
# Cortex-M4: size of the core, and the firmware example in QEMU
set -eu
cd "$(dirname "$0")/../.."
cmake --preset firmware
cmake --build --preset firmware
sh tests/shape/footprint.sh
