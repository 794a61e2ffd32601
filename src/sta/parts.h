/* What is done with the optional parts that a host lists (hw/part.h).
 *
 * SPDX-License-Identifier: MIT
 * A station without parts links nothing of it: who has a list finds these
 * functions at its parts. */
#ifndef D11_STA_PARTS_H
#define D11_STA_PARTS_H

#include <stdbool.h>
#include <stdint.h>

#include "hw/part.h"

struct d11_carver;
struct dot11_event;
struct dot11_sta;

struct d11_part_list {
    bool (*valid)(const struct dot11_config *config);
    /* The table of d11_env.parts, filled in. */
    const struct dot11_part **(*carve)(struct d11_carver *carver,
                                       const struct dot11_config *config);
    /* The states of a station, by kind. */
    void **(*carve_states)(struct d11_carver *carver,
                           const struct dot11_config *config);
    void (*init)(struct dot11_sta *sta);
    void (*reset)(struct dot11_sta *sta, enum d11_part_reset what);
    void (*event)(struct dot11_sta *sta, const struct dot11_event *event);
    void (*tick)(struct dot11_sta *sta);
    uint64_t (*deadline)(const struct dot11_sta *sta);
};

/* The functions for the list of a config; NULL: it lists none. */
static inline const struct d11_part_list *
d11_parts_of(const struct dot11_config *config)
{
    return config->part_count != 0 ? config->parts[0]->list : NULL;
}

/* Is it there, and has it got something on it that is a part? */
static inline bool d11_parts_valid(const struct dot11_config *config)
{
    return config->part_count == 0 ||
           (config->parts != NULL && config->parts[0] != NULL &&
            config->parts[0]->list != NULL &&
            config->parts[0]->list->valid(config));
}

/* What a reset forgets, everywhere (life.c). */
void d11_parts_reset(struct dot11_sta *sta, enum d11_part_reset what);

#endif
