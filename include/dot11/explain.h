/* libdot11: why a connect or a roam went as it did.
 *
 * SPDX-License-Identifier: MIT
 *
 * An optional part: list &dot11_explain in dot11_config.parts, and the last
 * few connect and roam operations of each station can be asked about: which
 * BSSs there were, why each was no candidate or how far it came, and what is
 * to be thought of it. Everything is bounded; the oldest goes first. */
#ifndef DOT11_EXPLAIN_H
#define DOT11_EXPLAIN_H

#include <dot11/bss.h>
#include <dot11/config.h>
#include <dot11/err.h>
#include <dot11/event.h>
#include <dot11/types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct dot11_sta;

/** The part; costs about 1.5 KiB of memory for each station. */
extern const struct dot11_part dot11_explain;

/** Operations that are remembered, the one that runs among them. */
#define D11_EXPLAIN_RECORDS 4u
/** BSSs that a record tells of: the network's own before others. */
#define D11_EXPLAIN_CANDIDATES 8u
/** Octets that dot11_explain_text() needs at most. */
#define D11_EXPLAIN_TEXT_MAX 2048u

/** How far an attempt with an AP came. */
enum dot11_step {
    D11_STEP_NONE,           /**< it was not tried */
    D11_STEP_CHANNEL,        /**< going to its channel */
    D11_STEP_AUTHENTICATION, /**< 11.3.4 */
    D11_STEP_ASSOCIATION,    /**< 11.3.5 */
    D11_STEP_PORT,           /**< associated: the security extension runs */
    D11_STEP_OPEN,           /**< data flows */
    D11_STEP_COUNT           /**< how many there are */
};

/** What is to be thought of an operation. */
enum dot11_verdict {
    D11_VERDICT_RUNNING,          /**< it has not ended */
    D11_VERDICT_CONNECTED,        /**< data flows */
    D11_VERDICT_NOT_FOUND,        /**< no AP of this name was heard */
    D11_VERDICT_NO_CANDIDATE,     /**< APs were heard, and none fits */
    D11_VERDICT_REFUSED,          /**< the AP said no; see `code` */
    D11_VERDICT_NO_ANSWER,        /**< the AP did not answer in time */
    D11_VERDICT_WRONG_PASSPHRASE, /**< most likely, at least */
    D11_VERDICT_SECURITY,         /**< the extension failed otherwise */
    D11_VERDICT_LOST,             /**< the association ended too early */
    D11_VERDICT_CANCELLED,        /**< by the host */
    D11_VERDICT_RADIO_OFF,        /**< the radio went off */
    D11_VERDICT_SYSTEM,           /**< the radio, the host or the provider
                                       failed */
    D11_VERDICT_COUNT             /**< how many there are */
};

/** One BSS in an operation. */
struct dot11_explain_candidate {
    uint8_t bssid[D11_ADDR_LEN]; /**< whose */
    uint16_t freq_mhz;           /**< its channel */
    int8_t signal_dbm;           /**< of its last frame; its score: more is
                                      better */
    uint8_t tries;               /**< attempts with it */
    enum dot11_refusal refusal;  /**< why it was no candidate, when it was
                                      looked at last */
    enum dot11_step step;        /**< how far the last attempt came */
    enum dot11_err err;          /**< how it ended, with tries */
    uint16_t code;               /**< status or reason code, if any */
    bool refused_by_status;      /**< `code` is a status code */
    uint32_t took_us;            /**< the last attempt, from its start to the
                                      open port or to its end */
};

/** One connect or roam. */
struct dot11_explanation {
    uint32_t id;                /**< of the request; 0: the station's own */
    bool roam;                  /**< false: a connect */
    bool crowded;               /**< there were more BSSs than told of */
    uint8_t candidate_count;    /**< entries of candidates */
    uint8_t looks;              /**< times that candidates were looked for */
    enum dot11_outcome reason;  /**< of a roam */
    enum dot11_verdict verdict; /**< what is to be thought of it */
    enum dot11_err err;         /**< as the events said */
    uint16_t code;              /**< status or reason code, if any */
    struct dot11_ssid ssid;     /**< the network */
    uint64_t started_us;        /**< host clock */
    uint64_t ended_us;          /**< 0 while it runs */
    struct dot11_explain_candidate
        candidates[D11_EXPLAIN_CANDIDATES]; /**< in the order heard */
};

/**
 * Tell about an operation.
 * @param back  0: the latest, 1: the one before, ...
 * @return D11_ERR_NOT_FOUND: there were not so many; D11_ERR_UNSUPPORTED: the
 *         part is not listed
 */
enum dot11_err dot11_sta_explain(const struct dot11_sta *sta, unsigned back,
                                 struct dot11_explanation *explanation);

/**
 * The same in English: lines that end in a newline, the verdict first, then
 * one for each BSS.
 * @param buf  gets a string, cut off at `cap` octets
 * @return octets written, without the NUL
 */
size_t dot11_explain_text(const struct dot11_explanation *explanation,
                          char *buf, size_t cap);

/** The name of a refusal, such as "its security is not what is wanted". */
const char *dot11_refusal_str(enum dot11_refusal refusal);

/** The name of a step, such as "authentication". */
const char *dot11_step_str(enum dot11_step step);

/** The name of a verdict, such as "wrong passphrase". */
const char *dot11_verdict_str(enum dot11_verdict verdict);

#ifdef __cplusplus
}
#endif

#endif
