# limit: 120 s
# Two access points of one network on two channels: the station goes from one
# to the other when it is asked to, and back, with traffic at both.
. /job/lib.sh
. /job/station.sh

ap_start psk
ap2_start psk2
station_start
expect_command 5 ap signal "$AP_MAC" -40
expect_command 5 ap signal "$AP2_MAC" -100
expect_connect interop-psk psk "$PASSPHRASE"
expect_ping sta "$AP_IP"
expect_command 5 ap signal "$AP2_MAC" -60

opened=$(station_count "$PORT_OPEN")
expect_command 20 roam
wait_for 10 ap2_authorized "$STA_MAC" ||
    fail "the second access point does not have the station"
wait_for 5 station_at_least $((opened + 1)) "$PORT_OPEN" ||
    fail "no word that the new port is open"
ap2_take_ip
expect_ping sta "$AP_IP"
station_lines | grep -q '"event":"assoc_done".*"reassoc":true' ||
    fail "it was no reassociation"
# The first one ends implicitly: nobody tells of it.
[ "$(station_count "$LINK_LOST")" = 0 ] || fail "a roam told of a disassociation"

expect_command 20 roam "$AP_MAC"
wait_for 10 ap_authorized "$STA_MAC" || fail "the station did not go back"
ip addr flush dev wlan2
ip addr replace "$AP_IP/24" dev wlan0
ip -n sta neigh flush dev "$TAP"
expect_ping sta "$AP_IP"
station_quit 0
