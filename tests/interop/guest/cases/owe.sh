# limit: 150 s
# Enhanced Open: each group, one that is refused, and a reconnect.
. /job/lib.sh
. /job/station.sh

# expect_owe [OPTION...]: as both sides see it.
expect_owe() {
    expect_connect interop-owe owe "$@"
    akm=$(ap_sta_value "$STA_MAC" AKMSuiteSelector)
    [ "$akm" = 00-0f-ac-18 ] || fail "the access point counts suite '$akm'"
    expect_ping sta "$AP_IP"
    expect_command 10 disconnect
    wait_for 10 ap_not_authorized "$STA_MAC" || fail "disconnect had no effect"
}

ap_start owe
station_start
for group in 19 20 21; do
    expect_owe group $group
done
expect_owe
ap_stop

# Status 77: with nothing else to offer it is the end; else there is a next one.
# The next connect is by the PMK that is kept, whatever the group.
ap_start owe-21
station_command 40 connect interop-owe owe group 19
case $result in
*"$RESULT_OK"*) fail "connect succeeded without a group of both" ;;
esac
expect_owe
expect_owe
station_quit 1
