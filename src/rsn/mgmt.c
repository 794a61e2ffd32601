/* Management frame protection, the RSN's part of it.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.2.9, 12.6.3, 12.7.2; rules SEC-PMF-01, SEC-KEY-03,
 * SEC-GRP-02. */
#include "rsn/mgmt.h"

#include <string.h>

#include <dot11/codes.h>

#include "base/octets.h"
#include "base/wipe.h"
#include "crypto/cipher.h"
#include "frame/index.h"
#include "frame/oci.h"

/* Key ids of IGTK and BIGTK: two each. */
#define IGTK_FIRST 4u
#define BIGTK_FIRST 6u
/* Beacon Protection Enabled, bit 84 of the Extended Capabilities
 * (Table 9-153): where it is, and the octets it takes. */
#define BEACON_PROTECTION_AT 10u
#define BEACON_PROTECTION 0x10u
#define EXT_CAP_LEN 11u

static const uint32_t ciphers[] = {
    D11_CIPHER_BIP_CMAC_128, D11_CIPHER_BIP_GMAC_128, D11_CIPHER_BIP_GMAC_256,
    D11_CIPHER_BIP_CMAC_256};

/* The BIP ciphers of a set that the host can have. */
static uint16_t possible(const struct d11_rsn_env *env, uint16_t set)
{
    uint16_t found = 0;

    for (size_t i = 0; i < sizeof(ciphers) / sizeof(ciphers[0]); i++) {
        if ((set & D11_CIPHER_BIT(ciphers[i])) != 0 &&
            dot11_ext_can_group_mgmt(env->host, ciphers[i]))
            found |= (uint16_t)D11_CIPHER_BIT(ciphers[i]);
    }
    return found;
}

enum dot11_err d11_mgmt_policy(const struct d11_rsn_env *env,
                               const struct dot11_rsn_profile *profile,
                               struct d11_rsn_policy *policy)
{
    if (profile->pmf > D11_PMF_REQUIRED)
        return D11_ERR_ARG;
    policy->pmf = profile->pmf;
    policy->beacon_protection = profile->beacon_protection;
    policy->ocv = profile->ocv;
    policy->group_mgmt = 0;
    if (profile->pmf != D11_PMF_OFF && dot11_ext_can_mfp(env->host))
        policy->group_mgmt = possible(env, profile->group_mgmt_ciphers);
    policy->mgmt = policy->group_mgmt != 0 ? &d11_rsn_mgmt : NULL;
    /* SEC-PMF-01: who could have it does not do without. */
    if (policy->mgmt == NULL && dot11_ext_can_mfp(env->host))
        policy->akms &= (uint16_t)~D11_SUITES_MFP_AKMS;
    return policy->mgmt == NULL && profile->pmf == D11_PMF_REQUIRED
               ? D11_ERR_UNSUPPORTED
               : D11_OK;
}

/* Does the policy allow this cipher? The whole selector counts. */
static bool allowed(const struct d11_rsn_policy *policy, uint32_t suite)
{
    for (size_t i = 0; i < sizeof(ciphers) / sizeof(ciphers[0]); i++) {
        if (ciphers[i] == suite)
            return (policy->group_mgmt & D11_CIPHER_BIT(suite)) != 0;
    }
    return false;
}

static bool protects_beacons(const struct dot11_bss *bss)
{
    struct dot11_octets body;
    struct d11_index index;

    d11_index_build(&index, bss->elements, bss->elements_len);
    body = d11_index_body(&index, D11_SLOT_EXT_CAP);
    return body.len > BEACON_PROTECTION_AT &&
           (body.data[BEACON_PROTECTION_AT] & BEACON_PROTECTION) != 0;
}

/* Table 12-7: who is capable, and who insists. */
static enum dot11_refusal agree(const struct d11_rsn_policy *policy,
                                const struct d11_rsne *rsne,
                                const struct dot11_bss *bss,
                                struct dot11_ext_suites *suites)
{
    const bool required = policy->pmf == D11_PMF_REQUIRED;
    const bool demanded = (rsne->capabilities & D11_RSN_CAP_MFPR) != 0;

    if ((rsne->capabilities & D11_RSN_CAP_MFPC) == 0)
        return required   ? D11_REFUSAL_PMF_MISSING
               : demanded ? D11_REFUSAL_PMF_DEMANDED
                          : D11_REFUSAL_NONE;
    if (!allowed(policy, rsne->group_mgmt))
        return required || demanded ? D11_REFUSAL_GROUP_MGMT : D11_REFUSAL_NONE;
    suites->mfp = true;
    suites->group_mgmt_cipher = rsne->group_mgmt;
    suites->rsn_capability |=
        (uint16_t)(D11_RSN_CAP_MFPC | (required ? D11_RSN_CAP_MFPR : 0u) |
                   (policy->ocv ? D11_RSN_CAP_OCV : 0u));
    suites->ocv = policy->ocv && (rsne->capabilities & D11_RSN_CAP_OCV) != 0;
    suites->beacon_protection =
        policy->beacon_protection && protects_beacons(bss);
    return D11_REFUSAL_NONE;
}

static void write_capabilities(struct d11_wr *wr)
{
    static const uint8_t element[2u + EXT_CAP_LEN] = {
        D11_EID_EXT_CAP, EXT_CAP_LEN,
        [2u + BEACON_PROTECTION_AT] = BEACON_PROTECTION};

    d11_wr_octets(wr, element, sizeof(element));
}

/* 12.2.9: is the AP where it says it is? */
static bool is_on_channel(const struct d11_session *session,
                          const struct d11_key_data *parts)
{
    struct dot11_channel channel;
    struct d11_oci oci;

    return dot11_ext_channel(session->env->host, session->id, &channel) ==
               D11_OK &&
           d11_oci_decode(&oci, parts->oci.data, parts->oci.len) &&
           d11_oci_fits(&oci, &channel);
}

/* An IGTK or BIGTK KDE that fits. */
static bool read_key(const struct d11_session *session,
                     struct dot11_octets data, unsigned first_id,
                     struct d11_gtk *key)
{
    const struct d11_cipher *cipher =
        d11_cipher_find(session->suites.group_mgmt_cipher);

    if (cipher == NULL || !d11_kde_igtk_decode(&key->kde, data) ||
        (key->kde.key_id != first_id && key->kde.key_id != first_id + 1u) ||
        key->kde.key.len != cipher->key_len ||
        d11_is_zero_const_time(key->kde.key.data, key->kde.key.len))
        return false;
    key->rx_pn = (uint64_t)d11_load_le16(key->kde.pn + 4) << 32 |
                 d11_load_le32(key->kde.pn);
    return true;
}

/* SEC-HSK-08, SEC-GRP-02. A BIGTK may come although the beacon, which nobody
 * had verified, did not promise it. */
static uint16_t read(const struct d11_session *session,
                     const struct d11_key_data *parts, bool first,
                     struct d11_group_keys *keys)
{
    const struct dot11_ext_suites *suites = &session->suites;

    memset(&keys->igtk, 0, sizeof(keys->igtk));
    memset(&keys->bigtk, 0, sizeof(keys->bigtk));
    if (suites->ocv && !is_on_channel(session, parts))
        return D11_REASON_UNSPECIFIED;
    if (first && (parts->igtk.data == NULL ||
                  (suites->beacon_protection && parts->bigtk.data == NULL)))
        return D11_REASON_BAD_GROUP_CIPHER;
    if ((parts->igtk.data != NULL &&
         !read_key(session, parts->igtk, IGTK_FIRST, &keys->igtk)) ||
        (parts->bigtk.data != NULL &&
         !read_key(session, parts->bigtk, BIGTK_FIRST, &keys->bigtk)))
        return D11_REASON_BAD_GROUP_CIPHER;
    return 0;
}

void d11_mgmt_begin(struct d11_mgmt_state *state)
{
    memset(&state->igtk, 0, sizeof(state->igtk));
    memset(&state->bigtk, 0, sizeof(state->bigtk));
}

static enum dot11_err install(struct d11_session *session,
                              const struct d11_group_keys *keys)
{
    const uint32_t cipher = session->suites.group_mgmt_cipher;
    struct d11_mgmt_state *state = session->env->more->mgmt_state;
    enum dot11_err err = D11_OK;

    if (keys->igtk.kde.key.len != 0)
        err = d11_gtk_install_as(session, &state->igtk, cipher, &keys->igtk);
    if (err == D11_OK && keys->bigtk.kde.key.len != 0 &&
        state->policy->beacon_protection)
        err = d11_gtk_install_as(session, &state->bigtk, cipher, &keys->bigtk);
    return err;
}

static void write_oci(const struct d11_session *session, struct d11_wr *wr)
{
    uint8_t octets[D11_OCI_LEN];
    struct d11_wr body = d11_wr_over(octets, sizeof(octets));
    const struct dot11_octets data = {octets, sizeof(octets)};
    struct dot11_channel channel;
    struct d11_oci oci;

    if (dot11_ext_channel(session->env->host, session->id, &channel) !=
            D11_OK ||
        !d11_oci_of(&oci, &channel))
        return;
    d11_oci_write(&body, &oci);
    d11_kde_write(wr, D11_KDE_OCI, data);
}

const struct d11_rsn_mgmt d11_rsn_mgmt = {
    .agree = agree,
    .write_capabilities = write_capabilities,
    .read = read,
    .install = install,
    .write_oci = write_oci,
};
