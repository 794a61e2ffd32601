# limit: 150 s
# How long a connect to Enhanced Open, group 19, takes, beside wpa_supplicant in the same guest.
. /job/lib.sh
. /job/station.sh
. /job/kernel_station.sh
. /job/timing.sh

compare_connects "a connect with OWE" owe-full kern-owe \
    interop-owe owe group 19
