# limit: 120 s
# WPA2-Personal between two stations without an access point: wpa_supplicant's
# IBSS RSN is the peer.
. /job/lib.sh
. /job/station.sh
. /job/kernel_station.sh

station_start
kern_start kern-ibss
expect_command 60 ibss join interop-ibss-psk freq 2437 psk "$PASSPHRASE"
wait_for 30 station_at_least 1 "$PORT_OPEN" ||
    fail "no port opened: $(tail -n 1 "$DIR/wpa.log")"
wait_for 10 at_least 1 IBSS-RSN-COMPLETED "$DIR/wpa.log" ||
    fail "wpa_supplicant did not finish: $(tail -n 1 "$DIR/wpa.log")"
expect_ping sta "$KERN_IP"
ip -n kern neigh flush dev wlan1
wait_for 10 ip netns exec kern ping -q -c 1 -W 1 "$STA_IP" ||
    fail "the station answers nothing that the kernel sends"
station_quit 0
