/* Frames of an access point for the fake radio, and one that answers by
 * itself.
 *
 * SPDX-License-Identifier: MIT */
#ifndef SUPPORT_FAKE_AP_H
#define SUPPORT_FAKE_AP_H

#include "fake_radio.h"

/* What an AP says of itself. */
struct fake_ap {
    uint8_t bssid[6];
    const char *ssid; /* NULL: hidden */
    uint16_t freq_mhz;
    int8_t signal_dbm;
    uint16_t interval_tu; /* 0: 100 */
    bool privacy;
    bool rsn; /* WPA2-PSK with CCMP */
    bool wmm;
    uint8_t tim_bits;        /* changes from beacon to beacon */
    const uint8_t *elements; /* at the end of its beacons and answers */
    size_t elements_len;
    /* How it answers; 0: nothing but success. */
    uint16_t auth_status;
    uint16_t assoc_status;
    uint16_t aid;         /* 0: 1 */
    bool silent;          /* it answers nothing */
    bool mute_assoc;      /* it answers no association request */
    bool gone;            /* and does not acknowledge */
    /* May change what it is about to send: `*len` octets of 600. */
    void (*finish)(uint8_t *octets, size_t *len);
};

/* AP number `n` of the network "net", open, on channel 1, 6, 11, 36. */
struct fake_ap fake_ap(unsigned n);

/* The body of its beacon; says how long it is. */
size_t fake_ap_body(const struct fake_ap *ap, uint8_t *body);

/* A beacon, or probe response to station 0, comes in on the AP's channel. */
void fake_beacon(const struct fake_ap *ap);
void fake_probe_resp(const struct fake_ap *ap);
void fake_auth(const struct fake_ap *ap, unsigned which, uint16_t algorithm,
               uint16_t transaction, uint16_t status);
void fake_assoc_resp(const struct fake_ap *ap, unsigned which, bool reassoc,
                     uint16_t status, uint16_t aid);
/* Deauthentication (or Disassociation) to a station, or to all (-1). */
void fake_leave(const struct fake_ap *ap, int which, bool deauth,
                uint16_t reason);
/* An unprotected EAPOL packet of `len` octets. */
void fake_eapol(const struct fake_ap *ap, unsigned which, uint8_t first,
                size_t len);
/* A data frame with EtherType 88B5. */
void fake_data(const struct fake_ap *ap, unsigned which);

/* Let time pass while these APs beacon and answer on their channels. */
void fake_air(struct fake_ap *const *aps, unsigned count, uint64_t us);

/* Connect station 0 to the open network of this AP; the log is empty then. */
void fake_join(struct fake_ap *ap);
/* The request for it. */
struct dot11_connect_req fake_req(const char *ssid);

#endif
