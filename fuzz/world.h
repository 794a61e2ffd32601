/* A radio with stations, and what must hold for them whatever comes.
 *
 * SPDX-License-Identifier: MIT
 * The harnesses of whole stations share it. The radio and the host are ours:
 * they count frames, hold the core to its contracts (hw.h, host.h) and check
 * what it says of itself after each call. Every frame lies in memory of
 * exactly its size, which goes when the core gives it back, so that the
 * sanitizer sees who reads or writes beyond. Time is a number; random octets
 * come from a counter. */
#ifndef FUZZ_WORLD_H
#define FUZZ_WORLD_H

#include <dot11/dot11.h>

#include "ap.h"
#include "fuzz.h"
#include "input.h"

#define WORLD_STATIONS 2u
#define WORLD_APS 2u
#define WORLD_RADIO_FRAMES 160u
#define WORLD_MSDUS 96u
#define WORLD_BURST 8u
#define WORLD_EVENTS 128u
#define WORLD_KEYS 8u

/* Variants of the radio and of the configuration. */
enum world_option {
    WORLD_HW_CRYPTO = 1u << 0, /* the radio does CCMP */
    WORLD_HW_SCAN = 1u << 1,   /* and scans by itself */
    WORLD_NO_STATUS = 1u << 2, /* and cannot tell what was acknowledged */
    WORLD_PENDING = 1u << 3,   /* and takes its time */
    WORLD_TWO = 1u << 4,       /* two stations on it */
    WORLD_SMALL = 1u << 5,     /* little room everywhere */
    WORLD_LAZY = 1u << 6,      /* events are polled only when asked for */
    WORLD_EAGER = 1u << 7      /* events are polled from inside ops */
};

/* Who has a frame. */
enum world_place { WORLD_WITH_CORE, WORLD_WITH_RADIO, WORLD_BACK };
/* Where it came from. */
enum world_origin { WORLD_FROM_AIR, WORLD_FROM_CORE, WORLD_FROM_HOST };

struct world_frame {
    struct dot11_frame frame; /* first member */
    struct world_frame *next;
    enum world_place place;
    enum world_origin origin;
    uint8_t *mem;
    unsigned held;   /* MSDUs of it that the host has */
    bool sealed;     /* verified under a key that the AP has */
    uint32_t key_no; /* which one; 0: not known */
    uint64_t pn;
    uint8_t tid; /* 16: without QoS */
};

/* Requests that have no completion yet. */
struct world_owed {
    uint32_t ids[32];
    unsigned count;
};

struct world_sta {
    struct dot11_sta *sta;
    uint8_t addr[6];
    bool alive; /* a start was accepted and has not ended */
    /* What is owed. */
    unsigned starting;
    unsigned halting;
    struct world_owed disconnects;
    struct world_owed scans;
    struct world_owed connects;
    struct world_owed roams;
    /* What is open. */
    bool connecting;
    bool roaming;
    bool associating;
    uint32_t session_id;
    bool secured; /* the last connect request asked for protection */
};

struct world_key {
    bool used;
    bool pairwise;
    const struct dot11_sta *sta;
    uint8_t key_id;
};

struct world {
    uint32_t options;
    struct dot11_radio *radio;
    void *mem;
    struct dot11_config config;
    struct dot11_crypto_ops crypto_ops;
    struct world_sta stas[WORLD_STATIONS];
    unsigned sta_count;
    uint64_t now_us;
    bool in_call;
    bool polling;
    struct world_frame *frames;

    /* The radio. */
    bool powered;
    uint16_t freq_mhz;
    enum dot11_err answer;  /* of ops with a token */
    enum dot11_err at_once; /* of those without */
    size_t room;            /* frames it takes before it is full */
    struct dot11_tx in_radio[WORLD_RADIO_FRAMES];
    unsigned in_radio_count;
    uint32_t tokens[16]; /* that wait for their op_done */
    unsigned token_count;
    uint32_t taken; /* frames in all */
    uint32_t returned;
    struct world_key keys[WORLD_KEYS];

    /* The host. */
    bool no_frames; /* frame_alloc gives none */
    bool no_random;
    enum dot11_err job_answer;
    struct dot11_crypto_job *job;
    uint32_t random;
    struct dot11_msdu msdus[WORLD_MSDUS];
    struct dot11_sta *msdu_sta[WORLD_MSDUS];
    unsigned msdu_count;
    uint32_t delivered;
    struct dot11_event events[WORLD_EVENTS];
    struct world_sta *event_sta[WORLD_EVENTS];
    unsigned event_count;
    uint32_t heard; /* frames from the air in all */

    /* The burst that is being collected. */
    struct dot11_rx burst[WORLD_BURST];
    unsigned burst_count;

    struct ap aps[WORLD_APS];
};

extern struct world world;

/* A security extension to list besides the RSN; NULL at first. */
extern const struct dot11_ext_ops *world_ext;

/* Build and end it. The end halts everything, and checks that nothing is
 * left: no frame, no event, no deadline. */
void world_begin(uint32_t options);
void world_end(void);

/* Between these two is one call into the core; the second checks all that
 * must hold then. */
void world_enter(void);
void world_leave(void);

/* Frames. */
struct world_frame *world_frame(enum world_origin origin, size_t headroom,
                                size_t len, size_t tailroom);
/* Put a frame into the burst, which goes when it is full. */
struct dot11_rx *world_add(struct world_frame *frame);
/* The burst goes to the core. */
void world_receive(void);
/* The radio gives back `n` of its frames. */
void world_status(unsigned n, bool acked, bool flushed);
/* The host gives back `n` MSDUs. */
void world_return(unsigned n);
/* The radio ends what waits longest. */
void world_op_done(enum dot11_err err);
/* Slow work ends. */
void world_job_done(enum dot11_err err);
void world_poll(void);
/* All of these may be read. */
void world_read(const uint8_t *octets, size_t len);
void world_tick(uint64_t us);
/* The clock goes to the next deadline, when that is near. */
void world_tick_deadline(void);

/* Requests, noted when they are accepted. */
void world_start(struct world_sta *sta);
void world_halt(struct world_sta *sta);
void world_scan(struct world_sta *sta, const struct dot11_scan_req *req);
void world_connect(struct world_sta *sta, const struct dot11_connect_req *req);
void world_roam(struct world_sta *sta, const struct dot11_roam_req *req);
void world_disconnect(struct world_sta *sta);
/* To the usual network. */
void world_connect_usual(struct world_sta *sta, bool secured);

/* radio.c: the table, and what it is. */
extern const struct dot11_hw_ops world_hw_ops;
const struct dot11_hw_caps *world_caps(uint32_t options);
/* Has the radio a key for this station? */
bool world_radio_has_key(const struct dot11_sta *sta, bool pairwise);

/* host.c */
extern const struct dot11_host_ops world_host_ops;
struct dot11_crypto_host *world_crypto(void);
struct world_sta *world_sta_of(const struct dot11_sta *sta);
void world_note_event(struct world_sta *sta, const struct dot11_event *event);
void world_host_begin(void);
/* With another association the receive counter that the AP states for its
 * group key counts anew. */
void world_forget_group_pn(uint32_t key_no);

/* calls.c: one call of the API with arguments from the input, good or odd. */
void world_call(struct input *in);

#endif
