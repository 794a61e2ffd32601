#!/bin/sh
# Runs the named cases one after the other, each in a process and a folder of
# its own, and prints one line for each. Exit status 1 when one failed.
#
#   sh /job/main.sh CASE...
#
# Radio 0 is the access point's, radio 2 that of a second one, which few cases
# have. Radio 1 is the kernel station's and lives in
# a network namespace of its own, like the TAP interface of the station under
# test: otherwise the kernel would find both addresses local and no packet
# would ever reach the air.
set -u

. /job/lib.sh

prepare_network() {
    phy=$(cat /sys/class/net/wlan1/phy80211/name)
    for ns in kern sta; do
        ip netns add "$ns"
        # The kernel's own IPv6 chatter would be traffic no case asked for.
        ip netns exec "$ns" sysctl -q -w net.ipv6.conf.default.disable_ipv6=1
    done
    sysctl -q -w net.ipv6.conf.all.disable_ipv6=1
    iw phy "$phy" set netns name kern
}

# Ends whatever the case has left running, all of it in one process group,
# and takes the radios back to where the next case expects them.
clean_up() {
    group=$(cat "$1/group")
    for signal in TERM KILL; do
        kill -s "$signal" -- "-$group" || break
        usleep 300000
    done
    ip addr flush dev wlan0 2>/dev/null
    ip link set wlan0 down
    ip addr flush dev wlan2 2>/dev/null
    ip link set wlan2 down
    ip -n kern addr flush dev wlan1 2>/dev/null
    ip -n kern link set wlan1 down
    ip netns exec kern iw dev wlan1 set type managed
}

run_case() {
    name=$1
    file=/job/cases/$name.sh
    dir=/tmp/w/$name
    mkdir -p "$dir"
    limit=$(sed -n 's/^# limit: *\([0-9]*\) s$/\1/p' "$file")
    start=$(now_ms)

    export DIR="$dir"
    # shellcheck disable=SC2016 # expanded by the shell it starts
    setsid sh -c 'echo $$ >"$DIR/group"
        exec timeout -s KILL "$1" sh "$2"' \
        case "${limit:-60}" "$file" >"$dir/out" 2>"$dir/trace" &
    { wait $!; } 2>/dev/null
    rc=$?
    spent=$((($(now_ms) - start) / 100))
    clean_up "$dir" >/dev/null 2>&1
    sed 's/^/# /' "$dir/out"

    if [ $rc = 0 ]; then
        echo "ok $name ($((spent / 10)).$((spent % 10)) s)"
        passed=$((passed + 1))
    else
        reason=$(cat "$dir/reason" 2>/dev/null)
        [ $rc = 137 ] && reason="${reason:-not done after ${limit:-60} s}"
        echo "not ok $name ${reason:-ended with status $rc}"
        failed=$((failed + 1))
    fi
    if [ $rc != 0 ] || [ -e /job/keep ]; then
        rm -f "$dir"/*.fifo
        mkdir -p "/share/$name"
        cp "$dir"/* "/share/$name/"
    fi
    rm -rf "$dir"
}

passed=0
failed=0
prepare_network
for case in "$@"; do
    run_case "$case"
done
echo "$passed passed, $failed failed"
[ $failed = 0 ] && [ $passed -gt 0 ]
