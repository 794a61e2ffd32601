# limit: 120 s
# An access point that has lost the keys is asked (SA Query) and then left; and
# one that still has them puts the station off that comes back too early.
. /job/lib.sh
. /job/station.sh

ap_start pmf
station_start
expect_connect interop-pmf psk "$PASSPHRASE" pmf required
expect_ping sta "$AP_IP"
ap_crash
ap_start pmf
expect_return 2
station_lines | grep "$LINK_LOST" | tail -n 1
station_quit 0
