/* Counters of a station, by MAC and by PHY. Rules N80211-STAT-*. */
#include <dot11/mib.h>

#include <string.h>

#include <dot11/codes.h>

#include "base/octets.h"
#include "frame/header.h"
#include "hw/caps.h"
#include "hw/mib.h"
#include "rx/count.h"
#include "sta/attrs.h"
#include "sta/radio.h"

#define A1_AT 4u
#define A3_AT 16u

/* The state of a station; as many PHYs as the radio has. */
struct mib {
    uint8_t phy_count;
    uint8_t last; /* the PHY of the last frame, and how it was found */
    uint8_t last_mode;
    uint16_t last_mhz;
    uint64_t fourway_failures;
    struct dot11_mib_mac mac[2]; /* to and from one address, and of groups */
    struct dot11_mib_phy phys[];
};

static struct mib *mib_of(const struct d11_vif *vif)
{
    return d11_vif_listed(vif, D11_PART_STATS);
}

/* What dot11_rx.mode says of the PHY (hw.h). */
static uint8_t type_of(uint8_t mode, uint8_t first)
{
    static const uint8_t types[] = {D11_PHY_HT, D11_PHY_VHT, D11_PHY_HE,
                                    D11_PHY_EHT};

    return mode == 0 || mode > sizeof types ? first : types[mode - 1];
}

/* The PHY of a frame; the first one when the radio tells no better. */
static unsigned find_phy(const struct dot11_hw_caps *caps, uint16_t freq_mhz,
                         uint8_t mode)
{
    const struct dot11_hw_channel *channel = d11_caps_channel(caps, freq_mhz);
    struct d11_attr_phy phys[D11_ATTR_PHYS];
    unsigned count = d11_attrs_phys(caps, phys);
    unsigned found = count;

    for (unsigned i = 0; channel != NULL && i < count; i++) {
        if (phys[i].band != channel->band)
            continue;
        if (found == count || phys[i].type == type_of(mode, phys[found].type))
            found = i;
    }
    return found < count ? found : 0;
}

static struct dot11_mib_phy *phy_of(const struct d11_vif *vif,
                                    uint16_t freq_mhz, uint8_t mode)
{
    struct mib *mib = mib_of(vif);

    if (freq_mhz != mib->last_mhz || mode != mib->last_mode) {
        mib->last = (uint8_t)find_phy(vif->env->caps, freq_mhz, mode);
        mib->last_mhz = freq_mhz;
        mib->last_mode = mode;
    }
    return &mib->phys[mib->last];
}

/* Received. */

static bool is_suite(const struct d11_cipher *cipher, uint32_t suite)
{
    return cipher != NULL && cipher->suite == suite;
}

static bool is_wep(const struct d11_cipher *cipher)
{
    return is_suite(cipher, D11_CIPHER_WEP40) ||
           is_suite(cipher, D11_CIPHER_WEP104);
}

/* WEP's cipher header alone has no ExtIV bit (12.3.2). */
static bool looks_like_wep(const struct dot11_rx *rx)
{
    const struct dot11_frame *frame = rx->frame;
    struct d11_header h;

    return (rx->flags & (D11_RX_8023 | D11_RX_IV_STRIPPED)) == 0 &&
           d11_header_decode(&h, frame->data, frame->len) == D11_DROP_NONE &&
           frame->len >= h.len + 4u &&
           (frame->data[h.len + 3] & D11_CCMP_EXT_IV) == 0;
}

/* STAT-5: it could not be decrypted; why, as far as that has a counter. */
static void count_undecrypted(struct dot11_mib_mac *mac,
                              const struct d11_mib_rx *rx, enum dot11_drop drop)
{
    mac->decrypt_failure++;
    if (drop != D11_DROP_MIC)
        mac->wep_undecryptable += is_wep(rx->cipher) || looks_like_wep(rx->rx);
    else if (is_wep(rx->cipher))
        mac->wep_icv_errors++;
    else if (is_suite(rx->cipher, D11_CIPHER_TKIP))
        mac->tkip_icv_errors++;
    else
        mac->ccmp_decrypt_errors++;
}

static void count_cipher(struct dot11_mib_mac *mac, const struct d11_mib_rx *rx,
                         enum dot11_drop drop)
{
    switch (drop) {
    case D11_DROP_MIC:
    case D11_DROP_NO_KEY:
    case D11_DROP_KEY_ADDRESS:
    case D11_DROP_CIPHER_HEADER: count_undecrypted(mac, rx, drop); return;
    case D11_DROP_TKIP_MIC: mac->tkip_mic_failures++; break;
    case D11_DROP_PLAINTEXT: mac->excluded_unencrypted++; break;
    case D11_DROP_REPLAY:
        if (is_suite(rx->cipher, D11_CIPHER_TKIP))
            mac->tkip_replays++;
        else
            mac->ccmp_replays++;
        break;
    default: break;
    }
    if (rx->decrypted)
        mac->decrypt_success += rx->count;
}

/* A frame whose MIC the radio found wrong was not looked at any further. */
static bool is_ours(const struct d11_vif *vif, const struct d11_mib_rx *rx,
                    enum dot11_drop drop)
{
    const struct dot11_frame *frame = rx->rx->frame;

    return rx->is_ours ||
           (drop == D11_DROP_MIC && frame->len >= A1_AT + D11_ADDR_LEN &&
            d11_addr_equal(frame->data + A1_AT, vif->addr));
}

static void count_other(struct dot11_mib_phy *phy, enum dot11_drop drop)
{
    if (drop == D11_DROP_FCS)
        phy->fcs_errors++;
    else
        phy->rx_other++;
}

static void count_rx(struct d11_vif *vif, const struct d11_mib_rx *rx,
                     enum dot11_drop drop)
{
    struct dot11_mib_mac *mac = &mib_of(vif)->mac[rx->group];
    struct dot11_mib_phy *phy = phy_of(vif, rx->rx->freq_mhz, rx->rx->mode);

    if (!is_ours(vif, rx, drop) || drop == D11_DROP_NO_DATA) {
        count_other(phy, drop);
        return;
    }
    phy->received_fragments += rx->count;
    if (drop == D11_DROP_DUPLICATE) {
        phy->duplicates++;
        return;
    }
    phy->received += rx->count;
    if (rx->group)
        phy->multicast_received += rx->count;
    phy->rx_lifetime_exceeded += drop == D11_DROP_REASSEMBLY_AGED;
    if (drop == D11_DROP_NONE)
        mac->received += rx->count;
    else
        mac->rx_failures++;
    count_cipher(mac, rx, drop);
}

/* Sent. */

/* An MSDU to a group goes to the AP first, and is one to a group still. */
static bool goes_to_group(const uint8_t *mpdu)
{
    return d11_addr_is_group(mpdu +
                             ((mpdu[1] & D11_FC1_TO_DS) != 0 ? A3_AT : A1_AT));
}

/* Management frames say where they went (tx/mgmt.c). */
static uint16_t freq_of(const struct d11_vif *vif,
                        const struct dot11_frame *frame)
{
    const bool is_mgmt = (frame->data[0] >> 2 & 3u) == D11_TYPE_MGMT;

    return is_mgmt && frame->refs != 0 ? frame->refs
                                       : vif->links[0].channel.freq_mhz;
}

static void count_sent(struct dot11_mib_mac *mac, struct dot11_mib_phy *phy,
                       const struct dot11_tx_status *status, bool group)
{
    mac->transmitted++;
    phy->transmitted++;
    phy->transmitted_fragments++;
    phy->multicast_transmitted += group;
    phy->retried += status->tries > 1;
    phy->multiply_retried += status->tries > 2;
    if (status->tries > 1)
        phy->ack_failure += status->tries - 1u;
}

static void count_tx(struct d11_vif *vif, const struct dot11_tx_status *status)
{
    const struct dot11_frame *frame = status->frame;
    const bool group = goes_to_group(frame->data);
    struct dot11_mib_mac *mac = &mib_of(vif)->mac[group];
    struct dot11_mib_phy *phy = phy_of(vif, freq_of(vif, frame), 0);

    if (status->expired != 0) {
        mac->tx_failures++;
        phy->tx_lifetime_exceeded++;
        phy->ack_failure += status->tries;
    } else if (status->flushed != 0) {
        mac->tx_flushed++;
    } else if (status->acked != 0) {
        count_sent(mac, phy, status, group);
    } else {
        mac->tx_failures++;
        phy->failed++;
        phy->ack_failure += status->tries != 0 ? status->tries : 1u;
    }
}

/* The part. */

static size_t state_size(const struct dot11_config *config)
{
    struct d11_attr_phy phys[D11_ATTR_PHYS];
    unsigned count = d11_attrs_phys(config->caps, phys);

    return sizeof(struct mib) +
           (count != 0 ? count : 1u) * sizeof(struct dot11_mib_phy);
}

/* STAT-1: whatever the reset forgets else. */
static void clear(struct mib *mib, const struct dot11_hw_caps *caps)
{
    struct d11_attr_phy phys[D11_ATTR_PHYS];
    unsigned count = d11_attrs_phys(caps, phys);

    if (count == 0)
        count = 1;
    memset(mib, 0, sizeof *mib);
    memset(mib->phys, 0, count * sizeof mib->phys[0]);
    mib->phy_count = (uint8_t)count;
    for (unsigned i = 0; i < count; i++) {
        mib->phys[i].rts_success = D11_MIB_UNKNOWN;
        mib->phys[i].rts_failure = D11_MIB_UNKNOWN;
    }
}

static void init(struct d11_vif *vif, void *state)
{
    clear(state, vif->env->caps);
}

static void reset(struct d11_vif *vif, void *state, enum d11_part_reset what)
{
    if (what != D11_PART_DISCONNECT)
        clear(state, vif->env->caps);
}

/* STAT-7: of a port that an extension watches over. */
static void event(struct d11_vif *vif, void *state,
                  const struct dot11_event *event)
{
    struct mib *mib = state;

    (void)vif;
    if (event->type == D11_EV_PORT &&
        event->u.port.change == D11_PORT_UNAUTHORIZED)
        mib->fourway_failures++;
}

static void fill_global(const struct d11_vif *vif, const struct mib *mib,
                        struct dot11_mib_global *counters)
{
    counters->fourway_failures = vif->env->config.ext_count != 0
                                     ? mib->fourway_failures
                                     : D11_MIB_UNKNOWN;
    counters->countermeasures = D11_MIB_UNKNOWN;
    counters->reserved = 0;
}

/* D11_ATTR_STATISTICS: all of it, in the order of the structs of mib.h. */
static enum dot11_err get(const struct d11_vif *vif, const void *state,
                          unsigned attr, void *buf, size_t cap, size_t *len)
{
    const struct mib *mib = state;
    struct dot11_mib_global counters;
    const size_t phys_len = mib->phy_count * sizeof mib->phys[0];
    uint8_t *at = buf;

    (void)attr;
    *len = sizeof counters + sizeof mib->mac + phys_len;
    if (cap < *len)
        return D11_ERR_FULL;
    fill_global(vif, mib, &counters);
    memcpy(at, &counters, sizeof counters);
    memcpy(at + sizeof counters, mib->mac, sizeof mib->mac);
    memcpy(at + sizeof counters + sizeof mib->mac, mib->phys, phys_len);
    return D11_OK;
}

static const struct dot11_mib_mac *directed(const struct d11_vif *vif)
{
    return &mib_of(vif)->mac[false];
}

static const struct d11_mib_ops mib_ops = {d11_rx_count, d11_rx_count_accepted,
                                           count_rx, count_tx, directed};

const struct dot11_part dot11_mib = {
    .kind = D11_PART_STATS,
    .list = &d11_part_list,
    .state_size = state_size,
    .init = init,
    .reset = reset,
    .event = event,
    .ops = &mib_ops,
    .get = get,
};

enum dot11_err dot11_mib_mac(const struct dot11_sta *sta, bool group,
                             struct dot11_mib_mac *counters)
{
    const struct mib *mib = d11_vif_part(&sta->vif, D11_PART_STATS);

    if (mib == NULL)
        return D11_ERR_UNSUPPORTED;
    *counters = mib->mac[group];
    return D11_OK;
}

enum dot11_err dot11_mib_phy(const struct dot11_sta *sta, uint32_t phy_id,
                             struct dot11_mib_phy *counters)
{
    const struct mib *mib = d11_vif_part(&sta->vif, D11_PART_STATS);

    if (mib == NULL)
        return D11_ERR_UNSUPPORTED;
    if (phy_id >= mib->phy_count)
        return D11_ERR_NOT_FOUND;
    *counters = mib->phys[phy_id];
    return D11_OK;
}

enum dot11_err dot11_mib_global(const struct dot11_sta *sta,
                                struct dot11_mib_global *counters)
{
    const struct mib *mib = d11_vif_part(&sta->vif, D11_PART_STATS);

    if (mib == NULL)
        return D11_ERR_UNSUPPORTED;
    fill_global(&sta->vif, mib, counters);
    return D11_OK;
}
