/* Key Data as it comes out of decryption.
 *
 * SPDX-License-Identifier: MIT */
#include "frame/kde.h"
#include "fuzz.h"

static void check_inside(struct dot11_octets part, const uint8_t *data,
                         size_t size)
{
    FUZZ_CHECK(part.data == NULL ||
               (part.data >= data && part.data + part.len <= data + size));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct d11_key_data parts;
    struct d11_kde_key key;

    if (!d11_key_data_decode(&parts, data, size))
        return 0;
    check_inside(parts.rsne, data, size);
    check_inside(parts.rsne_2, data, size);
    check_inside(parts.rsnx, data, size);
    check_inside(parts.fte, data, size);
    check_inside(parts.gtk, data, size);
    check_inside(parts.igtk, data, size);
    check_inside(parts.bigtk, data, size);
    check_inside(parts.pmkid, data, size);
    if (d11_kde_gtk_decode(&key, parts.gtk))
        check_inside(key.key, data, size);
    if (d11_kde_igtk_decode(&key, parts.igtk))
        check_inside(key.key, data, size);
    return 0;
}
