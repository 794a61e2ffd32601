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
    size_t elements; /* octets it adds, or SIZE_MAX */
    /* What there was. */
    char log[1024]; /* a word for each handler */
    uint32_t session_id;
    uint32_t cookie;
    enum dot11_err sent_err;
    enum dot11_err key_err;
    size_t response_len;
    /* Called from inside a handler named so. */
    void (*inside)(const char *handler);
};

extern struct fake_ext fake_ext;
extern const struct dot11_ext_ops fake_ext_ops;
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
