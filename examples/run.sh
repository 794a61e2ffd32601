#!/bin/sh
# A Wi-Fi station at work, in a simulated world: it looks for networks, joins
# one, pings, loses its access point, finds another one by itself, and leaves;
# then it joins one with WPA3.
#
#   sh examples/run.sh [--no-setup]
#
# On a fresh Debian 12 it installs the packages it needs (see tests/setup.sh),
# then builds the library into build/release. --no-setup leaves the packages
# alone. Prints a diagram of the frames, and leaves them in a capture file.
set -eu
cd "$(dirname "$0")/.."

capture=build/demo.pcap
station=build/release/examples/dot11-station

case ${1:-} in
--no-setup) ;;
'') sh tests/setup.sh base ;;
*)
    echo "usage: sh examples/run.sh [--no-setup]" >&2
    exit 2
    ;;
esac

# The build has something to say only when it fails.
mkdir -p build
echo "building build/release ..."
{
    cmake --preset release -DDOT11_TESTS=OFF &&
        cmake --build --preset release --target dot11-station
} >build/demo.log 2>&1 || {
    tail -n 30 build/demo.log >&2
    echo "run.sh: the build failed; all of it is in build/demo.log" >&2
    exit 1
}

# Arrows are drawn with lines where the terminal can.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
*[Uu][Tt][Ff]*) ;;
*)
    if locale -a 2>/dev/null | grep -qix 'c.utf-\{0,1\}8'; then
        LC_ALL=C.UTF-8
        export LC_ALL
    fi
    ;;
esac

status=0
"$station" --radio sim --ladder --pcap "$capture" \
    --command 'scan' \
    --command 'connect dot11-demo psk "correct horse"' \
    --command 'status' \
    --command 'ping 10.0.0.1 2' \
    --command 'ap stop demo-1      # the access point vanishes' \
    --command 'wait authorized 20  # the station notices, and finds another' \
    --command 'ping 10.0.0.1 2' \
    --command 'disconnect' \
    --command 'connect dot11-sae auto "correct horse"  # WPA3' \
    --command 'ping 10.0.0.1 2' \
    --command 'disconnect' || status=$?

echo
if [ $status = 0 ]; then
    echo "The frames are in $capture; Wireshark opens it. Try it yourself:"
    echo "  $station"
else
    echo "run.sh: the station failed (status $status)" >&2
fi
exit $status
