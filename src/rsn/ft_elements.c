/* What the frames of a fast BSS transition say.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 13.7, 13.8. */
#include <string.h>

#include <dot11/codes.h>

#include "base/octets.h"
#include "base/rd.h"
#include "base/wipe.h"
#include "frame/index.h"
#include "frame/rsne.h"
#include "rsn/ft.h"

/* Key wrap adds one block; a key that is no whole number of them is padded. */
#define WRAP_BLOCK 8u
#define RSC_LEN 8u
#define PN_LEN 6u
#define GTK_KEY_ID 0x0003u
#define RAW_MAX 257u

struct dot11_octets d11_ft_mde(const struct dot11_bss *bss)
{
    struct dot11_octets mde;
    struct d11_index index;

    d11_index_build(&index, bss->elements, bss->elements_len);
    mde = d11_index_raw(&index, D11_SLOT_MDE);
    if (mde.len != 2u + D11_MDE_LEN)
        mde.data = NULL;
    return mde;
}

/* Copy an RSNE without the PMKID `name`, which must be its only one. An AP that
 * had no list of PMKIDs before may or may not leave its count behind: `count`
 * says which. */
static bool copy_without(struct d11_wr *wr, struct dot11_octets raw,
                         const uint8_t *name, bool count)
{
    struct d11_rd rd = d11_rd_over(raw.data, raw.len);
    const uint8_t *head;
    struct d11_rsne rsne;
    size_t head_len;

    d11_rd_skip(&rd, 2);
    head = rd.pos;
    if (rd.truncated || !d11_rsne_parse(&rsne, head, d11_rd_left(&rd)) ||
        rsne.pmkid_count != 1 || memcmp(rsne.pmkids, name, D11_PMKID_LEN) != 0)
        return false;
    head_len = (size_t)(rsne.pmkids - head) - 2;
    d11_rd_skip(&rd, head_len + 2 + D11_PMKID_LEN);
    d11_wr_u8(wr, D11_EID_RSN);
    d11_wr_u8(wr, (uint8_t)(head_len + (count ? 2u : 0u) + d11_rd_left(&rd)));
    d11_wr_octets(wr, head, head_len);
    if (count)
        d11_wr_le16(wr, 0);
    d11_wr_octets(wr, rd.pos, d11_rd_left(&rd));
    return !wr->overflow;
}

static bool same_octets(struct dot11_octets a, struct dot11_octets b)
{
    if (a.data == NULL || b.data == NULL)
        return a.len == 0 && b.len == 0;
    return a.len == b.len && memcmp(a.data, b.data, a.len) == 0;
}

bool d11_ft_same_rsne(struct dot11_octets rsne, const struct dot11_bss *bss,
                      const uint8_t *name)
{
    uint8_t octets[RAW_MAX];
    struct dot11_octets said = {octets, 0};
    struct d11_index index;

    d11_index_build(&index, bss->elements, bss->elements_len);
    for (int count = 0; count < 2; count++) {
        struct d11_wr wr = d11_wr_over(octets, sizeof(octets));

        if (!copy_without(&wr, rsne, name, count != 0))
            return false;
        said.len = d11_wr_len(&wr);
        if (same_octets(said, d11_index_raw(&index, D11_SLOT_RSN)))
            return true;
    }
    return false;
}

bool d11_ft_same_elements(struct d11_ft *ft, const struct d11_session *session,
                          const struct d11_key_data *parts)
{
    struct d11_key_data without = *parts;

    for (int count = 0; count < 2; count++) {
        struct d11_wr wr = d11_wr_over(ft->body, sizeof(ft->body));

        if (!copy_without(&wr, parts->rsne, ft->ap.r1_name, count != 0))
            return false;
        without.rsne.data = ft->body;
        without.rsne.len = d11_wr_len(&wr);
        if (d11_session_same_elements(session, &without))
            return true;
    }
    return false;
}

/* Is there just one of its kind? */
static bool is_single(const struct d11_index *index, enum d11_slot slot)
{
    struct d11_element element;

    return d11_index_get(index, slot, &element) &&
           !d11_index_next_same(index, &element);
}

bool d11_ft_read_answer(struct d11_ft_answer *answer, size_t mic_len,
                        const struct dot11_bss *bss,
                        struct dot11_octets elements)
{
    struct d11_index index;

    memset(answer, 0, sizeof(*answer));
    d11_index_build(&index, elements.data, elements.len);
    if (!d11_index_whole(&index) || !is_single(&index, D11_SLOT_MDE) ||
        !is_single(&index, D11_SLOT_FTE))
        return false;
    answer->rsne = d11_index_raw(&index, D11_SLOT_RSN);
    answer->mde = d11_index_raw(&index, D11_SLOT_MDE);
    answer->raw = d11_index_raw(&index, D11_SLOT_FTE);
    answer->rsnx = d11_index_raw(&index, D11_SLOT_RSNX);
    return same_octets(answer->mde, d11_ft_mde(bss)) &&
           d11_fte_decode(&answer->fte, d11_index_body(&index, D11_SLOT_FTE),
                          mic_len);
}

enum dot11_err d11_ft_mic(const struct d11_ft *ft,
                          const struct d11_rsn_env *env, uint8_t transaction,
                          const struct d11_ft_answer *of,
                          uint8_t mic[D11_HASH_MAX])
{
    static const uint8_t zeroes[D11_KCK_MAX];
    const struct d11_akm *akm = ft->akm;
    struct d11_rd fte = d11_rd_over(of->raw.data, of->raw.len);
    struct dot11_octets part[9] = {
        {ft->spa, D11_ADDR_LEN},
        {ft->ap.bssid, D11_ADDR_LEN},
        {&transaction, 1},
        of->rsne,
        of->mde,
    };

    part[5].len = 2u + D11_FTE_MIC_AT;
    part[5].data = d11_rd_take(&fte, part[5].len);
    part[6].len = akm->mic_len;
    part[6].data = zeroes;
    d11_rd_skip(&fte, akm->mic_len);
    part[7].len = d11_rd_left(&fte);
    part[7].data = fte.pos;
    part[8] = of->rsnx;
    if (fte.truncated)
        return D11_ERR_ARG;
    if (akm->mic == D11_KEY_MIC_CMAC)
        return env->ops->cmac(env->crypto, ft->ptk.kck, akm->kck_len, part, 9,
                              mic);
    return env->ops->hmac(env->crypto, akm->hash, ft->ptk.kck, akm->kck_len,
                          part, 9, mic);
}

/* A writer over what is left of `plain`, and one key into it, behind `head`
 * octets that say the rest of its KDE. */
struct unwrapping {
    const struct d11_ft *ft;
    const struct d11_rsn_env *env;
    struct d11_wr wr;
};

static bool unwrap(struct unwrapping *to, const struct d11_fte_key *key,
                   const uint8_t *start, struct dot11_octets *kde)
{
    const struct d11_ptk *ptk = &to->ft->ptk;
    const size_t len = key->wrapped.len;
    uint8_t *at;

    /* SEC-FT-04: the key and nothing else but its padding. */
    if (len % WRAP_BLOCK != 0 || len < 3u * WRAP_BLOCK || key->len == 0 ||
        len - WRAP_BLOCK != ((key->len + 7u) & ~7u))
        return false;
    at = d11_wr_take(&to->wr, len - WRAP_BLOCK);
    if (at == NULL ||
        to->env->ops->key_unwrap(to->env->crypto, ptk->kek, ptk->kek_len,
                                 key->wrapped.data, len, at) != D11_OK)
        return false;
    kde->data = start;
    kde->len = (size_t)(at - start) + key->len;
    return true;
}

static bool unwrap_gtk(struct unwrapping *to, const struct d11_fte *fte,
                       struct d11_ft_group *group)
{
    const uint8_t *start = to->wr.pos;

    if (fte->gtk.wrapped.data == NULL)
        return false;
    memcpy(group->rsc, fte->gtk.pn, RSC_LEN);
    d11_wr_u8(&to->wr, (uint8_t)(fte->gtk.info & GTK_KEY_ID));
    d11_wr_u8(&to->wr, 0);
    return unwrap(to, &fte->gtk, start, &group->parts.gtk);
}

static bool unwrap_mgmt(struct unwrapping *to, const struct d11_fte_key *key,
                        struct dot11_octets *kde)
{
    const uint8_t *start = to->wr.pos;

    if (key->wrapped.data == NULL)
        return true;
    d11_wr_le16(&to->wr, key->info);
    d11_wr_octets(&to->wr, key->pn, PN_LEN);
    return unwrap(to, key, start, kde);
}

bool d11_ft_unwrap(struct d11_ft *ft, const struct d11_rsn_env *env,
                   const struct d11_fte *fte)
{
    struct d11_ft_group *group = &ft->group;
    struct unwrapping to = {ft, env,
                            d11_wr_over(group->plain, sizeof(group->plain))};

    memset(group, 0, sizeof(*group));
    group->parts.oci = fte->oci;
    if (unwrap_gtk(&to, fte, group) &&
        unwrap_mgmt(&to, &fte->igtk, &group->parts.igtk) &&
        unwrap_mgmt(&to, &fte->bigtk, &group->parts.bigtk))
        return true;
    d11_wipe(group, sizeof(*group));
    return false;
}
