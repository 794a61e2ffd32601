/* Attributes that are lists: desired networks, excluded addresses, elements.
 * Rules N80211-CFG-4 to CFG-11, CFG-22. */
#include <string.h>

#include "base/octets.h"
#include "sme/sme.h"
#include "sta/attrs.h"

/* CFG-5: the wildcard stands alone. */
enum dot11_err d11_attr_set_ssids(struct dot11_sta *sta, enum dot11_attr attr,
                                  const uint8_t *value, size_t len)
{
    size_t count = len / sizeof(struct dot11_ssid);

    for (size_t i = 0; count > 1 && i < count; i++) {
        if (value[i * sizeof(struct dot11_ssid)] == 0)
            return D11_ERR_ARG;
    }
    d11_attrs_keep(sta, attr, value, len);
    return D11_OK;
}

/* CFG-6, CFG-10: the wildcard stands alone, and no other group is an address
 * of a station. */
static bool are_addrs(const uint8_t *value, size_t len)
{
    for (size_t at = 0; at < len; at += D11_ADDR_LEN) {
        bool is_wildcard = d11_addr_is_broadcast(value + at);

        if (is_wildcard ? len != D11_ADDR_LEN : d11_addr_is_group(value + at))
            return false;
    }
    return true;
}

enum dot11_err d11_attr_set_addrs(struct dot11_sta *sta, enum dot11_attr attr,
                                  const uint8_t *value, size_t len)
{
    if (!are_addrs(value, len))
        return D11_ERR_ARG;
    d11_attrs_keep(sta, attr, value, len);
    return D11_OK;
}

enum dot11_err d11_attr_set_excluded(struct dot11_sta *sta,
                                     enum dot11_attr attr, const uint8_t *value,
                                     size_t len)
{
    if (!are_addrs(value, len))
        return D11_ERR_ARG;
    d11_attrs_keep(sta, attr, value, len);
    if (sta->life == D11_LIFE_RUNNING && sta->sme.state != D11_STA_INIT)
        d11_sme_shun(&sta->sme);
    return D11_OK;
}

enum dot11_err d11_attr_set_exemptions(struct dot11_sta *sta,
                                       enum dot11_attr attr,
                                       const uint8_t *value, size_t len)
{
    struct dot11_exemption entry;

    for (size_t at = 0; at < len; at += sizeof entry) {
        memcpy(&entry, value + at, sizeof entry);
        if (entry.action < D11_EXEMPT_ALWAYS ||
            entry.action > D11_EXEMPT_UNLESS_KEY || entry.packets < 1 ||
            entry.packets > 3)
            return D11_ERR_ARG;
    }
    d11_attrs_keep(sta, attr, value, len);
    return D11_OK;
}

/* Elements. */

static struct d11_attr_elements *elements_of(struct d11_attrs *attrs,
                                             enum dot11_attr attr)
{
    switch (attr) {
    case D11_ATTR_PROBE_ELEMENTS: return &attrs->probe_elements;
    case D11_ATTR_IBSS_ELEMENTS: return &attrs->ibss_elements;
    default: return &attrs->assoc_elements;
    }
}

static void keep_elements(struct d11_attr_elements *to, const uint8_t *octets,
                          size_t len)
{
    to->len = (uint16_t)len;
    if (len != 0)
        memcpy(to->octets, octets, len);
}

enum dot11_err d11_attr_set_elements(struct dot11_sta *sta,
                                     enum dot11_attr attr, const uint8_t *value,
                                     size_t len)
{
    keep_elements(elements_of(d11_attrs_state(sta), attr), value, len);
    return D11_OK;
}

enum dot11_err d11_attr_get_elements(const struct dot11_sta *sta,
                                     enum dot11_attr attr,
                                     struct d11_attr_out *out)
{
    const struct d11_attrs *attrs = d11_attrs_listed(&sta->vif);
    const struct d11_attr_elements *from = attr == D11_ATTR_PROBE_ELEMENTS
                                               ? &attrs->probe_elements
                                               : &attrs->ibss_elements;

    d11_attr_put(out, from->octets, from->len);
    return D11_OK;
}

/* CFG-22: for one AP, or for all. */
enum dot11_err d11_attr_set_bound(struct dot11_sta *sta, enum dot11_attr attr,
                                  const uint8_t *value, size_t len)
{
    struct d11_attrs *attrs = d11_attrs_state(sta);

    if (d11_addr_is_group(value) && !d11_addr_is_broadcast(value))
        return D11_ERR_ARG;
    d11_addr_copy(attrs->assoc_bssid, value);
    keep_elements(elements_of(attrs, attr), value + D11_ADDR_LEN,
                  len - D11_ADDR_LEN);
    return D11_OK;
}

enum dot11_err d11_attr_get_bound(const struct dot11_sta *sta,
                                  enum dot11_attr attr,
                                  struct d11_attr_out *out)
{
    const struct d11_attrs *attrs = d11_attrs_listed(&sta->vif);

    (void)attr;
    d11_attr_put(out, attrs->assoc_bssid, D11_ADDR_LEN);
    d11_attr_put(out, attrs->assoc_elements.octets, attrs->assoc_elements.len);
    return D11_OK;
}

/* Numbers that depend on each other. */

/* E-37: the ATIM window is shorter than the beacon period. */
enum dot11_err d11_attr_set_ibss_time(struct dot11_sta *sta,
                                      enum dot11_attr attr,
                                      const uint8_t *value, size_t len)
{
    const struct d11_attrs *attrs = d11_attrs_state(sta);
    uint32_t atim_tu = attrs->numbers[D11_ATTR_ATIM_WINDOW];
    uint32_t beacon_tu = attrs->numbers[D11_ATTR_BEACON_PERIOD];

    memcpy(attr == D11_ATTR_ATIM_WINDOW ? &atim_tu : &beacon_tu, value,
           sizeof atim_tu);
    if (atim_tu >= beacon_tu)
        return D11_ERR_ARG;
    d11_attrs_keep(sta, attr, value, len);
    return D11_OK;
}

/* DISAS-4: from now on, also for the AP that is watched. */
enum dot11_err d11_attr_set_unreachable(struct dot11_sta *sta,
                                        enum dot11_attr attr,
                                        const uint8_t *value, size_t len)
{
    d11_attrs_keep(sta, attr, value, len);
    sta->mlme.watch.unreachable_us = d11_attrs_unreachable_us(&sta->vif);
    return D11_OK;
}

/* 0, 8, 16 and 24 (N80211 section 1.5). */
enum dot11_err d11_attr_set_power_level(struct dot11_sta *sta,
                                        enum dot11_attr attr,
                                        const uint8_t *value, size_t len)
{
    uint32_t level;

    memcpy(&level, value, sizeof level);
    if (level % 8 != 0)
        return D11_ERR_ARG;
    d11_attrs_keep(sta, attr, value, len);
    return D11_OK;
}

/* SAFE-1, SAFE-2: what is not offered can be switched off only. */
enum dot11_err d11_attr_set_never(struct dot11_sta *sta, enum dot11_attr attr,
                                  const uint8_t *value, size_t len)
{
    (void)sta;
    (void)attr;
    (void)len;
    return value[0] == 0 ? D11_OK : D11_ERR_UNSUPPORTED;
}

/* A radio without the part that switches it is on. */
enum dot11_err d11_attr_set_on(struct dot11_sta *sta, enum dot11_attr attr,
                               const uint8_t *value, size_t len)
{
    (void)sta;
    (void)attr;
    (void)len;
    return value[0] != 0 ? D11_OK : D11_ERR_UNSUPPORTED;
}
