# An open network: scan, connect, traffic both ways, leave.
. /job/lib.sh
. /job/station.sh

ap_start open
station_start
expect_command 30 scan
station_lines | grep -q '"interop-open"' ||
    fail "the scan did not report the network"
expect_connect interop-open open
expect_ping sta "$AP_IP"
expect_ping_from_ap
expect_command 10 disconnect
wait_for 10 ap_not_authorized "$STA_MAC" ||
    fail "the access point still counts the station as authorized"
expect_no_ping sta "$AP_IP"
station_quit 0
