/* What the radio tells the core, and who hears of it. */
#include <string.h>

#include "base/assert.h"
#include "base/octets.h"
#include "hw/ibss.h"
#include "hw/powersave.h"
#include "mlme/send.h"
#include "sta/radio.h"

/* To a host that asked for management frames (SCAN-19, AUTH-13). */
static void pass(struct dot11_sta *sta, const struct dot11_rx *rx)
{
    const struct d11_rx_monitor *monitor =
        d11_env_part(&sta->radio->env, D11_PART_MONITOR);

    if (monitor != NULL)
        monitor->pass(&sta->vif, rx);
}

static enum dot11_drop on_bss_frame(struct dot11_radio *radio,
                                    const struct d11_header *header,
                                    const struct dot11_rx *rx)
{
    const uint8_t *body = rx->frame->data + header->len;
    size_t len = rx->frame->len - header->len;
    struct d11_bss_heard heard;
    enum dot11_drop drop;

    if (!d11_addr_equal(header->a2, header->a3))
        return D11_DROP_ADDRESS;
    /* SEC-FRM-08 */
    if (header->subtype == D11_MGMT_BEACON &&
        !d11_addr_is_broadcast(header->a1))
        return D11_DROP_BEACON_ADDRESS;
    drop = d11_bss_table_hear(&radio->table, header, rx, body, len, &heard);
    if (drop != D11_DROP_NONE)
        return drop;
    for (unsigned i = 0; i < radio->sta_count; i++) {
        if (radio->stas[i].life != D11_LIFE_RUNNING)
            continue;
        d11_mlme_heard_bss(&radio->stas[i].mlme, heard.bss, rx);
        pass(&radio->stas[i], rx);
    }
    d11_scan_heard(&radio->scan, heard.bss);
    for (unsigned i = 0; i < radio->sta_count; i++) {
        if (radio->stas[i].life == D11_LIFE_RUNNING)
            d11_sme_heard(&radio->stas[i].sme, heard.bss);
    }
    return D11_DROP_NONE;
}

/* A frame to a group goes to each station whose BSS it is of. */
static enum dot11_drop on_group_frame(struct dot11_radio *radio,
                                      const struct d11_header *header,
                                      const struct dot11_rx *rx,
                                      bool was_protected)
{
    enum dot11_drop drop = D11_DROP_BSS_OTHER;

    for (unsigned i = 0; i < radio->sta_count; i++) {
        enum dot11_drop one;

        if (radio->stas[i].life != D11_LIFE_RUNNING)
            continue;
        pass(&radio->stas[i], rx);
        one = d11_mlme_rx(&radio->stas[i].mlme, header, rx, was_protected);
        if (drop != D11_DROP_NONE)
            drop = one;
    }
    return drop;
}

static enum dot11_drop on_mgmt(void *arg, struct d11_vif *vif,
                               const struct d11_header *header,
                               const struct dot11_rx *rx, bool was_protected)
{
    struct dot11_radio *radio = arg;
    const struct d11_ibss_ops *ibss = d11_ibss_ops(&radio->env);
    enum dot11_drop drop;
    struct dot11_sta *sta;

    /* What a port still had of a radio that is not there any more. */
    if (radio->schedule.off)
        return D11_DROP_RADIO_OFF;
    if (ibss != NULL && ibss->mgmt(radio, vif, header, rx, &drop))
        return drop;
    switch (header->subtype) {
    case D11_MGMT_BEACON:
    case D11_MGMT_PROBE_RESP: return on_bss_frame(radio, header, rx);
    /* What others ask of APs and peers. */
    case D11_MGMT_PROBE_REQ:
    case D11_MGMT_ASSOC_REQ:
    case D11_MGMT_REASSOC_REQ: return D11_DROP_TYPE;
    default: break;
    }
    if (vif == NULL)
        return on_group_frame(radio, header, rx, was_protected);
    sta = vif->sta;
    if (sta->life != D11_LIFE_RUNNING)
        return D11_DROP_RADIO_OFF;
    pass(sta, rx);
    return d11_mlme_rx(&sta->mlme, header, rx, was_protected);
}

static enum dot11_drop on_security(void *arg, struct d11_vif *vif,
                                   struct d11_peer *peer,
                                   const struct dot11_ext_packet *packet)
{
    struct dot11_sta *sta = vif->sta;

    (void)arg;
    (void)peer;
    if (sta->sme.ext == NULL)
        return D11_DROP_EAPOL_TYPE;
    return d11_ext_receive(sta->sme.ext, packet);
}

static void on_sent(void *arg, struct d11_vif *vif, enum d11_tx_kind kind,
                    uint16_t cookie, bool acked)
{
    struct dot11_radio *radio = arg;
    struct dot11_sta *sta = vif->sta;
    const struct d11_powersave_ops *powersave = d11_powersave_ops(&radio->env);
    const struct d11_turns_ops *turns;

    turns = d11_env_part(&radio->env, D11_PART_VIFS);
    if (turns != NULL && kind == D11_TX_KIND_MGMT)
        turns->sent(vif, cookie);
    if (powersave != NULL && kind == D11_TX_KIND_MGMT)
        powersave->sent(vif, cookie, acked);
    if (kind == D11_TX_KIND_SECURITY) {
        if (sta->sme.ext != NULL)
            d11_ext_sent(sta->sme.ext, cookie, acked);
        return;
    }
    if (cookie == D11_COOKIE_AWAY)
        d11_scan_announced(&radio->scan);
    else
        d11_mlme_sent(&sta->mlme, cookie, acked);
}

void d11_dispatch_init(struct dot11_radio *radio)
{
    radio->rx.sinks.mgmt = on_mgmt;
    radio->rx.sinks.security = on_security;
    radio->rx.sinks.arg = radio;
    radio->tx.sent = on_sent;
    radio->tx.arg = radio;
}

/* Calls of the radio. A port that calls from inside an op broke its promise:
 * nothing may be touched then but what it gives back. */

void dot11_hw_rx(struct dot11_radio *radio, struct dot11_rx *rx, size_t n,
                 uint64_t now_us)
{
    const struct d11_powersave_ops *powersave = d11_powersave_ops(&radio->env);
    bool entered = d11_radio_enter(radio, now_us);

    d11_assert(entered);
    if (!entered) {
        for (size_t i = 0; i < n; i++)
            radio->env.host_ops.frame_free(radio->env.config.host, &rx[i].frame,
                                           1);
        return;
    }
    if (powersave != NULL)
        powersave->heard(radio, rx, n);
    d11_rx_burst(&radio->rx, rx, n);
    d11_radio_settle(radio);
}

void dot11_hw_tx_status(struct dot11_radio *radio,
                        const struct dot11_tx_status *status, size_t n,
                        uint64_t now_us)
{
    bool entered = d11_radio_enter(radio, now_us);

    d11_assert(entered);
    if (!entered)
        return;
    d11_tx_status(&radio->tx, status, n);
    d11_radio_settle(radio);
}

void dot11_hw_tx_ready(struct dot11_radio *radio, uint32_t acs, uint64_t now_us)
{
    if (!d11_radio_enter(radio, now_us))
        return;
    d11_tx_ready(&radio->tx, acs);
    d11_radio_settle(radio);
}

enum dot11_err dot11_hw_op_done(struct dot11_radio *radio, uint32_t token,
                                enum dot11_err err, uint64_t now_us)
{
    if (!d11_radio_enter(radio, now_us))
        return D11_ERR_BUSY;
    err = d11_ops_complete(&radio->ops, token, err);
    d11_radio_settle(radio);
    return err;
}

void dot11_hw_beacon_loss(struct dot11_radio *radio, struct dot11_sta *sta,
                          uint8_t link_id, uint64_t now_us)
{
    if (link_id >= D11_LINKS || !d11_radio_enter(radio, now_us))
        return;
    if (sta->life == D11_LIFE_RUNNING)
        d11_mlme_beacon_loss(&sta->mlme);
    d11_radio_settle(radio);
}

enum dot11_err dot11_crypto_job_done(struct dot11_radio *radio,
                                     struct dot11_crypto_job *job,
                                     enum dot11_err err, uint64_t now_us)
{
    const unsigned per_sta = radio->env.config.ext_count;
    const unsigned i = job->owner - 1u; /* create.c */
    struct dot11_sta *sta;

    if (!d11_radio_enter(radio, now_us))
        return D11_ERR_BUSY;
    if (job->state == 0 || i >= radio->sta_count * per_sta)
        return D11_ERR_STATE;
    sta = &radio->stas[i / per_sta];
    if (sta->life == D11_LIFE_FREE)
        return D11_ERR_STATE;
    d11_ext_job_done(&sta->exts[i % per_sta], job, err);
    d11_radio_settle(radio);
    return D11_OK;
}
