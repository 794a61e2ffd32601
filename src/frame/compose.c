/* Frames that a station sends.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.3. */
#include "frame/compose.h"

#include "frame/action.h"
#include "frame/header.h"
#include "frame/wmm.h"

/* 9.3.1.5: the two top bits of a PS-Poll's AID field are ones. */
#define AID_BITS 0xc000u

static void write_fc(struct d11_wr *wr, unsigned type, unsigned subtype,
                     unsigned flags)
{
    d11_wr_u8(wr, (uint8_t)((subtype << 4) | (type << 2)));
    d11_wr_u8(wr, (uint8_t)flags);
}

static void write_addrs(struct d11_wr *wr, const uint8_t *a1, const uint8_t *a2,
                        const uint8_t *a3)
{
    /* Duration and Sequence Control are the send path's. */
    d11_wr_le16(wr, 0);
    d11_wr_octets(wr, a1, D11_ADDR_LEN);
    d11_wr_octets(wr, a2, D11_ADDR_LEN);
    d11_wr_octets(wr, a3, D11_ADDR_LEN);
    d11_wr_le16(wr, 0);
}

void d11_compose_mgmt_header(struct d11_wr *wr, unsigned subtype,
                             const struct d11_addrs *addrs)
{
    write_fc(wr, D11_TYPE_MGMT, subtype, 0);
    write_addrs(wr, addrs->da, addrs->sa, addrs->bssid);
}

void d11_compose_element(struct d11_wr *wr, uint8_t id,
                         struct dot11_octets body)
{
    if (body.len > 255) {
        d11_wr_fail(wr);
        return;
    }
    d11_wr_u8(wr, id);
    d11_wr_u8(wr, (uint8_t)body.len);
    d11_wr_octets(wr, body.data, body.len);
}

void d11_compose_ext_element(struct d11_wr *wr, uint8_t ext_id,
                             struct dot11_octets body)
{
    if (body.len > 254) {
        d11_wr_fail(wr);
        return;
    }
    d11_wr_u8(wr, D11_EID_EXTENSION);
    d11_wr_u8(wr, (uint8_t)(body.len + 1));
    d11_wr_u8(wr, ext_id);
    d11_wr_octets(wr, body.data, body.len);
}

void d11_compose_probe_req(struct d11_wr *wr, const struct d11_addrs *addrs,
                           const struct d11_probe_req_fields *fields)
{
    struct dot11_octets ds = {&fields->channel, 1};

    d11_compose_mgmt_header(wr, D11_MGMT_PROBE_REQ, addrs);
    d11_compose_element(wr, D11_EID_SSID, fields->ssid);
    d11_rates_write(wr, &fields->rates);
    if (fields->channel != 0)
        d11_compose_element(wr, D11_EID_DS, ds);
    d11_wr_octets(wr, fields->more.data, fields->more.len);
}

void d11_compose_auth(struct d11_wr *wr, const struct d11_addrs *addrs,
                      uint16_t algorithm, uint16_t transaction, uint16_t status,
                      struct dot11_octets rest)
{
    d11_compose_mgmt_header(wr, D11_MGMT_AUTH, addrs);
    d11_wr_le16(wr, algorithm);
    d11_wr_le16(wr, transaction);
    d11_wr_le16(wr, status);
    d11_wr_octets(wr, rest.data, rest.len);
}

void d11_compose_assoc_req(struct d11_wr *wr, const struct d11_addrs *addrs,
                           const struct d11_assoc_req_fields *fields)
{
    bool reassoc = fields->current_ap != NULL;

    d11_compose_mgmt_header(
        wr, reassoc ? D11_MGMT_REASSOC_REQ : D11_MGMT_ASSOC_REQ, addrs);
    d11_wr_le16(wr, fields->capability);
    d11_wr_le16(wr, fields->listen_interval);
    if (reassoc)
        d11_wr_octets(wr, fields->current_ap, D11_ADDR_LEN);
    d11_compose_element(wr, D11_EID_SSID, fields->ssid);
    d11_rates_write(wr, &fields->rates);
    d11_wr_octets(wr, fields->early.data, fields->early.len);
    d11_wr_octets(wr, fields->rsne.data, fields->rsne.len);
    d11_wr_octets(wr, fields->more.data, fields->more.len);
    if (fields->wmm)
        d11_wmm_write_info(wr, fields->wmm_qos_info);
}

static void compose_leave(struct d11_wr *wr, unsigned subtype,
                          const struct d11_addrs *addrs, uint16_t reason)
{
    d11_compose_mgmt_header(wr, subtype, addrs);
    d11_wr_le16(wr, reason);
}

void d11_compose_deauth(struct d11_wr *wr, const struct d11_addrs *addrs,
                        uint16_t reason)
{
    compose_leave(wr, D11_MGMT_DEAUTH, addrs, reason);
}

void d11_compose_disassoc(struct d11_wr *wr, const struct d11_addrs *addrs,
                          uint16_t reason)
{
    compose_leave(wr, D11_MGMT_DISASSOC, addrs, reason);
}

static unsigned null_flags(bool pm)
{
    return D11_FC1_TO_DS | (pm ? D11_FC1_PM : 0u);
}

void d11_compose_null(struct d11_wr *wr, const uint8_t *bssid,
                      const uint8_t *sa, bool pm)
{
    write_fc(wr, D11_TYPE_DATA, D11_DATA_NULL, null_flags(pm));
    write_addrs(wr, bssid, sa, bssid);
}

void d11_compose_qos_null(struct d11_wr *wr, const uint8_t *bssid,
                          const uint8_t *sa, uint8_t tid, bool pm)
{
    write_fc(wr, D11_TYPE_DATA, D11_DATA_QOS_NULL, null_flags(pm));
    write_addrs(wr, bssid, sa, bssid);
    d11_wr_le16(wr, (uint16_t)(tid & D11_QOS_TID_MASK));
}

void d11_compose_ps_poll(struct d11_wr *wr, const uint8_t *bssid,
                         const uint8_t *sa, uint16_t aid)
{
    write_fc(wr, D11_TYPE_CTRL, D11_CTRL_PS_POLL, 0);
    d11_wr_le16(wr, (uint16_t)(aid | AID_BITS));
    d11_wr_octets(wr, bssid, D11_ADDR_LEN);
    d11_wr_octets(wr, sa, D11_ADDR_LEN);
}

void d11_compose_action(struct d11_wr *wr, const struct d11_addrs *addrs,
                        uint8_t category, uint8_t code,
                        struct dot11_octets rest)
{
    d11_compose_mgmt_header(wr, D11_MGMT_ACTION, addrs);
    d11_wr_u8(wr, category);
    d11_wr_u8(wr, code);
    d11_wr_octets(wr, rest.data, rest.len);
}

void d11_compose_sa_query(struct d11_wr *wr, const struct d11_addrs *addrs,
                          uint8_t code, uint16_t transaction)
{
    struct d11_sa_query query = {code, transaction};

    d11_compose_mgmt_header(wr, D11_MGMT_ACTION, addrs);
    d11_sa_query_write(wr, &query);
}
