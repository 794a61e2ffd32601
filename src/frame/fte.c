/* The elements of fast BSS transition.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.4.2.47. */
#include "frame/fte.h"

#include <string.h>

#include <dot11/codes.h>

#include "base/rd.h"

/* MIC Control. */
#define RSNXE_USED 0x01u
/* Subelements (Table 9-177). */
#define SUB_R1KH 1u
#define SUB_GTK 2u
#define SUB_R0KH 3u
#define SUB_IGTK 4u
#define SUB_OCI 5u
#define SUB_BIGTK 6u

#define R1KH_LEN 6u
#define R0KH_MAX 48u
#define RSC_LEN 8u
#define PN_LEN 6u

/* A group key; false when it came before or is too short. */
static bool read_key(struct d11_fte_key *key, struct dot11_octets body,
                     bool gtk)
{
    struct d11_rd rd = d11_rd_over(body.data, body.len);

    if (key->wrapped.data != NULL)
        return false;
    key->info = d11_rd_le16(&rd);
    if (gtk)
        key->len = d11_rd_u8(&rd);
    key->pn = d11_rd_take(&rd, gtk ? RSC_LEN : PN_LEN);
    if (!gtk)
        key->len = d11_rd_u8(&rd);
    key->wrapped.data = rd.pos;
    key->wrapped.len = d11_rd_left(&rd);
    return !rd.truncated && key->wrapped.len != 0;
}

static bool read_octets(struct dot11_octets *to, struct dot11_octets body,
                        size_t min, size_t max)
{
    if (to->data != NULL || body.len < min || body.len > max)
        return false;
    *to = body;
    return true;
}

static bool read_sub(struct d11_fte *fte, uint8_t id, struct dot11_octets body)
{
    switch (id) {
    case SUB_R1KH: return read_octets(&fte->r1kh, body, R1KH_LEN, R1KH_LEN);
    case SUB_R0KH: return read_octets(&fte->r0kh, body, 1, R0KH_MAX);
    case SUB_OCI: return read_octets(&fte->oci, body, 3, 3);
    case SUB_GTK: return read_key(&fte->gtk, body, true);
    case SUB_IGTK: return read_key(&fte->igtk, body, false);
    case SUB_BIGTK: return read_key(&fte->bigtk, body, false);
    default: return true; /* reserved ones are for later editions */
    }
}

bool d11_fte_decode(struct d11_fte *fte, struct dot11_octets body,
                    size_t mic_len)
{
    struct d11_rd rd = d11_rd_over(body.data, body.len);
    struct dot11_octets sub;
    bool ok = true;

    memset(fte, 0, sizeof(*fte));
    fte->rsnxe_used = (d11_rd_u8(&rd) & RSNXE_USED) != 0;
    fte->count = d11_rd_u8(&rd);
    fte->mic = d11_rd_take(&rd, mic_len);
    fte->anonce = d11_rd_take(&rd, D11_FTE_NONCE_LEN);
    fte->snonce = d11_rd_take(&rd, D11_FTE_NONCE_LEN);
    while (ok && !rd.truncated && d11_rd_left(&rd) != 0) {
        uint8_t id = d11_rd_u8(&rd);

        sub.len = d11_rd_u8(&rd);
        sub.data = d11_rd_take(&rd, sub.len);
        ok = !rd.truncated && read_sub(fte, id, sub);
    }
    return ok && !rd.truncated;
}

static void write_sub(struct d11_wr *wr, uint8_t id, struct dot11_octets body)
{
    if (body.len == 0)
        return;
    d11_wr_u8(wr, id);
    d11_wr_u8(wr, (uint8_t)body.len);
    d11_wr_octets(wr, body.data, body.len);
}

static void write_nonce(struct d11_wr *wr, const uint8_t *nonce)
{
    if (nonce != NULL)
        d11_wr_octets(wr, nonce, D11_FTE_NONCE_LEN);
    else
        d11_wr_zero(wr, D11_FTE_NONCE_LEN);
}

uint8_t *d11_fte_write(struct d11_wr *wr, const struct d11_fte *fte,
                       size_t mic_len)
{
    uint8_t *head;
    uint8_t *mic;

    d11_wr_u8(wr, D11_EID_FTE);
    head = d11_wr_take(wr, 1);
    d11_wr_u8(wr, fte->rsnxe_used ? RSNXE_USED : 0);
    d11_wr_u8(wr, fte->count);
    mic = d11_wr_take(wr, mic_len);
    write_nonce(wr, fte->anonce);
    write_nonce(wr, fte->snonce);
    write_sub(wr, SUB_R1KH, fte->r1kh);
    write_sub(wr, SUB_R0KH, fte->r0kh);
    write_sub(wr, SUB_OCI, fte->oci);
    if (wr->overflow || head == NULL || mic == NULL)
        return NULL;
    memset(mic, 0, mic_len);
    *head = (uint8_t)(wr->pos - head - 1);
    return mic;
}
