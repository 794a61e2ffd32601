/* Suites: what a profile allows and an AP offers, brought together.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.4.2.24, 12.6.3. */
#include "rsn/suites.h"

#include <string.h>

#include <dot11/codes.h>

#include "frame/index.h"
#include "frame/rsne.h"
#include "rsn/mgmt.h"

/* A BSS with one of these is not joined. */
#define UNFIT_FLAGS                                                            \
    (D11_BSS_IS_TRUNCATED | D11_BSS_IS_MALFORMED | D11_BSS_IS_IBSS)

/* Our RSN capabilities: 16 replay counters for each PTKSA and each GTKSA, one
 * for each TID, as the receive keys have them (SEC-RPL-01). */
#define OUR_CAPABILITIES                                                       \
    (D11_RSN_CAP_PTKSA_COUNTERS_16 | D11_RSN_CAP_GTKSA_COUNTERS_16)

/* What this RSN can do, the strongest first; of two that are
 * as strong, the one that is quick to another AP. */
static const struct {
    uint32_t suite;
    uint16_t bit;
    uint16_t auth_algorithm;
} akms[] = {
    {D11_AKM_SUITE_B_192, D11_AKM_BIT_SUITE_B_192, D11_AUTH_OPEN},
    {D11_AKM_FT_SAE_EXT_KEY, D11_AKM_BIT_FT_SAE_EXT_KEY, D11_AUTH_SAE},
    {D11_AKM_SAE_EXT_KEY, D11_AKM_BIT_SAE_EXT_KEY, D11_AUTH_SAE},
    {D11_AKM_FT_SAE, D11_AKM_BIT_FT_SAE, D11_AUTH_SAE},
    {D11_AKM_SAE, D11_AKM_BIT_SAE, D11_AUTH_SAE},
    {D11_AKM_FT_8021X, D11_AKM_BIT_FT_8021X, D11_AUTH_OPEN},
    {D11_AKM_8021X_SHA256, D11_AKM_BIT_8021X_SHA256, D11_AUTH_OPEN},
    {D11_AKM_8021X, D11_AKM_BIT_8021X, D11_AUTH_OPEN},
    {D11_AKM_OWE, D11_AKM_BIT_OWE, D11_AUTH_OPEN},
    {D11_AKM_FT_PSK, D11_AKM_BIT_FT_PSK, D11_AUTH_OPEN},
    {D11_AKM_PSK_SHA256, D11_AKM_BIT_PSK_SHA256, D11_AUTH_OPEN},
    {D11_AKM_PSK, D11_AKM_BIT_PSK, D11_AUTH_OPEN},
};
static const uint32_t ciphers[] = {
    D11_CIPHER_GCMP_256, D11_CIPHER_CCMP_256, D11_CIPHER_GCMP_128,
    D11_CIPHER_CCMP_128, D11_CIPHER_NO_GROUP, /* for groups; nobody can do it
                                                 for anything else */
};

#define AKM_COUNT (sizeof(akms) / sizeof(akms[0]))
#define CIPHER_COUNT (sizeof(ciphers) / sizeof(ciphers[0]))

/* Is `suite` one of our ciphers and in the set? The whole selector counts: the
 * bit alone is also that of other OUIs. */
static bool cipher_allowed(unsigned set, uint32_t suite)
{
    size_t i;

    for (i = 0; i < CIPHER_COUNT; i++) {
        if (ciphers[i] == suite)
            return (set & D11_CIPHER_BIT(suite)) != 0;
    }
    return false;
}

uint16_t d11_suites_akm_bit(uint32_t akm)
{
    size_t i;

    for (i = 0; i < AKM_COUNT; i++) {
        if (akms[i].suite == akm)
            return akms[i].bit;
    }
    return 0;
}

bool d11_suites_usable(const struct d11_rsn_policy *policy)
{
    unsigned akm = 0;
    unsigned cipher = 0;
    size_t i;

    for (i = 0; i < AKM_COUNT; i++)
        akm |= akms[i].bit;
    for (i = 0; i < CIPHER_COUNT; i++)
        cipher |= D11_CIPHER_BIT(ciphers[i]);
    return (policy->akms & akm) != 0 && (policy->pairwise & cipher) != 0 &&
           (policy->group & cipher) != 0;
}

static bool choose_akm(uint16_t allowed, const struct d11_rsne *rsne,
                       struct dot11_ext_suites *suites)
{
    size_t i;

    for (i = 0; i < AKM_COUNT; i++) {
        if ((allowed & akms[i].bit) == 0 ||
            !d11_rsne_has_akm(rsne, akms[i].suite))
            continue;
        suites->akm = akms[i].suite;
        suites->auth_algorithm = akms[i].auth_algorithm;
        return true;
    }
    return false;
}

/* The ciphers that may go with an AKM (Table 12-10). */
static unsigned strong_enough(uint32_t akm)
{
    return akm == D11_AKM_SUITE_B_192 ? D11_CIPHER_BIT(D11_CIPHER_GCMP_256) |
                                            D11_CIPHER_BIT(D11_CIPHER_CCMP_256)
                                      : UINT16_MAX;
}

static enum dot11_refusal choose_ciphers(const struct d11_rsn_policy *policy,
                                         const struct d11_rsne *rsne,
                                         struct dot11_ext_suites *suites)
{
    const unsigned enough = strong_enough(suites->akm);
    size_t i;

    /* There is one group cipher, and the AP's word is final. */
    if (!cipher_allowed(policy->group & enough, rsne->group))
        return D11_REFUSAL_GROUP;
    suites->group_cipher = rsne->group;
    for (i = 0; i < CIPHER_COUNT; i++) {
        if (cipher_allowed(policy->pairwise & enough, ciphers[i]) &&
            d11_rsne_has_pairwise(rsne, ciphers[i])) {
            suites->pairwise_cipher = ciphers[i];
            return D11_REFUSAL_NONE;
        }
    }
    return D11_REFUSAL_PAIRWISE;
}

/* The one RSNE of the BSS. */
static enum dot11_refusal read_rsne(struct d11_rsne *rsne,
                                    const struct dot11_bss *bss)
{
    struct d11_index index;
    struct dot11_octets body;

    if ((bss->flags & UNFIT_FLAGS) != 0)
        return D11_REFUSAL_MALFORMED;
    d11_index_build(&index, bss->elements, bss->elements_len);
    body = d11_index_body(&index, D11_SLOT_RSN);
    if (!d11_index_whole(&index) || index.rsne_conflict)
        return D11_REFUSAL_RSNE;
    if (body.data == NULL)
        return D11_REFUSAL_NO_RSN;
    return d11_rsne_parse(rsne, body.data, body.len) ? D11_REFUSAL_NONE
                                                     : D11_REFUSAL_RSNE;
}

static enum dot11_refusal agree_mfp(const struct d11_rsn_policy *policy,
                                    const struct d11_rsne *rsne,
                                    const struct dot11_bss *bss,
                                    struct dot11_ext_suites *suites)
{
    suites->group_mgmt_cipher = D11_CIPHER_NONE;
    if (policy->mgmt != NULL)
        return policy->mgmt->agree(policy, rsne, bss, suites);
    /* Without protection of our own an AP that requires it would refuse us. */
    return (rsne->capabilities & D11_RSN_CAP_MFPR) != 0
               ? D11_REFUSAL_PMF_DEMANDED
               : D11_REFUSAL_NONE;
}

/* The AKM, or why there is none. */
static enum dot11_refusal agree_akm(const struct d11_rsn_policy *policy,
                                    const struct d11_rsne *rsne,
                                    struct dot11_ext_suites *suites)
{
    const bool any = suites->mfp || policy->mgmt == NULL;
    const unsigned barred = any ? 0 : D11_SUITES_MFP_AKMS;

    if (choose_akm((uint16_t)(policy->akms & ~barred), rsne, suites))
        return D11_REFUSAL_NONE;
    return choose_akm(policy->akms, rsne, suites) ? D11_REFUSAL_PMF_MISSING
                                                  : D11_REFUSAL_AKM;
}

/* What is agreed on with a BSS, or why nothing can be: the first that hinders,
 * from what it is to what it demands. */
static enum dot11_refusal agree(const struct d11_rsn_policy *policy,
                                const struct dot11_bss *bss,
                                struct dot11_ext_suites *suites)
{
    enum dot11_refusal refusal, mfp;
    struct d11_rsne rsne;

    refusal = read_rsne(&rsne, bss);
    if (refusal != D11_REFUSAL_NONE)
        return refusal;
    mfp = agree_mfp(policy, &rsne, bss, suites);
    refusal = agree_akm(policy, &rsne, suites);
    if (refusal != D11_REFUSAL_NONE)
        return refusal;
    refusal = choose_ciphers(policy, &rsne, suites);
    if (refusal != D11_REFUSAL_NONE)
        return refusal;
    suites->controlled = true;
    suites->privacy = true;
    return mfp;
}

enum dot11_err d11_suites_select(const struct d11_rsn_policy *policy,
                                 const struct dot11_ssid *ssid,
                                 const struct dot11_bss *bss,
                                 struct dot11_ext_suites *suites)
{
    struct dot11_ext_suites chosen;
    /* SEC-POL-05: a hidden BSS has no name yet and is not ours. */
    enum dot11_refusal refusal = D11_REFUSAL_SSID;

    memset(&chosen, 0, sizeof(chosen));
    if (d11_ssid_equal(&bss->ssid, ssid))
        refusal = agree(policy, bss, &chosen);
    if (refusal != D11_REFUSAL_NONE) {
        suites->refusal = (uint8_t)refusal;
        return D11_ERR_SECURITY;
    }
    *suites = chosen;
    return D11_OK;
}

void d11_suites_write_rsne(struct d11_wr *wr,
                           const struct dot11_ext_suites *suites,
                           const uint8_t *pmkid)
{
    struct d11_rsne rsne;

    memset(&rsne, 0, sizeof(rsne));
    rsne.group = suites->group_cipher;
    rsne.pairwise[0] = suites->pairwise_cipher;
    rsne.pairwise_count = 1;
    rsne.akm[0] = suites->akm;
    rsne.akm_count = 1;
    /* What others in an IBSS take for granted: they compare octets. */
    rsne.capabilities =
        suites->ibss ? 0 : OUR_CAPABILITIES | suites->rsn_capability;
    rsne.group_mgmt = suites->group_mgmt_cipher;
    rsne.pmkids = pmkid;
    rsne.pmkid_count = pmkid != NULL;
    d11_rsne_write(wr, &rsne);
}

void d11_suites_write_rsnx(struct d11_wr *wr,
                           const struct dot11_ext_suites *suites)
{
    /* The first octet begins with how many follow it. */
    const uint8_t more = suites->ssid_protection ? 2 : 0;

    if (suites->rsnx == 0 && more == 0)
        return;
    d11_wr_u8(wr, D11_EID_RSNX);
    d11_wr_u8(wr, (uint8_t)(1u + more));
    d11_wr_u8(wr, suites->rsnx | more);
    if (more != 0) {
        d11_wr_u8(wr, 0);
        d11_wr_u8(wr, D11_RSNX_SSID_PROTECTION);
    }
}

bool d11_suites_equal(const struct dot11_ext_suites *a,
                      const struct dot11_ext_suites *b)
{
    return a->akm == b->akm && a->pairwise_cipher == b->pairwise_cipher &&
           a->group_cipher == b->group_cipher &&
           a->group_mgmt_cipher == b->group_mgmt_cipher &&
           a->auth_algorithm == b->auth_algorithm &&
           a->controlled == b->controlled && a->mfp == b->mfp &&
           a->ocv == b->ocv && a->beacon_protection == b->beacon_protection &&
           a->rsn_capability == b->rsn_capability && a->privacy == b->privacy &&
           a->rsnx == b->rsnx && a->ssid_protection == b->ssid_protection;
}
