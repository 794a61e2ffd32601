#!/bin/sh
# Cortex-M4: the firmware example in QEMU, and the size of the core
set -eu
cd "$(dirname "$0")/../.."
sh tests/cross/source.sh mbedtls || {
    echo "firmware: no sources of Mbed TLS, so no example; the core alone:"
    sh tests/shape/footprint.sh
    exit 77
}
cmake --preset firmware
cmake --build --preset firmware
image=build/firmware/examples/firmware/dot11-firmware.elf

# An instruction takes a nanosecond of the machine's time, so that counts of
# them are the same on every computer.
status=0
timeout 120 qemu-system-arm -M mps2-an386 -icount shift=0,sleep=off \
    -display none -monitor none -serial null \
    -semihosting-config enable=on,target=native -kernel "$image" || status=$?
[ "$status" = 0 ] || {
    echo "firmware: the example ended with $status"
    exit 1
}

if arm-none-eabi-nm "$image" | grep -E ' (malloc|calloc|realloc|_?sbrk)$'; then
    echo "firmware: the example has a heap"
    exit 1
fi
sh tests/shape/footprint.sh
