/* libdot11: 802.1X for security extensions, with an EAP engine of the host.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.1X-2020, clauses 8 and 11; rules N80211-ONEX-*.
 *
 * An extension that wants 802.1X but has no EAP of its own starts the engine
 * for a port (dot11_ext_onex_start), hands it the EAPOL packets that come in
 * but for EAPOL-Key, and gets the result and the MPPE keys in its handler
 * `extra->onex_result`. This part sends EAPOL-Start, wraps EAP in EAPOL and
 * gives up when nobody answers; the host brings the EAP methods.
 *
 * EAP takes the time it takes: dot11_config.port_timeout_us, the patience with
 * a port, has to be longer than that. */
#ifndef DOT11_ONEX_H
#define DOT11_ONEX_H

#include <dot11/config.h>
#include <dot11/sta.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The part; list it in dot11_config.parts. */
extern const struct dot11_part dot11_onex;

/** One run of the engine for one station; opaque. */
struct dot11_onex;

/** Longest EAP packet: one EAPOL packet, one MSDU (not fragmented). */
#define D11_ONEX_EAP_MAX 1500u

/** EAPOL-Start packets that may stay unanswered, and the time between them in
 * microseconds. */
#define D11_ONEX_STARTS 3u
#define D11_ONEX_START_US 1500000u

/**
 * An EAP engine. Called as ops are: it must not call back before it returned,
 * so it answers later.
 */
struct dot11_onex_engine {
    size_t size; /**< sizeof(struct dot11_onex_engine) */

    /**
     * Authenticate a port; get credentials.
     * @param onex        names this run in the calls of the engine
     * @param attributes  of the extension, opaque; borrowed
     * @return D11_OK, or why it cannot be done
     */
    enum dot11_err (*start)(void *engine, struct dot11_onex *onex,
                            struct dot11_sta *sta,
                            const uint8_t peer[D11_ADDR_LEN],
                            const struct dot11_octets *attributes);

    /** An EAP packet of the authenticator; borrowed. */
    void (*packet)(void *engine, const uint8_t *eap, size_t len);

    /** The extension, or the end of the port, ended the run: no call about it
     * may follow. Not called after dot11_onex_done(). */
    void (*stop)(void *engine);
};

/**
 * The engine of a station, or none (NULL).
 * @param engine  kept by reference
 * @return D11_ERR_UNSUPPORTED without the part; D11_ERR_STATE while one runs;
 *         D11_ERR_VERSION, D11_ERR_ARG
 */
enum dot11_err dot11_sta_set_onex(struct dot11_sta *sta,
                                  const struct dot11_onex_engine *engine,
                                  void *ctx);

/**
 * Send an EAP packet to the authenticator; a call into the core.
 * @return D11_ERR_STATE when the run is over; D11_ERR_ARG, D11_ERR_FULL
 */
enum dot11_err dot11_onex_send(struct dot11_onex *onex, const uint8_t *eap,
                               size_t len, uint64_t now_us);

/**
 * How it goes, or how it ended; a call into the core. SUCCESS and FAILURE end
 * the run. `session_id` is filled in by the core.
 * @return D11_ERR_STATE when the run is over; D11_ERR_ARG for keys too long
 */
enum dot11_err dot11_onex_done(struct dot11_onex *onex,
                               const struct dot11_onex_result *result,
                               uint64_t now_us);

#ifdef __cplusplus
}
#endif

#endif
