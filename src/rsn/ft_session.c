/* The 4-way handshake in a mobility domain.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 13.4.2, 12.7.6. */
#include <string.h>

#include "base/octets.h"
#include "base/wipe.h"
#include "frame/fte.h"
#include "rsn/ft.h"
#include "rsn/suites.h"

static struct d11_ft *ft_of(const struct d11_session *session)
{
    return (struct d11_ft *)(void *)session->ft;
}

enum dot11_err d11_ft_make_r1(struct d11_ft *ft, const struct d11_rsn_env *env,
                              struct d11_ft_key *r1)
{
    enum dot11_err err;

    err = d11_ft_r1(r1, ft->akm, &ft->r0, ft->ap.r1kh, ft->spa, env->ops,
                    env->crypto);
    memcpy(ft->ap.r1_name, r1->name, sizeof(r1->name));
    return err;
}

/* PMK-R0, from the PMK that came with or after the association. */
static enum dot11_err make_r0(struct d11_ft *ft,
                              const struct d11_session *session)
{
    const struct d11_rsn_env *env = session->env;
    const struct d11_ft_domain domain = {
        {ft->ssid.octets, ft->ssid.len},
        ft->mdid,
        {ft->r0kh, ft->r0kh_len},
        ft->spa,
    };
    const uint8_t *pmk = d11_session_pmk(session);
    enum dot11_err err;

    if (ft->made)
        return D11_OK;
    if (pmk == NULL)
        return D11_ERR_STATE;
    err = d11_ft_r0(&ft->r0, ft->akm, pmk, session->pmk->len, &domain, env->ops,
                    env->crypto);
    if (err != D11_OK)
        return err;
    memcpy(ft->pmk.octets, ft->r0.octets, ft->akm->pmk_len);
    ft->pmk.len = ft->akm->pmk_len;
    ft->pmk.ssid = ft->ssid;
    ft->pmk.generation = 1;
    ft->pmk.ready = true;
    ft->made = true;
    return D11_OK;
}

static enum dot11_err derive(const struct d11_session *session,
                             const uint8_t *anonce, struct d11_ptk *ptk)
{
    const struct d11_rsn_env *env = session->env;
    struct d11_ft *ft = ft_of(session);
    struct d11_ptk_params params;
    struct d11_ft_key r1;
    enum dot11_err err;

    err = make_r0(ft, session);
    if (err != D11_OK)
        return err;
    err = d11_ft_make_r1(ft, env, &r1);
    params.akm = session->suites.akm;
    params.cipher = session->suites.pairwise_cipher;
    params.pmk = r1.octets;
    params.pmk_len = ft->akm->pmk_len;
    params.aa = session->aa;
    params.spa = session->spa;
    params.anonce = anonce;
    params.snonce = session->snonce;
    if (err == D11_OK)
        err = d11_ft_ptk(ptk, &params, env->ops, env->crypto);
    d11_wipe(&r1, sizeof(r1));
    return err;
}

/* 13.4.2: the RSNE with PMKR1Name, and what the response said. */
static struct dot11_octets message2(const struct d11_session *session)
{
    struct d11_ft *ft = ft_of(session);
    struct d11_wr wr = d11_wr_over(ft->body, sizeof(ft->body));
    struct dot11_octets data = {ft->body, 0};

    d11_suites_write_rsne(&wr, &session->suites, ft->ap.r1_name);
    d11_wr_octets(&wr, ft->mde, sizeof(ft->mde));
    d11_wr_octets(&wr, ft->fte, ft->fte_len);
    d11_suites_write_rsnx(&wr, &session->suites);
    if (session->suites.ocv)
        session->env->more->mgmt->write_oci(session, &wr);
    d11_assert(!wr.overflow);
    data.len = d11_wr_len(&wr);
    return data;
}

/* SEC-FT-01: the key holders are those of the response. */
static bool same_holders(const struct d11_ft *ft, struct dot11_octets raw)
{
    struct dot11_octets body;
    struct d11_fte fte;

    if (raw.len < 2)
        return false;
    body.data = raw.data + 2;
    body.len = raw.len - 2;
    return d11_fte_decode(&fte, body, ft->akm->mic_len) &&
           fte.r1kh.data != NULL && fte.r0kh.len == ft->r0kh_len &&
           memcmp(fte.r1kh.data, ft->ap.r1kh, D11_FT_R1KH_LEN) == 0 &&
           memcmp(fte.r0kh.data, ft->r0kh, ft->r0kh_len) == 0;
}

static bool agreed(const struct d11_session *session,
                   const struct d11_key_data *parts)
{
    struct d11_ft *ft = ft_of(session);

    if (parts->mde.len != sizeof(ft->mde) ||
        memcmp(parts->mde.data, ft->mde, sizeof(ft->mde)) != 0 ||
        !same_holders(ft, parts->fte) ||
        !d11_ft_same_elements(ft, session, parts))
        return false;
    /* Message 3 was verified: the AP has the domain's keys. */
    ft->proven = true;
    return true;
}

const struct d11_session_ft d11_ft_session = {
    .derive = derive,
    .message2 = message2,
    .agreed = agreed,
};
