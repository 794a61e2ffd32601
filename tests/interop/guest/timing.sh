# How long something takes, beside wpa_supplicant in the same guest: both
# through the medium of the station under test, in turn, each by its own clock.
#
# The goal is a ratio of at most 1. What fails is more than 1.5, because figures
# taken under emulation on a busy machine scatter.
# shellcheck shell=sh

ROUNDS=10
FAIL_ABOVE_PERCENT=150

# log_us LOG FROM TO: microseconds from the last line that says FROM to the
# line that says TO behind it.
log_us() {
    awk -v from_words="$2" -v to_words="$3" '
        function us(stamp, parts) {
            split(stamp, parts, /[.:]/)
            return (parts[1] % 100000) * 1000000 + parts[2]
        }
        $0 ~ from_words { from = us($1) }
        $0 ~ to_words { took = us($1) - from }
        END { print took + 0 }' "$1"
}

# hostapd_us MAC: from the end of authentication to the connect of a station.
hostapd_us() {
    log_us "$DIR/hostapd.log" "STA $1 IEEE 802.11: authenticated" \
        "AP-STA-CONNECTED $1"
}

# wpa_us: from the first authentication request to the connect.
wpa_us() {
    log_us "$DIR/wpa.log" "SME: Trying to authenticate" CTRL-EVENT-CONNECTED
}

# station_us: from the first authentication request to the open port.
station_us() {
    station_lines | awk -v sent="$AUTH_SENT" -v opened="$PORT_OPEN" '
        function at(line) {
            sub(/.*"at_us":/, "", line)
            return line + 0
        }
        $0 ~ sent { from = at($0) }
        $0 ~ opened { took = at($0) - from }
        END { printf "%d\n", took }'
}

median() {
    sort -n "$1" | awk '
        { at[NR] = $1 }
        END { print int((at[int((NR + 1) / 2)] + at[int(NR / 2) + 1]) / 2) }'
}

# measure WHO: one round by round_of_WHO, which sets `own` and may set `seen`,
# the same by the access point. The clock of an emulated guest is set back now
# and then, and what it went back in has no length: then, once more.
measure() {
    for try in 1 2 3; do
        seen=1
        "round_of_$1"
        [ "$own" -gt 0 ] && [ "$seen" -gt 0 ] && return
        echo "round $round of $1, try $try: $own and $seen us"
    done
    fail "round $round of $1 cannot be measured: $own and $seen us"
}

# measure_all: station and kernel in turn. The first exchange in a fresh guest
# is slow: round 0 does not count.
measure_all() {
    round=0
    rm -f "$DIR"/*.own "$DIR"/*.seen
    while [ $round -le $ROUNDS ]; do
        for who in station kernel; do
            measure $who
            [ $round = 0 ] || {
                echo "$own" >>"$DIR/$who.own"
                echo "$seen" >>"$DIR/$who.seen"
            }
        done
        round=$((round + 1))
    done
}

# percent_of KIND: the station's median as a percentage of wpa_supplicant's.
percent_of() {
    echo $(($(median "$DIR/station.$1") * 100 / $(median "$DIR/kernel.$1")))
}

# figures WHAT: for the reader, and the verdict.
figures() {
    for who in station kernel; do
        awk -v own="$(median "$DIR/$who.own")" -v who="$who" -v what="$1" \
            -v rounds="$ROUNDS" 'BEGIN {
                printf "%s, %s: %.1f ms (median of %d)\n", what, who,
                    own / 1000, rounds }'
    done
    percent=$(percent_of own)
    echo "$1 takes $percent % of wpa_supplicant's time (goal: at most 100)"
    [ "$percent" -le $FAIL_ABOVE_PERCENT ] ||
        fail "$1 takes $percent % of wpa_supplicant's time"
}

# A connect of ours; a case of something else has rounds of its own.
round_of_station() {
    # shellcheck disable=SC2086 # words
    expect_command 30 connect $connect_words
    expect_authorized "$STA_MAC" 5
    own=$(station_us)
    seen=$(hostapd_us "$STA_MAC")
    expect_command 10 disconnect
    wait_for 10 ap_not_authorized "$STA_MAC" || fail "disconnect had no effect"
}

# The same of the kernel's station.
round_of_kernel() {
    connects=$(kern_connects)
    kern_cli reconnect >/dev/null
    kern_wait_connected $((connects + 1))
    expect_authorized "$KERN_MAC" 5
    own=$(wpa_us)
    seen=$(hostapd_us "$KERN_MAC")
    kern_cli disconnect >/dev/null
    wait_for 10 ap_not_authorized "$KERN_MAC" || fail "disconnect had no effect"
}

# compare_connects WHAT CONFIG KERNEL_CONFIG WORD...: our `connect WORD...`
# with an access point that keeps no PMK, on a known channel.
compare_connects() {
    what=$1
    ap_start "$2"
    station_start
    kern_start "$3"
    shift 3
    connect_words=$*
    kern_wait_connected 1
    kern_cli disconnect >/dev/null
    wait_for 10 ap_not_authorized "$KERN_MAC" || fail "disconnect had no effect"
    measure_all
    station_quit 0
    figures "$what"
    echo "by the access point: $(percent_of seen) %"
}
