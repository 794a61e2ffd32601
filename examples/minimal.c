/* The smallest station: joins a simulated network and says so.
 *
 * SPDX-License-Identifier: MIT */
#include <dot11/dot11.h>

#include "dot11_crypto_host.h"
#include "dot11_sim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORLD_OCTETS (1024u * 1024u)

int main(void)
{
    static const uint8_t addr[D11_ADDR_LEN] = {2, 0, 0, 0, 0, 1};
    static const struct dot11_ext_ops *const exts[] = {&dot11_rsn};
    struct dot11_sim_config world = {.seed = 1,
                                     .crypto_ops = dot11_crypto_host_ops(),
                                     .crypto = dot11_crypto_host_new(0)};
    struct dot11_sim_ap_config network = {.bssid = {2, 0, 0, 0, 0, 9},
                                          .ssid = {4, "home"},
                                          .passphrase = "correct horse"};
    struct dot11_connect_req wanted = {.ssid = {4, "home"}, .ext = &dot11_rsn};
    struct dot11_rsn_profile secret;
    struct dot11_sim_station_config config;
    struct dot11_sim_station *station;
    const struct dot11_event *event;
    struct dot11_sim *sim;
    struct dot11_sim_ap *ap;
    void *memory = malloc(WORLD_OCTETS);

    if (memory == NULL ||
        dot11_sim_init(&sim, memory, WORLD_OCTETS, &world) != D11_OK ||
        dot11_sim_ap_create(&ap, sim, &network) != D11_OK)
        return 1;
    dot11_sim_ap_start(ap);

    dot11_sim_station_defaults(&config, addr);
    config.core.exts = exts;
    config.core.ext_count = 1;
    if (dot11_sim_station_create(&station, sim, &config) != D11_OK)
        return 1;
    dot11_sta_start(dot11_sim_station_sta(station), dot11_sim_now_us(sim));
    dot11_sim_station_wait(station, D11_EV_STARTED, 1000000);

    dot11_rsn_profile_defaults(&secret);
    secret.passphrase_len = 13;
    memcpy(secret.passphrase, "correct horse", 13);
    wanted.profile = &secret;
    wanted.profile_len = sizeof(secret);
    dot11_sta_connect(dot11_sim_station_sta(station), &wanted, NULL,
                      dot11_sim_now_us(sim));
    while ((event = dot11_sim_station_wait(station, D11_EV_PORT, 9000000)) &&
           event->u.port.change == D11_PORT_CREATED)
        ;
    printf("port %s after %.1f ms\n",
           event && event->u.port.port.authorized ? "open" : "closed",
           (double)dot11_sim_now_us(sim) / 1e3);
    return event && event->u.port.port.authorized ? 0 : 1;
}
