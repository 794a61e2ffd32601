# limit: 120 s
# A network with WPA2 and WPA3 is joined with WPA3, says that it needs WPA2 no
# more, and a twin with WPA2 alone is not taken for it.
. /job/lib.sh
. /job/station.sh

ap_start transition
station_start
expect_connect interop-transition auto "$PASSPHRASE"
akm=$(ap_sta_value "$STA_MAC" AKMSuiteSelector)
[ "$akm" = 00-0f-ac-8 ] || fail "the access point counts suite '$akm'"
[ "$(station_count '"event":"pinned"')" = 1 ] ||
    fail "the station did not hear that WPA2 is disabled"
expect_ping sta "$AP_IP"
ap_stop

ap_start transition-psk
wait_for 30 station_at_least 1 "$LINK_LOST" || fail "the station lost nothing"
sleep 15
[ "$(ap_connects "$STA_MAC")" = 1 ] || fail "the station joined the twin"
expect_command 10 disconnect
# Who asks for WPA2 gets it.
expect_connect interop-transition psk "$PASSPHRASE"
expect_ping sta "$AP_IP"
station_quit 0
