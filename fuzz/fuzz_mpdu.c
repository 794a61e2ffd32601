/* A whole MPDU: header, then the decoder its type asks for.
 *
 * SPDX-License-Identifier: MIT */
#include "frame/action.h"
#include "frame/header.h"
#include "frame/index.h"
#include "frame/llc.h"
#include "frame/mgmt.h"
#include "frame/summary.h"
#include "fuzz.h"

static void index_list(struct dot11_octets list)
{
    struct d11_index index;

    d11_index_build(&index, list.data, list.len);
    FUZZ_CHECK(index.end <= list.data + list.len);
}

static void management(unsigned subtype, const uint8_t *body, size_t len)
{
    struct d11_bss_summary summary;
    struct d11_index index;
    struct d11_assoc_resp resp;
    struct d11_auth auth;
    struct d11_leave leave;
    struct d11_action action;

    switch (subtype) {
    case D11_MGMT_BEACON:
    case D11_MGMT_PROBE_RESP:
        (void)d11_bss_summarize(&summary, &index, body, len);
        break;
    case D11_MGMT_ASSOC_RESP:
    case D11_MGMT_REASSOC_RESP:
        if (d11_assoc_resp_decode(&resp, body, len))
            index_list(resp.elements);
        break;
    case D11_MGMT_AUTH:
        if (d11_auth_decode(&auth, body, len))
            index_list(auth.rest);
        break;
    case D11_MGMT_DEAUTH:
    case D11_MGMT_DISASSOC: (void)d11_leave_decode(&leave, body, len); break;
    case D11_MGMT_ACTION:
        if (d11_action_decode(&action, body, len))
            index_list(action.rest);
        break;
    default: break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct d11_header h;

    if (d11_header_decode(&h, data, size) != D11_DROP_NONE)
        return 0;
    if (h.type == D11_TYPE_MGMT)
        management(h.subtype, data + h.len, size - h.len);
    else if (h.type == D11_TYPE_DATA)
        (void)d11_llc_ethertype(data + h.len, size - h.len);
    return 0;
}
