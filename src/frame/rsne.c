/* The RSN element and its vendor-specific forerunner WPA.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.4.2.24. */
#include "frame/rsne.h"

#include "base/rd.h"

#define VERSION 1u
#define SUITE_LEN 4u
/* OUI and type of a WPA element, and the OUI of its selectors. */
#define WPA_OUI_TYPE 0x0050f201u
#define WPA_OUI 0x0050f200u
#define RSN_OUI 0x000fac00u
#define OUI_MASK 0xffffff00u

/* A count and as many suites; the first ones are kept (SEC-ELM-10). Returns
 * how many those are. */
static inline unsigned read_suites(struct d11_rd *rd, uint32_t *suites,
                                   uint8_t *skipped)
{
    unsigned count = d11_rd_le16(rd);
    /* Fails unless the whole list is there; 65535 x 4 does not wrap. */
    const uint8_t *at = d11_rd_take(rd, (size_t)count * SUITE_LEN);
    unsigned kept = count < D11_RSNE_SUITES ? count : D11_RSNE_SUITES;
    unsigned i;

    if (at == NULL)
        return 0;
    for (i = 0; i < kept; i++, at += SUITE_LEN)
        suites[i] = d11_load_be32(at);
    /* At most 255 octets of element: at most 63 suites. */
    *skipped = (uint8_t)(count - kept);
    return kept;
}

static void set_defaults(struct d11_rsne *rsne)
{
    rsne->group = D11_CIPHER_CCMP_128;
    rsne->pairwise[0] = D11_CIPHER_CCMP_128;
    rsne->pairwise_count = 1;
    rsne->pairwise_skipped = 0;
    rsne->akm[0] = D11_AKM_8021X;
    rsne->akm_count = 1;
    rsne->akm_skipped = 0;
    rsne->capabilities = 0;
    rsne->group_mgmt = D11_CIPHER_NONE;
    rsne->pmkids = NULL;
    rsne->pmkid_count = 0;
}

/* 9.4.2.24.1: after the version every field is optional, in this order. One of
 * these three that is begun and not whole makes the element malformed. */
static inline void read_ciphers(struct d11_rsne *rsne, struct d11_rd *rd)
{
    if (d11_rd_left(rd) == 0)
        return;
    rsne->group = d11_rd_be32(rd);
    if (d11_rd_left(rd) == 0)
        return;
    rsne->pairwise_count =
        (uint8_t)read_suites(rd, rsne->pairwise, &rsne->pairwise_skipped);
    if (d11_rd_left(rd) == 0)
        return;
    rsne->akm_count = (uint8_t)read_suites(rd, rsne->akm, &rsne->akm_skipped);
}

static void read_pmkids(struct d11_rsne *rsne, struct d11_rd *rd)
{
    rsne->pmkid_count = d11_rd_le16(rd);
    rsne->pmkids = d11_rd_take(rd, (size_t)rsne->pmkid_count * D11_PMKID_LEN);
    if (rsne->pmkid_count == 0)
        rsne->pmkids = NULL;
}

bool d11_rsne_parse(struct d11_rsne *rsne, const uint8_t *body, size_t len)
{
    struct d11_rd rd = d11_rd_over(body, len);

    set_defaults(rsne);
    if (d11_rd_le16(&rd) != VERSION)
        return false;
    read_ciphers(rsne, &rd);
    if (rd.truncated)
        return false;
    /* SEC-ELM-10: one octet left of the next two fields counts as none. */
    if (d11_rd_left(&rd) >= 2)
        rsne->capabilities = d11_rd_le16(&rd);
    if ((rsne->capabilities & D11_RSN_CAP_MFPC) != 0)
        rsne->group_mgmt = D11_CIPHER_BIP_CMAC_128;
    if (d11_rd_left(&rd) >= 2)
        read_pmkids(rsne, &rd);
    if (d11_rd_left(&rd) >= SUITE_LEN)
        rsne->group_mgmt = d11_rd_be32(&rd);
    return !rd.truncated;
}

/* WPA numbered its suites as RSN does, below its own OUI. */
static void rename_suites(uint32_t *suites, unsigned count)
{
    unsigned i;

    for (i = 0; i < count; i++) {
        if ((suites[i] & OUI_MASK) == WPA_OUI)
            suites[i] = RSN_OUI | (suites[i] & ~OUI_MASK);
    }
}

bool d11_wpa_parse(struct d11_rsne *wpa, const uint8_t *body, size_t len)
{
    struct d11_rd rd = d11_rd_over(body, len);

    set_defaults(wpa);
    /* The defaults of WPA: TKIP everywhere. */
    wpa->group = D11_CIPHER_TKIP;
    wpa->pairwise[0] = D11_CIPHER_TKIP;
    if (d11_rd_be32(&rd) != WPA_OUI_TYPE || d11_rd_le16(&rd) != VERSION)
        return false;
    read_ciphers(wpa, &rd);
    rename_suites(&wpa->group, 1);
    rename_suites(wpa->pairwise, wpa->pairwise_count);
    rename_suites(wpa->akm, wpa->akm_count);
    return !rd.truncated;
}

static bool holds(const uint32_t *suites, unsigned count, uint32_t suite)
{
    unsigned i;

    for (i = 0; i < count; i++) {
        if (suites[i] == suite)
            return true;
    }
    return false;
}

bool d11_rsne_has_pairwise(const struct d11_rsne *rsne, uint32_t suite)
{
    return holds(rsne->pairwise, rsne->pairwise_count, suite);
}

bool d11_rsne_has_akm(const struct d11_rsne *rsne, uint32_t suite)
{
    return holds(rsne->akm, rsne->akm_count, suite);
}

static void write_suites(struct d11_wr *wr, const uint32_t *suites,
                         unsigned count)
{
    unsigned i;

    d11_wr_le16(wr, (uint16_t)count);
    for (i = 0; i < count; i++)
        d11_wr_be32(wr, suites[i]);
}

void d11_rsne_write(struct d11_wr *wr, const struct d11_rsne *rsne)
{
    uint8_t *head = d11_wr_take(wr, 2);
    const uint8_t *body = wr->pos;
    size_t len;

    d11_wr_le16(wr, VERSION);
    d11_wr_be32(wr, rsne->group);
    write_suites(wr, rsne->pairwise, rsne->pairwise_count);
    write_suites(wr, rsne->akm, rsne->akm_count);
    d11_wr_le16(wr, rsne->capabilities);
    if (rsne->pmkid_count != 0 || rsne->group_mgmt != D11_CIPHER_NONE) {
        d11_wr_le16(wr, rsne->pmkid_count);
        d11_wr_octets(wr, rsne->pmkids,
                      (size_t)rsne->pmkid_count * D11_PMKID_LEN);
    }
    if (rsne->group_mgmt != D11_CIPHER_NONE)
        d11_wr_be32(wr, rsne->group_mgmt);

    len = (size_t)(wr->pos - body);
    if (len > 255) {
        d11_wr_fail(wr);
        return;
    }
    if (head != NULL) {
        head[0] = D11_EID_RSN;
        head[1] = (uint8_t)len;
    }
}
