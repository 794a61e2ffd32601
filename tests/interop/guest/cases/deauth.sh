# limit: 90 s
# The access point throws the station out; it comes back by itself.
. /job/lib.sh
. /job/station.sh

ap_start psk
station_start
expect_connect interop-psk psk "$PASSPHRASE"
expect_ping sta "$AP_IP"
for round in 2 3; do
    [ "$(ap_cli deauthenticate "$STA_MAC")" = OK ] ||
        fail "hostapd refused the command"
    expect_return $round
done
station_quit 0
