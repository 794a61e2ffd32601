# limit: 180 s
# Each cipher of CCMP and GCMP but CCMP-128, alone and mixed: as the access
# point counts it, with traffic both ways and under new group keys.
. /job/lib.sh
. /job/station.sh

group_handshakes() {
    count "$STA_MAC WPA: group key handshake completed" "$DIR/hostapd.log"
}

# expect_cipher CONF SUITE: connect, look at the pairwise cipher, pass traffic.
expect_cipher() {
    ap_start "$1"
    expect_connect interop-ciphers psk "$PASSPHRASE"
    cipher=$(ap_sta_value "$STA_MAC" dot11RSNAStatsSelectedPairwiseCipher)
    [ "$cipher" = "$2" ] || fail "$1: the access point counts cipher '$cipher'"
    connects=$(ap_connects "$STA_MAC")
    before=$(group_handshakes)
    expect_ping sta "$AP_IP" 20
    expect_ping_from_ap
    arping -b -c 14 -I wlan0 "$STA_IP" >"$DIR/arping-$1.txt" 2>&1 ||
        fail "$1: no answer to broadcasts"
    grep -q 'Received 14 ' "$DIR/arping-$1.txt" ||
        fail "$1: broadcasts: $(grep Received "$DIR/arping-$1.txt")"
    [ "$(group_handshakes)" -gt "$before" ] || fail "$1: no new group key"
    [ "$(ap_connects "$STA_MAC")" = "$connects" ] || fail "$1: it had to reconnect"
    expect_command 10 disconnect
    wait_for 10 ap_not_authorized "$STA_MAC" || fail "disconnect had no effect"
    ap_stop
}

station_start
expect_cipher gcmp 00-0f-ac-8
expect_cipher gcmp-256 00-0f-ac-9
expect_cipher ccmp-256 00-0f-ac-10
expect_cipher gcmp-256-ccmp 00-0f-ac-9
station_quit 0
