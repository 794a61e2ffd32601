/* Action frames: category, code, and the fixed fields of some.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.6. */
#include "frame/action.h"

#include "base/rd.h"

#define CATEGORY_ERROR 0x80u

/* Block Ack Parameter Set (9.4.1.13). */
#define BA_AMSDU 0x0001u
#define BA_IMMEDIATE 0x0002u
#define BA_TID_SHIFT 2
#define BA_BUFFERS_SHIFT 6

/* DELBA Parameter Set (9.4.1.15). */
#define DELBA_INITIATOR 0x0800u
#define DELBA_TID_SHIFT 12

bool d11_category_is_robust(uint8_t category)
{
    switch (category) {
    case D11_CATEGORY_PUBLIC:
    case D11_CATEGORY_HT:
    case D11_CATEGORY_UNPROTECTED_WNM:
    case D11_CATEGORY_SELF_PROTECTED:
    case D11_CATEGORY_UNPROTECTED_DMG:
    case D11_CATEGORY_VHT:
    case D11_CATEGORY_UNPROTECTED_S1G:
    case D11_CATEGORY_HE:
    case D11_CATEGORY_EHT:
    case D11_CATEGORY_VENDOR: return false;
    default: return true;
    }
}

bool d11_action_decode(struct d11_action *action, const uint8_t *body,
                       size_t len)
{
    struct d11_rd rd = d11_rd_over(body, len);
    uint8_t category;

    if (len < 2)
        return false;
    category = d11_rd_u8(&rd);
    action->category = (uint8_t)(category & ~CATEGORY_ERROR);
    action->error = (category & CATEGORY_ERROR) != 0;
    action->code = d11_rd_u8(&rd);
    action->rest.data = rd.pos;
    action->rest.len = d11_rd_left(&rd);
    return true;
}

bool d11_sa_query_decode(struct d11_sa_query *query, const uint8_t *body,
                         size_t len)
{
    struct d11_rd rd = d11_rd_over(body, len);

    /* SEC-FRM-04. */
    if (len < 4 || d11_rd_u8(&rd) != D11_CATEGORY_SA_QUERY)
        return false;
    query->code = d11_rd_u8(&rd);
    query->transaction = d11_rd_le16(&rd);
    return query->code <= D11_SA_QUERY_RESPONSE;
}

static void read_params(struct d11_addba *addba, struct d11_rd *rd)
{
    unsigned params = d11_rd_le16(rd);

    addba->amsdu = (params & BA_AMSDU) != 0;
    addba->immediate = (params & BA_IMMEDIATE) != 0;
    addba->tid = (uint8_t)((params >> BA_TID_SHIFT) & 15u);
    addba->buffers = (uint16_t)(params >> BA_BUFFERS_SHIFT);
    addba->timeout_tu = d11_rd_le16(rd);
}

bool d11_addba_decode(struct d11_addba *addba, const uint8_t *body, size_t len)
{
    struct d11_rd rd = d11_rd_over(body, len);
    unsigned control;

    if (d11_rd_u8(&rd) != D11_CATEGORY_BLOCK_ACK)
        return false;
    addba->code = d11_rd_u8(&rd);
    addba->token = d11_rd_u8(&rd);
    addba->status = 0;
    addba->ssn = 0;
    addba->fragment = 0;
    switch (addba->code) {
    case D11_BA_ADDBA_REQ:
        read_params(addba, &rd);
        control = d11_rd_le16(&rd);
        addba->ssn = (uint16_t)(control >> 4);
        addba->fragment = (uint8_t)(control & 15u);
        break;
    case D11_BA_ADDBA_RESP:
        addba->status = d11_rd_le16(&rd);
        read_params(addba, &rd);
        break;
    default: return false;
    }
    return !rd.truncated;
}

bool d11_delba_decode(struct d11_delba *delba, const uint8_t *body, size_t len)
{
    struct d11_rd rd = d11_rd_over(body, len);
    unsigned params;

    if (d11_rd_u8(&rd) != D11_CATEGORY_BLOCK_ACK ||
        d11_rd_u8(&rd) != D11_BA_DELBA)
        return false;
    params = d11_rd_le16(&rd);
    delba->initiator = (params & DELBA_INITIATOR) != 0;
    delba->tid = (uint8_t)(params >> DELBA_TID_SHIFT);
    delba->reason = d11_rd_le16(&rd);
    return !rd.truncated;
}

void d11_sa_query_write(struct d11_wr *wr, const struct d11_sa_query *query)
{
    d11_wr_u8(wr, D11_CATEGORY_SA_QUERY);
    d11_wr_u8(wr, query->code);
    d11_wr_le16(wr, query->transaction);
}

static void write_params(struct d11_wr *wr, const struct d11_addba *addba)
{
    unsigned params = (addba->amsdu ? BA_AMSDU : 0u) |
                      (addba->immediate ? BA_IMMEDIATE : 0u) |
                      ((addba->tid & 15u) << BA_TID_SHIFT) |
                      ((addba->buffers & 0x3ffu) << BA_BUFFERS_SHIFT);

    d11_wr_le16(wr, (uint16_t)params);
    d11_wr_le16(wr, addba->timeout_tu);
}

void d11_addba_write(struct d11_wr *wr, const struct d11_addba *addba)
{
    d11_wr_u8(wr, D11_CATEGORY_BLOCK_ACK);
    d11_wr_u8(wr, addba->code);
    d11_wr_u8(wr, addba->token);
    if (addba->code == D11_BA_ADDBA_RESP) {
        d11_wr_le16(wr, addba->status);
        write_params(wr, addba);
        return;
    }
    write_params(wr, addba);
    d11_wr_le16(wr, (uint16_t)((addba->ssn * 16u) | (addba->fragment & 15u)));
}

void d11_delba_write(struct d11_wr *wr, const struct d11_delba *delba)
{
    d11_wr_u8(wr, D11_CATEGORY_BLOCK_ACK);
    d11_wr_u8(wr, D11_BA_DELBA);
    d11_wr_le16(wr, (uint16_t)((delba->initiator ? DELBA_INITIATOR : 0u) |
                               ((delba->tid & 15u) << DELBA_TID_SHIFT)));
    d11_wr_le16(wr, delba->reason);
}
