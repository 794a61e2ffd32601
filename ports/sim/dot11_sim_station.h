/* libdot11 simulator: a whole station: radio, host and library together.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DOT11_SIM_STATION_H
#define DOT11_SIM_STATION_H

#include <dot11/config.h>
#include <dot11/event.h>
#include <dot11/sta.h>

#include "dot11_sim_host.h"
#include "dot11_sim_ping.h"
#include "dot11_sim_radio.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A station. */
struct dot11_sim_station;

/** How to make a station. Start from dot11_sim_station_defaults(). */
struct dot11_sim_station_config {
    struct dot11_sim_radio_config radio; /**< frame_alloc and the like are set
                                              by the station */
    struct dot11_sim_host_config host;
    struct dot11_config core;                  /**< its tables are set by the
                                                    station; set exts and sizes */
    const struct dot11_crypto_ops *crypto_ops; /**< NULL: the world's */
    void *crypto;                              /**< passed to crypto_ops */
    uint16_t event_count; /**< events that are recorded (64) */
    bool at_once;         /**< take events the moment they are queued, inside
                               the core: the hook may call nothing then */
    uint8_t ip[4];        /**< own address for pings
                               (10.0.0.2) */
};

/** Fill `config` for a station with this address. */
void dot11_sim_station_defaults(struct dot11_sim_station_config *config,
                                const uint8_t addr[D11_ADDR_LEN]);

/**
 * Make radio, host, dot11_radio and station. It is halted; start it with
 * dot11_sta_start(). The world calls dot11_radio_tick() when it is due and
 * takes the events.
 */
enum dot11_err
dot11_sim_station_create(struct dot11_sim_station **station,
                         struct dot11_sim *sim,
                         const struct dot11_sim_station_config *config);

/**
 * Give radio and station back to the library; the world must not run on.
 * @return D11_ERR_BUSY when the station is not halted or frames are out
 */
enum dot11_err dot11_sim_station_fini(struct dot11_sim_station *station);

/** Its parts. */
struct dot11_sta *dot11_sim_station_sta(struct dot11_sim_station *station);
/** See dot11_sim_station_sta(). */
struct dot11_radio *dot11_sim_station_core(struct dot11_sim_station *station);
/** See dot11_sim_station_sta(). */
struct dot11_sim_radio *
dot11_sim_station_radio(struct dot11_sim_station *station);
/** See dot11_sim_station_sta(). */
struct dot11_sim_host *
dot11_sim_station_host(struct dot11_sim_station *station);

/** Called for each event, with the octets it borrows still there. Any function
 * of the library may be called. */
typedef void dot11_sim_station_hook(void *ctx,
                                    struct dot11_sim_station *station,
                                    const struct dot11_event *event);

/** Set the hook; NULL: none. */
void dot11_sim_station_set_hook(struct dot11_sim_station *station,
                                dot11_sim_station_hook *hook, void *ctx);

/** Hooks of the host, which the station uses itself and passes on. */
void dot11_sim_station_set_host_hooks(struct dot11_sim_station *station,
                                      const struct dot11_sim_host_hooks *hooks);

/** How many events there were. */
uint32_t dot11_sim_station_event_count(const struct dot11_sim_station *station);

/** The `i`th event since the start, without the octets it borrowed.
 * @return NULL: not that many, or it is no longer kept */
const struct dot11_event *
dot11_sim_station_event(const struct dot11_sim_station *station, uint32_t i);

/** The last event of a kind from number `since` on. @return NULL: none */
const struct dot11_event *
dot11_sim_station_last(const struct dot11_sim_station *station,
                       enum dot11_event_type type, uint32_t since);

/** How many events of a kind there were. */
uint32_t dot11_sim_station_count(const struct dot11_sim_station *station,
                                 enum dot11_event_type type);

/**
 * Run the world until one more event of a kind came from now on.
 * @return it, or NULL when it did not come within `us` microseconds
 */
const struct dot11_event *
dot11_sim_station_wait(struct dot11_sim_station *station,
                       enum dot11_event_type type, uint64_t us);

/** Take events, give back MSDUs and look at the deadline now. The world does
 * it before and after everything that happens. */
void dot11_sim_station_settle(struct dot11_sim_station *station);

/** Send an Ethernet frame. D11_ERR_FULL without a buffer, else what the core
 * says (D11_ERR_STATE when it refused). */
enum dot11_err dot11_sim_station_send(struct dot11_sim_station *station,
                                      const uint8_t *eth, size_t len);

/**
 * Ping an address: resolve it, then `count` echo requests of `payload` octets
 * one after the other, running the world meanwhile.
 * @return replies that came within a second each
 */
uint32_t dot11_sim_station_ping(struct dot11_sim_station *station,
                                const uint8_t ip[4], uint32_t count,
                                size_t payload);

#ifdef __cplusplus
}
#endif

#endif
