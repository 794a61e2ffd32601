/* A radio and a host that do what a test says, and remember what they were
 * asked for: for tests of the machines above the data path.
 *
 * SPDX-License-Identifier: MIT */
#ifndef SUPPORT_FAKE_RADIO_H
#define SUPPORT_FAKE_RADIO_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <dot11/codes.h>
#include <dot11/dot11.h>

#define FAKE_FRAMES 64u
#define FAKE_FRAME_OCTETS 2400u
#define FAKE_CALLS 512u
#define FAKE_AIR 256u
#define FAKE_LOG 4096u
#define FAKE_STAS 3u

/* Ops of the radio that a test can script. */
enum fake_op {
    FAKE_POWER_ON,
    FAKE_POWER_OFF,
    FAKE_SET_CHANNEL,
    FAKE_SET_KEY,
    FAKE_DEL_KEY,
    FAKE_SCAN_START,
    FAKE_SCAN_STOP,
    FAKE_RESET,
    FAKE_SET_FILTER,
    FAKE_SET_BSS,
    FAKE_SET_ADDR,
    FAKE_TX_FLUSH,
    FAKE_OPS
};

/* One thing that the radio was asked for. */
struct fake_call {
    enum fake_op op;
    uint32_t token;
    uint16_t freq_mhz;
    uint32_t filter;
    struct dot11_hw_key key;
    struct dot11_hw_bss bss;
    struct dot11_hw_scan scan;
    uint8_t addr[6];
};

/* A frame that the radio took. */
struct fake_tx {
    struct dot11_frame *frame; /* NULL: it was given back */
    struct dot11_sta *sta;
    uint16_t freq_mhz;
    uint16_t tuned_mhz; /* where the radio was */
    uint32_t flags;
    uint32_t len;
    uint8_t octets[512]; /* of the frame, as far as they fit */
};

struct fake {
    struct dot11_hw_caps caps;
    struct dot11_hw_channel channels[8];
    struct dot11_hw_ops hw_ops;
    struct dot11_host_ops host_ops;
    struct dot11_config config;
    void *mem;
    size_t mem_len;
    struct dot11_radio *radio;
    struct dot11_sta *stas[FAKE_STAS];
    uint64_t now_us;

    /* Answers: D11_ERR_PENDING waits for fake_done(). */
    enum dot11_err answers[FAKE_OPS];
    enum dot11_err once[FAKE_OPS]; /* the next answer, unless D11_ERR_COUNT */
    uint64_t slow_us; /* with it all ops that may take so long do */
    struct {
        uint32_t token; /* 0: free */
        uint64_t due_us;
    } slow[16];
    enum dot11_err random_err;
    size_t tx_room;       /* frames that it takes; SIZE_MAX at first */
    bool keeps;           /* frames come back by fake_status() only */
    bool no_ack;          /* nobody acknowledges */
    unsigned no_frames;   /* so often frame_alloc gives none */
    uint64_t alloc_fails; /* bit n: the nth allocation fails */
    unsigned allocs;

    /* What there was. */
    struct fake_call calls[FAKE_CALLS];
    unsigned call_count;
    uint32_t tokens[FAKE_OPS]; /* of the last call */
    struct fake_tx air[FAKE_AIR];
    unsigned air_count;
    unsigned answered; /* of them, that APs have heard */
    uint16_t tuned_mhz;
    bool on;
    unsigned in_use; /* frames of the pool */
    unsigned wakes;
    struct dot11_msdu msdus[32];
    unsigned msdu_count;
    unsigned done_count;
    enum dot11_err done_err;
    /* Events taken, as words with a blank between them. */
    char log[FAKE_STAS][FAKE_LOG];
    struct dot11_event last[FAKE_STAS][D11_EV_COUNT]; /* of each kind */
    void (*in_op)(enum fake_op op); /* called from inside each op */
};

extern struct fake fake;

extern const uint8_t fake_own[FAKE_STAS][6];

/* A radio that works, with channels 1, 6, 11, 36, 52 (radar) and 14 (not to be
 * used). Change fake.config, .caps and .hw_ops, then fake_build(). */
void fake_begin(void);
void fake_build(void);
/* Create and start a station; its STARTED is taken. */
struct dot11_sta *fake_start(unsigned which);
/* All of it: begin, build, start station 0. */
struct dot11_sta *fake_up(void);
/* Halt what runs and see that everything is back. */
void fake_end(void);
/* The memory only: for tests that end in the middle. */
void fake_drop(void);

/* Take the events of a station; a word for each goes on its log. */
void fake_poll(unsigned which);
/* The log since the last call; taken events only. */
const char *fake_events(unsigned which);
#define assert_events(which, words)                                            \
    assert_string_equal(fake_events(which), words)

/* Let time pass: the radio gives frames back, ticks come when due. */
void fake_run(uint64_t us);
/* The radio gives back what it has. */
void fake_status(void);
/* A pending op ends. Says what the core answered. */
enum dot11_err fake_done(enum fake_op op, enum dot11_err err);
/* How often an op was called since fake_forget(). */
unsigned fake_count(enum fake_op op);
const struct fake_call *fake_last(enum fake_op op);
void fake_forget(void);

/* Frames sent with this subtype of management frames (or 0x100: null). */
unsigned fake_sent(unsigned subtype);
const struct fake_tx *fake_last_sent(unsigned subtype);
#define FAKE_NULL 0x100u

/* Frames as a pool, for frames from the air. */
struct dot11_frame *fake_alloc(size_t len);
/* Hand `len` octets up as received where the radio is. */
void fake_receive(const uint8_t *octets, size_t len, int8_t signal_dbm);

struct dot11_stats fake_stats(void);

#endif
