/* Attributes: authentication algorithms and ciphers. Rules N80211-CFG-2,
 * CFG-3, CFG-12 to CFG-20. */
#include <string.h>

#include <dot11/codes.h>

#include "sta/attrs.h"

/* Most pairs that there are. */
#define PAIRS_MAX 20u
/* Suites of WPA version 1, which are a vendor's. */
#define WPA_OUI 0x0050f200u
#define WPA_8021X (WPA_OUI + 1u)
/* Vendors' own numbers (CFG-21). */
#define VENDOR 0x80000000u

/* CFG-13, E-9: what is preferred when nobody says; those of the model in its
 * order, newer ones where their strength puts them. */
static const uint8_t auth_order[] = {
    D11_AUTHENTICATION_WPA3_192, D11_AUTHENTICATION_WPA3,
    D11_AUTHENTICATION_RSNA,     D11_AUTHENTICATION_WPA,
    D11_AUTHENTICATION_SAE,      D11_AUTHENTICATION_RSNA_PSK,
    D11_AUTHENTICATION_WPA_PSK,  D11_AUTHENTICATION_OWE,
    D11_AUTHENTICATION_OPEN,     D11_AUTHENTICATION_SHARED};

/* CFG-16 */
static const uint16_t cipher_order[] = {D11_CIPHER_ID_CCMP,
                                        9,
                                        10,
                                        8,
                                        D11_CIPHER_ID_TKIP,
                                        D11_CIPHER_ID_WEP,
                                        D11_CIPHER_ID_WEP104,
                                        D11_CIPHER_ID_WEP40,
                                        D11_CIPHER_ID_NONE};

#define LENGTH(array) (sizeof(array) / sizeof(array)[0])

struct pairs {
    struct dot11_ext_pair pairs[PAIRS_MAX];
    unsigned count;
};

static void add(struct pairs *pairs, const struct dot11_ext_pair *pair)
{
    for (unsigned i = 0; i < pairs->count; i++) {
        if (pairs->pairs[i].auth == pair->auth &&
            pairs->pairs[i].cipher == pair->cipher) {
            pairs->pairs[i].uses |= pair->uses;
            return;
        }
    }
    if (pairs->count < PAIRS_MAX)
        pairs->pairs[pairs->count++] = *pair;
}

static void add_wep(struct pairs *pairs, uint32_t auth)
{
    static const uint16_t ciphers[] = {D11_CIPHER_ID_WEP40,
                                       D11_CIPHER_ID_WEP104, D11_CIPHER_ID_WEP};

    for (unsigned i = 0; i < LENGTH(ciphers); i++) {
        struct dot11_ext_pair pair = {auth, ciphers[i], D11_EXT_PAIR_ALL};

        add(pairs, &pair);
    }
}

/* What the core, the listed parts and the extensions can do together. */
static void collect(const struct d11_vif *vif, struct pairs *pairs)
{
    static const struct dot11_ext_pair plain = {
        D11_AUTHENTICATION_OPEN, D11_CIPHER_ID_NONE, D11_EXT_PAIR_ALL};
    const struct d11_env *env = vif->env;

    pairs->count = 0;
    add(pairs, &plain);
    if (d11_env_has_part(env, D11_PART_WEP)) {
        add_wep(pairs, D11_AUTHENTICATION_OPEN);
        if (d11_env_has_part(env, D11_PART_SHARED_KEY))
            add_wep(pairs, D11_AUTHENTICATION_SHARED);
    }
    for (unsigned i = 0; i < env->config.ext_count; i++) {
        const struct dot11_ext_ops *ext = env->config.exts[i];

        for (unsigned k = 0; k < ext->pair_count; k++)
            add(pairs, &ext->pairs[k]);
    }
}

/* Which use the current BSS type and an attribute ask for. */
static unsigned use_of(uint32_t bss_type, bool unicast)
{
    unsigned use = unicast ? D11_EXT_PAIR_UNICAST : D11_EXT_PAIR_GROUP;

    return use | (bss_type == D11_BSS_TYPE_IBSS ? D11_EXT_PAIR_IBSS
                                                : D11_EXT_PAIR_INFRA);
}

/* CFG-20: of the current BSS type. */
static void collect_for(const struct d11_vif *vif, bool unicast,
                        struct pairs *pairs)
{
    unsigned use = use_of(d11_attrs_bss_type(vif), unicast);
    unsigned kept = 0;

    collect(vif, pairs);
    for (unsigned i = 0; i < pairs->count; i++) {
        if ((pairs->pairs[i].uses & use) == use)
            pairs->pairs[kept++] = pairs->pairs[i];
    }
    pairs->count = kept;
}

enum dot11_err d11_attr_get_pairs(const struct dot11_sta *sta,
                                  enum dot11_attr attr,
                                  struct d11_attr_out *out)
{
    struct pairs pairs;

    collect_for(&sta->vif, attr == D11_ATTR_UNICAST_PAIRS, &pairs);
    for (unsigned i = 0; i < pairs.count; i++) {
        struct dot11_attr_pair pair = {pairs.pairs[i].auth,
                                       pairs.pairs[i].cipher};

        d11_attr_put(out, &pair, sizeof pair);
    }
    return D11_OK;
}

static bool contains(const uint32_t *list, unsigned count, uint32_t value)
{
    for (unsigned i = 0; i < count; i++) {
        if (list[i] == value)
            return true;
    }
    return false;
}

/* Does an algorithm of `auths` go with the cipher? */
static bool goes_with(const struct pairs *pairs, const uint32_t *auths,
                      unsigned auth_count, uint32_t cipher)
{
    for (unsigned i = 0; i < pairs->count; i++) {
        if (pairs->pairs[i].cipher == cipher &&
            contains(auths, auth_count, pairs->pairs[i].auth))
            return true;
    }
    return false;
}

/* Defaults. */

/* WEP beside an open network is never chosen automatically (5.4). */
static bool is_chosen_by_itself(const struct pairs *pairs,
                                const struct d11_attrs *attrs, uint32_t cipher)
{
    uint32_t strict[D11_ATTR_AUTHS_MAX];
    unsigned count = 0;
    bool is_wep = cipher == D11_CIPHER_ID_WEP ||
                  cipher == D11_CIPHER_ID_WEP104 ||
                  cipher == D11_CIPHER_ID_WEP40;

    for (unsigned i = 0; i < attrs->auth_count; i++) {
        if (!is_wep || attrs->auths[i] != D11_AUTHENTICATION_OPEN)
            strict[count++] = attrs->auths[i];
    }
    return goes_with(pairs, strict, count, cipher);
}

static uint16_t default_ciphers(const struct d11_vif *vif,
                                const struct d11_attrs *attrs, bool unicast,
                                uint32_t list[D11_ATTR_CIPHERS_MAX])
{
    struct pairs pairs;
    uint16_t count = 0;

    collect_for(vif, unicast, &pairs);
    for (unsigned i = 0; i < pairs.count; i++) {
        uint32_t cipher = pairs.pairs[i].cipher;

        if (cipher >= VENDOR && !contains(list, count, cipher) &&
            count < D11_ATTR_CIPHERS_MAX &&
            contains(attrs->auths, attrs->auth_count, pairs.pairs[i].auth))
            list[count++] = cipher;
    }
    for (unsigned i = 0; i < LENGTH(cipher_order); i++) {
        if (count < D11_ATTR_CIPHERS_MAX &&
            is_chosen_by_itself(&pairs, attrs, cipher_order[i]))
            list[count++] = cipher_order[i];
    }
    /* CFG-15: never empty. */
    if (count == 0)
        list[count++] = D11_CIPHER_ID_NONE;
    return count;
}

static void load_ciphers(const struct d11_vif *vif, struct d11_attrs *attrs)
{
    attrs->unicast_count = default_ciphers(vif, attrs, true, attrs->unicast);
    attrs->multicast_count =
        default_ciphers(vif, attrs, false, attrs->multicast);
}

static bool has_auth(const struct pairs *pairs, uint32_t auth)
{
    for (unsigned i = 0; i < pairs->count; i++) {
        if (pairs->pairs[i].auth == auth)
            return true;
    }
    return false;
}

void d11_attrs_default_auths(const struct d11_vif *vif, struct d11_attrs *attrs)
{
    struct pairs pairs;
    unsigned i = 0;

    collect_for(vif, true, &pairs);
    attrs->auths[0] = D11_AUTHENTICATION_OPEN;
    while (i < LENGTH(auth_order) && !has_auth(&pairs, auth_order[i]))
        i++;
    if (i < LENGTH(auth_order))
        attrs->auths[0] = auth_order[i];
    for (i = 0; i < pairs.count; i++) {
        if (pairs.pairs[i].auth >= VENDOR) {
            attrs->auths[0] = pairs.pairs[i].auth;
            break;
        }
    }
    attrs->auth_count = 1;
    load_ciphers(vif, attrs);
}

/* Settings. */

/* CFG-3: also when it was the same. */
enum dot11_err d11_attr_set_bss_type(struct dot11_sta *sta,
                                     enum dot11_attr attr, const uint8_t *value,
                                     size_t len)
{
    uint32_t type;

    memcpy(&type, value, sizeof type);
    if (type == D11_BSS_TYPE_IBSS &&
        !d11_env_has_part(sta->vif.env, D11_PART_IBSS))
        return D11_ERR_UNSUPPORTED;
    d11_attrs_keep(sta, attr, value, len);
    d11_attrs_default_auths(&sta->vif, d11_attrs_state(sta));
    return D11_OK;
}

/* CFG-12: those that are not supported are passed over, unless all are. */
enum dot11_err d11_attr_set_auths(struct dot11_sta *sta, enum dot11_attr attr,
                                  const uint8_t *value, size_t len)
{
    struct d11_attrs *attrs = d11_attrs_state(sta);
    uint32_t list[D11_ATTR_AUTHS_MAX];
    struct pairs pairs;
    uint16_t count = 0;

    (void)attr;
    collect_for(&sta->vif, true, &pairs);
    for (size_t at = 0; at < len; at += sizeof list[0]) {
        uint32_t auth;

        memcpy(&auth, value + at, sizeof auth);
        if (has_auth(&pairs, auth) && !contains(list, count, auth))
            list[count++] = auth;
    }
    if (count == 0)
        return D11_ERR_ARG;
    memcpy(attrs->auths, list, count * sizeof list[0]);
    attrs->auth_count = count;
    load_ciphers(&sta->vif, attrs);
    return D11_OK;
}

/* CFG-14: each is one that an enabled algorithm goes with. */
enum dot11_err d11_attr_set_ciphers(struct dot11_sta *sta, enum dot11_attr attr,
                                    const uint8_t *value, size_t len)
{
    const struct d11_attrs *attrs = d11_attrs_state(sta);
    struct pairs pairs;

    collect_for(&sta->vif, attr == D11_ATTR_UNICAST_CIPHERS, &pairs);
    for (size_t at = 0; at < len; at += sizeof(uint32_t)) {
        uint32_t cipher;

        memcpy(&cipher, value + at, sizeof cipher);
        if (!goes_with(&pairs, attrs->auths, attrs->auth_count, cipher))
            return D11_ERR_ARG;
    }
    d11_attrs_keep(sta, attr, value, len);
    return D11_OK;
}

/* What was chosen, in numbers of the model. */

uint32_t d11_attrs_auth_of(const struct dot11_ext_suites *suites)
{
    switch (suites->akm) {
    case D11_AKM_8021X:
    case D11_AKM_FT_8021X:
    case D11_AKM_8021X_SHA256: return D11_AUTHENTICATION_RSNA;
    case D11_AKM_PSK:
    case D11_AKM_FT_PSK:
    case D11_AKM_PSK_SHA256: return D11_AUTHENTICATION_RSNA_PSK;
    case D11_AKM_SAE:
    case D11_AKM_FT_SAE:
    case D11_AKM_SAE_EXT_KEY:
    case D11_AKM_FT_SAE_EXT_KEY: return D11_AUTHENTICATION_SAE;
    case D11_AKM_WPA_PSK: return D11_AUTHENTICATION_WPA_PSK;
    case D11_AKM_OWE: return D11_AUTHENTICATION_OWE;
    case D11_AKM_SUITE_B_192: return D11_AUTHENTICATION_WPA3_192;
    case WPA_8021X: return D11_AUTHENTICATION_WPA;
    case D11_AKM_NONE:
        return suites->auth_algorithm == D11_AUTH_SHARED_KEY
                   ? D11_AUTHENTICATION_SHARED
                   : D11_AUTHENTICATION_OPEN;
    default: return suites->akm; /* a vendor's */
    }
}

/* Suites of 00-0F-AC, and those of WPA, have the numbers of the model. */
uint32_t d11_attrs_cipher_of(uint32_t suite)
{
    if (suite == D11_CIPHER_USE_GROUP)
        return D11_CIPHER_ID_USE_GROUP;
    return suite >> 8 == D11_CIPHER_USE_GROUP >> 8 || suite >> 8 == WPA_OUI >> 8
               ? suite & 0xffu
               : suite;
}
