#include <dot11/config.h>

#include <stddef.h>
#include <string.h>

#include "base/wipe.h"
#include "sta/radio.h"

/* Larger than any table will ever be. */
#define TABLE_MAX 4096u
/* Stations of a radio: their channel requests and the scan's find a place. */
#define STATIONS_MAX (D11_CHANNEL_REQUESTS - 1u)
/* Bound of what is carved, so that sums stay in range everywhere. */
#define OCTETS_MAX (1u << 24)
/* Shortest time that anything waits. */
#define SHORTEST_US 1000u

void dot11_hw_ops_defaults(struct dot11_hw_ops *ops)
{
    memset(ops, 0, sizeof *ops);
    ops->size = sizeof *ops;
}

void dot11_hw_caps_defaults(struct dot11_hw_caps *caps)
{
    memset(caps, 0, sizeof *caps);
    caps->size = sizeof *caps;
    caps->link_count = 1;
    caps->sta_count = 1;
}

void dot11_host_ops_defaults(struct dot11_host_ops *ops)
{
    memset(ops, 0, sizeof *ops);
    ops->size = sizeof *ops;
}

void dot11_config_defaults(struct dot11_config *config)
{
    memset(config, 0, sizeof *config);
    config->size = sizeof *config;
    config->sta_count = 1;
    config->peer_count = 1;
    config->key_count = 64;
    config->bss_count = 32;
    config->bss_octets = 8192;
    config->event_count = 32;
    config->rx_burst = 16;
    config->tx_queue = 64;
    config->tx_pending = 128;
    config->body_octets = 1024;
    config->bss_age_us = 60000000u;
    config->active_dwell_min_us = 40000;
    config->active_dwell_max_us = 80000;
    config->passive_dwell_us = 120000;
    config->scan_slice_us = 150000;
    config->scan_home_us = 100000;
    config->auth_timeout_us = 200000;
    config->auth_tries = 3;
    config->assoc_timeout_us = 200000;
    config->assoc_tries = 3;
    config->port_timeout_us = 6000000;
    config->beacon_loss_count = 7;
    config->unreachable_us = 2000000;
    config->probe_tries = 3;
    config->probe_timeout_us = 100000;
    config->hw_timeout_us = 1000000;
    config->tx_timeout_us = 500000;
    config->roam_backoff_min_us = 250000;
    config->roam_backoff_max_us = 30000000;
    config->reconnect = true;
    config->drop_group_unicast_ip = true;
    config->listen_interval = 10;
}

/* Every table begins with its size: that of the first version of this library
 * or more. */
static bool size_known(const void *table, size_t first)
{
    size_t size;

    if (table == NULL)
        return true;
    memcpy(&size, table, sizeof size);
    return size >= first && size <= TABLE_MAX;
}

static bool exts_known(const struct dot11_config *config)
{
    for (unsigned i = 0; config->exts != NULL && i < config->ext_count; i++) {
        if (!size_known(config->exts[i], sizeof *config->exts[i]))
            return false;
    }
    return true;
}

static bool caps_valid(const struct dot11_hw_caps *caps)
{
    if (caps == NULL || caps->channels == NULL || caps->channel_count == 0 ||
        caps->tx_headroom > 256 || caps->tx_tailroom > 256 ||
        caps->cipher_count > D11_HW_CIPHERS_MAX)
        return false;
    for (unsigned i = 0; i < D11_BAND_COUNT; i++) {
        if (caps->bands[i].rate_count > D11_HW_RATES_MAX)
            return false;
    }
    return true;
}

/* Are the functions of a table there, from one member to another? */
static bool has_all(const void *table, size_t first, size_t last)
{
    const uint8_t *octets = table;
    void (*function)(void);

    for (; first <= last; first += sizeof function) {
        memcpy(&function, octets + first, sizeof function);
        if (function == NULL)
            return false;
    }
    return true;
}

/* What has to be there stands together in the tables. */
static bool tables_valid(const struct dot11_config *config)
{
    return config->hw_ops != NULL && config->host_ops != NULL &&
           has_all(config->hw_ops, offsetof(struct dot11_hw_ops, power),
                   offsetof(struct dot11_hw_ops, tx)) &&
           has_all(config->host_ops,
                   offsetof(struct dot11_host_ops, frame_alloc),
                   offsetof(struct dot11_host_ops, random));
}

static bool exts_valid(const struct dot11_config *config)
{
    if (config->ext_count != 0 && config->exts == NULL)
        return false;
    for (unsigned i = 0; i < config->ext_count; i++) {
        const struct dot11_ext_ops *ext = config->exts[i];

        if (ext == NULL ||
            !has_all(ext, offsetof(struct dot11_ext_ops, init),
                     offsetof(struct dot11_ext_ops, select)) ||
            !has_all(ext, offsetof(struct dot11_ext_ops, assoc_elements),
                     offsetof(struct dot11_ext_ops, receive)) ||
            ext->state_size > OCTETS_MAX)
            return false;
    }
    return true;
}

static bool capacities_valid(const struct dot11_config *config)
{
    return config->sta_count >= 1 && config->sta_count <= STATIONS_MAX &&
           config->peer_count >= 1 &&
           /* Several are those of an IBSS, which is a part. */
           (config->peer_count == 1 || config->part_count != 0) &&
           config->bss_count >= 2 && config->bss_octets >= 512 &&
           config->bss_octets <= OCTETS_MAX &&
           config->event_count >= D11_SME_ROOM + 2u &&
           config->event_count <= 128 && config->rx_burst >= 1 &&
           config->tx_queue >= 4 && config->tx_pending >= 4 &&
           config->body_octets >= 64;
}

/* No time at all would be a question asked without end. */
static bool times_valid(const struct dot11_config *config)
{
    static const uint16_t times[] = {
        offsetof(struct dot11_config, scan_home_us),
        offsetof(struct dot11_config, auth_timeout_us),
        offsetof(struct dot11_config, assoc_timeout_us),
        offsetof(struct dot11_config, port_timeout_us),
        offsetof(struct dot11_config, probe_timeout_us),
        offsetof(struct dot11_config, hw_timeout_us),
        offsetof(struct dot11_config, roam_backoff_min_us),
    };
    const uint8_t *octets = (const uint8_t *)config;
    uint32_t us;

    for (unsigned i = 0; i < sizeof times / sizeof times[0]; i++) {
        memcpy(&us, octets + times[i], sizeof us);
        if (us < SHORTEST_US)
            return false;
    }
    return true;
}

static bool policy_valid(const struct dot11_config *config)
{
    return config->active_dwell_min_us <= config->active_dwell_max_us &&
           config->auth_tries >= 1 && config->assoc_tries >= 1 &&
           config->beacon_loss_count >= 1 && config->probe_tries >= 1 &&
           config->roam_backoff_min_us <= config->roam_backoff_max_us &&
           times_valid(config);
}

bool d11_config_valid(const struct dot11_config *config)
{
    return caps_valid(config->caps) && tables_valid(config) &&
           exts_valid(config) && d11_parts_valid(config) &&
           capacities_valid(config) && policy_valid(config);
}

bool d11_config_known(const struct dot11_config *config)
{
    const struct dot11_crypto_ops *crypto = config->crypto_ops;

    /* Of nothing that is missing can the size be wrong. */
    return size_known(config->caps, sizeof *config->caps) &&
           size_known(config->hw_ops, sizeof *config->hw_ops) &&
           size_known(config->host_ops, sizeof *config->host_ops) &&
           size_known(crypto, sizeof *crypto) && exts_known(config);
}
