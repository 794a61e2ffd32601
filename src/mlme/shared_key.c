/* Shared Key authentication as an optional part: its third frame.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.3.3.3. All that is special about it is one frame
 * whose whole body is protected by WEP, before there is an association; who
 * asks for it has sealed it. */
#include <dot11/legacy.h>

#include "frame/compose.h"
#include "mlme/steps.h"

static void compose(struct d11_wr *wr, const struct d11_addrs *addrs,
                    struct dot11_octets body)
{
    uint8_t *header = wr->pos;

    d11_compose_mgmt_header(wr, D11_MGMT_AUTH, addrs);
    if (!wr->overflow)
        header[1] |= D11_FC1_PROTECTED;
    d11_wr_octets(wr, body.data, body.len);
}

static const struct d11_auth_shared ops = {compose};

const struct dot11_part dot11_shared_key = {
    .kind = D11_PART_SHARED_KEY,
    .list = &d11_part_list,
    .ops = &ops,
};
