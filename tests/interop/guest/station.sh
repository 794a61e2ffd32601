# The station under test: dot11-station on the simulated radios' medium.
#
# The process owns the whole medium: it also carries the frames between the
# access point and the kernel's own station. Commands go in through a fifo,
# one JSON object a line comes out. Its packets end in a TAP interface that is
# moved to the namespace `sta`.
# shellcheck shell=sh

STA_MAC=02:d1:11:00:00:01
TAP=dot0

# station_start [ARGUMENT...]
station_start() {
    mkfifo "$DIR/commands.fifo"
    # Open for reading too, so that neither end blocks or sees an end of file.
    exec 9<>"$DIR/commands.fifo"
    (
        sh -c 'echo $$ >"$1/station.pid"
            out=$1
            shift
            exec /job/dot11-station --radio hwsim --json "$@" \
                <"$out/commands.fifo" >"$out/station.json" \
                2>"$out/station.err"' \
            station "$DIR" --mac "$STA_MAC" --seed 1 --tap "$TAP" \
            --pcap "$DIR/air.pcap" "$@" 9>&-
        echo $? >"$DIR/station.rc"
    ) 9>&- &
    # Not before it is up, with its address: the station sets both by the
    # name that the interface has here.
    wait_for 10 tap_ready ||
        fail "no TAP interface that is up and has the station's address:" \
            "$(tail -n 1 "$DIR/station.err")"
    ip link set "$TAP" netns sta
    ip -n sta addr add "$STA_IP/24" dev "$TAP"
    ip -n sta link set "$TAP" up
}

tap_ready() {
    ip -o link show dev "$TAP" up | grep -q -i "ether $STA_MAC"
}

# station_quit STATUS: ask it to end and compare its exit status.
station_quit() {
    echo quit >&9
    wait_for 15 test -s "$DIR/station.rc" || fail "the station does not quit"
    rc=$(cat "$DIR/station.rc")
    [ "$rc" = "$1" ] || fail "the station's exit status is $rc and not $1"
}

# Its lines so far, without the blanks JSON allows between tokens.
station_lines() {
    sed 's/": */":/g; s/, *"/,"/g' "$DIR/station.json"
}

# station_count PATTERN: how many of its lines match.
station_count() {
    station_lines | grep -c -e "$1" || true
}

station_at_least() {
    [ ! -s "$DIR/station.rc" ] || return 0
    [ "$(station_count "$2")" -ge "$1" ]
}

# station_command SECONDS WORD...: send a command and wait for its result,
# which is left in $result.
station_command() {
    seconds=$1
    shift
    before=$(station_count "$RESULT")
    line=
    for word in "$@"; do
        case $word in
        *" "*) word="\"$word\"" ;;
        esac
        line="$line $word"
    done
    echo "$line" >&9
    wait_for "$seconds" station_at_least $((before + 1)) "$RESULT" ||
        fail "no result of '$1' after $seconds s"
    [ ! -s "$DIR/station.rc" ] ||
        fail "the station ended with status $(cat "$DIR/station.rc") in '$1'"
    result=$(station_lines | grep -e "$RESULT" | tail -n 1)
}

RESULT='"event":"result"'
RESULT_OK='"ok":true'
# Made open (no security), or opened by the handshake.
PORT_OPEN='"event":"port".*"authorized":true'
LINK_LOST='"event":"disassoc"'
AUTH_SENT='"event":"assoc_start"'

# expect_command SECONDS WORD...: the same, and it has to succeed.
expect_command() {
    station_command "$@"
    shift
    case $result in
    *"$RESULT_OK"*) ;;
    *) fail "'$1' failed: $result" ;;
    esac
}

# expect_heard BSSID...: all of them are in one list of networks, if need be
# after some scans.
expect_heard() {
    for _ in 1 2 3 4 5; do
        expect_command 20 scan
        expect_command 5 bss
        missing=
        for bssid in "$@"; do
            station_lines | tail -n 40 | grep -q "\"event\":\"bss\".*$bssid" ||
                missing=$bssid
        done
        [ -n "$missing" ] || return 0
    done
    fail "$missing was never heard"
}

# expect_connect SSID [SECURITY...]: connected as both sides see it.
expect_connect() {
    opened=$(station_count "$PORT_OPEN")
    expect_command 30 connect "$@"
    [ "$(station_count "$PORT_OPEN")" -gt "$opened" ] ||
        fail "connect succeeded without a word that the port is open"
    expect_authorized "$STA_MAC" 5
}

# Traffic that the access point begins: ARP by broadcast, then echoes.
expect_ping_from_ap() {
    ip neigh flush dev wlan0
    wait_for 10 ping -q -c 1 -W 1 "$STA_IP" ||
        fail "the station's side answers nothing that the access point sends"
    ping -q -c 10 -i 0.05 -W 2 "$STA_IP" >"$DIR/ping.txt" 2>&1
    grep -q ' 0% packet loss' "$DIR/ping.txt" ||
        fail "ping from the access point:" \
            "$(grep 'packet loss' "$DIR/ping.txt")"
}

# expect_return CONNECTS: the access point has seen this many connects of the
# station, the last one holds, and traffic flows.
expect_return() {
    wait_for 40 at_least "$1" "AP-STA-CONNECTED $STA_MAC" \
        "$DIR/hostapd.log" || fail "the station did not come back"
    expect_authorized "$STA_MAC"
    wait_for 10 station_at_least "$1" "$PORT_OPEN" ||
        fail "the station did not say that its port is open again"
    expect_ping sta "$AP_IP"
}

# expect_wpa2_ccmp: the access point's own record of suite and cipher, for
# WPA2-PSK (00-0f-ac:2) with CCMP (00-0f-ac:4).
expect_wpa2_ccmp() {
    akm=$(ap_sta_value "$STA_MAC" AKMSuiteSelector)
    cipher=$(ap_sta_value "$STA_MAC" dot11RSNAStatsSelectedPairwiseCipher)
    [ "$akm $cipher" = "00-0f-ac-2 00-0f-ac-4" ] ||
        fail "the access point counts suite '$akm' and cipher '$cipher'"
}
