#include "mfp.h"

#include "crypto/bip.h"
#include "crypto/ccmp.h"
#include "primitives.h"
#include "sta/pmf.h"

#define STATE_MAX 4096u
#define HEADER_LEN 24u
#define SUBTYPE_ACTION 13u

struct fake_ap mfp_ap;
static void *crypto;
static const struct dot11_part *const parts[] = {&dot11_pmf};

/* The AP's keys. */
static struct key {
    struct d11_key key;
    _Alignas(max_align_t) uint8_t state[STATE_MAX];
} tk, mgmt;
static uint64_t last_pn;

static void forget(struct key *key)
{
    if (key->key.cipher != NULL)
        d11_key_wipe(&key->key, PRIMITIVES_OPS, crypto);
}

static void fill(uint8_t octets[16], uint8_t seed)
{
    memset(octets, seed, 16);
}

static void ap_key(struct key *key, uint32_t suite, uint16_t flags,
                   uint8_t key_id, uint8_t seed)
{
    struct d11_key_params params;
    uint8_t octets[16];
    bool fresh;

    fill(octets, seed);
    memset(&params, 0, sizeof params);
    params.suite = suite;
    params.flags = flags | D11_KEY_TX;
    params.key_id = key_id;
    params.software = true;
    params.octets = octets;
    params.len = sizeof octets;
    forget(key);
    d11_key_init(&key->key, key->state, sizeof key->state);
    assert_int_equal(
        d11_key_set(&key->key, &params, PRIMITIVES_OPS, crypto, &fresh),
        D11_OK);
}

static void finish(uint8_t *octets, size_t *len)
{
    if (octets[0] >> 4 != D11_MGMT_BEACON)
        return;
    ap_key(&mgmt, D11_CIPHER_BIP_CMAC_128, D11_KEY_BIGTK, 6, MFP_BIGTK);
    mgmt.key.tx_pn = last_pn++;
    *len += d11_bip_seal(&mgmt.key, octets, *len, HEADER_LEN, PRIMITIVES_OPS,
                         crypto);
}

void mfp_start(const struct mfp *with)
{
    mfp_ap = fake_ap(0);
    mfp_ap.rsn = true;
    mfp_ap.privacy = true;
    assert_int_equal(primitives_new(&crypto), D11_OK);
    last_pn = 0;
    fake_begin();
    fake_ext_begin();
    fake_ext.suites.mfp = !with->none;
    fake_ext.suites.ocv = with->ocv;
    fake_ext.suites.group_mgmt_cipher =
        with->none ? D11_CIPHER_NONE : D11_CIPHER_BIP_CMAC_128;
    if (with->in_hardware)
        fake.caps.ciphers[fake.caps.cipher_count++] = D11_CIPHER_CCMP_128;
    if (with->bip_in_hardware)
        fake.caps.ciphers[fake.caps.cipher_count++] = D11_CIPHER_BIP_CMAC_128;
    if (with->radio_protects)
        fake.caps.flags |= D11_HW_MFP;
    if (!with->no_provider) {
        fake.config.crypto_ops = PRIMITIVES_OPS;
        fake.config.crypto = crypto;
    }
    fake.config.parts = parts;
    fake.config.part_count = 1;
    fake_build();
    fake_start(0);
}

void mfp_join(const struct mfp *with)
{
    struct dot11_connect_req req = fake_req("net");

    req.ext = &fake_ext_ops;
    fake_beacon(&mfp_ap);
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_OK);
    fake_air((struct fake_ap *[]){&mfp_ap}, 1, 20000);
    assert_true(mfp_is_up());
    ap_key(&tk, D11_CIPHER_CCMP_128, D11_KEY_PAIRWISE, 0, MFP_TK);
    if (!with->no_keys) {
        mfp_install_pairwise();
        if (!with->none)
            assert_int_equal(mfp_install(4, MFP_IGTK, 0), D11_OK);
        assert_int_equal(fake_ext_verdict(D11_OK, false), D11_OK);
    }
    if (with->bigtk) {
        assert_int_equal(mfp_install(6, MFP_BIGTK, 0), D11_OK);
        mfp_ap.finish = finish;
    }
    fake_run(0);
    (void)fake_events(0);
    fake_forget();
}

void mfp_up(const struct mfp *with)
{
    mfp_start(with);
    mfp_join(with);
}

void mfp_end(void)
{
    const struct d11_pmf *own = d11_pmf_of(&fake.stas[0]->vif);

    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_OK);
    fake_run(0);
    /* SEC-RND-04, INV-13 */
    for (unsigned i = 0; i < D11_PMF_KEYS; i++) {
        for (unsigned k = 0; k < sizeof own->keys[i].octets; k++)
            assert_int_equal(own->keys[i].octets[k], 0);
    }
    mfp_halt();
}

void mfp_halt(void)
{
    fake_end();
    forget(&tk);
    forget(&mgmt);
    primitives_free(crypto);
}

void mfp_install_pairwise(void)
{
    assert_int_equal(fake_ext_key(true, 0, MFP_TK), D11_OK);
}

enum dot11_err mfp_install(uint8_t key_id, uint8_t seed, uint64_t rx_pn)
{
    uint8_t octets[16];
    struct dot11_ext_key key;

    fill(octets, seed);
    memset(&key, 0, sizeof key);
    key.session_id = fake_ext.session_id;
    key.cipher = D11_CIPHER_BIP_CMAC_128;
    key.key_id = key_id;
    key.len = sizeof octets;
    key.octets = octets;
    key.rx_pn = rx_pn;
    return dot11_ext_set_key(fake_ext.host, &key);
}

/* Frames of the AP. */

static void begin(struct mfp_frame *frame, unsigned subtype, const uint8_t *to)
{
    memset(frame, 0, sizeof *frame);
    frame->octets[0] = (uint8_t)(subtype << 4);
    memcpy(frame->octets + 4, to, 6);
    memcpy(frame->octets + 10, mfp_ap.bssid, 6);
    memcpy(frame->octets + 16, mfp_ap.bssid, 6);
    frame->len = HEADER_LEN;
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
    assert_true(frame->ok || !seal);
}

void mfp_make_mme(struct mfp_frame *frame, unsigned subtype,
                  const uint8_t *body, size_t len, uint8_t key_id, uint8_t seed,
                  uint64_t pn)
{
    static const uint8_t all[] = {255, 255, 255, 255, 255, 255};

    begin(frame, subtype, all);
    memcpy(frame->octets + frame->len, body, len);
    frame->len += len;
    ap_key(&mgmt, D11_CIPHER_BIP_CMAC_128,
           key_id < 6 ? D11_KEY_IGTK : D11_KEY_BIGTK, key_id, seed);
    mgmt.key.tx_pn = pn - 1;
    frame->len += d11_bip_seal(&mgmt.key, frame->octets, frame->len, HEADER_LEN,
                               PRIMITIVES_OPS, crypto);
    frame->pn = pn;
}

void mfp_make(struct mfp_frame *frame, unsigned subtype, const uint8_t *body,
              size_t len, enum mfp_how how)
{
    static const uint8_t all[] = {255, 255, 255, 255, 255, 255};
    struct d11_ccmp_frame crypt;
    const size_t front = how == MFP_SEALED ? D11_CCMP_HEADER_LEN : 0;

    if (how == MFP_MME) {
        mfp_make_mme(frame, subtype, body, len, 4, MFP_IGTK, ++last_pn);
        return;
    }
    begin(frame, subtype, how == MFP_GROUP ? all : fake_own[0]);
    memcpy(frame->octets + HEADER_LEN + front, body, len);
    frame->len += front + len;
    if (how != MFP_SEALED)
        return;
    memset(&crypt, 0, sizeof crypt);
    crypt.mpdu = frame->octets;
    crypt.len = (uint32_t)frame->len;
    crypt.header_len = HEADER_LEN;
    crypt.key = &tk.key;
    run(&crypt, true);
    frame->len += tk.key.cipher->mic_len;
    frame->pn = crypt.pn;
}

void mfp_make_leave(struct mfp_frame *frame, bool deauth, uint16_t reason,
                    enum mfp_how how)
{
    const uint8_t body[] = {(uint8_t)reason, (uint8_t)(reason >> 8)};

    mfp_make(frame, deauth ? D11_MGMT_DEAUTH : D11_MGMT_DISASSOC, body,
             sizeof body, how);
}

void mfp_make_beacon(struct mfp_frame *frame, bool is_protected)
{
    uint8_t body[600];
    const size_t len = fake_ap_body(&mfp_ap, body);

    if (is_protected)
        mfp_make_mme(frame, D11_MGMT_BEACON, body, len, 6, MFP_BIGTK,
                     ++last_pn);
    else
        mfp_make(frame, D11_MGMT_BEACON, body, len, MFP_GROUP);
}

void mfp_hand_in(const struct mfp_frame *frame)
{
    struct dot11_rx rx;

    memset(&rx, 0, sizeof rx);
    rx.frame = fake_alloc(frame->len);
    memcpy(rx.frame->data, frame->octets, frame->len);
    rx.frame->len = (uint32_t)frame->len;
    rx.freq_mhz = mfp_ap.freq_mhz;
    rx.signal_dbm = -50;
    rx.flags = frame->flags;
    rx.pn = frame->pn;
    dot11_hw_rx(fake.radio, &rx, 1, fake.now_us);
}

bool mfp_takes(const struct mfp_frame *frame)
{
    const uint32_t before = fake_stats().rx_mgmt;

    mfp_hand_in(frame);
    return fake_stats().rx_mgmt == before + 1;
}

bool mfp_drops(const struct mfp_frame *frame, enum dot11_drop drop)
{
    const struct dot11_stats before = fake_stats();
    struct dot11_stats after;

    mfp_hand_in(frame);
    after = fake_stats();
    return after.drops[drop] == before.drops[drop] + 1 &&
           after.rx_accepted == before.rx_accepted;
}

/* Frames of the station. */

static size_t open_sent(const struct fake_tx *sent, uint8_t body[64])
{
    uint8_t octets[sizeof sent->octets];
    struct d11_ccmp_frame crypt;

    assert_non_null(sent);
    memcpy(octets, sent->octets, sizeof octets);
    if ((octets[1] & D11_FC1_PROTECTED) == 0)
        return SIZE_MAX;
    memset(&crypt, 0, sizeof crypt);
    crypt.mpdu = octets;
    crypt.len = sent->len;
    crypt.header_len = HEADER_LEN;
    crypt.key = &tk.key;
    run(&crypt, false);
    if (!crypt.ok || crypt.body_len > 64)
        return SIZE_MAX;
    memcpy(body, octets + HEADER_LEN + D11_CCMP_HEADER_LEN, crypt.body_len);
    return crypt.body_len;
}

size_t mfp_sent(unsigned subtype, uint8_t body[64])
{
    return open_sent(fake_last_sent(subtype), body);
}

unsigned mfp_queries(void)
{
    return fake_sent(SUBTYPE_ACTION);
}

uint16_t mfp_last_query(void)
{
    uint8_t body[64];

    assert_true(mfp_sent(SUBTYPE_ACTION, body) >= 4);
    assert_int_equal(body[0], D11_CATEGORY_SA_QUERY);
    return (uint16_t)(body[2] | body[3] << 8);
}

bool mfp_is_up(void)
{
    return fake.stas[0]->vif.peers[0].associated;
}

struct dot11_pmf_info mfp_info(void)
{
    struct dot11_pmf_info info;

    assert_int_equal(dot11_sta_pmf_info(fake.stas[0], &info), D11_OK);
    return info;
}
