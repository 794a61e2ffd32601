# WPA2-PSK with CCMP, as both sides see it, with traffic both ways.
. /job/lib.sh
. /job/station.sh

ap_start psk
station_start
expect_connect interop-psk psk "$PASSPHRASE"
expect_wpa2_ccmp
expect_ping sta "$AP_IP" 50
expect_ping_from_ap
expect_command 10 disconnect
wait_for 10 ap_not_authorized "$STA_MAC" ||
    fail "the access point still counts the station as authorized"
station_quit 0
