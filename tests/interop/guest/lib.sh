# What every case needs: time, waiting, failing, and the access point.
#
# A case is a file run by a process of its own. DIR is a folder for its logs.
# It says why it failed by calling `fail` and passes by reaching its end.
# shellcheck shell=sh

AP_IP=10.11.0.1
STA_IP=10.11.0.2
KERN_IP=10.11.0.3
# shellcheck disable=SC2034 # used by the cases
PASSPHRASE=correct-horse-battery

# The shell would take busybox's own `ip` first, which knows no namespaces.
ip() {
    /usr/sbin/ip "$@"
}

# Milliseconds since the guest began, from /proc/uptime's two decimals.
now_ms() {
    read -r up _ </proc/uptime
    frac=${up#*.}
    echo $((${up%.*} * 1000 + ${frac#0} * 10))
}

fail() {
    echo "$*" | tee "$DIR/reason" >&2
    exit 1
}

# wait_for SECONDS COMMAND...: until the command succeeds; false when it
# never did.
wait_for() {
    until_ms=$(($(now_ms) + $1 * 1000))
    shift
    while ! "$@" >/dev/null 2>&1; do
        [ "$(now_ms)" -lt "$until_ms" ] || return 1
        usleep 30000
    done
}

# How often a pattern stands in a file; 0 when there is no such file.
count() {
    grep -c -e "$1" "$2" 2>/dev/null || true
}

# at_least N PATTERN FILE
at_least() {
    [ "$(count "$2" "$3")" -ge "$1" ]
}

# The octets of a MAC address of radio N, as the driver makes them.
# shellcheck disable=SC2034
KERN_MAC=02:00:00:00:01:00
# The BSSIDs of both access points.
# shellcheck disable=SC2034
AP_MAC=02:00:00:00:00:00
# shellcheck disable=SC2034
AP2_MAC=02:00:00:00:02:00

# --- the access point -------------------------------------------------------

# ap_start CONFIG: hostapd with /job/conf/CONFIG.conf on wlan0. May be called
# again after ap_stop or ap_crash; the log goes on.
ap_start() {
    before=$(count AP-ENABLED "$DIR/hostapd.log")
    sh -c 'echo $$ >"$1/hostapd.pid"
        exec hostapd -t -f "$1/hostapd.log" "/job/conf/$2.conf"' \
        ap "$DIR" "$1" >"$DIR/hostapd.out" 2>&1 &
    wait_for 20 at_least $((before + 1)) AP-ENABLED "$DIR/hostapd.log" ||
        fail "hostapd did not bring up its access point"
    ip addr replace "$AP_IP/24" dev wlan0
}

# Ends hostapd in good order: it says goodbye to its stations.
ap_stop() {
    kill "$(cat "$DIR/hostapd.pid")"
    wait_for 10 pid_gone "$DIR/hostapd.pid" || fail "hostapd did not end"
}

# Takes hostapd away without a word on the air.
ap_crash() {
    kill -KILL "$(cat "$DIR/hostapd.pid")"
    wait_for 10 pid_gone "$DIR/hostapd.pid" || fail "hostapd did not end"
}

# A process is also gone when only its parent has not looked yet.
pid_gone() {
    pid=$(cat "$1")
    [ ! -d "/proc/$pid" ] || grep -q '^State:.Z' "/proc/$pid/status"
}

ap_cli() {
    hostapd_cli -p /run/hostapd -i "${AP_IF:-wlan0}" "$@"
}

# A second access point, on radio 2, with a log of its own. Its interface has
# no address until ap2_take_ip.
ap2_start() {
    sh -c 'echo $$ >"$1/hostapd2.pid"
        exec hostapd -t -f "$1/hostapd2.log" "/job/conf/$2.conf"' \
        ap "$DIR" "$1" >"$DIR/hostapd2.out" 2>&1 &
    wait_for 20 at_least 1 AP-ENABLED "$DIR/hostapd2.log" ||
        fail "hostapd did not bring up the second access point"
}

# ap_pair_start CONFIG CONFIG: one hostapd with two access points that talk to
# each other, on wlan0 and wlan2.
ap_pair_start() {
    before=$(count AP-ENABLED "$DIR/hostapd.log")
    sh -c 'echo $$ >"$1/hostapd.pid"
        exec hostapd -t -f "$1/hostapd.log" "/job/conf/$2.conf" \
            "/job/conf/$3.conf"' \
        ap "$DIR" "$1" "$2" >"$DIR/hostapd.out" 2>&1 &
    wait_for 20 at_least $((before + 2)) AP-ENABLED "$DIR/hostapd.log" ||
        fail "hostapd did not bring up its access points"
    ap1_take_ip
}

ap1_take_ip() {
    ip addr flush dev wlan2
    ip addr replace "$AP_IP/24" dev wlan0
    ip -n sta neigh flush dev "$TAP" 2>/dev/null || true
}

# The network's address moves to the second access point, as if both were on
# one wire, and the station's side asks anew who has it.
ap2_take_ip() {
    ip addr flush dev wlan0
    ip addr replace "$AP_IP/24" dev wlan2
    ip -n sta neigh flush dev "$TAP"
}

ap2_authorized() {
    AP_IF=wlan2 ap_authorized "$1"
}

ap2_not_authorized() {
    ! ap2_authorized "$1"
}

# The flags of one station as the access point sees them, such as
# [AUTH][ASSOC][AUTHORIZED]; nothing for a station it does not know.
ap_flags() {
    ap_cli all_sta 2>/dev/null | awk -v mac="$1" '
        /^[0-9a-f][0-9a-f]:/ { mine = ($1 == mac) }
        mine && /^flags=/ { sub(/^flags=/, ""); print; exit }'
}

# ap_sta_value MAC KEY: one line of the access point's record of a station.
ap_sta_value() {
    ap_cli sta "$1" 2>/dev/null | sed -n "s/^$2=//p" | head -n 1
}

ap_authorized() {
    case $(ap_flags "$1") in
    *"[AUTH]"*"[ASSOC]"*"[AUTHORIZED]"*) return 0 ;;
    esac
    return 1
}

ap_not_authorized() {
    ! ap_authorized "$1"
}

# How often the access point said that a station connected.
ap_connects() {
    count "AP-STA-CONNECTED $1" "$DIR/hostapd.log"
}

# expect_authorized MAC [SECONDS]
expect_authorized() {
    wait_for "${2:-15}" ap_authorized "$1" ||
        fail "the access point's flags for $1 are '$(ap_flags "$1")'"
}

# --- traffic ----------------------------------------------------------------

# expect_ping NAMESPACE ADDRESS [COUNT]: every echo has to come back, and the
# counters of ping are the witness. The one before them is for ARP, and for
# what an access point drops while it still opens its own port.
expect_ping() {
    wait_for 10 ip netns exec "$1" ping -q -c 1 -W 1 "$2" ||
        fail "no echo from $2 at all"
    ip netns exec "$1" ping -q -c "${3:-10}" -i 0.05 -W 2 "$2" \
        >"$DIR/ping.txt" 2>&1
    grep -q ' 0% packet loss' "$DIR/ping.txt" ||
        fail "ping to $2: $(grep 'packet loss' "$DIR/ping.txt")"
}

# expect_no_ping NAMESPACE ADDRESS
expect_no_ping() {
    ! ip netns exec "$1" ping -q -c 2 -W 1 "$2" >/dev/null 2>&1 ||
        fail "$2 answers although no port should be open"
}
