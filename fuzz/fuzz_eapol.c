/* EAPOL-Key frames of each MIC length, and their Key Data.
 *
 * SPDX-License-Identifier: MIT */
#include "frame/eapol.h"
#include "frame/kde.h"
#include "fuzz.h"

/* The first octet chooses the length of the MIC. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t mic_lens[] = {16, 24, 0};
    struct d11_eapol_key key;
    struct d11_key_data parts;
    uint8_t mic_len;

    if (size == 0)
        return 0;
    mic_len = mic_lens[data[0] % sizeof(mic_lens)];
    data++;
    size--;
    if (d11_eapol_key_decode(&key, data, size, mic_len) != D11_DROP_NONE)
        return 0;
    FUZZ_CHECK(key.frame_len <= size);
    FUZZ_CHECK(key.data.data + key.data.len <= data + key.frame_len);
    FUZZ_CHECK(mic_len == 0 || key.mic == data + D11_EAPOL_KEY_MIC_AT);
    (void)d11_key_data_decode(&parts, key.data.data, key.data.len);
    return 0;
}
