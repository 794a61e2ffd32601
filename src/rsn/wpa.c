/* WPA version 1 with TKIP, as a security extension.
 *
 * SPDX-License-Identifier: MIT
 * Of IEEE Std 802.11i there was a draft before the standard; this is what of
 * it was sold as WPA. It has no door into the core but <dot11/ext.h>. */
#include "rsn/wpa.h"

#include <string.h>

#include <dot11/codes.h>

#include "base/assert.h"
#include "base/deadline.h"
#include "base/octets.h"
#include "base/rd.h"
#include "base/wipe.h"
#include "crypto/icv.h"
#include "frame/index.h"
#include "rsn/suites.h"

/* From the association to the verdict. */
#define HANDSHAKE_US (UINT64_C(5) * 1000 * 1000)

/* Selectors of WPA. */
#define OUI_TYPE_WPA 0x0050f201u
#define SUITE_TKIP 0x0050f202u
#define SUITES_MAX 8u

#define UNFIT_FLAGS                                                            \
    (D11_BSS_IS_TRUNCATED | D11_BSS_IS_MALFORMED | D11_BSS_IS_IBSS)

/* Version 1, TKIP for groups, TKIP, PSK. */
const uint8_t d11_wpa_element[D11_WPA_ELEMENT_LEN] = {
    D11_EID_VENDOR, 22,   0x00, 0x50, 0xf2, 0x01, 1,    0,
    0x00,           0x50, 0xf2, 0x02, 1,    0,    0x00, 0x50,
    0xf2,           0x02, 1,    0,    0x00, 0x50, 0xf2, 0x02};

void dot11_wpa_profile_defaults(struct dot11_wpa_profile *profile)
{
    memset(profile, 0, sizeof(*profile));
    profile->size = sizeof(*profile);
}

/* One deadline for the handshake and for the end of countermeasures. */
static void arm(struct d11_wpa *wpa)
{
    dot11_ext_set_deadline(
        wpa->env.host,
        d11_deadline_min(wpa->deadline_us,
                         dot11_tkip_watch_deadline(&wpa->watch)));
}

/* Countermeasures that are over. The deadline does not outlast a reset, so
 * this is looked at when somebody comes back, too. */
static void end_watch(struct d11_wpa *wpa, uint64_t now_us)
{
    if (d11_deadline_due(dot11_tkip_watch_deadline(&wpa->watch), now_us))
        wpa->watch.active = false;
    arm(wpa);
}

static enum dot11_err init(void *ext, struct dot11_ext_host *host)
{
    struct d11_wpa *wpa = ext;

    wpa->env.host = host;
    wpa->deadline_us = D11_NEVER;
    dot11_ext_crypto(host, &wpa->env.ops, &wpa->env.crypto);
    return D11_OK;
}

static void deinit(void *ext)
{
    d11_wipe(ext, sizeof(struct d11_wpa));
}

/* Nothing is left of the session. */
static void end_session(struct d11_wpa *wpa)
{
    wpa->state = D11_WPA_NONE;
    wpa->answers = 0;
    wpa->element_len = 0;
    wpa->has_replay = false;
    wpa->has_snonce = false;
    wpa->has_ptk = false;
    wpa->replay = 0;
    wpa->reports = 0;
    wpa->deadline_us = D11_NEVER;
    d11_wipe(wpa->snonce, sizeof(wpa->snonce));
    d11_wipe(wpa->anonce, sizeof(wpa->anonce));
    d11_wipe(&wpa->ptk, sizeof(wpa->ptk));
    arm(wpa);
}

/* Countermeasures outlast the connection, whoever ended it. */
static void reset(void *ext)
{
    struct d11_wpa *wpa = ext;

    d11_psk_forget(&wpa->psk, &wpa->env);
    end_session(wpa);
}

void d11_wpa_fail(struct d11_wpa *wpa, enum dot11_err err, uint16_t reason)
{
    struct dot11_ext_verdict verdict = {0};

    verdict.session_id = wpa->id;
    verdict.err = err;
    verdict.reason_code = reason;
    verdict.leave = true;
    end_session(wpa);
    wpa->state = D11_WPA_FAILED;
    (void)dot11_ext_set_verdict(wpa->env.host, &verdict);
}

static bool can_compute(const struct d11_rsn_env *env, bool passphrase)
{
    return env->ops != NULL && env->ops->hmac != NULL &&
           env->ops->hmac_md5 != NULL && d11_rc4_works(env->ops, env->crypto) &&
           (!passphrase || env->ops->job_start != NULL);
}

static enum dot11_err pre_associate(void *ext, const struct dot11_ssid *ssid,
                                    const void *profile, size_t profile_len,
                                    uint64_t now_us)
{
    static const uint16_t ethertypes[] = {D11_ETHERTYPE_EAPOL};
    const struct dot11_wpa_profile *wanted = profile;
    struct dot11_rsn_profile secret;
    struct d11_wpa *wpa = ext;
    enum dot11_err err;

    end_watch(wpa, now_us);
    if (wanted == NULL || profile_len != sizeof(*wanted) ||
        wanted->size != sizeof(*wanted))
        return D11_ERR_VERSION;
    if (ssid->len == 0 || ssid->len > D11_SSID_MAX)
        return D11_ERR_SSID;
    dot11_rsn_profile_defaults(&secret);
    secret.passphrase_len = wanted->passphrase_len;
    secret.has_psk = wanted->has_psk;
    memcpy(secret.passphrase, wanted->passphrase, sizeof(secret.passphrase));
    memcpy(secret.psk, wanted->psk, sizeof(secret.psk));
    err = d11_psk_check(&secret);
    if (err == D11_OK && !can_compute(&wpa->env, wanted->passphrase_len != 0))
        err = D11_ERR_UNSUPPORTED;
    if (err == D11_OK)
        err = dot11_ext_set_ethertypes(wpa->env.host, ethertypes, 1);
    if (err == D11_OK)
        err = d11_psk_set(&wpa->psk, &wpa->env, ssid, &secret);
    d11_wipe(&secret, sizeof(secret));
    return err;
}

static void job_done(void *ext, struct dot11_crypto_job *job,
                     enum dot11_err err, uint64_t now_us)
{
    struct d11_wpa *wpa = ext;

    (void)now_us;
    if (d11_psk_done(&wpa->psk, &wpa->env, job, &err))
        (void)dot11_ext_pre_associate_done(wpa->env.host, err);
}

/* Is `suite` in a list of the element? */
static bool has_suite(struct d11_rd *rd, uint32_t suite)
{
    const unsigned count = d11_rd_le16(rd);
    bool found = false;

    for (unsigned i = 0; i < count && i < SUITES_MAX; i++)
        found |= d11_rd_be32(rd) == suite;
    if (count > SUITES_MAX)
        rd->truncated = true;
    return found && !rd->truncated;
}

static bool element_fits(struct dot11_octets body)
{
    struct d11_rd rd = d11_rd_over(body.data, body.len);

    return d11_rd_be32(&rd) == OUI_TYPE_WPA && d11_rd_le16(&rd) == 1 &&
           d11_rd_be32(&rd) == SUITE_TKIP && has_suite(&rd, SUITE_TKIP) &&
           has_suite(&rd, D11_AKM_WPA_PSK);
}

static enum dot11_err select(void *ext, const struct dot11_bss *bss,
                             struct dot11_ext_suites *suites)
{
    const struct d11_wpa *wpa = ext;
    struct d11_index index;
    struct dot11_octets body;

    if ((bss->flags & UNFIT_FLAGS) != 0 ||
        !d11_ssid_equal(&bss->ssid, &wpa->psk.pmk.ssid))
        return D11_ERR_SECURITY;
    /* N80211-TKIP-6: until the watch ends, which clears `active`. */
    if (wpa->watch.active && d11_addr_equal(bss->bssid, wpa->watch.excluded))
        return D11_ERR_SECURITY;
    d11_index_build(&index, bss->elements, bss->elements_len);
    body = d11_index_body(&index, D11_SLOT_WPA);
    if (!d11_index_whole(&index) || body.data == NULL ||
        body.len + 2u > D11_WPA_ELEMENT_MAX || !element_fits(body))
        return D11_ERR_SECURITY;
    memset(suites, 0, sizeof(*suites));
    suites->akm = D11_AKM_WPA_PSK;
    suites->pairwise_cipher = D11_CIPHER_TKIP;
    suites->group_cipher = D11_CIPHER_TKIP;
    suites->auth_algorithm = D11_AUTH_OPEN;
    suites->controlled = true;
    suites->privacy = true;
    return D11_OK;
}

static size_t assoc_elements(void *ext, const struct dot11_bss *bss,
                             const struct dot11_ext_suites *suites,
                             uint8_t *buf, size_t cap)
{
    (void)ext;
    (void)bss;
    (void)suites;
    if (cap < D11_WPA_ELEMENT_LEN)
        return SIZE_MAX;
    memcpy(buf, d11_wpa_element, D11_WPA_ELEMENT_LEN);
    return D11_WPA_ELEMENT_LEN;
}

static enum dot11_err
post_associate(void *ext, const struct dot11_ext_assoc *assoc, uint64_t now_us)
{
    struct dot11_ext_suites again;
    struct d11_wpa *wpa = ext;
    struct dot11_octets raw;
    struct d11_index index;

    if (!wpa->psk.pmk.ready ||
        !d11_ssid_equal(&assoc->ssid, &wpa->psk.pmk.ssid))
        return D11_ERR_STATE;
    /* SEC-POL-02: what was chosen is still what the beacon says. */
    if (select(ext, assoc->bss, &again) != D11_OK)
        return D11_ERR_SECURITY;
    end_session(wpa);
    d11_index_build(&index, assoc->bss->elements, assoc->bss->elements_len);
    raw = d11_index_raw(&index, D11_SLOT_WPA);
    d11_assert(raw.data != NULL); /* select() has seen it */
    memcpy(wpa->element, raw.data, raw.len);
    wpa->element_len = (uint8_t)raw.len;
    wpa->id = assoc->session_id;
    d11_addr_copy(wpa->aa, assoc->peer);
    d11_addr_copy(wpa->spa, assoc->own);
    wpa->state = D11_WPA_STARTED;
    wpa->begun_us = now_us;
    wpa->deadline_us = d11_time_after(now_us, HANDSHAKE_US);
    arm(wpa);
    return D11_ERR_PENDING;
}

static void stop_post_associate(void *ext, uint32_t session_id)
{
    struct d11_wpa *wpa = ext;

    if (wpa->state != D11_WPA_NONE && wpa->id == session_id)
        end_session(wpa);
}

static enum dot11_drop receive(void *ext, const struct dot11_ext_packet *packet,
                               uint64_t now_us)
{
    struct d11_wpa *wpa = ext;
    enum dot11_drop drop;

    if (packet->ethertype != D11_ETHERTYPE_EAPOL)
        return D11_DROP_EAPOL_TYPE;
    if (wpa->state == D11_WPA_NONE || wpa->state == D11_WPA_FAILED ||
        wpa->id != packet->session_id)
        return D11_DROP_EAPOL_STATE;
    /* SEC-HSK-10 */
    if (!d11_addr_equal(packet->sa, wpa->aa))
        return D11_DROP_MSDU_ADDRESS;
    drop = d11_wpa_receive(wpa, packet, now_us);
    arm(wpa);
    return drop;
}

static void key_failed(void *ext, uint32_t session_id, enum dot11_err err,
                       uint64_t now_us)
{
    struct d11_wpa *wpa = ext;

    (void)now_us;
    if (wpa->state != D11_WPA_NONE && wpa->state != D11_WPA_FAILED &&
        wpa->id == session_id)
        d11_wpa_fail(wpa, err, D11_REASON_UNSPECIFIED);
}

static void tick(void *ext, uint64_t now_us)
{
    struct d11_wpa *wpa = ext;

    if (d11_deadline_due(wpa->deadline_us, now_us))
        d11_wpa_fail(wpa, D11_ERR_TIMEOUT, D11_REASON_4WAY_TIMEOUT);
    end_watch(wpa, now_us);
}

/* 12.5.2.4.1: each failure is told to the AP; with the second one within a
 * minute the association ends, and this AP is left alone for another. */
static void indication(void *ext, enum dot11_ext_indication kind,
                       const uint8_t *data, size_t len, uint64_t now_us)
{
    struct dot11_ev_tkip_mic_failure failure;
    struct d11_wpa *wpa = ext;

    if (kind != D11_EXT_IND_MIC_FAILURE || len != sizeof(failure))
        return;
    memcpy(&failure, data, sizeof(failure));
    if (!wpa->has_ptk || !d11_addr_equal(failure.peer, wpa->aa))
        return;
    d11_wpa_report(wpa, failure.default_key);
    if (dot11_tkip_watch_failure(&wpa->watch, &failure, now_us))
        d11_wpa_fail(wpa, D11_ERR_SECURITY, D11_REASON_MIC_FAILURE);
    arm(wpa);
}

/* WPA-PSK with TKIP, by their numbers in the model. */
static const struct dot11_ext_pair pairs[] = {
    {4, 2, D11_EXT_PAIR_UNICAST | D11_EXT_PAIR_GROUP | D11_EXT_PAIR_INFRA},
};

static const struct dot11_ext_extra extra = {
    .size = sizeof(struct dot11_ext_extra),
    .indication = indication,
};

const struct dot11_ext_ops dot11_wpa_network = {
    .size = sizeof(struct dot11_ext_ops),
    .name = "wpa",
    .pairs = pairs,
    .pair_count = sizeof(pairs) / sizeof(pairs[0]),
    .state_size = sizeof(struct d11_wpa),
    .init = init,
    .deinit = deinit,
    .reset = reset,
    .pre_associate = pre_associate,
    .select = select,
    .assoc_elements = assoc_elements,
    .post_associate = post_associate,
    .stop_post_associate = stop_post_associate,
    .receive = receive,
    .key_failed = key_failed,
    .job_done = job_done,
    .tick = tick,
    .extra = &extra,
};
