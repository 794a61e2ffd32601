/* The RSN with methods: what its files share.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, clause 12. rsn_methods.c has the handlers of the
 * extension; methods_ways.c knows which ways to a PMK are listed,
 * methods_select.c what a BSS is good for, methods_cache.c uses PMKs that were
 * kept, and methods_late.c those that come after the association. */
#ifndef D11_RSN_METHODS_H
#define D11_RSN_METHODS_H

#include "rsn/ft.h"
#include "rsn/method.h"
#include "rsn/mgmt.h"
#include "rsn/pins.h"
#include "rsn/rekey.h"
#include "rsn/rsn.h"

/* Kinds of parts that are methods. */
#define D11_METHODS 3u

/* Longest message 1 that waits for its PMK; of a longer one the AP's repetition
 * is answered. */
#define D11_KEPT_MAX 160u

/* The state of one station; that of each method is its part's. */
struct d11_methods {
    struct d11_rsn rsn;
    struct d11_pins pins;
    struct d11_rekey rekey;
    struct d11_rsn_more more;
    struct d11_mgmt_state mgmt;
    uint8_t preparing; /* secrets that are being made */
    bool waiting;      /* the association has no PMK yet */
    bool renewed;      /* another PMK came, which no handshake had yet */
    uint8_t kept_len;  /* octets of `kept`, the last message 1 that came */
    uint8_t kept[D11_KEPT_MAX];
    uint32_t cached_akm;   /* what `cached` is for */
    struct d11_pmk cached; /* PMK of the cache, that the last request named */
};

/* A method with its state, when it is listed. */
struct d11_way {
    const struct d11_rsn_method *method;
    void *state;
};

/* Fast BSS transition with its state, when it is listed and can be done. */
struct d11_fast {
    const struct d11_ft_ops *ops;
    void *state;
};

/* methods_ways.c */

/* Method `i` of D11_METHODS; false when it is not listed. */
bool d11_way_get(const struct d11_methods *all, size_t i, struct d11_way *way);

/* AKMs with those that lead to the same secret as one of fast BSS transition
 * among them. */
uint16_t d11_fast_with_base(const struct d11_methods *all, uint16_t akms);

/* The way that an AKM goes, but for the PSK. */
bool d11_way_of(const struct d11_methods *all, uint16_t akms,
                struct d11_way *way);

/* False: it is not listed or cannot be done. */
bool d11_fast_get(const struct d11_methods *all, struct d11_fast *fast);

/* Is it an AKM of fast BSS transition? */
bool d11_fast_is(const struct d11_methods *all, uint16_t akm,
                 struct d11_fast *fast);

/* The profile's AKMs, and as it wants theirs of fast BSS transition. */
void d11_fast_allow(const struct d11_methods *all,
                    const struct dot11_rsn_profile *wanted,
                    struct d11_rsn_policy *policy);

/* Keys of the mobility domain. */
void d11_fast_forget(const struct d11_methods *all);

/* AKMs of the PSK and of all that is listed. */
uint16_t d11_ways_akms(const struct d11_methods *all);

/* AKMs that go the way of a method, also those of fast BSS transition. */
uint16_t d11_way_akms(const struct d11_methods *all, const struct d11_way *way);

/* methods_cache.c */

/* What of the cache may be used with an AP? PMKs of the PSK are none. */
bool d11_cached_find(const struct d11_methods *all, const uint8_t *bssid,
                     uint32_t akm, struct d11_pmk *pmk);

/* It was of no use. True: there was one. */
bool d11_cached_forget(struct d11_methods *all, const uint8_t *bssid,
                       uint32_t akm);

/* The next request names none, until one is found for it. */
void d11_cached_drop(struct d11_methods *all);

/* A handshake that did not end well leaves no PMK (SEC-PMK-03). */
void d11_cached_judge(struct d11_methods *all);

/* The first handshake of an association ended well. */
void d11_cached_keep(const struct d11_methods *all);

/* What was kept of other secrets goes. */
enum dot11_err d11_cached_begin(const struct d11_methods *all,
                                const struct dot11_ssid *ssid,
                                const struct dot11_rsn_profile *wanted);

/* An AP that does not know the PMK of the cache: another is made at once. */
bool d11_cached_is_stale(struct d11_methods *all, const uint8_t *bssid,
                         uint16_t status);

/* The PMK that a request is to name: the one that the host brought, or that of
 * the cache. */
const struct d11_pmk *d11_cached_name(struct d11_methods *all,
                                      const struct d11_way *way,
                                      const uint8_t *bssid, uint32_t akm);

/* methods_late.c */

/* The association ends, or another one begins. */
void d11_late_stop(struct d11_methods *all);

/* After whatever may have brought the PMK, or its end. */
void d11_late_look(struct d11_methods *all, uint64_t now_us);

/* As in struct dot11_ext_extra: a PMK, at first or instead of the one in use.
 */
void d11_methods_onex_result(void *ext, const struct dot11_onex_result *result,
                             uint64_t now_us);

/* As in struct dot11_ext_ops. */
enum dot11_drop d11_methods_receive(void *ext,
                                    const struct dot11_ext_packet *packet,
                                    uint64_t now_us);

/* methods_select.c */

/* The RSN extension field of a BSS; empty when it has none. */
struct dot11_octets d11_methods_rsnx(const struct dot11_bss *bss);

/* What both have of the first octet of the RSN extension field. */
uint8_t d11_methods_in_common(const struct dot11_bss *bss,
                              const struct dot11_ext_suites *suites);

/* As in struct dot11_ext_ops. */
enum dot11_err d11_methods_select(void *ext, const struct dot11_bss *bss,
                                  struct dot11_ext_suites *suites);

#endif
