# limit: 90 s
# A disconnect while a connect is under way ends it at once, as cancelled and
# with nothing left at the access point; the next connect is as good as new.
. /job/lib.sh
. /job/station.sh

ap_start psk
station_start
for pause_us in 0 3000 20000 100000 400000; do
    expect_command 5 connect interop-psk psk "$PASSPHRASE" nowait
    [ $pause_us = 0 ] || usleep $pause_us
    expect_command 10 disconnect
    wait_for 10 ap_not_authorized "$STA_MAC" ||
        fail "the access point still has the station after $pause_us us"
done
[ "$(station_count '"event":"connect_start"')" = 5 ] ||
    fail "not five connects were begun"
[ "$(station_count '"event":"connect_done"')" = 5 ] ||
    fail "not every connect was ended"
[ "$(station_count '"event":"connect_done".*"outcome":"cancelled"')" -ge 1 ] ||
    fail "no connect was cancelled"
expect_connect interop-psk psk "$PASSPHRASE"
expect_ping sta "$AP_IP"
station_quit 0
