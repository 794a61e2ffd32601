/* CCMP, GCMP and BIP.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.5.3.2 (header), 12.5.3.3.3 (AAD), 12.5.3.3.4
 * (nonce), 12.5.4, 12.5.5. */
#include "ccmp.h"

#include <string.h>

#include <dot11/codes.h>
#include <dot11/crypto.h>

#include "base/octets.h"

#define EXT_IV 0x20u

static const struct cipher {
    uint32_t suite;
    enum dot11_cipher_alg alg;
    uint8_t key_len;
    uint8_t mic_len;
    bool flags; /* the nonce begins with them */
} ciphers[] = {
    {D11_CIPHER_CCMP_128, D11_ALG_CCM_128_8, 16, 8, true},
    {D11_CIPHER_CCMP_256, D11_ALG_CCM_256_16, 32, 16, true},
    {D11_CIPHER_GCMP_128, D11_ALG_GCM_128, 16, 16, false},
    {D11_CIPHER_GCMP_256, D11_ALG_GCM_256, 32, 16, false},
    {D11_CIPHER_BIP_CMAC_128, D11_ALG_CMAC_128, 16, 8, false},
    {D11_CIPHER_BIP_CMAC_256, D11_ALG_CMAC_256, 32, 16, false},
    {D11_CIPHER_BIP_GMAC_128, D11_ALG_GMAC_128, 16, 16, false},
    {D11_CIPHER_BIP_GMAC_256, D11_ALG_GMAC_256, 32, 16, false},
};

#define CIPHERS (sizeof ciphers / sizeof ciphers[0])

static const struct cipher *find_cipher(uint32_t suite)
{
    for (unsigned i = 0; i < CIPHERS; i++) {
        if (ciphers[i].suite == suite)
            return &ciphers[i];
    }
    return NULL;
}

uint8_t sim_key_len(uint32_t suite)
{
    const struct cipher *cipher = find_cipher(suite);

    return cipher != NULL ? cipher->key_len : 0;
}

/* Room for a key of any cipher. */
static void *new_state(struct dot11_sim *sim)
{
    size_t most = 0;

    for (unsigned i = 0; i < CIPHERS; i++) {
        size_t size = sim->crypto_ops->key_size(sim->crypto, ciphers[i].alg);

        if (size > most)
            most = size;
    }
    return most != 0 ? sim_alloc(sim, most) : NULL;
}

bool sim_key_set(struct dot11_sim *sim, struct sim_key *key, uint32_t suite,
                 const uint8_t *octets, uint8_t key_id)
{
    const struct dot11_crypto_ops *ops = sim->crypto_ops;
    const struct cipher *cipher = find_cipher(suite);

    sim_key_clear(sim, key);
    if (ops == NULL || cipher == NULL ||
        ops->key_size(sim->crypto, cipher->alg) == 0)
        return false;
    if (key->state == NULL) {
        key->state = new_state(sim);
        if (key->state != NULL) {
            key->next = sim->keys;
            sim->keys = key;
        }
    }
    if (key->state == NULL ||
        ops->key_init(sim->crypto, key->state, cipher->alg, octets,
                      cipher->key_len) != D11_OK)
        return false;
    memcpy(key->octets, octets, cipher->key_len);
    memset(key->rx_pn, 0, sizeof key->rx_pn);
    key->tx_pn = 0;
    key->cipher = suite;
    key->len = cipher->key_len;
    key->mic_len = cipher->mic_len;
    key->key_id = key_id;
    key->valid = true;
    return true;
}

void sim_key_clear(struct dot11_sim *sim, struct sim_key *key)
{
    const struct cipher *cipher = find_cipher(key->cipher);

    if (key->valid && cipher != NULL)
        sim->crypto_ops->key_fini(sim->crypto, key->state, cipher->alg);
    key->valid = false;
    memset(key->octets, 0, sizeof key->octets);
}

void dot11_sim_fini(struct dot11_sim *sim)
{
    for (struct sim_key *key = sim->keys; key != NULL; key = key->next)
        sim_key_clear(sim, key);
}

uint64_t sim_ccmp_pn(const uint8_t *header)
{
    return (uint64_t)d11_load_le32(header + 4) << 16 | d11_load_le16(header);
}

static bool is_qos_data(const uint8_t *mpdu)
{
    return (mpdu[0] & 0x8c) == 0x88;
}

/* What of the MAC header the MIC covers. Bits that change on the way or with
 * a retry are zero. Returns its length. */
static uint8_t build_aad(const uint8_t *mpdu, uint8_t aad[30])
{
    bool four = (mpdu[1] & 3) == 3;
    uint8_t len = 22;

    aad[0] = (mpdu[0] & 0x0c) == 0x08 ? mpdu[0] & 0x8f : mpdu[0];
    aad[1] = (uint8_t)((mpdu[1] & (is_qos_data(mpdu) ? 0x47 : 0xc7)) | 0x40);
    memcpy(aad + 2, mpdu + 4, 18);
    aad[20] = mpdu[22] & 0x0f;
    aad[21] = 0;
    if (four) {
        memcpy(aad + len, mpdu + 24, 6);
        len = 28;
    }
    if (is_qos_data(mpdu)) {
        aad[len] = mpdu[four ? 30 : 24] & 0x0f;
        aad[len + 1] = 0;
        len = (uint8_t)(len + 2);
    }
    return len;
}

/* GCMP has no flags in front (12.5.5.3.4). */
static void build_nonce(const struct cipher *cipher, const uint8_t *mpdu,
                        uint64_t pn, uint8_t nonce[13])
{
    bool four = (mpdu[1] & 3) == 3;
    uint8_t *rest = nonce;

    if (cipher->flags) {
        *rest = is_qos_data(mpdu) ? mpdu[four ? 30 : 24] & 0x0f : 0;
        if ((mpdu[0] & 0x0c) == 0)
            *rest |= 0x10;
        rest++;
    }
    memcpy(rest, mpdu + 10, 6);
    for (unsigned i = 0; i < 6; i++)
        rest[6 + i] = (uint8_t)(pn >> (40 - 8 * i));
}

static bool run(struct dot11_sim *sim, struct sim_key *key, uint8_t *mpdu,
                size_t len, size_t header_len, uint64_t pn, bool seal)
{
    const struct dot11_crypto_ops *ops = sim->crypto_ops;
    const struct cipher *cipher = find_cipher(key->cipher);
    struct dot11_cipher_job job;
    uint8_t aad[30], nonce[13];

    if (!key->valid || cipher == NULL ||
        len < header_len + SIM_CCMP_HEADER + cipher->mic_len)
        return false;
    memset(&job, 0, sizeof job);
    job.data = mpdu + header_len + SIM_CCMP_HEADER;
    job.len = len - header_len - SIM_CCMP_HEADER - cipher->mic_len;
    job.mic = job.data + job.len;
    job.mic_len = cipher->mic_len;
    job.aad = aad;
    job.aad_len = build_aad(mpdu, aad);
    job.nonce = nonce;
    build_nonce(cipher, mpdu, pn, nonce);
    job.key = key->state;
    return (seal ? ops->seal : ops->open)(sim->crypto, cipher->alg, &job, 1) ==
           1;
}

bool sim_ccmp_seal(struct dot11_sim *sim, struct sim_key *key, uint8_t *mpdu,
                   size_t len, size_t header_len, uint64_t pn)
{
    uint8_t *header = mpdu + header_len;

    mpdu[1] |= D11_FC1_PROTECTED;
    d11_store_le16(header, (uint16_t)pn);
    header[2] = 0;
    header[3] = (uint8_t)((unsigned)key->key_id << 6 | EXT_IV);
    d11_store_le32(header + 4, (uint32_t)(pn >> 16));
    return run(sim, key, mpdu, len, header_len, pn, true);
}

bool sim_ccmp_open(struct dot11_sim *sim, struct sim_key *key, uint8_t *mpdu,
                   size_t len, size_t header_len)
{
    if (len < header_len + SIM_CCMP_HEADER + key->mic_len ||
        (mpdu[header_len + 3] & EXT_IV) == 0)
        return false;
    return run(sim, key, mpdu, len, header_len, sim_ccmp_pn(mpdu + header_len),
               false);
}

/* Id, length, key id and IPN in front of the MIC of an MME. */
#define MME_FIXED 10u

size_t sim_bip_seal(struct dot11_sim *sim, struct sim_key *key, uint8_t *mpdu,
                    size_t len)
{
    const struct dot11_crypto_ops *ops = sim->crypto_ops;
    const struct cipher *cipher = find_cipher(key->cipher);
    uint8_t *mme = mpdu + len;
    struct dot11_cipher_job job;
    uint8_t aad[20], nonce[12], timestamp[8], mic[SIM_CCMP_MIC_MAX];
    const bool beacon = mpdu[0] == 0x80;
    bool ok;

    if (!key->valid || cipher == NULL)
        return 0;
    key->tx_pn++;
    mme[0] = 76;
    mme[1] = (uint8_t)(MME_FIXED - 2 + cipher->mic_len);
    d11_store_le16(mme + 2, key->key_id);
    d11_store_le32(mme + 4, (uint32_t)key->tx_pn);
    d11_store_le16(mme + 8, (uint16_t)(key->tx_pn >> 32));
    memset(mme + MME_FIXED, 0, cipher->mic_len);
    /* Frame Control without Retry, Power Management and More Data. */
    aad[0] = mpdu[0];
    aad[1] = mpdu[1] & 0xc7;
    memcpy(aad + 2, mpdu + 4, 18);
    memcpy(nonce, mpdu + 10, 6);
    for (unsigned i = 0; i < 6; i++)
        nonce[6 + i] = (uint8_t)(key->tx_pn >> (40 - 8 * i));
    memcpy(timestamp, mpdu + 24, 8);
    if (beacon)
        memset(mpdu + 24, 0, 8);
    memset(&job, 0, sizeof job);
    job.data = mpdu + 24;
    job.len = len - 24 + MME_FIXED + cipher->mic_len;
    job.aad = aad;
    job.aad_len = sizeof aad;
    job.nonce = nonce;
    job.mic_len = cipher->mic_len;
    job.mic = mic;
    job.key = key->state;
    /* Over its own zeroes. */
    ok = ops->seal(sim->crypto, cipher->alg, &job, 1) == 1;
    memcpy(mme + MME_FIXED, mic, cipher->mic_len);
    if (beacon)
        memcpy(mpdu + 24, timestamp, 8);
    return ok ? MME_FIXED + cipher->mic_len : 0;
}
