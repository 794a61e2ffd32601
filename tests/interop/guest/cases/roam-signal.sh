# limit: 120 s
# Two access points of one network: when the first becomes weak the station
# goes to the second by itself, and stays there when both are the same.
. /job/lib.sh
. /job/station.sh

ap_start psk
ap2_start psk2
station_start
expect_command 5 ap signal "$AP_MAC" -40
expect_command 5 ap signal "$AP2_MAC" -100
expect_command 5 roam rules weak -70 better 8 every 2
expect_connect interop-psk psk "$PASSPHRASE"
expect_ping sta "$AP_IP"

expect_command 5 ap signal "$AP2_MAC" -55
expect_command 5 ap signal "$AP_MAC" -82
wait_for 40 ap2_authorized "$STA_MAC" ||
    fail "a weak access point is kept: $(station_lines | tail -n 3)"
ap2_take_ip
expect_ping sta "$AP_IP"
[ "$(station_count "$LINK_LOST")" = 0 ] || fail "a roam told of a disassociation"
station_lines | grep -q '"event":"roam_start".*"reason":"better access point"' ||
    fail "the reason is: $(station_lines | grep roam_start)"

# As loud as ours, or a little louder, is no reason to go.
roams=$(station_count '"event":"roam_start"')
expect_command 5 ap signal "$AP_MAC" -52
sleep 6
[ "$(station_count '"event":"roam_start"')" = "$roams" ] ||
    fail "it went back for nothing"
station_quit 0
