# limit: 150 s
# How long a connect with SAE, group 19, hash-to-element, takes, beside wpa_supplicant in the same guest.
. /job/lib.sh
. /job/station.sh
. /job/kernel_station.sh
. /job/timing.sh

compare_connects "a connect with SAE" sae-full kern-sae \
    interop-sae sae sae-battery-staple pwe h2e group 19
