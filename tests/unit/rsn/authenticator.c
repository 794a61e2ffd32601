/* The AP's side of the handshakes.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.6, 12.7.7. */
#include "authenticator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include <dot11/codes.h>

#include "frame/kde.h"

#define MIC_LEN 16u

/* The descriptor version that the AKM wants (12.7.2). */
static unsigned version(const struct ap *ap)
{
    return ap->akm == D11_AKM_PSK ? D11_KEY_INFO_VERSION_AES_SHA1
                                  : D11_KEY_INFO_VERSION_AES_CMAC;
}

static void begin(struct ap *ap, struct ap_message *message, unsigned info)
{
    memset(message, 0, sizeof(*message));
    message->version = 2;
    message->info = (uint16_t)(info | version(ap));
    message->replay = ++ap->replay;
}

void ap_message1(struct ap *ap, struct ap_message *message)
{
    begin(ap, message, D11_KEY_INFO_PAIRWISE | D11_KEY_INFO_ACK);
    message->key_len = 16;
    memcpy(message->nonce, ap->anonce, 32);
}

void ap_message3(struct ap *ap, struct ap_message *message)
{
    begin(ap, message,
          D11_KEY_INFO_PAIRWISE | D11_KEY_INFO_INSTALL | D11_KEY_INFO_ACK |
              D11_KEY_INFO_MIC | D11_KEY_INFO_SECURE | D11_KEY_INFO_ENCRYPTED);
    message->key_len = 16;
    memcpy(message->nonce, ap->anonce, 32);
    memcpy(message->rsc, ap->rsc, 8);
    ap_add(message, ap->elements, ap->elements_len);
    ap_add_gtk(ap, message);
    ap_add_mgmt(ap, message);
}

void ap_group1(struct ap *ap, struct ap_message *message)
{
    begin(ap, message,
          D11_KEY_INFO_ACK | D11_KEY_INFO_MIC | D11_KEY_INFO_SECURE |
              D11_KEY_INFO_ENCRYPTED);
    memcpy(message->rsc, ap->rsc, 8);
    ap_add_gtk(ap, message);
    ap_add_mgmt(ap, message);
}

void ap_add_mgmt(const struct ap *ap, struct ap_message *message)
{
    const struct dot11_octets igtk = {ap->igtk, ap->igtk_len};
    const struct dot11_octets bigtk = {ap->bigtk, ap->bigtk_len};
    const struct dot11_octets oci = {ap->oci, sizeof(ap->oci)};
    uint8_t kdes[128];
    struct d11_wr wr = d11_wr_over(kdes, sizeof(kdes));

    if (igtk.len != 0)
        d11_kde_write_igtk(&wr, D11_KDE_IGTK, ap->igtk_id, ap->ipn, igtk);
    if (bigtk.len != 0)
        d11_kde_write_igtk(&wr, D11_KDE_BIGTK, ap->bigtk_id, ap->bipn, bigtk);
    if (ap->has_oci)
        d11_kde_write(&wr, D11_KDE_OCI, oci);
    assert_false(wr.overflow);
    ap_add(message, kdes, d11_wr_len(&wr));
}

void ap_add(struct ap_message *message, const uint8_t *octets, size_t len)
{
    assert_true(message->data_len + len <= sizeof(message->data));
    memcpy(message->data + message->data_len, octets, len);
    message->data_len += len;
}

void ap_add_gtk(const struct ap *ap, struct ap_message *message)
{
    const struct dot11_octets key = {ap->gtk, sizeof(ap->gtk)};
    uint8_t kde[64];
    struct d11_wr wr = d11_wr_over(kde, sizeof(kde));

    d11_kde_write_gtk(&wr, ap->gtk_id, false, key);
    ap_add(message, kde, d11_wr_len(&wr));
}

void ap_set_elements(struct ap *ap, const uint8_t *octets, size_t len)
{
    assert_true(len <= sizeof(ap->elements));
    memcpy(ap->elements, octets, len);
    ap->elements_len = len;
}

/* The MIC of a frame, in which it is zeroes now. */
static void make_mic(const struct ap *ap, const uint8_t *kck,
                     const uint8_t *octets, size_t len, uint8_t *mic)
{
    const struct dot11_octets part = {octets, len};
    uint8_t out[D11_HASH_MAX];

    if (version(ap) == D11_KEY_INFO_VERSION_AES_CMAC)
        assert_int_equal(ap->ops->cmac(ap->crypto, kck, 16, &part, 1, out),
                         D11_OK);
    else
        assert_int_equal(
            ap->ops->hmac(ap->crypto, D11_HASH_SHA1, kck, 16, &part, 1, out),
            D11_OK);
    memcpy(mic, out, MIC_LEN);
}

void ap_seal(const struct ap *ap, const struct ap_message *message,
             struct ap_frame *frame)
{
    struct d11_eapol_key_fields fields = {0};
    uint8_t data[AP_DATA_MAX + 24];
    struct d11_wr plain = d11_wr_over(data, sizeof(data) - 8);
    struct d11_wr wr = d11_wr_over(frame->octets, sizeof(frame->octets));
    uint8_t *mic;

    d11_wr_octets(&plain, message->data, message->data_len);
    fields.data.data = data;
    if ((message->info & D11_KEY_INFO_ENCRYPTED) != 0) {
        d11_kde_write_padding(&plain);
        assert_int_equal(ap->ops->key_wrap(ap->crypto, ap->ptk.kek, 16, data,
                                           d11_wr_len(&plain), data),
                         D11_OK);
        fields.data.len = 8;
    }
    fields.data.len += d11_wr_len(&plain);
    fields.info = message->info;
    fields.key_len = message->key_len;
    fields.replay = message->replay;
    fields.version = message->version;
    fields.nonce = message->nonce;
    fields.rsc = message->rsc;
    fields.mic_len = MIC_LEN;
    mic = d11_eapol_key_write(&wr, &fields);
    assert_non_null(mic);
    frame->len = d11_wr_len(&wr);
    if ((message->info & D11_KEY_INFO_MIC) != 0)
        make_mic(ap, ap->ptk.kck, frame->octets, frame->len, mic);
}

bool ap_mic_ok(const struct ap *ap, const uint8_t *kck, const uint8_t *octets,
               size_t len)
{
    uint8_t copy[512];
    uint8_t mic[MIC_LEN];

    assert_true(len <= sizeof(copy) && len >= D11_EAPOL_KEY_MIC_AT + MIC_LEN);
    memcpy(copy, octets, len);
    memset(copy + D11_EAPOL_KEY_MIC_AT, 0, MIC_LEN);
    make_mic(ap, kck, copy, len, mic);
    return memcmp(mic, octets + D11_EAPOL_KEY_MIC_AT, MIC_LEN) == 0;
}

static void decode(const struct ap *ap, struct d11_eapol_key *key,
                   const uint8_t *octets, size_t len, unsigned info)
{
    assert_int_equal(d11_eapol_key_decode(key, octets, len, MIC_LEN),
                     D11_DROP_NONE);
    assert_int_equal(key->frame_len, len);
    assert_int_equal(key->info, info | version(ap));
    assert_int_equal(key->replay, ap->replay);
    assert_int_equal(key->key_len, 0);
    assert_true(ap_mic_ok(ap, ap->ptk.kck, octets, len));
}

void ap_take_message2(struct ap *ap, const uint8_t *octets, size_t len,
                      const uint8_t *rsne, size_t rsne_len, bool rekey)
{
    struct d11_ptk_params params = {0};
    struct d11_eapol_key key;

    assert_int_equal(d11_eapol_key_decode(&key, octets, len, MIC_LEN),
                     D11_DROP_NONE);
    memcpy(ap->snonce, key.nonce, 32);
    params.akm = ap->akm;
    params.cipher = D11_CIPHER_CCMP_128;
    params.pmk = ap->pmk;
    params.pmk_len = 32;
    params.aa = ap->aa;
    params.spa = ap->spa;
    params.anonce = ap->anonce;
    params.snonce = ap->snonce;
    assert_int_equal(d11_ptk_derive(&ap->ptk, &params, ap->ops, ap->crypto),
                     D11_OK);
    decode(ap, &key, octets, len,
           D11_KEY_INFO_PAIRWISE | D11_KEY_INFO_MIC |
               (rekey ? D11_KEY_INFO_SECURE : 0u));
    assert_int_equal(key.data.len, rsne_len);
    assert_memory_equal(key.data.data, rsne, rsne_len);
}

void ap_take_message4(const struct ap *ap, const uint8_t *octets, size_t len)
{
    struct d11_eapol_key key;

    decode(ap, &key, octets, len,
           D11_KEY_INFO_PAIRWISE | D11_KEY_INFO_MIC | D11_KEY_INFO_SECURE);
    assert_int_equal(key.data.len, 0);
}

void ap_take_group2(const struct ap *ap, const uint8_t *octets, size_t len)
{
    struct d11_eapol_key key;

    decode(ap, &key, octets, len, D11_KEY_INFO_MIC | D11_KEY_INFO_SECURE);
    assert_int_equal(key.data.len, ap->has_oci ? 9 : 0);
}
