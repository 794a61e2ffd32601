# Shared by the scripts of this folder; sourced, after `set -eu`.
#
# Each script is a test: it prints what it found, status 0 means the claim in
# its first comment holds, 77 that a tool for it is missing.

cd "$(dirname "$0")/../.."
root=$PWD
name=$(basename "$0" .sh)

fail() {
    echo "$name: $*"
    failed=yes
}

finish() {
    [ -z "${failed:-}" ] || exit 1
    echo "$name: ok${1:+, $1}"
    exit 0
}

need() {
    for tool in "$@"; do
        command -v "$tool" >/dev/null || {
            echo "$name: $tool is not installed"
            [ -z "${CI:-}" ] || exit 1
            exit 77
        }
    done
}

# core KIND: builds the core alone, as released. Sets
#   core     folder of its objects, laid out like src/
#   archive  a thin archive of them, whose members are named by path
#   prefix   of the tools: "" or arm-none-eabi-
# KIND is host, arm, or arm-lto for arm as the firmware preset builds it.
core() {
    dir=$root/build/shape/$1
    lto=OFF
    ar="ar"
    case $1 in
    host)
        prefix=
        set -- -DCMAKE_BUILD_TYPE=Release
        ;;
    arm | arm-lto)
        prefix=arm-none-eabi-
        need arm-none-eabi-gcc
        if [ "$1" = arm-lto ]; then
            lto=ON
            ar=gcc-ar
        fi
        set -- -DCMAKE_BUILD_TYPE=MinSizeRel \
            -DCMAKE_INTERPROCEDURAL_OPTIMIZATION=$lto \
            -DCMAKE_TOOLCHAIN_FILE="$root/tests/cross/arm-none-eabi.cmake"
        ;;
    esac
    mkdir -p "$dir"
    # Two tests may want it at the same time.
    (
        flock 9
        {
            cmake -S . -B "$dir" -G Ninja "$@" -DDOT11_TESTS=OFF \
                -DDOT11_PORTS=OFF -DDOT11_EXAMPLES=OFF -DDOT11_SHARED=OFF \
                -DDOT11_STACK_USAGE=ON &&
                cmake --build "$dir" --target dot11
        } >"$dir/log" 2>&1 || {
            tail -n 20 "$dir/log"
            echo "$name: the core does not build"
            exit 1
        }
        core=$dir/CMakeFiles/dot11.dir
        suffix=o
        [ -z "$prefix" ] || suffix=obj
        # Moved into place, because another test may be reading the old one.
        rm -f "$dir/core.a.new"
        sed -n "/^src/s|.*|$core/&.$suffix|p" src/sources.txt |
            xargs "$prefix$ar" rcsT "$dir/core.a.new"
        mv "$dir/core.a.new" "$dir/core.a"
    ) 9>"$dir/lock" || exit 1
    core=$dir/CMakeFiles/dot11.dir
    archive=$dir/core.a
}
