/* What the memory of a radio is divided into. */
#include "sta/memory.h"

#include "hw/cipher.h"
#include "sta/radio.h"

void *d11_carve(struct d11_carver *carver, size_t size)
{
    void *mem = carver->at != NULL ? carver->at + carver->used : NULL;

    carver->used += (size + D11_CARVE_ALIGNMENT - 1) / D11_CARVE_ALIGNMENT *
                    D11_CARVE_ALIGNMENT;
    return mem;
}

static void carve_keys(struct d11_carver *carver, struct d11_key *keys,
                       unsigned count, size_t size)
{
    for (unsigned i = 0; size != 0 && i < count; i++) {
        void *state = d11_carve(carver, size);

        if (keys != NULL) {
            keys[i].state = state;
            keys[i].state_size = size;
        }
    }
}

static void carve_all(struct d11_carver *carver,
                      const struct dot11_config *config, struct dot11_sta *sta)
{
    size_t size = d11_key_state_size(config);
    struct dot11_event *ring =
        d11_carve(carver, config->event_count * sizeof *ring);
    struct d11_peer *peers =
        d11_carve(carver, config->peer_count * sizeof *peers);
    uint8_t *bodies = d11_carve(carver, config->body_octets);
    struct dot11_ext_host *exts =
        d11_carve(carver, config->ext_count * sizeof *exts);
    const struct d11_part_list *parts = d11_parts_of(config);
    void **part_state =
        parts != NULL ? parts->carve_states(carver, config) : NULL;

    for (unsigned i = 0; i < config->ext_count; i++) {
        void *state = d11_carve(carver, config->exts[i]->state_size);

        if (exts != NULL) {
            exts[i].ops = config->exts[i];
            exts[i].state = state;
        }
    }
    for (unsigned i = 0; i < config->peer_count; i++)
        carve_keys(carver, peers != NULL ? peers[i].keys : NULL, 2, size);
    for (unsigned i = 0; i < D11_LINKS; i++)
        carve_keys(carver, sta != NULL ? sta->vif.links[i].gtk : NULL,
                   D11_GROUP_KEYS, size);
    if (sta == NULL)
        return;
    sta->events.ring = ring;
    sta->events.size = config->event_count;
    sta->vif.peers = peers;
    sta->vif.peer_count = config->peer_count;
    sta->vif.part_state = part_state;
    sta->mlme.bodies.octets = bodies;
    sta->mlme.bodies.size = config->body_octets;
    sta->exts = exts;
}

void d11_carve_sta(struct dot11_sta *sta, struct dot11_radio *radio, unsigned i)
{
    struct d11_carver carver = {radio->sta_mem, i * radio->sta_octets};

    carve_all(&carver, &radio->env.config, sta);
}

struct dot11_radio *d11_carve_radio(struct d11_carver *carver,
                                    const struct dot11_config *config)
{
    struct d11_carver one = {NULL, 0};
    struct dot11_radio *radio = d11_carve(carver, sizeof *radio);
    struct dot11_sta *stas =
        d11_carve(carver, config->sta_count * sizeof *stas);
    struct d11_vif **vifs = d11_carve(carver, config->sta_count * sizeof *vifs);
    const struct dot11_ssid **wanted =
        d11_carve(carver, config->sta_count * sizeof *wanted);
    struct d11_bss *entries =
        d11_carve(carver, config->bss_count * sizeof *entries);
    uint8_t *pool = d11_carve(carver, config->bss_octets);
    uint16_t *freqs =
        d11_carve(carver, config->caps->channel_count * sizeof *freqs);
    void *rx_work = d11_carve(carver, d11_rx_path_size(config));
    void *tx_work = d11_carve(carver, d11_tx_path_size(config));
    const struct d11_part_list *list = d11_parts_of(config);
    const struct dot11_part **parts =
        list != NULL ? list->carve(carver, config) : NULL;

    uint8_t *sta_mem;

    carve_all(&one, config, NULL);
    sta_mem = d11_carve(carver, config->sta_count * one.used);
    if (radio == NULL)
        return NULL;
    radio->sta_mem = sta_mem;
    radio->sta_octets = one.used;
    radio->parts = list;
    radio->env.parts = parts;
    radio->stas = stas;
    radio->sta_count = config->sta_count;
    radio->vifs = vifs;
    radio->wanted = wanted;
    radio->table.entries = entries;
    radio->table.size = config->bss_count;
    radio->table.pool = pool;
    radio->table.pool_size = config->bss_octets;
    radio->scan.freqs_mhz = freqs;
    d11_rx_path_init(&radio->rx, rx_work, config);
    d11_tx_path_init(&radio->tx, tx_work, config);
    return radio;
}
