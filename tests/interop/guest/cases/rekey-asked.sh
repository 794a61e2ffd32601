# limit: 90 s
# The station asks for another pairwise key every five seconds, hostapd makes
# it, and the traffic goes on.
. /job/lib.sh
. /job/station.sh

ap_start psk
station_start
expect_connect interop-psk psk "$PASSPHRASE" rekey 5
expect_ping sta "$AP_IP"

before=$(count "$STA_MAC WPA: pairwise key handshake completed" \
    "$DIR/hostapd.log")
ip netns exec sta ping -q -c 120 -i 0.2 -W 2 "$AP_IP" >"$DIR/ping.txt" 2>&1
rekeys=$(($(count "$STA_MAC WPA: pairwise key handshake completed" \
    "$DIR/hostapd.log") - before))
echo "pairwise rekeys $rekeys, $(grep 'packet loss' "$DIR/ping.txt")"
[ "$rekeys" -ge 3 ] || fail "only $rekeys pairwise handshakes in 24 seconds"
[ "$(ap_connects "$STA_MAC")" = 1 ] || fail "the station had to reconnect"
station_quit 0
