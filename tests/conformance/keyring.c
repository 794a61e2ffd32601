#include "keyring.h"

#include "crypto/ccmp.h"
#include "crypto/tkip.h"
#include "crypto/wep.h"
#include "hw/cipher.h"
#include "primitives.h"

#define MPDU_MAX 512u
#define HEADER_LEN 24u
#define STATE_MAX 4096u

struct fake_ap keyring_ap;
/* The one that runs associations here, and one that makes RSNs possible. */
static const struct dot11_ext_ops *const exts[] = {&fake_ext_ops, &dot11_rsn};
static void *crypto;
static const struct dot11_part *parts[4];
static uint64_t last_pn;

void keyring_start(const struct keyring *with)
{
    keyring_ap = fake_ap(0);
    keyring_ap.privacy = true;
    keyring_ap.rsn = with->rsn;
    assert_int_equal(primitives_new(&crypto), D11_OK);
    last_pn = 0;
    fake_begin();
    fake_ext_begin();
    fake.config.exts = exts;
    fake.config.ext_count = 2;
    fake_ext.post = D11_OK;
    fake_ext.suites.controlled = with->controlled;
    if (with->controlled)
        fake_ext.post = D11_ERR_PENDING;
    if (with->pairwise != 0)
        fake_ext.suites.pairwise_cipher = with->pairwise;
    if (with->group != 0)
        fake_ext.suites.group_cipher = with->group;
    if (with->in_hardware) {
        fake.caps.ciphers[fake.caps.cipher_count++] = D11_CIPHER_CCMP_128;
        fake.caps.ciphers[fake.caps.cipher_count++] = D11_CIPHER_WEP40;
    }
    if (!with->no_provider) {
        fake.config.crypto_ops = PRIMITIVES_OPS;
        fake.config.crypto = crypto;
    }
    if (with->key_count != 0)
        fake.config.key_count = with->key_count;
    parts[0] = &dot11_keys;
    parts[1] = &dot11_wep;
    parts[2] = &dot11_attrs;
    parts[3] = with->part;
    fake.config.parts = parts;
    fake.config.part_count = with->part != NULL ? 4 : 3;
    fake_build();
    fake_start(0);
    /* As the desired BSS type says, without the part that makes such
     * networks. */
    d11_keytab_of(&fake.stas[0]->vif)->ibss = with->ibss;
}

void keyring_join(void)
{
    struct dot11_connect_req req = fake_req("net");

    req.ext = &fake_ext_ops;
    fake_beacon(&keyring_ap);
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_OK);
    fake_air((struct fake_ap *[]){&keyring_ap}, 1, 20000);
    assert_true(fake.stas[0]->vif.peers[0].associated);
    (void)fake_events(0);
    fake_forget();
}

void keyring_up(const struct keyring *with)
{
    keyring_start(with);
    keyring_join();
}

void keyring_leave(void)
{
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_OK);
    fake_run(0);
    (void)fake_events(0);
}

void keyring_end(void)
{
    fake_end();
    primitives_free(crypto);
}

/* Keys. */

static void fill(uint8_t octets[D11_KEY_LEN_MAX], uint8_t seed)
{
    for (unsigned i = 0; i < D11_KEY_LEN_MAX; i++)
        octets[i] = (uint8_t)(seed + i);
}

static const uint8_t *octets_of(uint8_t seed)
{
    static uint8_t octets[D11_KEY_LEN_MAX];

    fill(octets, seed);
    return octets;
}

static uint8_t len_of(uint32_t suite)
{
    switch (suite) {
    case D11_CIPHER_WEP40: return D11_WEP40_LEN;
    case D11_CIPHER_WEP104: return D11_WEP104_LEN;
    case D11_CIPHER_TKIP: return 32;
    default: return 16;
    }
}

/* Which seed a key was made of; its octets are made when it is used. */
static struct dot11_key make(enum dot11_key_table table, uint8_t seed)
{
    static uint8_t seeds[256];
    struct dot11_key key;

    memset(&key, 0, sizeof key);
    seeds[seed] = seed;
    key.table = table;
    key.direction = D11_KEY_BOTH_WAYS;
    key.cipher = D11_CIPHER_CCMP_128;
    key.len = 16;
    key.octets = &seeds[seed];
    return key;
}

struct dot11_key keyring_default(uint8_t key_id, uint8_t seed)
{
    struct dot11_key key = make(D11_KEY_TABLE_DEFAULT, seed);

    key.key_id = key_id;
    return key;
}

struct dot11_key keyring_mapping(enum dot11_key_direction direction,
                                 uint8_t seed)
{
    struct dot11_key key = make(D11_KEY_TABLE_MAPPING, seed);

    key.direction = direction;
    memcpy(key.peer, keyring_ap.bssid, 6);
    return key;
}

struct dot11_key keyring_as(struct dot11_key key, uint32_t cipher)
{
    key.cipher = cipher;
    key.len = len_of(cipher);
    return key;
}

enum dot11_err keyring_set(struct dot11_key key)
{
    if (key.octets != NULL)
        key.octets = octets_of(key.octets[0]);
    return dot11_sta_set_key(fake.stas[0], &key, fake.now_us);
}

enum dot11_err keyring_del(struct dot11_key key)
{
    key.octets = NULL;
    key.len = 0;
    key.cipher = 0;
    return dot11_sta_del_key(fake.stas[0], &key, fake.now_us);
}

enum dot11_err keyring_find(struct dot11_key key)
{
    return dot11_sta_find_key(fake.stas[0], &key);
}

/* The AP's own key of a seed, in software. */
static void ap_key(struct d11_key *key, uint32_t suite, uint8_t seed,
                   uint8_t key_id)
{
    static _Alignas(max_align_t) uint8_t state[STATE_MAX];
    const struct d11_env *env = &fake.stas[0]->vif.env[0];
    struct d11_key_params params;
    bool fresh;

    memset(&params, 0, sizeof params);
    params.suite = suite;
    params.cipher = d11_env_cipher(env, suite);
    params.flags = D11_KEY_GROUP | D11_KEY_TX;
    params.key_id = key_id;
    params.software = true;
    params.octets = octets_of(seed);
    params.len = len_of(suite);
    d11_key_init(key, state, sizeof state);
    assert_int_equal(d11_key_set(key, &params, PRIMITIVES_OPS, crypto, &fresh),
                     D11_OK);
}

static void run(struct d11_ccmp_frame *frame, bool seal)
{
    static _Alignas(max_align_t) uint8_t memory[1024];
    struct d11_ccmp_scratch scratch;

    assert_true(d11_ccmp_scratch_size(1) <= sizeof memory);
    d11_ccmp_scratch_init(&scratch, memory, 1);
    if (seal)
        (void)d11_ccmp_seal(frame, 1, &scratch, PRIMITIVES_OPS, crypto);
    else
        (void)d11_ccmp_open(frame, 1, &scratch, PRIMITIVES_OPS, crypto);
}

/* Sent. */

bool keyring_send(const uint8_t *da, uint16_t ethertype)
{
    struct dot11_frame *frame = fake_alloc(256);

    memset(frame->data, 0x42, 64);
    memcpy(frame->data, da, 6);
    memcpy(frame->data + 6, fake_own[0], 6);
    frame->data[12] = (uint8_t)(ethertype >> 8);
    frame->data[13] = (uint8_t)ethertype;
    frame->len = 64;
    return dot11_sta_tx(fake.stas[0], &frame, 1, fake.now_us) == 1;
}

static bool is_data(const struct fake_tx *sent)
{
    return (sent->octets[0] & 0x4cu) == 0x08;
}

unsigned keyring_sent_count(void)
{
    unsigned count = 0;

    for (unsigned i = 0; i < fake.air_count; i++)
        count += is_data(&fake.air[i]);
    return count;
}

const struct fake_tx *keyring_sent(void)
{
    for (unsigned i = fake.air_count; i-- > 0;) {
        if (is_data(&fake.air[i]))
            return &fake.air[i];
    }
    fail_msg("no data was sent");
    return NULL;
}

bool keyring_is_protected(const struct fake_tx *sent)
{
    return (sent->octets[1] & D11_FC1_PROTECTED) != 0;
}

uint8_t keyring_key_id(const struct fake_tx *sent)
{
    return sent->octets[HEADER_LEN + 3] >> 6;
}

bool keyring_opens(const struct fake_tx *sent, uint32_t suite, uint8_t seed)
{
    uint8_t mpdu[MPDU_MAX];
    struct d11_ccmp_frame frame;
    struct d11_key key;

    memcpy(mpdu, sent->octets, sent->len);
    memset(&frame, 0, sizeof frame);
    ap_key(&key, suite, seed, keyring_key_id(sent));
    frame.mpdu = mpdu;
    frame.len = sent->len;
    frame.header_len = HEADER_LEN;
    frame.key = &key;
    run(&frame, false);
    d11_key_wipe(&key, PRIMITIVES_OPS, crypto);
    return frame.ok;
}

/* Received. */

static size_t put_plain(uint8_t *mpdu, const struct keyring_rx *rx,
                        size_t front)
{
    static const uint8_t snap[] = {0xaa, 0xaa, 3, 0, 0, 0};
    static uint16_t sequence;
    const uint16_t type = rx->ethertype != 0 ? rx->ethertype : KEYRING_TYPE;

    memset(mpdu, 0, MPDU_MAX);
    mpdu[0] = 0x08;
    mpdu[1] = D11_FC1_FROM_DS;
    if (rx->group)
        memset(mpdu + 4, 0xff, 6);
    else
        memcpy(mpdu + 4, fake_own[0], 6);
    memcpy(mpdu + 10, keyring_ap.bssid, 6);
    memcpy(mpdu + 16, keyring_ap.bssid, 6);
    sequence = (uint16_t)((sequence + 1u) & 0xfffu);
    mpdu[22] = (uint8_t)(sequence << 4);
    mpdu[23] = (uint8_t)(sequence >> 4);
    memcpy(mpdu + front, snap, sizeof snap);
    mpdu[front + 6] = (uint8_t)(type >> 8);
    mpdu[front + 7] = (uint8_t)type;
    memset(mpdu + front + 8, 0x17, 32);
    return front + 40;
}

static size_t put_sealed(uint8_t *mpdu, const struct keyring_rx *rx)
{
    const uint32_t suite = rx->suite != 0 ? rx->suite : D11_CIPHER_CCMP_128;
    struct d11_ccmp_frame frame;
    struct d11_key key;
    size_t len;

    memset(&frame, 0, sizeof frame);
    ap_key(&key, suite, rx->seed, rx->key_id);
    len = put_plain(mpdu, rx, HEADER_LEN + key.cipher->header_len);
    key.tx_pn = (rx->pn != 0 ? rx->pn : last_pn + 1) - 1;
    if (rx->pn == 0)
        last_pn++;
    frame.mpdu = mpdu;
    frame.len = (uint32_t)len;
    frame.header_len = HEADER_LEN;
    frame.key = &key;
    run(&frame, true);
    assert_true(frame.ok);
    len += key.cipher->mic_len;
    d11_key_wipe(&key, PRIMITIVES_OPS, crypto);
    return len;
}

/* The radio leaves header and MIC where they are. */
static void receive(const struct keyring_rx *with)
{
    uint8_t mpdu[MPDU_MAX];
    struct dot11_rx rx;
    size_t len = with->seed != 0 ? put_sealed(mpdu, with)
                                 : put_plain(mpdu, with, HEADER_LEN);

    memset(&rx, 0, sizeof rx);
    rx.frame = fake_alloc(len);
    memcpy(rx.frame->data, mpdu, len);
    rx.frame->len = (uint32_t)len;
    rx.freq_mhz = fake.tuned_mhz;
    if (with->by_radio) {
        /* What it opened is plain; what stands around it was not touched. */
        uint8_t plain[MPDU_MAX];

        (void)put_plain(plain, with, HEADER_LEN + 8u);
        memcpy(rx.frame->data + HEADER_LEN + 8u, plain + HEADER_LEN + 8u, 40);
        rx.flags = D11_RX_DECRYPTED | D11_RX_MIC_OK;
        if (with->group)
            rx.flags |= D11_RX_GROUP_KEY;
    }
    dot11_hw_rx(fake.radio, &rx, 1, fake.now_us);
}

bool keyring_hears(const struct keyring_rx *rx)
{
    const unsigned before = fake.msdu_count;
    bool heard;

    receive(rx);
    heard = fake.msdu_count == before + 1;
    dot11_sta_msdu_return(fake.stas[0], fake.msdus, fake.msdu_count);
    fake.msdu_count = 0;
    return heard;
}

bool keyring_drops(const struct keyring_rx *rx, enum dot11_drop drop)
{
    const uint32_t before = fake_stats().drops[drop];

    return !keyring_hears(rx) && fake_stats().drops[drop] == before + 1;
}
