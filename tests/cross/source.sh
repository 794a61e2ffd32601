#!/bin/sh
# Fetches and unpacks Debian's source packages.
#
#   sh tests/cross/source.sh PACKAGE...
#
# Leaves build/deps/src/PACKAGE/. The machine's own package configuration is
# not touched: a private copy of its sources has "deb-src" in place of "deb".
# Needs no root.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
deps=$root/build/deps
apt=$deps/apt

fetch() {
    if [ ! -d "$apt/lists" ]; then
        rm -rf "$apt.new"
        mkdir -p "$apt.new/sources" "$apt.new/lists/partial" \
            "$apt.new/cache/archives/partial"
        # Debian's own repositories only: others need not carry sources.
        for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
            [ -f "$file" ] || continue
            sed -n '/debian\.org\|debian\/\|debian-security/s/^deb /deb-src /p' \
                "$file" >"$apt.new/sources/$(basename "$file" .list).list"
        done
        for file in /etc/apt/sources.list.d/*.sources; do
            [ -f "$file" ] || continue
            grep -qi '^URIs:.*debian' "$file" || continue
            sed 's/^Types:.*/Types: deb-src/' "$file" \
                >"$apt.new/sources/$(basename "$file")"
        done
        rm -rf "$apt"
        mv "$apt.new" "$apt"
        $apt_get update -qq || {
            rm -rf "$apt"
            return 1
        }
    fi
    mkdir -p "$deps/download/$1"
    (cd "$deps/download/$1" && $apt_get source -qq --download-only "$1")
}

apt_get="apt-get -o Dir::Etc::SourceList=/dev/null
    -o Dir::Etc::SourceParts=$apt/sources
    -o Dir::State::Lists=$apt/lists
    -o Dir::Cache=$apt/cache
    -o APT::Sandbox::User="

for package in "$@"; do
    [ ! -d "$deps/src/$package" ] || continue
    fetch "$package" || {
        echo "source.sh: cannot get the source package $package" >&2
        exit 1
    }
    rm -rf "$deps/src/$package.new"
    mkdir -p "$deps/src/$package.new"
    for archive in "$deps/download/$package"/*.orig.tar.*; do
        case $archive in
        *.asc) continue ;;
        esac
        tar -xf "$archive" -C "$deps/src/$package.new" --strip-components=1
    done
    mv "$deps/src/$package.new" "$deps/src/$package"
done
