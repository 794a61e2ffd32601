/* A station with an association and nothing above or below the data path.
 *
 * SPDX-License-Identifier: MIT */
#include "station.h"

#include <stdlib.h>
#include <string.h>

#include <dot11/codes.h>
#include <dot11_crypto_host.h>

#include "hw/env.h"
#include "hw/vif.h"
#include "rx/rx.h"
#include "tx/tx.h"

#define ROOM 64u

struct bench_station {
    struct dot11_hw_caps caps;
    struct d11_env env;
    struct d11_vif vif;
    struct d11_vif *vifs[1];
    uint8_t vif_count;
    struct d11_peer peer;
    struct d11_rx_path rx_path;
    struct d11_tx_path tx_path;
    struct dot11_crypto_host *crypto;
    void *key_state;
    void *rx_memory;
    void *tx_memory;
    bool soft;
    bench_sink *sink;
    void *arg;

    struct dot11_frame frames[BENCH_STATION_BURST];
    struct dot11_frame *list[BENCH_STATION_BURST];
    struct dot11_rx rx[BENCH_STATION_BURST];
    struct dot11_msdu msdus[BENCH_STATION_BURST];
    size_t msdu_count;
    struct dot11_tx_status status[BENCH_STATION_BURST];
    size_t status_count;
};

static struct dot11_frame *no_frame(void *host, size_t headroom, size_t len)
{
    (void)host;
    (void)headroom;
    (void)len;
    return NULL;
}

static void take_frames(void *host, struct dot11_frame *const *frames, size_t n)
{
    (void)host;
    (void)frames;
    (void)n;
}

static void deliver(void *host, struct dot11_sta *sta,
                    const struct dot11_msdu *msdus, size_t n)
{
    struct bench_station *station = host;

    (void)sta;
    for (size_t i = 0; i < n; i++) {
        station->msdus[station->msdu_count++] = msdus[i];
        station->sink(station->arg, msdus[i].data, msdus[i].len);
    }
}

static void take_done(void *host, struct dot11_sta *sta,
                      const struct dot11_tx_done *done, size_t n)
{
    (void)host;
    (void)sta;
    (void)done;
    (void)n;
}

static size_t radio_tx(void *hw, const struct dot11_tx *burst, size_t n)
{
    struct bench_station *station = hw;

    for (size_t i = 0; i < n; i++) {
        struct dot11_tx_status *status =
            &station->status[station->status_count++];

        status->frame = burst[i].frame;
        status->acked = 1;
        station->sink(station->arg, burst[i].frame->data, burst[i].frame->len);
    }
    return n;
}

static bool install_key(struct bench_station *station, const uint8_t key[16])
{
    const struct dot11_crypto_ops *ops = &station->env.crypto_ops;
    const size_t size = d11_cipher_state_size(ops, station->crypto);
    struct d11_key_params params = {
        .suite = D11_CIPHER_CCMP_128,
        .flags = D11_KEY_PAIRWISE | D11_KEY_TX,
        .software = station->soft,
        .octets = key,
        .len = 16,
    };
    bool fresh;

    if (!station->soft)
        params.flags |= D11_KEY_HW | D11_KEY_HW_MIC;
    station->key_state = calloc(1, size);
    if (station->key_state == NULL)
        return false;
    d11_key_init(&station->peer.keys[0], station->key_state, size);
    return d11_key_set(&station->peer.keys[0], &params, ops, station->crypto,
                       &fresh) == D11_OK;
}

static void associate(struct bench_station *station, const uint8_t bssid[6],
                      const uint8_t own[6])
{
    struct d11_vif *vif = &station->vif;
    struct d11_peer *peer = &station->peer;

    station->vifs[0] = vif;
    station->vif_count = 1;
    vif->env = &station->env;
    vif->active = true;
    vif->peers = peer;
    vif->peer_count = 1;
    vif->ethertypes[0] = D11_ETHERTYPE_EAPOL;
    vif->ethertype_count = 1;
    vif->links[0].joined = true;
    vif->links[0].is_protected = true;
    memcpy(vif->addr, own, 6);
    memcpy(vif->links[0].addr, own, 6);
    memcpy(vif->links[0].bssid, bssid, 6);
    memcpy(peer->addr, bssid, 6);
    peer->link = &vif->links[0];
    peer->associated = true;
    peer->authorized = true;
    peer->qos = true;
    peer->session_id = 1;
    for (unsigned i = 0; i < D11_SEQ_COUNT; i++)
        peer->rx_seq[i] = D11_SEQ_NONE;
}

static bool make_paths(struct bench_station *station)
{
    struct d11_env *env = &station->env;

    env->caps = &station->caps;
    env->config.rx_burst = BENCH_STATION_BURST;
    env->config.tx_queue = BENCH_STATION_BURST;
    env->config.tx_pending = 2 * BENCH_STATION_BURST;
    env->config.drop_group_unicast_ip = true;
    env->config.hw = station;
    env->config.host = station;
    env->config.crypto = station->crypto;
    env->crypto_ops = *dot11_crypto_host_ops();
    env->host_ops.frame_alloc = no_frame;
    env->host_ops.frame_free = take_frames;
    env->host_ops.deliver = deliver;
    env->host_ops.tx_done = take_done;
    env->hw_ops.tx = radio_tx;
    station->caps.flags = D11_HW_TX_STATUS;

    station->rx_memory = malloc(d11_rx_path_size(&env->config));
    station->tx_memory = malloc(d11_tx_path_size(&env->config));
    if (station->rx_memory == NULL || station->tx_memory == NULL)
        return false;
    station->rx_path.env = env;
    station->rx_path.vifs = station->vifs;
    station->rx_path.vif_count = &station->vif_count;
    d11_rx_path_init(&station->rx_path, station->rx_memory, &env->config);
    station->tx_path.env = env;
    station->tx_path.vifs = station->vifs;
    station->tx_path.vif_count = &station->vif_count;
    d11_tx_path_init(&station->tx_path, station->tx_memory, &env->config);
    return true;
}

struct bench_station *bench_station_new(const uint8_t bssid[6],
                                        const uint8_t own[6],
                                        const uint8_t key[16], bool soft,
                                        bench_sink *sink, void *arg)
{
    struct bench_station *station = calloc(1, sizeof(*station));

    if (station == NULL)
        return NULL;
    station->soft = soft;
    station->sink = sink;
    station->arg = arg;
    station->crypto = dot11_crypto_host_new(0);
    if (station->crypto == NULL || !make_paths(station) ||
        !install_key(station, key)) {
        bench_station_free(station);
        return NULL;
    }
    associate(station, bssid, own);
    return station;
}

void bench_station_free(struct bench_station *station)
{
    if (station->key_state != NULL)
        d11_key_wipe(&station->peer.keys[0], &station->env.crypto_ops,
                     station->crypto);
    free(station->key_state);
    free(station->rx_memory);
    free(station->tx_memory);
    dot11_crypto_host_free(station->crypto);
    free(station);
}

static void wrap(struct dot11_frame *frame, uint8_t *octets, size_t len)
{
    frame->next = NULL;
    frame->head = octets - ROOM;
    frame->data = octets;
    frame->len = (uint32_t)len;
    frame->end = octets + len + ROOM;
}

void bench_station_rx(struct bench_station *station, uint8_t **mpdus,
                      const size_t *lens, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct dot11_rx *rx = &station->rx[i];

        wrap(&station->frames[i], mpdus[i], lens[i]);
        rx->frame = &station->frames[i];
        rx->flags = station->soft
                        ? 0
                        : (uint32_t)D11_RX_DECRYPTED | D11_RX_MIC_STRIPPED;
    }
    d11_rx_burst(&station->rx_path, station->rx, count);
    d11_rx_return(&station->vif, station->msdus, station->msdu_count);
    station->msdu_count = 0;
}

void bench_station_tx(struct bench_station *station, uint8_t **frames,
                      const size_t *lens, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        wrap(&station->frames[i], frames[i], lens[i]);
        station->list[i] = &station->frames[i];
    }
    (void)d11_tx_msdus(&station->tx_path, &station->vif, station->list, count);
    d11_tx_status(&station->tx_path, station->status, station->status_count);
    station->status_count = 0;
}
