/* Asking the AP for another pairwise key.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.2. */
#include "rsn/rekey.h"

#include <string.h>

#include <dot11/codes.h>

#include "base/deadline.h"

/* From one request to the next while the AP does nothing. */
#define AGAIN_US (UINT64_C(10) * 1000 * 1000)
#define REQUEST_INFO                                                           \
    (D11_KEY_INFO_PAIRWISE | D11_KEY_INFO_REQUEST | D11_KEY_INFO_SECURE |      \
     D11_KEY_INFO_MIC)
/* No MIC is longer than a hash. */
#define REQUEST_MAX (D11_EAPOL_HEADER_LEN + D11_EAPOL_KEY_FIXED + D11_HASH_MAX)
#define EAPOL_VERSION 2u

/* Does nothing but a request wait for its time? */
static bool is_idle(const struct d11_session *session)
{
    return session->state == D11_SESSION_KEYED && !session->has_snonce;
}

void d11_rekey_arm(const struct d11_rekey *rekey, struct d11_session *session,
                   uint64_t now_us)
{
    if (rekey->every_us != 0 && is_idle(session) &&
        session->deadline_us == D11_NEVER)
        d11_session_set_deadline(session,
                                 d11_time_after(now_us, rekey->every_us));
}

/* AKMs without a MIC have their keys from elsewhere. */
static enum dot11_err ask(const struct d11_rekey *rekey,
                          const struct d11_session *session)
{
    struct d11_eapol_key_fields fields = {0};
    uint8_t frame[REQUEST_MAX];
    struct d11_wr wr = d11_wr_over(frame, sizeof(frame));
    uint8_t mic[D11_HASH_MAX];
    uint8_t *at;
    enum dot11_err err;

    if (session->akm->mic_len == 0)
        return D11_ERR_UNSUPPORTED;
    fields.version = EAPOL_VERSION;
    fields.mic_len = session->akm->mic_len;
    fields.info = (uint16_t)(REQUEST_INFO | session->akm->key_descriptor);
    fields.replay = rekey->requests;
    at = d11_eapol_key_write(&wr, &fields);
    d11_assert(at != NULL);
    err = d11_session_mic(session, session->kck, frame, d11_wr_len(&wr), mic);
    if (err != D11_OK)
        return err;
    memcpy(at, mic, session->akm->mic_len);
    return dot11_ext_send(session->env->host, session->id, D11_ETHERTYPE_EAPOL,
                          frame, d11_wr_len(&wr), D11_EXT_NO_COOKIE, 0);
}

bool d11_rekey_tick(struct d11_rekey *rekey, struct d11_session *session,
                    uint64_t now_us)
{
    if (rekey->every_us == 0 || !is_idle(session) ||
        !d11_deadline_due(session->deadline_us, now_us))
        return false;
    if (rekey->session_id != session->id) {
        rekey->session_id = session->id;
        rekey->requests = 0;
    }
    rekey->requests++;
    /* One that could not be sent is as good as one that was lost. */
    (void)ask(rekey, session);
    d11_session_set_deadline(session, d11_time_after(now_us, AGAIN_US));
    return true;
}
