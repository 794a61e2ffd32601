#!/bin/sh
# the station against hostapd on mac80211 in a virtual machine
set -eu
cd "$(dirname "$0")/../.."
cmake --preset release
cmake --build --preset release --target dot11-station
sh tests/interop/run.sh
