/* The part to copy: how a microcontroller configures and runs a station.
 *
 * SPDX-License-Identifier: MIT */
#include "station.h"

#include "surroundings.h"

/* The library says at run time what it needs, with dot11_radio_mem_size();
 * here is that much and some to spare. What the crypto provider keeps for a
 * key counts four times. Larger pointers make it more. */
#define RADIO_OCTETS (16u * 1024u * sizeof(void *) / 4u)
#define CRYPTO_OCTETS 1024u

/* PBKDF2 of a passphrase is 8192 iterations of about 6000 instructions each:
 * half a second at 100 MHz, in which nobody would answer the radio. So it is
 * cut into slices of 16 iterations, one in each turn of the main loop, and
 * takes about a millisecond of it. */
#define SLICE 16u
#define SLICE_US 1000u

static _Alignas(max_align_t) uint8_t radio_memory[RADIO_OCTETS];
static _Alignas(max_align_t) uint8_t crypto_memory[CRYPTO_OCTETS];

/* WPA2-Personal. Left out, the linker drops it, and networks are open. */
static const struct dot11_ext_ops *const exts[] = {&dot11_rsn};

/*
 * Capacities of a small station. The defaults suit a desktop; every line here
 * is memory saved, and says what is given up for it.
 */
static void choose_small(struct dot11_config *config)
{
    /* Networks that are remembered. When there are more on the air, the one
     * that was not heard for longest gives way; the one we are in stays. */
    config->bss_count = 16;
    /* What is kept of their beacons' elements, of all together. Beyond that a
     * network is known by its summary (SSID, signal, security) alone. */
    config->bss_octets = 2048;
    /* Events that wait. Completions have a place of their own in any case, so
     * this only has to cover what happens in one turn of the main loop. */
    config->event_count = 16;
    /* Frames that are decrypted in one call; more pays only with a processor
     * or an engine that works on several at once. */
    config->rx_burst = 4;
    /* Packets that wait for the radio; further ones come back as "full" and
     * the network stack tries again. */
    config->tx_queue = 8;
    /* Frames that the radio may have at once: as many as its ring takes. */
    config->tx_pending = 8;
    /* The association request and response, which go with an event. Firmware
     * that does not look at them needs little; what is longer is cut. */
    config->body_octets = 256;
    /* Everything else, such as times and numbers of tries, stays. */
}

/* Everything that the library is built from. */
static void configure(struct station *station, struct dot11_config *config)
{
    dot11_config_defaults(config);
    choose_small(config);
    surroundings_radio(config);
    config->host_ops = &host_ops;
    config->host = &station->host;
    config->crypto_ops = dot11_crypto_mbedtls_ops();
    config->crypto = station->crypto;
    config->exts = exts;
    config->ext_count = sizeof(exts) / sizeof(exts[0]);
}

enum dot11_err station_open(struct station *station)
{
    struct dot11_config config;
    enum dot11_err err;

    host_init(&station->host);
    err = surroundings_init(&host_ops, &station->host);
    if (err != D11_OK)
        return err;
    if (dot11_crypto_mbedtls_size() > sizeof(crypto_memory))
        return D11_ERR_MEMORY;
    station->crypto = dot11_crypto_mbedtls_init(crypto_memory, SLICE);

    configure(station, &config);
    station->memory = dot11_radio_mem_size(&config);
    err = dot11_radio_init(&station->radio, radio_memory, sizeof(radio_memory),
                           &config);
    if (err != D11_OK)
        return err;
    surroundings_attach(station->radio);
    return dot11_sta_create(&station->sta, station->radio, NULL);
}

enum dot11_err station_close(struct station *station)
{
    enum dot11_err err = dot11_sta_fini(station->sta);

    if (err == D11_OK)
        err = dot11_radio_fini(station->radio);
    return err;
}

static void take_events(struct station *station)
{
    struct dot11_event event;

    /* Any function of the library may be called while these are read. */
    while (dot11_sta_next_event(station->sta, &event)) {
        station->news.last[event.type] = event;
        station->news.count[event.type]++;
    }
}

void station_work(struct station *station)
{
    dot11_radio_tick(station->radio, now_us());
    station->computing =
        dot11_crypto_mbedtls_poll(station->crypto, station->radio, now_us());
    host_poll(&station->host, station->sta);
    take_events(station);
}

void station_sleep(const struct station *station, uint64_t until_us)
{
    uint64_t deadline = dot11_radio_deadline(station->radio);

    if (deadline < until_us)
        until_us = deadline;
    /* Here a slice takes no time but this. A board, where it does, would not
     * sleep at all. */
    if (station->computing && until_us > now_us() + SLICE_US)
        until_us = now_us() + SLICE_US;
    wait_until(until_us);
}
