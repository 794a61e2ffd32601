/* The end of the system. Rule N80211-SHUT-1. */
#include <dot11/power.h>

#include "sta/radio.h"

void dot11_radio_shutdown(struct dot11_radio *radio)
{
    struct d11_env *env = &radio->env;

    /* For ever: as if an op ran, every call into the core is refused. */
    env->in_op = true;
    /* Nobody waits for an answer. */
    (void)env->hw_ops.power(env->config.hw, 0, false);
    radio->powered = false;
    radio->off = D11_OFF_DOWN;
}
