/* The smallest station: joins a simulated network, and leaves it.
 *
 * SPDX-License-Identifier: MIT */
#include <dot11/dot11.h>

#include "dot11_crypto_host.h"
#include "dot11_sim.h"

#include <stddef.h>
#include <stdio.h>

#define SECONDS 1000000u

int main(void)
{
    static _Alignas(max_align_t) uint8_t memory[1024 * 1024];
    static const uint8_t addr[D11_ADDR_LEN] = {2, 0, 0, 0, 0, 1};
    static const struct dot11_ext_ops *const exts[] = {&dot11_rsn};
    struct dot11_sim_config world = {.seed = 1,
                                     .crypto_ops = dot11_crypto_host_ops(),
                                     .crypto = dot11_crypto_host_new(0)};
    struct dot11_sim_ap_config network = {.bssid = {2, 0, 0, 0, 0, 9},
                                          .ssid = {4, "home"},
                                          .passphrase = "correct horse"};
    struct dot11_rsn_profile secret;
    struct dot11_connect_req wanted = {.ssid = {4, "home"},
                                       .ext = &dot11_rsn,
                                       .profile = &secret,
                                       .profile_len = sizeof(secret)};
    struct dot11_sim_station_config config;
    struct dot11_sim_station *station;
    struct dot11_sta *sta;
    struct dot11_sim *sim;
    struct dot11_sim_ap *ap;
    struct dot11_sta_status status;

    /* A world with an access point, and a station in it. */
    dot11_sim_station_defaults(&config, addr);
    config.core.exts = exts;
    config.core.ext_count = 1;
    if (world.crypto == NULL ||
        dot11_sim_init(&sim, memory, sizeof(memory), &world) != D11_OK ||
        dot11_sim_ap_create(&ap, sim, &network) != D11_OK ||
        dot11_sim_station_create(&station, sim, &config) != D11_OK)
        return 1;
    dot11_sim_ap_start(ap);
    sta = dot11_sim_station_sta(station);

    /* Requests return at once; what became of them is an event. */
    dot11_sta_start(sta, dot11_sim_now_us(sim));
    dot11_sim_station_wait(station, D11_EV_STARTED, 1 * SECONDS);
    dot11_rsn_profile_defaults(&secret);
    secret.passphrase_len = (uint8_t)snprintf(
        (char *)secret.passphrase, sizeof(secret.passphrase), "correct horse");
    dot11_sta_connect(sta, &wanted, NULL, dot11_sim_now_us(sim));
    dot11_sim_station_wait(station, D11_EV_CONNECT_DONE, 10 * SECONDS);
    dot11_sim_station_wait(station, D11_EV_PORT, 10 * SECONDS);
    dot11_sta_status(sta, &status);
    printf("%s, port %s\n", dot11_sta_state_str(status.state),
           status.authorized ? "open" : "closed");

    dot11_sta_halt(sta, dot11_sim_now_us(sim));
    dot11_sim_station_wait(station, D11_EV_HALTED, 10 * SECONDS);
    dot11_sim_station_fini(station);
    dot11_sim_fini(sim);
    dot11_crypto_host_free(world.crypto);
    return status.authorized ? 0 : 1;
}
