/* What the tests of src/rx and src/tx share: two stations on a radio, without
 * anything above or below the data path, and a record of what went where.
 *
 * SPDX-License-Identifier: MIT */
#ifndef SUPPORT_PATH_RIG_H
#define SUPPORT_PATH_RIG_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <dot11/codes.h>
#include <dot11/hw.h>

#include "hw/env.h"
#include "hw/vif.h"
#include "rx/rx.h"
#include "tx/tx.h"

#define RIG_FRAMES 160u
#define RIG_FRAME_OCTETS 3000u
#define RIG_RECORDS 160u
#define RIG_STATIONS 2u
#define RIG_BURST 8u

struct rig_frame {
    struct dot11_frame frame;
    bool used;
    uint8_t mem[RIG_FRAME_OCTETS];
};

/* What a hook of the rig may do when a packet or frame reached the top. */
typedef void rig_hook(void);

struct rig {
    struct dot11_hw_caps caps;
    struct d11_env env;
    const struct dot11_part *parts[D11_PART_COUNT];
    struct d11_vif vifs[RIG_STATIONS];
    struct d11_vif *vif_list[RIG_STATIONS];
    uint8_t vif_count;
    struct d11_peer peers[RIG_STATIONS];
    struct d11_rx_path rx;
    struct d11_tx_path tx;
    /* The same keys at the other side: the AP's, for sealing and opening. */
    struct d11_key ap_pairwise[RIG_STATIONS];
    struct d11_key ap_group;

    struct rig_frame frames[RIG_FRAMES];
    size_t in_use; /* frames that did not come back */

    /* The burst that rig_receive() hands in. */
    struct dot11_rx burst[RIG_RECORDS];
    size_t burst_count;

    /* What the host got. */
    struct dot11_msdu msdus[RIG_RECORDS];
    struct dot11_sta *msdu_sta[RIG_RECORDS];
    size_t msdu_count;
    size_t deliver_calls;
    struct dot11_tx_done done[RIG_RECORDS];
    size_t done_count;
    uint32_t stopped;
    size_t flow_calls;

    /* What the layers above got. */
    enum dot11_drop verdict; /* of both sinks */
    rig_hook *on_sink;
    struct d11_vif *mgmt_vif;
    uint8_t mgmt_subtype;
    size_t mgmt_count;
    struct dot11_ext_packet packet;
    uint8_t packet_data[256];
    size_t packet_count;
    struct {
        enum d11_tx_kind kind;
        uint16_t cookie;
        bool acked;
    } sent[RIG_RECORDS];
    size_t sent_count;
    rig_hook *on_sent;

    /* What the radio got. */
    struct dot11_tx radio[RIG_RECORDS];
    size_t radio_count;
    size_t radio_room; /* frames it takes before it is full */
};

extern struct rig rig;

/* The addresses of the rig. */
extern const uint8_t rig_ap[6];
extern const uint8_t rig_own[RIG_STATIONS][6];
extern const uint8_t rig_other[6];
extern const uint8_t rig_broadcast[6];

/* Two stations of an open network with QoS, port open. */
void rig_setup(const struct dot11_crypto_ops *provider, void *crypto);
/* Every frame must have come back. */
void rig_teardown(void);

/* A protected network whose handshake has not begun. */
void rig_protect(void);
/* The keys of a station, and of the group for all: CCMP in software. */
void rig_install_pairwise(unsigned station, uint8_t seed);
/* One more, of id 1, which is sent with from now on; the AP does not know
 * it. */
void rig_use_second(unsigned station, uint8_t seed);
void rig_install_group(uint8_t key_id, uint8_t seed, uint64_t rsc);
/* The same, with these D11_KEY_* on top, for the radio. */
void rig_install_hw(unsigned station, uint16_t flags);
/* A protected network with keys and open port. */
void rig_secure(void);

/* A frame from the pool with `headroom`. */
struct dot11_frame *rig_alloc(size_t headroom);

/* A data frame from the AP. */
struct rig_data {
    unsigned station;   /* whose; its own address unless `a1` */
    const uint8_t *a1;  /* receiver */
    const uint8_t *a2;  /* NULL: the AP */
    const uint8_t *sa;  /* NULL: rig_other */
    uint16_t ethertype; /* 0: 0x88b5 */
    bool no_qos;
    uint8_t tid;
    uint16_t seq;
    uint8_t frag;
    uint8_t fc1;            /* on top of FromDS */
    uint8_t qos_high;       /* on top of the TID in QoS Control */
    struct d11_key *key;    /* to seal with; NULL: plaintext */
    uint64_t pn;            /* 0: the key's next */
    size_t len;             /* octets of payload; 0: 32 */
    const uint8_t *payload; /* NULL: a pattern */
};

/* Put it into the burst. */
struct dot11_rx *rig_add(const struct rig_data *data);
/* Put `len` octets into the burst as they are. */
struct dot11_rx *rig_add_octets(const uint8_t *octets, size_t len);
/* Put an Ethernet frame that the radio made into the burst. */
struct dot11_rx *rig_add_ethernet(const uint8_t *da, uint16_t ethertype);
/* Put a management frame with three addresses and two octets of body into the
 * burst. */
struct dot11_rx *rig_add_mgmt(unsigned subtype, const uint8_t *a1);
/* Hand the burst in, and check that it was counted exactly. */
void rig_receive(void);
/* Add and hand in. */
void rig_receive_data(const struct rig_data *data);
/* How often `drop` was counted since the last call for it. */
uint32_t rig_dropped(enum dot11_drop drop);
/* The payload of a delivered MSDU is the pattern. */
bool rig_is_pattern(const struct dot11_msdu *msdu);
/* All MSDUs go back. */
void rig_return(void);

/* An Ethernet frame of station 0 to `da`, with `len` octets of payload. */
struct dot11_frame *rig_ethernet(const uint8_t *da, uint16_t ethertype,
                                 size_t len);
/* Send one of these with 64 octets; says whether it was accepted. */
bool rig_send(const uint8_t *da, uint16_t ethertype);
/* Open, at the AP, what the radio got as number `i`. */
bool rig_ap_opens(size_t i, unsigned station);
/* The radio gives back everything it has, or the first `n`. */
void rig_status(size_t n, bool acked, bool flushed);

#endif
