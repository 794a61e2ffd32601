/* The built-in RSN: WPA2-Personal as a security extension.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, clause 12. It has no door into the core but
 * <dot11/ext.h>. Top down: what the host calls, in the order it does so. */
#include "rsn/rsn.h"

#include <string.h>

#include <dot11/codes.h>

#include "base/deadline.h"
#include "base/octets.h"
#include "base/wipe.h"
#include "rsn/fourway.h"
#include "rsn/group.h"
#include "rsn/mgmt.h"
#include "rsn/suites.h"

void dot11_rsn_profile_defaults(struct dot11_rsn_profile *profile)
{
    memset(profile, 0, sizeof(*profile));
    profile->size = sizeof(*profile);
    profile->akms = D11_AKM_BIT_PSK;
    profile->ft = true;
    profile->pairwise_ciphers = D11_CIPHER_BIT(D11_CIPHER_CCMP_128);
    profile->group_ciphers = D11_CIPHER_BIT(D11_CIPHER_CCMP_128);
    profile->beacon_protection = true;
    profile->group_mgmt_ciphers = D11_CIPHER_BIT(D11_CIPHER_BIP_CMAC_128) |
                                  D11_CIPHER_BIT(D11_CIPHER_BIP_GMAC_128) |
                                  D11_CIPHER_BIT(D11_CIPHER_BIP_GMAC_256) |
                                  D11_CIPHER_BIT(D11_CIPHER_BIP_CMAC_256);
}

enum dot11_err d11_rsn_init(void *ext, struct dot11_ext_host *host)
{
    struct d11_rsn *rsn = ext;

    rsn->env.host = host;
    dot11_ext_crypto(host, &rsn->env.ops, &rsn->env.crypto);
    return D11_OK;
}

void d11_rsn_deinit(void *ext)
{
    struct d11_rsn *rsn = ext;

    d11_wipe(rsn, sizeof(*rsn));
}

void d11_rsn_reset(void *ext)
{
    struct d11_rsn *rsn = ext;

    d11_psk_forget(&rsn->psk, &rsn->env);
    d11_session_end(&rsn->session);
    memset(&rsn->policy, 0, sizeof(rsn->policy));
    dot11_ext_set_deadline(rsn->env.host, D11_NEVER);
}

/* Has the provider what the handshakes need? */
static bool can_compute(const struct dot11_crypto_ops *ops,
                        const struct dot11_rsn_profile *profile)
{
    return ops != NULL && ops->hmac != NULL && ops->key_unwrap != NULL &&
           (profile->passphrase_len == 0 || ops->job_start != NULL) &&
           ((profile->akms & (D11_AKM_BIT_PSK_SHA256 | D11_AKM_BIT_SAE)) == 0 ||
            ops->cmac != NULL);
}

enum dot11_err d11_rsn_read(struct d11_rsn *rsn, const struct dot11_ssid *ssid,
                            const void *profile, size_t profile_len,
                            uint16_t akms, struct d11_rsn_policy *policy)
{
    const struct dot11_rsn_profile *wanted = profile;
    unsigned able;

    if (wanted == NULL || profile_len != sizeof(*wanted) ||
        wanted->size != sizeof(*wanted))
        return D11_ERR_VERSION;
    if (ssid->len == 0 || ssid->len > D11_SSID_MAX)
        return D11_ERR_SSID;
    policy->akms = wanted->akms & akms;
    able = dot11_ext_ciphers(rsn->env.host);
    policy->pairwise = (uint16_t)(wanted->pairwise_ciphers & able);
    able |= D11_CIPHER_BIT(D11_CIPHER_NO_GROUP);
    policy->group = (uint16_t)(wanted->group_ciphers & able);
    policy->refuse_rekey = wanted->refuse_rekey;
    policy->mgmt = NULL;
    return d11_suites_usable(policy) && can_compute(rsn->env.ops, wanted)
               ? D11_OK
               : D11_ERR_UNSUPPORTED;
}

enum dot11_err d11_rsn_set_ethertypes(struct d11_rsn *rsn)
{
    static const uint16_t ethertypes[] = {D11_ETHERTYPE_EAPOL};

    return dot11_ext_set_ethertypes(rsn->env.host, ethertypes, 1);
}

static enum dot11_err pre_associate(void *ext, const struct dot11_ssid *ssid,
                                    const void *profile, size_t profile_len,
                                    uint64_t now_us)
{
    struct d11_rsn_policy policy;
    struct d11_rsn *rsn = ext;
    enum dot11_err err = d11_rsn_read(rsn, ssid, profile, profile_len,
                                      D11_RSN_PSK_AKMS, &policy);

    (void)now_us;
    if (err == D11_OK &&
        ((const struct dot11_rsn_profile *)profile)->pmf == D11_PMF_REQUIRED)
        err = D11_ERR_UNSUPPORTED;
    if (err == D11_OK)
        err = d11_psk_check(profile);
    if (err == D11_OK)
        err = d11_rsn_set_ethertypes(rsn);
    if (err == D11_OK)
        err = d11_psk_set(&rsn->psk, &rsn->env, ssid, profile);
    if (err == D11_OK || err == D11_ERR_PENDING)
        rsn->policy = policy;
    return err;
}

static void job_done(void *ext, struct dot11_crypto_job *job,
                     enum dot11_err err, uint64_t now_us)
{
    struct d11_rsn *rsn = ext;

    (void)now_us;
    if (d11_psk_done(&rsn->psk, &rsn->env, job, &err))
        (void)dot11_ext_pre_associate_done(rsn->env.host, err);
}

static enum dot11_err select(void *ext, const struct dot11_bss *bss,
                             struct dot11_ext_suites *suites)
{
    const struct d11_rsn *rsn = ext;

    return d11_suites_select(&rsn->policy, &rsn->psk.pmk.ssid, bss, suites);
}

size_t d11_rsn_assoc_elements(void *ext, const struct dot11_bss *bss,
                              const struct dot11_ext_suites *suites,
                              uint8_t *buf, size_t cap)
{
    struct d11_wr wr = d11_wr_over(buf, cap);
    const struct d11_rsn *rsn = ext;

    d11_rsn_write_rsne(&rsn->env, &wr, suites, bss->bssid);
    if (suites->beacon_protection)
        rsn->env.more->mgmt->write_capabilities(&wr);
    d11_suites_write_rsnx(&wr, suites);
    return wr.overflow ? SIZE_MAX : d11_wr_len(&wr);
}

enum dot11_err d11_rsn_begin(struct d11_rsn *rsn, const struct d11_pmk *pmk,
                             const struct dot11_ext_assoc *assoc,
                             const struct dot11_ext_suites *again,
                             uint64_t now_us)
{
    enum dot11_err err;

    /* SEC-POL-02: what was chosen is still what the beacon says. */
    if (!d11_suites_equal(again, &assoc->suites))
        return D11_ERR_SECURITY;
    err = d11_session_begin(&rsn->session, &rsn->env, pmk, assoc, now_us);
    return err == D11_OK ? D11_ERR_PENDING : err;
}

static enum dot11_err
post_associate(void *ext, const struct dot11_ext_assoc *assoc, uint64_t now_us)
{
    struct dot11_ext_suites again;
    struct d11_rsn *rsn = ext;
    enum dot11_err err = select(ext, assoc->bss, &again);

    return err == D11_OK
               ? d11_rsn_begin(rsn, &rsn->psk.pmk, assoc, &again, now_us)
               : D11_ERR_SECURITY;
}

static bool is_current(const struct d11_rsn *rsn, uint32_t session_id)
{
    return rsn->session.state != D11_SESSION_NONE &&
           rsn->session.id == session_id;
}

void d11_rsn_stop_post_associate(void *ext, uint32_t session_id)
{
    struct d11_rsn *rsn = ext;

    if (!is_current(rsn, session_id))
        return;
    d11_session_end(&rsn->session);
    dot11_ext_set_deadline(rsn->env.host, D11_NEVER);
}

static enum dot11_drop receive_key(struct d11_session *session,
                                   const struct dot11_ext_packet *packet,
                                   uint64_t now_us)
{
    struct d11_eapol_key key;
    enum dot11_drop drop;

    drop = d11_eapol_key_decode(&key, packet->data, packet->len,
                                session->akm->mic_len);
    if (drop != D11_DROP_NONE)
        return drop;
    if ((key.info & D11_KEY_INFO_PAIRWISE) == 0)
        return d11_group_message1(session, packet, &key);
    if ((key.info & D11_KEY_INFO_MIC) != 0)
        return d11_fourway_message3(session, packet, &key);
    return d11_fourway_message1(session, packet, &key, now_us);
}

/* Is it the AP's own message 1 of another handshake? Under the key in use
 * nobody else can have made it. */
static bool begins_rekey(const struct d11_session *session,
                         const struct dot11_ext_packet *packet)
{
    struct d11_eapol_key key;

    return session->state == D11_SESSION_KEYED && packet->was_protected &&
           d11_eapol_key_decode(&key, packet->data, packet->len,
                                session->akm->mic_len) == D11_DROP_NONE &&
           (key.info & D11_KEY_INFO_PAIRWISE) != 0 &&
           (key.info & D11_KEY_INFO_MIC) == 0;
}

enum dot11_drop d11_rsn_admit(struct d11_rsn *rsn,
                              const struct dot11_ext_packet *packet)
{
    struct d11_session *session = &rsn->session;

    if (packet->ethertype != D11_ETHERTYPE_EAPOL)
        return D11_DROP_EAPOL_TYPE;
    if (!is_current(rsn, packet->session_id) ||
        session->state == D11_SESSION_FAILED)
        return D11_DROP_EAPOL_STATE;
    /* SEC-HSK-10: another station's frame that the AP passed on. */
    if (!d11_addr_equal(packet->sa, session->aa))
        return D11_DROP_MSDU_ADDRESS;
    /* SEC-HSK-09: from the first frame under the TK on both sides have it. */
    if (!packet->was_protected && session->proven)
        return D11_DROP_PLAINTEXT;
    if (packet->was_protected && session->state == D11_SESSION_KEYED)
        session->proven = true;
    return D11_DROP_NONE;
}

enum dot11_drop d11_rsn_receive(void *ext,
                                const struct dot11_ext_packet *packet,
                                uint64_t now_us)
{
    struct d11_rsn *rsn = ext;
    struct d11_session *session = &rsn->session;
    const enum dot11_drop drop = d11_rsn_admit(rsn, packet);

    if (drop != D11_DROP_NONE)
        return drop;
    if (rsn->policy.refuse_rekey && !d11_session_has_key_ids(session) &&
        begins_rekey(session, packet)) {
        d11_session_fail(session, D11_ERR_SECURITY, D11_REASON_UNSPECIFIED);
        return D11_DROP_NONE;
    }
    return receive_key(session, packet, now_us);
}

void d11_rsn_key_failed(void *ext, uint32_t session_id, enum dot11_err err,
                        uint64_t now_us)
{
    struct d11_rsn *rsn = ext;

    (void)now_us;
    if (is_current(rsn, session_id) && rsn->session.state != D11_SESSION_FAILED)
        d11_session_fail(&rsn->session, err, D11_REASON_UNSPECIFIED);
}

void d11_rsn_tick(void *ext, uint64_t now_us)
{
    struct d11_rsn *rsn = ext;
    struct d11_session *session = &rsn->session;

    if (session->state == D11_SESSION_NONE ||
        !d11_deadline_due(session->deadline_us, now_us))
        return;
    if (session->state == D11_SESSION_FAILED)
        d11_session_tell(session);
    else
        d11_fourway_timeout(session);
}

/* RSNA-PSK with CCMP, by their numbers in the model. */
const struct dot11_ext_pair d11_rsn_pairs[D11_RSN_PAIRS] = {
    {7, 4, D11_EXT_PAIR_UNICAST | D11_EXT_PAIR_GROUP | D11_EXT_PAIR_INFRA},
};

const struct dot11_ext_ops dot11_rsn = {
    .size = sizeof(struct dot11_ext_ops),
    .name = "rsn",
    .state_size = sizeof(struct d11_rsn),
    .init = d11_rsn_init,
    .deinit = d11_rsn_deinit,
    .reset = d11_rsn_reset,
    .pre_associate = pre_associate,
    .select = select,
    .assoc_elements = d11_rsn_assoc_elements,
    .post_associate = post_associate,
    .stop_post_associate = d11_rsn_stop_post_associate,
    .receive = d11_rsn_receive,
    .job_done = job_done,
    .tick = d11_rsn_tick,
    D11_RSN_SHARED_HANDLERS,
};
