/* Networks with WEP, as a security extension.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.3. There is nothing to agree on and nobody proves
 * anything, so the port is open from the beginning; the keys of data are the
 * host's own. What is left is Shared Key authentication. */
#include <dot11/legacy.h>

#include <string.h>

#include <dot11/codes.h>

#include "base/deadline.h"
#include "base/octets.h"
#include "base/wipe.h"
#include "crypto/wep.h"
#include "rsn/suites.h"

/* Octets of a challenge (12.3.3.3.3), and what the answer has of it. */
#define CHALLENGE_LEN 128u
#define ELEMENT_LEN (2u + CHALLENGE_LEN)
#define FIXED_LEN 6u
#define ANSWER_LEN (D11_WEP_HEADER_LEN + FIXED_LEN + ELEMENT_LEN + D11_ICV_LEN)
/* When the first frame is said again; the answer to a challenge never is. */
#define REPEAT_US UINT64_C(150000)

struct wep {
    const struct dot11_crypto_ops *ops;
    void *crypto;
    struct dot11_ext_host *host;
    struct dot11_ssid ssid;
    struct dot11_wep_profile profile;
    uint16_t expected; /* transaction number of the next frame; 0: none */
    uint64_t repeat_us;
    uint8_t answer[ANSWER_LEN];
};

void dot11_wep_profile_defaults(struct dot11_wep_profile *profile)
{
    memset(profile, 0, sizeof(*profile));
    profile->size = sizeof(*profile);
}

static void arm(struct wep *wep, uint64_t at_us)
{
    wep->repeat_us = at_us;
    dot11_ext_set_deadline(wep->host, at_us);
}

static enum dot11_err init(void *ext, struct dot11_ext_host *host)
{
    struct wep *wep = ext;

    wep->host = host;
    wep->repeat_us = D11_NEVER;
    dot11_ext_crypto(host, &wep->ops, &wep->crypto);
    return D11_OK;
}

static void deinit(void *ext)
{
    d11_wipe(ext, sizeof(struct wep));
}

static void reset(void *ext)
{
    struct wep *wep = ext;

    d11_wipe(&wep->profile, sizeof(wep->profile));
    d11_wipe(wep->answer, sizeof(wep->answer));
    memset(&wep->ssid, 0, sizeof(wep->ssid));
    wep->expected = 0;
    arm(wep, D11_NEVER);
}

static enum dot11_err pre_associate(void *ext, const struct dot11_ssid *ssid,
                                    const void *profile, size_t profile_len,
                                    uint64_t now_us)
{
    const struct dot11_wep_profile *wanted = profile;
    struct wep *wep = ext;

    (void)now_us;
    if (wanted == NULL || profile_len != sizeof(*wanted) ||
        wanted->size != sizeof(*wanted))
        return D11_ERR_VERSION;
    if (ssid->len == 0 || ssid->len > D11_SSID_MAX)
        return D11_ERR_SSID;
    if (wanted->key_id >= D11_WEP_KEYS ||
        (wanted->key_len != D11_WEP40_LEN && wanted->key_len != D11_WEP104_LEN))
        return D11_ERR_ARG;
    if (wep->ops == NULL || !d11_rc4_works(wep->ops, wep->crypto))
        return D11_ERR_UNSUPPORTED;
    wep->ssid = *ssid;
    wep->profile = *wanted;
    return D11_OK;
}

/* N80211-BSS-15: the AP need not say that it has WEP. */
static enum dot11_err select(void *ext, const struct dot11_bss *bss,
                             struct dot11_ext_suites *suites)
{
    const struct wep *wep = ext;
    const uint32_t cipher = wep->profile.key_len == D11_WEP104_LEN
                                ? D11_CIPHER_WEP104
                                : D11_CIPHER_WEP40;

    /* A network that has something better is another one. */
    if (!d11_ssid_equal(&bss->ssid, &wep->ssid) ||
        (bss->flags & (D11_BSS_HAS_RSN | D11_BSS_HAS_WPA)) != 0)
        return D11_ERR_SECURITY;
    memset(suites, 0, sizeof(*suites));
    suites->pairwise_cipher = cipher;
    suites->group_cipher = cipher;
    suites->auth_algorithm =
        wep->profile.shared_key ? D11_AUTH_SHARED_KEY : D11_AUTH_OPEN;
    suites->privacy = true;
    return D11_OK;
}

/* Shared Key authentication. */

static void say_first(struct wep *wep, struct dot11_ext_auth *out,
                      uint64_t now_us)
{
    memset(out, 0, sizeof(*out));
    out->algorithm = D11_AUTH_SHARED_KEY;
    out->transaction = 1;
    wep->expected = 2;
    arm(wep, d11_time_after(now_us, REPEAT_US));
}

/* The challenge, sealed: it gives whoever listens the key stream of one IV, so
 * it is answered once. */
static enum dot11_err answer(struct wep *wep, const struct dot11_ext_auth *in,
                             struct dot11_ext_auth *out)
{
    uint8_t *data = wep->answer + D11_WEP_HEADER_LEN;
    uint8_t iv[4] = {0};

    if (in->body.len < ELEMENT_LEN || in->body.data[0] != D11_EID_CHALLENGE ||
        in->body.data[1] != CHALLENGE_LEN)
        return D11_ERR_PROTOCOL;
    if (dot11_ext_random(wep->host, iv, D11_WEP_IV_LEN) != D11_OK)
        return D11_ERR_RANDOM;
    d11_store_le16(data, D11_AUTH_SHARED_KEY);
    d11_store_le16(data + 2, 3);
    d11_store_le16(data + 4, D11_STATUS_SUCCESS);
    memcpy(data + FIXED_LEN, in->body.data, ELEMENT_LEN);
    if (!d11_wep_seal(wep->profile.key, wep->profile.key_len, d11_load_le32(iv),
                      wep->profile.key_id, wep->answer, FIXED_LEN + ELEMENT_LEN,
                      wep->ops, wep->crypto))
        return D11_ERR_CRYPTO;
    out->algorithm = D11_AUTH_SHARED_KEY;
    out->transaction = 3;
    out->body.data = wep->answer;
    out->body.len = sizeof(wep->answer);
    wep->expected = 4;
    arm(wep, D11_NEVER);
    return D11_ERR_PENDING;
}

static enum dot11_err authenticate(void *ext, const struct dot11_bss *bss,
                                   const struct dot11_ext_auth *in,
                                   struct dot11_ext_auth *out, uint64_t now_us)
{
    struct wep *wep = ext;

    (void)bss;
    if (in == NULL) {
        say_first(wep, out, now_us);
        return D11_ERR_PENDING;
    }
    if (in->transaction != wep->expected)
        return D11_ERR_PENDING;
    if (in->status != D11_STATUS_SUCCESS) {
        arm(wep, D11_NEVER);
        return D11_ERR_REFUSED;
    }
    return wep->expected == 2 ? answer(wep, in, out) : D11_OK;
}

static void tick(void *ext, uint64_t now_us)
{
    struct wep *wep = ext;
    struct dot11_ext_auth out;

    if (!d11_deadline_due(wep->repeat_us, now_us))
        return;
    say_first(wep, &out, now_us);
    /* Once the attempt is over nobody wants it. */
    if (dot11_ext_auth(wep->host, &out, D11_ERR_PENDING) != D11_OK)
        arm(wep, D11_NEVER);
}

static size_t assoc_elements(void *ext, const struct dot11_bss *bss,
                             const struct dot11_ext_suites *suites,
                             uint8_t *buf, size_t cap)
{
    (void)ext;
    (void)bss;
    (void)suites;
    (void)buf;
    (void)cap;
    return 0;
}

static enum dot11_err
post_associate(void *ext, const struct dot11_ext_assoc *assoc, uint64_t now_us)
{
    struct wep *wep = ext;

    (void)assoc;
    (void)now_us;
    arm(wep, D11_NEVER);
    return D11_OK;
}

static void stop_post_associate(void *ext, uint32_t session_id)
{
    (void)ext;
    (void)session_id;
}

static enum dot11_drop receive(void *ext, const struct dot11_ext_packet *packet,
                               uint64_t now_us)
{
    (void)ext;
    (void)packet;
    (void)now_us;
    return D11_DROP_EAPOL_TYPE;
}

const struct dot11_ext_ops dot11_wep_network = {
    .size = sizeof(struct dot11_ext_ops),
    .name = "wep",
    .state_size = sizeof(struct wep),
    .init = init,
    .deinit = deinit,
    .reset = reset,
    .pre_associate = pre_associate,
    .select = select,
    .authenticate = authenticate,
    .assoc_elements = assoc_elements,
    .post_associate = post_associate,
    .stop_post_associate = stop_post_associate,
    .receive = receive,
    .tick = tick,
};
