# limit: 90 s
# The access point that is heard best is full and says so; the next one of the
# network takes the station, and the record tells what happened with each.
. /job/lib.sh
. /job/station.sh
. /job/kernel_station.sh

ap_start psk-full
ap2_start psk2
station_start
kern_start kern-psk
kern_wait_connected 1
expect_authorized "$KERN_MAC"

expect_command 5 ap signal "$AP_MAC" -40
expect_command 5 ap signal "$AP2_MAC" -60
expect_heard "$AP_MAC" "$AP2_MAC"
expect_command 30 connect interop-psk psk "$PASSPHRASE"
wait_for 5 ap2_authorized "$STA_MAC" ||
    fail "the second access point does not have the station"
ap_not_authorized "$STA_MAC" || fail "the full access point has it too"

# One connect, two associations: the first refused with "no more stations".
first='"event":"assoc_done".*"code":17.*"bssid":"'$AP_MAC
second='"event":"assoc_done".*"err":"ok".*"bssid":"'$AP2_MAC
[ "$(station_count "$first")" = 1 ] ||
    fail "no refusal with status 17: $(station_lines | grep assoc_done)"
[ "$(station_count "$second")" = 1 ] ||
    fail "no second association: $(station_lines | grep assoc_done)"
[ "$(station_count '"event":"connect_start"')" = 1 ] ||
    fail "it took more than one connect"
expect_command 5 explain
station_lines | grep -q '"event":"explanation".*"verdict":"connected"' ||
    fail "the record does not say that it connected"

ap2_take_ip
expect_ping sta "$AP_IP"
station_quit 0
