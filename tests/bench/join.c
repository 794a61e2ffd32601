#include "join.h"

#include <string.h>

#include <dot11/codes.h>
#include <dot11_crypto_host.h>

#include "crypto/prf.h"

const struct dot11_crypto_ops *bench_join_ops(void)
{
    return dot11_crypto_host_ops();
}

void *bench_join_host(void)
{
    static struct dot11_crypto_host *host;

    if (host == NULL)
        host = dot11_crypto_host_new(0);
    return host;
}

/* --- SAE ------------------------------------------------------------------ */

static uint8_t pt[D11_EC_POINT_MAX];
static bool has_pt;
static struct d11_sae_password sae = {
    .password = {(const uint8_t *)"an SAE password", 15},
    .ssid = {(const uint8_t *)"network", 7},
};

static struct d11_sae_prim prim(void)
{
    const struct d11_sae_prim both = {bench_join_ops(), bench_join_host()};

    return both;
}

void bench_sae_password(const char *password, const uint8_t *ssid,
                        size_t ssid_len)
{
    sae.password.data = (const uint8_t *)password;
    sae.password.len = strlen(password);
    sae.ssid.data = ssid;
    sae.ssid.len = ssid_len;
    has_pt = false;
}

bool bench_sae_pt(void)
{
    const struct d11_sae_prim with = prim();

    has_pt =
        d11_sae_pt(&with, d11_curve_of(D11_GROUP_P256), &sae, pt) == D11_OK;
    return has_pt;
}

bool bench_sae_begin(struct bench_sae_end *end, unsigned number)
{
    static const uint8_t addrs[2][6] = {{2, 0, 0, 0, 0, 1}, {2, 0, 0, 0, 0, 2}};
    const struct d11_curve *curve = d11_curve_of(D11_GROUP_P256);
    const struct d11_sae_prim with = prim();
    uint8_t random[D11_SAE_RANDOM_LEN];

    for (size_t i = 0; i < sizeof random; i++)
        random[i] = (uint8_t)(i * 7 + number * 31 + 3);
    return (has_pt || bench_sae_pt()) &&
           d11_sae_pwe_of_pt(&with, curve, pt, addrs[0], addrs[1], end->pwe) ==
               D11_OK &&
           d11_sae_make_commit(&with, curve, end->pwe, random, end->rand,
                               &end->own) == D11_OK;
}

bool bench_sae_answer(struct bench_sae_end *end,
                      const struct d11_sae_commit *peer)
{
    const struct d11_curve *curve = d11_curve_of(D11_GROUP_P256);
    const struct d11_sae_prim with = prim();
    const struct d11_sae_secret secret = {.pwe = end->pwe,
                                          .rand = end->rand,
                                          .own = &end->own,
                                          .peer = peer,
                                          .h2e = true};

    return d11_sae_derive(&with, curve, &secret, &end->keys) == D11_OK &&
           d11_sae_confirm(&with, curve, &end->keys, 1, &end->own, peer,
                           end->confirm) == D11_OK;
}

bool bench_sae_verify(struct bench_sae_end *end,
                      const struct d11_sae_commit *peer)
{
    const struct d11_sae_prim with = prim();

    return d11_sae_confirm(&with, d11_curve_of(D11_GROUP_P256), &end->keys, 1,
                           peer, &end->own, end->confirm) == D11_OK;
}

/* --- 4-way handshake ------------------------------------------------------ */

/* Octets of an EAPOL-Key frame without key data, and of the key data of a
 * message 3 before it is wrapped. */
#define EAPOL_KEY_LEN 99u
#define KEY_DATA_LEN 64u

static bool make_mic(const struct d11_ptk *ptk, const uint8_t *frame,
                     size_t len, uint8_t mic[D11_HASH_MAX])
{
    const struct dot11_octets part = {frame, len};

    return bench_join_ops()->hmac(bench_join_host(), D11_HASH_SHA1, ptk->kck,
                                  ptk->kck_len, &part, 1, mic) == D11_OK;
}

bool bench_four_way(void)
{
    static const uint8_t addr[2][6] = {{2, 0, 0, 0, 0, 1}, {2, 0, 0, 0, 0, 2}};
    static const uint8_t secret[32] = {1, 2, 3};
    static const uint8_t nonce[2][32] = {{4, 5}, {6, 7}};
    static const uint8_t key_data[KEY_DATA_LEN] = {0x30, 0x14, 1, 0};
    static uint8_t wrapped[KEY_DATA_LEN + 8];
    static uint8_t mic3[D11_HASH_MAX];
    static bool ready;
    const struct dot11_crypto_ops *ops = bench_join_ops();
    const struct d11_ptk_params params = {
        .akm = D11_AKM_PSK,
        .cipher = D11_CIPHER_CCMP_128,
        .pmk = secret,
        .pmk_len = sizeof(secret),
        .aa = addr[0],
        .spa = addr[1],
        .anonce = nonce[0],
        .snonce = nonce[1],
    };
    uint8_t frame[EAPOL_KEY_LEN + sizeof(wrapped)] = {1, 3};
    uint8_t plain[KEY_DATA_LEN];
    uint8_t mic[D11_HASH_MAX];
    struct d11_ptk ptk;
    bool good;

    if (d11_ptk_derive(&ptk, &params, ops, bench_join_host()) != D11_OK)
        return false;
    if (!ready)
        /* The other side's part, once. */
        ready = ops->key_wrap(bench_join_host(), ptk.kek, ptk.kek_len, key_data,
                              sizeof(key_data), wrapped) == D11_OK &&
                make_mic(&ptk, frame, sizeof(frame), mic3);
    good = ready && make_mic(&ptk, frame, EAPOL_KEY_LEN + 22, mic); /* 2 */
    good = good && make_mic(&ptk, frame, sizeof(frame), mic) &&     /* 3 */
           memcmp(mic, mic3, 16) == 0 &&
           ops->key_unwrap(bench_join_host(), ptk.kek, ptk.kek_len, wrapped,
                           sizeof(wrapped), plain) == D11_OK &&
           memcmp(plain, key_data, sizeof(plain)) == 0;
    return good && make_mic(&ptk, frame, EAPOL_KEY_LEN, mic); /* 4 */
}
