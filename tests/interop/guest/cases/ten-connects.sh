# limit: 90 s
# Ten connects in a row, each with traffic and a proper goodbye.
. /job/lib.sh
. /job/station.sh

ap_start psk
station_start
for round in 1 2 3 4 5 6 7 8 9 10; do
    expect_connect interop-psk psk "$PASSPHRASE"
    [ "$(ap_connects "$STA_MAC")" = $round ] ||
        fail "the access point counts $(ap_connects "$STA_MAC") connects" \
            "in round $round"
    expect_ping sta "$AP_IP" 3
    expect_command 10 disconnect
    wait_for 10 ap_not_authorized "$STA_MAC" ||
        fail "round $round: still authorized after the disconnect"
done
station_quit 0
