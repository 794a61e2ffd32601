/* Power save: frames that wait for stations that doze.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 11.2.3, 9.4.2.5. */
#include "ap.h"

#include <string.h>

#include "base/octets.h"
#include "base/wr.h"
#include "frame/compose.h"

static struct sim_packet *take_first(struct ap_sta *sta)
{
    struct sim_packet *packet = sta->kept;

    if (packet != NULL) {
        sta->kept = packet->next;
        packet->next = NULL;
        sta->kept_count--;
    }
    return packet;
}

void ap_ps_drop(struct ap_sta *sta)
{
    struct sim_packet *packet;

    while ((packet = take_first(sta)) != NULL)
        sim_packet_free(sta->ap->sim, packet);
}

void ap_ps_note(struct ap_sta *sta, const struct d11_header *h)
{
    struct sim_packet *packet;

    sta->dozing = (h->flags & D11_FC1_PM) != 0;
    if (sta->dozing)
        return;
    while ((packet = take_first(sta)) != NULL)
        ap_data_release(sta->ap, sta, packet, false);
}

static bool anyone_dozes(const struct dot11_sim_ap *ap)
{
    for (unsigned i = 0; i < ap->config.sta_count; i++) {
        if (ap->stas[i].used && ap->stas[i].associated && ap->stas[i].dozing)
            return true;
    }
    return false;
}

bool ap_ps_keep(struct dot11_sim_ap *ap, struct ap_sta *sta,
                struct sim_packet *packet)
{
    struct sim_packet **at = sta != NULL ? &sta->kept : &ap->group_kept;
    uint16_t *count = sta != NULL ? &sta->kept_count : &ap->group_kept_count;

    if (sta != NULL ? !sta->dozing : !anyone_dozes(ap))
        return false;
    if (*count >= ap->config.ps_frames) {
        ap->stats.ps_overflow++;
        sim_packet_free(ap->sim, packet);
        return true;
    }
    while (*at != NULL)
        at = &(*at)->next;
    *at = packet;
    ++*count;
    return true;
}

void ap_ps_poll(struct ap_sta *sta)
{
    struct dot11_sim_ap *ap = sta->ap;
    struct sim_packet *packet = take_first(sta);
    uint8_t *mpdu;

    ap->stats.ps_polls++;
    if (packet != NULL) {
        ap_data_release(ap, sta, packet, sta->kept != NULL);
        return;
    }
    /* Nothing is kept: a Null frame says so. */
    packet = sim_packet_new(ap->sim);
    if (packet == NULL)
        return;
    mpdu = packet->octets;
    memset(mpdu, 0, 24);
    mpdu[0] = D11_TYPE_DATA << 2 | D11_DATA_NULL << 4;
    mpdu[1] = D11_FC1_FROM_DS;
    d11_addr_copy(mpdu + 4, sta->addr);
    d11_addr_copy(mpdu + 10, ap->config.bssid);
    d11_addr_copy(mpdu + 16, ap->config.bssid);
    packet->len = 24;
    packet->tag = 24;
    ap_data_release(ap, sta, packet, false);
}

void ap_ps_group_release(struct dot11_sim_ap *ap)
{
    struct sim_packet *packet;

    while ((packet = ap->group_kept) != NULL) {
        ap->group_kept = packet->next;
        packet->next = NULL;
        ap->group_kept_count--;
        ap_data_release(ap, NULL, packet, ap->group_kept != NULL);
    }
}

void ap_ps_write_tim(const struct dot11_sim_ap *ap, struct d11_wr *wr)
{
    uint8_t bitmap[9] = {0}; /* ids 1 to 64 */
    uint8_t first = 0, last = 0;

    for (unsigned i = 0; i < ap->config.sta_count; i++) {
        const struct ap_sta *sta = &ap->stas[i];

        if (sta->used && sta->kept_count != 0)
            bitmap[sta->aid / 8] |= (uint8_t)(1u << sta->aid % 8);
    }
    for (uint8_t i = sizeof bitmap; i-- > 0;) {
        if (bitmap[i] == 0)
            continue;
        first = i;
        last = last != 0 ? last : i;
    }
    first &= 0xfe; /* the offset counts pairs of octets */
    d11_wr_u8(wr, D11_EID_TIM);
    d11_wr_u8(wr, (uint8_t)(4 + last - first));
    d11_wr_u8(wr, ap->dtim_count);
    d11_wr_u8(wr, ap->config.dtim_period);
    d11_wr_u8(
        wr, (uint8_t)(first | (ap->dtim_count == 0 && ap->group_kept != NULL)));
    d11_wr_octets(wr, bitmap + first, (size_t)(last - first) + 1);
}
