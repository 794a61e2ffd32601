# limit: 240 s
# Management frame protection: with each cipher for groups, through group
# rekeys; leaves of the access point under the key, and in the clear.
. /job/lib.sh
. /job/station.sh

# expect_pmf CIPHER [SECURITY...]: as both sides see it.
expect_pmf() {
    cipher=$1
    shift
    expect_connect interop-pmf psk "$PASSPHRASE" "$@"
    case $(ap_flags "$STA_MAC") in
    *"[MFP]"*) ;;
    *) fail "the access point's flags are $(ap_flags "$STA_MAC")" ;;
    esac
    expect_command 5 status
    station_lines | grep '"event":"status"' | tail -n 1 |
        grep '"pmf":true' | grep -q "$cipher" ||
        fail "status knows no $cipher: \
            $(station_lines | grep '"event":"status"' | tail -n 1)"
    expect_ping sta "$AP_IP"
}

# How often the association was lost.
leaves() {
    station_count "$LINK_LOST"
}

ap_start pmf
station_start
expect_pmf BIP-CMAC-128
station_lines | grep '"event":"status"' | tail -n 1 |
    grep -q '"beacon_protection":true' || fail "beacons are not protected"
before=$(count "$STA_MAC WPA: group key handshake completed" \
    "$DIR/hostapd.log")
sleep 12
rekeys=$(($(count "$STA_MAC WPA: group key handshake completed" \
    "$DIR/hostapd.log") - before))
[ "$rekeys" -ge 2 ] || fail "$rekeys group rekeys"
expect_ping sta "$AP_IP"
[ "$(ap_connects "$STA_MAC")" = 1 ] || fail "the station had to reconnect"

# In the clear, by somebody with the access point's address: leaves to the
# station and to all, beacons, and what the twin itself has to say of the
# station's frames, which belong to no association there.
ip link set wlan2 address "$AP_MAC"
ap2_start twin
for to in "$STA_MAC" ff:ff:ff:ff:ff:ff; do
    for reason in 3 6 7; do
        AP_IF=wlan2 ap_cli deauthenticate $to reason=$reason >/dev/null
        AP_IF=wlan2 ap_cli disassociate $to reason=$reason >/dev/null
        usleep 300000
    done
done
usleep 1500000
kill "$(cat "$DIR/hostapd2.pid")"
station_lines | grep -q '"event":"unprotected"' ||
    fail "the station did not tell of a frame in the clear"
[ "$(leaves)" = 0 ] || fail "the station obeyed a frame in the clear"
[ "$(ap_connects "$STA_MAC")" = 1 ] || fail "the station had to reconnect"
expect_ping sta "$AP_IP"

# Under the key: to the station, then to all.
[ "$(ap_cli deauthenticate "$STA_MAC")" = OK ] ||
    fail "hostapd refused the command"
expect_return 2
[ "$(leaves)" = 1 ] || fail "the station did not obey a protected frame"
[ "$(ap_cli deauthenticate ff:ff:ff:ff:ff:ff)" = OK ] ||
    fail "hostapd refused the command"
expect_return 3
expect_command 10 disconnect
wait_for 10 ap_not_authorized "$STA_MAC" || fail "disconnect had no effect"
station_command 30 connect interop-pmf psk "$PASSPHRASE" pmf off
case $(ap_flags "$STA_MAC") in
*"[MFP]"*) fail "protected although it was not wanted" ;;
esac
expect_ping sta "$AP_IP"
expect_command 10 disconnect
ap_stop

for kind in cmac256:BIP-CMAC-256 gmac128:BIP-GMAC-128; do
    ap_start "pmf-${kind%%:*}"
    expect_pmf "${kind#*:}" pmf required
    # The MME of each cipher is right, too.
    [ "$(ap_cli deauthenticate ff:ff:ff:ff:ff:ff)" = OK ] ||
        fail "hostapd refused the command"
    expect_return $(($(ap_connects "$STA_MAC") + 1))
    expect_ping sta "$AP_IP"
    expect_command 10 disconnect
    wait_for 10 ap_not_authorized "$STA_MAC" || fail "disconnect had no effect"
    ap_stop
done
station_quit 0
