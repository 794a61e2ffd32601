/* What the power save part is told by the layers below it, and what it asks
 * of the radio.
 *
 * SPDX-License-Identifier: MIT
 * The table of an optional part (D11_PART_POWERSAVE). */
#ifndef D11_HW_POWERSAVE_H
#define D11_HW_POWERSAVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dot11/hw.h>

#include "hw/vif.h"

/* The mode of a station, as D11_ATTR_POWER_MODE says it. */
struct d11_powersave_mode {
    bool saves;     /* the AP is told that we doze, or soon */
    uint32_t level; /* in effect */
};

struct d11_powersave_ops {
    /* These frames of a station go to the radio now. */
    void (*sending)(struct d11_vif *vif, const struct dot11_tx *burst,
                    size_t n);
    /* A management or null frame with this cookie came back. */
    void (*sent)(struct d11_vif *vif, uint16_t cookie, bool acked);
    /* These frames came in; nobody has judged them yet. */
    void (*heard)(struct dot11_radio *radio, const struct dot11_rx *rx,
                  size_t n);
    /* PM-4: has a station that runs nothing to do with its radio? */
    bool (*is_idle)(const struct dot11_sta *sta);
    void (*mode)(const struct d11_vif *vif, struct d11_powersave_mode *mode);
};

static inline const struct d11_powersave_ops *
d11_powersave_ops(const struct d11_env *env)
{
    return d11_env_part(env, D11_PART_POWERSAVE);
}

/* Let the radio doze, or wake it; it is told of changes only. */
void d11_hw_set_doze(struct d11_env *env, uint8_t link_id, bool doze);

#endif
