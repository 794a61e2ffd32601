#!/bin/sh
# The station against a real hostapd on a real mac80211, in a small guest.
#
#   sh tests/interop/run.sh [--only CASE,...] [--keep] [--list] [STATION]
#
# STATION is the dot11-station to test; without it $DOT11_STATION, or the one
# of the release build. --only runs the named cases alone. --keep leaves the
# logs of passed cases too. --list prints the names.
#
# Prints `ok NAME` or `not ok NAME reason` for each case, and as its last line
# `N passed, N failed`. Exit status: 0 all passed; 1 something failed; 2 bad
# usage; 77 this machine cannot run it, which is a failure where CI is set.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
cache=${DOT11_INTEROP_CACHE:-$root/build/interop}
limit=${DOT11_INTEROP_LIMIT:-1500}

usage() {
    sed -n 's/^# \{0,1\}//; 2,14p' "$0" >&2
    exit 2
}

# Not a pass and, where results are trusted, not a reason to be green.
cannot_run() {
    echo "interop: NOT RUN: $*" >&2
    echo "interop: packages: $(tr '\n' ' ' <"$here/packages.txt")" >&2
    [ -z "${CI:-}" ] || exit 1
    exit 77
}

only=
keep=
station=
while [ $# -gt 0 ]; do
    case $1 in
    --only)
        [ $# -ge 2 ] || usage
        only=$2
        shift
        ;;
    --only=*) only=${1#--only=} ;;
    --keep) keep=yes ;;
    --list)
        cat "$here/guest/cases/order"
        exit 0
        ;;
    -*) usage ;;
    *)
        [ -z "$station" ] || usage
        station=$1
        ;;
    esac
    shift
done

# The cases in their order, or those of --only in that order.
selected=
for case in $(cat "$here/guest/cases/order"); do
    case ",${only:-$case}," in
    *",$case,"*) selected="$selected $case" ;;
    esac
done
for case in $(echo "$only" | tr ',' ' '); do
    [ -f "$here/guest/cases/$case.sh" ] || {
        echo "interop: there is no case $case" >&2
        exit 2
    }
done

station=${station:-${DOT11_STATION:-$root/build/release/examples/dot11-station}}
if [ "$selected" != " rig" ] && [ ! -x "$station" ]; then
    echo "not ok station $station is not there; build it or name another"
    echo "0 passed, 1 failed"
    exit 1
fi

[ "$(uname -m)" = x86_64 ] ||
    cannot_run "the guest is built from an x86-64 machine's own packages"
for tool in qemu-system-x86_64 cpio busybox xz timeout apt-get; do
    command -v "$tool" >/dev/null || cannot_run "$tool is not installed"
done

sh "$here/image.sh" "$cache" || exit 1

logs=$(mktemp -d "$cache/logs-XXXXXX")
chmod 755 "$logs"

# The job goes in front of the base in one file: in the other order the big
# archive would need padding, or the kernel stops unpacking behind it.
job=$cache/job.$$
rm -rf "$job"
mkdir -p "$job/job"
cp -R "$here/guest/." "$job/job/"
mv "$job/job/init" "$job/init"
chmod 755 "$job/init"
echo "$selected" >"$job/job/selected"
[ -z "$keep" ] || : >"$job/job/keep"
if [ -x "$station" ]; then
    cp "$station" "$job/job/dot11-station"
    sh "$here/libs.sh" "$station" "$job"
fi
(cd "$job" && find . | cpio -o -H newc -R 0:0 --quiet) >"$job.cpio"
cat "$cache/base.cpio" >>"$job.cpio"
rm -rf "$job"
trap 'rm -f "$job.cpio"' EXIT
trap 'exit 130' INT TERM

. "$here/boot.sh"
boot_guest "$cache/vmlinux" "$job.cpio" "$logs" "$limit"

summary=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$logs/output" |
    tail -n 1 || true)
if [ "$guest_status" = 0 ] && [ -n "$summary" ]; then
    if [ -n "$keep" ]; then
        echo "# logs: $logs"
    else
        rm -rf "$logs"
    fi
    echo "$summary"
    exit 0
fi

# A guest that never said how it ended is a failure of its own, whatever it
# had printed before.
[ "$guest_status" != none ] ||
    echo "not ok guest no status line within $limit s or before it died"
[ -n "$summary" ] || summary="$(grep -c '^ok ' "$logs/output" || true) passed,\
 $(($(grep -c '^not ok ' "$logs/output" || true) + 1)) failed"
echo "# logs: $logs"
echo "$summary"
exit 1
