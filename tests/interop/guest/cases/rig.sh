# The rig by itself: hostapd and wpa_supplicant on the kernel's own medium.
# When this fails nothing that the other cases say is worth reading.
. /job/lib.sh
. /job/kernel_station.sh

ap_start psk
kern_start kern-psk
kern_wait_connected 1
expect_authorized "$KERN_MAC"
expect_ping kern "$AP_IP"
