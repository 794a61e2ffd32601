/* The group keys that a handshake brings.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.2, 12.7.4. */
#include "rsn/gtk.h"

#include <string.h>

#include <dot11/codes.h>

#include "base/wipe.h"
#include "crypto/cipher.h"
#include "crypto/replay.h"
#include "rsn/mgmt.h"

static bool read_gtk(const struct d11_session *session,
                     const struct d11_key_data *parts,
                     const struct d11_eapol_key *key, struct d11_gtk *gtk)
{
    const struct d11_cipher *cipher =
        d11_cipher_find(session->suites.group_cipher);

    if (session->suites.group_cipher == D11_CIPHER_NO_GROUP) {
        gtk->kde.key.len = 0;
        return true;
    }
    if (cipher == NULL || parts->gtk.data == NULL ||
        !d11_kde_gtk_decode(&gtk->kde, parts->gtk))
        return false;
    return gtk->kde.key.len == cipher->key_len &&
           !d11_is_zero_const_time(gtk->kde.key.data, gtk->kde.key.len) &&
           d11_replay_rsc(key->rsc, &gtk->rx_pn);
}

uint16_t d11_group_keys_read(const struct d11_session *session,
                             const struct d11_key_data *parts,
                             const struct d11_eapol_key *key, bool first,
                             struct d11_group_keys *keys)
{
    if (!read_gtk(session, parts, key, &keys->gtk))
        return D11_REASON_BAD_GROUP_CIPHER;
    if (session->suites.mfp)
        return session->env->more->mgmt->read(session, parts, first, keys);
    /* Without management frame protection nobody may bring its keys. */
    return parts->igtk.data != NULL || parts->bigtk.data != NULL
               ? D11_REASON_BAD_GROUP_CIPHER
               : 0;
}

/* A print of the key under its id. Nothing can be learnt from it about the
 * key, so it may stay for the whole association. */
static enum dot11_err make_print(const struct d11_session *session,
                                 const struct d11_kde_key *key,
                                 uint8_t print[D11_GTK_PRINT_LEN])
{
    const struct d11_rsn_env *env = session->env;
    const uint8_t id = (uint8_t)key->key_id;
    const struct dot11_octets part = {&id, 1};
    uint8_t mac[D11_HASH_MAX];

    if (env->ops->hmac(env->crypto, session->akm->hash, key->key.data,
                       key->key.len, &part, 1, mac) != D11_OK)
        return D11_ERR_CRYPTO;
    memcpy(print, mac, D11_GTK_PRINT_LEN);
    return D11_OK;
}

static bool is_known(const struct d11_key_prints *known,
                     const uint8_t print[D11_GTK_PRINT_LEN])
{
    size_t i;

    for (i = 0; i < D11_GTK_PRINTS; i++) {
        if (memcmp(known->prints[i], print, D11_GTK_PRINT_LEN) == 0)
            return true;
    }
    return false;
}

enum dot11_err d11_gtk_install_as(struct d11_session *session,
                                  struct d11_key_prints *known, uint32_t cipher,
                                  const struct d11_gtk *gtk)
{
    uint8_t print[D11_GTK_PRINT_LEN];
    struct dot11_ext_key key = {0};
    enum dot11_err err;

    /* Nothing is sent to groups. */
    if (gtk->kde.key.len == 0)
        return D11_OK;
    err = make_print(session, &gtk->kde, print);
    if (err != D11_OK || is_known(known, print))
        return err;
    key.session_id = session->id;
    key.cipher = cipher;
    key.key_id = (uint8_t)gtk->kde.key_id;
    key.len = (uint8_t)gtk->kde.key.len;
    key.octets = gtk->kde.key.data;
    key.rx_pn = gtk->rx_pn;
    err = dot11_ext_set_key(session->env->host, &key);
    if (err != D11_OK)
        return err;
    memcpy(known->prints[known->next], print, sizeof(print));
    known->next = (uint8_t)((known->next + 1u) % D11_GTK_PRINTS);
    return D11_OK;
}

enum dot11_err d11_gtk_install(struct d11_session *session,
                               const struct d11_gtk *gtk)
{
    return d11_gtk_install_as(session, &session->gtk_prints,
                              session->suites.group_cipher, gtk);
}

enum dot11_err d11_group_keys_install(struct d11_session *session,
                                      const struct d11_group_keys *keys)
{
    enum dot11_err err = d11_gtk_install(session, &keys->gtk);

    return err == D11_OK && session->suites.mfp
               ? session->env->more->mgmt->install(session, keys)
               : err;
}
