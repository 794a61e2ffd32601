/* One station's extension between a fake host and an AP.
 *
 * SPDX-License-Identifier: MIT */
#include "station.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <dot11/codes.h>

#include "primitives.h"

static const uint8_t default_rsne[] = {
    0x30, 0x14, 0x01, 0x00, 0x00, 0x0f, 0xac, 0x04, 0x01, 0x00, 0x00,
    0x0f, 0xac, 0x04, 0x01, 0x00, 0x00, 0x0f, 0xac, 0x02, 0x0c, 0x00};

/* The station whose HMACs are counted: a test runs one. */
static struct station *counted;

static enum dot11_err counted_hmac(void *crypto, enum dot11_hash hash,
                                   const uint8_t *key, size_t key_len,
                                   const struct dot11_octets *parts, size_t n,
                                   uint8_t *out)
{
    if (counted->hmacs_left == 1) {
        counted->hmac_failed = true;
        return D11_ERR_CRYPTO;
    }
    if (counted->hmacs_left != 0)
        counted->hmacs_left--;
    return PRIMITIVES_OPS->hmac(crypto, hash, key, key_len, parts, n, out);
}

/* SEC-HSK-01: what no key wrap can be must not get to the provider. */
static enum dot11_err checked_unwrap(void *crypto, const uint8_t *kek,
                                     size_t kek_len, const uint8_t *in,
                                     size_t len, uint8_t *out)
{
    assert_true(len >= 24 && len % 8 == 0);
    return PRIMITIVES_OPS->key_unwrap(crypto, kek, kek_len, in, len, out);
}

static void new_ap(struct station *s)
{
    static const uint8_t aa[6] = {0x02, 0x11, 0x22, 0x33, 0x44, 0x55};
    static const uint8_t spa[6] = {0x02, 0xaa, 0xbb, 0xcc, 0xdd, 0xee};
    struct ap *ap = &s->ap;

    ap->ops = PRIMITIVES_OPS;
    ap->crypto = s->provider;
    ap->akm = D11_AKM_PSK;
    memcpy(ap->aa, aa, 6);
    memcpy(ap->spa, spa, 6);
    memset(ap->pmk, 0x5a, sizeof(ap->pmk));
    memset(ap->anonce, 0xa1, sizeof(ap->anonce));
    memset(ap->gtk, 0x61, sizeof(ap->gtk));
    ap->gtk_id = 1;
    ap->rsc[0] = 0x34;
    ap->rsc[1] = 0x12;
    ap_set_elements(ap, default_rsne, sizeof(default_rsne));
}

int station_new(void **state)
{
    return station_new_with(state, &dot11_rsn);
}

int station_new_with(void **state, const struct dot11_ext_ops *rsn)
{
    static const char name[] = "house";
    struct station *s = calloc(1, sizeof(*s));

    assert_non_null(s);
    *state = s;
    s->rsn = rsn;
    counted = s;
    assert_int_equal(primitives_new(&s->provider), D11_OK);
    s->ops = *PRIMITIVES_OPS;
    s->ops.hmac = counted_hmac;
    s->ops.key_unwrap = checked_unwrap;
    s->host.ops = &s->ops;
    s->host.crypto = s->provider;
    s->host.deadline_us = D11_NEVER;
    s->host.random_seed = 1;
    s->now_us = 1000;
    s->ssid.len = sizeof(name) - 1;
    memcpy(s->ssid.octets, name, sizeof(name) - 1);
    new_ap(s);
    dot11_rsn_profile_defaults(&s->profile);
    s->profile.has_psk = true;
    memcpy(s->profile.psk, s->ap.pmk, D11_PSK_LEN);
    station_beacon(s);

    s->ext = calloc(1, s->rsn->state_size);
    assert_non_null(s->ext);
    assert_int_equal(s->rsn->init(s->ext, &s->host), D11_OK);
    return 0;
}

int station_free(void **state)
{
    struct station *s = *state;

    s->rsn->deinit(s->ext);
    free(s->ext);
    primitives_free(s->provider);
    free(s);
    return 0;
}

void station_beacon(struct station *s)
{
    struct d11_wr wr = d11_wr_over(s->beacon, sizeof(s->beacon));

    d11_wr_u8(&wr, D11_EID_SSID);
    d11_wr_u8(&wr, s->ssid.len);
    d11_wr_octets(&wr, s->ssid.octets, s->ssid.len);
    d11_wr_octets(&wr, s->ap.elements, s->ap.elements_len);
    assert_false(wr.overflow);
    memset(&s->bss, 0, sizeof(s->bss));
    memcpy(s->bss.bssid, s->ap.aa, 6);
    s->bss.freq_mhz = 2412;
    s->bss.ssid = s->ssid;
    s->bss.flags = D11_BSS_HAS_RSN | D11_BSS_HEARD_BEACON;
    s->bss.elements = s->beacon;
    s->bss.elements_len = (uint16_t)d11_wr_len(&wr);
}

enum dot11_err station_post_associate(struct station *s)
{
    struct dot11_ext_assoc assoc;

    memset(&assoc, 0, sizeof(assoc));
    assoc.session_id = STATION_SESSION;
    memcpy(assoc.peer, s->ap.aa, 6);
    memcpy(assoc.own, s->ap.spa, 6);
    assoc.ssid = s->ssid;
    assoc.suites = s->suites;
    assoc.bss = &s->bss;
    assoc.request.data = s->request;
    assoc.request.len = s->request_len;
    return s->rsn->post_associate(s->ext, &assoc, s->now_us);
}

void station_associate(struct station *s)
{
    assert_int_equal(s->rsn->pre_associate(s->ext, &s->ssid, &s->profile,
                                           sizeof(s->profile), s->now_us),
                     D11_OK);
    assert_int_equal(s->host.ethertype, D11_ETHERTYPE_EAPOL);
    assert_int_equal(s->rsn->select(s->ext, &s->bss, &s->suites), D11_OK);
    s->request_len = s->rsn->assoc_elements(s->ext, &s->bss, &s->suites,
                                            s->request, sizeof(s->request));
    assert_true(s->request_len <= sizeof(s->request));
    assert_int_equal(station_post_associate(s), D11_ERR_PENDING);
    assert_int_equal(s->host.count, 0);
    assert_true(s->host.deadline_us > s->now_us);
    assert_true(s->host.deadline_us != D11_NEVER);
}

enum dot11_drop station_receive(struct station *s, const uint8_t *octets,
                                size_t len, bool was_protected)
{
    struct dot11_ext_packet packet;
    uint8_t *block = malloc(len != 0 ? len : 1);
    enum dot11_drop drop;

    assert_non_null(block);
    if (len != 0)
        memcpy(block, octets, len);
    memset(&packet, 0, sizeof(packet));
    packet.session_id = STATION_SESSION;
    packet.ethertype = D11_ETHERTYPE_EAPOL;
    packet.was_protected = was_protected;
    memcpy(packet.sa, s->ap.aa, 6);
    packet.data = block;
    packet.len = len;
    drop = s->rsn->receive(s->ext, &packet, s->now_us);
    free(block);
    return drop;
}

enum dot11_drop station_take(struct station *s,
                             const struct ap_message *message,
                             bool was_protected)
{
    struct ap_frame frame;

    ap_seal(&s->ap, message, &frame);
    return station_receive(s, frame.octets, frame.len, was_protected);
}

void station_to_message2(struct station *s, bool rekey)
{
    const size_t sent = fake_count(&s->host, FAKE_SEND);
    const struct fake_command *reply;
    struct ap_message message;

    ap_message1(&s->ap, &message);
    if (rekey)
        message.info |= D11_KEY_INFO_SECURE;
    assert_int_equal(station_take(s, &message, rekey), D11_DROP_NONE);
    assert_int_equal(fake_count(&s->host, FAKE_SEND), sent + 1);
    reply = fake_last(&s->host, FAKE_SEND);
    assert_int_equal(reply->session_id, STATION_SESSION);
    assert_int_equal(reply->ethertype, D11_ETHERTYPE_EAPOL);
    assert_int_equal(reply->flags, 0);
    if (s->message2_len != 0)
        ap_take_message2(&s->ap, reply->data, reply->len, s->message2,
                         s->message2_len, rekey);
    else
        ap_take_message2(&s->ap, reply->data, reply->len, s->request,
                         s->request_len, rekey);
}

void station_handshake(struct station *s)
{
    struct fake_command *list;
    struct ap_message message;

    station_to_message2(s, false);
    s->host.count = 0;
    ap_message3(&s->ap, &message);
    assert_int_equal(station_take(s, &message, false), D11_DROP_NONE);
    assert_int_equal(s->host.count, 4);
    list = s->host.list;

    assert_int_equal(list[0].kind, FAKE_SEND);
    assert_int_equal(list[0].flags, 0);
    ap_take_message4(&s->ap, list[0].data, list[0].len);
    assert_int_equal(list[1].kind, FAKE_SET_KEY);
    assert_true(list[1].key.pairwise);
    assert_true(list[1].key.tx);
    assert_int_equal(list[1].key.key_id, 0);
    assert_int_equal(list[1].key.cipher, D11_CIPHER_CCMP_128);
    assert_int_equal(list[1].key.rx_pn, 0);
    assert_int_equal(list[1].len, 16);
    assert_memory_equal(list[1].data, s->ap.ptk.tk, 16);
    assert_int_equal(list[2].kind, FAKE_SET_KEY);
    assert_false(list[2].key.pairwise);
    assert_false(list[2].key.tx);
    assert_int_equal(list[2].key.key_id, s->ap.gtk_id);
    assert_int_equal(list[2].key.cipher, D11_CIPHER_CCMP_128);
    assert_int_equal(list[2].len, 16);
    assert_memory_equal(list[2].data, s->ap.gtk, 16);
    assert_int_equal(list[3].kind, FAKE_VERDICT);
    assert_int_equal(list[3].session_id, STATION_SESSION);
    assert_int_equal(list[3].verdict.err, D11_OK);
    assert_true(s->host.deadline_us == D11_NEVER);
    s->host.count = 0;
}

void station_group(struct station *s)
{
    const struct fake_command *list = s->host.list;
    struct ap_message message;

    s->host.count = 0;
    ap_group1(&s->ap, &message);
    assert_int_equal(station_take(s, &message, true), D11_DROP_NONE);
    assert_int_equal(s->host.count, 2);
    assert_int_equal(list[0].kind, FAKE_SET_KEY);
    assert_false(list[0].key.pairwise);
    assert_int_equal(list[0].key.key_id, s->ap.gtk_id);
    assert_memory_equal(list[0].data, s->ap.gtk, 16);
    assert_int_equal(list[1].kind, FAKE_SEND);
    assert_int_equal(list[1].flags, 0);
    ap_take_group2(&s->ap, list[1].data, list[1].len);
    s->host.count = 0;
}

bool station_holds(const struct station *s, const uint8_t *secret, size_t len)
{
    const uint8_t *state = s->ext;
    size_t i;

    for (i = 0; i + len <= s->rsn->state_size; i++) {
        if (memcmp(state + i, secret, len) == 0)
            return true;
    }
    return false;
}
