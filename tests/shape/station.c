/*
 * A host that uses the whole station interface and does nothing: what it links
 * is what a firmware links, without its radio driver and primitives. Prints
 * the memory a radio with one station asks for.
 *
 * STATION_RSN lists the built-in RSN, STATION_METHODS the one with WPA3-Personal;
 * without either the station is for open networks or for another extension.
 * STATION_PART names an optional part to be listed.
 */
#include <stdio.h>

#include <dot11/dot11.h>

/* A software AES-128 keeps 11 round keys. */
#define KEY_OCTETS 176u

static enum dot11_err power(void *hw, uint32_t token, bool on)
{
    (void)hw;
    (void)token;
    (void)on;
    return D11_OK;
}

static enum dot11_err set_channel(void *hw, uint32_t token, uint8_t link_id,
                                  const struct dot11_channel *channel)
{
    (void)hw;
    (void)token;
    (void)link_id;
    (void)channel;
    return D11_OK;
}

static enum dot11_err set_filter(void *hw, uint32_t filter)
{
    (void)hw;
    (void)filter;
    return D11_OK;
}

static size_t tx(void *hw, const struct dot11_tx *burst, size_t n)
{
    (void)hw;
    (void)burst;
    (void)n;
    return 0;
}

static struct dot11_frame *frame_alloc(void *host, size_t headroom, size_t len)
{
    (void)host;
    (void)headroom;
    (void)len;
    return NULL;
}

static void frame_free(void *host, struct dot11_frame *const *frames, size_t n)
{
    (void)host;
    (void)frames;
    (void)n;
}

static void deliver(void *host, struct dot11_sta *sta,
                    const struct dot11_msdu *msdus, size_t n)
{
    (void)host;
    (void)sta;
    (void)msdus;
    (void)n;
}

static void tx_done(void *host, struct dot11_sta *sta,
                    const struct dot11_tx_done *done, size_t n)
{
    (void)host;
    (void)sta;
    (void)done;
    (void)n;
}

static enum dot11_err random_octets(void *host, uint8_t *buf, size_t len)
{
    (void)host;
    (void)buf;
    (void)len;
    return D11_ERR_RANDOM;
}

static size_t key_size(void *crypto, enum dot11_cipher_alg alg)
{
    (void)crypto;
    (void)alg;
    return KEY_OCTETS;
}

static enum dot11_err key_init(void *crypto, void *key,
                               enum dot11_cipher_alg alg, const uint8_t *octets,
                               size_t len)
{
    (void)crypto;
    (void)key;
    (void)alg;
    (void)octets;
    (void)len;
    return D11_ERR_CRYPTO;
}

static void key_fini(void *crypto, void *key, enum dot11_cipher_alg alg)
{
    (void)crypto;
    (void)key;
    (void)alg;
}

static size_t cipher(void *crypto, enum dot11_cipher_alg alg,
                     struct dot11_cipher_job *jobs, size_t n)
{
    (void)crypto;
    (void)alg;
    (void)jobs;
    (void)n;
    return 0;
}

static const struct dot11_crypto_ops crypto_ops = {
    .size = sizeof(crypto_ops),
    .key_size = key_size,
    .key_init = key_init,
    .key_fini = key_fini,
    .seal = cipher,
    .open = cipher,
};

static const struct dot11_hw_channel channels[] = {
    {2412, D11_BAND_2GHZ, 0, 20},
    {2437, D11_BAND_2GHZ, 0, 20},
    {2462, D11_BAND_2GHZ, 0, 20},
};

#ifdef STATION_RSN
static const struct dot11_ext_ops *const exts[] = {&dot11_rsn};
#endif
#ifdef STATION_METHODS
static const struct dot11_ext_ops *const exts[] = {&dot11_rsn_methods};
#endif
#ifdef STATION_PART
static const struct dot11_part *const parts[] = {&STATION_PART};
#endif

/* Everything a host calls; volatile, so that the linker has to keep it. */
static void (*volatile const interface[])(void) = {
    (void (*)(void))dot11_radio_init,
    (void (*)(void))dot11_radio_fini,
    (void (*)(void))dot11_radio_tick,
    (void (*)(void))dot11_radio_deadline,
    (void (*)(void))dot11_radio_headroom,
    (void (*)(void))dot11_radio_tailroom,
    (void (*)(void))dot11_radio_stats,
    (void (*)(void))dot11_radio_bss_count,
    (void (*)(void))dot11_radio_bss_get,
    (void (*)(void))dot11_sta_create,
    (void (*)(void))dot11_sta_fini,
    (void (*)(void))dot11_sta_start,
    (void (*)(void))dot11_sta_halt,
    (void (*)(void))dot11_sta_pause,
    (void (*)(void))dot11_sta_restart,
    (void (*)(void))dot11_sta_reset,
    (void (*)(void))dot11_sta_scan,
    (void (*)(void))dot11_sta_scan_abort,
    (void (*)(void))dot11_sta_connect,
    (void (*)(void))dot11_sta_roam,
    (void (*)(void))dot11_sta_disconnect,
    (void (*)(void))dot11_sta_status,
    (void (*)(void))dot11_sta_next_event,
    (void (*)(void))dot11_sta_tx,
    (void (*)(void))dot11_sta_msdu_return,
    (void (*)(void))dot11_hw_rx,
    (void (*)(void))dot11_hw_tx_status,
    (void (*)(void))dot11_hw_tx_ready,
    (void (*)(void))dot11_hw_op_done,
    (void (*)(void))dot11_hw_state_changed,
    (void (*)(void))dot11_hw_beacon_loss,
    (void (*)(void))dot11_crypto_job_done,
};

/* What a microcontroller would choose, where the defaults are for hosts. */
static void choose_small(struct dot11_config *config)
{
    config->bss_count = 16;
    config->bss_octets = 2048;
    config->event_count = 16;
    config->rx_burst = 4;
    config->tx_queue = 8;
    config->tx_pending = 8;
    config->body_octets = 256;
}

int main(void)
{
    struct dot11_hw_caps caps;
    struct dot11_hw_ops hw_ops;
    struct dot11_host_ops host_ops;
    struct dot11_config config;
    size_t defaults;

    if (interface[0] == NULL)
        return 1;

    dot11_hw_caps_defaults(&caps);
    caps.addr[0] = 2;
    caps.link_count = 1;
    caps.sta_count = 1;
    caps.channels = channels;
    caps.channel_count = sizeof(channels) / sizeof(channels[0]);
    caps.bands[D11_BAND_2GHZ].rate_count = 4;
    caps.bands[D11_BAND_2GHZ].rates_500kbps[0] = 2;
    caps.bands[D11_BAND_2GHZ].rates_500kbps[1] = 4;
    caps.bands[D11_BAND_2GHZ].rates_500kbps[2] = 11;
    caps.bands[D11_BAND_2GHZ].rates_500kbps[3] = 22;

    dot11_hw_ops_defaults(&hw_ops);
    hw_ops.power = power;
    hw_ops.set_channel = set_channel;
    hw_ops.set_filter = set_filter;
    hw_ops.tx = tx;

    dot11_host_ops_defaults(&host_ops);
    host_ops.frame_alloc = frame_alloc;
    host_ops.frame_free = frame_free;
    host_ops.deliver = deliver;
    host_ops.tx_done = tx_done;
    host_ops.random = random_octets;

    dot11_config_defaults(&config);
    config.caps = &caps;
    config.hw_ops = &hw_ops;
    config.host_ops = &host_ops;
    config.crypto_ops = &crypto_ops;
#if defined(STATION_RSN) || defined(STATION_METHODS)
    config.exts = exts;
    config.ext_count = 1;
#endif
#ifdef STATION_PART
    config.parts = parts;
    config.part_count = 1;
#endif
    defaults = dot11_radio_mem_size(&config);
    choose_small(&config);
    (void)printf("memory %lu %lu\n",
                 (unsigned long)dot11_radio_mem_size(&config),
                 (unsigned long)defaults);
    return 0;
}
