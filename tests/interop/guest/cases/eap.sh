# limit: 180 s
# WPA2-Enterprise: EAP-GPSK with hostapd's own server, PMKs that both sides keep,
# an access point that lost its own, and another authentication under the keys.
. /job/lib.sh
. /job/station.sh

KEY=00112233445566778899aabbccddeeff

# expect_eap SUITE: as both sides see it.
expect_eap() {
    expect_connect interop-eap eap station key "$KEY"
    akm=$(ap_sta_value "$STA_MAC" AKMSuiteSelector)
    [ "$akm" = "$1" ] || fail "the access point counts suite '$akm'"
    expect_ping sta "$AP_IP"
}

leave() {
    expect_command 10 disconnect
    wait_for 10 ap_not_authorized "$STA_MAC" || fail "disconnect had no effect"
}

# eap_successes COUNT: so often a method has run to its end.
eap_successes() {
    got=$(count CTRL-EVENT-EAP-SUCCESS "$DIR/hostapd.log")
    [ "$got" = "$1" ] || fail "$got authentications and not $1"
}

ap_start eap
station_start
expect_eap 00-0f-ac-1
eap_successes 1
leave
expect_eap 00-0f-ac-1
eap_successes 1
leave
# It forgets the PMK and begins EAP instead.
ap_stop
ap_start eap
expect_eap 00-0f-ac-1
leave
ap_stop

ap_start eap-sha256
expect_command 20 scan
expect_eap 00-0f-ac-5
before=$(count CTRL-EVENT-EAP-SUCCESS "$DIR/hostapd.log")
wait_for 30 at_least $((before + 1)) CTRL-EVENT-EAP-SUCCESS \
    "$DIR/hostapd.log" || fail "no second authentication"
expect_ping sta "$AP_IP"
station_quit 0
