# limit: 240 s
# Fast BSS transition: a first association of the mobility domain with a 4-way
# handshake, then from one access point to the other and back without one, with
# a passphrase and with SAE.
. /job/lib.sh
. /job/station.sh

handshakes() {
    count "pairwise key handshake completed" "$DIR/hostapd.log"
}

# expect_fast_roam BSSID: there, with traffic, and without a handshake.
expect_fast_roam() {
    made=$(handshakes)
    expect_command 20 roam "$1"
    if [ "$1" = "$AP_MAC" ]; then
        wait_for 10 ap_authorized "$STA_MAC" || fail "it did not get to $1"
        ap1_take_ip
    else
        wait_for 10 ap2_authorized "$STA_MAC" || fail "it did not get to $1"
        ap2_take_ip
    fi
    [ "$(handshakes)" = "$made" ] || fail "the roam to $1 took a handshake"
    expect_ping sta "$AP_IP"
}

# expect_domain SUITE CONNECT...
expect_domain() {
    suite=$1
    shift
    expect_command 5 ap signal "$AP2_MAC" -100
    expect_connect "$@"
    akm=$(ap_sta_value "$STA_MAC" AKMSuiteSelector)
    [ "$akm" = "$suite" ] || fail "the access point counts suite '$akm'"
    expect_ping sta "$AP_IP"
    expect_command 5 ap signal "$AP2_MAC" -60
    for round in 1 2; do
        expect_fast_roam "$AP2_MAC"
        expect_fast_roam "$AP_MAC"
    done
    expect_command 10 disconnect
    wait_for 10 ap_not_authorized "$STA_MAC" || fail "disconnect had no effect"
}

ap_pair_start ft-psk ft-psk2
station_start
expect_command 5 ap signal "$AP_MAC" -40
expect_heard "$AP_MAC" "$AP2_MAC"
expect_domain 00-0f-ac-4 interop-ft psk "$PASSPHRASE"
ap_stop
ap_pair_start ft-sae ft-sae2
expect_heard "$AP_MAC" "$AP2_MAC"
expect_domain 00-0f-ac-9 interop-ft-sae sae sae-battery-staple
station_quit 0
