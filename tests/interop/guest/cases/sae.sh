# limit: 180 s
# WPA3-Personal: looping and hash-to-element, each group, password identifiers,
# a group that is refused, tokens against clogging, and a wrong password.
. /job/lib.sh
. /job/station.sh

PASSWORD=sae-battery-staple

# expect_sae SUITE...: as both sides see it.
expect_sae() {
    expect_connect interop-sae sae "$@"
    akm=$(ap_sta_value "$STA_MAC" AKMSuiteSelector)
    [ "$akm" = 00-0f-ac-8 ] || fail "the access point counts suite '$akm'"
    expect_ping sta "$AP_IP"
    expect_command 10 disconnect
    wait_for 10 ap_not_authorized "$STA_MAC" || fail "disconnect had no effect"
}

ap_start sae-hnp
station_start
expect_sae "$PASSWORD"
for group in 19 20 21; do
    expect_sae "$PASSWORD" pwe hnp group $group
done
ap_stop

ap_start sae-h2e
for group in 19 20 21; do
    expect_sae "$PASSWORD" pwe h2e group $group
done
expect_sae another-battery id second
station_command 40 connect interop-sae sae wrong-password
case $result in
*"$RESULT_OK"*) fail "connect succeeded with a wrong password" ;;
esac
station_lines | grep -q -i "wrong passphrase" ||
    fail "the failure does not name the password: $result"
station_command 30 connect interop-sae sae "$PASSWORD" pwe hnp
case $result in
*"$RESULT_OK"*) fail "looping succeeded where hashing is demanded" ;;
esac
ap_stop

ap_start sae-token
expect_sae "$PASSWORD" group 19 group 20
station_quit 1
