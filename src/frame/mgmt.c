/* Bodies of management frames: fixed fields, then elements.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.3.3. */
#include "frame/mgmt.h"

#include "base/rd.h"

/* Octets of fixed fields (SEC-FRM-04). */
#define AUTH_FIXED 6u
#define ASSOC_REQ_FIXED 4u
#define REASSOC_REQ_FIXED 10u
#define ASSOC_RESP_FIXED 6u
#define LEAVE_FIXED 2u

/* 9.4.1.8: the two top bits of the AID field are ones. */
#define AID_MASK 0x3fffu

static struct dot11_octets rest(struct d11_rd *rd)
{
    struct dot11_octets octets = {rd->pos, d11_rd_left(rd)};

    return octets;
}

bool d11_auth_decode(struct d11_auth *auth, const uint8_t *body, size_t len)
{
    struct d11_rd rd = d11_rd_over(body, len);

    if (len < AUTH_FIXED)
        return false;
    auth->algorithm = d11_rd_le16(&rd);
    auth->transaction = d11_rd_le16(&rd);
    auth->status = d11_rd_le16(&rd);
    auth->rest = rest(&rd);
    return true;
}

bool d11_assoc_req_decode(struct d11_assoc_req *req, bool reassoc,
                          const uint8_t *body, size_t len)
{
    struct d11_rd rd = d11_rd_over(body, len);

    if (len < (reassoc ? REASSOC_REQ_FIXED : ASSOC_REQ_FIXED))
        return false;
    req->capability = d11_rd_le16(&rd);
    req->listen_interval = d11_rd_le16(&rd);
    req->current_ap = reassoc ? d11_rd_take(&rd, D11_ADDR_LEN) : NULL;
    req->elements = rest(&rd);
    return true;
}

bool d11_assoc_resp_decode(struct d11_assoc_resp *resp, const uint8_t *body,
                           size_t len)
{
    struct d11_rd rd = d11_rd_over(body, len);

    if (len < ASSOC_RESP_FIXED)
        return false;
    resp->capability = d11_rd_le16(&rd);
    resp->status = d11_rd_le16(&rd);
    resp->aid = (uint16_t)(d11_rd_le16(&rd) & AID_MASK);
    resp->elements = rest(&rd);
    return true;
}

bool d11_leave_decode(struct d11_leave *leave, const uint8_t *body, size_t len)
{
    struct d11_rd rd = d11_rd_over(body, len);

    /* A48: without a reason code the frame has no effect. */
    if (len < LEAVE_FIXED)
        return false;
    leave->reason = d11_rd_le16(&rd);
    leave->elements = rest(&rd);
    return true;
}
