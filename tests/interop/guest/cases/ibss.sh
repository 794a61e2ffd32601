# limit: 120 s
# Without an access point: the kernel's own IBSS on wlan1 is the peer, joined
# by the station, then begun by it.
. /job/lib.sh
. /job/station.sh
. /job/kernel_station.sh

# kern_ibss_join SSID: the kernel joins an IBSS, or begins one.
kern_ibss_join() {
    ip -n kern link set wlan1 down
    ip netns exec kern iw dev wlan1 set type ibss
    ip -n kern link set wlan1 up
    ip -n kern addr replace "$KERN_IP/24" dev wlan1
    ip netns exec kern iw dev wlan1 ibss join "$1" 2437 ||
        fail "the kernel does not join an IBSS"
}

kern_ibss_leave() {
    ip netns exec kern iw dev wlan1 ibss leave
}

kern_knows_station() {
    ip netns exec kern iw dev wlan1 station get "$STA_MAC"
}

# expect_both_ways: echoes that either side begins.
expect_both_ways() {
    wait_for 10 kern_knows_station ||
        fail "the kernel does not count the station as a peer"
    expect_ping sta "$KERN_IP"
    ip -n kern neigh flush dev wlan1
    wait_for 10 ip netns exec kern ping -q -c 1 -W 1 "$STA_IP" ||
        fail "the station answers nothing that the kernel sends"
}

station_start

# The kernel begins, the station joins.
kern_ibss_join interop-ibss
expect_command 40 ibss join interop-ibss freq 2437
station_lines | grep -q "\"event\":\"assoc_start\".*\"bssid\":\"$KERN_MAC\"" ||
    fail "the kernel's station is not the peer"
expect_both_ways
gone=$(station_count "$LINK_LOST")
expect_command 10 disconnect
[ "$(station_count "$LINK_LOST")" -gt "$gone" ] ||
    fail "no word that the peer is gone"
kern_ibss_leave

# The station begins, the kernel joins.
expect_command 40 ibss start interop-ibss-2 freq 2437
begun=$(station_count "$AUTH_SENT")
kern_ibss_join interop-ibss-2
wait_for 30 station_at_least $((begun + 1)) "$AUTH_SENT" ||
    fail "the station does not see the kernel's"
expect_both_ways

# Who falls silent is gone.
gone=$(station_count "$LINK_LOST")
kern_ibss_leave
wait_for 15 station_at_least $((gone + 1)) "$LINK_LOST" ||
    fail "the station keeps a peer that left"
ip -n kern link set wlan1 down
ip netns exec kern iw dev wlan1 set type managed
station_quit 0
