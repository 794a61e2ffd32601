/* The MAC header of any octets.
 *
 * SPDX-License-Identifier: MIT */
#include "frame/header.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct d11_header h;

    if (d11_header_decode(&h, data, size) != D11_DROP_NONE)
        return 0;
    FUZZ_CHECK(h.len <= size && h.len <= D11_HEADER_MAX);
    FUZZ_CHECK(h.a1 == data + 4);
    FUZZ_CHECK(h.tid < 16 || h.tid == D11_TID_NONE);
    if (h.type == D11_TYPE_DATA) {
        FUZZ_CHECK(d11_header_da(&h) + 6 <= data + h.len);
        FUZZ_CHECK(d11_header_sa(&h) + 6 <= data + h.len);
    }
    return 0;
}
