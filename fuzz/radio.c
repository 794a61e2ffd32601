/* The radio of the world.
 *
 * SPDX-License-Identifier: MIT */
#include "world.h"

#include <string.h>

#include "frame/header.h"

static const struct dot11_hw_channel channels[] = {
    {2412, D11_BAND_2GHZ, 0, 20},
    {2437, D11_BAND_2GHZ, 0, 20},
    {5180, D11_BAND_5GHZ, 0, 20},
    {5260, D11_BAND_5GHZ, D11_HW_CHANNEL_PASSIVE | D11_HW_CHANNEL_DFS, 20},
    {5745, D11_BAND_5GHZ, D11_HW_CHANNEL_DISABLED, 20},
};

static struct dot11_hw_caps caps;

const struct dot11_hw_caps *world_caps(uint32_t options)
{
    static const uint8_t rates[] = {2,  4,  11, 22, 12, 18,
                                    24, 36, 48, 72, 96, 108};
    static const uint8_t own[6] = {0x02, 0, 0, 0, 0, 0x10};

    dot11_hw_caps_defaults(&caps);
    memcpy(caps.addr, own, 6);
    caps.sta_count = WORLD_STATIONS;
    caps.channels = channels;
    caps.channel_count = sizeof channels / sizeof channels[0];
    caps.tx_headroom = 3;
    caps.tx_tailroom = 5;
    if ((options & WORLD_NO_STATUS) == 0)
        caps.flags |= D11_HW_TX_STATUS;
    if ((options & WORLD_HW_SCAN) != 0)
        caps.flags |= D11_HW_SCAN;
    if ((options & WORLD_HW_CRYPTO) != 0) {
        caps.ciphers[0] = D11_CIPHER_CCMP_128;
        caps.cipher_count = 1;
    }
    memcpy(caps.bands[0].rates_500kbps, rates, sizeof rates);
    caps.bands[0].rate_count = sizeof rates;
    memcpy(caps.bands[1].rates_500kbps, rates + 4, 8);
    caps.bands[1].rate_count = 8;
    return &caps;
}

/* Ops come from inside calls into the core, and nowhere else. */
static void called(void)
{
    struct dot11_event event;

    FUZZ_CHECK(world.in_call);
    /* While one is on its way to the host another would overtake it. */
    if ((world.options & WORLD_EAGER) == 0 || world.polling)
        return;
    for (unsigned i = 0; i < world.sta_count; i++) {
        struct world_sta *sta = &world.stas[i];

        if (sta->sta != NULL && dot11_sta_next_event(sta->sta, &event))
            world_note_event(sta, &event);
    }
}

static enum dot11_err answer(uint32_t token)
{
    enum dot11_err err = world.answer;

    called();
    FUZZ_CHECK(token != 0);
    for (unsigned i = 0; i < world.token_count; i++)
        FUZZ_CHECK(world.tokens[i] != token);
    if (err != D11_ERR_PENDING)
        return err;
    /* A radio that forgot the oldest. */
    if (world.token_count == sizeof world.tokens / sizeof world.tokens[0]) {
        memmove(world.tokens, world.tokens + 1,
                sizeof world.tokens - sizeof world.tokens[0]);
        world.token_count--;
    }
    world.tokens[world.token_count++] = token;
    return err;
}

static enum dot11_err power(void *hw, uint32_t token, bool on)
{
    enum dot11_err err = answer(token);

    (void)hw;
    if (err == D11_OK || err == D11_ERR_PENDING)
        world.powered = on;
    if (!on)
        memset(world.keys, 0, sizeof world.keys);
    return err;
}

static enum dot11_err set_channel(void *hw, uint32_t token, uint8_t link_id,
                                  const struct dot11_channel *channel)
{
    bool known = false;

    (void)hw;
    FUZZ_CHECK(link_id == 0);
    for (unsigned i = 0; i < sizeof channels / sizeof channels[0]; i++)
        known |= channels[i].freq_mhz == channel->freq_mhz &&
                 (channels[i].flags & D11_HW_CHANNEL_DISABLED) == 0;
    FUZZ_CHECK(known);
    FUZZ_CHECK(world.powered);
    world.freq_mhz = channel->freq_mhz;
    return answer(token);
}

static enum dot11_err set_filter(void *hw, uint32_t filter)
{
    (void)hw;
    (void)filter;
    called();
    return world.at_once;
}

/* On a protected network nothing but EAPOL goes in clear (SEC-TXP-03). */
static void check_protection(const struct dot11_tx *tx,
                             const struct d11_header *h)
{
    const uint8_t *octets = tx->frame->data;
    struct world_sta *sta = world_sta_of(tx->sta);

    if (sta == NULL || !sta->secured || h->type != D11_TYPE_DATA ||
        (h->subtype & 4) != 0 || d11_header_protected(h) ||
        (tx->flags & D11_TX_PROTECT) != 0)
        return;
    FUZZ_CHECK(tx->frame->len >= h->len + 8u);
    FUZZ_CHECK(octets[h->len + 6] == 0x88 && octets[h->len + 7] == 0x8e);
}

static void check_tx(const struct dot11_tx *tx)
{
    struct dot11_frame *frame = tx->frame;
    struct world_frame *own = (struct world_frame *)(void *)frame;
    struct d11_header h;

    FUZZ_CHECK(own->place == WORLD_WITH_CORE);
    FUZZ_CHECK(own->origin != WORLD_FROM_AIR);
    FUZZ_CHECK(frame->next == NULL);
    FUZZ_CHECK(frame->head <= frame->data &&
               frame->len <= (size_t)(frame->end - frame->data));
    FUZZ_CHECK(dot11_frame_headroom(frame) >= caps.tx_headroom);
    FUZZ_CHECK(d11_header_decode(&h, frame->data, frame->len) == D11_DROP_NONE);
    FUZZ_CHECK(tx->link_id == 0 && tx->ac < D11_AC_COUNT && tx->tid < 16);
    FUZZ_CHECK((tx->flags & D11_TX_PROTECT) == 0 ||
               (world.options & WORLD_HW_CRYPTO) != 0);
    check_protection(tx, &h);
}

static size_t tx(void *hw, const struct dot11_tx *burst, size_t n)
{
    size_t taken = 0;

    (void)hw;
    called();
    FUZZ_CHECK(world.powered);
    FUZZ_CHECK(n != 0);
    while (taken < n && world.room != 0 &&
           world.in_radio_count < WORLD_RADIO_FRAMES) {
        check_tx(&burst[taken]);
        ((struct world_frame *)(void *)burst[taken].frame)->place =
            WORLD_WITH_RADIO;
        world.in_radio[world.in_radio_count++] = burst[taken];
        world.room--;
        for (unsigned i = 0; i < WORLD_APS; i++)
            ap_hear(&world.aps[i], &burst[taken]);
        taken++;
    }
    world.taken += (uint32_t)taken;
    return taken;
}

static void tx_flush(void *hw, struct dot11_sta *sta)
{
    (void)hw;
    (void)sta;
    called();
    world.room = WORLD_RADIO_FRAMES;
}

static struct world_key *find_key(const struct dot11_hw_key *key)
{
    for (unsigned i = 0; i < WORLD_KEYS; i++) {
        struct world_key *own = &world.keys[i];

        if (own->used && own->sta == key->sta &&
            own->pairwise == key->pairwise && own->key_id == key->key_id)
            return own;
    }
    return NULL;
}

bool world_radio_has_key(const struct dot11_sta *sta, bool pairwise)
{
    for (unsigned i = 0; i < WORLD_KEYS; i++) {
        const struct world_key *own = &world.keys[i];

        if (own->used && own->sta == sta && own->pairwise == pairwise)
            return true;
    }
    return false;
}

static enum dot11_err set_key(void *hw, uint32_t token,
                              struct dot11_hw_key *key)
{
    struct world_key *own = find_key(key);
    enum dot11_err err = answer(token);

    (void)hw;
    FUZZ_CHECK(world_sta_of(key->sta) != NULL);
    FUZZ_CHECK(key->cipher == D11_CIPHER_CCMP_128 && key->len == 16);
    FUZZ_CHECK((world.options & WORLD_HW_CRYPTO) != 0);
    if (err != D11_OK && err != D11_ERR_PENDING)
        return err;
    for (unsigned i = 0; own == NULL && i < WORLD_KEYS; i++) {
        if (!world.keys[i].used)
            own = &world.keys[i];
    }
    if (own == NULL)
        return D11_ERR_FULL;
    own->used = true;
    own->pairwise = key->pairwise;
    own->sta = key->sta;
    own->key_id = key->key_id;
    key->hw_slot = (uint16_t)(own - world.keys);
    key->mic_room_by_core = (world.random & 1) != 0;
    key->iv_by_hw = (world.random & 2) != 0;
    return err;
}

static enum dot11_err del_key(void *hw, uint32_t token,
                              const struct dot11_hw_key *key)
{
    static const uint8_t zero[sizeof key->octets];
    struct world_key *own = find_key(key);

    (void)hw;
    FUZZ_CHECK(memcmp(key->octets, zero, sizeof zero) == 0);
    if (own != NULL)
        own->used = false;
    return answer(token);
}

static enum dot11_err set_bss(void *hw, const struct dot11_hw_bss *bss)
{
    (void)hw;
    called();
    FUZZ_CHECK(!bss->associated ||
               (bss->joined && bss->aid >= 1 && bss->aid <= D11_AID_MAX));
    return world.at_once;
}

static enum dot11_err set_addr(void *hw, const struct dot11_sta *sta,
                               const uint8_t addr[D11_ADDR_LEN])
{
    (void)hw;
    called();
    FUZZ_CHECK(memcmp(world_sta_of(sta)->addr, addr, 6) == 0);
    return world.at_once;
}

/* One that is done at once would have found nothing: it pends always. */
static enum dot11_err scan_start(void *hw, uint32_t token,
                                 const struct dot11_hw_scan *scan)
{
    enum dot11_err kept = world.answer;
    enum dot11_err err;

    (void)hw;
    FUZZ_CHECK(world.powered);
    FUZZ_CHECK(scan->freq_count != 0 && scan->ssid_count <= D11_SCAN_SSIDS_MAX);
    if (world.answer == D11_OK)
        world.answer = D11_ERR_PENDING;
    err = answer(token);
    world.answer = kept;
    return err;
}

static void scan_stop(void *hw, uint32_t token)
{
    (void)hw;
    (void)token;
    called();
}

static enum dot11_err reset(void *hw, uint32_t token)
{
    (void)hw;
    memset(world.keys, 0, sizeof world.keys);
    return answer(token);
}

const struct dot11_hw_ops world_hw_ops = {
    .size = sizeof(struct dot11_hw_ops),
    .power = power,
    .set_channel = set_channel,
    .set_filter = set_filter,
    .tx = tx,
    .tx_flush = tx_flush,
    .set_key = set_key,
    .del_key = del_key,
    .set_bss = set_bss,
    .set_addr = set_addr,
    .scanner = &dot11_hw_scanner,
    .scan_start = scan_start,
    .scan_stop = scan_stop,
    .reset = reset,
};
