#!/bin/sh
# An installed copy is found by CMake's find_package and by pkg-config, static
# and shared, and the installed folder may be moved.
set -eu
. "$(dirname "$0")/lib.sh"
need pkg-config

work=$root/build/shape/install
rm -rf "$work/first" "$work/moved" "$work/consumer"
mkdir -p "$work"
{
    cmake -S . -B "$work/build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
        -DDOT11_TESTS=OFF -DDOT11_PORTS=OFF -DDOT11_EXAMPLES=OFF \
        -DDOT11_SHARED=ON -DCMAKE_INSTALL_PREFIX="$work/first" &&
        cmake --build "$work/build" && cmake --install "$work/build"
} >"$work/log" 2>&1 || {
    tail -n 20 "$work/log"
    fail "does not install"
    finish
}

{
    cmake -S tests/shape/consumer -B "$work/consumer" -G Ninja \
        -DCMAKE_PREFIX_PATH="$work/first" &&
        cmake --build "$work/consumer"
} >"$work/log" 2>&1 || {
    tail -n 20 "$work/log"
    fail "find_package"
    finish
}
for program in consumer consumer_shared; do
    [ "$("$work/consumer/$program")" = ok ] || fail "$program"
done
readelf -d "$work/consumer/consumer_shared" | grep -q 'NEEDED.*libdot11' ||
    fail "consumer_shared does not use the shared library"

mv "$work/first" "$work/moved"
PKG_CONFIG_PATH=$(dirname "$(find "$work/moved" -name dot11.pc)")
export PKG_CONFIG_PATH
# shellcheck disable=SC2046 # flags
cc tests/shape/consumer/main.c $(pkg-config --cflags --libs dot11) \
    -o "$work/consumer/by-pkg-config" || fail "pkg-config"
libdir=$(pkg-config --variable=libdir dot11)
[ "$(LD_LIBRARY_PATH=$libdir "$work/consumer/by-pkg-config")" = ok ] ||
    fail "the pkg-config build does not run"

# The shared library's interface is what the headers declare.
strange=$(nm -D --defined-only "$libdir/libdot11.so" |
    awk '$3 !~ /^dot11_/ { print $3 }')
[ -z "$strange" ] || fail "exported beside the interface: $strange"
finish
