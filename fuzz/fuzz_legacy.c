/* What the parts for old networks and the monitor read: frames under WEP and
 * TKIP, WPA elements, EAPOL-Key frames of WPA, and anything that is heard.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include <dot11/monitor.h>
#include <dot11_crypto_host.h>

#include "crypto/ccmp.h"
#include "crypto/tkip.h"
#include "crypto/wep.h"
#include "frame/header.h"
#include "fuzz.h"
#include "rsn/wpa.h"

#define FRAME_MAX 2400u

/* Frames under a key of each cipher: one that opens was made by its owner, and
 * what does not is wiped. */

static void open_frame(const struct d11_cipher *cipher, const uint8_t *data,
                       size_t size)
{
    static max_align_t state[16];
    static max_align_t mem[64];
    static struct dot11_crypto_host *crypto;
    const struct d11_key_params params = {
        .flags = D11_KEY_PAIRWISE | D11_KEY_TX,
        .software = true,
        .octets = (const uint8_t *)"0123456789abcdef0123456789abcdef",
        .len = cipher->key_len,
        .cipher = cipher};
    struct d11_ccmp_scratch scratch;
    struct d11_ccmp_frame frame = {0};
    struct d11_header header;
    struct d11_key key;
    uint8_t *mpdu;
    bool fresh;

    if (crypto == NULL)
        crypto = dot11_crypto_host_new(0);
    FUZZ_CHECK(crypto != NULL);
    if (d11_header_decode(&header, data, size) != D11_DROP_NONE ||
        header.len < 24 || header.type == D11_TYPE_CTRL)
        return;
    mpdu = malloc(size);
    FUZZ_CHECK(mpdu != NULL);
    memcpy(mpdu, data, size);
    d11_key_init(&key, state, sizeof(state));
    FUZZ_CHECK(d11_key_set(&key, &params, dot11_crypto_host_ops(), crypto,
                           &fresh) == D11_OK);
    d11_ccmp_scratch_init(&scratch, mem, 1);
    frame.mpdu = mpdu;
    frame.len = (uint32_t)size;
    frame.header_len = header.len;
    frame.key = &key;
    (void)d11_ccmp_open(&frame, 1, &scratch, dot11_crypto_host_ops(), crypto);
    FUZZ_CHECK(!frame.ok || frame.body_len < size);
    d11_key_wipe(&key, dot11_crypto_host_ops(), crypto);
    free(mpdu);
}

/* A BSS that claims to have WPA. */
static void select_bss(const uint8_t *data, size_t size)
{
    struct dot11_ext_suites suites;
    struct d11_wpa wpa = {0};
    struct dot11_bss bss = {0};

    bss.elements = data;
    bss.elements_len = (uint16_t)(size < 2000 ? size : 2000);
    if (dot11_wpa_network.select(&wpa, &bss, &suites) == D11_OK)
        FUZZ_CHECK(suites.pairwise_cipher == D11_CIPHER_TKIP &&
                   suites.controlled);
}

static void decode_key(const uint8_t *data, size_t size)
{
    struct d11_eapol_key key;

    if (d11_eapol_key_decode_as(&key, data, size, 16,
                                D11_EAPOL_DESCRIPTOR_WPA) != D11_DROP_NONE)
        return;
    FUZZ_CHECK(key.frame_len <= size);
    FUZZ_CHECK(key.data.data + key.data.len <= data + key.frame_len);
}

/* A monitor that hears anything. */

static struct dot11_frame frames[80];
static uint8_t octets[80][FRAME_MAX];
static bool taken[80];
static size_t heard;

static struct dot11_frame *frame_alloc(void *host, size_t headroom, size_t len)
{
    (void)host;
    for (size_t i = 0; i < 80 && headroom + len <= FRAME_MAX; i++) {
        if (taken[i])
            continue;
        taken[i] = true;
        dot11_frame_init(&frames[i], octets[i], FRAME_MAX, headroom);
        return &frames[i];
    }
    return NULL;
}

static void frame_free(void *host, struct dot11_frame *const *list, size_t n)
{
    (void)host;
    for (size_t i = 0; i < n; i++) {
        FUZZ_CHECK(taken[list[i] - frames]);
        taken[list[i] - frames] = false;
    }
}

static void deliver(void *host, struct dot11_sta *sta,
                    const struct dot11_msdu *msdus, size_t n)
{
    (void)host;
    (void)sta;
    (void)msdus;
    FUZZ_CHECK(n == 0); /* a monitor has no MSDUs */
}

static void deliver_raw(void *host, struct dot11_sta *sta,
                        const struct dot11_raw *raws, size_t n)
{
    (void)host;
    (void)sta;
    FUZZ_CHECK(n >= 1 && n <= 16);
    for (size_t i = 0; i < n; i++)
        FUZZ_CHECK(raws[i].rx->frame->len >= 10);
    heard += n;
}

static void tx_done(void *host, struct dot11_sta *sta,
                    const struct dot11_tx_done *done, size_t n)
{
    (void)host;
    (void)sta;
    (void)done;
    FUZZ_CHECK(n == 0);
}

static enum dot11_err random_octets(void *host, uint8_t *buf, size_t len)
{
    (void)host;
    memset(buf, 7, len);
    return D11_OK;
}

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
    abort(); /* N80211-MODE-9 */
}

static void listen_to(const uint8_t *data, size_t size)
{
    static const struct dot11_part *const parts[] = {&dot11_monitor};
    static const struct dot11_hw_channel channel = {2412, 0, 0, 20};
    static max_align_t mem[8192];
    struct dot11_hw_caps caps;
    struct dot11_hw_ops hw;
    struct dot11_host_ops host;
    struct dot11_config config;
    struct dot11_radio *radio;
    struct dot11_sta *sta;
    struct dot11_stats stats;
    uint64_t now_us = 1;
    uint32_t sum;

    dot11_hw_caps_defaults(&caps);
    dot11_hw_ops_defaults(&hw);
    dot11_host_ops_defaults(&host);
    dot11_config_defaults(&config);
    caps.addr[0] = 2;
    caps.channels = &channel;
    caps.channel_count = 1;
    hw.power = power;
    hw.set_channel = set_channel;
    hw.set_filter = set_filter;
    hw.tx = tx;
    host.frame_alloc = frame_alloc;
    host.frame_free = frame_free;
    host.deliver = deliver;
    host.deliver_raw = deliver_raw;
    host.tx_done = tx_done;
    host.random = random_octets;
    config.caps = &caps;
    config.hw_ops = &hw;
    config.host_ops = &host;
    config.parts = parts;
    config.part_count = 1;
    heard = 0;
    FUZZ_CHECK(dot11_radio_init(&radio, mem, sizeof(mem), &config) == D11_OK);
    FUZZ_CHECK(dot11_sta_create(&sta, radio, NULL) == D11_OK);
    FUZZ_CHECK(dot11_sta_start(sta, now_us) == D11_OK);
    FUZZ_CHECK(dot11_sta_set_mode(sta, D11_MODE_MONITOR, now_us) == D11_OK);
    FUZZ_CHECK(dot11_sta_set_packet_filter(sta, D11_PACKET_ALL, now_us) ==
               D11_OK);
    /* Length, flags, time that passes; then the frame. */
    while (size >= 3) {
        struct dot11_frame *frame = frame_alloc(NULL, 0, data[0]);
        struct dot11_rx rx = {0};
        size_t len = data[0] < size - 3 ? data[0] : size - 3;

        FUZZ_CHECK(frame != NULL);
        rx.frame = frame;
        rx.flags = data[1];
        now_us += (uint64_t)data[2] * 4096;
        memcpy(frame->data, data + 3, len);
        frame->len = (uint32_t)len;
        dot11_hw_rx(radio, &rx, 1, now_us);
        dot11_radio_tick(radio, now_us);
        data += 3 + len;
        size -= 3 + len;
    }
    FUZZ_CHECK(dot11_sta_halt(sta, now_us) == D11_OK);
    dot11_radio_tick(radio, now_us + 2000000);
    for (size_t i = 0; i < 80; i++)
        FUZZ_CHECK(!taken[i]);
    dot11_radio_stats(radio, &stats);
    sum = stats.rx_accepted;
    for (unsigned i = 0; i < D11_DROP_COUNT; i++)
        sum += stats.drops[i];
    FUZZ_CHECK(sum == stats.rx_frames && stats.rx_accepted == heard);
    FUZZ_CHECK(dot11_sta_fini(sta) == D11_OK);
    FUZZ_CHECK(dot11_radio_fini(radio) == D11_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    size--;
    switch (data[0] % 6) {
    case 0: open_frame(&d11_wep_ciphers[0], data + 1, size); break;
    case 1: open_frame(&d11_wep_ciphers[1], data + 1, size); break;
    case 2: open_frame(&d11_tkip_cipher, data + 1, size); break;
    case 3: select_bss(data + 1, size); break;
    case 4: decode_key(data + 1, size); break;
    default: listen_to(data + 1, size); break;
    }
    return 0;
}
