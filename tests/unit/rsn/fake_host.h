/* A host for an extension under test: it carries nothing out, it keeps a list
 * of what it was asked for.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TEST_RSN_FAKE_HOST_H
#define TEST_RSN_FAKE_HOST_H

#include <dot11/ext.h>

#define FAKE_COMMANDS 512u
#define FAKE_DATA 256u

enum fake_kind {
    FAKE_SEND,
    FAKE_SET_KEY,
    FAKE_USE_KEY,
    FAKE_VERDICT,
    FAKE_PRE_DONE
};

/* One thing the extension asked for. */
struct fake_command {
    enum fake_kind kind;
    uint32_t session_id;
    uint8_t data[FAKE_DATA]; /* of a packet, or a key's octets */
    size_t len;
    uint16_t ethertype;
    uint32_t cookie;
    uint32_t flags;
    struct dot11_ext_key key; /* `octets` is NULL: see data */
    struct dot11_ext_verdict verdict;
    enum dot11_err err; /* of the end of pre-association */
};

struct dot11_ext_host {
    struct fake_command list[FAKE_COMMANDS];
    size_t count;
    const struct dot11_crypto_ops *ops;
    void *crypto;
    uint64_t deadline_us;
    uint16_t no_ciphers; /* D11_CIPHER_BIT()s that cannot be done */
    uint16_t one_key;    /* D11_CIPHER_BIT()s that have but one */
    uint16_t ethertype;  /* the one that was registered, or 0 */
    uint32_t random_seed;
    struct dot11_crypto_job *job;
    unsigned jobs_started;
    unsigned jobs_cancelled;
    /* What the functions answer. */
    enum dot11_err random_err;
    bool has_key_ids; /* the part for Extended Key ID is listed */
    bool has_pmkid;   /* the host has one for every AP */
    enum dot11_err send_err;
    enum dot11_err pairwise_err;
    enum dot11_err group_err;
    enum dot11_err verdict_err;
    enum dot11_err job_err;
    enum dot11_err ethertypes_err;
    bool random_zero;    /* the source gives zeroes */
    uint16_t group_mgmt; /* D11_CIPHER_BIT()s of BIP that it can do */
    struct dot11_channel channel;
};

/* How many commands of a kind are on the list. */
size_t fake_count(const struct dot11_ext_host *host, enum fake_kind kind);

/* The last command of a kind; the test ends when there is none. */
const struct fake_command *fake_last(const struct dot11_ext_host *host,
                                     enum fake_kind kind);

#endif
