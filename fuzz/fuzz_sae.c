/* Bodies of SAE authentication frames. The first octet says in which group
 * and which way.
 *
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"
#include "rsn/sae_frame.h"

#include <string.h>

static void check_inside(struct dot11_octets part, const uint8_t *data,
                         size_t size)
{
    FUZZ_CHECK(part.len == 0 ||
               (part.data >= data && part.data + part.len <= data + size));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct d11_sae sae;
    struct d11_sae_pk_shown shown;
    struct d11_sae_pk_print print;
    struct d11_sae_heard heard;
    struct dot11_octets token, body;

    if (size == 0)
        return 0;
    memset(&sae, 0, sizeof sae);
    sae.work.group = (uint16_t)(D11_GROUP_P256 + data[0] % 3);
    sae.work.h2e = (data[0] & 0x80) != 0;
    sae.work.ext_key = (data[0] & 0xc0) == 0xc0;
    body.data = data + 1;
    body.len = size - 1;
    if (d11_sae_read_commit(&sae, &body, &heard)) {
        const size_t len = d11_curve_of(sae.work.group)->len;
        const struct dot11_octets scalar = {heard.scalar, len};
        const struct dot11_octets element = {heard.element, 2 * len};

        FUZZ_CHECK(heard.group == sae.work.group);
        check_inside(scalar, data, size);
        check_inside(element, data, size);
        check_inside(heard.rejected, data, size);
        FUZZ_CHECK(heard.rejected.len % 2 == 0);
    }
    if (d11_sae_pk_read(&body, &shown)) {
        FUZZ_CHECK(shown.key_len != 0 && shown.key_len <= sizeof shown.key);
        FUZZ_CHECK(shown.signature_len != 0 &&
                   shown.signature_len <= sizeof shown.signature);
    }
    if (d11_sae_pk_read_password(body.data, body.len, &print))
        FUZZ_CHECK(print.bits <= 8u * sizeof print.octets);
    if (d11_sae_read_token(&sae, &body, &token)) {
        check_inside(token, data, size);
        FUZZ_CHECK(token.len != 0 && token.len <= D11_SAE_TOKEN_MAX);
    }
    return 0;
}
