/* The only caller of hardware and host ops.
 *
 * SPDX-License-Identifier: MIT
 * Ops must not call the core back; while one runs the environment says so.
 * Missing ops have their stated fallback here. */
#ifndef D11_HW_OPS_H
#define D11_HW_OPS_H

#include <stddef.h>
#include <stdint.h>

#include <dot11/hw.h>

#include "hw/env.h"
#include "hw/vif.h"

/* What a station wants to receive when nothing else is asked for. */
#define D11_FILTER_USUAL                                                      \
    (D11_FILTER_DIRECTED | D11_FILTER_MULTICAST | D11_FILTER_BROADCAST)

/* And what a network monitor wants, whoever asks for what. */
#define D11_FILTER_EVERYTHING                                                  \
    (D11_FILTER_USUAL | D11_FILTER_BEACONS | D11_FILTER_PROMISCUOUS |          \
     D11_FILTER_CONTROL | D11_FILTER_MONITOR)

/* Hand a burst to the radio; returns how many it took. Counts them out. */
size_t d11_hw_tx(struct d11_env *env, const struct dot11_tx *burst, size_t n);
void d11_hw_tx_flush(struct d11_env *env, struct dot11_sta *sta);
enum dot11_err d11_hw_set_filter(struct d11_env *env, uint32_t filter);
enum dot11_err d11_hw_set_bss(struct d11_env *env,
                              const struct dot11_hw_bss *bss);
enum dot11_err d11_hw_set_addr(struct d11_env *env,
                               const struct dot11_sta *sta,
                               const uint8_t *addr);

/* A frame of the core's own with `len` octets of room and headroom for the
 * radio; NULL when the host has none (counted). */
struct dot11_frame *d11_host_frame(struct d11_env *env, size_t len);
void d11_host_free(struct d11_env *env, struct dot11_frame *const *frames,
                   size_t n);
void d11_host_deliver(struct d11_env *env, struct dot11_sta *sta,
                      const struct dot11_msdu *msdus, size_t n);
/* To a host that has the op. */
void d11_host_deliver_raw(struct d11_env *env, struct dot11_sta *sta,
                          const struct dot11_raw *raws, size_t n);
void d11_host_tx_done(struct d11_env *env, struct dot11_sta *sta,
                      const struct dot11_tx_done *done, size_t n);
void d11_host_tx_flow(struct d11_env *env, struct dot11_sta *sta,
                      uint32_t stopped_acs);
enum dot11_err d11_host_random(struct d11_env *env, uint8_t *buf, size_t len);
void d11_host_wake(struct d11_env *env);

#endif
