# limit: 90 s
# Beacons stop without a goodbye: only their absence can tell the station.
. /job/lib.sh
. /job/station.sh

ap_start psk
station_start
expect_connect interop-psk psk "$PASSPHRASE"
ap_crash
ip link set wlan0 down
wait_for 20 station_at_least 1 "$LINK_LOST" ||
    fail "the station did not notice that the beacons stopped"
ap_start psk
expect_return 2
station_quit 0
