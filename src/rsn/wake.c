/* What a radio needs for group rekeys while the device sleeps, and what it
 * brings back.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.7; rule N80211-PM-12. */
#include "rsn/wake.h"

#include <string.h>

#include <dot11/codes.h>

#include "rsn/gtk.h"
#include "rsn/rsn.h"

static bool is_keyed(const struct d11_session *session, uint32_t session_id)
{
    return session->state == D11_SESSION_KEYED && session->id == session_id;
}

static enum dot11_err rekey(void *ext, uint32_t session_id,
                            struct dot11_wake_rekey *out)
{
    const struct d11_rsn *rsn = ext;
    const struct d11_session *session = &rsn->session;

    /* What another handshake will bring is not known yet. */
    if (!is_keyed(session, session_id) || session->has_snonce)
        return D11_ERR_STATE;
    /* The radio would bring one GTK and nothing for management frames. */
    if (session->suites.mfp)
        return D11_ERR_UNSUPPORTED;
    out->akm = session->suites.akm;
    out->group_cipher = session->suites.group_cipher;
    out->kck_len = session->akm->kck_len;
    out->kek_len = session->akm->kek_len;
    memcpy(out->kck, session->kck, session->akm->kck_len);
    memcpy(out->kek, session->kek, session->akm->kek_len);
    out->replay = session->replay;
    return D11_OK;
}

/* SEC-HSK-04: what the radio accepted must not be accepted once more. */
static void woken(void *ext, uint32_t session_id, uint64_t replay,
                  const struct dot11_wake_gtk *gtk)
{
    struct d11_rsn *rsn = ext;
    struct d11_session *session = &rsn->session;
    struct d11_gtk key = {0};
    enum dot11_err err;

    if (!is_keyed(session, session_id))
        return;
    if (replay > session->replay)
        session->replay = replay;
    if (gtk == NULL)
        return;
    key.kde.key.data = gtk->octets;
    key.kde.key.len = gtk->len;
    key.kde.key_id = gtk->key_id;
    key.rx_pn = gtk->rx_pn;
    err = d11_gtk_install(session, &key);
    if (err != D11_OK)
        d11_session_fail(session, err, D11_REASON_UNSPECIFIED);
}

static const struct dot11_ext_wake_ops handlers = {rekey, woken};

const struct dot11_ext_wake_ops *
d11_rsn_wake_ops(const struct dot11_ext_ops *ops)
{
    /* With methods or without: of both, this is the same. */
    return ops->key_failed == d11_rsn_key_failed ? &handlers : NULL;
}
