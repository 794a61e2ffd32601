/* Raw nodes: they hear everything and send what they are told.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/octets.h"
#include "medium.h"

struct raw {
    struct dot11_sim_node node;
    uint8_t addr[D11_ADDR_LEN];
    bool has_addr;
    dot11_sim_raw_rx *rx;
    void *ctx;
};

static bool raw_acks(void *owner, const uint8_t *ra)
{
    const struct raw *raw = owner;

    return raw->has_addr && d11_addr_equal(raw->addr, ra);
}

static void raw_heard(void *owner, const struct sim_heard *heard)
{
    struct raw *raw = owner;

    if (raw->rx != NULL)
        raw->rx(raw->ctx, heard->octets, heard->len, heard->signal_dbm);
}

static void raw_sent(void *owner, struct sim_tx *tx, enum sim_fate fate)
{
    (void)owner;
    (void)tx;
    (void)fate;
}

static const struct sim_node_ops raw_ops = {raw_acks, raw_heard, raw_sent};

struct dot11_sim_node *dot11_sim_raw(struct dot11_sim *sim, const uint8_t *addr,
                                     uint16_t freq_mhz, dot11_sim_raw_rx *rx,
                                     void *ctx)
{
    struct raw *raw = sim_alloc(sim, sizeof *raw);

    if (raw == NULL || !sim_node_add(sim, &raw->node, &raw_ops, raw))
        return NULL;
    if (addr != NULL) {
        d11_addr_copy(raw->addr, addr);
        raw->has_addr = true;
    }
    raw->rx = rx;
    raw->ctx = ctx;
    raw->node.freq_mhz = freq_mhz;
    return &raw->node;
}

void dot11_sim_raw_tune(struct dot11_sim_node *node, uint16_t freq_mhz)
{
    node->freq_mhz = freq_mhz;
}

enum dot11_err dot11_sim_inject(struct dot11_sim_node *node,
                                const uint8_t *octets, size_t len,
                                uint16_t rate_500kbps)
{
    struct sim_packet *packet;

    if (node->freq_mhz == 0)
        return D11_ERR_STATE;
    packet = sim_packet_copy(node->sim, octets, len);
    if (packet == NULL || !sim_send(node, packet, node->freq_mhz, rate_500kbps,
                                    NULL, false, false, D11_NEVER))
        return D11_ERR_MEMORY;
    return D11_OK;
}
