# limit: 90 s
# A halt while connected: the access point hears that the station leaves, the
# radio is off, and a start makes all of it possible again.
. /job/lib.sh
. /job/station.sh

ap_start psk
station_start
expect_connect interop-psk psk "$PASSPHRASE"
expect_ping sta "$AP_IP"
left=$(count "$STA_MAC IEEE 802.11: disassociated" "$DIR/hostapd.log")
expect_command 10 halt
wait_for 5 ap_not_authorized "$STA_MAC" || fail "the access point still has it"
[ "$(count "$STA_MAC IEEE 802.11: disassociated" "$DIR/hostapd.log")" -gt \
    "$left" ] || fail "hostapd heard no farewell"
[ "$(station_count '"event":"halted"')" = 1 ] || fail "no word of the halt"
expect_no_ping sta "$AP_IP"
station_command 5 scan
case $result in
*"$RESULT_OK"*) fail "a halted station scans" ;;
esac
expect_command 10 start
expect_connect interop-psk psk "$PASSPHRASE"
expect_ping sta "$AP_IP"
station_quit 1
