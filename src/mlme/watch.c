#include "mlme/watch.h"

#include "base/deadline.h"

/* Questions without an answer that may be bad luck. */
#define UNANSWERED 8u

/* SEC-BCN-08, N80211-DISAS-4: whatever interval the AP claims, questions are
 * neither frequent nor later than the silence that counts as its absence. */
static void rearm(struct d11_watch *watch, const struct d11_env *env)
{
    uint64_t us = (uint64_t)watch->interval_us * env->config.beacon_loss_count;

    if (us > watch->unreachable_us)
        us = watch->unreachable_us;
    if (us < env->config.probe_timeout_us)
        us = env->config.probe_timeout_us;
    watch->tries = 0;
    watch->timer_us = d11_time_after(watch->heard_us, us);
}

void d11_watch_start(struct d11_watch *watch, const struct d11_env *env,
                     uint16_t beacon_interval_tu)
{
    watch->heard_us = env->now_us;
    watch->interval_us = (uint32_t)beacon_interval_tu * D11_TU_US;
    watch->unreachable_us = env->config.unreachable_us;
    watch->has_signal = false;
    rearm(watch, env);
}

void d11_watch_stop(struct d11_watch *watch)
{
    watch->timer_us = D11_NEVER;
}

void d11_watch_heard(struct d11_watch *watch, const struct d11_env *env)
{
    watch->heard_us = env->now_us;
    rearm(watch, env);
}

void d11_watch_signal(struct d11_watch *watch, int8_t signal_dbm)
{
    int16_t new_8th = (int16_t)(signal_dbm * 8);

    if (signal_dbm == D11_SIGNAL_UNKNOWN)
        return;
    if (watch->has_signal)
        new_8th = (int16_t)(watch->signal_8th_dbm +
                            (new_8th - watch->signal_8th_dbm) / 8);
    watch->signal_8th_dbm = new_8th;
    watch->has_signal = true;
}

int8_t d11_watch_signal_dbm(const struct d11_watch *watch)
{
    return watch->has_signal ? (int8_t)(watch->signal_8th_dbm / 8)
                             : (int8_t)D11_SIGNAL_UNKNOWN;
}

uint8_t d11_watch_quality(const struct d11_watch *watch)
{
    int quality = 2 * (d11_watch_signal_dbm(watch) + 100);

    /* N80211-LQ-3: nothing could be sent or received. */
    if (!watch->has_signal || quality < 0 || watch->tries > UNANSWERED)
        return 0;
    return quality > 100 ? 100 : (uint8_t)quality;
}

enum d11_watch_verdict d11_watch_tick(struct d11_watch *watch,
                                      const struct d11_env *env,
                                      uint64_t data_us, bool away)
{
    if (!d11_deadline_due(watch->timer_us, env->now_us))
        return D11_WATCH_FINE;
    if (data_us > watch->heard_us) {
        watch->heard_us = data_us;
        rearm(watch, env);
        if (!d11_deadline_due(watch->timer_us, env->now_us))
            return D11_WATCH_FINE;
    }
    watch->timer_us = d11_time_after(env->now_us, env->config.probe_timeout_us);
    if (away)
        return D11_WATCH_FINE;
    if (watch->tries >= env->config.probe_tries &&
        env->now_us - watch->heard_us >= watch->unreachable_us)
        return D11_WATCH_LOST;
    if (watch->tries < UINT8_MAX)
        watch->tries++;
    return D11_WATCH_PROBE;
}
