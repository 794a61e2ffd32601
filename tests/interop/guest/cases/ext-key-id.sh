# limit: 120 s
# A new pairwise key every five seconds for half a minute, beside the one in
# use, and not one packet is lost.
. /job/lib.sh
. /job/station.sh

ap_start ext-key-id
ap_cli log_level DEBUG >/dev/null
station_start
expect_connect interop-ext-key-id psk "$PASSPHRASE"
expect_ping sta "$AP_IP"

before=$(count "$STA_MAC WPA: pairwise key handshake completed" \
    "$DIR/hostapd.log")
ip netns exec sta ping -q -c 160 -i 0.2 -W 2 "$AP_IP" >"$DIR/ping.txt" 2>&1
grep -q ' 0% packet loss' "$DIR/ping.txt" ||
    fail "ping: $(grep 'packet loss' "$DIR/ping.txt")"
rekeys=$(($(count "$STA_MAC WPA: pairwise key handshake completed" \
    "$DIR/hostapd.log") - before))
echo "rekeys $rekeys, $(grep 'packet loss' "$DIR/ping.txt")"
[ "$rekeys" -ge 5 ] || fail "only $rekeys pairwise handshakes in half a minute"
# Both ids in turn: the flags are those of a pairwise key that is made the one
# to send with.
for id in 0 1; do
    grep -q "key_idx=$id .*key_flag=0x2d" "$DIR/hostapd.log" ||
        fail "the access point never made the key of id $id its own"
done
[ "$(ap_connects "$STA_MAC")" = 1 ] || fail "the station had to reconnect"
station_quit 0
