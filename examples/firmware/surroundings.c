/* The simulator as radio, air, access points and clock.
 *
 * SPDX-License-Identifier: MIT */
#include "surroundings.h"

#include <string.h>

#include "dot11_crypto_mbedtls.h"
#include "dot11_sim.h"

#define WORLD_OCTETS (40u * 1024u * sizeof(void *) / 4u)
#define SEED 1u

const uint8_t ap_bssids[AP_COUNT][D11_ADDR_LEN] = {{2, 0, 0, 0, 1, 1},
                                                   {2, 0, 0, 0, 1, 2}};
const uint8_t station_addr[D11_ADDR_LEN] = {2, 0, 0, 0, 0, 1};
const uint8_t host_ip[4] = {10, 0, 0, 1};

static const uint16_t ap_freqs_mhz[AP_COUNT] = {2412, 2437};
static const int8_t ap_dbm[AP_COUNT] = {-40, -65};

static _Alignas(max_align_t) uint8_t memory[WORLD_OCTETS];
static struct dot11_sim *sim;
static struct dot11_sim_radio *radio;
static struct dot11_sim_ap *aps[AP_COUNT];

static enum dot11_err make_ap(enum ap ap)
{
    static const uint8_t host_addr[D11_ADDR_LEN] = {2, 0, 0, 0, 0, 0xfe};
    struct dot11_sim_ap_config config = {
        .ssid = {sizeof NETWORK_SSID - 1, NETWORK_SSID},
        .freq_mhz = ap_freqs_mhz[ap],
        .passphrase = NETWORK_PASSPHRASE,
        .sta_count = 1,
        .ps_frames = 4,
    };
    enum dot11_err err;

    memcpy(config.bssid, ap_bssids[ap], D11_ADDR_LEN);
    memcpy(config.ip, host_ip, sizeof host_ip);
    /* Both are on the same wire, behind which there is one host. */
    memcpy(config.host_addr, host_addr, D11_ADDR_LEN);
    err = dot11_sim_ap_create(&aps[ap], sim, &config);
    if (err != D11_OK)
        return err;
    dot11_sim_set_path(dot11_sim_ap_node(aps[ap]), dot11_sim_radio_node(radio),
                       ap_dbm[ap]);
    dot11_sim_ap_start(aps[ap]);
    return D11_OK;
}

enum dot11_err surroundings_init(const struct dot11_host_ops *host_ops,
                                 void *host)
{
    struct dot11_sim_config world = {
        .seed = SEED,
        .node_count = 1 + AP_COUNT,
        .timer_count = 64,
        .packet_octets = 1600,
        /* The access points have their work done at once: it is not theirs
         * that the firmware's main loop has to find time for. */
        .crypto_ops = dot11_crypto_mbedtls_ops(),
    };
    struct dot11_sim_radio_config hardware = {
        .flags = D11_HW_TX_STATUS,
        .only_2ghz = true,
        .tx_ring = 8,
        .frame_alloc = host_ops->frame_alloc,
        .frame_free = host_ops->frame_free,
        .host = host,
    };
    enum dot11_err err;

    memcpy(hardware.addr, station_addr, D11_ADDR_LEN);
    err = dot11_sim_init(&sim, memory, sizeof memory, &world);
    if (err == D11_OK)
        err = dot11_sim_radio_create(&radio, sim, &hardware);
    for (unsigned i = 0; i < AP_COUNT && err == D11_OK; i++)
        err = make_ap((enum ap)i);
    return err;
}

void surroundings_radio(struct dot11_config *config)
{
    config->caps = dot11_sim_radio_caps(radio);
    config->hw_ops = dot11_sim_radio_ops(radio);
    config->hw = radio;
}

void surroundings_attach(struct dot11_radio *core)
{
    dot11_sim_radio_attach(radio, core);
}

void surroundings_stop_ap(enum ap ap)
{
    dot11_sim_ap_stop(aps[ap]);
}

bool surroundings_has_station(enum ap ap)
{
    struct dot11_sim_ap_sta sta;

    return dot11_sim_ap_sta(aps[ap], station_addr, &sta) && sta.associated &&
           sta.authorized;
}

uint64_t now_us(void)
{
    return dot11_sim_now_us(sim);
}

void wait_until(uint64_t us)
{
    if (dot11_sim_next_us(sim) <= us)
        (void)dot11_sim_step(sim);
    else if (us != D11_NEVER)
        dot11_sim_advance(sim, us);
}

void random_octets(uint8_t *buf, size_t len)
{
    for (size_t i = 0; i < len; i++)
        buf[i] = (uint8_t)dot11_sim_random(sim, 256);
}

size_t surroundings_memory(void)
{
    return dot11_sim_mem_used(sim);
}
