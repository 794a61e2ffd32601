/* RSNE and WPA: what is parsed can be written and parsed again.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "frame/rsne.h"
#include "fuzz.h"

static void write_again(const struct d11_rsne *rsne)
{
    uint8_t octets[D11_RSNE_WRITE_MAX];
    struct d11_wr wr = d11_wr_over(octets, sizeof(octets));
    struct d11_rsne again;
    unsigned i;

    d11_rsne_write(&wr, rsne);
    if (wr.overflow)
        return;
    FUZZ_CHECK(d11_rsne_parse(&again, octets + 2, d11_wr_len(&wr) - 2));
    FUZZ_CHECK(again.group == rsne->group);
    FUZZ_CHECK(again.pairwise_count == rsne->pairwise_count);
    for (i = 0; i < rsne->pairwise_count; i++)
        FUZZ_CHECK(again.pairwise[i] == rsne->pairwise[i]);
    FUZZ_CHECK(again.akm_count == rsne->akm_count);
    for (i = 0; i < rsne->akm_count; i++)
        FUZZ_CHECK(again.akm[i] == rsne->akm[i]);
    FUZZ_CHECK(again.capabilities == rsne->capabilities);
    FUZZ_CHECK(again.pmkid_count == rsne->pmkid_count);
    if (rsne->pmkid_count != 0)
        FUZZ_CHECK(
            memcmp(again.pmkids, rsne->pmkids, 16u * rsne->pmkid_count) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct d11_rsne rsne;

    if (size > 255)
        return 0;
    if (d11_rsne_parse(&rsne, data, size))
        write_again(&rsne);
    if (d11_wpa_parse(&rsne, data, size)) {
        FUZZ_CHECK(rsne.pairwise_count <= D11_RSNE_SUITES);
        FUZZ_CHECK(rsne.akm_count <= D11_RSNE_SUITES);
    }
    return 0;
}
