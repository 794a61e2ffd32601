# limit: 90 s
# The access point dies without a goodbye and starts again with no memory.
. /job/lib.sh
. /job/station.sh

ap_start psk
station_start
expect_connect interop-psk psk "$PASSPHRASE"
expect_ping sta "$AP_IP"
ap_crash
ap_start psk
expect_return 2
station_quit 0
