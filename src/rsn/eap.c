/* 802.1X: the PMK comes from the host, or from its EAP engine.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.6.10.2, 12.7.1.3. What comes in before there are
 * keys may be forged: the engine judges it, and what is not EAP is dropped. */
#include "rsn/eap.h"

#include <string.h>

#include <dot11/codes.h>
#include <dot11/eap.h>

#include "base/wipe.h"
#include "crypto/akm.h"
#include "frame/eapol.h"
#include "frame/index.h"
#include "frame/rsne.h"
#include "hw/part.h"

#define PMK_LEN 32u
#define PMK_LEN_SUITE_B 48u

static bool can_compute(const struct dot11_crypto_ops *ops, void *crypto)
{
    (void)crypto;
    return ops->hmac != NULL && ops->cmac != NULL;
}

static uint8_t pmk_len_of(uint32_t akm)
{
    return akm == D11_AKM_SUITE_B_192 ? PMK_LEN_SUITE_B : PMK_LEN;
}

static enum dot11_err check(const struct dot11_rsn_profile *profile)
{
    const bool suite_b = (profile->akms & D11_AKM_BIT_SUITE_B_192) != 0;
    const uint16_t gcmp = D11_CIPHER_BIT(D11_CIPHER_GCMP_256);

    if (suite_b && ((profile->pairwise_ciphers & gcmp) == 0 ||
                    (profile->group_ciphers & gcmp) == 0))
        return D11_ERR_ARG;
    if (profile->pmk_len == 0)
        return D11_OK;
    if (profile->pmk_len != (suite_b ? PMK_LEN_SUITE_B : PMK_LEN))
        return D11_ERR_ARG;
    /* SEC-PMK-01 */
    return d11_is_zero_const_time(profile->pmk, profile->pmk_len) ? D11_ERR_ARG
                                                                  : D11_OK;
}

static void drop_pmk(struct d11_eap *eap)
{
    const uint32_t generation = eap->pmk.generation;

    d11_wipe(&eap->pmk, sizeof eap->pmk);
    eap->pmk.generation = generation + 1u;
}

static enum dot11_err set(void *state, const struct d11_rsn_env *env,
                          const struct dot11_ssid *ssid,
                          const struct dot11_rsn_profile *profile)
{
    struct d11_eap *eap = state;

    drop_pmk(eap);
    eap->env = env;
    eap->session_id = 0;
    eap->pmk.ssid = *ssid;
    eap->given = profile->pmk_len != 0;
    if (!eap->given)
        return D11_OK;
    eap->pmk.len = profile->pmk_len;
    memcpy(eap->pmk.octets, profile->pmk, profile->pmk_len);
    eap->pmk.has_pmkid = profile->has_pmkid;
    memcpy(eap->pmk.pmkid, profile->pmkid, D11_PMKID_LEN);
    eap->pmk.ready = true;
    return D11_OK;
}

/* Suite B at 192 bits has these suites and no other. */
static bool is_suite_b(const struct dot11_bss *bss)
{
    struct d11_index index;
    struct d11_rsne rsne;
    struct dot11_octets body;

    d11_index_build(&index, bss->elements, bss->elements_len);
    body = d11_index_body(&index, D11_SLOT_RSN);
    return body.data != NULL && d11_rsne_parse(&rsne, body.data, body.len) &&
           rsne.group == D11_CIPHER_GCMP_256 &&
           d11_rsne_has_pairwise(&rsne, D11_CIPHER_GCMP_256) &&
           rsne.group_mgmt == D11_CIPHER_BIP_GMAC_256;
}

static uint16_t fits(const void *state, const struct dot11_octets *rsnx,
                     const struct dot11_bss *bss, uint16_t akms, uint8_t *ours)
{
    (void)state;
    (void)rsnx;
    *ours = 0;
    if ((akms & D11_AKM_BIT_SUITE_B_192) != 0 && !is_suite_b(bss))
        akms &= (uint16_t)~D11_AKM_BIT_SUITE_B_192;
    return akms;
}

/* The host's engine is to make a PMK. */
static enum dot11_err run(struct d11_eap *eap, const struct d11_rsn_env *env,
                          uint32_t akm)
{
    const struct dot11_ssid ssid = eap->pmk.ssid;
    const uint32_t generation = eap->pmk.generation;
    enum dot11_err err = dot11_ext_onex_start(env->host, eap->session_id, NULL);

    if (err != D11_OK)
        return err;
    d11_wipe(&eap->pmk, sizeof eap->pmk);
    eap->pmk.generation = generation;
    eap->pmk.ssid = ssid;
    eap->pmk.len = pmk_len_of(akm);
    eap->pmk.err = D11_ERR_PENDING;
    return D11_ERR_PENDING;
}

static enum dot11_err post_associate(void *state, const struct d11_rsn_env *env,
                                     const struct dot11_ext_assoc *assoc,
                                     uint64_t now_us)
{
    struct d11_eap *eap = state;

    (void)now_us;
    eap->session_id = assoc->session_id;
    if (eap->given)
        return eap->pmk.len == pmk_len_of(assoc->suites.akm) ? D11_OK
                                                             : D11_ERR_SECURITY;
    drop_pmk(eap);
    eap->pmk.ssid = assoc->ssid;
    if (env->named == NULL)
        return run(eap, env, assoc->suites.akm);
    /* The AP knows it, too, or begins EAP. */
    eap->pmk = *env->named;
    return D11_OK;
}

static void stop(void *state, const struct d11_rsn_env *env)
{
    struct d11_eap *eap = state;

    (void)env;
    eap->session_id = 0;
    if (!eap->given)
        drop_pmk(eap);
}

/* An EAP packet: for the engine, which begins with it when it does not run. */
static enum dot11_drop receive(void *state, const struct d11_rsn_env *env,
                               const struct d11_session *session,
                               const struct dot11_ext_packet *packet)
{
    struct d11_eap *eap = state;
    const bool keyed = session->state == D11_SESSION_KEYED;
    enum dot11_err err;

    if (packet->len < D11_EAPOL_HEADER_LEN ||
        packet->data[1] != D11_EAPOL_TYPE_EAP)
        return D11_DROP_EAPOL_TYPE;
    /* SEC-PMK-04: once there are keys the AP has them. */
    if (keyed && !packet->was_protected)
        return D11_DROP_PLAINTEXT;
    err = dot11_ext_onex_packet(env->host, eap->session_id, packet->data + 1,
                                packet->len - 1);
    if (err == D11_ERR_STATE && !eap->given) {
        /* The AP wants to know who we are (again). */
        err = keyed ? dot11_ext_onex_start(env->host, eap->session_id, NULL)
                    : run(eap, env, session->suites.akm);
        if (err != D11_OK && err != D11_ERR_PENDING)
            return D11_DROP_EAPOL_STATE;
        err = dot11_ext_onex_packet(env->host, eap->session_id,
                                    packet->data + 1, packet->len - 1);
    }
    if (err == D11_OK)
        return D11_DROP_NONE;
    return err == D11_ERR_ARG ? D11_DROP_EAPOL_FORMAT : D11_DROP_EAPOL_STATE;
}

/* The first octets of the MSK (12.7.1.3), which is both keys. */
static bool take_msk(struct d11_eap *eap,
                     const struct dot11_onex_result *result)
{
    const uint8_t more = (uint8_t)(eap->pmk.len - PMK_LEN);

    if (result->recv_key_len != PMK_LEN || result->send_key_len < more ||
        d11_is_zero_const_time(result->recv_key, PMK_LEN))
        return false;
    memcpy(eap->pmk.octets, result->recv_key, PMK_LEN);
    memcpy(eap->pmk.octets + PMK_LEN, result->send_key, more);
    eap->pmk.kept = false;
    eap->pmk.has_pmkid = false;
    eap->pmk.ready = true;
    return true;
}

static enum dot11_err onex_result(void *state,
                                  const struct dot11_onex_result *result)
{
    struct d11_eap *eap = state;
    enum dot11_err err = result->err;

    if (result->session_id != eap->session_id ||
        result->status == D11_ONEX_IN_PROGRESS)
        return D11_ERR_PENDING;
    if (result->status == D11_ONEX_SUCCESS)
        err = take_msk(eap, result) ? D11_OK : D11_ERR_SECURITY;
    else if (err == D11_OK || err == D11_ERR_PENDING)
        err = D11_ERR_REFUSED;
    if (err != D11_OK)
        eap->pmk.err = (uint8_t)err;
    return err;
}

static const struct d11_pmk *pmk(const void *state)
{
    const struct d11_eap *eap = state;

    return &eap->pmk;
}

static void forget(void *state, const struct d11_rsn_env *env)
{
    struct d11_eap *eap = state;

    (void)env;
    drop_pmk(eap);
    eap->given = false;
    eap->session_id = 0;
}

static const struct d11_rsn_method method = {
    .state_size = sizeof(struct d11_eap),
    .akms =
        D11_AKM_BIT_8021X | D11_AKM_BIT_8021X_SHA256 | D11_AKM_BIT_SUITE_B_192,
    .misfit = D11_REFUSAL_PAIRWISE,
    .can_compute = can_compute,
    .check = check,
    .set = set,
    .fits = fits,
    .post_associate = post_associate,
    .stop = stop,
    .receive = receive,
    .onex_result = onex_result,
    .pmk = pmk,
    .forget = forget,
};

static size_t state_size(const struct dot11_config *config)
{
    (void)config;
    return sizeof(struct d11_eap);
}

const struct dot11_part dot11_eap = {
    .kind = D11_PART_EAP,
    .list = &d11_part_list,
    .state_size = state_size,
    .ops = &method,
};
