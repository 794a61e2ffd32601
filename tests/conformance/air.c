/* What is on the air and on the wire.
 *
 * SPDX-License-Identifier: MIT */
#include "air.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/octets.h"

static const uint8_t wire_host[6] = {2, 0, 0, 0, 0, 0xfe};

static void on_air(void *ctx, const struct dot11_sim_frame *frame)
{
    struct air *air = ctx;
    struct air_frame *to = &air->frames[air->count];

    const size_t kept = frame->len < AIR_OCTETS ? frame->len : AIR_OCTETS;

    if (air->count == AIR_FRAMES)
        return;
    memcpy(to->octets, frame->octets, kept);
    /* Its addresses point into the copy. */
    if (d11_header_decode(&to->header, to->octets, kept) != D11_DROP_NONE)
        return;
    air->count++;
    to->len = frame->len;
    to->freq_mhz = frame->freq_mhz;
    to->attempt = frame->attempt;
    to->acked = frame->acked;
    to->ours = frame->from == dot11_sim_radio_node(air->rig->radio);
}

static void on_msdu(void *ctx, struct dot11_sta *sta,
                    const struct dot11_msdu *msdu)
{
    struct air *air = ctx;

    observer_msdu(&air->rig->observer, sta, msdu);
    air->msdus++;
    air->msdu_len = msdu->len < sizeof air->msdu ? msdu->len : sizeof air->msdu;
    memcpy(air->msdu, msdu->data, air->msdu_len);
}

static void on_wire(void *ctx, const uint8_t *eth, size_t len)
{
    struct air *air = ctx;

    air->wired++;
    air->wire_len = len < sizeof air->wire ? len : sizeof air->wire;
    memcpy(air->wire, eth, air->wire_len);
}

void air_listen(struct air *air, struct rig *rig)
{
    const struct dot11_sim_host_hooks hooks = {.msdu = on_msdu, .ctx = air};

    memset(air, 0, sizeof *air);
    air->rig = rig;
    assert_int_equal(dot11_sim_add_tap(rig->sim, on_air, air), D11_OK);
    dot11_sim_station_set_host_hooks(rig->station, &hooks);
    dot11_sim_ap_set_wire(rig->aps[0], on_wire, air);
}

void air_forget(struct air *air)
{
    air->count = 0;
    air->msdus = 0;
    air->wired = 0;
}

bool air_is_msdu(const struct air_frame *frame)
{
    return frame->header.type == D11_TYPE_DATA &&
           (frame->header.subtype & D11_DATA_NULL) == 0;
}

const struct air_frame *air_first_msdu(const struct air *air)
{
    for (unsigned i = 0; i < air->count; i++) {
        if (air->frames[i].ours && air_is_msdu(&air->frames[i]))
            return &air->frames[i];
    }
    return NULL;
}

static size_t compose(uint8_t *eth, const uint8_t *da, const uint8_t *sa,
                      uint16_t ethertype, const uint8_t *payload,
                      size_t payload_len, size_t len)
{
    memcpy(eth, da, 6);
    memcpy(eth + 6, sa, 6);
    d11_store_be16(eth + 12, ethertype);
    for (size_t i = 0; i < len; i++)
        eth[14 + i] = (uint8_t)(i * 7 + 1);
    if (payload != NULL)
        memcpy(eth + 14, payload, payload_len);
    return 14 + len;
}

enum dot11_err air_send(struct air *air, const uint8_t *da, uint16_t ethertype,
                        const uint8_t *payload, size_t payload_len, size_t len)
{
    uint8_t eth[2400];

    return dot11_sim_station_send(air->rig->station, eth,
                                  compose(eth, da != NULL ? da : wire_host,
                                          rig_sta_addr, ethertype, payload,
                                          payload_len, len));
}

void air_from_wire(struct air *air, uint16_t ethertype, const uint8_t *payload,
                   size_t payload_len, size_t len)
{
    uint8_t eth[2400];

    assert_int_equal(
        dot11_sim_ap_send(air->rig->aps[0], eth,
                          compose(eth, rig_sta_addr, wire_host, ethertype,
                                  payload, payload_len, len),
                          0),
        D11_OK);
}

void air_wait(struct air *air, uint64_t us)
{
    dot11_sim_run_for(air->rig->sim, us);
}
