/* Fast BSS transition, the access point's side: the first association of a
 * mobility domain makes the keys, the other access points get theirs from the
 * first over the wire, which is a look into its tables.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 13.4, 13.5, 13.7. */
#include "ap.h"

#include <string.h>

#include "base/octets.h"
#include "base/wipe.h"
#include "frame/fte.h"
#include "frame/index.h"
#include "frame/kde.h"
#include "frame/mgmt.h"
#include "frame/rsne.h"

#define MIC_LEN 16u
#define REQUEST 5u
#define RESPONSE 6u

/* R0KH-ID of an access point: a name with its number. */
static struct dot11_octets r0kh_of(const struct dot11_sim_ap *ap,
                                   uint8_t name[5])
{
    static const uint8_t stem[4] = {'s', 'i', 'm', '-'};
    const struct dot11_octets id = {name, 5};

    memcpy(name, stem, sizeof stem);
    name[4] = (uint8_t)('a' + ap->config.bssid[5]);
    return id;
}

const struct d11_akm *ap_ft_akm(const struct dot11_sim_ap *ap)
{
    return d11_akm_find(
        ap->config.sae_password != NULL ? D11_AKM_FT_SAE : D11_AKM_FT_PSK, 32);
}

void ap_ft_write_mde(const struct dot11_sim_ap *ap, struct d11_wr *wr)
{
    if (!ap->config.ft)
        return;
    d11_wr_u8(wr, D11_EID_MDE);
    d11_wr_u8(wr, D11_MDE_LEN);
    d11_wr_octets(wr, ap->config.mdid, 2);
    d11_wr_u8(wr, 0);
}

/* The key of a station that entered the domain here. */
static struct ap_r0 *r0_of(struct dot11_sim_ap *ap, const uint8_t *addr)
{
    for (unsigned i = 0; i < AP_R0S; i++) {
        if (ap->r0s[i].used && d11_addr_equal(ap->r0s[i].addr, addr))
            return &ap->r0s[i];
    }
    return NULL;
}

static struct ap_r0 *new_r0(struct dot11_sim_ap *ap, const uint8_t *addr)
{
    struct ap_r0 *r0 = r0_of(ap, addr);

    for (unsigned i = 0; i < AP_R0S && r0 == NULL; i++)
        r0 = ap->r0s[i].used ? NULL : &ap->r0s[i];
    if (r0 == NULL)
        r0 = &ap->r0s[0];
    d11_addr_copy(r0->addr, addr);
    r0->used = true;
    return r0;
}

void dot11_sim_ap_forget_r0(struct dot11_sim_ap *ap)
{
    d11_wipe(ap->r0s, sizeof ap->r0s);
}

/* The PMK-R1 of this access point, made by who holds the PMK-R0. */
static bool get_r1(struct ap_sta *sta, const struct ap_r0 *r0)
{
    const struct dot11_sim *sim = sta->ap->sim;

    return d11_ft_r1(&sta->ft.r1, ap_ft_akm(sta->ap), &r0->key,
                     sta->ap->config.bssid, sta->addr, sim->crypto_ops,
                     sim->crypto) == D11_OK;
}

bool ap_ft_ptk(struct ap_sta *sta, const uint8_t *pmk, const uint8_t *anonce,
               const uint8_t *snonce, struct d11_ptk *ptk)
{
    struct dot11_sim_ap *ap = sta->ap;
    const struct d11_akm *akm = ap_ft_akm(ap);
    struct ap_r0 *r0 = NULL;
    const struct d11_ptk_params params = {
        ap->config.sae_password != NULL ? D11_AKM_FT_SAE : D11_AKM_FT_PSK,
        ap->config.pairwise_cipher,
        sta->ft.r1.octets,
        akm->pmk_len,
        ap->config.bssid,
        sta->addr,
        anonce,
        snonce};
    uint8_t name[5];
    const struct d11_ft_domain domain = {
        {ap->config.ssid.octets, ap->config.ssid.len},
        ap->config.mdid,
        r0kh_of(ap, name),
        sta->addr};

    if (pmk != NULL) {
        r0 = new_r0(ap, sta->addr);
        if (d11_ft_r0(&r0->key, akm, pmk, 32, &domain, ap->sim->crypto_ops,
                      ap->sim->crypto) != D11_OK ||
            !get_r1(sta, r0))
            return false;
    }
    return d11_ft_ptk(ptk, &params, ap->sim->crypto_ops, ap->sim->crypto) ==
           D11_OK;
}

/* Our RSNE with a PMKID. */
static void write_rsne(const struct dot11_sim_ap *ap, struct d11_wr *wr,
                       const uint8_t *name)
{
    struct d11_rsne rsne;

    if (!d11_rsne_parse(&rsne, ap->rsne + 2, ap->rsne_len - 2u))
        return;
    rsne.pmkids = name;
    rsne.pmkid_count = 1;
    d11_rsne_write(wr, &rsne);
}

static uint8_t *write_fte(struct ap_sta *sta, struct d11_wr *wr, uint8_t count)
{
    struct dot11_sim_ap *ap = sta->ap;
    struct d11_fte fte = {0};

    fte.count = count;
    if (sta->ft.state != AP_FT_NONE) {
        fte.anonce = sta->ft.anonce;
        fte.snonce = sta->ft.snonce;
    }
    fte.r0kh.data = sta->ft.r0kh;
    fte.r0kh.len = sta->ft.r0kh_len;
    fte.r1kh.data = ap->config.bssid;
    fte.r1kh.len = 6;
    return d11_fte_write(wr, &fte, MIC_LEN);
}

/* A station enters the domain here: what the response and message 3 say. */
void ap_ft_write_enter(struct ap_sta *sta, struct d11_wr *wr)
{
    uint8_t name[5];
    const struct dot11_octets id = r0kh_of(sta->ap, name);

    memcpy(sta->ft.r0kh, id.data, id.len);
    sta->ft.r0kh_len = (uint8_t)id.len;
    ap_ft_write_mde(sta->ap, wr);
    (void)write_fte(sta, wr, 0);
}

void ap_ft_write_m3(struct ap_sta *sta, struct d11_wr *wr)
{
    write_rsne(sta->ap, wr, sta->ft.r1.name);
    ap_ft_write_mde(sta->ap, wr);
    (void)write_fte(sta, wr, 0);
}

static bool is_name(struct dot11_octets rsne, const uint8_t *name)
{
    struct d11_rsne parsed;

    return rsne.len > 2 &&
           d11_rsne_parse(&parsed, rsne.data + 2, rsne.len - 2) &&
           parsed.pmkid_count == 1 && memcmp(parsed.pmkids, name, 16) == 0;
}

/* Message 2: an RSNE with PMKR1Name, and the response's elements. */
bool ap_ft_m2_ok(struct ap_sta *sta, struct dot11_octets data)
{
    uint8_t octets[256];
    struct d11_wr wr = d11_wr_over(octets, sizeof octets);
    struct dot11_octets mde;
    struct d11_key_data parts;
    struct d11_fte fte;

    if (!d11_key_data_decode(&parts, data.data, data.len) ||
        !is_name(parts.rsne, sta->ft.r1.name) || parts.fte.len < 2)
        return false;
    ap_ft_write_mde(sta->ap, &wr);
    mde.len = d11_wr_len(&wr);
    if (parts.mde.len != mde.len ||
        memcmp(parts.mde.data, octets, mde.len) != 0)
        return false;
    mde.data = parts.fte.data + 2;
    mde.len = parts.fte.len - 2;
    return d11_fte_decode(&fte, mde, MIC_LEN) &&
           fte.r0kh.len == sta->ft.r0kh_len && fte.r1kh.len == 6 &&
           memcmp(fte.r0kh.data, sta->ft.r0kh, fte.r0kh.len) == 0 &&
           memcmp(fte.r1kh.data, sta->ap->config.bssid, 6) == 0;
}

/* --- Over the air ----------------------------------------------------------
 */

/* Turn a bit of what is to be sent, when a test wants that. */
static void spoil(struct dot11_sim_ap *ap, enum dot11_sim_ft_spoil what,
                  uint8_t *octets, size_t len)
{
    if (ap->ft_spoil != what || ap->ft_spoil_at >= len)
        return;
    octets[ap->ft_spoil_at] ^= 1;
    ap->ft_spoil = DOT11_SIM_FT_RIGHT;
}

void dot11_sim_ap_spoil_ft(struct dot11_sim_ap *ap,
                           enum dot11_sim_ft_spoil what, uint16_t at)
{
    ap->ft_spoil = what;
    ap->ft_spoil_at = at;
}

static bool read_fte(const struct d11_index *index, struct d11_fte *fte)
{
    return d11_fte_decode(fte, d11_index_body(index, D11_SLOT_FTE), MIC_LEN);
}

/* Who holds the PMK-R0 that an FTE names? */
static struct dot11_sim_ap *holder_of(const struct dot11_sim_ap *ap,
                                      struct dot11_octets id)
{
    struct dot11_sim_ap *other;
    uint8_t name[5];

    for (other = ap->sim->aps; other != NULL; other = other->next) {
        if (other->config.ft && id.len == 5 &&
            memcmp(r0kh_of(other, name).data, id.data, 5) == 0 &&
            memcmp(other->config.mdid, ap->config.mdid, 2) == 0)
            return other;
    }
    return NULL;
}

static uint16_t judge_first(struct ap_sta *sta, const struct d11_index *index,
                            struct d11_fte *fte)
{
    struct dot11_sim_ap *ap = sta->ap;
    struct dot11_octets mde = d11_index_body(index, D11_SLOT_MDE);
    struct dot11_sim_ap *holder;
    struct ap_r0 *r0;

    if (mde.len != D11_MDE_LEN || memcmp(mde.data, ap->config.mdid, 2) != 0)
        return AP_STATUS_INVALID_MDE;
    if (!read_fte(index, fte) || fte->r0kh.len == 0)
        return AP_STATUS_INVALID_FTE;
    holder = holder_of(ap, fte->r0kh);
    if (holder == NULL || !holder->running)
        return AP_STATUS_R0KH_UNREACHABLE;
    r0 = r0_of(holder, sta->addr);
    if (r0 == NULL ||
        !is_name(d11_index_raw(index, D11_SLOT_RSN), r0->key.name))
        return D11_STATUS_INVALID_PMKID;
    if (!get_r1(sta, r0))
        return D11_STATUS_FAILURE;
    return D11_STATUS_SUCCESS;
}

uint16_t ap_ft_auth(struct ap_sta *sta, const struct d11_auth *auth,
                    struct dot11_octets *rest)
{
    struct dot11_sim_ap *ap = sta->ap;
    struct ap_ft *ft = &sta->ft;
    struct d11_wr wr = d11_wr_over(ft->body, sizeof ft->body);
    struct d11_index index;
    struct d11_fte fte;
    const uint8_t *r0_name;
    uint16_t status;

    d11_index_build(&index, auth->rest.data, auth->rest.len);
    ft->state = AP_FT_NONE;
    status = judge_first(sta, &index, &fte);
    if (status != D11_STATUS_SUCCESS)
        return status;
    memcpy(ft->snonce, fte.snonce, sizeof ft->snonce);
    memcpy(ft->r0kh, fte.r0kh.data, fte.r0kh.len);
    ft->r0kh_len = (uint8_t)fte.r0kh.len;
    sim_rng_octets(&ap->rng, ft->anonce, sizeof ft->anonce);
    if (!ap_ft_ptk(sta, NULL, ft->anonce, ft->snonce, &ft->ptk))
        return D11_STATUS_FAILURE;
    ft->state = AP_FT_AGREED;
    r0_name = r0_of(holder_of(ap, fte.r0kh), sta->addr)->key.name;
    write_rsne(ap, &wr, r0_name);
    ap_ft_write_mde(ap, &wr);
    (void)write_fte(sta, &wr, 0);
    spoil(ap, DOT11_SIM_FT_AUTH, ft->body, d11_wr_len(&wr));
    rest->data = ft->body;
    rest->len = d11_wr_len(&wr);
    return status;
}

static bool make_mic(const struct ap_sta *sta, uint8_t transaction,
                     struct dot11_octets rsne, struct dot11_octets mde,
                     struct dot11_octets fte, struct dot11_octets rsnx,
                     uint8_t mic[16])
{
    static const uint8_t zero[MIC_LEN];
    const struct dot11_sim *sim = sta->ap->sim;
    const struct dot11_octets parts[] = {
        {sta->addr, 6},
        {sta->ap->config.bssid, 6},
        {&transaction, 1},
        rsne,
        mde,
        {fte.data, 2 + D11_FTE_MIC_AT},
        {zero, MIC_LEN},
        {fte.data + 2 + D11_FTE_MIC_AT + MIC_LEN,
         fte.len - 2 - D11_FTE_MIC_AT - MIC_LEN},
        rsnx};

    return sim->crypto_ops->cmac(sim->crypto, sta->ft.ptk.kck, 16, parts, 9,
                                 mic) == D11_OK;
}

uint16_t ap_ft_judge(struct ap_sta *sta, const struct d11_index *index)
{
    const struct dot11_octets rsnx = d11_index_raw(index, D11_SLOT_RSNX);
    struct dot11_octets mde = d11_index_body(index, D11_SLOT_MDE);
    struct ap_ft *ft = &sta->ft;
    struct d11_fte fte;
    uint8_t mic[16];

    if (mde.len != D11_MDE_LEN ||
        memcmp(mde.data, sta->ap->config.mdid, 2) != 0)
        return AP_STATUS_INVALID_MDE;
    if (!is_name(d11_index_raw(index, D11_SLOT_RSN), ft->r1.name))
        return D11_STATUS_INVALID_PMKID;
    if (ft->state == AP_FT_NONE || !read_fte(index, &fte) ||
        fte.count != 3 + (rsnx.len != 0) || fte.r1kh.len != 6 ||
        memcmp(fte.r1kh.data, sta->ap->config.bssid, 6) != 0 ||
        fte.r0kh.len != ft->r0kh_len ||
        memcmp(fte.r0kh.data, ft->r0kh, ft->r0kh_len) != 0 ||
        memcmp(fte.snonce, ft->snonce, 32) != 0 ||
        memcmp(fte.anonce, ft->anonce, 32) != 0 ||
        !make_mic(sta, REQUEST, d11_index_raw(index, D11_SLOT_RSN),
                  d11_index_raw(index, D11_SLOT_MDE),
                  d11_index_raw(index, D11_SLOT_FTE), rsnx, mic) ||
        memcmp(mic, fte.mic, sizeof mic) != 0)
        return AP_STATUS_INVALID_FTE;
    return D11_STATUS_SUCCESS;
}

/* The group key, in the FTE that was begun. */
static void write_gtk(const struct ap_sta *sta, struct d11_wr *wr,
                      uint8_t *head)
{
    const struct dot11_sim_ap *ap = sta->ap;
    const struct sim_key *gtk = &ap->gtk[ap->gtk_now];
    uint8_t wrapped[40];

    if (ap->sim->crypto_ops->key_wrap(ap->sim->crypto, sta->ft.ptk.kek, 16,
                                      gtk->octets, gtk->len, wrapped) != D11_OK)
        return;
    d11_wr_u8(wr, 2);
    d11_wr_u8(wr, (uint8_t)(2 + 1 + 8 + gtk->len + 8));
    d11_wr_le16(wr, gtk->key_id);
    d11_wr_u8(wr, gtk->len);
    d11_wr_le64(wr, gtk->tx_pn);
    d11_wr_octets(wr, wrapped, gtk->len + 8u);
    *head = (uint8_t)(*head + 2 + 2 + 1 + 8 + gtk->len + 8);
}

void ap_ft_write_answer(struct ap_sta *sta, struct d11_wr *wr)
{
    struct dot11_octets rsne = {wr->pos, 0};
    struct dot11_octets mde;
    struct dot11_octets fte;
    uint8_t own[8];
    struct d11_wr own_wr = d11_wr_over(own, sizeof own);
    struct dot11_octets rsnx = {own, 0};
    uint8_t *start = wr->pos;
    uint8_t *head;
    uint8_t *mic_at;
    uint8_t mic[16];

    ap_write_rsnx(sta->ap, &own_wr);
    rsnx.len = d11_wr_len(&own_wr);
    write_rsne(sta->ap, wr, sta->ft.r1.name);
    rsne.len = (size_t)(wr->pos - rsne.data);
    mde.data = wr->pos;
    ap_ft_write_mde(sta->ap, wr);
    mde.len = (size_t)(wr->pos - mde.data);
    fte.data = wr->pos;
    head = wr->pos + 1;
    mic_at = write_fte(sta, wr, rsnx.len != 0 ? 4 : 3);
    write_gtk(sta, wr, head);
    fte.len = (size_t)(wr->pos - fte.data);
    spoil(sta->ap, DOT11_SIM_FT_BEFORE_MIC, start, (size_t)(wr->pos - start));
    if (mic_at != NULL && make_mic(sta, RESPONSE, rsne, mde, fte, rsnx, mic))
        memcpy(mic_at, mic, sizeof mic);
    spoil(sta->ap, DOT11_SIM_FT_REASSOC, start, (size_t)(wr->pos - start));
}

/* The keys of a transition are in use from the response on; a repeated request
 * does not install them again. */
bool ap_ft_done(struct ap_sta *sta)
{
    struct dot11_sim_ap *ap = sta->ap;
    struct ap_rsn *rsn = &sta->rsn;

    if (sta->ft.state == AP_FT_DONE)
        return true;
    rsn->ptk = sta->ft.ptk;
    rsn->akm = ap_ft_akm(ap);
    rsn->state = AP_RSN_DONE;
    rsn->replay = 0;
    rsn->gtk_count = ap->gtk_count;
    sta->ft.state = AP_FT_DONE;
    sta->authorized = sim_key_set(ap->sim, &sta->keys[0],
                                  ap->config.pairwise_cipher, rsn->ptk.tk, 0);
    ap->stats.transitions++;
    return sta->authorized;
}
