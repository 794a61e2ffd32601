/* A security extension that does what a test says and remembers what it was
 * asked.
 *
 * SPDX-License-Identifier: MIT */
#ifndef SUPPORT_FAKE_EXT_H
#define SUPPORT_FAKE_EXT_H

#include "fake_radio.h"

struct fake_ext {
    struct dot11_ext_host *host;
    /* Answers. */
    enum dot11_err init;
    enum dot11_err pre;
    enum dot11_err select;
    enum dot11_err post;
    enum dot11_err authenticate;
    struct dot11_ext_auth out;
    struct dot11_ext_suites suites;
    size_t elements;                        /* octets it adds, or SIZE_MAX */
    uint16_t types[D11_EXT_ETHERTYPES_MAX]; /* that init registers */
    size_t type_count;
    enum dot11_err judge; /* of the three about profiles */
    uint32_t reason;
    size_t discovered; /* octets of the profile that discover writes */
    enum dot11_drop drop;
    /* What there was. */
    char log[1024]; /* a word for each handler */
    uint32_t session_id;
    uint32_t cookie;
    enum dot11_err sent_err;
    enum dot11_err key_err;
    size_t response_len;
    void *state; /* of the last handler that has one */
    struct dot11_ssid ssid;
    uint8_t profile[64]; /* as pre_associate got it */
    size_t profile_len;
    struct dot11_ext_assoc assoc;   /* what it points to is gone */
    struct dot11_ext_packet packet; /* the last; its octets: */
    uint8_t octets[64];
    enum dot11_ext_indication kind;
    uint8_t prompt;
    uint8_t said[64]; /* of an indication or an answer */
    size_t said_len;
    struct dot11_onex_result result;
    /* Called from inside a handler named so. */
    void (*inside)(const char *handler);
};

extern struct fake_ext fake_ext;
extern const struct dot11_ext_ops fake_ext_ops;
extern const struct dot11_ext_extra fake_ext_extra;
extern const struct dot11_ext_ops *const fake_exts[1];

/* Before fake_build(): list it in the config; an open-system network with a
 * controlled port and CCMP. */
void fake_ext_begin(void);
/* Its log since the last call. */
const char *fake_ext_log(void);
#define assert_ext(words) assert_string_equal(fake_ext_log(), words)

/* Ask for things in the current session. */
enum dot11_err fake_ext_send(uint32_t cookie);
enum dot11_err fake_ext_key(bool pairwise, uint8_t key_id, uint8_t seed);
enum dot11_err fake_ext_verdict(enum dot11_err err, bool leave);

#endif
