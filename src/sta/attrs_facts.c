/* Attributes: what the station is. Rules N80211-CFG-28, MODE-12. */
#include "base/octets.h"
#include "hw/powersave.h"
#include "sta/attrs.h"

/* Operation modes (N80211 section 1.2). */
#define MODE_STATION 4u
#define MODE_MONITOR 0x80000000u
/* Power modes and why they are not what was asked for. */
#define MODE_ACTIVE 1u
#define MODE_POWER_SAVE 2u
#define REASON_NONE 0u
#define REASON_OTHER 5u
/* MODE-12: queues that are reported at least. */
#define QUEUE_LEAST 64u
/* Default keys, and octets of the longest WEP key. */
#define DEFAULT_KEYS 4u
#define WEP_KEY_LEN 13u

enum dot11_err d11_attr_get_addr(const struct dot11_sta *sta,
                                 enum dot11_attr attr, struct d11_attr_out *out)
{
    d11_attr_put(out,
                 attr == D11_ATTR_MAC_ADDRESS ? sta->vif.addr
                                              : sta->radio->env.caps->addr,
                 D11_ADDR_LEN);
    return D11_OK;
}

/* Obsolete, and nowhere any more. */
enum dot11_err d11_attr_get_no(const struct dot11_sta *sta,
                               enum dot11_attr attr, struct d11_attr_out *out)
{
    (void)sta;
    for (unsigned i = 0; i < dot11_attr_info(attr)->item_len; i++)
        d11_attr_put_bool(out, false);
    return D11_OK;
}

/* What every station of this library does. */
enum dot11_err d11_attr_get_yes(const struct dot11_sta *sta,
                                enum dot11_attr attr, struct d11_attr_out *out)
{
    (void)sta;
    (void)attr;
    d11_attr_put_bool(out, true);
    return D11_OK;
}

enum dot11_err d11_attr_get_dtim(const struct dot11_sta *sta,
                                 enum dot11_attr attr, struct d11_attr_out *out)
{
    (void)attr;
    if (!sta->mlme.peer->associated)
        return D11_ERR_STATE;
    d11_attr_put_u32(out, sta->mlme.bss->dtim_period);
    return D11_OK;
}

static bool has(const struct dot11_sta *sta, enum d11_part_kind kind)
{
    return d11_env_has_part(&sta->radio->env, kind);
}

/* CFG-28 */
/* Keys of single peers: half of the places for each kind, or those of
 * extensions alone. */
static uint32_t peer_keys(const struct dot11_sta *sta)
{
    return has(sta, D11_PART_KEYS) ? sta->radio->env.config.key_count / 2u
                                   : sta->vif.peer_count;
}

enum dot11_err d11_attr_get_sizes(const struct dot11_sta *sta,
                                  enum dot11_attr attr,
                                  struct d11_attr_out *out)
{
    const uint32_t sizes[D11_LIST_COUNT] = {
        [D11_LIST_SCAN_SSIDS] = D11_SCAN_SSIDS_MAX,
        [D11_LIST_DESIRED_BSSIDS] = D11_ATTR_BSSIDS_MAX,
        [D11_LIST_DESIRED_SSIDS] = D11_ATTR_SSIDS_MAX,
        [D11_LIST_EXCLUDED_MACS] = D11_ATTR_EXCLUDED_MAX,
        [D11_LIST_EXEMPTIONS] = D11_ATTR_EXEMPTIONS_MAX,
        [D11_LIST_MAPPING_KEYS] = peer_keys(sta),
        [D11_LIST_DEFAULT_KEYS] = DEFAULT_KEYS,
        [D11_LIST_WEP_KEY_LEN] = has(sta, D11_PART_WEP) ? WEP_KEY_LEN : 0,
        [D11_LIST_PMKIDS] = has(sta, D11_PART_PMKID) ? D11_ATTR_PMKIDS_MAX : 0,
        [D11_LIST_STA_KEYS] = peer_keys(sta),
    };

    (void)attr;
    d11_attr_put(out, sizes, sizeof sizes);
    return D11_OK;
}

static uint32_t at_least(uint32_t value, uint32_t least)
{
    return value > least ? value : least;
}

/* MODE-12 */
enum dot11_err d11_attr_get_modes(const struct dot11_sta *sta,
                                  enum dot11_attr attr,
                                  struct d11_attr_out *out)
{
    uint32_t modes = MODE_STATION;

    (void)attr;
    if (has(sta, D11_PART_MONITOR))
        modes |= MODE_MONITOR;
    d11_attr_put_u32(out, 2);
    d11_attr_put_u32(out, 0);
    d11_attr_put_u32(out,
                     at_least(sta->radio->env.config.tx_queue, QUEUE_LEAST));
    d11_attr_put_u32(out, QUEUE_LEAST);
    d11_attr_put_u32(out, modes);
    return D11_OK;
}

/* A station that can be nothing else. */
enum dot11_err d11_attr_get_mode(const struct dot11_sta *sta,
                                 enum dot11_attr attr, struct d11_attr_out *out)
{
    (void)sta;
    (void)attr;
    d11_attr_put_u32(out, MODE_STATION);
    return D11_OK;
}

/* Without power save on the air the radio is awake between beacons, whatever
 * level was asked for. */
enum dot11_err d11_attr_get_power_mode(const struct dot11_sta *sta,
                                       enum dot11_attr attr,
                                       struct d11_attr_out *out)
{
    const struct d11_powersave_ops *powersave =
        d11_powersave_ops(&sta->radio->env);
    uint32_t asked = d11_attrs_number(&sta->vif, D11_ATTR_POWER_LEVEL, 0);
    struct d11_powersave_mode mode = {false, 0};

    (void)attr;
    if (powersave != NULL)
        powersave->mode(&sta->vif, &mode);
    d11_attr_put_u32(out, mode.saves ? MODE_POWER_SAVE : MODE_ACTIVE);
    d11_attr_put_u32(out, mode.level);
    d11_attr_put_u32(out, mode.level == asked ? REASON_NONE : REASON_OTHER);
    return D11_OK;
}
