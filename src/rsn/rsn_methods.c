/* The built-in RSN with every way to a PMK that the host lists as a part,
 * beside the PSK: SAE and others (rsn/method.h).
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, clause 12. */
#include <string.h>

#include <dot11/codes.h>

#include "base/octets.h"
#include "base/wipe.h"
#include "frame/eapol.h"
#include "frame/index.h"
#include "hw/part.h"
#include "rsn/ft.h"
#include "rsn/key_ids.h"
#include "rsn/method.h"
#include "rsn/mgmt.h"
#include "rsn/pins.h"
#include "rsn/pmksa.h"
#include "rsn/rekey.h"
#include "rsn/rsn.h"

/* Where methods may be listed. */
static const uint8_t kinds[] = {D11_PART_SAE, D11_PART_OWE, D11_PART_EAP,
                                D11_PART_FILS};

#define METHODS (sizeof kinds / sizeof kinds[0])

/* Longest message 1 that waits for its PMK; of a longer one the AP's repetition
 * is answered. */
#define KEPT_MAX 160u

/* The state of one station; that of each method is its part's. */
struct rsn_methods {
    struct d11_rsn rsn;
    struct d11_pins pins;
    struct d11_rekey rekey;
    struct d11_rsn_more more;
    struct d11_mgmt_state mgmt;
    uint8_t preparing; /* secrets that are being made */
    bool waiting;      /* the association has no PMK yet */
    bool renewed;      /* another PMK came, which no handshake had yet */
    uint8_t kept_len;  /* octets of `kept`, the last message 1 that came */
    uint8_t kept[KEPT_MAX];
    uint32_t cached_akm;   /* what `cached` is for */
    struct d11_pmk cached; /* PMK of the cache, that the last request named */
};

/* A method with its state, when it is listed. */
struct way {
    const struct d11_rsn_method *method;
    void *state;
};

static bool get_way(const struct rsn_methods *all, size_t i, struct way *way)
{
    way->method = dot11_ext_part(all->rsn.env.host, kinds[i], &way->state);
    return way->method != NULL;
}

static uint16_t with_base(const struct rsn_methods *all, uint16_t akms);

/* The way that an AKM goes, but for the PSK. */
static bool way_of(const struct rsn_methods *all, uint16_t akms,
                   struct way *way)
{
    akms = with_base(all, akms);
    for (size_t i = 0; i < METHODS; i++) {
        if (get_way(all, i, way) && (way->method->akms & akms) != 0)
            return true;
    }
    return false;
}

/* --- Fast BSS transition -------------------------------------------------- */

/* The part with its state, when it is listed and can be done. */
struct fast {
    const struct d11_ft_ops *ops;
    void *state;
};

static bool get_fast(const struct rsn_methods *all, struct fast *fast)
{
    const struct d11_rsn_env *env = &all->rsn.env;

    fast->ops = dot11_ext_part(env->host, D11_PART_FT, &fast->state);
    return fast->ops != NULL && fast->ops->can_compute(env->ops);
}

/* AKMs with those that lead to the same secret as one of fast BSS transition
 * among them. */
static uint16_t with_base(const struct rsn_methods *all, uint16_t akms)
{
    struct fast fast;

    return get_fast(all, &fast) ? akms | fast.ops->base_of(akms) : akms;
}

/* Is it an AKM of fast BSS transition? */
static bool is_fast(const struct rsn_methods *all, uint16_t akm,
                    struct fast *fast)
{
    return (akm & D11_FT_AKMS) != 0 && get_fast(all, fast);
}

/* The profile's AKMs, and as it wants theirs of fast BSS transition. */
static void allow_fast(const struct rsn_methods *all,
                       const struct dot11_rsn_profile *wanted,
                       struct d11_rsn_policy *policy)
{
    struct fast fast;

    if (wanted->ft && get_fast(all, &fast))
        policy->akms |= fast.ops->akms_of(policy->akms);
}

static void forget_fast(const struct rsn_methods *all)
{
    struct fast fast;

    if (get_fast(all, &fast))
        fast.ops->forget(fast.state);
}

static uint16_t known_akms(const struct rsn_methods *all)
{
    uint16_t akms = D11_RSN_PSK_AKMS;
    struct fast fast;
    struct way way;

    for (size_t i = 0; i < METHODS; i++) {
        if (get_way(all, i, &way))
            akms |= way.method->akms;
    }
    return get_fast(all, &fast) ? akms | fast.ops->akms_of(akms) : akms;
}

/* --- The cache ------------------------------------------------------------ */

/* What of the cache may be used with an AP? PMKs of the PSK are none. */
static bool find_cached(const struct rsn_methods *all, const uint8_t *bssid,
                        uint32_t akm, struct d11_pmk *pmk)
{
    const struct d11_pmksa_name name = {&all->rsn.psk.pmk.ssid, bssid, akm};
    const struct d11_pmksa_ops *ops;
    void *cache;

    if ((d11_suites_akm_bit(akm) & D11_RSN_PSK_AKMS) != 0)
        return false;
    ops = d11_pmksa_ops(&all->rsn.env, &cache);
    return ops != NULL && ops->find(cache, &all->rsn.env, &name, pmk);
}

/* It was of no use. True: there was one. */
static bool forget_cached(struct rsn_methods *all, const uint8_t *bssid,
                          uint32_t akm)
{
    const struct d11_pmksa_name name = {&all->rsn.psk.pmk.ssid, bssid, akm};
    void *cache;
    const struct d11_pmksa_ops *ops = d11_pmksa_ops(&all->rsn.env, &cache);

    return ops != NULL && ops->forget(cache, &name);
}

static void drop_cached(struct rsn_methods *all)
{
    const uint32_t generation = all->cached.generation;

    d11_wipe(&all->cached, sizeof all->cached);
    all->cached.generation = generation + 1u;
    all->rsn.env.named = NULL;
}

/* A handshake that did not end well leaves no PMK (SEC-PMK-03). */
static void judge_cached(struct rsn_methods *all)
{
    const struct d11_session *session = &all->rsn.session;

    if (session->state != D11_SESSION_NONE && session->pmk->kept &&
        session->state != D11_SESSION_KEYED)
        (void)forget_cached(all, session->aa, session->suites.akm);
}

/* The first handshake of an association ended well. */
static void add_to_cache(const struct rsn_methods *all)
{
    const struct d11_session *session = &all->rsn.session;
    const struct d11_pmksa_ops *ops;
    void *cache;

    if (session->pmk == &all->rsn.psk.pmk || session->akm->ft)
        return;
    ops = d11_pmksa_ops(&all->rsn.env, &cache);
    if (ops != NULL)
        ops->keep(cache, session);
}

/* What was kept of other secrets goes. */
static enum dot11_err begin_cache(const struct rsn_methods *all,
                                  const struct dot11_ssid *ssid,
                                  const struct dot11_rsn_profile *wanted)
{
    void *cache;
    const struct d11_pmksa_ops *ops = d11_pmksa_ops(&all->rsn.env, &cache);

    return ops != NULL ? ops->begin(cache, &all->rsn.env, ssid, wanted)
                       : D11_OK;
}

/* An AP that does not know the PMK of the cache: another is made at once. */
static bool is_cache_stale(struct rsn_methods *all, const uint8_t *bssid,
                           uint16_t status)
{
    /* Not even an open authentication: it was for SAE. */
    if (status == D11_STATUS_AUTH_ALGORITHM) {
        const bool extended = forget_cached(all, bssid, D11_AKM_SAE_EXT_KEY);

        return forget_cached(all, bssid, D11_AKM_SAE) || extended;
    }
    return all->cached.ready &&
           (status == D11_STATUS_INVALID_PMKID ||
            status == D11_STATUS_FAILURE) &&
           forget_cached(all, bssid, all->cached_akm);
}

static bool refused(void *ext, const uint8_t bssid[D11_ADDR_LEN],
                    uint16_t status)
{
    struct rsn_methods *all = ext;
    bool right = is_cache_stale(all, bssid, status);
    struct way way;

    for (size_t i = 0; i < METHODS && !right; i++) {
        right = get_way(all, i, &way) && way.method->refused != NULL &&
                (all->rsn.policy.akms & way.method->akms) != 0 &&
                way.method->refused(way.state, bssid, status);
    }
    return right;
}

/* --- A PMK that comes later ----------------------------------------------- */

static void stop_waiting(struct rsn_methods *all)
{
    all->waiting = false;
    all->renewed = false;
    all->kept_len = 0;
}

/* What lacks nothing but the PMK; the later one is the AP's repetition. */
static enum dot11_drop keep(struct rsn_methods *all,
                            const struct dot11_ext_packet *packet)
{
    if (packet->len > KEPT_MAX)
        return D11_DROP_EAPOL_STATE;
    memcpy(all->kept, packet->data, packet->len);
    all->kept_len = (uint8_t)packet->len;
    return D11_DROP_NONE;
}

static void answer_kept(struct rsn_methods *all, uint64_t now_us)
{
    struct dot11_ext_packet packet = {0};

    if (all->kept_len == 0)
        return;
    packet.session_id = all->rsn.session.id;
    packet.ethertype = D11_ETHERTYPE_EAPOL;
    d11_addr_copy(packet.sa, all->rsn.session.aa);
    packet.data = all->kept;
    packet.len = all->kept_len;
    all->kept_len = 0;
    (void)d11_rsn_receive(&all->rsn, &packet, now_us);
}

/* After whatever may have brought the PMK, or its end. */
static void look_for_pmk(struct rsn_methods *all, uint64_t now_us)
{
    struct d11_session *session = &all->rsn.session;
    const struct d11_pmk *pmk = session->pmk;

    if (!all->waiting || session->state != D11_SESSION_STARTED ||
        (!pmk->ready && pmk->err == D11_ERR_PENDING))
        return;
    all->waiting = false;
    if (pmk->ready) {
        d11_session_go(session, now_us);
        answer_kept(all, now_us);
    } else {
        d11_session_fail(session, (enum dot11_err)pmk->err,
                         D11_REASON_UNSPECIFIED);
    }
}

/* An EAPOL packet that is no EAPOL-Key: for the method. */
static enum dot11_drop receive_other(struct rsn_methods *all,
                                     const struct dot11_ext_packet *packet)
{
    struct d11_session *session = &all->rsn.session;
    enum dot11_drop drop = d11_rsn_admit(&all->rsn, packet);
    struct way way;

    if (drop != D11_DROP_NONE)
        return drop;
    if (!way_of(all, d11_suites_akm_bit(session->suites.akm), &way) ||
        way.method->receive == NULL)
        return D11_DROP_EAPOL_TYPE;
    drop = way.method->receive(way.state, &all->rsn.env, session, packet);
    /* The AP did not know the PMK of the cache: another one is made. */
    if (!all->waiting && session->state == D11_SESSION_STARTED &&
        session->pmk->err == D11_ERR_PENDING) {
        (void)forget_cached(all, session->aa, session->suites.akm);
        d11_session_set_deadline(session, D11_NEVER);
        all->waiting = true;
    }
    return drop;
}

/* The method's 802.1X engine: a PMK, at first or instead of the one in use. */
static void onex_result(void *ext, const struct dot11_onex_result *result,
                        uint64_t now_us)
{
    struct rsn_methods *all = ext;
    struct d11_session *session = &all->rsn.session;
    enum dot11_err err;
    struct way way;

    if (session->state == D11_SESSION_NONE ||
        session->id != result->session_id ||
        !way_of(all, d11_suites_akm_bit(session->suites.akm), &way) ||
        way.method->onex_result == NULL)
        return;
    err = way.method->onex_result(way.state, result);
    if (session->state == D11_SESSION_KEYED && err == D11_OK)
        all->renewed = true;
    else if (session->state == D11_SESSION_KEYED && err != D11_ERR_PENDING)
        d11_session_fail(session, err, D11_REASON_8021X_FAILED);
    look_for_pmk(all, now_us);
}

static bool is_key(const struct dot11_ext_packet *packet)
{
    return packet->ethertype != D11_ETHERTYPE_EAPOL || packet->len < 2 ||
           packet->data[1] == D11_EAPOL_TYPE_KEY;
}

static enum dot11_drop receive(void *ext, const struct dot11_ext_packet *packet,
                               uint64_t now_us)
{
    struct rsn_methods *all = ext;
    const struct d11_session *session = &all->rsn.session;
    const bool was_keyed = session->state == D11_SESSION_KEYED;
    const bool had_snonce = session->has_snonce;
    enum dot11_drop drop;

    if (!is_key(packet))
        return receive_other(all, packet);
    drop = d11_rsn_receive(&all->rsn, packet, now_us);
    if (session->state == D11_SESSION_KEYED &&
        (!was_keyed || (all->renewed && had_snonce && !session->has_snonce))) {
        all->renewed = false;
        add_to_cache(all);
    }
    d11_rekey_arm(&all->rekey, &all->rsn.session, now_us);
    if (drop != D11_DROP_EAPOL_STATE || !all->waiting ||
        packet->session_id != all->rsn.session.id)
        return drop;
    return keep(all, packet);
}

static void stop_post_associate(void *ext, uint32_t session_id)
{
    struct rsn_methods *all = ext;
    struct way way;

    stop_waiting(all);
    for (size_t i = 0; i < METHODS; i++) {
        if (get_way(all, i, &way) && way.method->stop != NULL)
            way.method->stop(way.state, &all->rsn.env);
    }
    judge_cached(all);
    d11_rsn_stop_post_associate(&all->rsn, session_id);
    drop_cached(all);
}

/* --- A network ------------------------------------------------------------ */

static void forget_all(struct rsn_methods *all)
{
    struct way way;

    for (size_t i = 0; i < METHODS; i++) {
        if (get_way(all, i, &way))
            way.method->forget(way.state, &all->rsn.env);
    }
    forget_fast(all);
    stop_waiting(all);
    drop_cached(all);
    all->preparing = 0;
}

static void deinit(void *ext)
{
    struct rsn_methods *all = ext;
    struct way way;

    for (size_t i = 0; i < METHODS; i++) {
        if (get_way(all, i, &way))
            d11_wipe(way.state, way.method->state_size);
    }
    forget_fast(all);
    d11_rsn_deinit(&all->rsn);
    d11_wipe(all, sizeof(*all));
}

static void reset(void *ext)
{
    struct rsn_methods *all = ext;

    forget_all(all);
    memset(&all->pins, 0, sizeof(all->pins));
    memset(&all->rekey, 0, sizeof(all->rekey));
    d11_rsn_reset(&all->rsn);
}

/* Are the profile's secrets there, and what they need? */
static enum dot11_err judge(struct rsn_methods *all,
                            const struct dot11_rsn_profile *wanted,
                            uint16_t akms)
{
    const struct d11_rsn_env *env = &all->rsn.env;
    enum dot11_err err = D11_OK;
    struct way way;

    if ((akms & D11_RSN_PSK_AKMS) != 0)
        err = d11_psk_check(wanted);
    for (size_t i = 0; i < METHODS && err == D11_OK; i++) {
        if (!get_way(all, i, &way) || (akms & way.method->akms) == 0)
            continue;
        err = way.method->can_compute(env->ops, env->crypto)
                  ? way.method->check(wanted)
                  : D11_ERR_UNSUPPORTED;
    }
    return err;
}

/* All secrets, as far as they are wanted. */
static enum dot11_err prepare(struct rsn_methods *all,
                              const struct dot11_ssid *ssid,
                              const struct dot11_rsn_profile *wanted,
                              uint16_t akms)
{
    struct d11_rsn *rsn = &all->rsn;
    enum dot11_err err = D11_OK;
    struct way way;

    all->preparing = 0;
    if ((akms & D11_RSN_PSK_AKMS) != 0) {
        err = d11_psk_set(&rsn->psk, &rsn->env, ssid, wanted);
    } else {
        d11_psk_forget(&rsn->psk, &rsn->env);
        rsn->psk.pmk.ssid = *ssid;
    }
    if (err == D11_ERR_PENDING)
        all->preparing++;
    for (size_t i = 0; i < METHODS; i++) {
        if (err != D11_OK && err != D11_ERR_PENDING)
            return err;
        if (!get_way(all, i, &way) || (akms & way.method->akms) == 0)
            continue;
        err = way.method->set(way.state, &rsn->env, ssid, wanted);
        if (err == D11_ERR_PENDING)
            all->preparing++;
    }
    if (err != D11_OK && err != D11_ERR_PENDING)
        return err;
    return all->preparing != 0 ? D11_ERR_PENDING : D11_OK;
}

/* Message 3 names the network that it is for, where that was agreed on
 * (SEC-POL-05); none may name another. */
static bool names_network(const struct d11_session *session,
                          const struct d11_key_data *parts)
{
    const struct dot11_ssid *ssid = &session->pmk->ssid;

    if (parts->ssid.data == NULL)
        return !session->suites.ssid_protection;
    return parts->ssid.len == ssid->len + 2u &&
           memcmp(parts->ssid.data + 2, ssid->octets, ssid->len) == 0;
}

/* As d11_rsn_more.learn. */
static uint16_t learn(void *learner, const struct d11_session *session,
                      const struct d11_key_data *parts)
{
    struct rsn_methods *all = learner;

    if (!names_network(session, parts))
        return D11_REASON_ELEMENT_DIFFERS;
    /* SEC-POL-03. That the host hears of it may fail; that it holds does
     * not. */
    if (d11_pins_learn(&all->pins, &session->suites, parts->transition_disable,
                       &all->rsn.policy))
        (void)dot11_ext_pinned(all->rsn.env.host, all->pins.held);
    return 0;
}

static enum dot11_err init(void *ext, struct dot11_ext_host *host)
{
    struct rsn_methods *all = ext;

    all->mgmt.policy = &all->rsn.policy;
    all->more.learn = learn;
    all->more.learner = all;
    all->more.mgmt = &d11_rsn_mgmt;
    all->more.mgmt_state = &all->mgmt;
    all->rsn.env.more = &all->more;
    return d11_rsn_init(&all->rsn, host);
}

static void begin_rekeys(struct rsn_methods *all,
                         const struct dot11_rsn_profile *profile)
{
    memset(&all->rekey, 0, sizeof(all->rekey));
    all->rekey.every_us = UINT64_C(1000000) * profile->rekey_s;
}

static enum dot11_err pre_associate(void *ext, const struct dot11_ssid *ssid,
                                    const void *profile, size_t profile_len,
                                    uint64_t now_us)
{
    struct d11_rsn_policy policy;
    struct d11_pins pins;
    struct rsn_methods *all = ext;
    void *unused;
    enum dot11_err err = d11_rsn_read(&all->rsn, ssid, profile, profile_len,
                                      known_akms(all), &policy);

    (void)now_us;
    if (err == D11_OK)
        err = d11_mgmt_policy(&all->rsn.env, profile, &policy);
    if (err == D11_OK) {
        allow_fast(all, profile, &policy);
        d11_pins_begin(&pins, profile, &policy);
        err = d11_suites_usable(&policy) ? D11_OK : D11_ERR_SECURITY;
    }
    if (err == D11_OK)
        err = judge(all, profile, with_base(all, policy.akms));
    if (err == D11_OK)
        err = d11_rsn_set_ethertypes(&all->rsn);
    if (err == D11_OK)
        err = begin_cache(all, ssid, profile);
    if (err == D11_OK)
        err = prepare(all, ssid, profile, with_base(all, policy.akms));
    if (err == D11_OK || err == D11_ERR_PENDING) {
        forget_fast(all);
        all->rsn.policy = policy;
        all->more.key_ids =
            dot11_ext_part(all->rsn.env.host, D11_PART_KEY_IDS, &unused);
        all->pins = pins;
        begin_rekeys(all, profile);
    }
    return err;
}

/* The preparation ends with the last of its parts, or with the first that
 * fails. */
static void prepared(struct rsn_methods *all, enum dot11_err err)
{
    if (all->preparing == 0)
        return;
    all->preparing = err == D11_OK ? (uint8_t)(all->preparing - 1) : 0;
    if (all->preparing == 0)
        (void)dot11_ext_pre_associate_done(all->rsn.env.host, err);
}

static void job_done(void *ext, struct dot11_crypto_job *job,
                     enum dot11_err err, uint64_t now_us)
{
    struct rsn_methods *all = ext;
    struct d11_rsn *rsn = &all->rsn;
    bool set_done = false;
    struct way way;

    if (d11_psk_done(&rsn->psk, &rsn->env, job, &err)) {
        prepared(all, err);
        return;
    }
    for (size_t i = 0; i < METHODS; i++) {
        if (!get_way(all, i, &way) || way.method->job_done == NULL ||
            !way.method->job_done(way.state, &rsn->env, job, &err, &set_done,
                                  now_us))
            continue;
        if (set_done)
            prepared(all, err);
        look_for_pmk(all, now_us);
        return;
    }
}

/* The RSN extension field of a BSS; empty when it has none. */
static struct dot11_octets rsnx_of(const struct dot11_bss *bss)
{
    struct d11_index index;

    d11_index_build(&index, bss->elements, bss->elements_len);
    return d11_index_body(&index, D11_SLOT_RSNX);
}

/* Of the AKMs of a method those that can be done with a BSS. */
static uint16_t fitting(const struct rsn_methods *all, const struct way *way,
                        const struct dot11_octets *rsnx,
                        const struct dot11_bss *bss, uint16_t allowed,
                        uint8_t *ours)
{
    uint16_t akms = (uint16_t)(with_base(all, allowed) & way->method->akms);
    struct fast fast;

    *ours = 0;
    if (akms != 0 && way->method->fits != NULL)
        akms &= way->method->fits(way->state, rsnx, bss, akms, ours);
    if (get_fast(all, &fast))
        akms |= fast.ops->akms_of(akms);
    return akms & allowed;
}

/* AKMs that go the way of a method, also those of fast BSS transition. */
static uint16_t akms_of(const struct rsn_methods *all, const struct way *way)
{
    struct fast fast;

    return get_fast(all, &fast)
               ? way->method->akms | fast.ops->akms_of(way->method->akms)
               : way->method->akms;
}

/* A BSS that has no AKM that fits: was there one, but for a method's own
 * conditions? */
static void explain(const struct rsn_methods *all,
                    const struct d11_rsn_policy *policy,
                    const struct dot11_bss *bss,
                    struct dot11_ext_suites *suites)
{
    struct dot11_ext_suites without = {0};
    struct way way;

    if (suites->refusal == D11_REFUSAL_AKM &&
        d11_suites_select(policy, &all->rsn.psk.pmk.ssid, bss, &without) ==
            D11_OK &&
        way_of(all, d11_suites_akm_bit(without.akm), &way))
        suites->refusal = way.method->misfit;
}

static enum dot11_err choose(const struct rsn_methods *all,
                             const struct d11_rsn_policy *allowed,
                             const struct dot11_bss *bss,
                             struct dot11_ext_suites *suites)
{
    struct d11_rsn_policy policy = *allowed;
    struct dot11_octets rsnx = rsnx_of(bss);
    uint8_t ours[METHODS] = {0};
    enum dot11_err err;
    struct fast fast;
    struct way way;

    for (size_t i = 0; i < METHODS; i++) {
        if (get_way(all, i, &way))
            policy.akms = (uint16_t)((policy.akms & ~akms_of(all, &way)) |
                                     fitting(all, &way, &rsnx, bss,
                                             allowed->akms, &ours[i]));
    }
    if (!get_fast(all, &fast) || !fast.ops->offers(bss))
        policy.akms &= (uint16_t)~D11_FT_AKMS;
    err = d11_suites_select(&policy, &all->rsn.psk.pmk.ssid, bss, suites);
    if (err != D11_OK) {
        explain(all, allowed, bss, suites);
        return err;
    }
    for (size_t i = 0; i < METHODS; i++) {
        if (!get_way(all, i, &way) ||
            (akms_of(all, &way) & d11_suites_akm_bit(suites->akm)) == 0)
            continue;
        suites->rsnx |= ours[i];
        suites->auth_work = suites->auth_algorithm == D11_AUTH_OPEN &&
                            way.method->authenticate != NULL;
    }
    /* 12.6.10.3: who has a PMK does not authenticate for another one. */
    if (suites->auth_algorithm == D11_AUTH_SAE &&
        find_cached(all, bss->bssid, suites->akm, NULL))
        suites->auth_algorithm = D11_AUTH_OPEN;
    if (all->more.key_ids != NULL)
        all->more.key_ids->agree(all->rsn.env.host, bss, suites);
    suites->ssid_protection =
        rsnx.len > 2 && (rsnx.data[2] & D11_RSNX_SSID_PROTECTION) != 0;
    if (fast.ops != NULL)
        return fast.ops->choose(fast.state, bss,
                                all->rsn.session.state == D11_SESSION_KEYED,
                                suites);
    return D11_OK;
}

/* What both have of the first octet of the RSN extension field. */
static uint8_t in_common(const struct dot11_bss *bss,
                         const struct dot11_ext_suites *suites)
{
    struct dot11_octets rsnx = rsnx_of(bss);

    return rsnx.len != 0 ? rsnx.data[0] & suites->rsnx : 0;
}

static enum dot11_err select(void *ext, const struct dot11_bss *bss,
                             struct dot11_ext_suites *suites)
{
    const struct rsn_methods *all = ext;
    struct dot11_ext_suites these = {0};
    enum dot11_err err = choose(all, &all->rsn.policy, bss, &these);
    bool pinned = err == D11_OK &&
                  d11_pins_forbid(&all->pins, &these, in_common(bss, &these));

    if (err == D11_OK && !pinned) {
        *suites = these;
        return D11_OK;
    }
    suites->refusal = these.refusal;
    if (all->pins.held != 0 &&
        (pinned || choose(all, &all->pins.wide, bss, &these) == D11_OK))
        suites->refusal = D11_REFUSAL_WEAKER;
    return D11_ERR_SECURITY;
}

static enum dot11_err authenticate(void *ext, const struct dot11_bss *bss,
                                   const struct dot11_ext_auth *in,
                                   struct dot11_ext_auth *out, uint64_t now_us)
{
    struct rsn_methods *all = ext;
    struct dot11_octets rsnx = rsnx_of(bss);
    struct dot11_ext_suites suites;
    struct fast fast;
    struct way way;

    if (select(ext, bss, &suites) != D11_OK)
        return D11_ERR_SECURITY;
    if (suites.auth_algorithm == D11_AUTH_FT && get_fast(all, &fast))
        return fast.ops->authenticate(fast.state, &all->rsn.env, bss, &suites,
                                      in, out, now_us);
    if (!way_of(all, d11_suites_akm_bit(suites.akm), &way) ||
        way.method->authenticate == NULL)
        return D11_ERR_SECURITY;
    /* One that is for fast BSS transition, too, authenticates as the other. */
    if (suites.akm == D11_AKM_FT_SAE_EXT_KEY)
        suites.akm = D11_AKM_SAE_EXT_KEY;
    return way.method->authenticate(way.state, &all->rsn.env, bss, suites.akm,
                                    rsnx.len != 0 ? rsnx.data[0] : 0, in, out,
                                    now_us);
}

/* The PMK that a request is to name: the one that the host brought, or that of
 * the cache. */
static const struct d11_pmk *name_of(struct rsn_methods *all,
                                     const struct way *way,
                                     const uint8_t *bssid, uint32_t akm)
{
    const struct d11_pmk *own = way->method->pmk(way->state);

    if (way->method->authenticate == NULL && own->ready)
        return own->has_pmkid ? own : NULL;
    all->cached_akm = akm;
    return find_cached(all, bssid, akm, &all->cached) ? &all->cached : NULL;
}

static size_t assoc_elements(void *ext, const struct dot11_bss *bss,
                             const struct dot11_ext_suites *suites,
                             uint8_t *buf, size_t cap)
{
    struct rsn_methods *all = ext;
    struct d11_wr wr = d11_wr_over(buf, cap);
    struct fast fast;
    struct way way;
    size_t len;
    const bool has_way = way_of(all, d11_suites_akm_bit(suites->akm), &way);

    drop_cached(all);
    if (has_way && suites->auth_algorithm == D11_AUTH_OPEN)
        all->rsn.env.named = name_of(all, &way, bss->bssid, suites->akm);
    if (is_fast(all, d11_suites_akm_bit(suites->akm), &fast)) {
        fast.ops->elements(fast.state, &all->rsn.env, bss, suites, &wr);
        len = wr.overflow ? SIZE_MAX : d11_wr_len(&wr);
    } else {
        len = d11_rsn_assoc_elements(&all->rsn, bss, suites, buf, cap);
    }
    if (len == SIZE_MAX || suites->ready || !has_way ||
        way.method->assoc_elements == NULL)
        return len;
    wr = d11_wr_over(buf + len, cap - len);
    if (!way.method->assoc_elements(way.state, &all->rsn.env, bss, suites,
                                    &wr) ||
        wr.overflow)
        return SIZE_MAX;
    return len + d11_wr_len(&wr);
}

/* SEC-PMK-01: where SAE did not run there is no PMK but that of the cache. */
static bool is_by_cache(const struct way *way,
                        const struct dot11_ext_assoc *assoc)
{
    return way->method->authenticate != NULL && !assoc->suites.auth_work &&
           assoc->suites.auth_algorithm == D11_AUTH_OPEN;
}

static enum dot11_err
post_associate(void *ext, const struct dot11_ext_assoc *assoc, uint64_t now_us)
{
    struct dot11_ext_suites again;
    struct rsn_methods *all = ext;
    const struct d11_pmk *pmk = &all->rsn.psk.pmk;
    enum dot11_err err = D11_OK;
    struct fast fast;
    struct way way;

    stop_waiting(all);
    if (select(ext, assoc->bss, &again) != D11_OK)
        return D11_ERR_SECURITY;
    /* It follows from what was kept then. */
    again.auth_algorithm = assoc->suites.auth_algorithm;
    if (!assoc->suites.ready &&
        way_of(all, d11_suites_akm_bit(again.akm), &way)) {
        if (way.method->post_associate != NULL)
            err = way.method->post_associate(way.state, &all->rsn.env, assoc,
                                             now_us);
        pmk = is_by_cache(&way, assoc) ? &all->cached
                                       : way.method->pmk(way.state);
    }
    if (err != D11_OK && err != D11_ERR_PENDING)
        return err;
    all->waiting = err == D11_ERR_PENDING;
    all->pins.rsnx = in_common(assoc->bss, &again);
    d11_mgmt_begin(&all->mgmt);
    if (is_fast(all, d11_suites_akm_bit(again.akm), &fast))
        return fast.ops->begin(fast.state, &all->rsn, pmk, assoc, &again,
                               now_us);
    return d11_rsn_begin(&all->rsn, pmk, assoc, &again, now_us);
}

static void tick(void *ext, uint64_t now_us)
{
    struct rsn_methods *all = ext;
    struct fast fast;
    struct way way;

    for (size_t i = 0; i < METHODS; i++) {
        if (get_way(all, i, &way) && way.method->tick != NULL)
            way.method->tick(way.state, &all->rsn.env, now_us);
    }
    if (get_fast(all, &fast))
        fast.ops->tick(fast.state, &all->rsn.env, now_us);
    look_for_pmk(all, now_us);
    if (!d11_rekey_tick(&all->rekey, &all->rsn.session, now_us))
        d11_rsn_tick(&all->rsn, now_us);
    d11_rekey_arm(&all->rekey, &all->rsn.session, now_us);
}

static const struct dot11_ext_extra extra = {
    .size = sizeof(struct dot11_ext_extra),
    .onex_result = onex_result,
    .refused = refused,
};

const struct dot11_ext_ops dot11_rsn_methods = {
    .size = sizeof(struct dot11_ext_ops),
    .name = "rsn-methods",
    .state_size = sizeof(struct rsn_methods),
    .init = init,
    .deinit = deinit,
    .reset = reset,
    .pre_associate = pre_associate,
    .select = select,
    .authenticate = authenticate,
    .post_associate = post_associate,
    .job_done = job_done,
    .tick = tick,
    .extra = &extra,
    .assoc_elements = assoc_elements,
    .stop_post_associate = stop_post_associate,
    .receive = receive,
    D11_RSN_SHARED_HANDLERS,
};
