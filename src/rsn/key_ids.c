/* Extended Key ID: a new pairwise key beside the one in use.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.6.4, Figure 12-42. */
#include "rsn/key_ids.h"

#include <dot11/codes.h>
#include <dot11/rsn.h>

#include "hw/part.h"
#include "rsn/suites.h"

/* Key ID KDE, first octet; 2 and 3 are reserved. */
#define KEY_ID_MASK 0x03u
#define KEY_ID_LAST 1u

/* Their first pairwise key comes without a message that names its id. */
#define FT_AKMS                                                                \
    (D11_AKM_BIT_FT_8021X | D11_AKM_BIT_FT_PSK | D11_AKM_BIT_FT_SAE |          \
     D11_AKM_BIT_FT_SAE_EXT_KEY)

static void agree(const struct dot11_ext_host *host,
                  const struct dot11_bss *bss, struct dot11_ext_suites *suites)
{
    if ((bss->rsn_capability & D11_RSN_CAP_EXT_KEY_ID) != 0 &&
        (dot11_ext_two_key_ciphers(host) &
         D11_CIPHER_BIT(suites->pairwise_cipher)) != 0 &&
        (d11_suites_akm_bit(suites->akm) & FT_AKMS) == 0)
        suites->rsn_capability |= D11_RSN_CAP_EXT_KEY_ID;
}

static uint8_t key_id_of(const struct d11_key_data *parts)
{
    return parts->key_id.data[0] & KEY_ID_MASK;
}

/* The one in use must stay until the other is there on both sides. */
static bool fits(const struct d11_session *session,
                 const struct d11_key_data *parts)
{
    return parts->key_id.len != 0 && key_id_of(parts) <= KEY_ID_LAST &&
           (session->state != D11_SESSION_KEYED ||
            key_id_of(parts) != session->key_id);
}

static enum dot11_err receive(struct d11_session *session,
                              const struct d11_key_data *parts,
                              const struct d11_ptk *ptk)
{
    struct dot11_ext_key key = {0};

    session->key_id = key_id_of(parts);
    key.session_id = session->id;
    key.cipher = session->suites.pairwise_cipher;
    key.key_id = session->key_id;
    key.pairwise = true;
    key.len = ptk->tk_len;
    key.octets = ptk->tk;
    return dot11_ext_set_key(session->env->host, &key);
}

static enum dot11_err send(struct d11_session *session)
{
    return dot11_ext_set_default_key_id(session->env->host, session->id,
                                        session->key_id);
}

static const struct d11_key_ids_ops ops = {
    .agree = agree,
    .fits = fits,
    .receive = receive,
    .send = send,
};

const struct dot11_part dot11_extended_key_id = {
    .kind = D11_PART_KEY_IDS,
    .list = &d11_part_list,
    .ops = &ops,
};
