/* libdot11: a small connection manager above the station API.
 *
 * SPDX-License-Identifier: MIT
 *
 * Uses public headers only and is linked only when used. It keeps one network
 * wanted: when a connect fails it waits, with a growing pause, and tries
 * again; once connected the station roams by itself. */
#ifndef DOT11_MANAGER_H
#define DOT11_MANAGER_H

#include <dot11/sta.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Longest profile that the manager keeps, in octets. */
#define D11_MANAGER_PROFILE_MAX 512u

/** Policy of a manager. */
struct dot11_manager_config {
    size_t size;              /**< sizeof(struct dot11_manager_config) */
    uint64_t backoff_min_us;  /**< first pause (1 s) */
    uint64_t backoff_max_us;  /**< longest pause; doubles up to it (60 s) */
    uint32_t tries;           /**< connects before it gives up; 0: never (0) */
};

/** A manager; the members are its own. */
struct dot11_manager {
    struct dot11_manager_config config; /**< policy */
    struct dot11_sta *sta;        /**< whom it manages */
    struct dot11_connect_req req; /**< its own copy of the wanted network */
    uint16_t freqs_mhz[16];       /**< what req points to */
    uint8_t profile[D11_MANAGER_PROFILE_MAX]; /**< what req points to */
    uint64_t backoff_us;          /**< the next pause */
    uint64_t next_us;             /**< when to try again */
    uint32_t failures;            /**< in a row */
    uint32_t id;                  /**< of the connect request */
    bool wanted;                  /**< a network is wanted */
    bool current;                 /**< events of that request have begun */
    bool connecting;              /**< a connect runs */
    bool bad_key;                 /**< trying again would not help */
};

/** Fill `config` with `size` and the values in brackets. */
void dot11_manager_config_defaults(struct dot11_manager_config *config);

/** Prepare a manager for a station; `config` NULL: the defaults. */
enum dot11_err dot11_manager_init(struct dot11_manager *manager,
                                  struct dot11_sta *sta,
                                  const struct dot11_manager_config *config);

/**
 * Want a network and connect to it, again and again until it works, is
 * forgotten, or the passphrase turned out wrong.
 * @param req  as for dot11_sta_connect(); copied, the profile too
 * @return as dot11_sta_connect(); D11_ERR_ARG for a profile too long
 */
enum dot11_err dot11_manager_connect(struct dot11_manager *manager,
                                     const struct dot11_connect_req *req,
                                     uint64_t now_us);

/** Want nothing any more, and leave the station as it is. Wipes the
 * profile. */
void dot11_manager_stop(struct dot11_manager *manager);

/** Want nothing any more: disconnects, and wipes the profile. */
void dot11_manager_forget(struct dot11_manager *manager, uint64_t now_us);

/** Show the manager an event of its station, before or after the host acts
 * on it. */
void dot11_manager_event(struct dot11_manager *manager,
                         const struct dot11_event *event, uint64_t now_us);

/** When dot11_manager_tick() wants to be called. */
uint64_t dot11_manager_deadline(const struct dot11_manager *manager);

/** Do what time asks for. */
void dot11_manager_tick(struct dot11_manager *manager, uint64_t now_us);

#ifdef __cplusplus
}
#endif

#endif
