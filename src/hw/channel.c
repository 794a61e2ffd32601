#include "hw/channel.h"

#include <string.h>

bool d11_channel_equal(const struct dot11_channel *a,
                       const struct dot11_channel *b)
{
    return a->freq_mhz == b->freq_mhz && a->width == b->width &&
           a->centre0_mhz == b->centre0_mhz && a->centre1_mhz == b->centre1_mhz;
}

void d11_schedule_init(struct d11_schedule *schedule, struct d11_ops *ops)
{
    memset(schedule, 0, sizeof *schedule);
    schedule->ops = ops;
}

static struct d11_channel_request *strongest(struct d11_schedule *schedule)
{
    struct d11_channel_request *best = NULL;

    for (unsigned i = 0; i < D11_CHANNEL_REQUESTS; i++) {
        struct d11_channel_request *request = schedule->requests[i];

        if (request == NULL)
            continue;
        if (best == NULL || request->priority > best->priority ||
            (request->priority == best->priority && request->here &&
             !best->here))
            best = request;
    }
    return best;
}

/* Tell everybody who is there that the radio goes. */
static void revoke_all(struct d11_schedule *schedule)
{
    for (unsigned i = 0; i < D11_CHANNEL_REQUESTS; i++) {
        struct d11_channel_request *request = schedule->requests[i];

        if (request == NULL || !request->here)
            continue;
        request->here = false;
        if (request->revoked != NULL)
            request->revoked(request->arg);
    }
}

/* Tell those whose channel the radio is on. */
static void grant_all(struct d11_schedule *schedule)
{
    for (unsigned i = 0; i < D11_CHANNEL_REQUESTS; i++) {
        struct d11_channel_request *request = schedule->requests[i];

        if (request == NULL || request->here ||
            !d11_channel_equal(&request->channel, &schedule->tuned))
            continue;
        request->here = true;
        request->granted(request->arg, D11_OK);
    }
}

static void settle(struct d11_schedule *schedule);

/* The radio cannot go to its target: who wanted that is off the schedule.
 * Those told may ask again, but only afterwards is the radio moved. */
static void refuse_all(struct d11_schedule *schedule, enum dot11_err err)
{
    struct d11_channel_request *refused[D11_CHANNEL_REQUESTS];
    bool settling = schedule->settling;
    unsigned count = 0;

    memset(&schedule->tuned, 0, sizeof schedule->tuned);
    schedule->settling = true;
    for (unsigned i = 0; i < D11_CHANNEL_REQUESTS; i++) {
        struct d11_channel_request *request = schedule->requests[i];

        if (request == NULL ||
            !d11_channel_equal(&request->channel, &schedule->target))
            continue;
        d11_schedule_release(schedule, request);
        refused[count++] = request;
    }
    for (unsigned i = 0; i < count; i++) {
        /* Another's answer may have put it on the schedule again. */
        if (refused[i]->priority == D11_CHANNEL_NONE)
            refused[i]->granted(refused[i]->arg, err);
    }
    schedule->settling = settling;
}

static void tuned(void *arg, enum dot11_err err)
{
    struct d11_schedule *schedule = arg;

    schedule->switching = false;
    if (err == D11_OK)
        schedule->tuned = schedule->target;
    else
        refuse_all(schedule, err);
    settle(schedule);
}

/* Bring the radio where the strongest request wants it. Callbacks may change
 * the schedule; then it is looked at again. */
static void settle(struct d11_schedule *schedule)
{
    schedule->again = true;
    if (schedule->settling || schedule->off)
        return;
    schedule->settling = true;
    while (schedule->again && !schedule->switching && !schedule->off) {
        struct d11_channel_request *best = strongest(schedule);

        schedule->again = false;
        if (best == NULL)
            break;
        if (d11_channel_equal(&best->channel, &schedule->tuned)) {
            grant_all(schedule);
            continue;
        }
        schedule->target = best->channel;
        revoke_all(schedule);
        if (schedule->again)
            continue;
        schedule->switching = true;
        d11_op_set_channel(schedule->ops, 0, &schedule->target, tuned,
                           schedule);
    }
    schedule->settling = false;
}

void d11_schedule_lost(struct d11_schedule *schedule)
{
    d11_ops_forget(schedule->ops, schedule);
    schedule->off = true;
    schedule->switching = false;
    memset(&schedule->tuned, 0, sizeof schedule->tuned);
    for (unsigned i = 0; i < D11_CHANNEL_REQUESTS; i++) {
        if (schedule->requests[i] != NULL)
            schedule->requests[i]->here = false;
    }
}

void d11_schedule_back(struct d11_schedule *schedule)
{
    schedule->off = false;
    settle(schedule);
}

/* The table of turns, for homes; NULL where nobody takes turns. */
static const struct d11_turns_ops *
turns_of(const struct d11_schedule *schedule,
         const struct d11_channel_request *request)
{
    return request->is_home ? d11_env_part(schedule->ops->env, D11_PART_VIFS)
                            : NULL;
}

enum dot11_err d11_schedule_ask(struct d11_schedule *schedule,
                                struct d11_channel_request *request,
                                const struct dot11_channel *channel,
                                enum d11_channel_priority priority)
{
    const struct d11_turns_ops *turns = turns_of(schedule, request);

    if (turns != NULL && turns->ask(request, channel, priority))
        return D11_OK;
    return d11_schedule_put(schedule, request, channel, priority);
}

enum dot11_err d11_schedule_put(struct d11_schedule *schedule,
                                struct d11_channel_request *request,
                                const struct dot11_channel *channel,
                                enum d11_channel_priority priority)
{
    struct d11_channel_request **free_slot = NULL;

    if (request->priority == D11_CHANNEL_NONE) {
        for (unsigned i = 0; i < D11_CHANNEL_REQUESTS; i++) {
            if (schedule->requests[i] == NULL && free_slot == NULL)
                free_slot = &schedule->requests[i];
        }
        if (free_slot == NULL)
            return D11_ERR_FULL;
        *free_slot = request;
        request->here = false;
    }
    if (!d11_channel_equal(&request->channel, channel))
        request->here = false;
    request->channel = *channel;
    request->priority = (uint8_t)priority;
    settle(schedule);
    return D11_OK;
}

void d11_schedule_release(struct d11_schedule *schedule,
                          struct d11_channel_request *request)
{
    const struct d11_turns_ops *turns = turns_of(schedule, request);

    if (turns != NULL)
        turns->release(request);
    else
        d11_schedule_drop(schedule, request);
}

void d11_schedule_drop(struct d11_schedule *schedule,
                       struct d11_channel_request *request)
{
    if (request->priority == D11_CHANNEL_NONE)
        return;
    for (unsigned i = 0; i < D11_CHANNEL_REQUESTS; i++) {
        if (schedule->requests[i] == request)
            schedule->requests[i] = NULL;
    }
    request->priority = D11_CHANNEL_NONE;
    request->here = false;
    settle(schedule);
}

bool d11_schedule_contended(const struct d11_schedule *schedule,
                            const struct d11_channel_request *request)
{
    for (unsigned i = 0; i < D11_CHANNEL_REQUESTS; i++) {
        const struct d11_channel_request *other = schedule->requests[i];

        if (other != NULL && other != request &&
            other->priority > D11_CHANNEL_HOME)
            return true;
    }
    return false;
}

bool d11_schedule_is_home(const struct d11_schedule *schedule,
                          const struct d11_channel_request *request,
                          uint16_t freq_mhz)
{
    const bool turns = turns_of(schedule, request) != NULL;

    /* Who takes no turns would keep the radio from those who wait for one. */
    if (!turns && schedule->parked != 0)
        return false;
    for (unsigned i = 0; i < D11_CHANNEL_REQUESTS; i++) {
        const struct d11_channel_request *other = schedule->requests[i];

        if (other != NULL && other != request &&
            other->priority != D11_CHANNEL_SCAN && !(turns && other->is_home) &&
            other->channel.freq_mhz != freq_mhz)
            return false;
    }
    return true;
}
