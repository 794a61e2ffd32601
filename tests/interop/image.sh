#!/bin/sh
# Builds what the guest boots from: an ELF kernel and the base file system.
#
#   sh tests/interop/image.sh CACHE
#
# Leaves CACHE/vmlinux and CACHE/base.cpio and prints nothing when both are
# there already. Debian's kernel package is downloaded and unpacked, never
# installed; its name is found through the dependency of linux-image-amd64,
# because the version is a part of the name and changes with every update.
set -eu

cache=$1
here=$(cd "$(dirname "$0")" && pwd)

# What the guest runs besides busybox.
tools="hostapd hostapd_cli wpa_supplicant wpa_cli iw ip"

# Loaded by the guest's init. The ciphers are asked for by name at run time,
# so nothing but this list brings them into the image.
modules="virtio_pci 9pnet_virtio 9p virtio-rng mac80211_hwsim tun
    ccm gcm cmac ctr ghash-generic michael_mic"

die() {
    echo "interop: $*" >&2
    exit 1
}

PATH=$PATH:/usr/sbin:/sbin
export PATH
for tool in $tools busybox cpio xz ldd apt-get dpkg-deb; do
    command -v "$tool" >/dev/null ||
        die "$tool is missing; see $here/packages.txt"
done

mkdir -p "$cache"
cache=$(cd "$cache" && pwd)
package=$(apt-cache depends linux-image-amd64 2>/dev/null |
    sed -n 's/^ *Depends: \(linux-image-[0-9][^ ]*\)$/\1/p' | head -n 1)
if [ -z "$package" ] && [ -r "$cache/package" ]; then
    package=$(cat "$cache/package")
fi
[ -n "$package" ] ||
    die "linux-image-amd64 is not known; run apt-get update first"
version=${package#linux-image-}

# The image is as old as this script and the tools it holds.
stamp="$package $(cat "$here/image.sh" "$(command -v busybox)" \
    $(for tool in $tools; do command -v "$tool"; done) | cksum)"
if [ -s "$cache/vmlinux" ] && [ -s "$cache/base.cpio" ] &&
    [ "$(cat "$cache/stamp" 2>/dev/null)" = "$stamp" ]; then
    exit 0
fi
rm -f "$cache/stamp"

unpack_kernel() {
    [ "$(cat "$cache/package" 2>/dev/null)" = "$package" ] &&
        [ -d "$cache/kernel/lib/modules/$version" ] && return 0
    echo "interop: downloading and unpacking $package" >&2
    rm -rf "$cache/kernel" "$cache/deb" "$cache/package" "$cache/vmlinux"
    mkdir -p "$cache/kernel" "$cache/deb"
    (cd "$cache/deb" && apt-get -q download "$package" >log 2>&1) ||
        { cat "$cache/deb/log" >&2; die "cannot download $package"; }
    dpkg-deb -x "$cache/deb/"*.deb "$cache/kernel"
    rm -rf "$cache/deb"
    # The package comes without modules.dep.
    busybox depmod -b "$cache/kernel" "$version"
    echo "$package" >"$cache/package"
}

# QEMU starts an ELF kernel through its PVH entry: no firmware and no
# decompression by the emulated processor. A kernel packed in another way than
# xz is used as it is, which is only slower.
extract_vmlinux() {
    bz=$cache/kernel/boot/vmlinuz-$version
    for at in $(LC_ALL=C grep -obUaP '\xFD7zXZ\x00' "$bz" | cut -d: -f1); do
        tail -c +$((at + 1)) "$bz" | xz -dc --single-stream \
            >"$cache/vmlinux.new" 2>/dev/null || true
        if [ "$(head -c 4 "$cache/vmlinux.new" | tail -c 3)" = ELF ]; then
            mv "$cache/vmlinux.new" "$cache/vmlinux"
            return 0
        fi
    done
    rm -f "$cache/vmlinux.new"
    cp "$bz" "$cache/vmlinux"
}

# The wanted modules and what they need, as paths below lib/modules/VERSION.
module_closure() {
    awk -v wanted="$modules" '
        function plain(path) {
            sub(/.*\//, "", path)
            sub(/\.ko.*/, "", path)
            gsub(/-/, "_", path)
            return path
        }
        function take(path, i, n, parts) {
            if (path in taken)
                return
            taken[path] = 1
            print path
            n = split(needs[path], parts, " ")
            for (i = 1; i <= n; i++)
                take(parts[i])
        }
        {
            path = substr($1, 1, length($1) - 1)
            $1 = ""
            needs[path] = $0
            by_name[plain(path)] = path
        }
        END {
            n = split(wanted, names, " ")
            for (i = 1; i <= n; i++)
                if (plain(names[i]) in by_name)
                    take(by_name[plain(names[i])])
        }' "$cache/kernel/lib/modules/$version/modules.dep"
}

build_base() {
    root=$cache/root
    rm -rf "$root"
    mkdir -p "$root/bin" "$root/sbin" "$root/usr/sbin" "$root/dev" \
        "$root/proc" "$root/sys" "$root/tmp" "$root/run" "$root/share" \
        "$root/etc" "$root/lib/firmware" "$root/lib/modules/$version"

    cp "$(command -v busybox)" "$root/bin/busybox"
    for name in $(busybox --list); do
        [ "$name" = busybox ] || ln -s /bin/busybox "$root/bin/$name"
    done
    ln -s /bin/busybox "$root/sbin/modprobe"
    for tool in $tools; do
        rm -f "$root/bin/$tool"
        cp "$(command -v "$tool")" "$root/usr/sbin/$tool"
        sh "$here/libs.sh" "$(command -v "$tool")" "$root"
    done

    module_closure | while read -r path; do
        mkdir -p "$root/lib/modules/$version/$(dirname "$path")"
        cp "$cache/kernel/lib/modules/$version/$path" \
            "$root/lib/modules/$version/$path"
    done
    for list in builtin order; do
        cp "$cache/kernel/lib/modules/$version/modules.$list" \
            "$root/lib/modules/$version/"
    done
    busybox depmod -b "$root" "$version"
    # shellcheck disable=SC2086 # one line of words
    echo $modules >"$root/etc/modules"

    # Without the database a country code costs hostapd five seconds and an
    # access point on 5 GHz never starts.
    for file in regulatory.db regulatory.db.p7s; do
        cp "/lib/firmware/$file-upstream" "$root/lib/firmware/$file"
    done

    (cd "$root" && find . | cpio -o -H newc -R 0:0 --quiet) \
        >"$cache/base.cpio"
    rm -rf "$root"
}

unpack_kernel
[ -s "$cache/vmlinux" ] || extract_vmlinux
build_base
echo "$stamp" >"$cache/stamp"
