# limit: 120 s
# A new group key every five seconds for a minute, and not one packet is lost:
# neither echoes under the pairwise key nor broadcasts under the group key.
. /job/lib.sh
. /job/station.sh

ap_start rekey
station_start
expect_connect interop-rekey psk "$PASSPHRASE"
expect_ping sta "$AP_IP"

before=$(count "$STA_MAC WPA: group key handshake completed" \
    "$DIR/hostapd.log")
arping -b -c 55 -I wlan0 "$STA_IP" >"$DIR/arping.txt" 2>&1 &
broadcasts=$!
ip netns exec sta ping -q -c 290 -i 0.2 -W 2 "$AP_IP" >"$DIR/ping.txt" 2>&1
wait $broadcasts

grep -q ' 0% packet loss' "$DIR/ping.txt" ||
    fail "ping: $(grep 'packet loss' "$DIR/ping.txt")"
grep -q 'Received 55 ' "$DIR/arping.txt" ||
    fail "broadcasts: $(grep Received "$DIR/arping.txt")"
rekeys=$(($(count "$STA_MAC WPA: group key handshake completed" \
    "$DIR/hostapd.log") - before))
echo "rekeys $rekeys, $(grep 'packet loss' "$DIR/ping.txt"), broadcasts:" \
    "$(grep Received "$DIR/arping.txt")"
[ "$rekeys" -ge 9 ] || fail "only $rekeys group key handshakes in a minute"
[ "$(ap_connects "$STA_MAC")" = 1 ] || fail "the station had to reconnect"
station_quit 0
