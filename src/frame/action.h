/* Action frames: category, code, and the fixed fields of some.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.6. Decoders take what follows the MAC header,
 * category first, and test length, category and code themselves; composers
 * write the same octets. */
#ifndef D11_FRAME_ACTION_H
#define D11_FRAME_ACTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dot11/codes.h>
#include <dot11/types.h>

#include "base/wr.h"

struct d11_action {
    struct dot11_octets rest; /* what follows the code */
    uint8_t category;         /* D11_CATEGORY_*, without the error bit */
    uint8_t code;
    bool error; /* the answer "I do not know this" (bit 7) */
};

/* SA Query, 9.6.9. */
struct d11_sa_query {
    uint8_t code;         /* D11_SA_QUERY_* */
    uint16_t transaction; /* two opaque octets, first one low */
};

/* ADDBA Request and Response, 9.6.4.2 and 9.6.4.3. */
struct d11_addba {
    uint8_t code; /* D11_BA_ADDBA_REQ or D11_BA_ADDBA_RESP */
    uint8_t token;
    uint8_t tid;
    bool immediate; /* block ack policy */
    bool amsdu;
    uint16_t buffers;    /* 0..1023 */
    uint16_t timeout_tu; /* 0: none */
    uint16_t status;     /* of a response */
    uint16_t ssn;        /* of a request: starting sequence number */
    uint8_t fragment;    /* of a request: 0 in a sane peer */
};

/* DELBA, 9.6.4.4. */
struct d11_delba {
    bool initiator; /* the sender is the one who sends the data */
    uint8_t tid;
    uint16_t reason;
};

/* Is a category, without the error bit, one of robust action frames (Table
 * 9-51)? Those that the table does not have are. */
bool d11_category_is_robust(uint8_t category);

bool d11_action_decode(struct d11_action *action, const uint8_t *body,
                       size_t len);
bool d11_sa_query_decode(struct d11_sa_query *query, const uint8_t *body,
                         size_t len);
bool d11_addba_decode(struct d11_addba *addba, const uint8_t *body, size_t len);
bool d11_delba_decode(struct d11_delba *delba, const uint8_t *body, size_t len);

void d11_sa_query_write(struct d11_wr *wr, const struct d11_sa_query *query);
void d11_addba_write(struct d11_wr *wr, const struct d11_addba *addba);
void d11_delba_write(struct d11_wr *wr, const struct d11_delba *delba);

#endif
