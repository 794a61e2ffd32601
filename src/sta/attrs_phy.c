/* Attributes: PHYs, their channels and power. Rules N80211-PHY-*. */
#include <string.h>

#include <dot11/codes.h>

#include "hw/caps.h"
#include "mlme/bss_table.h"
#include "sta/attrs.h"

/* PHY-10: aMPDUMaxLength of OFDM, HR/DSSS and ERP. */
#define MPDU_MAX 4095u

bool d11_attrs_is_on(const struct dot11_radio *radio)
{
    return radio->off == 0;
}

enum dot11_err d11_attr_get_hardware(const struct dot11_sta *sta,
                                     enum dot11_attr attr,
                                     struct d11_attr_out *out)
{
    (void)attr;
    d11_attr_put_bool(
        out, (sta->radio->off & (D11_OFF_SWITCH | D11_OFF_FAILED)) == 0);
    return D11_OK;
}

/* PHYs. */

static bool has_ofdm(const struct dot11_hw_band *band)
{
    for (unsigned i = 0; i < band->rate_count; i++) {
        if (band->rates_500kbps[i] == 12)
            return true;
    }
    return false;
}

/* The PHY that a band has without any of the newer ones. */
static uint8_t first_type(const struct dot11_hw_band *band,
                          enum dot11_band which)
{
    if (which != D11_BAND_2GHZ)
        return D11_PHY_OFDM;
    return has_ofdm(band) ? D11_PHY_ERP : D11_PHY_HRDSSS;
}

unsigned d11_attrs_phys(const struct dot11_hw_caps *caps,
                        struct d11_attr_phy phys[D11_ATTR_PHYS])
{
    unsigned count = 0;

    for (unsigned b = 0; b < D11_BAND_COUNT; b++) {
        const struct dot11_hw_band *band = &caps->bands[b];
        const uint8_t lens[] = {1, band->ht_cap_len, band->vht_cap_len,
                                band->he_cap_len, band->eht_cap_len};
        const uint8_t types[] = {first_type(band, (enum dot11_band)b),
                                 D11_PHY_HT, D11_PHY_VHT, D11_PHY_HE,
                                 D11_PHY_EHT};

        for (unsigned i = 0; band->rate_count != 0 && i < sizeof types; i++) {
            if (lens[i] == 0)
                continue;
            phys[count].type = types[i];
            phys[count].band = (uint8_t)b;
            count++;
        }
    }
    return count;
}

/* Is a PHY type one that a BSS has? The first of a band always is. */
static bool bss_has(const struct d11_bss *bss, uint8_t type)
{
    switch ((enum dot11_phy)type) {
    case D11_PHY_HT: return (bss->flags & D11_BSS_HAS_HT) != 0;
    case D11_PHY_VHT: return (bss->flags & D11_BSS_HAS_VHT) != 0;
    case D11_PHY_HE: return (bss->flags & D11_BSS_HAS_HE) != 0;
    case D11_PHY_EHT: return (bss->flags & D11_BSS_HAS_EHT) != 0;
    case D11_PHY_HRDSSS:
    case D11_PHY_ERP:
    case D11_PHY_OFDM: break;
    }
    return true;
}

uint32_t d11_attrs_phys_of(const struct d11_env *env, const struct d11_bss *bss)
{
    const struct dot11_hw_channel *channel =
        d11_caps_channel(env->caps, bss->freq_mhz);
    struct d11_attr_phy phys[D11_ATTR_PHYS];
    unsigned count = d11_attrs_phys(env->caps, phys);
    uint32_t ids = 0;

    for (unsigned i = 0; channel != NULL && i < count; i++) {
        if (phys[i].band == channel->band && bss_has(bss, phys[i].type))
            ids |= 1u << i;
    }
    return ids;
}

/* The PHY that PHY attributes are of. */
static struct d11_attr_phy current(const struct dot11_sta *sta)
{
    struct d11_attr_phy phys[D11_ATTR_PHYS] = {{0, 0}};

    (void)d11_attrs_phys(sta->radio->env.caps, phys);
    return phys[d11_attrs_number(&sta->vif, D11_ATTR_CURRENT_PHY, 0)];
}

enum dot11_err d11_attr_get_phys(const struct dot11_sta *sta,
                                 enum dot11_attr attr, struct d11_attr_out *out)
{
    struct d11_attr_phy phys[D11_ATTR_PHYS];
    unsigned count = d11_attrs_phys(sta->radio->env.caps, phys);

    (void)attr;
    for (unsigned i = 0; i < count; i++)
        d11_attr_put_u32(out, phys[i].type);
    return D11_OK;
}

/* PHY-3: a station sends at the rates of the first PHY of a band. */
enum dot11_err d11_attr_get_active(const struct dot11_sta *sta,
                                   enum dot11_attr attr,
                                   struct d11_attr_out *out)
{
    const struct d11_peer *peer = sta->mlme.peer;
    struct d11_attr_phy phys[D11_ATTR_PHYS];
    unsigned count = d11_attrs_phys(sta->radio->env.caps, phys);
    unsigned i = 0;

    (void)attr;
    if (!peer->associated)
        return D11_ERR_STATE;
    while (i < count && phys[i].band != peer->link->channel.band)
        i++;
    d11_attr_put_u32(out, i);
    return D11_OK;
}

/* CFG-9 */
enum dot11_err d11_attr_set_phys(struct dot11_sta *sta, enum dot11_attr attr,
                                 const uint8_t *value, size_t len)
{
    struct d11_attr_phy phys[D11_ATTR_PHYS];
    unsigned count = d11_attrs_phys(sta->radio->env.caps, phys);

    for (size_t at = 0; at < len; at += sizeof(uint32_t)) {
        uint32_t id;

        memcpy(&id, value + at, sizeof id);
        if (id == D11_PHY_ANY ? len != sizeof id : id >= count)
            return D11_ERR_ARG;
    }
    d11_attrs_keep(sta, attr, value, len);
    return D11_OK;
}

/* PHY-2 */
enum dot11_err d11_attr_set_phy(struct dot11_sta *sta, enum dot11_attr attr,
                                const uint8_t *value, size_t len)
{
    struct d11_attr_phy phys[D11_ATTR_PHYS];
    uint32_t id;

    memcpy(&id, value, sizeof id);
    if (id >= d11_attrs_phys(sta->radio->env.caps, phys))
        return D11_ERR_ARG;
    d11_attrs_keep(sta, attr, value, len);
    return D11_OK;
}

/* Channels. */

/* PHY-11: channel numbers are of 2.4 GHz and HT or newer PHYs, "frequencies"
 * of OFDM; here both are numbers of the same channels. */
static bool speaks_of(const struct d11_attr_phy *phy, enum dot11_attr attr)
{
    return (phy->type == D11_PHY_OFDM) == (attr == D11_ATTR_FREQUENCY);
}

enum dot11_err d11_attr_get_channel(const struct dot11_sta *sta,
                                    enum dot11_attr attr,
                                    struct d11_attr_out *out)
{
    const struct d11_peer *peer = sta->mlme.peer;
    struct d11_attr_phy phy = current(sta);
    uint16_t freq_mhz = d11_attrs_listed(&sta->vif)->channel_mhz;

    if (!speaks_of(&phy, attr))
        return D11_ERR_ARG;
    if (peer->associated)
        freq_mhz = peer->link->channel.freq_mhz;
    d11_attr_put_u32(out, dot11_channel_number(freq_mhz));
    return D11_OK;
}

enum dot11_err d11_attr_set_channel(struct dot11_sta *sta, enum dot11_attr attr,
                                    const uint8_t *value, size_t len)
{
    struct d11_attr_phy phy = current(sta);
    uint32_t number;
    uint16_t freq_mhz;

    (void)len;
    memcpy(&number, value, sizeof number);
    /* A frequency is the AP's to choose (PHY-11). */
    if (!speaks_of(&phy, attr) ||
        (attr == D11_ATTR_FREQUENCY &&
         d11_attrs_bss_type(&sta->vif) == D11_BSS_TYPE_INFRA))
        return D11_ERR_ARG;
    freq_mhz =
        dot11_channel_freq_mhz((enum dot11_band)phy.band, (uint8_t)number);
    if (!d11_caps_usable(sta->radio->env.caps, freq_mhz))
        return D11_ERR_CHANNEL;
    if (!d11_attrs_is_on(sta->radio))
        return D11_ERR_RADIO_OFF;
    if (sta->radio->scan.state != D11_SCAN_IDLE)
        return D11_ERR_BUSY;
    d11_attrs_state(sta)->channel_mhz = freq_mhz;
    return D11_OK;
}

static bool is_listed(const struct dot11_hw_channel *channel,
                      enum dot11_attr attr)
{
    return channel->band ==
           (attr == D11_ATTR_DSSS_CHANNELS ? D11_BAND_2GHZ : D11_BAND_5GHZ);
}

enum dot11_err d11_attr_get_channels(const struct dot11_sta *sta,
                                     enum dot11_attr attr,
                                     struct d11_attr_out *out)
{
    const struct dot11_hw_caps *caps = sta->radio->env.caps;

    for (unsigned i = 0; i < caps->channel_count; i++) {
        const struct dot11_hw_channel *channel = &caps->channels[i];

        if (is_listed(channel, attr))
            d11_attr_put_u32(out, dot11_channel_number(channel->freq_mhz));
    }
    return out->len != 0 ? D11_OK : D11_ERR_UNSUPPORTED;
}

/* Bits of the 5 GHz bands that the radio has channels in. */
static uint32_t frequency_bands(const struct dot11_hw_caps *caps)
{
    static const struct {
        uint16_t from_mhz;
        uint16_t to_mhz;
    } bands[] = {{5150, 5250}, {5250, 5350}, {5725, 5825}, {5470, 5725}};
    uint32_t bits = 0;

    for (unsigned i = 0; i < caps->channel_count; i++) {
        for (unsigned k = 0; k < sizeof bands / sizeof bands[0]; k++) {
            uint16_t freq_mhz = caps->channels[i].freq_mhz;

            if (freq_mhz > bands[k].from_mhz && freq_mhz < bands[k].to_mhz)
                bits |= 1u << k;
        }
    }
    return bits;
}

enum dot11_err d11_attr_get_phy_fact(const struct dot11_sta *sta,
                                     enum dot11_attr attr,
                                     struct d11_attr_out *out)
{
    struct d11_attr_phy phy = current(sta);

    if (attr == D11_ATTR_FREQUENCY_BANDS) {
        d11_attr_put_u32(out, frequency_bands(sta->radio->env.caps));
        return D11_OK;
    }
    /* PHY-10: HT and VHT have none. */
    if (phy.type != D11_PHY_OFDM && phy.type != D11_PHY_ERP &&
        phy.type != D11_PHY_HRDSSS)
        return D11_ERR_ARG;
    d11_attr_put_u32(out, MPDU_MAX);
    return D11_OK;
}

/* PHY-13: the one level is the most that a channel of the PHY may have. */
enum dot11_err d11_attr_get_power(const struct dot11_sta *sta,
                                  enum dot11_attr attr,
                                  struct d11_attr_out *out)
{
    static const uint16_t mw[] = {1,   1,   2,   2,   3,   3,   4,   5,
                                  6,   8,   10,  13,  16,  20,  25,  32,
                                  40,  50,  63,  79,  100, 126, 158, 200,
                                  251, 316, 398, 501, 631, 794, 1000};
    const struct dot11_hw_caps *caps = sta->radio->env.caps;
    struct d11_attr_phy phy = current(sta);
    int dbm = 0;

    (void)attr;
    for (unsigned i = 0; i < caps->channel_count; i++) {
        if (caps->channels[i].band == phy.band &&
            caps->channels[i].tx_power_dbm > dbm)
            dbm = caps->channels[i].tx_power_dbm;
    }
    if (dbm > 30)
        dbm = 30;
    d11_attr_put_u32(out, mw[dbm]);
    return D11_OK;
}
