/* Attributes: rates in units of 500 kb/s. Rules N80211-CFG-26, CFG-27. */
#include <string.h>

#include "hw/caps.h"
#include "sta/attrs.h"

/* The bit of a rate in D11_RATE_*; 0: there is no such rate. */
static uint16_t bit_of(uint32_t rate_500k)
{
    for (unsigned i = 0; i < D11_RATE_COUNT; i++) {
        if (d11_rate_500k(i) == rate_500k)
            return (uint16_t)(1u << i);
    }
    return 0;
}

/* All rates that the radio has in any band. */
static uint16_t rates_of_radio(const struct dot11_hw_caps *caps)
{
    uint16_t bits = 0;

    for (unsigned b = 0; b < D11_BAND_COUNT; b++) {
        for (unsigned i = 0; i < caps->bands[b].rate_count; i++)
            bits |= bit_of(caps->bands[b].rates_500kbps[i]);
    }
    return bits;
}

static const struct dot11_hw_band *current_band(const struct dot11_sta *sta,
                                                uint8_t *type)
{
    struct d11_attr_phy phys[D11_ATTR_PHYS] = {{0, 0}};
    uint32_t id = d11_attrs_number(&sta->vif, D11_ATTR_CURRENT_PHY, 0);

    (void)d11_attrs_phys(sta->radio->env.caps, phys);
    *type = phys[id].type;
    return &sta->radio->env.caps->bands[phys[id].band];
}

enum dot11_err d11_attr_get_rates(const struct dot11_sta *sta,
                                  enum dot11_attr attr,
                                  struct d11_attr_out *out)
{
    const struct dot11_hw_caps *caps = sta->radio->env.caps;
    uint16_t bits = rates_of_radio(caps) & d11_attrs_listed(&sta->vif)->rates;
    uint8_t type;

    if (attr == D11_ATTR_SUPPORTED_RATES) {
        const struct dot11_hw_band *band = current_band(sta, &type);

        bits = 0;
        for (unsigned i = 0; i < band->rate_count; i++)
            bits |= bit_of(band->rates_500kbps[i]);
    }
    for (unsigned i = 0; i < D11_RATE_COUNT; i++) {
        if ((bits & 1u << i) != 0)
            d11_attr_put_u32(out, d11_rate_500k(i));
    }
    return D11_OK;
}

enum dot11_err d11_attr_set_rates(struct dot11_sta *sta, enum dot11_attr attr,
                                  const uint8_t *value, size_t len)
{
    uint16_t ours = rates_of_radio(sta->radio->env.caps);
    uint16_t bits = 0;

    (void)attr;
    for (size_t at = 0; at < len; at += sizeof(uint32_t)) {
        uint32_t rate;

        memcpy(&rate, value + at, sizeof rate);
        if ((bit_of(rate) & ours) == 0)
            return D11_ERR_ARG;
        bits |= bit_of(rate);
    }
    d11_attrs_state(sta)->rates = bits;
    return D11_OK;
}

/* CFG-27: the standard rates of the PHY type, supported or not; the index of
 * such a rate is its value. */
enum dot11_err d11_attr_get_rate_map(const struct dot11_sta *sta,
                                     enum dot11_attr attr,
                                     struct d11_attr_out *out)
{
    uint16_t bits = D11_RATES_ALL;
    uint8_t type;

    (void)attr;
    (void)current_band(sta, &type);
    if (type == D11_PHY_HRDSSS)
        bits = D11_RATES_DSSS;
    else if (type == D11_PHY_OFDM)
        bits = D11_RATES_OFDM;
    for (unsigned i = 0; i < D11_RATE_COUNT; i++) {
        struct dot11_rate_map entry = {d11_rate_500k(i), 0, d11_rate_500k(i)};

        if ((bits & 1u << i) != 0)
            d11_attr_put(out, &entry, sizeof entry);
    }
    return D11_OK;
}
