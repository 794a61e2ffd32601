/* An access point that answers a station.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020. */
#include "ap.h"

#include <stdalign.h>
#include <string.h>

#include "base/octets.h"
#include "base/wr.h"
#include "crypto/ccmp.h"
#include "crypto/key.h"
#include "frame/compose.h"
#include "frame/eapol.h"
#include "frame/header.h"
#include "frame/kde.h"
#include "world.h"

#define MIC_LEN 16u
#define SEAL_OCTETS 1024u

const uint8_t ap_psk[32] = {7, 1,  7, 2,  7, 3,  7, 4,  7,  5, 7,
                            6, 7,  7, 7,  8, 7,  9, 7,  10, 7, 11,
                            7, 12, 7, 13, 7, 14, 7, 15, 7,  16};

// clang-format off
static const uint8_t rsne[] = {
    48, 20, 1, 0, 0x00, 0x0f, 0xac, 4, 1, 0, 0x00, 0x0f, 0xac, 4,
    1, 0, 0x00, 0x0f, 0xac, 2, 0, 0,
};
static const uint8_t rates[] = {
    1, 8, 0x82, 0x84, 0x8b, 0x96, 12, 18, 24, 36, 50, 4, 48, 72, 96, 108,
};
static const uint8_t wmm[] = {
    221, 24, 0x00, 0x50, 0xf2, 2, 1, 1, 0, 0,
    0x03, 0xa4, 0, 0, 0x27, 0xa4, 0, 0, 0x42, 0x43, 94, 0, 0x62, 0x32, 47, 0,
};
// clang-format on
static const uint8_t everybody[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};

static uint32_t key_count;

static void new_key(uint8_t octets[16], uint32_t *no)
{
    *no = ++key_count;
    for (unsigned i = 0; i < 16; i++)
        octets[i] = (uint8_t)(0x30 + key_count + i);
}

void ap_begin(struct ap *ap, unsigned number, bool secured)
{
    memset(ap, 0, sizeof *ap);
    if (number == 0)
        key_count = 0;
    ap->bssid[0] = 0x02;
    ap->bssid[5] = (uint8_t)(0xa0 + number);
    ap->freq_mhz = number == 0 ? 2412 : 2437;
    ap->secured = secured;
    memcpy(ap->client, world.config.caps->addr, 6);
    memset(ap->anonce, 0x51 + (int)number, sizeof ap->anonce);
    ap->gtk_id = 1;
    new_key(ap->gtk, &ap->group_no);
    memcpy(ap->old_gtk, ap->gtk, 16);
}

/* CCMP, with a key that is there for one frame. */

static struct d11_key seal_key;

static bool make_key(const uint8_t tk[16], uint8_t key_id)
{
    static max_align_t state[SEAL_OCTETS / sizeof(max_align_t)];
    const struct d11_key_params params = {
        .suite = D11_CIPHER_CCMP_128,
        .flags = D11_KEY_PAIRWISE | D11_KEY_TX,
        .key_id = (uint8_t)(key_id & 1),
        .software = true,
        .octets = tk,
        .len = 16,
    };
    bool fresh;

    d11_key_init(&seal_key, state, sizeof state);
    return d11_key_set(&seal_key, &params, &world.crypto_ops, world_crypto(),
                       &fresh) == D11_OK;
}

static void end_key(void)
{
    d11_key_wipe(&seal_key, &world.crypto_ops, world_crypto());
}

static struct d11_ccmp_scratch *scratch(void)
{
    static max_align_t memory[SEAL_OCTETS / sizeof(max_align_t)];
    static struct d11_ccmp_scratch one;

    FUZZ_CHECK(d11_ccmp_scratch_size(1) <= sizeof memory);
    d11_ccmp_scratch_init(&one, memory, 1);
    return &one;
}

/* Seal the frame of `len` octets; its cipher header's place is there. */
static bool seal(uint8_t *mpdu, size_t len, uint8_t header_len,
                 const uint8_t tk[16], uint8_t key_id, uint64_t pn)
{
    struct d11_ccmp_frame job = {
        .mpdu = mpdu,
        .len = (uint32_t)len,
        .header_len = header_len,
        .key = &seal_key,
    };
    bool ok = false;

    if (make_key(tk, 0)) {
        seal_key.tx_pn = pn - 1;
        seal_key.key_id = key_id;
        ok = d11_ccmp_seal(&job, 1, scratch(), &world.crypto_ops,
                           world_crypto()) == 1;
    }
    end_key();
    return ok;
}

static bool unseal(uint8_t *mpdu, size_t len, uint8_t header_len,
                   const uint8_t tk[16], uint32_t *body_len)
{
    struct d11_ccmp_frame job = {
        .mpdu = mpdu,
        .len = (uint32_t)len,
        .header_len = header_len,
        .key = &seal_key,
    };
    bool ok = false;

    if (make_key(tk, (uint8_t)(mpdu[header_len + 3] >> 6)))
        ok = d11_ccmp_open(&job, 1, scratch(), &world.crypto_ops,
                           world_crypto()) == 1;
    end_key();
    *body_len = job.body_len;
    return ok;
}

/* What the station sends. */

static void hear_message2(struct ap *ap, const struct d11_eapol_key *key)
{
    const struct d11_ptk_params params = {
        D11_AKM_PSK, D11_CIPHER_CCMP_128, ap_psk,     sizeof ap_psk,
        ap->bssid,   ap->client,          ap->anonce, key->nonce};
    struct d11_ptk ptk;

    if (d11_ptk_derive(&ptk, &params, &world.crypto_ops, world_crypto()) !=
        D11_OK)
        return;
    ap->todo |= AP_M3;
    if (ap->has_ptk && memcmp(ptk.tk, ap->ptk.tk, 16) == 0)
        return;
    if (ap->has_ptk)
        memcpy(ap->old_tk, ap->ptk.tk, 16);
    memcpy(ap->snonce, key->nonce, 32);
    ap->ptk = ptk;
    ap->has_ptk = true;
    ap->pairwise_no = ++key_count;
    ap->pn = 0;
}

static void hear_eapol(struct ap *ap, const uint8_t *octets, size_t len)
{
    struct d11_eapol_key key;

    if (d11_eapol_key_decode(&key, octets, len, MIC_LEN) != D11_DROP_NONE)
        return;
    if ((key.info & D11_KEY_INFO_PAIRWISE) != 0 && key.data.len != 0)
        hear_message2(ap, &key);
}

static void hear_data(struct ap *ap, const struct dot11_tx *tx,
                      const struct d11_header *h)
{
    uint8_t copy[512];
    size_t len = tx->frame->len;
    uint32_t body_len;
    const uint8_t *body = copy + h->len;

    if (len > sizeof copy)
        return;
    memcpy(copy, tx->frame->data, len);
    body_len = (uint32_t)(len - h->len);
    if (d11_header_protected(h) && (tx->flags & D11_TX_PROTECT) == 0) {
        if (!ap->has_ptk || body_len < 16)
            return;
        if (!unseal(copy, len, h->len, ap->ptk.tk, &body_len)) {
            memcpy(copy, tx->frame->data, len);
            if (!unseal(copy, len, h->len, ap->old_tk, &body_len))
                return;
        }
        body += D11_CCMP_HEADER_LEN;
    }
    /* Hardware leaves the place of the cipher header, or does not. */
    if ((tx->flags & D11_TX_PROTECT) != 0 && body_len > 16 &&
        memcmp(body, "\xaa\xaa\x03", 3) != 0) {
        body += D11_CCMP_HEADER_LEN;
        body_len -= D11_CCMP_HEADER_LEN;
    }
    if (body_len > 8 && body[6] == 0x88 && body[7] == 0x8e)
        hear_eapol(ap, body + 8, body_len - 8);
}

void ap_hear(struct ap *ap, const struct dot11_tx *tx)
{
    struct d11_header h;

    if (d11_header_decode(&h, tx->frame->data, tx->frame->len) != D11_DROP_NONE)
        return;
    if (h.type == D11_TYPE_MGMT && h.subtype == D11_MGMT_PROBE_REQ &&
        tx->freq_mhz == ap->freq_mhz)
        ap->todo |= AP_PROBE;
    if (memcmp(h.a1, ap->bssid, 6) != 0)
        return;
    memcpy(ap->client, h.a2, 6);
    if (h.type == D11_TYPE_DATA && (h.subtype & 4) == 0)
        hear_data(ap, tx, &h);
    if (h.type != D11_TYPE_MGMT)
        return;
    if (h.subtype == D11_MGMT_AUTH)
        ap->todo |= AP_AUTH;
    if (h.subtype == D11_MGMT_ASSOC_REQ || h.subtype == D11_MGMT_REASSOC_REQ) {
        ap->todo |= AP_ASSOC;
        ap->reassoc = h.subtype == D11_MGMT_REASSOC_REQ;
        ap->has_ptk = false;
        world_forget_group_pn(ap->group_no);
    }
}

bool ap_react(struct ap *ap)
{
    const struct ap_changes none = {NULL, 0, 0, 0, false};
    uint32_t todo = ap->todo & ap->answers;

    ap->todo &= ~todo;
    if ((todo & AP_PROBE) != 0)
        ap_send(ap, AP_SEND_PROBE_RESP, &none);
    if ((todo & AP_AUTH) != 0)
        ap_send(ap, AP_SEND_AUTH, &none);
    if ((todo & AP_ASSOC) != 0) {
        ap_send(ap, ap->reassoc ? AP_SEND_REASSOC_RESP : AP_SEND_ASSOC_RESP,
                &none);
        if (ap->secured && (ap->answers & AP_M1) != 0)
            ap_send(ap, AP_SEND_M1, &none);
    }
    if ((todo & AP_M3) != 0)
        ap_send(ap, AP_SEND_M3, &none);
    return todo != 0;
}

/* What it sends. */

/* Changes to `len` octets: each is a place and what to turn there. */
static bool change(const struct ap_changes *how, uint8_t count, uint8_t *octets,
                   size_t len)
{
    bool changed = false;

    if (how->in == NULL || len == 0)
        return false;
    for (unsigned i = 0; i < (count & 7u); i++) {
        size_t at = input_u16(how->in) % len;
        uint8_t bits = input_u8(how->in);

        octets[at] ^= bits;
        changed |= bits != 0;
    }
    return changed;
}

/* Cut off or append. */
static size_t resize(const struct ap_changes *how, uint8_t count,
                     uint8_t *octets, size_t len)
{
    size_t delta;

    if (how->in == NULL || (count & 0x18) == 0)
        return len;
    delta = input_u8(how->in);
    if ((count & 8) != 0)
        return delta < len ? len - delta : 0;
    memset(octets + len, 0xdd, delta);
    return len + delta;
}

static void write_common(const struct ap *ap, struct d11_wr *wr, bool beacon)
{
    d11_wr_octets(wr, rates, 10);
    if (beacon) {
        const uint8_t more[] = {
            3, 1, (uint8_t)(ap->freq_mhz == 2412 ? 1 : 6), 5, 4, 0, 2, 0, 0};

        d11_wr_octets(wr, more, sizeof more);
        if (ap->secured)
            d11_wr_octets(wr, rsne, sizeof rsne);
    }
    d11_wr_octets(wr, rates + 10, 6);
    d11_wr_octets(wr, wmm, sizeof wmm);
}

static void write_beacon(const struct ap *ap, struct d11_wr *wr)
{
    d11_wr_le64(wr, world.now_us);
    d11_wr_le16(wr, 100);
    d11_wr_le16(wr,
                (uint16_t)(D11_CAP_ESS | (ap->secured ? D11_CAP_PRIVACY : 0u)));
    d11_wr_octets(wr, "\0\4" AP_NETWORK, 6);
    write_common(ap, wr, true);
}

static void write_mgmt(const struct ap *ap, struct d11_wr *wr,
                       enum ap_kind kind)
{
    static const uint8_t subtypes[] = {
        D11_MGMT_BEACON,     D11_MGMT_PROBE_RESP,   D11_MGMT_AUTH,
        D11_MGMT_ASSOC_RESP, D11_MGMT_REASSOC_RESP, D11_MGMT_DEAUTH,
        D11_MGMT_DISASSOC,   D11_MGMT_ACTION,
    };
    const struct d11_addrs addrs = {
        kind == AP_SEND_BEACON ? everybody : ap->client, ap->bssid, ap->bssid};

    d11_compose_mgmt_header(wr, subtypes[kind], &addrs);
    switch (kind) {
    case AP_SEND_BEACON:
    case AP_SEND_PROBE_RESP: write_beacon(ap, wr); break;
    case AP_SEND_AUTH:
        d11_wr_le16(wr, D11_AUTH_OPEN);
        d11_wr_le16(wr, 2);
        d11_wr_le16(wr, 0);
        break;
    case AP_SEND_ASSOC_RESP:
    case AP_SEND_REASSOC_RESP:
        d11_wr_le16(wr, D11_CAP_ESS);
        d11_wr_le16(wr, 0);
        d11_wr_le16(wr, 0xc001);
        write_common(ap, wr, false);
        break;
    case AP_SEND_ACTION: d11_wr_octets(wr, "\0\4\x25\3\1\6\3", 7); break;
    default: d11_wr_le16(wr, D11_REASON_LEAVING); break;
    }
}

static void put_mic(const struct ap *ap, uint8_t *eapol, size_t len)
{
    const struct dot11_octets part = {eapol, len};
    uint8_t mic[D11_HASH_MAX];

    if (!ap->has_ptk || len < D11_EAPOL_KEY_MIC_AT + MIC_LEN)
        return;
    memset(eapol + D11_EAPOL_KEY_MIC_AT, 0, MIC_LEN);
    if (world.crypto_ops.hmac(world_crypto(), D11_HASH_SHA1, ap->ptk.kck, 16,
                              &part, 1, mic) == D11_OK)
        memcpy(eapol + D11_EAPOL_KEY_MIC_AT, mic, MIC_LEN);
}

/* Key Data, changed before it is wrapped. Returns its length. */
static size_t write_key_data(struct ap *ap, const struct ap_changes *how,
                             bool message3, uint8_t *data, size_t cap)
{
    const struct dot11_octets gtk = {ap->gtk, 16};
    struct d11_wr wr = d11_wr_over(data, cap - 300);

    if (message3)
        d11_wr_octets(&wr, rsne, sizeof rsne);
    d11_kde_write_gtk(&wr, ap->gtk_id, false, gtk);
    if (how->in != NULL && (how->options & AP_NO_QOS) != 0)
        change(how, how->inside, data, d11_wr_len(&wr));
    d11_kde_write_padding(&wr);
    if (!ap->has_ptk ||
        world.crypto_ops.key_wrap(world_crypto(), ap->ptk.kek, 16, data,
                                  d11_wr_len(&wr), data) != D11_OK)
        return 0;
    return d11_wr_len(&wr) + 8;
}

static void write_eapol(struct ap *ap, const struct ap_changes *how,
                        enum ap_kind kind, struct d11_wr *wr)
{
    struct d11_eapol_key_fields fields;
    uint8_t data[512];
    uint8_t rsc[8] = {0};

    memset(&fields, 0, sizeof fields);
    fields.version = 2;
    fields.mic_len = MIC_LEN;
    fields.key_len = kind == AP_SEND_G1 ? 0 : 16;
    fields.replay = (how->options & AP_OLD_PN) != 0 ? ap->replay : ++ap->replay;
    fields.info = kind == AP_SEND_M1   ? 0x008a
                  : kind == AP_SEND_M3 ? 0x13ca
                                       : 0x1382;
    if ((how->options & AP_NEW_NONCE) != 0)
        ap->anonce[0]++;
    if (kind != AP_SEND_G1)
        fields.nonce = ap->anonce;
    if (kind != AP_SEND_M1) {
        if ((how->options & AP_NEW_KEY) != 0) {
            memcpy(ap->old_gtk, ap->gtk, 16);
            new_key(ap->gtk, &ap->group_no);
            ap->gtk_id ^= 3;
            ap->group_pn = 0;
        }
        d11_store_le64(rsc, ap->group_pn);
        fields.rsc = rsc;
        fields.data.data = data;
        fields.data.len =
            write_key_data(ap, how, kind == AP_SEND_M3, data, sizeof data);
        ap->told_gtk |= ap->has_ptk;
    }
    (void)d11_eapol_key_write(wr, &fields);
}

static void write_header(const struct ap *ap, struct d11_wr *wr,
                         enum ap_kind kind, const struct ap_changes *how)
{
    bool group = kind == AP_SEND_GROUP_DATA;
    bool qos = !group && (how->options & AP_NO_QOS) == 0;

    d11_wr_u8(wr, kind == AP_SEND_NULL ? 0x48 : qos ? 0x88 : 0x08);
    d11_wr_u8(wr, D11_FC1_FROM_DS);
    d11_wr_le16(wr, 0);
    d11_wr_octets(wr, group ? everybody : ap->client, 6);
    d11_wr_octets(wr, ap->bssid, 6);
    d11_wr_octets(wr, group ? (const uint8_t *)"\2\0\0\0\0\x77" : ap->bssid, 6);
    d11_wr_le16(wr, 0);
    if (qos && kind != AP_SEND_NULL)
        d11_wr_le16(wr, 0);
}

static bool is_eapol(enum ap_kind kind)
{
    return kind == AP_SEND_M1 || kind == AP_SEND_M3 || kind == AP_SEND_G1;
}

/* Room is left for the cipher header when `sealed`. */
static void write_data(struct ap *ap, struct d11_wr *wr, enum ap_kind kind,
                       const struct ap_changes *how, bool sealed)
{
    static const uint8_t snap[] = {0xaa, 0xaa, 3, 0, 0, 0};
    uint8_t *eapol;

    write_header(ap, wr, kind, how);
    if (kind == AP_SEND_NULL)
        return;
    if (sealed)
        d11_wr_zero(wr, D11_CCMP_HEADER_LEN);
    d11_wr_octets(wr, snap, sizeof snap);
    if (!is_eapol(kind)) {
        d11_wr_be16(wr, 0x0800);
        d11_wr_zero(wr, 20);
        return;
    }
    d11_wr_be16(wr, D11_ETHERTYPE_EAPOL);
    eapol = wr->pos;
    write_eapol(ap, how, kind, wr);
    if ((how->options & AP_NO_QOS) == 0)
        change(how, how->inside, eapol, (size_t)(wr->pos - eapol));
    if (kind != AP_SEND_M1)
        put_mic(ap, eapol, (size_t)(wr->pos - eapol));
}

/* The key to seal with, and the packet number. */
struct sealing {
    const uint8_t *tk;
    uint8_t key_id;
    uint64_t pn;
    uint32_t key_no;
};

static struct sealing choose_key(struct ap *ap, bool group, uint8_t options)
{
    struct sealing by;
    uint64_t *pn = group ? &ap->group_pn : &ap->pn;
    bool old = (options & AP_OLD_KEY) != 0;

    if ((options & AP_OLD_PN) == 0 || *pn == 0)
        ++*pn;
    by.pn = *pn;
    by.key_id = group ? ap->gtk_id : 0;
    by.tk =
        group ? (old ? ap->old_gtk : ap->gtk) : (old ? ap->old_tk : ap->ptk.tk);
    by.key_no = old ? 0 : group ? ap->group_no : ap->pairwise_no;
    return by;
}

/* A frame to the burst, with what we know of it. */
static struct dot11_rx *add(struct ap *ap, const uint8_t *octets, size_t len)
{
    struct world_frame *frame = world_frame(WORLD_FROM_AIR, 0, len, 0);
    struct dot11_rx *rx;

    if (len != 0)
        memcpy(frame->mem, octets, len);
    frame->frame.len = (uint32_t)len;
    rx = world_add(frame);
    if (rx->freq_mhz == 0)
        rx->freq_mhz = ap->freq_mhz;
    return rx;
}

static struct dot11_sta *client_of(const struct ap *ap)
{
    for (unsigned i = 0; i < world.sta_count; i++) {
        if (memcmp(world.stas[i].addr, ap->client, 6) == 0)
            return world.stas[i].sta;
    }
    return world.stas[0].sta;
}

/* The radio decrypted it: the header may have gone. */
static void add_decrypted(struct ap *ap, uint8_t *octets, size_t len,
                          uint8_t header_len, const struct sealing *by,
                          bool group, bool stripped)
{
    bool has_key = world_radio_has_key(client_of(ap), !group);
    struct dot11_rx *rx;
    struct world_frame *own;

    octets[1] |= D11_FC1_PROTECTED;
    d11_ccmp_header_write(octets + header_len, by->pn, by->key_id);
    if (stripped) {
        memmove(octets + header_len, octets + header_len + 8,
                len - header_len - 8);
        len -= 8;
    }
    rx = add(ap, octets, len);
    own = (struct world_frame *)(void *)rx->frame;
    own->sealed = has_key;
    if (!has_key)
        return;
    rx->flags = D11_RX_DECRYPTED | D11_RX_MIC_STRIPPED |
                (group ? D11_RX_GROUP_KEY : 0u);
    if (stripped) {
        rx->flags |= D11_RX_IV_STRIPPED;
        rx->pn = by->pn;
        rx->key_id = by->key_id;
    }
}

/* TID of a data frame, and the length of its header. */
static uint8_t tid_of(const uint8_t *octets, uint8_t *header_len)
{
    bool qos = (octets[0] & 0x80) != 0;

    *header_len = qos ? 26 : 24;
    return qos ? octets[24] & 0xf : 16;
}

static void send_sealed(struct ap *ap, uint8_t *octets, size_t len,
                        const struct ap_changes *how, bool group)
{
    struct sealing by = choose_key(ap, group, how->options);
    struct world_frame *own;
    uint8_t header_len;
    uint8_t tid = tid_of(octets, &header_len);
    bool changed;

    if (len < header_len + 8u)
        return;
    if ((world.options & WORLD_HW_CRYPTO) != 0) {
        add_decrypted(ap, octets, len, header_len, &by, group,
                      (how->options & AP_STRIPPED) != 0);
        return;
    }
    if (!seal(octets, len, header_len, by.tk, by.key_id, by.pn))
        return;
    len += 8;
    changed = change(how, how->outside, octets, len);
    own = (struct world_frame *)(void *)add(ap, octets, len)->frame;
    own->sealed = true;
    own->key_no = changed ? 0 : by.key_no;
    own->pn = by.pn;
    own->tid = tid;
}

void ap_send(struct ap *ap, enum ap_kind kind, const struct ap_changes *how)
{
    uint8_t octets[AP_FRAME_MAX];
    struct d11_wr wr = d11_wr_over(octets, 1200);
    bool group = kind == AP_SEND_GROUP_DATA;
    bool data =
        kind >= AP_SEND_M1 && kind < AP_SEND_NULL && kind != AP_SEND_ETHERNET;
    bool sealed = data && ap->secured && ap->has_ptk &&
                  (how->options & AP_PLAIN) == 0 &&
                  !(kind == AP_SEND_M3 && how->in == NULL);
    struct dot11_rx *rx;
    size_t len;

    if (kind == AP_SEND_ETHERNET) {
        d11_wr_octets(&wr, ap->client, 6);
        d11_wr_octets(&wr, "\2\0\0\0\0\x77\x08\0", 8);
        d11_wr_zero(&wr, 30);
    } else if (kind <= AP_SEND_ACTION) {
        write_mgmt(ap, &wr, kind);
    } else {
        write_data(ap, &wr, kind, how, sealed);
    }
    len = d11_wr_len(&wr);
    if (how->again)
        octets[1] |= D11_FC1_RETRY;
    else
        ap->seq++;
    d11_store_le16(octets + 22, (uint16_t)(ap->seq << 4));
    if (!is_eapol(kind))
        change(how, how->inside, octets, len);
    len = resize(how, how->inside, octets, len);
    if ((how->options & AP_FOREIGN) != 0 && len >= 16)
        octets[15] ^= 1;
    if (sealed) {
        send_sealed(ap, octets, len, how, group);
        return;
    }
    change(how, how->outside, octets, len);
    rx = add(ap, octets, len);
    if (kind == AP_SEND_ETHERNET)
        rx->flags = D11_RX_8023;
}

/* Octets of the input. */

static size_t patch(struct ap *ap, uint8_t options, uint8_t *octets, size_t len)
{
    if (len < 24)
        return len;
    if ((options & AP_RAW_TO_STATION) != 0)
        memcpy(octets + 4, ap->client, 6);
    if ((options & AP_RAW_TO_ALL) != 0)
        memcpy(octets + 4, everybody, 6);
    if ((options & AP_RAW_FROM_AP) != 0)
        memcpy(octets + 10, ap->bssid, 6);
    if ((options & AP_RAW_BSSID) != 0)
        memcpy(octets + 16, ap->bssid, 6);
    return len;
}

/* A MIC where an EAPOL-Key frame would have it. */
static void patch_mic(struct ap *ap, uint8_t *octets, size_t len, bool sealed)
{
    uint8_t header_len;
    size_t at;

    (void)tid_of(octets, &header_len);
    at = header_len + (sealed ? 8u : 0u) + 8u;
    if (len <= at || len - at < D11_EAPOL_KEY_MIC_AT + MIC_LEN)
        return;
    ap->told_gtk |= ap->has_ptk;
    put_mic(ap, octets + at, len - at);
}

/* What the radio says of it, and whether that makes it believable. */
static void describe(struct ap *ap, struct dot11_rx *rx, struct input *in)
{
    struct world_frame *own = (struct world_frame *)(void *)rx->frame;

    rx->flags = input_u16(in) & 0x1ffu;
    rx->key_id = input_u8(in) & 7;
    rx->pn = input_u16(in);
    rx->tid = rx->key_id & 15;
    own->sealed = (rx->flags & D11_RX_DECRYPTED) != 0 &&
                  (world_radio_has_key(client_of(ap), true) ||
                   world_radio_has_key(client_of(ap), false));
}

void ap_send_raw(struct ap *ap, struct input *in)
{
    static const struct ap_changes none = {NULL, 0, 0, 0, false};
    uint8_t octets[AP_FRAME_MAX];
    uint8_t options = input_u8(in);
    size_t len = input_u16(in) % 2401;
    const uint8_t *from;
    bool sealed;
    bool flags = (options & AP_RAW_FLAGS) != 0;
    struct input more = {NULL, NULL};

    if (flags) {
        size_t taken;

        more.pos = input_octets(in, 5, &taken);
        more.end = more.pos + taken;
    }
    from = input_octets(in, len, &len);
    if (len != 0)
        memcpy(octets, from, len);
    len = patch(ap, options, octets, len);
    sealed = (options & AP_RAW_SEAL) != 0 && len >= 40 && ap->has_ptk &&
             !flags && (octets[0] & 0x0c) == 0x08;
    if ((options & AP_RAW_MIC) != 0 && len >= 24)
        patch_mic(ap, octets, len, sealed);
    if (sealed) {
        send_sealed(ap, octets, len, &none, (octets[4] & 1) != 0);
        return;
    }
    if (flags)
        describe(ap, add(ap, octets, len), &more);
    else
        add(ap, octets, len);
}
