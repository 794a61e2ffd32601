# limit: 90 s
# The access point goes away in good order and comes back after some seconds.
. /job/lib.sh
. /job/station.sh

ap_start psk
station_start
expect_connect interop-psk psk "$PASSPHRASE"
expect_ping sta "$AP_IP"
ap_stop
sleep 3
expect_no_ping sta "$AP_IP"
ap_start psk
expect_return 2
station_quit 0
