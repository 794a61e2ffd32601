/* Every body decoder on the same octets.
 *
 * SPDX-License-Identifier: MIT */
#include "frame/mgmt.h"
#include "fuzz.h"

static void check_rest(struct dot11_octets rest, const uint8_t *data,
                       size_t size)
{
    FUZZ_CHECK(rest.len <= size);
    FUZZ_CHECK(rest.data + rest.len == data + size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct d11_beacon beacon;
    struct d11_auth auth;
    struct d11_assoc_req req;
    struct d11_assoc_resp resp;
    struct d11_leave leave;

    if (d11_beacon_decode(&beacon, data, size))
        check_rest(beacon.elements, data, size);
    if (d11_auth_decode(&auth, data, size))
        check_rest(auth.rest, data, size);
    if (d11_assoc_req_decode(&req, false, data, size))
        check_rest(req.elements, data, size);
    if (d11_assoc_req_decode(&req, true, data, size))
        check_rest(req.elements, data, size);
    if (d11_assoc_resp_decode(&resp, data, size))
        check_rest(resp.elements, data, size);
    if (d11_leave_decode(&leave, data, size))
        check_rest(leave.elements, data, size);
    return 0;
}
