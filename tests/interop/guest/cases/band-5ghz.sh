# A 5 GHz channel, with other legacy rates than the cases on 2.4 GHz.
. /job/lib.sh
. /job/station.sh

ap_start psk-5ghz
station_start
expect_connect interop-5ghz psk "$PASSPHRASE"
expect_wpa2_ccmp
expect_ping sta "$AP_IP"
expect_ping_from_ap
station_quit 0
