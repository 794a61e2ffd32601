/* The built-in RSN with every way to a PMK that the host lists as a part,
 * beside the PSK: SAE and others (rsn/method.h).
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, clause 12. Top down: what the host calls, in the order
 * it does so; methods.h says where the rest is. */
#include <string.h>

#include <dot11/codes.h>

#include "base/wipe.h"
#include "hw/part.h"
#include "rsn/key_ids.h"
#include "rsn/methods.h"

static bool refused(void *ext, const uint8_t bssid[D11_ADDR_LEN],
                    uint16_t status)
{
    struct d11_methods *all = ext;
    bool right = d11_cached_is_stale(all, bssid, status);
    struct d11_way way;

    for (size_t i = 0; i < D11_METHODS && !right; i++) {
        right = d11_way_get(all, i, &way) && way.method->refused != NULL &&
                (all->rsn.policy.akms & way.method->akms) != 0 &&
                way.method->refused(way.state, bssid, status);
    }
    return right;
}

static void stop_post_associate(void *ext, uint32_t session_id)
{
    struct d11_methods *all = ext;
    struct d11_way way;

    d11_late_stop(all);
    for (size_t i = 0; i < D11_METHODS; i++) {
        if (d11_way_get(all, i, &way) && way.method->stop != NULL)
            way.method->stop(way.state, &all->rsn.env);
    }
    d11_cached_judge(all);
    d11_rsn_stop_post_associate(&all->rsn, session_id);
    d11_cached_drop(all);
}

static void forget_all(struct d11_methods *all)
{
    struct d11_way way;

    for (size_t i = 0; i < D11_METHODS; i++) {
        if (d11_way_get(all, i, &way))
            way.method->forget(way.state, &all->rsn.env);
    }
    d11_fast_forget(all);
    d11_late_stop(all);
    d11_cached_drop(all);
    all->preparing = 0;
}

static void deinit(void *ext)
{
    struct d11_methods *all = ext;
    struct d11_way way;

    for (size_t i = 0; i < D11_METHODS; i++) {
        if (d11_way_get(all, i, &way))
            d11_wipe(way.state, way.method->state_size);
    }
    d11_fast_forget(all);
    d11_rsn_deinit(&all->rsn);
    d11_wipe(all, sizeof(*all));
}

static void reset(void *ext)
{
    struct d11_methods *all = ext;

    forget_all(all);
    memset(&all->pins, 0, sizeof(all->pins));
    memset(&all->rekey, 0, sizeof(all->rekey));
    d11_rsn_reset(&all->rsn);
}

/* Are the profile's secrets there, and what they need? */
static enum dot11_err judge(struct d11_methods *all,
                            const struct dot11_rsn_profile *wanted,
                            uint16_t akms)
{
    const struct d11_rsn_env *env = &all->rsn.env;
    enum dot11_err err = D11_OK;
    struct d11_way way;

    if ((akms & D11_RSN_PSK_AKMS) != 0)
        err = d11_psk_check(wanted);
    for (size_t i = 0; i < D11_METHODS && err == D11_OK; i++) {
        if (!d11_way_get(all, i, &way) || (akms & way.method->akms) == 0)
            continue;
        err = way.method->can_compute(env->ops, env->crypto)
                  ? way.method->check(wanted)
                  : D11_ERR_UNSUPPORTED;
    }
    return err;
}

/* All secrets, as far as they are wanted. */
static enum dot11_err prepare(struct d11_methods *all,
                              const struct dot11_ssid *ssid,
                              const struct dot11_rsn_profile *wanted,
                              uint16_t akms)
{
    struct d11_rsn *rsn = &all->rsn;
    enum dot11_err err = D11_OK;
    struct d11_way way;

    all->preparing = 0;
    if ((akms & D11_RSN_PSK_AKMS) != 0) {
        err = d11_psk_set(&rsn->psk, &rsn->env, ssid, wanted);
    } else {
        d11_psk_forget(&rsn->psk, &rsn->env);
        rsn->psk.pmk.ssid = *ssid;
    }
    if (err == D11_ERR_PENDING)
        all->preparing++;
    for (size_t i = 0; i < D11_METHODS; i++) {
        if (err != D11_OK && err != D11_ERR_PENDING)
            return err;
        if (!d11_way_get(all, i, &way) || (akms & way.method->akms) == 0)
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
    struct d11_methods *all = learner;

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
    struct d11_methods *all = ext;

    all->mgmt.policy = &all->rsn.policy;
    all->more.learn = learn;
    all->more.learner = all;
    all->more.mgmt = &d11_rsn_mgmt;
    all->more.mgmt_state = &all->mgmt;
    all->rsn.env.more = &all->more;
    return d11_rsn_init(&all->rsn, host);
}

static void begin_rekeys(struct d11_methods *all,
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
    struct d11_methods *all = ext;
    void *unused;
    enum dot11_err err = d11_rsn_read(&all->rsn, ssid, profile, profile_len,
                                      d11_ways_akms(all), &policy);

    (void)now_us;
    if (err == D11_OK)
        err = d11_mgmt_policy(&all->rsn.env, profile, &policy);
    if (err == D11_OK) {
        d11_fast_allow(all, profile, &policy);
        d11_pins_begin(&pins, profile, &policy);
        err = d11_suites_usable(&policy) ? D11_OK : D11_ERR_SECURITY;
    }
    if (err == D11_OK)
        err = judge(all, profile, d11_fast_with_base(all, policy.akms));
    if (err == D11_OK)
        err = d11_rsn_set_ethertypes(&all->rsn);
    if (err == D11_OK)
        err = d11_cached_begin(all, ssid, profile);
    if (err == D11_OK)
        err = prepare(all, ssid, profile, d11_fast_with_base(all, policy.akms));
    if (err == D11_OK || err == D11_ERR_PENDING) {
        d11_fast_forget(all);
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
static void prepared(struct d11_methods *all, enum dot11_err err)
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
    struct d11_methods *all = ext;
    struct d11_rsn *rsn = &all->rsn;
    bool set_done = false;
    struct d11_way way;

    if (d11_psk_done(&rsn->psk, &rsn->env, job, &err)) {
        prepared(all, err);
        return;
    }
    for (size_t i = 0; i < D11_METHODS; i++) {
        if (!d11_way_get(all, i, &way) || way.method->job_done == NULL ||
            !way.method->job_done(way.state, &rsn->env, job, &err, &set_done,
                                  now_us))
            continue;
        if (set_done)
            prepared(all, err);
        d11_late_look(all, now_us);
        return;
    }
}

static enum dot11_err authenticate(void *ext, const struct dot11_bss *bss,
                                   const struct dot11_ext_auth *in,
                                   struct dot11_ext_auth *out, uint64_t now_us)
{
    struct d11_methods *all = ext;
    struct dot11_octets rsnx = d11_methods_rsnx(bss);
    struct dot11_ext_suites suites;
    struct d11_fast fast;
    struct d11_way way;

    if (d11_methods_select(ext, bss, &suites) != D11_OK)
        return D11_ERR_SECURITY;
    if (suites.auth_algorithm == D11_AUTH_FT && d11_fast_get(all, &fast))
        return fast.ops->authenticate(fast.state, &all->rsn.env, bss, &suites,
                                      in, out, now_us);
    if (!d11_way_of(all, d11_suites_akm_bit(suites.akm), &way) ||
        way.method->authenticate == NULL)
        return D11_ERR_SECURITY;
    /* One that is for fast BSS transition, too, authenticates as the other. */
    if (suites.akm == D11_AKM_FT_SAE_EXT_KEY)
        suites.akm = D11_AKM_SAE_EXT_KEY;
    return way.method->authenticate(way.state, &all->rsn.env, bss, suites.akm,
                                    rsnx.len != 0 ? rsnx.data[0] : 0, in, out,
                                    now_us);
}

static size_t assoc_elements(void *ext, const struct dot11_bss *bss,
                             const struct dot11_ext_suites *suites,
                             uint8_t *buf, size_t cap)
{
    struct d11_methods *all = ext;
    struct d11_wr wr = d11_wr_over(buf, cap);
    struct d11_fast fast;
    struct d11_way way;
    size_t len;
    const bool has_way = d11_way_of(all, d11_suites_akm_bit(suites->akm), &way);

    d11_cached_drop(all);
    if (has_way && suites->auth_algorithm == D11_AUTH_OPEN)
        all->rsn.env.named =
            d11_cached_name(all, &way, bss->bssid, suites->akm);
    if (d11_fast_is(all, d11_suites_akm_bit(suites->akm), &fast)) {
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
static bool is_by_cache(const struct d11_way *way,
                        const struct dot11_ext_assoc *assoc)
{
    return way->method->authenticate != NULL && !assoc->suites.auth_work &&
           assoc->suites.auth_algorithm == D11_AUTH_OPEN;
}

static enum dot11_err
post_associate(void *ext, const struct dot11_ext_assoc *assoc, uint64_t now_us)
{
    struct dot11_ext_suites again;
    struct d11_methods *all = ext;
    const struct d11_pmk *pmk = &all->rsn.psk.pmk;
    enum dot11_err err = D11_OK;
    struct d11_fast fast;
    struct d11_way way;

    d11_late_stop(all);
    if (d11_methods_select(ext, assoc->bss, &again) != D11_OK)
        return D11_ERR_SECURITY;
    /* It follows from what was kept then. */
    again.auth_algorithm = assoc->suites.auth_algorithm;
    if (!assoc->suites.ready &&
        d11_way_of(all, d11_suites_akm_bit(again.akm), &way)) {
        if (way.method->post_associate != NULL)
            err = way.method->post_associate(way.state, &all->rsn.env, assoc,
                                             now_us);
        pmk = is_by_cache(&way, assoc) ? &all->cached
                                       : way.method->pmk(way.state);
    }
    if (err != D11_OK && err != D11_ERR_PENDING)
        return err;
    all->waiting = err == D11_ERR_PENDING;
    all->pins.rsnx = d11_methods_in_common(assoc->bss, &again);
    d11_mgmt_begin(&all->mgmt);
    if (d11_fast_is(all, d11_suites_akm_bit(again.akm), &fast))
        return fast.ops->begin(fast.state, &all->rsn, pmk, assoc, &again,
                               now_us);
    return d11_rsn_begin(&all->rsn, pmk, assoc, &again, now_us);
}

static void tick(void *ext, uint64_t now_us)
{
    struct d11_methods *all = ext;
    struct d11_fast fast;
    struct d11_way way;

    for (size_t i = 0; i < D11_METHODS; i++) {
        if (d11_way_get(all, i, &way) && way.method->tick != NULL)
            way.method->tick(way.state, &all->rsn.env, now_us);
    }
    if (d11_fast_get(all, &fast))
        fast.ops->tick(fast.state, &all->rsn.env, now_us);
    d11_late_look(all, now_us);
    if (!d11_rekey_tick(&all->rekey, &all->rsn.session, now_us))
        d11_rsn_tick(&all->rsn, now_us);
    d11_rekey_arm(&all->rekey, &all->rsn.session, now_us);
}

static const struct dot11_ext_extra extra = {
    .size = sizeof(struct dot11_ext_extra),
    .onex_result = d11_methods_onex_result,
    .refused = refused,
};

const struct dot11_ext_ops dot11_rsn_methods = {
    .size = sizeof(struct dot11_ext_ops),
    .name = "rsn-methods",
    .state_size = sizeof(struct d11_methods),
    .init = init,
    .deinit = deinit,
    .reset = reset,
    .pre_associate = pre_associate,
    .select = d11_methods_select,
    .authenticate = authenticate,
    .post_associate = post_associate,
    .job_done = job_done,
    .tick = tick,
    .extra = &extra,
    .assoc_elements = assoc_elements,
    .stop_post_associate = stop_post_associate,
    .receive = d11_methods_receive,
    D11_RSN_SHARED_HANDLERS,
};
