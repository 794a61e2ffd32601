/* Somebody on the same channel who knows no key.
 *
 * SPDX-License-Identifier: MIT */
#include "attacker.h"

#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/octets.h"
#include "frame/compose.h"
#include "frame/eapol.h"

#define RATE 108u

static uint32_t roll(const struct attacker *attacker, uint32_t bound)
{
    return dot11_sim_random(attacker->rig->sim, bound);
}

static void record(void *ctx, const struct dot11_sim_frame *frame)
{
    struct attacker *attacker = ctx;
    unsigned i = attacker->count % ATTACKER_FRAMES;

    if (frame->from == attacker->node || frame->len > ATTACKER_OCTETS ||
        frame->len < 10)
        return;
    memcpy(attacker->frames[i].octets, frame->octets, frame->len);
    attacker->frames[i].len = frame->len;
    attacker->count++;
}

void attacker_init(struct attacker *attacker, struct rig *rig)
{
    memset(attacker, 0, sizeof *attacker);
    attacker->rig = rig;
    attacker->node = dot11_sim_raw(rig->sim, NULL, 2437, NULL, NULL);
    assert_non_null(attacker->node);
    assert_int_equal(dot11_sim_add_tap(rig->sim, record, attacker), D11_OK);
}

static void send(struct attacker *attacker, const uint8_t *octets, size_t len)
{
    attacker->sent++;
    assert_int_equal(dot11_sim_inject(attacker->node, octets, len, RATE),
                     D11_OK);
}

static unsigned place(const struct attacker *attacker, uint32_t back)
{
    return (attacker->count - 1 - back) % ATTACKER_FRAMES;
}

void attacker_replay(struct attacker *attacker, uint32_t back)
{
    if (back >= attacker->count || back >= ATTACKER_FRAMES)
        return;
    back = place(attacker, back);
    send(attacker, attacker->frames[back].octets, attacker->frames[back].len);
}

void attacker_mutate(struct attacker *attacker)
{
    uint8_t octets[ATTACKER_OCTETS + 64];
    uint32_t i = roll(attacker, ATTACKER_FRAMES);
    size_t len;

    if (i >= attacker->count)
        return;
    i = place(attacker, i);
    len = attacker->frames[i].len;
    memset(octets, (int)roll(attacker, 256), sizeof octets);
    memcpy(octets, attacker->frames[i].octets, len);
    for (uint32_t n = 1 + roll(attacker, 3); n > 0; n--) {
        switch (roll(attacker, 5)) {
        case 0: len = 10 + roll(attacker, (uint32_t)len); break;
        case 1:
            octets[roll(attacker, 24)] = (uint8_t)roll(attacker, 256);
            break;
        case 2: octets[1] ^= (uint8_t)(1u << roll(attacker, 8)); break;
        default:
            octets[roll(attacker, (uint32_t)len)] =
                (uint8_t)roll(attacker, 256);
            break;
        }
        if (len > sizeof octets)
            len = sizeof octets;
    }
    send(attacker, octets, len);
}

static void forge_leave(struct attacker *attacker, struct d11_wr *wr,
                        bool deauth)
{
    const struct d11_addrs addrs = {rig_sta_addr, attacker->rig->bssids[0],
                                    attacker->rig->bssids[0]};
    uint16_t reason = (uint16_t)roll(attacker, 70);

    if (deauth)
        d11_compose_deauth(wr, &addrs, reason);
    else
        d11_compose_disassoc(wr, &addrs, reason);
}

/* A37: the same AP, but open, on another channel, or with a broken RSNE. */
static void forge_beacon(struct attacker *attacker, struct d11_wr *wr)
{
    static const uint8_t all[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    static const uint8_t rates[] = {1, 4, 0x82, 0x84, 0x8b, 0x96};
    const uint8_t *bssid = attacker->rig->bssids[0];
    const struct d11_addrs addrs = {all, bssid, bssid};

    d11_compose_mgmt_header(
        wr, roll(attacker, 2) != 0 ? D11_MGMT_BEACON : D11_MGMT_PROBE_RESP,
        &addrs);
    d11_wr_le64(wr, roll(attacker, 1u << 30));
    d11_wr_le16(wr, (uint16_t)roll(attacker, 200));
    d11_wr_le16(wr, D11_CAP_ESS);
    d11_wr_u8(wr, D11_EID_SSID);
    d11_wr_u8(wr, sizeof RIG_SSID - 1);
    d11_wr_octets(wr, RIG_SSID, sizeof RIG_SSID - 1);
    d11_wr_octets(wr, rates, sizeof rates);
    d11_wr_u8(wr, D11_EID_DS);
    d11_wr_u8(wr, 1);
    d11_wr_u8(wr, (uint8_t)(roll(attacker, 2) != 0 ? 6 : roll(attacker, 14)));
    if (roll(attacker, 2) != 0) {
        uint8_t len = (uint8_t)roll(attacker, 24);

        d11_wr_u8(wr, D11_EID_RSN);
        d11_wr_u8(wr, len);
        d11_wr_u8(wr, 1);
        d11_wr_zero(wr, len);
    }
    if (roll(attacker, 2) != 0) {
        d11_wr_u8(wr, D11_EID_CSA);
        d11_wr_u8(wr, 3);
        d11_wr_u8(wr, (uint8_t)roll(attacker, 3));
        d11_wr_u8(wr, (uint8_t)roll(attacker, 200));
        d11_wr_u8(wr, (uint8_t)roll(attacker, 4));
    }
}

static void data_header(struct attacker *attacker, struct d11_wr *wr,
                        const uint8_t *ra, uint16_t ethertype)
{
    d11_wr_u8(wr, 0x08);
    d11_wr_u8(wr, D11_FC1_FROM_DS);
    d11_wr_le16(wr, 0);
    d11_wr_octets(wr, ra, 6);
    d11_wr_octets(wr, attacker->rig->bssids[0], 6);
    d11_wr_octets(wr, attacker->rig->bssids[0], 6);
    d11_wr_le16(wr, (uint16_t)(roll(attacker, 4096) << 4));
    d11_wr_octets(wr, "\xaa\xaa\x03\x00\x00\x00", 6);
    d11_wr_be16(wr, ethertype);
}

/* A03, A06: handshake messages with nonces and MICs of no key. */
static void forge_eapol(struct attacker *attacker, struct d11_wr *wr)
{
    static const uint16_t infos[] = {0x008a, 0x13ca, 0x1382, 0x008b,
                                     0x018a, 0x03ca, 0x1282, 0x0089};
    struct d11_eapol_key_fields fields = {0};
    uint8_t nonce[32], data[64];

    for (unsigned i = 0; i < sizeof nonce; i++)
        nonce[i] = (uint8_t)roll(attacker, 256);
    for (unsigned i = 0; i < sizeof data; i++)
        data[i] = (uint8_t)roll(attacker, 256);
    fields.nonce = nonce;
    fields.data.data = data;
    fields.data.len = roll(attacker, 2) != 0 ? roll(attacker, 64) : 0;
    fields.replay = roll(attacker, 2) != 0 ? roll(attacker, 10) : UINT64_MAX;
    fields.info = infos[roll(attacker, 8)];
    fields.key_len = 16;
    fields.version = (uint8_t)(1 + roll(attacker, 2));
    fields.mic_len = 16;
    data_header(attacker, wr, rig_sta_addr, D11_ETHERTYPE_EAPOL);
    (void)d11_eapol_key_write(wr, &fields);
}

/* A13, A15: data in the clear, to the station or to all. */
static void forge_data(struct attacker *attacker, struct d11_wr *wr)
{
    static const uint8_t all[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};

    data_header(attacker, wr, roll(attacker, 2) != 0 ? rig_sta_addr : all,
                D11_ETHERTYPE_IPV4);
    d11_wr_zero(wr, 40);
}

void attacker_forge(struct attacker *attacker)
{
    uint8_t octets[512];
    struct d11_wr wr = d11_wr_over(octets, sizeof octets);

    switch (roll(attacker, 12)) {
    case 0: forge_leave(attacker, &wr, true); break;
    case 1: forge_leave(attacker, &wr, false); break;
    case 2:
    case 3:
    case 4: forge_beacon(attacker, &wr); break;
    case 5:
    case 6:
    case 7:
    case 8: forge_eapol(attacker, &wr); break;
    default: forge_data(attacker, &wr); break;
    }
    assert_false(wr.overflow);
    send(attacker, octets, d11_wr_len(&wr));
}

void attacker_act(struct attacker *attacker)
{
    switch (roll(attacker, 3)) {
    case 0: attacker_replay(attacker, roll(attacker, ATTACKER_FRAMES)); break;
    case 1: attacker_mutate(attacker); break;
    default: attacker_forge(attacker); break;
    }
}
