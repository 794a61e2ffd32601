# A wrong passphrase: a clear failure in bounded time, no port, exit status 1;
# and the right one succeeds in the same process afterwards.
. /job/lib.sh
. /job/station.sh

ap_start psk
station_start
station_command 40 connect interop-psk psk "incorrect-horse"
case $result in
*"$RESULT_OK"*) fail "connect succeeded with a wrong passphrase" ;;
esac
station_lines | grep -q -i "wrong passphrase" ||
    fail "the failure does not name the passphrase: $result"
[ "$(station_count "$PORT_OPEN")" = 0 ] || fail "the port was opened"
[ "$(ap_connects "$STA_MAC")" = 0 ] || fail "the access point let it in"
ap_not_authorized "$STA_MAC" || fail "the access point authorized it"
expect_no_ping sta "$AP_IP"

expect_connect interop-psk psk "$PASSPHRASE"
expect_ping sta "$AP_IP"
station_quit 1
