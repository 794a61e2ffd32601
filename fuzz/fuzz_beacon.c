/* A Beacon or Probe Response body and what its elements say.
 *
 * SPDX-License-Identifier: MIT */
#include "frame/csa.h"
#include "frame/summary.h"
#include "frame/tim.h"
#include "frame/wmm.h"
#include "fuzz.h"

static void look_at_elements(const struct d11_index *index)
{
    struct dot11_octets body = d11_index_body(index, D11_SLOT_TIM);
    struct d11_csa csa;
    struct d11_tim tim;
    struct d11_wmm wmm;
    struct d11_rsne wpa;
    uint16_t aid;

    (void)d11_csa_from_index(&csa, index);
    if (d11_tim_decode(&tim, body.data, body.len)) {
        for (aid = 0; aid < 2050; aid++)
            (void)d11_tim_has_aid(&tim, aid);
    }
    body = d11_index_body(index, D11_SLOT_WMM);
    (void)d11_wmm_decode(&wmm, body.data, body.len);
    body = d11_index_body(index, D11_SLOT_WPA);
    (void)d11_wpa_parse(&wpa, body.data, body.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct d11_bss_summary s;
    struct d11_index index;

    if (d11_bss_summarize(&s, &index, data, size) != D11_DROP_NONE)
        return 0;
    FUZZ_CHECK(s.ssid_len <= D11_SSID_MAX);
    FUZZ_CHECK(s.ssid == NULL || s.ssid + s.ssid_len <= data + size);
    FUZZ_CHECK((s.rates.basic & ~s.rates.rates) == 0);
    look_at_elements(&index);
    return 0;
}
