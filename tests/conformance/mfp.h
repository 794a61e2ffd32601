/* A station with management frame protection over the fake radio, and the
 * AP's side of its keys.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TEST_MFP_H
#define TEST_MFP_H

#include <dot11/pmf.h>

#include "fake_ap.h"
#include "fake_ext.h"

/* What is to be built. */
struct mfp {
    bool none;            /* the association has no such protection */
    bool ocv;             /* operating channel validation is agreed on */
    bool in_hardware;     /* the radio has CCMP */
    bool bip_in_hardware; /* and BIP */
    bool radio_protects;  /* D11_HW_MFP */
    bool no_provider;     /* software has nothing */
    bool no_keys;         /* the handshake has not ended */
    bool bigtk;           /* beacon protection */
};

/* Seeds of the keys that mfp_up() installs. */
#define MFP_TK 1u
#define MFP_IGTK 2u
#define MFP_BIGTK 3u

extern struct fake_ap mfp_ap;

/* A station that is started, not connected. */
void mfp_start(const struct mfp *with);
/* The same, associated with mfp_ap; its events are taken. */
void mfp_up(const struct mfp *with);
void mfp_join(const struct mfp *with);
/* Disconnect and halt; no key may be left. */
void mfp_end(void);
/* Halt, connected or not. */
void mfp_halt(void);

/* The extension brings keys: pairwise with key id 0; of a group id 4 to 7. */
void mfp_install_pairwise(void);
enum dot11_err mfp_install(uint8_t key_id, uint8_t seed, uint64_t rx_pn);

/* How a frame of the AP is protected. */
enum mfp_how {
    MFP_PLAIN,
    MFP_SEALED, /* with the pairwise key */
    MFP_MME,    /* to all, with an MME under the IGTK */
    MFP_GROUP,  /* to all, without */
    MFP_HOW_COUNT
};

/* A frame of the AP: what tests change before it is handed in. */
struct mfp_frame {
    uint8_t octets[700];
    size_t len;
    uint32_t flags; /* of its descriptor */
    uint64_t pn;
};

void mfp_make(struct mfp_frame *frame, unsigned subtype, const uint8_t *body,
              size_t len, enum mfp_how how);
void mfp_make_leave(struct mfp_frame *frame, bool deauth, uint16_t reason,
                    enum mfp_how how);
/* A beacon of mfp_ap under the BIGTK, or without an MME. */
void mfp_make_beacon(struct mfp_frame *frame, bool is_protected);
/* Under a key of this id and seed, with this packet number. */
void mfp_make_mme(struct mfp_frame *frame, unsigned subtype,
                  const uint8_t *body, size_t len, uint8_t key_id, uint8_t seed,
                  uint64_t pn);

/* Hand it in: was it taken, was it dropped for this reason? */
void mfp_hand_in(const struct mfp_frame *frame);
bool mfp_takes(const struct mfp_frame *frame);
bool mfp_drops(const struct mfp_frame *frame, enum dot11_drop drop);

/* The last frame of a subtype that the station sent, opened with the pairwise
 * key: octets of its body. SIZE_MAX: it is not protected, or not right. */
size_t mfp_sent(unsigned subtype, uint8_t body[64]);

/* SA Query frames of the station: how many, and the transaction of the last
 * one. */
unsigned mfp_queries(void);
uint16_t mfp_last_query(void);

bool mfp_is_up(void);
struct dot11_pmf_info mfp_info(void);

#endif
