/* Clock, memory, random numbers and the order of things.
 *
 * SPDX-License-Identifier: MIT */
#include "world.h"

#include <string.h>

#include "medium.h"

static const size_t align = sizeof(max_align_t) > 16 ? sizeof(max_align_t) : 16;

enum dot11_err dot11_sim_init(struct dot11_sim **sim, void *mem, size_t len,
                              const struct dot11_sim_config *config)
{
    struct dot11_sim *s;

    *sim = NULL;
    if (mem == NULL || config->node_count == 1 || config->node_count > 255 ||
        (config->packet_octets != 0 && config->packet_octets < 64))
        return D11_ERR_ARG;
    if (len < sizeof *s || (uintptr_t)mem % _Alignof(max_align_t) != 0)
        return D11_ERR_MEMORY;

    s = mem;
    memset(s, 0, sizeof *s);
    s->mem = mem;
    s->mem_end = s->mem + len;
    s->mem_pos = s->mem + (sizeof *s + align - 1) / align * align;
    if (s->mem_pos > s->mem_end)
        return D11_ERR_MEMORY;
    s->now_us = config->start_us;
    s->seed = config->seed;
    s->crypto_ops = config->crypto_ops;
    s->crypto = config->crypto;
    s->air_rng = sim_rng_fork(s);
    s->test_rng = sim_rng_fork(s);
    s->heap_max = config->timer_count != 0 ? config->timer_count : 512;
    s->heap = sim_alloc(s, s->heap_max * sizeof *s->heap);
    s->packet_max = config->packet_octets != 0 ? config->packet_octets : 2400;
    if (s->heap == NULL ||
        !sim_medium_init(s, config->node_count != 0 ? config->node_count : 16))
        return D11_ERR_MEMORY;
    *sim = s;
    return D11_OK;
}

void *sim_alloc(struct dot11_sim *sim, size_t len)
{
    size_t whole = (len + align - 1) / align * align;
    uint8_t *at = sim->mem_pos;

    if (whole < len || whole > (size_t)(sim->mem_end - sim->mem_pos)) {
        sim->stats.exhausted++;
        return NULL;
    }
    sim->mem_pos += whole;
    memset(at, 0, whole);
    return at;
}

size_t dot11_sim_mem_used(const struct dot11_sim *sim)
{
    return (size_t)(sim->mem_pos - sim->mem);
}

uint64_t dot11_sim_seed(const struct dot11_sim *sim)
{
    return sim->seed;
}

uint64_t dot11_sim_now_us(const struct dot11_sim *sim)
{
    return sim->now_us;
}

/* Random numbers: SplitMix64, a counter and a mixing function. */

uint64_t sim_rng_next(struct sim_rng *rng)
{
    uint64_t z = rng->state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

struct sim_rng sim_rng_fork(struct dot11_sim *sim)
{
    struct sim_rng rng = {sim->seed};
    uint64_t mixed = sim_rng_next(&rng);

    sim->streams++;
    rng.state = mixed ^ ((uint64_t)sim->streams << 32);
    rng.state = sim_rng_next(&rng);
    return rng;
}

uint32_t sim_rng_below(struct sim_rng *rng, uint32_t bound)
{
    return (uint32_t)(((sim_rng_next(rng) >> 32) * bound) >> 32);
}

bool sim_rng_chance(struct sim_rng *rng, uint16_t permille)
{
    return permille != 0 &&
           (permille >= 1000 || sim_rng_below(rng, 1000) < permille);
}

void sim_rng_octets(struct sim_rng *rng, uint8_t *octets, size_t len)
{
    for (size_t i = 0; i < len; i++)
        octets[i] = (uint8_t)(sim_rng_next(rng) >> 56);
}

uint32_t dot11_sim_random(struct dot11_sim *sim, uint32_t bound)
{
    return sim_rng_below(&sim->test_rng, bound);
}

/* Timers: a binary heap, ordered by time and then by order of setting. */

static bool earlier(const struct sim_timer *a, const struct sim_timer *b)
{
    return a->at_us != b->at_us ? a->at_us < b->at_us : a->order < b->order;
}

static void put(struct dot11_sim *sim, uint32_t i, struct sim_timer *timer)
{
    sim->heap[i] = timer;
    timer->place = i + 1;
}

static void sift_up(struct dot11_sim *sim, uint32_t i, struct sim_timer *timer)
{
    while (i != 0 && earlier(timer, sim->heap[(i - 1) / 2])) {
        put(sim, i, sim->heap[(i - 1) / 2]);
        i = (i - 1) / 2;
    }
    put(sim, i, timer);
}

static void sift_down(struct dot11_sim *sim, uint32_t i,
                      struct sim_timer *timer)
{
    uint32_t child;

    while ((child = 2 * i + 1) < sim->heap_count) {
        if (child + 1 < sim->heap_count &&
            earlier(sim->heap[child + 1], sim->heap[child]))
            child++;
        if (!earlier(sim->heap[child], timer))
            break;
        put(sim, i, sim->heap[child]);
        i = child;
    }
    put(sim, i, timer);
}

void sim_timer_stop(struct dot11_sim *sim, struct sim_timer *timer)
{
    uint32_t i = timer->place - 1;
    struct sim_timer *last;

    if (timer->place == 0)
        return;
    timer->place = 0;
    last = sim->heap[--sim->heap_count];
    if (last == timer)
        return;
    if (i != 0 && earlier(last, sim->heap[(i - 1) / 2]))
        sift_up(sim, i, last);
    else
        sift_down(sim, i, last);
}

void sim_timer_set(struct dot11_sim *sim, struct sim_timer *timer,
                   uint64_t at_us)
{
    sim_timer_stop(sim, timer);
    if (at_us == D11_NEVER)
        return;
    if (sim->heap_count == sim->heap_max) {
        sim->stats.exhausted++;
        return;
    }
    timer->at_us = at_us > sim->now_us ? at_us : sim->now_us;
    timer->order = sim->order++;
    sift_up(sim, sim->heap_count++, timer);
}

/* The passage of time. */

void sim_add_settler(struct dot11_sim *sim, struct sim_settler *settler)
{
    struct sim_settler **at = &sim->settlers;

    while (*at != NULL)
        at = &(*at)->next;
    *at = settler;
}

static void settle(struct dot11_sim *sim)
{
    /* A hook of a settler may ask for the time again. */
    if (sim->settling)
        return;
    sim->settling = true;
    for (struct sim_settler *s = sim->settlers; s != NULL; s = s->next)
        s->settle(s->owner);
    sim->settling = false;
}

static void fire_first(struct dot11_sim *sim)
{
    struct sim_timer *timer = sim->heap[0];

    sim->now_us = timer->at_us > sim->now_us ? timer->at_us : sim->now_us;
    sim_timer_stop(sim, timer);
    timer->fire(timer->owner);
    settle(sim);
    if (sim->watch != NULL)
        sim->watch(sim->watch_ctx);
}

void dot11_sim_set_watch(struct dot11_sim *sim, dot11_sim_watch *watch,
                         void *ctx)
{
    sim->watch = watch;
    sim->watch_ctx = ctx;
}

uint64_t dot11_sim_next_us(struct dot11_sim *sim)
{
    settle(sim);
    return sim->heap_count != 0 ? sim->heap[0]->at_us : D11_NEVER;
}

void dot11_sim_advance(struct dot11_sim *sim, uint64_t now_us)
{
    while (dot11_sim_next_us(sim) <= now_us && sim->heap_count != 0)
        fire_first(sim);
    if (now_us > sim->now_us)
        sim->now_us = now_us;
}

bool dot11_sim_step(struct dot11_sim *sim)
{
    if (dot11_sim_next_us(sim) == D11_NEVER)
        return false;
    fire_first(sim);
    return true;
}

void dot11_sim_run_for(struct dot11_sim *sim, uint64_t us)
{
    dot11_sim_advance(sim, sim->now_us + us);
}

bool dot11_sim_run_until(struct dot11_sim *sim, bool (*done)(void *ctx),
                         void *ctx, uint64_t us)
{
    uint64_t end_us = sim->now_us + us;

    settle(sim);
    while (!done(ctx)) {
        if (dot11_sim_next_us(sim) > end_us) {
            dot11_sim_advance(sim, end_us);
            return done(ctx);
        }
        fire_first(sim);
    }
    return true;
}

void dot11_sim_stats(const struct dot11_sim *sim, struct dot11_sim_stats *stats)
{
    *stats = sim->stats;
}
