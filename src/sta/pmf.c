/* The part D11_PART_PMF: management frame protection.
 *
 * IEEE Std 802.11-2020, 11.13, 12.2.7; rules SEC-PMF-*, SEC-BCN-02. */
#include <dot11/pmf.h>

#include <string.h>

#include <dot11/codes.h>

#include "hw/cipher.h"
#include "hw/keys.h"
#include "hw/pmf.h"
#include "sta/radio.h"

/* IGTKs and BIGTKs of an AP. */
#define KEYS 4u

struct state {
    struct d11_key keys[KEYS]; /* by key id, from D11_IGTK_FIRST on */
};

static size_t room(const struct dot11_config *config)
{
    const size_t align = _Alignof(max_align_t);

    (void)config;
    return (sizeof(struct state) + align - 1) & ~(align - 1);
}

static size_t state_size(const struct dot11_config *config)
{
    return room(config) + KEYS * d11_key_state_size(config);
}

static void init(struct d11_vif *vif, void *state)
{
    const struct dot11_config *config = &vif->env->config;
    const size_t size = d11_key_state_size(config);
    uint8_t *mem = (uint8_t *)state + room(config);
    struct state *own = state;

    for (unsigned i = 0; i < KEYS; i++)
        d11_key_init(&own->keys[i], size != 0 ? mem + i * size : NULL, size);
}

/* SEC-TXP-01: packet numbers have one owner, so that one who protects data has
 * to protect management frames, too. */
static bool can_pairwise(const struct d11_env *env)
{
    return (env->caps->flags & D11_HW_MFP) != 0 ||
           d11_key_in_software(env, d11_env_cipher(env, D11_CIPHER_CCMP_128));
}

static bool can(const struct d11_env *env, uint32_t suite)
{
    const struct d11_cipher *cipher = d11_env_cipher(env, suite);

    return cipher != NULL && cipher->mgmt_group && can_pairwise(env) &&
           (d11_key_in_hardware(env, suite) ||
            d11_key_in_software(env, cipher));
}

static struct d11_key *slot(const struct d11_vif *vif, uint8_t key_id)
{
    struct state *own = d11_vif_listed(vif, D11_PART_PMF);

    return &own->keys[key_id - D11_IGTK_FIRST];
}

enum dot11_err dot11_sta_pmf_info(const struct dot11_sta *sta,
                                  struct dot11_pmf_info *info)
{
    const struct d11_mlme *mlme = &sta->mlme;

    if (d11_vif_part(&sta->vif, D11_PART_PMF) == NULL)
        return D11_ERR_UNSUPPORTED;
    if (mlme->state != D11_MLME_ASSOCIATED)
        return D11_ERR_STATE;
    memset(info, 0, sizeof *info);
    info->mfp = mlme->suites.mfp;
    info->ocv = mlme->suites.ocv;
    info->group_mgmt_cipher = mlme->suites.group_mgmt_cipher;
    return D11_OK;
}

enum dot11_err dot11_sta_sa_query(struct dot11_sta *sta, uint64_t now_us)
{
    if (d11_vif_part(&sta->vif, D11_PART_PMF) == NULL)
        return D11_ERR_UNSUPPORTED;
    (void)now_us;
    return D11_ERR_STATE;
}

static const struct d11_pmf_ops ops = {can, slot};

const struct dot11_part dot11_pmf = {
    .kind = D11_PART_PMF,
    .list = &d11_part_list,
    .state_size = state_size,
    .init = init,
    .ops = &ops,
};
