/* An invented vendor's security at work in a simulated world: a station with
 * the right secret, data under the keys, new keys, and one with a wrong one.
 *
 * SPDX-License-Identifier: MIT */
#include <dot11/dot11.h>

#include "authenticator.h"
#include "dot11_crypto_host.h"
#include "dot11_sim.h"
#include "vendor.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define SECONDS 1000000u

static const uint8_t host_ip[4] = {10, 0, 0, 1};

/* One line for each event. */
static void tell(void *ctx, struct dot11_sim_station *station,
                 const struct dot11_event *event)
{
    static const char *const changes[] = {"made", "open", "shut", "gone"};
    const struct dot11_ev_port *port = &event->u.port;

    (void)ctx;
    (void)station;
    printf("%10.6f  %s", (double)event->at_us / SECONDS,
           dot11_event_name(event->type));
    if (event->type == D11_EV_PORT)
        printf(" %s%s%s", changes[port->change],
               port->err != D11_OK ? ": " : "",
               port->err != D11_OK ? dot11_err_str(port->err) : "");
    printf("\n");
}

static enum dot11_err connect(struct dot11_sta *sta, uint64_t now_us,
                              const char *secret)
{
    struct vendor_profile profile = {.size = sizeof profile};
    struct dot11_connect_req wanted = {.ssid = {6, "vendor"},
                                       .ext = &vendor_ext,
                                       .profile = &profile,
                                       .profile_len = sizeof profile};

    profile.secret_len = (uint8_t)strlen(secret);
    memcpy(profile.secret, secret, strlen(secret));
    printf("-- connect with \"%s\"\n", secret);
    return dot11_sta_connect(sta, &wanted, NULL, now_us);
}

static bool is_open(void *ctx)
{
    struct dot11_sta_status status;

    dot11_sta_status(ctx, &status);
    return status.authorized;
}

static bool ping(struct dot11_sim_station *station, const char *why)
{
    uint32_t replies = dot11_sim_station_ping(station, host_ip, 3, 56);

    printf("-- %s: %u of 3 pings answered\n", why, (unsigned)replies);
    return replies == 3;
}

/* The story; true when it went as it should. */
static bool play(struct dot11_sim *sim, struct dot11_sim_station *station,
                 struct vendor_authenticator *authenticator)
{
    struct dot11_sta *sta = dot11_sim_station_sta(station);
    const struct dot11_event *event;
    bool good;

    (void)dot11_sta_start(sta, dot11_sim_now_us(sim));
    (void)dot11_sim_station_wait(station, D11_EV_STARTED, 1 * SECONDS);

    (void)connect(sta, dot11_sim_now_us(sim), "a shared secret");
    good = dot11_sim_run_until(sim, is_open, sta, 10 * SECONDS) &&
           ping(station, "under the first keys");

    vendor_authenticator_rekey(authenticator);
    dot11_sim_run_for(sim, 1 * SECONDS);
    good = good && authenticator->runs == 2 && ping(station, "under new keys");

    (void)dot11_sta_disconnect(sta, NULL, dot11_sim_now_us(sim));
    dot11_sim_run_for(sim, 1 * SECONDS);
    (void)connect(sta, dot11_sim_now_us(sim), "another secret");
    event = dot11_sim_station_wait(station, D11_EV_DISASSOC, 10 * SECONDS);
    good = good && event != NULL && !is_open(sta) && authenticator->runs == 2;

    (void)dot11_sta_halt(sta, dot11_sim_now_us(sim));
    (void)dot11_sim_station_wait(station, D11_EV_HALTED, 10 * SECONDS);
    return good;
}

int main(void)
{
    static _Alignas(max_align_t) uint8_t memory[1024 * 1024];
    static const uint8_t addr[D11_ADDR_LEN] = {2, 0, 0, 0, 0, 1};
    static const struct dot11_ext_ops *const exts[] = {&vendor_ext};
    static struct vendor_authenticator authenticator;
    struct dot11_sim_config world = {.seed = 1,
                                     .crypto_ops = dot11_crypto_host_ops(),
                                     .crypto = dot11_crypto_host_new(0)};
    struct dot11_sim_ap_config network = {.bssid = {2, 0, 0, 0, 0, 9},
                                          .ssid = {6, "vendor"},
                                          .elements = vendor_element,
                                          .elements_len = VENDOR_ELEMENT_LEN};
    struct dot11_sim_station_config config;
    struct dot11_sim_station *station;
    struct dot11_sim *sim;
    struct dot11_sim_ap *ap;
    bool good;

    dot11_sim_station_defaults(&config, addr);
    config.core.exts = exts;
    config.core.ext_count = 1;
    if (world.crypto == NULL ||
        dot11_sim_init(&sim, memory, sizeof memory, &world) != D11_OK ||
        dot11_sim_ap_create(&ap, sim, &network) != D11_OK ||
        vendor_authenticator_init(&authenticator, sim, ap, world.crypto_ops,
                                  world.crypto, "a shared secret") != D11_OK ||
        dot11_sim_station_create(&station, sim, &config) != D11_OK)
        return 1;
    dot11_sim_station_set_hook(station, tell, NULL);
    dot11_sim_ap_start(ap);
    good = play(sim, station, &authenticator);
    printf("-- %s\n", good ? "all went as it should" : "something went wrong");

    (void)dot11_sim_station_fini(station);
    dot11_sim_fini(sim);
    dot11_crypto_host_free(world.crypto);
    return good ? 0 : 1;
}
