# limit: 150 s
# How long a connect with protected management frames takes, beside wpa_supplicant in the same guest.
. /job/lib.sh
. /job/station.sh
. /job/kernel_station.sh
. /job/timing.sh

compare_connects "a connect with a PSK and PMF" pmf-full kern-pmf \
    interop-pmf psk "$PASSPHRASE" pmf required
