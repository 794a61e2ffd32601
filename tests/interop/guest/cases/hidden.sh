# A network whose beacons do not name it is found by asking for it.
. /job/lib.sh
. /job/station.sh

ap_start hidden
station_start
expect_connect interop-hidden psk "$PASSPHRASE"
expect_ping sta "$AP_IP"
station_quit 0
