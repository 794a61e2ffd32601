#!/bin/sh
# dot11-station as a user sees it: exit status, JSON lines, the main job in the
# simulator.
#
#   sh tests/port/cli.sh DOT11-STATION
set -u

station=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failed=0
LC_ALL=C
export LC_ALL

# expect STATUS TEXT ARGUMENT...: the exit status, and a text in what is said
# on either stream.
expect() {
    status=$1
    text=$2
    shift 2
    "$station" "$@" >"$dir/out" 2>"$dir/err" </dev/null
    got=$?
    if [ $got != "$status" ]; then
        echo "not ok: status $got, not $status, of: $*"
        cat "$dir/out" "$dir/err"
        failed=1
    elif ! cat "$dir/out" "$dir/err" | grep -q -e "$text"; then
        echo "not ok: no '$text' of: $*"
        cat "$dir/out" "$dir/err"
        failed=1
    else
        echo "ok: $*"
    fi
}

quiet_out() {
    [ ! -s "$dir/out" ] || {
        echo "not ok: it should have said nothing on standard output"
        cat "$dir/out"
        failed=1
    }
}

# Every line of JSON is an object with `event` and `at_us`, and time does not
# go back.
valid_json() {
    python3 - "$dir/out" <<'END' || { echo "not ok: JSON"; failed=1; }
import json, sys
last = 0
lines = open(sys.argv[1]).read().splitlines()
assert lines, "no lines"
for line in lines:
    one = json.loads(line)
    assert isinstance(one["event"], str), line
    assert one["at_us"] >= last, line
    last = one["at_us"]
END
}

# Bad usage: status 2, one line, nothing done.
for bad in "--radio usb" "--mac 01:00:00:00:00:01" "--mac 00:00:00:00:00:00" \
    "--mac 02:00" "--seed x" "--ip 10.0.0" "--nonsense" "word" \
    "--json --ladder"; do
    # shellcheck disable=SC2086 # words
    expect 2 'dot11-station: ' $bad
    quiet_out
done
expect 0 'usage:' --help

# Commands that cannot be: status 1, and a clear line.
expect 1 'no such command' --command fly
expect 1 'an SSID has 1 to 32 octets, this one has 33' \
    --command 'connect abcdefghijklmnopqrstuvwxyz0123456'
expect 1 'a passphrase has 8 to 63 characters, this one has 5' \
    --command 'connect dot11-demo psk short'
expect 1 'a BSSID is like' --command 'connect dot11-demo bssid 02:00'
expect 1 'say connect SSID' --command 'connect dot11-demo psk correct1 horse'
expect 1 'a " is missing' --command 'scan "open'
expect 1 'there is no such channel' --command 'scan channels 15'
expect 1 'not connected' --command 'ping 10.0.0.1'
expect 1 'no access point' --command 'ap stop nobody'

# The main job.
expect 0 'dot11-demo' --command scan --command bss
expect 0 'port open' --command 'connect dot11-open' --command status
expect 0 '3 sent, 3 answered' --pcap "$dir/air.pcap" \
    --command 'connect dot11-demo psk "correct horse"' \
    --command 'ping 10.0.0.1 3' --command disconnect
expect 0 'port open' --command 'connect dot11-hidden psk "battery staple"'
expect 0 '3 sent, 3 answered' --command 'connect dot11-sae sae "correct horse"' \
    --command 'ping 10.0.0.1 3'
expect 0 'port open' --command 'connect dot11-sae sae "correct horse" pwe hnp'
expect 1 'wrong passphrase' --command 'connect dot11-sae sae "wrong horse"'
# One passphrase for both kinds of networks.
expect 0 'security  SAE' --command 'connect dot11-sae auto "correct horse"' \
    --command status
expect 0 'security  PSK' --command 'connect dot11-demo auto "correct horse"' \
    --command status
expect 1 'SAE needs the passphrase' --command \
    'connect dot11-sae auto e5c1f553ac0f01b724e980e8c1af1b7087fc669e60b296f954208c58cf7d81a5'
expect 0 'auto PASSPHRASE' --command help
expect 0 '"event":"pinned"' --json \
    --command 'connect dot11-sae auto "correct horse" pin'
# The PSK itself, as wpa_passphrase derives it from "correct horse".
expect 0 'port open' --command \
    'connect dot11-demo psk e5c1f553ac0f01b724e980e8c1af1b7087fc669e60b296f954208c58cf7d81a5'
expect 1 'wrong passphrase' --command 'connect dot11-demo psk "wrong horse"'
expect 1 'a signal has' --command 'ap signal demo-1 5'
# A weaker signal sends the next connect to the other one.
expect 0 'at 02:00:00:00:a0:02' --command 'ap signal demo-1 -80' \
    --command 'connect dot11-demo psk "correct horse"'
# A weak signal sends it to the other access point by itself.
expect 0 '02:00:00:00:a0:02' --command 'roam rules weak -70 better 6 every 1' \
    --command 'connect dot11-demo psk "correct horse"' \
    --command 'ap signal demo-1 -85' --command 'wait roam_done 30' \
    --command 'wait authorized 5' --command status
expect 1 'say roam rules' --command 'roam rules weak'
# What was not waited for can be cancelled.
expect 0 '"outcome":"cancelled"' --json \
    --command 'connect dot11-demo psk "correct horse" nowait' \
    --command disconnect
# Every command runs, a failed one too; the verdict is the last word.
expect 1 'connect to "dot11-demo": wrong passphrase' \
    --command 'connect dot11-demo psk "wrong horse"' --command explain
expect 1 'protected, and open is wanted' \
    --command 'connect dot11-demo open' --command explain
expect 1 'no access point fits: no key management that is wanted' \
    --command 'connect dot11-demo sae "correct horse"'
expect 1 'there was no such connect' --command explain
expect 1 'in range' --command 'connect nobody-here'

# Listening: everything is heard, nothing is sent, nobody connects.
expect 0 '[1-9][0-9]* frames heard' --pcap "$dir/heard.pcap" \
    --command 'monitor on 6' --command 'wait time 2' --command 'monitor off'
[ "$(wc -c <"$dir/heard.pcap")" -gt 1000 ] || {
    echo "not ok: the capture of the monitor is empty"
    failed=1
}
if grep -q -i 'probe req' "$dir/out"; then
    echo "not ok: the monitor sent something"
    failed=1
fi
expect 1 'disconnect first' --command 'monitor on' \
    --command 'connect dot11-open open'
expect 1 'it is not listening' --command 'monitor off'
expect 1 'one channel' --command 'monitor on 1,6'
expect 0 '4 sent, 4 answered' --command 'monitor on' --command 'monitor off' \
    --command 'connect dot11-open open' --command 'ping 10.0.0.1'
# Without access points: on simulated air there is nobody else.
expect 0 'began here' --command 'ibss start alone freq 2437' \
    --command 'ibss peers' --command disconnect
expect 0 '"ibss":true' --json \
    --command 'ibss start alone freq 2437 psk "correct horse"' \
    --command 'ibss peers' --command status
valid_json
expect 0 '"outcome":"cancelled"' --json \
    --command 'ibss join alone freq 2437 nowait' --command 'wait time 2' \
    --command disconnect
expect 1 'say ibss start|join SSID' --command 'ibss start alone loud'
expect 1 'say ibss start|join SSID' --command 'ibss leave alone'
expect 1 'a frequency is in MHz' --command 'ibss start alone freq high'
expect 1 'no such channel' --command 'ibss start alone freq 5260'
expect 1 'in no network without' --command 'ibss peers'

# Life.
expect 0 '1 sent, 1 answered' --command 'connect dot11-open' \
    --command 'reset defaults 02:00:00:00:07:07' --command 'connect dot11-open' \
    --command 'status' --command 'ping 10.0.0.1 1'
grep -q '02:00:00:00:07:07' "$dir/out" || {
    echo "not ok: the address of the reset is not in the status"
    failed=1
}
expect 1 'say reset' --command 'reset everything'
expect 1 'out of' --command 'reset 03:00:00:00:07:07'
expect 0 '1 sent, 1 answered' --command 'connect dot11-open' --command halt \
    --command start --command 'connect dot11-open' --command 'ping 10.0.0.1 1'
expect 1 'not now' --command halt --command halt
expect 1 'not now' --command start
expect 1 'nobody has that address' --command 'connect dot11-open' --command pause \
    --command 'ping 10.0.0.1 1'
expect 0 '1 sent, 1 answered' --command 'connect dot11-open' --command pause \
    --command restart --command 'ping 10.0.0.1 1'
expect 1 'not now' --command restart
expect 1 'radio is off' --command 'radio off' --command scan
expect 0 '1 sent, 1 answered' --command 'connect dot11-open' \
    --command 'radio off' --command 'radio on' --command 'wait authorized' \
    --command 'ping 10.0.0.1 1'
expect 0 'disassoc  *left by the host' --command 'connect dot11-open' \
    --command disconnect --command events
expect 0 '"event":"events"' --json --command 'connect dot11-open' \
    --command events
valid_json

# Attributes.
expect 0 'rts-threshold  *500$' --command 'set rts-threshold 500' --command get
expect 0 'desired-ssids  *"a b" "c"$' \
    --command 'set desired-ssids "a b" c' --command 'get desired-ssids'
expect 0 'desired-country  *"DE "$' \
    --command 'set desired-country DE' --command 'get desired-country'
expect 0 'assoc-elements  *ff:ff:ff:ff:ff:ff dd0102$' \
    --command 'set assoc-elements ff:ff:ff:ff:ff:ff dd0102' \
    --command 'get assoc-elements'
expect 0 'privacy-exemptions  *34958/1/3$' \
    --command 'set privacy-exemptions 0x888e/1/3' \
    --command 'get privacy-exemptions'
expect 0 'operational-rates  *12 24$' \
    --command 'set operational-rates 12 24' --command 'get operational-rates'
expect 1 'no such attribute' --command 'get nonsense'
expect 1 "'x' is no value of rts-threshold" --command 'set rts-threshold x'
expect 1 'argument out of range' --command 'set rts-threshold 2348'
expect 1 'set: not supported' --command 'set mac-address 02:00:00:00:00:09'
expect 1 'set: not now' --command 'connect dot11-open' \
    --command 'set desired-ssids x'
# The two access points of the demonstration: one is excluded.
expect 0 '02:00:00:00:a0:02' \
    --command 'set excluded-macs 02:00:00:00:a0:01' \
    --command 'connect dot11-demo psk "correct horse"' --command status
expect 0 '"attributes":{"desired-bss-type":1,"use-group":false' \
    --json --command get
valid_json
expect 0 '"attributes":{"supported-phys":\[6,4\]}' \
    --json --command 'get supported-phys'
valid_json
expect 0 '1 sent, 1 answered' \
    --command 'connect dot11-demo psk "correct horse"' \
    --command 'ap stop demo-1' --command 'wait authorized 20' \
    --command 'ping 10.0.0.1 1'
expect 0 '02:00:00:00:a0:02' \
    --command 'connect dot11-demo psk "correct horse"' \
    --command 'ap stop demo-1' --command 'wait authorized 20' \
    --command status

# The same in JSON; and the same seed is the same run, octet for octet.
run_json() {
    expect "$1" '"event":"result"' --json --seed 7 --command scan \
        --command bss --command 'connect dot11-demo psk "correct horse"' \
        --command 'ping 10.0.0.1 2' --command status --command stats \
        --command "$2"
    valid_json
}
run_json 0 disconnect
cp "$dir/out" "$dir/first"
run_json 0 disconnect
cmp -s "$dir/out" "$dir/first" || {
    echo "not ok: two runs of one seed differ"
    failed=1
}
run_json 1 fly
grep -q '"command":"fly","ok":false' "$dir/out" || {
    echo "not ok: the failed command is not among the results"
    failed=1
}

# Commands from standard input, line by line, from a pipe and from a file.
printf 'scan\n# nothing\n\nquit\nfly\n' >"$dir/script"
for way in pipe file script; do
    case $way in
    pipe) cat "$dir/script" | "$station" --json >"$dir/out" 2>"$dir/err" ;;
    file) "$station" --json <"$dir/script" >"$dir/out" 2>"$dir/err" ;;
    script) "$station" --json --script "$dir/script" >"$dir/out" 2>"$dir/err" ;;
    esac
    got=$?
    if [ $got != 0 ] || [ "$(grep -c '"event":"result"' "$dir/out")" != 2 ]; then
        echo "not ok: commands from a $way: status $got"
        cat "$dir/out" "$dir/err"
        failed=1
    else
        echo "ok: commands from a $way"
    fi
    valid_json
done

# A signal ends it in good order.
mkfifo "$dir/fifo"
"$station" <"$dir/fifo" >"$dir/out" 2>"$dir/err" &
pid=$!
exec 9>"$dir/fifo"
echo 'connect dot11-demo psk "correct horse"' >&9
tries=0
until grep -q 'port open' "$dir/out" || [ $tries -ge 100 ]; do
    sleep 0.1
    tries=$((tries + 1))
done
kill -TERM $pid
wait $pid
got=$?
exec 9>&-
if [ $got != 0 ] || [ -s "$dir/err" ]; then
    echo "not ok: status $got after a signal"
    cat "$dir/out" "$dir/err"
    failed=1
else
    echo "ok: a signal ends it in good order"
fi

# Others can read the capture file.
if command -v tshark >/dev/null; then
    if tshark -r "$dir/air.pcap" 2>/dev/null | grep -q 'Message 4 of 4'; then
        echo "ok: tshark reads the capture"
    else
        echo "not ok: tshark does not find the handshake in the capture"
        failed=1
    fi
fi

exit $failed
