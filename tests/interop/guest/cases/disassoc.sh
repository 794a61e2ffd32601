# limit: 90 s
# The access point disassociates the station with a frame; it comes back by
# itself, and says why it went.
. /job/lib.sh
. /job/station.sh

ap_start psk
station_start
expect_connect interop-psk psk "$PASSPHRASE"
expect_ping sta "$AP_IP"
[ "$(ap_cli disassociate "$STA_MAC")" = OK ] ||
    fail "hostapd refused the command"
expect_return 2
station_lines | grep -q '"event":"disassoc".*"outcome":"disassociated by peer"' ||
    fail "the station says: $(station_lines | grep disassoc)"
station_quit 0
