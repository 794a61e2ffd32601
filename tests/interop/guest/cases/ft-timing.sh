# limit: 200 s
# How long a fast BSS transition takes, beside wpa_supplicant in the same guest:
# from the first authentication request, which a change of channel goes before,
# to the open port.
. /job/lib.sh
. /job/station.sh
. /job/kernel_station.sh
. /job/timing.sh

# The other one of the two access points.
other() {
    if [ "$1" = "$AP_MAC" ]; then echo "$AP2_MAC"; else echo "$AP_MAC"; fi
}
station_at=$AP_MAC
kernel_at=$AP_MAC

round_of_station() {
    station_at=$(other "$station_at")
    expect_command 20 roam "$station_at"
    own=$(station_us)
}

round_of_kernel() {
    connects=$(kern_connects)
    kernel_at=$(other "$kernel_at")
    kern_cli roam "$kernel_at" >/dev/null
    kern_wait_connected $((connects + 1))
    own=$(wpa_us)
}

ap_pair_start ft-psk ft-psk2
station_start
expect_command 5 ap signal "$AP_MAC" -40
expect_heard "$AP_MAC" "$AP2_MAC"
kern_start kern-ft
kern_wait_connected 1
expect_command 5 ap signal "$AP2_MAC" -100
expect_connect interop-ft psk "$PASSPHRASE"
expect_command 5 ap signal "$AP2_MAC" -60
kern_cli scan >/dev/null
sleep 3
# Wherever it is, it begins at the first one.
kern_cli roam "$AP_MAC" >/dev/null
sleep 1

measure_all
[ "$(count "pairwise key handshake completed" "$DIR/hostapd.log")" -le 3 ] ||
    fail "there were handshakes where keys were there"
station_quit 0

figures "a transition"
