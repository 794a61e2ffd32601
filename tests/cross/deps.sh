#!/bin/sh
# What tests need for another processor or system, from Debian's sources:
# cmocka, built into build/deps/TARGET, and the source tree of Mbed TLS, which
# ports/crypto-mbedtls builds with the rest.
#
#   sh tests/cross/deps.sh TARGET [CFLAGS...]
#
# TARGET is the prefix of a cross gcc: mips-linux-gnu, x86_64-w64-mingw32 ...
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
target=$1
shift
prefix=$root/build/deps/$target
cmocka=$root/build/deps/src/cmocka

sh "$here/source.sh" cmocka mbedtls
[ ! -f "$prefix/lib/pkgconfig/cmocka.pc" ] || exit 0
command -v "$target-gcc" >/dev/null || {
    echo "deps.sh: $target-gcc is not installed" >&2
    exit 1
}

mkdir -p "$prefix/include" "$prefix/lib/pkgconfig" "$prefix/obj"
defines=
case $target in
*-mingw32)
    defines="-DHAVE_IO_H -DHAVE_MALLOC_H -DHAVE__SNPRINTF_S \
        -DHAVE__VSNPRINTF_S"
    static=-DCMOCKA_STATIC
    ;;
*-linux-gnu)
    defines="-DHAVE_SYS_TYPES_H -DHAVE_STRSIGNAL -DHAVE_UNISTD_H \
        -DHAVE_CLOCK_GETTIME_REALTIME -DHAVE_STRUCT_TIMESPEC -D_GNU_SOURCE"
    static=
    ;;
*) static= ;;
esac
cat >"$prefix/obj/config.h" <<'END'
#define HAVE_ASSERT_H 1
#define HAVE_INTTYPES_H 1
#define HAVE_MALLOC 1
#define HAVE_SETJMP_H 1
#define HAVE_SIGNAL_H 1
#define HAVE_SNPRINTF 1
#define HAVE_STDINT_H 1
#define HAVE_STDIO_H 1
#define HAVE_STDLIB_H 1
#define HAVE_STRING_H 1
#define HAVE_TIME_H 1
#define HAVE_VSNPRINTF 1
END
# shellcheck disable=SC2086 # both lists are meant to be split
"$target-gcc" -std=gnu99 -O1 -g -w -DHAVE_CONFIG_H $defines $static "$@" \
    -I"$prefix/obj" -I"$cmocka/include" \
    -c "$cmocka/src/cmocka.c" -o "$prefix/obj/cmocka.o"
rm -f "$prefix/lib/libcmocka.a"
"$target-ar" rcs "$prefix/lib/libcmocka.a" "$prefix/obj/cmocka.o"
cp "$cmocka/include/cmocka.h" "$prefix/include/"
cat >"$prefix/lib/pkgconfig/cmocka.pc" <<END
prefix=\${pcfiledir}/../..
Name: cmocka
Description: Unit testing library for C
Version: 1.1.5
Cflags: -I\${prefix}/include $static
Libs: -L\${prefix}/lib -lcmocka
END
