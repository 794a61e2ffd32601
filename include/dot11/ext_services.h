/* libdot11: what a host does for security extensions beside the usual.
 *
 * SPDX-License-Identifier: MIT
 * Rules N80211-EXT-6, EXT-7, EXT-10, POST-6, EXRX-4, GEN-18.
 *
 * Functions that take an extension's ops name that extension on a station; it
 * must be in dot11_config.exts. Functions with `now_us` are calls into the
 * core like those of sta.h. */
#ifndef DOT11_EXT_SERVICES_H
#define DOT11_EXT_SERVICES_H

#include <dot11/config.h>
#include <dot11/sta.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The part that notices, driver calls and vendor blocks need; list it in
 * dot11_config.parts. Prompts, indications and profiles do without. */
extern const struct dot11_part dot11_ext_services;

/* Profiles; no station is needed. */

/** The reason of an extension that gave none. */
#define D11_EXT_NO_REASON UINT32_MAX

/**
 * Would the extension take this profile?
 * @param reason  0 with D11_OK, else the extension's, or D11_EXT_NO_REASON
 * @return D11_OK, the extension's error, or D11_ERR_UNSUPPORTED
 */
enum dot11_err dot11_ext_validate(const struct dot11_ext_ops *ext,
                                  const void *profile, size_t len,
                                  uint32_t *reason);

/** Does a scanned BSS offer what the profile needs? As dot11_ext_validate(). */
enum dot11_err dot11_ext_match(const struct dot11_ext_ops *ext,
                               const void *profile, size_t len,
                               const struct dot11_bss *bss, uint32_t *reason);

/**
 * Make a temporary profile for a BSS that nobody configured.
 * @param profile  room for `cap` octets, of which `*len` are written
 * @return as dot11_ext_validate(); D11_ERR_FULL: `*len` octets are needed
 */
enum dot11_err dot11_ext_discover(const struct dot11_ext_ops *ext,
                                  const struct dot11_bss *bss, bool secure_only,
                                  void *profile, size_t cap, size_t *len,
                                  uint32_t *reason);

/* From the host to an extension. */

/**
 * Pass on an indication, in the order in which they came.
 * @return D11_ERR_NOT_FOUND: no such extension; D11_ERR_UNSUPPORTED: it takes
 *         none, the indication is dropped; D11_ERR_ARG, D11_ERR_BUSY
 */
enum dot11_err dot11_sta_ext_indicate(struct dot11_sta *sta,
                                      const struct dot11_ext_ops *ext,
                                      enum dot11_ext_indication kind,
                                      const uint8_t *data, size_t len,
                                      uint64_t now_us);

/** The prompts of an extension that are open, a bit for each. Their events
 * merge when they are not taken in time; this is the whole truth. */
uint8_t dot11_sta_ext_prompts(const struct dot11_sta *sta,
                              const struct dot11_ext_ops *ext);

/**
 * What the user said to a prompt; ends it.
 * @param data  borrowed; wipe yours
 * @return D11_ERR_NOT_FOUND: no such extension, or the prompt is not open
 */
enum dot11_err dot11_sta_ext_answer(struct dot11_sta *sta,
                                    const struct dot11_ext_ops *ext,
                                    uint8_t prompt, const uint8_t *data,
                                    size_t len, uint64_t now_us);

/** The user is gone: all prompts of all extensions end without an answer. */
void dot11_sta_ext_log_off(struct dot11_sta *sta);

/* From an extension to the host. */

/**
 * Who listens. Called from inside a call into the core, as ops are: they must
 * not call back. A handler may be NULL.
 */
struct dot11_ext_listener {
    size_t size; /**< sizeof(struct dot11_ext_listener) */

    /** A notice for applications; `len` is not 0. */
    void (*notice)(void *ctx, struct dot11_sta *sta,
                   const struct dot11_ext_ops *ext, uint32_t type,
                   const uint8_t *data, size_t len);

    /** The vendor method of the radio's driver.
     * @param out_len  in: room of `out`; out: octets of the answer */
    enum dot11_err (*call)(void *ctx, struct dot11_sta *sta, const uint8_t *in,
                           size_t in_len, uint8_t *out, size_t *out_len);
};

/**
 * Listen, or stop listening (NULL).
 * @param listener  kept by reference
 * @return D11_ERR_UNSUPPORTED without the part, D11_ERR_VERSION, D11_ERR_BUSY
 */
enum dot11_err
dot11_sta_set_ext_listener(struct dot11_sta *sta,
                           const struct dot11_ext_listener *listener,
                           void *ctx);

/**
 * The vendor block of the events ASSOC_START, ASSOC_DONE and DISASSOC: what
 * the extension attached to this connection, not interpreted. It stays as it
 * is until a pre_associate attaches another one, which an extension that has
 * any does each time; `len` 0: there is none.
 */
struct dot11_octets dot11_sta_ext_block(const struct dot11_sta *sta,
                                        const struct dot11_ext_ops *ext);

#ifdef __cplusplus
}
#endif

#endif
