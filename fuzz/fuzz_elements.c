/* Element iterator and element index must tell the same story.
 *
 * SPDX-License-Identifier: MIT */
#include <dot11/codes.h>

#include "frame/element.h"
#include "frame/index.h"
#include "fuzz.h"

static void walk_same(const struct d11_index *index, enum d11_slot slot,
                      size_t size)
{
    uint8_t joined[700];
    struct d11_element e;
    size_t steps = 0;
    size_t len;

    if (!d11_index_get(index, slot, &e))
        return;
    len = d11_element_joined_len(&e, index->end);
    FUZZ_CHECK(len <= size);
    FUZZ_CHECK(d11_index_join(index, slot, joined, sizeof(joined)) ==
               (len <= sizeof(joined) ? len : 0));
    do {
        FUZZ_CHECK(e.body >= index->base);
        FUZZ_CHECK(e.body + e.len <= index->end);
        FUZZ_CHECK(++steps <= size);
    } while (d11_index_next_same(index, &e));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *first[256] = {NULL};
    struct d11_rd rd = d11_rd_over(data, size);
    struct d11_element e;
    struct d11_index index;
    unsigned slot;

    if (size > UINT16_MAX)
        return 0;
    while (d11_element_next(&rd, &e)) {
        FUZZ_CHECK(e.body + e.len <= data + size);
        if (first[e.id] == NULL)
            first[e.id] = e.body;
    }
    d11_index_build(&index, data, size);
    /* The index also knows of fragments that continue nothing. */
    FUZZ_CHECK(rd.truncated || !index.truncated);
    FUZZ_CHECK(!rd.truncated || !d11_index_whole(&index));
    if (!index.malformed) {
        FUZZ_CHECK(d11_index_body(&index, D11_SLOT_SSID).data ==
                   first[D11_EID_SSID]);
        FUZZ_CHECK(d11_index_body(&index, D11_SLOT_RSN).data ==
                   first[D11_EID_RSN]);
    }
    for (slot = 0; slot < D11_SLOT_COUNT; slot++)
        walk_same(&index, (enum d11_slot)slot, size);
    return 0;
}
