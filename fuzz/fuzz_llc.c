/* LLC to Ethernet and back keeps every octet that matters.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "frame/llc.h"
#include "fuzz.h"

/* Octets in front of the MSDU: at least a MAC header. */
#define ROOM 24u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *block = malloc(ROOM + size);
    struct d11_ethernet eth;
    struct d11_msdu msdu;

    if (block == NULL)
        return 0;
    memset(block, 0x5a, ROOM);
    if (size != 0)
        memcpy(block + ROOM, data, size);
    if (d11_llc_to_ethernet(&eth, block + ROOM, size, block + 4, block + 10)) {
        FUZZ_CHECK(eth.data >= block && eth.len >= D11_ETHERNET_LEN);
        FUZZ_CHECK(eth.data + eth.len == block + ROOM + size);
        FUZZ_CHECK(d11_ethernet_to_llc(&msdu, eth.data, eth.len));
        FUZZ_CHECK(msdu.len == size);
        /* A tunnel that was not needed comes back as RFC 1042. */
        FUZZ_CHECK(size < 5 || memcmp(msdu.data, data, 5) == 0);
        FUZZ_CHECK(size < 6 || memcmp(msdu.data + 6, data + 6, size - 6) == 0);
    }
    if (size != 0)
        memcpy(block + ROOM, data, size);
    if (d11_ethernet_to_llc(&msdu, block + ROOM, size)) {
        FUZZ_CHECK(msdu.data >= block + ROOM);
        FUZZ_CHECK(msdu.data + msdu.len <= block + ROOM + size);
    }
    free(block);
    return 0;
}
