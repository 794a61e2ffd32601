# The medium of the station under test carries others too: the kernel's own
# station connects through it, beside the station, and both have traffic.
. /job/lib.sh
. /job/station.sh
. /job/kernel_station.sh

ap_start psk
station_start
expect_connect interop-psk psk "$PASSPHRASE"
kern_start kern-psk
kern_wait_connected 1
expect_authorized "$KERN_MAC"
expect_ping kern "$AP_IP"
expect_ping sta "$AP_IP"
expect_ping sta "$KERN_IP"
station_quit 0
