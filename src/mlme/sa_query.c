#include "mlme/sa_query.h"

#include <string.h>

#include <dot11/types.h>

#include "base/assert.h"
#include "base/deadline.h"

/* How soon to look again for the way to the AP. */
#define AWAY_US 20000u

/* All turns are as long as a retry takes, but for the last. */
static uint32_t turn_us(unsigned turn)
{
    const unsigned before = (D11_SA_QUERY_TRIES - 1u) * D11_SA_QUERY_RETRY_TU;

    return (turn < D11_SA_QUERY_TRIES ? D11_SA_QUERY_RETRY_TU
                                      : D11_SA_QUERY_MAXIMUM_TU - before) *
           D11_TU_US;
}

void d11_sa_query_begin(struct d11_sa_query_run *run, uint64_t now_us)
{
    memset(run, 0, sizeof *run);
    run->running = true;
    run->timer_us = now_us;
}

void d11_sa_query_end(struct d11_sa_query_run *run)
{
    memset(run, 0, sizeof *run);
}

enum d11_sa_query_step d11_sa_query_tick(struct d11_sa_query_run *run,
                                         uint64_t now_us, bool away)
{
    bool heard;

    if (!run->running || !d11_deadline_due(run->timer_us, now_us))
        return D11_SA_QUERY_WAIT;
    if (away) {
        run->timer_us = d11_time_after(now_us, AWAY_US);
        return D11_SA_QUERY_WAIT;
    }
    if (run->turns < D11_SA_QUERY_TRIES) {
        run->turns++;
        run->timer_us = d11_time_after(now_us, turn_us(run->turns));
        return D11_SA_QUERY_SEND;
    }
    heard = run->sent != 0;
    d11_sa_query_end(run);
    return heard ? D11_SA_QUERY_LOST : D11_SA_QUERY_GIVEN_UP;
}

void d11_sa_query_sent(struct d11_sa_query_run *run, uint16_t id)
{
    d11_assert(run->running && run->sent < D11_SA_QUERY_TRIES);
    run->ids[run->sent++] = id;
}

bool d11_sa_query_answered(struct d11_sa_query_run *run, uint16_t id)
{
    for (unsigned i = 0; i < run->sent; i++) {
        if (run->ids[i] == id) {
            d11_sa_query_end(run);
            return true;
        }
    }
    return false;
}

uint64_t d11_sa_query_deadline(const struct d11_sa_query_run *run)
{
    return run->running ? run->timer_us : D11_NEVER;
}
