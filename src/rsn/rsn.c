/* The built-in RSN: WPA2-Personal as a security extension.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, clause 12. It has no door into the core but
 * <dot11/ext.h>. Top down: what the host calls, in the order it does so. */
#include <dot11/rsn.h>

#include <string.h>

#include <dot11/codes.h>

#include "base/deadline.h"
#include "base/octets.h"
#include "base/wipe.h"
#include "frame/index.h"
#include "rsn/env.h"
#include "rsn/fourway.h"
#include "rsn/group.h"
#include "rsn/method.h"
#include "rsn/psk.h"
#include "rsn/sae.h"
#include "rsn/session.h"
#include "rsn/suites.h"

/* AKMs whose PMK is the pre-shared key. */
#define PSK_AKMS (D11_AKM_BIT_PSK | D11_AKM_BIT_PSK_SHA256)

/* The state of one station. */
struct rsn {
    struct d11_rsn_env env;
    struct d11_rsn_policy policy;
    struct d11_psk psk;
    struct d11_session session;
    const struct d11_rsn_method *method; /* NULL: none */
    uint8_t preparing;                   /* secrets that are being made */
};

/* With SAE: its state is behind. */
struct rsn_sae {
    struct rsn rsn;
    struct d11_sae sae;
};

/* The state of the method, where there is one. */
static void *method_state(struct rsn *rsn)
{
    return &((struct rsn_sae *)(void *)rsn)->sae;
}

void dot11_rsn_profile_defaults(struct dot11_rsn_profile *profile)
{
    memset(profile, 0, sizeof(*profile));
    profile->size = sizeof(*profile);
    profile->akms = D11_AKM_BIT_PSK;
    profile->pairwise_ciphers = D11_CIPHER_BIT(D11_CIPHER_CCMP_128);
    profile->group_ciphers = D11_CIPHER_BIT(D11_CIPHER_CCMP_128);
}

static enum dot11_err init(void *ext, struct dot11_ext_host *host)
{
    struct rsn *rsn = ext;

    rsn->env.host = host;
    dot11_ext_crypto(host, &rsn->env.ops, &rsn->env.crypto);
    return D11_OK;
}

static enum dot11_err init_sae(void *ext, struct dot11_ext_host *host)
{
    struct rsn_sae *both = ext;

    both->rsn.method = &d11_sae_method;
    return init(ext, host);
}

static void deinit(void *ext)
{
    struct rsn *rsn = ext;

    if (rsn->method != NULL)
        d11_wipe(method_state(rsn), rsn->method->state_size);
    d11_wipe(rsn, sizeof(*rsn));
}

static void reset(void *ext)
{
    struct rsn *rsn = ext;

    if (rsn->method != NULL)
        rsn->method->forget(method_state(rsn), &rsn->env);
    d11_psk_forget(&rsn->psk, &rsn->env);
    d11_session_end(&rsn->session);
    memset(&rsn->policy, 0, sizeof(rsn->policy));
    dot11_ext_set_deadline(rsn->env.host, D11_NEVER);
}

/* The AKMs of a profile that are the method's. */
static uint16_t method_akms(const struct rsn *rsn, uint16_t akms)
{
    return rsn->method != NULL ? akms & rsn->method->akms : 0;
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

/* What of the profile's suites can be done, and is its secret there? */
static enum dot11_err judge(const struct rsn *rsn,
                            const struct dot11_rsn_profile *wanted,
                            struct d11_rsn_policy *policy)
{
    const struct dot11_crypto_ops *ops = rsn->env.ops;
    uint16_t own = method_akms(rsn, wanted->akms);
    enum dot11_err err = D11_OK;

    policy->akms = (wanted->akms & PSK_AKMS) | own;
    policy->pairwise = wanted->pairwise_ciphers;
    policy->group = wanted->group_ciphers;
    policy->refuse_rekey = wanted->refuse_rekey;
    if (!d11_suites_usable(policy) || !can_compute(ops, wanted) ||
        (own != 0 && !rsn->method->can_compute(ops, rsn->env.crypto)))
        return D11_ERR_UNSUPPORTED;
    if ((policy->akms & PSK_AKMS) != 0)
        err = d11_psk_check(wanted);
    if (err == D11_OK && own != 0)
        err = rsn->method->check(wanted);
    return err;
}

/* Both secrets, as far as they are wanted. */
static enum dot11_err prepare(struct rsn *rsn, const struct dot11_ssid *ssid,
                              const struct dot11_rsn_profile *wanted,
                              uint16_t akms)
{
    enum dot11_err err = D11_OK;
    enum dot11_err other = D11_OK;

    if ((akms & PSK_AKMS) != 0) {
        err = d11_psk_set(&rsn->psk, &rsn->env, ssid, wanted);
    } else {
        d11_psk_forget(&rsn->psk, &rsn->env);
        rsn->psk.ssid = *ssid;
    }
    if (err != D11_OK && err != D11_ERR_PENDING)
        return err;
    if (method_akms(rsn, akms) != 0)
        other = rsn->method->set(method_state(rsn), &rsn->env, ssid, wanted);
    rsn->preparing =
        (uint8_t)((err == D11_ERR_PENDING) + (other == D11_ERR_PENDING));
    return other != D11_OK ? other : err;
}

static enum dot11_err pre_associate(void *ext, const struct dot11_ssid *ssid,
                                    const void *profile, size_t profile_len,
                                    uint64_t now_us)
{
    static const uint16_t ethertypes[] = {D11_ETHERTYPE_EAPOL};
    const struct dot11_rsn_profile *wanted = profile;
    struct d11_rsn_policy policy;
    struct rsn *rsn = ext;
    enum dot11_err err;

    (void)now_us;
    if (wanted == NULL || profile_len != sizeof(*wanted) ||
        wanted->size != sizeof(*wanted))
        return D11_ERR_VERSION;
    if (ssid->len == 0 || ssid->len > D11_SSID_MAX)
        return D11_ERR_SSID;
    err = judge(rsn, wanted, &policy);
    if (err != D11_OK)
        return err;
    err = dot11_ext_set_ethertypes(rsn->env.host, ethertypes, 1);
    if (err != D11_OK)
        return err;
    err = prepare(rsn, ssid, wanted, policy.akms);
    if (err == D11_OK || err == D11_ERR_PENDING)
        rsn->policy = policy;
    return err;
}

/* The preparation ends with the last of its parts, or with the first that
 * fails. */
static void prepared(struct rsn *rsn, enum dot11_err err)
{
    if (rsn->preparing == 0)
        return;
    rsn->preparing = err == D11_OK ? (uint8_t)(rsn->preparing - 1) : 0;
    if (rsn->preparing == 0)
        (void)dot11_ext_pre_associate_done(rsn->env.host, err);
}

static void job_done(void *ext, struct dot11_crypto_job *job,
                     enum dot11_err err, uint64_t now_us)
{
    struct rsn *rsn = ext;
    bool set_done = false;

    if (d11_psk_done(&rsn->psk, &rsn->env, job, &err))
        prepared(rsn, err);
    else if (rsn->method != NULL &&
             rsn->method->job_done(method_state(rsn), &rsn->env, job, &err,
                                   &set_done, now_us) &&
             set_done)
        prepared(rsn, err);
}

/* The RSN extension field of a BSS; empty when it has none. */
static struct dot11_octets rsnx_of(const struct dot11_bss *bss)
{
    struct d11_index index;

    d11_index_build(&index, bss->elements, bss->elements_len);
    return d11_index_body(&index, D11_SLOT_RSNX);
}

static enum dot11_err select(void *ext, const struct dot11_bss *bss,
                             struct dot11_ext_suites *suites)
{
    struct rsn *rsn = ext;
    struct d11_rsn_policy policy = rsn->policy;
    uint8_t ours = 0;
    enum dot11_err err;

    if (method_akms(rsn, policy.akms) != 0) {
        struct dot11_octets rsnx = rsnx_of(bss);

        if (!rsn->method->fits(method_state(rsn), &rsnx, bss, &ours))
            policy.akms &= (uint16_t)~rsn->method->akms;
    }
    err = d11_suites_select(&policy, &rsn->psk.ssid, bss, suites);
    if (err == D11_OK && suites->auth_algorithm != D11_AUTH_OPEN)
        suites->rsnx = ours;
    return err;
}

static enum dot11_err authenticate(void *ext, const struct dot11_bss *bss,
                                   const struct dot11_ext_auth *in,
                                   struct dot11_ext_auth *out, uint64_t now_us)
{
    struct rsn *rsn = ext;
    struct dot11_octets rsnx = rsnx_of(bss);

    return rsn->method->authenticate(method_state(rsn), &rsn->env, bss,
                                     rsnx.len != 0 ? rsnx.data[0] : 0, in, out,
                                     now_us);
}

static size_t assoc_elements(void *ext, const struct dot11_bss *bss,
                             const struct dot11_ext_suites *suites,
                             uint8_t *buf, size_t cap)
{
    struct d11_wr wr = d11_wr_over(buf, cap);
    const struct rsn *rsn = ext;

    d11_rsn_write_rsne(&rsn->env, &wr, suites, bss->bssid);
    d11_suites_write_rsnx(&wr, suites);
    return wr.overflow ? SIZE_MAX : d11_wr_len(&wr);
}

static enum dot11_err
post_associate(void *ext, const struct dot11_ext_assoc *assoc, uint64_t now_us)
{
    struct dot11_ext_suites again;
    struct rsn *rsn = ext;
    const struct d11_psk *pmk = &rsn->psk;
    enum dot11_err err;

    /* SEC-POL-02: what was chosen is still what the beacon says. */
    err = select(ext, assoc->bss, &again);
    if (err != D11_OK || !d11_suites_equal(&again, &assoc->suites))
        return D11_ERR_SECURITY;
    if (assoc->suites.auth_algorithm != D11_AUTH_OPEN)
        pmk = rsn->method->pmk(method_state(rsn));
    err = d11_session_begin(&rsn->session, &rsn->env, pmk, assoc, now_us);
    return err == D11_OK ? D11_ERR_PENDING : err;
}

static bool is_current(const struct rsn *rsn, uint32_t session_id)
{
    return rsn->session.state != D11_SESSION_NONE &&
           rsn->session.id == session_id;
}

static void stop_post_associate(void *ext, uint32_t session_id)
{
    struct rsn *rsn = ext;

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

static enum dot11_drop receive(void *ext, const struct dot11_ext_packet *packet,
                               uint64_t now_us)
{
    struct rsn *rsn = ext;
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
    if (rsn->policy.refuse_rekey && begins_rekey(session, packet)) {
        d11_session_fail(session, D11_ERR_SECURITY, D11_REASON_UNSPECIFIED);
        return D11_DROP_NONE;
    }
    return receive_key(session, packet, now_us);
}

static void key_failed(void *ext, uint32_t session_id, enum dot11_err err,
                       uint64_t now_us)
{
    struct rsn *rsn = ext;

    (void)now_us;
    if (is_current(rsn, session_id) && rsn->session.state != D11_SESSION_FAILED)
        d11_session_fail(&rsn->session, err, D11_REASON_UNSPECIFIED);
}

static void tick(void *ext, uint64_t now_us)
{
    struct rsn *rsn = ext;
    struct d11_session *session = &rsn->session;

    if (rsn->method != NULL)
        rsn->method->tick(method_state(rsn), &rsn->env, now_us);
    if (session->state == D11_SESSION_NONE ||
        !d11_deadline_due(session->deadline_us, now_us))
        return;
    if (session->state == D11_SESSION_FAILED)
        d11_session_tell(session);
    else
        d11_fourway_timeout(session);
}

/* RSNA-PSK with CCMP, by their numbers in the model. */
static const struct dot11_ext_pair pairs[] = {
    {7, 4, D11_EXT_PAIR_UNICAST | D11_EXT_PAIR_GROUP | D11_EXT_PAIR_INFRA},
};

#define HANDLERS                                                               \
    .deinit = deinit, .reset = reset, .pre_associate = pre_associate,          \
    .select = select, .assoc_elements = assoc_elements,                        \
    .post_associate = post_associate,                                          \
    .stop_post_associate = stop_post_associate, .receive = receive,            \
    .key_failed = key_failed, .job_done = job_done, .tick = tick,              \
    .pairs = pairs, .pair_count = sizeof pairs / sizeof pairs[0]

const struct dot11_ext_ops dot11_rsn = {
    .size = sizeof(struct dot11_ext_ops),
    .name = "rsn",
    .state_size = sizeof(struct rsn),
    .init = init,
    HANDLERS,
};

const struct dot11_ext_ops dot11_rsn_sae = {
    .size = sizeof(struct dot11_ext_ops),
    .name = "rsn-sae",
    .state_size = sizeof(struct rsn_sae),
    .init = init_sae,
    .authenticate = authenticate,
    HANDLERS,
};
