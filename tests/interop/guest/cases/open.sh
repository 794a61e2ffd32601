# An open network: scan, connect, traffic both ways, leave.
. /job/lib.sh
. /job/station.sh

ap_start open
station_start
# The first exchanges of a fresh guest under emulation take up to a quarter of
# a second: longer than anybody waits on a channel.
for try in 1 2 3; do
    expect_command 30 scan
    expect_command 10 bss
    station_lines | grep -q '"interop-open"' && break
done
station_lines | grep -q '"interop-open"' ||
    fail "three scans did not report the network"
expect_connect interop-open open
expect_ping sta "$AP_IP"
expect_ping_from_ap
expect_command 10 disconnect
wait_for 10 ap_not_authorized "$STA_MAC" ||
    fail "the access point still counts the station as authorized"
expect_no_ping sta "$AP_IP"
station_quit 0
