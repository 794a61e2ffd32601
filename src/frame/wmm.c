/* WMM: the elements that carry EDCA parameters and U-APSD.
 *
 * SPDX-License-Identifier: MIT
 * Wi-Fi Alliance WMM elements (OUI 00-50-F2, type 2); the record of an access
 * category is that of IEEE Std 802.11-2020, 9.4.2.28. */
#include "frame/wmm.h"

#include <dot11/codes.h>

#include "base/rd.h"

#define OUI_TYPE 0x0050f202u
#define SUBTYPE_INFO 0u
#define SUBTYPE_PARAMS 1u
#define VERSION 1u
/* OUI, type, subtype, version, QoS Info. */
#define INFO_LEN 7u

#define QOS_INFO_COUNT 0x0fu
#define QOS_INFO_UAPSD 0x80u

#define ACI_AIFSN 0x0fu
#define ACI_ACM 0x10u

/* The access category of each record, by the record's place (ACI, Table
 * 9-155). */
static const uint8_t ac_of_aci[D11_AC_COUNT] = {
    D11_AC_BE,
    D11_AC_BK,
    D11_AC_VI,
    D11_AC_VO,
};

static void set_qos_info(struct d11_wmm *wmm, uint8_t qos_info)
{
    wmm->qos_info = qos_info;
    wmm->params_count = (uint8_t)(qos_info & QOS_INFO_COUNT);
    wmm->uapsd = (qos_info & QOS_INFO_UAPSD) != 0;
}

/* Four records in the order of their ACI; the ACI inside a record only
 * repeats its place. */
static void read_records(struct d11_wmm *wmm, struct d11_rd *rd)
{
    unsigned aci;

    for (aci = 0; aci < D11_AC_COUNT; aci++) {
        struct d11_wmm_ac *ac = &wmm->ac[ac_of_aci[aci]];
        unsigned octet = d11_rd_u8(rd);
        unsigned ecw = d11_rd_u8(rd);

        ac->aifsn = (uint8_t)(octet & ACI_AIFSN);
        ac->acm = (octet & ACI_ACM) != 0;
        ac->ecw_min = (uint8_t)(ecw & 15u);
        ac->ecw_max = (uint8_t)(ecw >> 4);
        ac->txop_32us = d11_rd_le16(rd);
    }
    wmm->has_params = !rd->truncated;
}

bool d11_wmm_decode(struct d11_wmm *wmm, const uint8_t *body, size_t len)
{
    struct d11_rd rd = d11_rd_over(body, len);
    uint8_t subtype;

    wmm->has_params = false;
    if (d11_rd_be32(&rd) != OUI_TYPE)
        return false;
    subtype = d11_rd_u8(&rd);
    if (d11_rd_u8(&rd) != VERSION)
        return false;
    set_qos_info(wmm, d11_rd_u8(&rd));
    if (rd.truncated || subtype > SUBTYPE_PARAMS)
        return false;
    if (subtype == SUBTYPE_INFO)
        return true;
    d11_rd_skip(&rd, 1);
    read_records(wmm, &rd);
    return !rd.truncated;
}

bool d11_edca_decode(struct d11_wmm *wmm, const uint8_t *body, size_t len)
{
    struct d11_rd rd = d11_rd_over(body, len);

    wmm->has_params = false;
    set_qos_info(wmm, d11_rd_u8(&rd));
    /* The Update EDCA Info octet matters to S1G stations only. */
    d11_rd_skip(&rd, 1);
    read_records(wmm, &rd);
    return !rd.truncated;
}

static void write_head(struct d11_wr *wr, size_t len, uint8_t subtype,
                       uint8_t qos_info)
{
    d11_wr_u8(wr, D11_EID_VENDOR);
    d11_wr_u8(wr, (uint8_t)len);
    d11_wr_be32(wr, OUI_TYPE);
    d11_wr_u8(wr, subtype);
    d11_wr_u8(wr, VERSION);
    d11_wr_u8(wr, qos_info);
}

void d11_wmm_write_info(struct d11_wr *wr, uint8_t qos_info)
{
    write_head(wr, INFO_LEN, SUBTYPE_INFO, qos_info);
}

void d11_wmm_write_params(struct d11_wr *wr, const struct d11_wmm *wmm)
{
    unsigned aci;

    write_head(wr, INFO_LEN + 1 + 4 * D11_AC_COUNT, SUBTYPE_PARAMS,
               wmm->qos_info);
    d11_wr_zero(wr, 1);
    for (aci = 0; aci < D11_AC_COUNT; aci++) {
        const struct d11_wmm_ac *ac = &wmm->ac[ac_of_aci[aci]];

        d11_wr_u8(wr, (uint8_t)((ac->aifsn & ACI_AIFSN) |
                                (ac->acm ? ACI_ACM : 0u) | (aci << 5)));
        d11_wr_u8(
            wr, (uint8_t)((ac->ecw_min & 15u) | ((unsigned)ac->ecw_max << 4)));
        d11_wr_le16(wr, ac->txop_32us);
    }
}
