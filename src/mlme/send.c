#include "mlme/send.h"

#include "frame/compose.h"
#include "hw/attrs.h"
#include "hw/ops.h"

static const uint8_t broadcast[D11_ADDR_LEN] = {0xff, 0xff, 0xff,
                                                0xff, 0xff, 0xff};

/* Octets of a probe request without what the caller adds. */
#define PROBE_ROOM 96u

struct dot11_frame *d11_send_begin(struct d11_env *env, struct d11_wr *wr,
                                   size_t cap)
{
    struct dot11_frame *frame = d11_host_frame(env, cap);

    if (frame != NULL)
        *wr = d11_wr_over(frame->data, cap);
    return frame;
}

enum dot11_err d11_send_end(struct d11_tx_path *tx, struct d11_vif *vif,
                            struct dot11_frame *frame, const struct d11_wr *wr,
                            const struct d11_tx_mgmt *how)
{
    if (wr->overflow) {
        d11_host_free(vif->env, &frame, 1);
        return D11_ERR_ARG;
    }
    frame->len = (uint32_t)d11_wr_len(wr);
    return d11_tx_mgmt(tx, vif, frame, how);
}

bool d11_send_open(struct d11_letter *letter, const struct d11_peer *peer,
                   struct d11_env *env, size_t cap)
{
    const struct d11_link *link = peer->link;

    letter->addrs.da = link->bssid;
    letter->addrs.sa = link->addr;
    letter->addrs.bssid = link->bssid;
    letter->frame = d11_send_begin(env, &letter->wr, cap);
    return letter->frame != NULL;
}

enum dot11_err d11_send_close(struct d11_letter *letter,
                              struct d11_tx_path *tx, struct d11_vif *vif,
                              struct d11_peer *peer, enum d11_cookie cookie)
{
    struct d11_tx_mgmt how = {peer->link->channel.freq_mhz, (uint16_t)cookie,
                              false, peer};

    return d11_send_end(tx, vif, letter->frame, &letter->wr, &how);
}

enum dot11_err d11_send_null(struct d11_tx_path *tx, struct d11_vif *vif,
                             struct d11_peer *peer, bool pm,
                             enum d11_cookie cookie)
{
    struct d11_letter letter;

    if (!d11_send_open(&letter, peer, vif->env, D11_HEADER_LEN))
        return D11_ERR_MEMORY;
    d11_compose_null(&letter.wr, peer->addr, peer->link->addr, pm);
    return d11_send_close(&letter, tx, vif, peer, cookie);
}

enum dot11_err d11_send_probe(struct d11_tx_path *tx, struct d11_vif *vif,
                              const struct dot11_ssid *ssid,
                              const uint8_t *bssid, uint16_t freq_mhz,
                              struct dot11_octets more)
{
    const struct dot11_channel channel = dot11_channel_20(freq_mhz);
    struct d11_tx_mgmt how = {freq_mhz, D11_COOKIE_NONE, bssid == NULL, NULL};
    struct d11_addrs addrs = {bssid, vif->addr, bssid};
    struct d11_probe_req_fields fields = {
        {ssid->octets, ssid->len},
        d11_attrs_rates(vif, freq_mhz),
        channel.band == D11_BAND_2GHZ ? dot11_channel_number(freq_mhz) : 0,
        more};
    struct d11_wr wr;
    struct dot11_frame *frame =
        d11_send_begin(vif->env, &wr, PROBE_ROOM + more.len);

    if (frame == NULL)
        return D11_ERR_MEMORY;
    if (bssid == NULL)
        addrs.da = addrs.bssid = broadcast;
    d11_compose_probe_req(&wr, &addrs, &fields);
    return d11_send_end(tx, vif, frame, &wr, &how);
}

enum dot11_err d11_send_leave(struct d11_tx_path *tx, struct d11_vif *vif,
                              const uint8_t *bssid, uint16_t freq_mhz,
                              bool deauth, uint16_t reason)
{
    struct d11_tx_mgmt how = {freq_mhz, D11_COOKIE_LEAVE, false,
                              d11_vif_peer(vif, bssid)};
    struct d11_addrs addrs = {bssid, vif->addr, bssid};
    struct d11_wr wr;
    struct dot11_frame *frame =
        d11_send_begin(vif->env, &wr, D11_HEADER_LEN + 2);

    if (frame == NULL)
        return D11_ERR_MEMORY;
    if (deauth)
        d11_compose_deauth(&wr, &addrs, reason);
    else
        d11_compose_disassoc(&wr, &addrs, reason);
    return d11_send_end(tx, vif, frame, &wr, &how);
}
