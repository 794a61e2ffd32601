#!/bin/sh
# Makes sure that Debian packages are installed, and says what each is for.
#
#   sh tests/setup.sh GROUP...
#
# A GROUP is tests/packages/GROUP.txt, tests/GROUP/packages.txt or
# GROUP/packages.txt: one package a line, then why. Nothing happens when all are there. As root (or with sudo
# that asks no password) the missing ones are installed; otherwise they are
# listed and the script ends with status 1.
set -eu

here=$(cd "$(dirname "$0")" && pwd)

installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# The package lists of the groups; a step without one needs nothing more.
lists=
for group in "$@"; do
    for list in "$here/packages/$group.txt" "$here/$group/packages.txt" \
        "$here/../$group/packages.txt"; do
        [ ! -f "$list" ] || lists="$lists$list
"
    done
done
IFS='
'
# shellcheck disable=SC2086 # one path a line
set -- $lists
unset IFS
[ $# -gt 0 ] || exit 0

command -v dpkg-query >/dev/null || {
    echo "setup: this is not Debian; install the equivalents of:" >&2
    grep -hv '^#' "$@" >&2
    echo "setup: and run the steps with --no-setup" >&2
    exit 1
}

missing=
for list in "$@"; do
    while read -r package reason; do
        case $package in
        '' | '#'*) continue ;;
        esac
        case " $missing " in
        *" $package "*) continue ;;
        esac
        installed "$package" && continue
        [ -n "$missing" ] || echo "setup: packages to install:"
        printf '  %-28s %s\n' "$package" \
            "${reason:-"for ${list#"$here/"}"}"
        missing="$missing $package"
    done <"$list"
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        as_root="sudo -n"
    else
        echo "setup: not root, and sudo would ask; install them with" >&2
        echo "  apt-get install --no-install-recommends$missing" >&2
        exit 1
    fi
fi

install_all() {
    # shellcheck disable=SC2086 # lists are meant to be split
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
        --no-install-recommends -o DPkg::Lock::Timeout=600 \
        -o Dpkg::Use-Pty=0 $missing >"$log" 2>&1
}

log=$(mktemp)
trap 'rm -f "$log"' EXIT
began=$(date +%s)
# Known package lists may be stale, or there may be none yet.
$as_root apt-get update -qq -o DPkg::Lock::Timeout=600 >"$log" 2>&1 ||
    tail -n 5 "$log" >&2
install_all || {
    tail -n 20 "$log" >&2
    echo "setup: apt-get could not install$missing" >&2
    exit 1
}
echo "setup: installed in $(($(date +%s) - began)) s"
