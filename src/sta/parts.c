/* The optional parts of the core that a host listed (hw/part.h). */
#include "sta/parts.h"

#include "base/deadline.h"
#include "sta/memory.h"
#include "sta/radio.h"

/* Most octets of state that a part may ask for. */
#define STATE_MAX (1u << 24)

/* Peers of an IBSS. */
#define PEERS_MAX 32u

static size_t size_of(const struct dot11_part *part,
                      const struct dot11_config *config)
{
    return part->state_size != NULL ? part->state_size(config) : 0;
}

static bool valid(const struct dot11_config *config)
{
    unsigned kinds = 0;

    for (unsigned i = 0; i < config->part_count; i++) {
        const struct dot11_part *part = config->parts[i];

        if (part == NULL || part->kind >= D11_PART_COUNT ||
            (kinds & 1u << part->kind) != 0 ||
            size_of(part, config) > STATE_MAX)
            return false;
        kinds |= 1u << part->kind;
    }
    return config->peer_count <=
           ((kinds & 1u << D11_PART_IBSS) != 0 ? PEERS_MAX : 1);
}

static const struct dot11_part **carve(struct d11_carver *carver,
                                       const struct dot11_config *config)
{
    const struct dot11_part **parts =
        d11_carve(carver, D11_PART_COUNT * sizeof *parts);

    for (unsigned i = 0; parts != NULL && i < config->part_count; i++)
        parts[config->parts[i]->kind] = config->parts[i];
    return parts;
}

/* Each listed part has a place, also one without state: that it is there is
 * what its pointer says. */
static void **carve_states(struct d11_carver *carver,
                           const struct dot11_config *config)
{
    void **states = d11_carve(carver, D11_PART_COUNT * sizeof *states);

    for (unsigned i = 0; i < config->part_count; i++) {
        const struct dot11_part *part = config->parts[i];
        void *state = d11_carve(carver, size_of(part, config));

        if (states != NULL)
            states[part->kind] = state;
    }
    return states;
}

static void init(struct dot11_sta *sta)
{
    const struct dot11_config *config = &sta->radio->env.config;

    for (unsigned i = 0; i < config->part_count; i++) {
        const struct dot11_part *part = config->parts[i];

        if (part->init != NULL)
            part->init(&sta->vif, sta->vif.part_state[part->kind]);
    }
}

static void reset(struct dot11_sta *sta, enum d11_part_reset what)
{
    const struct dot11_config *config = &sta->radio->env.config;

    for (unsigned i = 0; i < config->part_count; i++) {
        const struct dot11_part *part = config->parts[i];

        if (part->reset != NULL)
            part->reset(&sta->vif, sta->vif.part_state[part->kind], what);
    }
}

static void event(struct dot11_sta *sta, const struct dot11_event *what)
{
    const struct dot11_config *config = &sta->radio->env.config;

    for (unsigned i = 0; i < config->part_count; i++) {
        const struct dot11_part *part = config->parts[i];

        if (part->event != NULL)
            part->event(&sta->vif, sta->vif.part_state[part->kind], what);
    }
}

static void tick(struct dot11_sta *sta)
{
    const struct dot11_config *config = &sta->radio->env.config;

    for (unsigned i = 0; i < config->part_count; i++) {
        const struct dot11_part *part = config->parts[i];

        if (part->tick != NULL)
            part->tick(&sta->vif, sta->vif.part_state[part->kind]);
    }
}

static uint64_t deadline(const struct dot11_sta *sta)
{
    const struct dot11_config *config = &sta->radio->env.config;
    uint64_t at_us = D11_NEVER;

    for (unsigned i = 0; i < config->part_count; i++) {
        const struct dot11_part *part = config->parts[i];

        if (part->deadline != NULL)
            at_us = d11_deadline_min(
                at_us,
                part->deadline(&sta->vif, sta->vif.part_state[part->kind]));
    }
    return at_us;
}

const struct d11_part_list d11_part_list = {
    .valid = valid,
    .carve = carve,
    .carve_states = carve_states,
    .init = init,
    .reset = reset,
    .event = event,
    .tick = tick,
    .deadline = deadline,
};
