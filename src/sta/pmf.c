/* The part D11_PART_PMF: keys, what is sent, and what the host asks.
 *
 * IEEE Std 802.11-2020, 11.3.5.3, 12.2.7; rules SEC-PMF-*, SEC-TXP-*. */
#include "sta/pmf.h"

#include <string.h>

#include <dot11/codes.h>

#include "base/octets.h"
#include "base/wipe.h"
#include "frame/action.h"
#include "hw/cipher.h"
#include "hw/keys.h"
#include "mlme/steps.h"
#include "tx/pmf.h"

/* SEC-POL-06: how long and how often an AP may let us wait. */
#define COMEBACK_MAX_TU 4000u
#define COMEBACKS 3u

/* Octets of a state, up to the strictest alignment. */
static size_t room(void)
{
    const size_t align = _Alignof(max_align_t);

    return (sizeof(struct d11_pmf) + align - 1) & ~(align - 1);
}

static size_t state_size(const struct dot11_config *config)
{
    return room() + D11_PMF_KEYS * d11_key_state_size(config);
}

static void init(struct d11_vif *vif, void *state)
{
    const size_t size = d11_key_state_size(&vif->env->config);
    struct d11_pmf *own = state;
    uint8_t *mem = (uint8_t *)state + room();

    for (unsigned i = 0; i < D11_PMF_KEYS; i++)
        d11_key_init(&own->keys[i], size != 0 ? mem + i * size : NULL, size);
}

/* Keys. */

/* SEC-TXP-01: packet numbers have one owner, so that who protects data has to
 * protect management frames, too. */
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

static enum dot11_err check(const struct d11_vif *vif,
                            const struct dot11_ext_key *key)
{
    if (!can_pairwise(vif->env))
        return D11_ERR_UNSUPPORTED;
    return !key->pairwise && key->key_id >= D11_IGTK_FIRST &&
                   key->key_id <= D11_MGMT_KEY_LAST
               ? D11_OK
               : D11_ERR_ARG;
}

static bool radio_may(const struct d11_vif *vif,
                      const struct dot11_ext_key *key)
{
    return !key->pairwise || (vif->env->caps->flags & D11_HW_MFP) != 0 ||
           !d11_pmf_is_agreed(vif->sta);
}

static struct d11_key *slot(const struct d11_vif *vif, uint8_t key_id,
                            uint16_t *flags)
{
    if (flags != NULL)
        *flags = key_id < D11_BIGTK_FIRST ? D11_KEY_IGTK : D11_KEY_BIGTK;
    return &d11_pmf_of(vif)->keys[key_id - D11_IGTK_FIRST];
}

static void ended(struct d11_ops *ops, struct d11_vif *vif,
                  struct d11_peer *peer)
{
    struct d11_pmf *own = d11_pmf_of(vif);

    for (unsigned i = 0; i < D11_PMF_KEYS; i++)
        d11_key_remove(ops, vif, peer, &own->keys[i], false);
    d11_sa_query_end(&own->query);
    memset(&own->counts, 0, sizeof own->counts);
    memset(own->told_us, 0, sizeof own->told_us);
    own->agreed = false;
    own->differs = false;
    own->comebacks = 0;
}

/* What is sent. */

static struct d11_key *key_of(const struct d11_vif *vif)
{
    struct d11_peer *peer = vif->sta->mlme.peer;

    return &peer->keys[peer->tx_key];
}

static bool is_leave(const struct dot11_frame *frame)
{
    const unsigned subtype = frame->data[0] >> 4;

    return subtype == D11_MGMT_DEAUTH || subtype == D11_MGMT_DISASSOC;
}

/* Is it a management frame to the AP that must be protected? */
static bool is_robust(const struct dot11_frame *frame)
{
    const unsigned subtype = frame->data[0] >> 4;

    if ((frame->data[0] >> 2 & 3u) != D11_TYPE_MGMT)
        return false;
    return is_leave(frame) ||
           (subtype == D11_MGMT_ACTION && frame->len > D11_HEADER_LEN &&
            d11_category_is_robust(frame->data[D11_HEADER_LEN]));
}

/* INV-14: what cannot be protected is not sent, but for a farewell before there
 * are keys, which the AP expects so. */
static struct dot11_frame *seal(struct d11_tx_path *path, struct d11_vif *vif,
                                struct dot11_frame *frame)
{
    const struct d11_peer *peer = vif->sta->mlme.peer;

    if (!d11_pmf_is_agreed(vif->sta) || !is_robust(frame) ||
        !d11_addr_equal(frame->data + 4, peer->addr))
        return frame;
    if (d11_peer_has_key(peer))
        return d11_tx_seal_mgmt(path, key_of(vif), frame);
    if (is_leave(frame))
        return frame;
    d11_tx_refuse_mgmt(path, frame);
    return NULL;
}

static bool sending(const struct d11_vif *vif, struct dot11_tx *tx)
{
    return d11_tx_name_key(key_of(vif), tx);
}

/* An association that is made. */

static bool refused(struct d11_vif *vif, uint16_t status)
{
    struct d11_mlme *mlme = &vif->sta->mlme;
    struct d11_pmf *own = d11_pmf_of(vif);
    const uint32_t tu = mlme->comeback_tu;

    if (status != D11_STATUS_ASSOC_COMEBACK || tu == 0 ||
        tu > COMEBACK_MAX_TU || own->comebacks == COMEBACKS)
        return false;
    own->comebacks++;
    mlme->tries = 0;
    d11_mlme_arm(mlme, tu * D11_TU_US);
    return true;
}

/* What the host asks. */

enum dot11_err dot11_sta_pmf_info(const struct dot11_sta *sta,
                                  struct dot11_pmf_info *info)
{
    const struct d11_mlme *mlme = &sta->mlme;
    const struct d11_pmf *own = d11_vif_part(&sta->vif, D11_PART_PMF);

    if (own == NULL)
        return D11_ERR_UNSUPPORTED;
    if (mlme->state != D11_MLME_ASSOCIATED)
        return D11_ERR_STATE;
    *info = own->counts;
    info->mfp = mlme->suites.mfp;
    info->ocv = mlme->suites.ocv;
    info->beacon_protection = d11_pmf_has_bigtk(own);
    info->querying = own->query.running;
    info->group_mgmt_cipher = mlme->suites.group_mgmt_cipher;
    return D11_OK;
}

enum dot11_err dot11_sta_sa_query(struct dot11_sta *sta, uint64_t now_us)
{
    struct d11_pmf *own = d11_vif_part(&sta->vif, D11_PART_PMF);

    if (own == NULL)
        return D11_ERR_UNSUPPORTED;
    if (!d11_radio_enter(sta->radio, now_us))
        return D11_ERR_BUSY;
    if (!d11_pmf_is_agreed(sta) || !d11_peer_has_key(sta->mlme.peer))
        return D11_ERR_STATE;
    if (own->query.running)
        return D11_ERR_BUSY;
    own->counts.queries_started++;
    d11_sa_query_begin(&own->query, sta->radio->env.now_us);
    d11_pmf_tick(&sta->vif, own);
    d11_radio_settle(sta->radio);
    return D11_OK;
}

static const struct d11_pmf_ops ops = {
    .can = can,
    .check = check,
    .radio_may = radio_may,
    .slot = slot,
    .ended = ended,
    .receive = d11_pmf_receive,
    .seal = seal,
    .sending = sending,
    .action = d11_pmf_action,
    .refused = refused,
};

const struct dot11_part dot11_pmf = {
    .kind = D11_PART_PMF,
    .list = &d11_part_list,
    .state_size = state_size,
    .init = init,
    .tick = d11_pmf_tick,
    .deadline = d11_pmf_deadline,
    .ops = &ops,
};
