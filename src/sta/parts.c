/* The optional parts of the core that a host listed (hw/part.h). */
#include "base/deadline.h"
#include "sta/radio.h"

/* Most octets of state that a part may ask for. */
#define STATE_MAX (1u << 24)

bool d11_parts_valid(const struct dot11_config *config)
{
    unsigned kinds = 0;

    if (config->part_count != 0 && config->parts == NULL)
        return false;
    for (unsigned i = 0; i < config->part_count; i++) {
        const struct dot11_part *part = config->parts[i];

        if (part == NULL || part->kind >= D11_PART_COUNT ||
            (kinds & 1u << part->kind) != 0)
            return false;
        if (part->state_size != NULL && part->state_size(config) > STATE_MAX)
            return false;
        kinds |= 1u << part->kind;
    }
    return true;
}

void d11_parts_init(struct dot11_sta *sta)
{
    const struct dot11_config *config = &sta->radio->env.config;

    for (unsigned i = 0; i < config->part_count; i++) {
        const struct dot11_part *part = config->parts[i];

        if (part->init != NULL)
            part->init(&sta->vif, sta->vif.part_state[part->kind]);
    }
}

void d11_parts_reset(struct dot11_sta *sta, enum d11_part_reset what)
{
    const struct dot11_config *config = &sta->radio->env.config;

    for (unsigned i = 0; i < config->part_count; i++) {
        const struct dot11_part *part = config->parts[i];

        if (part->reset != NULL)
            part->reset(&sta->vif, sta->vif.part_state[part->kind], what);
    }
}

void d11_parts_event(struct dot11_sta *sta, const struct dot11_event *event)
{
    const struct dot11_config *config = &sta->radio->env.config;

    for (unsigned i = 0; i < config->part_count; i++) {
        const struct dot11_part *part = config->parts[i];

        if (part->event != NULL)
            part->event(&sta->vif, sta->vif.part_state[part->kind], event);
    }
}

void d11_parts_tick(struct dot11_sta *sta)
{
    const struct dot11_config *config = &sta->radio->env.config;

    for (unsigned i = 0; i < config->part_count; i++) {
        const struct dot11_part *part = config->parts[i];

        if (part->tick != NULL)
            part->tick(&sta->vif, sta->vif.part_state[part->kind]);
    }
}

uint64_t d11_parts_deadline(const struct dot11_sta *sta)
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
