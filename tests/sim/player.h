/* A station played by hand: it sends what a test tells it and keeps what it
 * hears, with a supplicant just good enough for an honest access point.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TEST_SIM_PLAYER_H
#define TEST_SIM_PLAYER_H

#include <dot11_sim.h>

#include "crypto/ccmp.h"
#include "crypto/prf.h"

#define PLAYER_ETH_MAX 2048u

struct player {
    struct dot11_sim *sim;
    struct dot11_sim_node *node;
    const struct dot11_crypto_ops *ops;
    void *crypto;
    uint8_t addr[6];
    uint8_t bssid[6];
    uint8_t pmk[32];
    bool qos;
    bool supplicant; /* answer EAPOL-Key frames */
    bool dozing;     /* set the power management bit */
    uint16_t seq;

    /* What was heard. */
    uint32_t beacons;
    uint32_t probe_responses;
    uint8_t ssid_len; /* of the last of either */
    bool tim_us;      /* the last beacon's TIM names us */
    bool tim_group;
    bool dtim; /* it was a DTIM beacon */
    uint32_t auths, assocs, deauths, disassocs;
    uint16_t status; /* of the last answer */
    uint16_t reason; /* of the last farewell */
    uint16_t aid;
    uint32_t m1, m3, g1; /* EAPOL-Key messages */
    uint32_t data;       /* MSDUs without EAPOL that could be read */
    uint32_t undecryptable;
    uint32_t nulls;
    bool more_data;      /* of the last data frame to us */
    bool last_protected; /* of the last data frame to us */
    bool gathering;      /* the group address of it */
    uint8_t eth[PLAYER_ETH_MAX];
    size_t eth_len;

    /* Keys. */
    uint8_t snonce[32];
    struct d11_ptk ptk;
    struct d11_key tk, gtk[4];
    uint32_t tks, gtks; /* keys installed */
    struct dot11_sim_ping ping;
    uint32_t replies;
    void *ccmp_mem;
    struct d11_ccmp_scratch ccmp;
};

extern const uint8_t player_rsne[22];

/* A station on `freq_mhz` for the AP `bssid`, 802.11b to g. */
void player_init(struct player *player, struct dot11_sim *sim,
                 const struct dot11_crypto_ops *ops, void *crypto,
                 const uint8_t addr[6], const uint8_t bssid[6],
                 uint16_t freq_mhz);
void player_free(struct player *player);

void player_probe(struct player *player, const char *ssid);
void player_auth(struct player *player);
/* `rsne` may be empty. */
void player_assoc(struct player *player, const char *ssid,
                  struct dot11_octets rsne);
void player_disassoc(struct player *player);
void player_null(struct player *player);
void player_ps_poll(struct player *player);
/* Send an Ethernet frame, protected when there is a key and `plain` is not
 * set. */
void player_send(struct player *player, const uint8_t *eth, size_t len,
                 bool plain);

/* All of the above up to a connection; false when it did not come. */
bool player_connect(struct player *player, const char *ssid, bool secured);
/* Ping; returns replies. */
unsigned player_ping(struct player *player, const uint8_t ip[4], unsigned count,
                     size_t payload);

#endif
