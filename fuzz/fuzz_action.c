/* Action bodies: what is decoded is written the same.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "frame/action.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct d11_action action;
    struct d11_sa_query query;
    struct d11_addba addba;
    struct d11_delba delba;
    uint8_t octets[16];
    struct d11_wr wr = d11_wr_over(octets, sizeof(octets));

    if (d11_action_decode(&action, data, size))
        FUZZ_CHECK(action.rest.data + action.rest.len == data + size);
    if (d11_delba_decode(&delba, data, size))
        FUZZ_CHECK(delba.tid < 16);
    if (d11_addba_decode(&addba, data, size))
        d11_addba_write(&wr, &addba);
    else if (d11_sa_query_decode(&query, data, size))
        d11_sa_query_write(&wr, &query);
    FUZZ_CHECK(!wr.overflow && d11_wr_len(&wr) <= size);
    if (d11_wr_len(&wr) != 0)
        FUZZ_CHECK(memcmp(octets, data, d11_wr_len(&wr)) == 0);
    return 0;
}
