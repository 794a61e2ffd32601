/* WPA2-Personal between the peers of an IBSS: a security extension of its own.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.6.5: with each peer two 4-way handshakes, one in
 * which it is the authenticator (fourway.c) and one in which we are
 * (authenticator.c). The pairwise key is that of the higher address; each
 * brings the group key of its authenticator. */
#include <dot11/ibss.h>
#include <dot11/rsn.h>

#include <string.h>

#include <dot11/codes.h>

#include "base/deadline.h"
#include "base/octets.h"
#include "base/wipe.h"
#include "rsn/authenticator.h"
#include "rsn/env.h"
#include "rsn/fourway.h"
#include "rsn/group.h"
#include "rsn/psk.h"
#include "rsn/rsn.h"
#include "rsn/suites.h"

struct pair {
    struct d11_session session;
    struct d11_authenticator auth;
    bool open; /* the host was told that both are done */
};

/* The state of one station. */
struct rsn {
    struct d11_rsn_env env;
    struct d11_rsn_policy policy;
    struct d11_psk psk;
    struct d11_own_gtk gtk;
    uint32_t installed; /* number of the group key that is in use */
    bool left;          /* a peer that knew it is gone */
    struct pair pairs[D11_RSN_IBSS_PEERS];
};

static struct pair *find(struct rsn *rsn, uint32_t session_id)
{
    for (unsigned i = 0; i < D11_RSN_IBSS_PEERS; i++) {
        struct pair *pair = &rsn->pairs[i];

        if (pair->session.state != D11_SESSION_NONE &&
            pair->session.id == session_id)
            return pair;
    }
    return NULL;
}

/* One deadline for all. */
static void rearm(struct rsn *rsn)
{
    uint64_t at_us = D11_NEVER;

    for (unsigned i = 0; i < D11_RSN_IBSS_PEERS; i++) {
        const struct pair *pair = &rsn->pairs[i];

        if (pair->session.state == D11_SESSION_NONE)
            continue;
        at_us = d11_deadline_min(at_us, pair->session.deadline_us);
        if (pair->session.state != D11_SESSION_FAILED)
            at_us = d11_deadline_min(at_us, pair->auth.timer_us);
    }
    dot11_ext_set_deadline(rsn->env.host, at_us);
}

static enum dot11_err init(void *ext, struct dot11_ext_host *host)
{
    struct rsn *rsn = ext;

    rsn->env.host = host;
    dot11_ext_crypto(host, &rsn->env.ops, &rsn->env.crypto);
    return D11_OK;
}

static void deinit(void *ext)
{
    d11_wipe(ext, sizeof(struct rsn));
}

static void reset(void *ext)
{
    struct rsn *rsn = ext;

    d11_psk_forget(&rsn->psk, &rsn->env);
    d11_wipe(rsn->pairs, sizeof rsn->pairs);
    d11_wipe(&rsn->gtk, sizeof rsn->gtk);
    rsn->installed = 0;
    memset(&rsn->policy, 0, sizeof rsn->policy);
    dot11_ext_set_deadline(rsn->env.host, D11_NEVER);
}

/* Has the provider what both sides of the handshakes need? */
static bool can_compute(const struct dot11_crypto_ops *ops,
                        const struct dot11_rsn_profile *profile)
{
    return ops != NULL && ops->hmac != NULL && ops->key_wrap != NULL &&
           ops->key_unwrap != NULL &&
           (profile->passphrase_len == 0 || ops->job_start != NULL) &&
           ((profile->akms & D11_AKM_BIT_PSK_SHA256) == 0 || ops->cmac != NULL);
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
    if (wanted == NULL || profile_len != sizeof *wanted ||
        wanted->size != sizeof *wanted)
        return D11_ERR_VERSION;
    if (ssid->len == 0 || ssid->len > D11_SSID_MAX)
        return D11_ERR_SSID;
    err = d11_psk_check(wanted);
    if (err != D11_OK)
        return err;
    policy.akms = wanted->akms & D11_RSN_PSK_AKMS;
    /* Nobody knows of others there. */
    policy.pairwise =
        wanted->pairwise_ciphers & D11_CIPHER_BIT(D11_CIPHER_CCMP_128);
    policy.group = wanted->group_ciphers & D11_CIPHER_BIT(D11_CIPHER_CCMP_128);
    policy.refuse_rekey = false;
    policy.mgmt = NULL;
    if (!d11_suites_usable(&policy) || !can_compute(rsn->env.ops, wanted))
        return D11_ERR_UNSUPPORTED;
    err = dot11_ext_set_ethertypes(rsn->env.host, ethertypes, 1);
    if (err != D11_OK)
        return err;
    err = d11_psk_set(&rsn->psk, &rsn->env, ssid, wanted);
    if (err == D11_OK || err == D11_ERR_PENDING)
        rsn->policy = policy;
    return err;
}

static void job_done(void *ext, struct dot11_crypto_job *job,
                     enum dot11_err err, uint64_t now_us)
{
    struct rsn *rsn = ext;

    (void)now_us;
    if (d11_psk_done(&rsn->psk, &rsn->env, job, &err))
        (void)dot11_ext_pre_associate_done(rsn->env.host, err);
}

/* What a network that begins here is like: the AKM that all know, unless only
 * the other one is allowed. */
static void choose_own(const struct rsn *rsn, struct dot11_ext_suites *suites)
{
    memset(suites, 0, sizeof *suites);
    suites->akm = (rsn->policy.akms & D11_AKM_BIT_PSK) != 0
                      ? D11_AKM_PSK
                      : D11_AKM_PSK_SHA256;
    suites->pairwise_cipher = D11_CIPHER_CCMP_128;
    suites->group_cipher = D11_CIPHER_CCMP_128;
    suites->group_mgmt_cipher = D11_CIPHER_NONE;
    suites->auth_algorithm = D11_AUTH_OPEN;
    suites->controlled = true;
    suites->privacy = true;
    suites->ibss = true;
}

static enum dot11_err select(void *ext, const struct dot11_bss *bss,
                             struct dot11_ext_suites *suites)
{
    const struct rsn *rsn = ext;
    struct dot11_bss plain = *bss;
    enum dot11_err err;

    if ((bss->flags & D11_BSS_IS_IBSS) == 0)
        return D11_ERR_SECURITY;
    if (bss->elements_len == 0) {
        choose_own(rsn, suites);
        return D11_OK;
    }
    plain.flags &= ~(uint32_t)D11_BSS_IS_IBSS;
    err = d11_suites_select(&rsn->policy, &rsn->psk.pmk.ssid, &plain, suites);
    if (err == D11_OK)
        suites->ibss = true;
    return err;
}

static size_t assoc_elements(void *ext, const struct dot11_bss *bss,
                             const struct dot11_ext_suites *suites,
                             uint8_t *buf, size_t cap)
{
    struct d11_wr wr = d11_wr_over(buf, cap);

    (void)ext;
    (void)bss;
    d11_suites_write_rsne(&wr, suites, NULL);
    return wr.overflow ? SIZE_MAX : d11_wr_len(&wr);
}

/* The group key of our own. */

static enum dot11_err make_gtk(struct rsn *rsn)
{
    enum dot11_err err = dot11_ext_random(rsn->env.host, rsn->gtk.octets,
                                          sizeof rsn->gtk.octets);

    if (err != D11_OK ||
        d11_is_zero_const_time(rsn->gtk.octets, sizeof rsn->gtk.octets))
        return D11_ERR_RANDOM;
    rsn->gtk.ready = true;
    rsn->gtk.key_id = rsn->gtk.key_id == 1 ? 2 : 1;
    rsn->gtk.number++;
    return D11_OK;
}

/* Use it for sending, once everybody has it (12.7.7.4). */
static enum dot11_err use_gtk(struct rsn *rsn, uint32_t session_id)
{
    struct dot11_ext_key key = {0};
    enum dot11_err err;

    if (!rsn->gtk.ready || rsn->installed == rsn->gtk.number)
        return D11_OK;
    for (unsigned i = 0; i < D11_RSN_IBSS_PEERS; i++) {
        if (rsn->pairs[i].session.state != D11_SESSION_NONE &&
            rsn->pairs[i].auth.state == D11_AUTH_WAIT_G)
            return D11_OK;
    }
    key.session_id = session_id;
    key.cipher = D11_CIPHER_CCMP_128;
    key.tx = true;
    key.key_id = rsn->gtk.key_id;
    key.len = sizeof rsn->gtk.octets;
    key.octets = rsn->gtk.octets;
    err = dot11_ext_set_key(rsn->env.host, &key);
    if (err == D11_OK)
        rsn->installed = rsn->gtk.number;
    return err;
}

/* Who left knows the group key: the others get a new one. */
static void regroup(struct rsn *rsn, uint64_t now_us)
{
    if (make_gtk(rsn) != D11_OK)
        return;
    for (unsigned i = 0; i < D11_RSN_IBSS_PEERS; i++) {
        struct pair *pair = &rsn->pairs[i];

        if (pair->session.state != D11_SESSION_NONE &&
            pair->session.state != D11_SESSION_FAILED)
            d11_auth_regroup(&pair->auth, &pair->session, &rsn->gtk, now_us);
    }
}

static bool is_anybody(const struct rsn *rsn)
{
    for (unsigned i = 0; i < D11_RSN_IBSS_PEERS; i++) {
        if (rsn->pairs[i].session.state != D11_SESSION_NONE)
            return true;
    }
    return false;
}

/* Peers. */

static enum dot11_err
post_associate(void *ext, const struct dot11_ext_assoc *assoc, uint64_t now_us)
{
    struct dot11_ext_suites again;
    struct rsn *rsn = ext;
    struct pair *pair = NULL;
    enum dot11_err err;

    for (unsigned i = 0; i < D11_RSN_IBSS_PEERS && pair == NULL; i++) {
        if (rsn->pairs[i].session.state == D11_SESSION_NONE)
            pair = &rsn->pairs[i];
    }
    if (pair == NULL)
        return D11_ERR_FULL;
    err = select(ext, assoc->bss, &again);
    if (err != D11_OK || assoc->bss->elements_len == 0 ||
        !d11_suites_equal(&again, &assoc->suites))
        return D11_ERR_SECURITY;
    if (!rsn->gtk.ready && make_gtk(rsn) != D11_OK)
        return D11_ERR_RANDOM;
    err = d11_session_begin(&pair->session, &rsn->env, &rsn->psk.pmk, assoc,
                            now_us);
    if (err != D11_OK)
        return err;
    pair->open = false;
    d11_auth_start(&pair->auth, &pair->session, now_us);
    rearm(rsn);
    return D11_ERR_PENDING;
}

static void stop_post_associate(void *ext, uint32_t session_id)
{
    struct rsn *rsn = ext;
    struct pair *pair = find(rsn, session_id);

    if (pair == NULL)
        return;
    rsn->left |= pair->auth.state >= D11_AUTH_WAIT_4;
    d11_session_end(&pair->session);
    d11_wipe(&pair->auth, sizeof pair->auth);
    pair->open = false;
    /* Without others the next peer gets a new one. */
    if (!is_anybody(rsn)) {
        rsn->gtk.ready = false;
        rsn->left = false;
    }
    rearm(rsn);
    /* Nothing may be asked for now; soon. */
    if (rsn->left)
        dot11_ext_set_deadline(rsn->env.host, 0);
}

/* Both handshakes are done: data may flow. */
static void open_port(struct rsn *rsn, struct pair *pair)
{
    struct dot11_ext_verdict verdict = {0};
    enum dot11_err err = use_gtk(rsn, pair->session.id);

    if (err == D11_OK && !pair->open &&
        pair->session.state == D11_SESSION_KEYED &&
        pair->auth.state >= D11_AUTH_DONE) {
        verdict.session_id = pair->session.id;
        err = dot11_ext_set_verdict(rsn->env.host, &verdict);
        pair->open = err == D11_OK;
    }
    if (err != D11_OK)
        (void)d11_session_refused(&pair->session, err);
}

static enum dot11_drop take(struct rsn *rsn, struct pair *pair,
                            const struct dot11_ext_packet *packet,
                            uint64_t now_us)
{
    struct d11_session *session = &pair->session;
    struct d11_eapol_key key;
    enum dot11_drop drop;

    drop = d11_eapol_key_decode(&key, packet->data, packet->len,
                                session->akm->mic_len);
    if (drop != D11_DROP_NONE)
        return drop;
    if ((key.info & D11_KEY_INFO_ACK) == 0)
        return d11_auth_answer(&pair->auth, session, &rsn->gtk, packet, &key,
                               now_us);
    if ((key.info & D11_KEY_INFO_PAIRWISE) == 0)
        return d11_group_message1(session, packet, &key);
    if ((key.info & D11_KEY_INFO_MIC) != 0)
        return d11_fourway_message3(session, packet, &key);
    return d11_fourway_message1(session, packet, &key, now_us);
}

static enum dot11_drop receive(void *ext, const struct dot11_ext_packet *packet,
                               uint64_t now_us)
{
    struct rsn *rsn = ext;
    struct pair *pair = find(rsn, packet->session_id);
    struct d11_session *session;
    enum dot11_drop drop;

    if (packet->ethertype != D11_ETHERTYPE_EAPOL)
        return D11_DROP_EAPOL_TYPE;
    if (pair == NULL || pair->session.state == D11_SESSION_FAILED)
        return D11_DROP_EAPOL_STATE;
    session = &pair->session;
    if (!d11_addr_equal(packet->sa, session->aa))
        return D11_DROP_MSDU_ADDRESS;
    /* SEC-HSK-09 */
    if (!packet->was_protected && session->proven)
        return D11_DROP_PLAINTEXT;
    if (packet->was_protected && session->state == D11_SESSION_KEYED)
        session->proven = true;
    drop = take(rsn, pair, packet, now_us);
    if (session->state != D11_SESSION_FAILED)
        open_port(rsn, pair);
    rearm(rsn);
    return drop;
}

static void key_failed(void *ext, uint32_t session_id, enum dot11_err err,
                       uint64_t now_us)
{
    struct rsn *rsn = ext;
    struct pair *pair = find(rsn, session_id);

    (void)now_us;
    if (pair != NULL && pair->session.state != D11_SESSION_FAILED)
        d11_session_fail(&pair->session, err, D11_REASON_UNSPECIFIED);
    rearm(rsn);
}

static void tick_pair(struct rsn *rsn, struct pair *pair, uint64_t now_us)
{
    struct d11_session *session = &pair->session;

    if (session->state == D11_SESSION_NONE)
        return;
    if (d11_deadline_due(session->deadline_us, now_us)) {
        if (session->state == D11_SESSION_FAILED)
            d11_session_tell(session);
        else
            d11_fourway_timeout(session);
    }
    if (session->state != D11_SESSION_FAILED)
        d11_auth_tick(&pair->auth, session, &rsn->gtk, now_us);
}

static void tick(void *ext, uint64_t now_us)
{
    struct rsn *rsn = ext;

    if (rsn->left) {
        rsn->left = false;
        regroup(rsn, now_us);
    }
    for (unsigned i = 0; i < D11_RSN_IBSS_PEERS; i++)
        tick_pair(rsn, &rsn->pairs[i], now_us);
    rearm(rsn);
}

/* RSNA-PSK with CCMP, by their numbers in the model. */
static const struct dot11_ext_pair pairs_of_model[] = {
    {7, 4, D11_EXT_PAIR_UNICAST | D11_EXT_PAIR_GROUP | D11_EXT_PAIR_IBSS},
};

const struct dot11_ext_ops dot11_rsn_ibss = {
    .size = sizeof(struct dot11_ext_ops),
    .name = "rsn-ibss",
    .state_size = sizeof(struct rsn),
    .ibss = true,
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
    .pairs = pairs_of_model,
    .pair_count = 1,
};
