# limit: 150 s
# How long a connect with a PSK takes, beside wpa_supplicant in the same guest.
. /job/lib.sh
. /job/station.sh
. /job/kernel_station.sh
. /job/timing.sh

compare_connects "a connect with a PSK" psk kern-psk \
    interop-psk psk "$PASSPHRASE"
