/* The host side of a security extension: what ext.h promises.
 *
 * SPDX-License-Identifier: MIT
 * One of these for each station and extension. What an extension asks for is
 * checked at once and put on a bounded list; d11_ext_run() carries it out, in
 * order, when the core has settled. */
#ifndef D11_SME_EXT_HOST_H
#define D11_SME_EXT_HOST_H

#include <stdbool.h>
#include <stdint.h>

#include <dot11/ext.h>

#include "hw/keys.h"
#include "hw/vif.h"
#include "tx/tx.h"

/* What an extension may ask for before it is carried out. */
#define D11_EXT_COMMANDS 7u
/* Packets of an extension in the radio's hands. */
#define D11_EXT_SENDS 4u
/* Longest key. */
#define D11_EXT_KEY_MAX 32u

/* States of a crypto job. */
enum { D11_EXT_JOB_IDLE, D11_EXT_JOB_PENDING };

struct d11_ext_command;
struct d11_sme;

/* Carries out what was asked for. */
typedef void d11_ext_run_fn(struct dot11_ext_host *host,
                            struct d11_ext_command *command);

struct d11_ext_command {
    d11_ext_run_fn *run; /* NULL: it was given up */
    uint32_t session_id; /* 0: of no port */
    union {
        struct {
            struct dot11_frame *frame;
            uint16_t ethertype;
            uint8_t slot; /* in `sends` */
            bool plain;
        } send;
        struct {
            struct dot11_ext_key key; /* its octets point nowhere */
            uint8_t octets[D11_EXT_KEY_MAX];
        } set_key;
        struct dot11_ext_verdict verdict;
        enum dot11_err pre_done;
        struct {
            struct dot11_crypto_job *job;
            enum dot11_err err;
        } job_done;
        struct {
            struct dot11_ext_auth out; /* its body is the extension's */
            enum dot11_err err;
            bool has_out;
            uint8_t round; /* the authentication it is for */
        } auth;
        uint32_t value;
    } u;
};

struct dot11_ext_host {
    uint8_t type_count;
    uint8_t depth;      /* handlers that run now */
    bool may_set_types; /* in init or pre_associate */
    bool in_init;
    bool pre_pending;
    bool key_pending;
    uint8_t first; /* of `commands` */
    uint8_t count;
    uint8_t next_send;
    bool ended;          /* deinit began, or init failed */
    uint8_t prompts;     /* a bit for each that is open */
    uint8_t auth_round;  /* authentications so far */
    uint32_t session_id; /* of the port it decides about; 0: none */

    /* Set by who builds the station. */
    uint16_t owner; /* names this host in crypto jobs */
    const struct dot11_ext_ops *ops;
    void *state; /* the extension's */
    struct d11_env *env;
    struct d11_tx_path *tx;
    struct d11_vif *vif;
    struct d11_sme *sme;

    uint64_t deadline_us;
    uint64_t wait_us; /* wait for sends to come back until then */
    uint16_t types[D11_EXT_ETHERTYPES_MAX]; /* since init */
    struct {
        uint32_t cookie; /* the extension's */
        uint16_t ours;   /* slot and a number, so that a frame of an earlier
                            use is not taken for this one */
        bool used;
        bool out; /* it left the list */
    } sends[D11_EXT_SENDS];
    struct d11_key_install install;
    struct d11_ext_command commands[D11_EXT_COMMANDS];
};

/* Prepare and call init. */
enum dot11_err d11_ext_init(struct dot11_ext_host *host, struct d11_ops *ops);
void d11_ext_deinit(struct dot11_ext_host *host);

/* Carry out what was asked for. True when something was done. */
bool d11_ext_run(struct dot11_ext_host *host);

void d11_ext_tick(struct dot11_ext_host *host);
uint64_t d11_ext_deadline(const struct dot11_ext_host *host);

/* Add to the list; NULL when it is full. */
struct d11_ext_command *d11_ext_append(struct dot11_ext_host *host,
                                       d11_ext_run_fn *run);

/* The two of which the list knows more. */
d11_ext_run_fn d11_ext_run_send, d11_ext_run_set_key;

/* May a host function do anything now? D11_ERR_BUSY from inside an op,
 * D11_ERR_STATE after the end. */
enum dot11_err d11_ext_may(const struct dot11_ext_host *host);

/* Ask for a call of `run` about a port, behind everything that was asked for
 * before. */
enum dot11_err d11_ext_ask(struct dot11_ext_host *host, uint32_t session_id,
                           d11_ext_run_fn *run, uint32_t value);

/* What was asked for from outside a handler is carried out at once. */
void d11_ext_asked(struct dot11_ext_host *host);

/* A key is not there; what followed it on the list is not done
 * (SEC-PRT-05). */
void d11_ext_key_failed(struct dot11_ext_host *host, uint32_t session_id,
                        enum dot11_err err);

/* The peer of the port that the extension decides about, or NULL. */
struct d11_peer *d11_ext_peer(struct dot11_ext_host *host, uint32_t session_id);

/* Handlers, called through here so that the list is looked after. */
enum dot11_err d11_ext_pre_associate(struct dot11_ext_host *host,
                                     const struct dot11_ssid *ssid,
                                     const void *profile, size_t len);
enum dot11_err d11_ext_select(struct dot11_ext_host *host,
                              const struct dot11_bss *bss,
                              struct dot11_ext_suites *suites);
size_t d11_ext_elements(struct dot11_ext_host *host,
                        const struct dot11_bss *bss,
                        const struct dot11_ext_suites *suites, uint8_t *buf,
                        size_t cap);
enum dot11_err d11_ext_authenticate(struct dot11_ext_host *host,
                                    const struct dot11_bss *bss,
                                    const struct dot11_ext_auth *in,
                                    struct dot11_ext_auth *out);
enum dot11_err d11_ext_post_associate(struct dot11_ext_host *host,
                                      const struct dot11_ext_assoc *assoc);
/* The port is gone: what was asked for it is dropped. */
void d11_ext_stop(struct dot11_ext_host *host, uint32_t session_id);
void d11_ext_reset(struct dot11_ext_host *host);
enum dot11_drop d11_ext_receive(struct dot11_ext_host *host,
                                const struct dot11_ext_packet *packet);
void d11_ext_job_done(struct dot11_ext_host *host, struct dot11_crypto_job *job,
                      enum dot11_err err);

/* A packet of the extension came back from the radio. */
void d11_ext_sent(struct dot11_ext_host *host, uint16_t cookie, bool acked);

#endif
