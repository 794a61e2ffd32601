#include "hw/powersave.h"

void d11_hw_set_doze(struct d11_env *env, uint8_t link_id, bool doze)
{
    enum dot11_err err = D11_OK;

    if (env->dozes == doze)
        return;
    env->dozes = doze;
    if (env->hw_ops.set_doze == NULL)
        return;
    env->in_op = true;
    err = env->hw_ops.set_doze(env->config.hw, link_id, doze);
    env->in_op = false;
    if (err != D11_OK)
        env->stats.hw_errors++;
}
