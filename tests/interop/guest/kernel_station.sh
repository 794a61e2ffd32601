# The kernel's station: wpa_supplicant on wlan1 in the namespace `kern`.
#
# It proves the rig without the station under test, shows that the medium
# relays between other radios, and is the baseline of the timing case.
# shellcheck shell=sh

# kern_start CONFIG: wpa_supplicant with /job/conf/CONFIG.conf.
kern_start() {
    ip -n kern link set wlan1 up
    ip -n kern addr replace "$KERN_IP/24" dev wlan1
    ip netns exec kern sh -c 'echo $$ >"$1/wpa.pid"
        exec wpa_supplicant -t -i wlan1 -f "$1/wpa.log" \
            -c "/job/conf/$2.conf"' wpa "$DIR" "$1" >"$DIR/wpa.out" 2>&1 &
}

kern_cli() {
    wpa_cli -p /run/wpa_supplicant -i wlan1 "$@"
}

# kern_connects: how often it said that it connected.
kern_connects() {
    count CTRL-EVENT-CONNECTED "$DIR/wpa.log"
}

# kern_wait_connected N [SECONDS]: until it said so for the Nth time.
kern_wait_connected() {
    wait_for "${2:-20}" at_least "$1" CTRL-EVENT-CONNECTED "$DIR/wpa.log" ||
        fail "wpa_supplicant did not connect: $(tail -n 1 "$DIR/wpa.log")"
}
