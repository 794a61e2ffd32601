/* Suites: what a profile allows and an AP offers, brought together.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.4.2.24, 12.6.3. */
#ifndef D11_RSN_SUITES_H
#define D11_RSN_SUITES_H

#include <stdbool.h>
#include <stdint.h>

#include <dot11/bss.h>
#include <dot11/err.h>
#include <dot11/ext.h>
#include <dot11/types.h>

#include "base/ssid.h"
#include "base/wr.h"

/* Octets of the RSNE that d11_suites_write_rsne() makes, at most. */
#define D11_SUITES_RSNE_MAX (28u + 2u + D11_PMKID_LEN)

/* Octets of the RSNXE that d11_suites_write_rsnx() makes, at most. */
#define D11_SUITES_RSNX_MAX 5u

struct d11_rsn_mgmt;

/* These are not used without management frame protection (SEC-PMF-01). */
#define D11_SUITES_MFP_AKMS                                                    \
    (D11_AKM_BIT_SAE | D11_AKM_BIT_FT_SAE | D11_AKM_BIT_SUITE_B_192 |          \
     D11_AKM_BIT_OWE | D11_AKM_BIT_SAE_EXT_KEY | D11_AKM_BIT_FT_SAE_EXT_KEY)

/* What a profile allows: the fields of struct dot11_rsn_profile. */
struct d11_rsn_policy {
    const struct d11_rsn_mgmt *mgmt; /* rsn/mgmt.h; NULL: management frame
                                        protection is off */
    uint16_t akms;                   /* enum dot11_akm_bit bits */
    uint16_t pairwise;               /* D11_CIPHER_BIT()s */
    uint16_t group;                  /* D11_CIPHER_BIT()s */
    bool refuse_rekey;               /* of the pairwise key */
    /* With `mgmt`. */
    uint8_t pmf; /* enum dot11_pmf */
    bool beacon_protection;
    bool ocv;
    uint16_t group_mgmt; /* D11_CIPHER_BIT()s that can be had, too */
};

/* The bit of an AKM that this RSN knows; 0 for another. */
uint16_t d11_suites_akm_bit(uint32_t akm);

/* Is there anything in the policy that this RSN can do? */
bool d11_suites_usable(const struct d11_rsn_policy *policy);

/* The strongest suites that both the policy and the BSS's one RSNE allow
 * (SEC-POL-01). D11_ERR_SECURITY when the BSS has another name or is not good
 * enough; then `suites` says why in `refusal`, and nothing else. */
enum dot11_err d11_suites_select(const struct d11_rsn_policy *policy,
                                 const struct dot11_ssid *ssid,
                                 const struct dot11_bss *bss,
                                 struct dot11_ext_suites *suites);

/* The RSNE for `suites`, the same octets each time: the one of the association
 * request is also that of message 2 (12.7.6.3, SEC-POL-02).
 * @param pmkid  NULL: none */
void d11_suites_write_rsne(struct d11_wr *wr,
                           const struct dot11_ext_suites *suites,
                           const uint8_t *pmkid);

/* The RSN extension element for `suites`, if there is one: it goes where the
 * RSNE goes. */
void d11_suites_write_rsnx(struct d11_wr *wr,
                           const struct dot11_ext_suites *suites);

/* Do both say the same? */
bool d11_suites_equal(const struct dot11_ext_suites *a,
                      const struct dot11_ext_suites *b);

#endif
