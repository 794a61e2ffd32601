/* The table of attributes, and what its rows need.
 *
 * SPDX-License-Identifier: MIT
 * A row says what an attribute is; most need nothing else. One that does names
 * a function that writes the value or that checks and keeps a new one. */
#ifndef D11_STA_ATTRS_H
#define D11_STA_ATTRS_H

#include <stddef.h>
#include <stdint.h>

#include <dot11/attr.h>

#include "hw/attrs.h"
#include "sta/radio.h"

/* Where a value goes. What does not fit is counted, not written. */
struct d11_attr_out {
    uint8_t *buf;
    size_t cap;
    size_t len;
};

void d11_attr_put(struct d11_attr_out *out, const void *value, size_t len);
void d11_attr_put_u32(struct d11_attr_out *out, uint32_t value);
void d11_attr_put_bool(struct d11_attr_out *out, bool value);

typedef enum dot11_err d11_attr_get_fn(const struct dot11_sta *sta,
                                       enum dot11_attr attr,
                                       struct d11_attr_out *out);
/* The form of the value was checked. Refuses it, and then nothing is changed,
 * or keeps it. */
typedef enum dot11_err d11_attr_set_fn(struct dot11_sta *sta,
                                       enum dot11_attr attr,
                                       const uint8_t *value, size_t len);

struct d11_attr_row {
    struct dot11_attr_info info;
    uint8_t owner;        /* enum d11_part_kind that has get and set of it */
    bool always_reset;    /* by any dot11 reset (table 1.3) */
    uint16_t list_at;     /* of a list in struct d11_attrs; 0: none */
    uint16_t count_at;    /* of its count */
    d11_attr_get_fn *get; /* NULL: from struct d11_attrs */
    d11_attr_set_fn *set; /* NULL: to struct d11_attrs */
};

extern const struct d11_attr_row d11_attr_rows[D11_ATTR_COUNT];

/* attrs.c: keep a checked value as its row says. */
void d11_attrs_keep(struct dot11_sta *sta, enum dot11_attr attr,
                    const uint8_t *value, size_t len);

/* attrs.c: the state of a station; NULL: the part is not listed. */
struct d11_attrs *d11_attrs_state(struct dot11_sta *sta);

/* attrs_lists.c: desired lists. */
d11_attr_set_fn d11_attr_set_ssids;
d11_attr_set_fn d11_attr_set_addrs;
d11_attr_set_fn d11_attr_set_excluded;
d11_attr_set_fn d11_attr_set_exemptions;
d11_attr_set_fn d11_attr_set_bound;
d11_attr_set_fn d11_attr_set_elements;
d11_attr_set_fn d11_attr_set_ibss_time;
d11_attr_set_fn d11_attr_set_power_level;
d11_attr_set_fn d11_attr_set_unreachable;
d11_attr_set_fn d11_attr_set_never;
d11_attr_set_fn d11_attr_set_on;
d11_attr_get_fn d11_attr_get_bound;
d11_attr_get_fn d11_attr_get_elements;

/* attrs_security.c: authentication and ciphers. */
d11_attr_set_fn d11_attr_set_bss_type;
d11_attr_set_fn d11_attr_set_auths;
d11_attr_set_fn d11_attr_set_ciphers;
d11_attr_get_fn d11_attr_get_pairs;
/* CFG-13, CFG-16: the defaults of the BSS type, or of the algorithms. */
void d11_attrs_default_auths(const struct d11_vif *vif,
                             struct d11_attrs *attrs);
/* The algorithm of the model that `suites` are of, 0: none of its own. */
uint32_t d11_attrs_auth_of(const struct dot11_ext_suites *suites);
/* The cipher of the model of a suite. */
uint32_t d11_attrs_cipher_of(uint32_t suite);

/* attrs_phy.c: PHYs and the radio. */
struct d11_attr_phy {
    uint8_t type; /* enum dot11_phy */
    uint8_t band; /* enum dot11_band */
};
#define D11_ATTR_PHYS 15u
/* The PHYs of a radio, in an order that never changes; how many. */
unsigned d11_attrs_phys(const struct dot11_hw_caps *caps,
                        struct d11_attr_phy phys[D11_ATTR_PHYS]);
/* Bits of the PHY ids that a BSS was heard on. */
uint32_t d11_attrs_phys_of(const struct d11_env *env,
                           const struct d11_bss *bss);
/* Can the radio be asked for a channel? */
bool d11_attrs_is_on(const struct dot11_radio *radio);
d11_attr_set_fn d11_attr_set_phys;
d11_attr_set_fn d11_attr_set_phy;
d11_attr_set_fn d11_attr_set_channel;
d11_attr_get_fn d11_attr_get_hardware;
d11_attr_get_fn d11_attr_get_channel;
d11_attr_get_fn d11_attr_get_phys;
d11_attr_get_fn d11_attr_get_active;
d11_attr_get_fn d11_attr_get_channels;
d11_attr_get_fn d11_attr_get_phy_fact;
d11_attr_get_fn d11_attr_get_power;

/* attrs_rates.c: rates. */
d11_attr_set_fn d11_attr_set_rates;
d11_attr_get_fn d11_attr_get_rates;
d11_attr_get_fn d11_attr_get_rate_map;

/* attrs_domain.c: the regulatory domain. */
d11_attr_set_fn d11_attr_set_multi_domain;
d11_attr_set_fn d11_attr_set_country;
d11_attr_get_fn d11_attr_get_domain;
d11_attr_get_fn d11_attr_get_country;
d11_attr_get_fn d11_attr_get_desired_country;
bool d11_attrs_listens(const struct d11_vif *vif, uint16_t freq_mhz);

/* attrs_facts.c: what the station is. */
d11_attr_get_fn d11_attr_get_addr;
d11_attr_get_fn d11_attr_get_no;
d11_attr_get_fn d11_attr_get_yes;
d11_attr_get_fn d11_attr_get_dtim;
d11_attr_get_fn d11_attr_get_sizes;
d11_attr_get_fn d11_attr_get_modes;
d11_attr_get_fn d11_attr_get_mode;
d11_attr_get_fn d11_attr_get_power_mode;

/* attrs_judge.c: the table of the part. */
extern const struct d11_attrs_ops d11_attrs_ops_table;

#endif
