/* The group key handshake, the supplicant's side.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.7. */
#include "rsn/group.h"

#include <dot11/codes.h>

#include "base/wipe.h"
#include "rsn/gtk.h"

/* Key Information of message 1 (12.7.7.2), but for the descriptor version. */
#define MESSAGE1_INFO                                                          \
    (D11_KEY_INFO_ACK | D11_KEY_INFO_MIC | D11_KEY_INFO_SECURE |               \
     D11_KEY_INFO_ENCRYPTED)

/* The key goes in first and only then the answer goes out: the AP counts on us
 * from the answer on. Who asked for both in this order, had nothing done when
 * the key failed. */
static enum dot11_drop take(struct d11_session *session,
                            const struct d11_plain *plain,
                            const struct d11_eapol_key *key)
{
    struct d11_key_data parts;
    struct d11_group_keys keys;
    enum dot11_err err;

    if (!d11_key_data_decode(&parts, plain->octets, plain->len) ||
        parts.duplicate)
        return D11_DROP_EAPOL_KEY_DATA;
    if (d11_group_keys_read(session, &parts, key, false, &keys) != 0)
        return D11_DROP_EAPOL_MISMATCH;
    err = d11_group_keys_install(session, &keys);
    if (err == D11_OK)
        err =
            d11_session_reply(session, D11_REPLY_GROUP2, key, session->kck, 0);
    return err == D11_OK ? D11_DROP_NONE : d11_session_refused(session, err);
}

enum dot11_drop d11_group_message1(struct d11_session *session,
                                   const struct dot11_ext_packet *packet,
                                   const struct d11_eapol_key *key)
{
    struct d11_plain plain;
    enum dot11_drop drop;

    if (session->state != D11_SESSION_KEYED)
        return D11_DROP_EAPOL_STATE;
    if ((key->info & D11_KEY_INFO_KNOWN) !=
        (MESSAGE1_INFO | session->akm->key_descriptor))
        return D11_DROP_EAPOL_INFO;
    if (!packet->was_protected)
        return D11_DROP_PLAINTEXT;
    if (!d11_session_is_new(session, key))
        return D11_DROP_EAPOL_REPLAY;
    if (!d11_session_verify(session, session->kck, packet, key))
        return D11_DROP_EAPOL_MIC;
    if (!d11_session_unwrap(session, session->kek, packet, key, &plain))
        return D11_DROP_EAPOL_KEY_DATA;
    drop = take(session, &plain, key);
    d11_wipe(plain.octets, plain.len);
    return drop;
}
