#include "hw/ops.h"

/* The op has returned; an error is counted. */
static enum dot11_err ended(struct d11_env *env, enum dot11_err err)
{
    env->in_op = false;
    if (err != D11_OK)
        env->stats.hw_errors++;
    return err;
}

size_t d11_hw_tx(struct d11_env *env, const struct dot11_tx *burst, size_t n)
{
    size_t taken;

    env->in_op = true;
    taken = env->hw_ops.tx(env->config.hw, burst, n);
    env->in_op = false;
    if (taken > n)
        taken = n;
    env->tx_out = (uint16_t)(env->tx_out + taken);
    env->stats.tx_frames += (uint32_t)taken;
    return taken;
}

void d11_hw_tx_flush(struct d11_env *env, struct dot11_sta *sta)
{
    if (env->hw_ops.tx_flush == NULL)
        return;
    env->in_op = true;
    env->hw_ops.tx_flush(env->config.hw, sta);
    env->in_op = false;
}

enum dot11_err d11_hw_set_filter(struct d11_env *env, uint32_t filter)
{
    enum dot11_err err;

    if (env->monitors)
        filter = D11_FILTER_EVERYTHING;
    env->in_op = true;
    err = env->hw_ops.set_filter(env->config.hw, filter);
    return ended(env, err);
}

enum dot11_err d11_hw_set_bss(struct d11_env *env,
                              const struct dot11_hw_bss *bss)
{
    enum dot11_err err;

    if (env->hw_ops.set_bss == NULL)
        return D11_OK;
    env->in_op = true;
    err = env->hw_ops.set_bss(env->config.hw, bss);
    return ended(env, err);
}

enum dot11_err d11_hw_set_addr(struct d11_env *env, const struct dot11_sta *sta,
                               const uint8_t *addr)
{
    enum dot11_err err;

    if (env->hw_ops.set_addr == NULL)
        return D11_OK;
    env->in_op = true;
    err = env->hw_ops.set_addr(env->config.hw, sta, addr);
    return ended(env, err);
}

struct dot11_frame *d11_host_frame(struct d11_env *env, size_t len)
{
    struct dot11_frame *frame;

    env->in_op = true;
    frame = env->host_ops.frame_alloc(env->config.host, env->caps->tx_headroom,
                                      len);
    env->in_op = false;
    if (frame == NULL)
        env->stats.no_frame++;
    return frame;
}

void d11_host_free(struct d11_env *env, struct dot11_frame *const *frames,
                   size_t n)
{
    if (n == 0)
        return;
    env->in_op = true;
    env->host_ops.frame_free(env->config.host, frames, n);
    env->in_op = false;
}

void d11_host_deliver(struct d11_env *env, struct dot11_sta *sta,
                      const struct dot11_msdu *msdus, size_t n)
{
    env->in_op = true;
    env->host_ops.deliver(env->config.host, sta, msdus, n);
    env->in_op = false;
}

void d11_host_deliver_raw(struct d11_env *env, struct dot11_sta *sta,
                          const struct dot11_raw *raws, size_t n)
{
    if (env->host_ops.deliver_raw == NULL)
        return;
    env->in_op = true;
    env->host_ops.deliver_raw(env->config.host, sta, raws, n);
    env->in_op = false;
}

void d11_host_tx_done(struct d11_env *env, struct dot11_sta *sta,
                      const struct dot11_tx_done *done, size_t n)
{
    if (n == 0)
        return;
    env->in_op = true;
    env->host_ops.tx_done(env->config.host, sta, done, n);
    env->in_op = false;
}

void d11_host_tx_flow(struct d11_env *env, struct dot11_sta *sta,
                      uint32_t stopped_acs)
{
    if (env->host_ops.tx_flow == NULL)
        return;
    env->in_op = true;
    env->host_ops.tx_flow(env->config.host, sta, stopped_acs);
    env->in_op = false;
}

enum dot11_err d11_host_random(struct d11_env *env, uint8_t *buf, size_t len)
{
    enum dot11_err err;

    env->in_op = true;
    err = env->host_ops.random(env->config.host, buf, len);
    env->in_op = false;
    return err == D11_OK ? D11_OK : D11_ERR_RANDOM;
}

void d11_host_wake(struct d11_env *env)
{
    if (env->host_ops.wake == NULL)
        return;
    env->in_op = true;
    env->host_ops.wake(env->config.host);
    env->in_op = false;
}
