#!/bin/sh
# Cortex-M4: the firmware example in QEMU, and the size of the core
set -eu
cd "$(dirname "$0")/../.."
sh tests/cross/source.sh mbedtls
cmake --preset firmware
cmake --build --preset firmware
status=0
timeout 120 qemu-system-arm -M mps2-an386 -display none -monitor none \
    -serial null -semihosting-config enable=on,target=native \
    -kernel build/firmware/examples/firmware/dot11-firmware.elf || status=$?
[ "$status" = 0 ] || {
    echo "firmware: the example ended with $status"
    exit 1
}
sh tests/shape/footprint.sh
