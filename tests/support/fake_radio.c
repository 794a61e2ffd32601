#include "fake_radio.h"

#include <stdio.h>
#include <stdlib.h>

struct fake fake;

const uint8_t fake_own[FAKE_STAS][6] = {
    {2, 0, 0, 0, 0, 1}, {2, 0, 0, 0, 0, 2}, {2, 0, 0, 0, 0, 3}};

static struct {
    struct dot11_frame frame;
    bool used;
    uint8_t octets[FAKE_FRAME_OCTETS];
} pool[FAKE_FRAMES];

/* The host. */

struct dot11_frame *fake_alloc(size_t len)
{
    assert_true(len <= FAKE_FRAME_OCTETS - 64);
    for (unsigned i = 0; i < FAKE_FRAMES; i++) {
        struct dot11_frame *frame = &pool[i].frame;

        if (pool[i].used)
            continue;
        pool[i].used = true;
        fake.in_use++;
        memset(frame, 0, sizeof *frame);
        dot11_frame_init(frame, pool[i].octets, FAKE_FRAME_OCTETS, 64);
        return frame;
    }
    fail_msg("the pool is empty");
    return NULL;
}

static struct dot11_frame *frame_alloc(void *host, size_t headroom, size_t len)
{
    (void)host;
    assert_true(headroom <= 64);
    if (fake.no_frames != 0) {
        fake.no_frames--;
        return NULL;
    }
    if (fake.allocs < 64 && (fake.alloc_fails >> fake.allocs & 1u) != 0) {
        fake.allocs++;
        return NULL;
    }
    fake.allocs++;
    return fake_alloc(len);
}

static void frame_free(void *host, struct dot11_frame *const *frames, size_t n)
{
    (void)host;
    for (size_t i = 0; i < n; i++) {
        unsigned k = 0;

        while (k < FAKE_FRAMES && &pool[k].frame != frames[i])
            k++;
        assert_true(k < FAKE_FRAMES && pool[k].used);
        pool[k].used = false;
        fake.in_use--;
    }
}

static void deliver(void *host, struct dot11_sta *sta,
                    const struct dot11_msdu *msdus, size_t n)
{
    (void)host;
    (void)sta;
    for (size_t i = 0; i < n; i++) {
        assert_true(fake.msdu_count < 32);
        fake.msdus[fake.msdu_count++] = msdus[i];
    }
}

static void tx_done(void *host, struct dot11_sta *sta,
                    const struct dot11_tx_done *done, size_t n)
{
    (void)host;
    (void)sta;
    for (size_t i = 0; i < n; i++) {
        fake.done_count++;
        fake.done_err = done[i].err;
        frame_free(NULL, &done[i].frame, 1);
    }
}

static enum dot11_err random_octets(void *host, uint8_t *buf, size_t len)
{
    (void)host;
    memset(buf, 0x5a, len);
    return fake.random_err;
}

static void wake(void *host)
{
    (void)host;
    fake.wakes++;
}

/* The radio. */

static struct fake_call *record(enum fake_op op, uint32_t token)
{
    struct fake_call *call = &fake.calls[fake.call_count % FAKE_CALLS];

    fake.call_count++;
    memset(call, 0, sizeof *call);
    call->op = op;
    call->token = token;
    fake.tokens[op] = token;
    if (fake.in_op != NULL)
        fake.in_op(op);
    return call;
}

static enum dot11_err answer(enum fake_op op)
{
    enum dot11_err err = fake.once[op];

    fake.once[op] = D11_ERR_COUNT;
    return err != D11_ERR_COUNT ? err : fake.answers[op];
}

/* As answer(), for ops that may take time. */
static enum dot11_err answer_later(enum fake_op op, uint32_t token)
{
    enum dot11_err err = answer(op);

    if (fake.slow_us == 0 || err != D11_OK)
        return err;
    for (unsigned i = 0; i < 16; i++) {
        if (fake.slow[i].token != 0)
            continue;
        fake.slow[i].token = token;
        fake.slow[i].due_us = fake.now_us + fake.slow_us;
        return D11_ERR_PENDING;
    }
    return D11_ERR_FULL;
}

/* The slow op that ends first before `*due_us`; 0: none does. */
static uint32_t slow_next(uint64_t *due_us)
{
    uint32_t token = 0;

    for (unsigned i = 0; i < 16; i++) {
        if (fake.slow[i].token == 0 || fake.slow[i].due_us >= *due_us)
            continue;
        token = fake.slow[i].token;
        *due_us = fake.slow[i].due_us;
    }
    return token;
}

static void slow_done(uint32_t token)
{
    for (unsigned i = 0; i < 16; i++) {
        if (fake.slow[i].token == token)
            fake.slow[i].token = 0;
    }
    /* Nobody may wait for it any more. */
    (void)dot11_hw_op_done(fake.radio, token, D11_OK, fake.now_us);
}

static enum dot11_err power(void *hw, uint32_t token, bool on)
{
    enum fake_op op = on ? FAKE_POWER_ON : FAKE_POWER_OFF;
    enum dot11_err err;

    (void)hw;
    record(op, token);
    err = answer_later(op, token);
    if (err == D11_OK || (err == D11_ERR_PENDING && (!on || fake.slow_us != 0)))
        fake.on = on;
    return err;
}

static enum dot11_err set_channel(void *hw, uint32_t token, uint8_t link_id,
                                  const struct dot11_channel *channel)
{
    enum dot11_err err;

    (void)hw;
    assert_int_equal(link_id, 0);
    record(FAKE_SET_CHANNEL, token)->freq_mhz = channel->freq_mhz;
    err = answer_later(FAKE_SET_CHANNEL, token);
    if (err == D11_OK || err == D11_ERR_PENDING)
        fake.tuned_mhz = channel->freq_mhz;
    return err;
}

static enum dot11_err set_filter(void *hw, uint32_t filter)
{
    (void)hw;
    record(FAKE_SET_FILTER, 0)->filter = filter;
    return answer(FAKE_SET_FILTER);
}

static size_t tx(void *hw, const struct dot11_tx *burst, size_t n)
{
    size_t taken = 0;

    (void)hw;
    while (taken < n && fake.tx_room != 0) {
        struct fake_tx *to = &fake.air[fake.air_count % FAKE_AIR];
        const struct dot11_frame *frame = burst[taken].frame;

        assert_true(fake.on);
        assert_true(fake.air_count < FAKE_AIR);
        fake.air_count++;
        to->frame = burst[taken].frame;
        to->sta = burst[taken].sta;
        to->freq_mhz = burst[taken].freq_mhz;
        to->tuned_mhz = fake.tuned_mhz;
        to->flags = burst[taken].flags;
        to->len = frame->len;
        memcpy(to->octets, frame->data,
               frame->len < sizeof to->octets ? frame->len : sizeof to->octets);
        taken++;
        if (fake.tx_room != SIZE_MAX)
            fake.tx_room--;
    }
    return taken;
}

static void tx_flush(void *hw, struct dot11_sta *sta)
{
    (void)hw;
    (void)sta;
    record(FAKE_TX_FLUSH, 0);
}

static enum dot11_err set_key(void *hw, uint32_t token,
                              struct dot11_hw_key *key)
{
    (void)hw;
    key->hw_slot = (uint16_t)(7u + key->key_id);
    record(FAKE_SET_KEY, token)->key = *key;
    return answer_later(FAKE_SET_KEY, token);
}

static enum dot11_err del_key(void *hw, uint32_t token,
                              const struct dot11_hw_key *key)
{
    static const uint8_t zeroes[32];

    (void)hw;
    assert_memory_equal(key->octets, zeroes, sizeof zeroes);
    record(FAKE_DEL_KEY, token)->key = *key;
    return answer_later(FAKE_DEL_KEY, token);
}

static enum dot11_err set_bss(void *hw, const struct dot11_hw_bss *bss)
{
    (void)hw;
    record(FAKE_SET_BSS, 0)->bss = *bss;
    return answer(FAKE_SET_BSS);
}

static enum dot11_err set_addr(void *hw, const struct dot11_sta *sta,
                               const uint8_t *addr)
{
    (void)hw;
    (void)sta;
    memcpy(record(FAKE_SET_ADDR, 0)->addr, addr, 6);
    return answer(FAKE_SET_ADDR);
}

static enum dot11_err scan_start(void *hw, uint32_t token,
                                 const struct dot11_hw_scan *scan)
{
    (void)hw;
    record(FAKE_SCAN_START, token)->scan = *scan;
    return answer_later(FAKE_SCAN_START, token);
}

static void scan_stop(void *hw, uint32_t token)
{
    (void)hw;
    /* The token of the scan stays the one that ends. */
    record(FAKE_SCAN_STOP, token);
}

static enum dot11_err reset(void *hw, uint32_t token)
{
    (void)hw;
    record(FAKE_RESET, token);
    return answer_later(FAKE_RESET, token);
}

static void add_channel(uint16_t freq_mhz, enum dot11_band band, uint8_t flags)
{
    struct dot11_hw_channel *channel =
        &fake.channels[fake.caps.channel_count++];

    channel->freq_mhz = freq_mhz;
    channel->band = (uint8_t)band;
    channel->flags = flags;
    channel->tx_power_dbm = 20;
}

static void fill_caps(void)
{
    static const uint8_t rates[] = {2, 4, 11, 22, 12, 24, 48, 108};

    dot11_hw_caps_defaults(&fake.caps);
    memcpy(fake.caps.addr, fake_own[0], 6);
    fake.caps.sta_count = FAKE_STAS;
    fake.caps.flags = D11_HW_TX_STATUS;
    fake.caps.channels = fake.channels;
    fake.caps.tx_headroom = 8;
    for (unsigned band = 0; band < 2; band++) {
        memcpy(fake.caps.bands[band].rates_500kbps, rates, sizeof rates);
        fake.caps.bands[band].rate_count = sizeof rates;
    }
    add_channel(2412, D11_BAND_2GHZ, 0);
    add_channel(2437, D11_BAND_2GHZ, 0);
    add_channel(2462, D11_BAND_2GHZ, 0);
    add_channel(5180, D11_BAND_5GHZ, 0);
    add_channel(5260, D11_BAND_5GHZ, D11_HW_CHANNEL_DFS);
    add_channel(2484, D11_BAND_2GHZ, D11_HW_CHANNEL_DISABLED);
}

void fake_begin(void)
{
    memset(&fake, 0, sizeof fake);
    memset(pool, 0, sizeof pool);
    for (unsigned i = 0; i < FAKE_OPS; i++)
        fake.once[i] = D11_ERR_COUNT;
    fake.tx_room = SIZE_MAX;
    fake.now_us = 1000000;
    fill_caps();
    dot11_hw_ops_defaults(&fake.hw_ops);
    fake.hw_ops.power = power;
    fake.hw_ops.set_channel = set_channel;
    fake.hw_ops.set_filter = set_filter;
    fake.hw_ops.tx = tx;
    fake.hw_ops.tx_flush = tx_flush;
    fake.hw_ops.set_key = set_key;
    fake.hw_ops.del_key = del_key;
    fake.hw_ops.set_bss = set_bss;
    fake.hw_ops.set_addr = set_addr;
    fake.hw_ops.scanner = &dot11_hw_scanner;
    fake.hw_ops.scan_start = scan_start;
    fake.hw_ops.scan_stop = scan_stop;
    fake.hw_ops.reset = reset;
    dot11_host_ops_defaults(&fake.host_ops);
    fake.host_ops.frame_alloc = frame_alloc;
    fake.host_ops.frame_free = frame_free;
    fake.host_ops.deliver = deliver;
    fake.host_ops.tx_done = tx_done;
    fake.host_ops.random = random_octets;
    fake.host_ops.wake = wake;
    dot11_config_defaults(&fake.config);
    fake.config.caps = &fake.caps;
    fake.config.hw_ops = &fake.hw_ops;
    fake.config.host_ops = &fake.host_ops;
    fake.config.sta_count = FAKE_STAS;
}

void fake_build(void)
{
    fake.mem_len = dot11_radio_mem_size(&fake.config);
    assert_int_not_equal(fake.mem_len, 0);
    fake.mem = malloc(fake.mem_len);
    assert_non_null(fake.mem);
    assert_int_equal(
        dot11_radio_init(&fake.radio, fake.mem, fake.mem_len, &fake.config),
        D11_OK);
}

struct dot11_sta *fake_start(unsigned which)
{
    if (fake.stas[which] == NULL)
        assert_int_equal(
            dot11_sta_create(&fake.stas[which], fake.radio, fake_own[which]),
            D11_OK);
    assert_int_equal(dot11_sta_start(fake.stas[which], fake.now_us), D11_OK);
    fake_run(0);
    assert_events(which, "started");
    return fake.stas[which];
}

struct dot11_sta *fake_up(void)
{
    fake_begin();
    fake_build();
    return fake_start(0);
}

void fake_drop(void)
{
    free(fake.mem);
    fake.mem = NULL;
}

static enum dot11_sta_state state_of(unsigned which)
{
    struct dot11_sta_status status;

    dot11_sta_status(fake.stas[which], &status);
    return status.state;
}

void fake_end(void)
{
    fake.keeps = false;
    fake.tx_room = SIZE_MAX;
    for (unsigned i = 0; i < FAKE_OPS; i++)
        fake.answers[i] = D11_OK;
    for (unsigned i = 0; i < FAKE_STAS; i++) {
        if (fake.stas[i] == NULL)
            continue;
        if (state_of(i) != D11_STA_HALTED && state_of(i) != D11_STA_HALTING)
            assert_int_equal(dot11_sta_halt(fake.stas[i], fake.now_us), D11_OK);
        dot11_sta_msdu_return(fake.stas[i], fake.msdus, fake.msdu_count);
        fake.msdu_count = 0;
    }
    /* Longer than any op may take. */
    fake_run(5 * (uint64_t)fake.config.hw_timeout_us);
    for (unsigned i = 0; i < FAKE_STAS; i++) {
        if (fake.stas[i] == NULL)
            continue;
        assert_int_equal(state_of(i), D11_STA_HALTED);
        assert_int_equal(dot11_sta_fini(fake.stas[i]), D11_OK);
    }
    assert_false(fake.on);
    assert_int_equal(fake.in_use, 0);
    assert_true(dot11_radio_deadline(fake.radio) == D11_NEVER);
    assert_int_equal(dot11_radio_fini(fake.radio), D11_OK);
    fake_drop();
}

/* What happened. */

static void word(unsigned which, const char *text)
{
    char *log = fake.log[which];
    size_t len = strlen(log);

    assert_true(len + strlen(text) + 2 < FAKE_LOG);
    (void)snprintf(log + len, FAKE_LOG - len, "%s%s", len != 0 ? " " : "",
                   text);
}

static const char *port_word(const struct dot11_ev_port *port)
{
    switch (port->change) {
    case D11_PORT_CREATED: return port->port.authorized ? "port_open" : "port";
    case D11_PORT_AUTHORIZED: return "authorized";
    case D11_PORT_UNAUTHORIZED: return "unauthorized";
    case D11_PORT_DELETED: break;
    }
    return "port_gone";
}

void fake_poll(unsigned which)
{
    struct dot11_event event;
    enum dot11_err err = D11_OK;

    while (dot11_sta_next_event(fake.stas[which], &event)) {
        const char *name = dot11_event_name(event.type);
        char text[64];

        fake.last[which][event.type] = event;
        switch (event.type) {
        case D11_EV_STARTED: err = event.u.started.err; break;
        case D11_EV_SCAN_DONE: err = event.u.scan_done.err; break;
        case D11_EV_CONNECT_DONE:
        case D11_EV_ROAM_DONE: err = event.u.done.err; break;
        case D11_EV_ASSOC_DONE: err = event.u.assoc_done.err; break;
        case D11_EV_HALTED: err = event.u.halted.err; break;
        case D11_EV_PORT:
            err = D11_OK;
            name = port_word(&event.u.port);
            break;
        default: err = D11_OK; break;
        }
        (void)snprintf(text, sizeof text, "%s%s", name,
                       err == D11_OK ? "" : "!");
        word(which, text);
    }
    assert_int_equal(event.type, D11_EV_NONE);
}

const char *fake_events(unsigned which)
{
    static char taken[FAKE_LOG];

    fake_poll(which);
    memcpy(taken, fake.log[which], FAKE_LOG);
    fake.log[which][0] = '\0';
    return taken;
}

void fake_status(void)
{
    for (unsigned i = 0; i < fake.air_count; i++) {
        struct dot11_tx_status status;

        if (fake.air[i].frame == NULL)
            continue;
        memset(&status, 0, sizeof status);
        status.frame = fake.air[i].frame;
        status.acked = !fake.no_ack;
        fake.air[i].frame = NULL;
        dot11_hw_tx_status(fake.radio, &status, 1, fake.now_us);
    }
}

static void poll_all(void)
{
    if (!fake.keeps)
        fake_status();
    for (unsigned i = 0; i < FAKE_STAS; i++) {
        if (fake.stas[i] != NULL)
            fake_poll(i);
    }
}

void fake_run(uint64_t us)
{
    uint64_t until_us = fake.now_us + us;
    unsigned ticks = 0;

    poll_all();
    for (;;) {
        uint64_t at_us = dot11_radio_deadline(fake.radio);
        uint32_t token = slow_next(&at_us);

        if (at_us > until_us)
            break;
        /* SEC-RES-08: a deadline that a tick does not move is a storm. */
        assert_true(++ticks < 100000);
        if (at_us > fake.now_us)
            fake.now_us = at_us;
        if (token != 0)
            slow_done(token);
        else
            dot11_radio_tick(fake.radio, fake.now_us);
        poll_all();
    }
    fake.now_us = until_us;
}

enum dot11_err fake_done(enum fake_op op, enum dot11_err err)
{
    if (op == FAKE_POWER_ON && err == D11_OK)
        fake.on = true;
    return dot11_hw_op_done(fake.radio, fake.tokens[op], err, fake.now_us);
}

unsigned fake_count(enum fake_op op)
{
    unsigned count = 0;

    assert_true(fake.call_count <= FAKE_CALLS);
    for (unsigned i = 0; i < fake.call_count; i++)
        count += fake.calls[i].op == op;
    return count;
}

const struct fake_call *fake_last(enum fake_op op)
{
    assert_true(fake.call_count <= FAKE_CALLS);
    for (unsigned i = fake.call_count; i-- > 0;) {
        if (fake.calls[i].op == op)
            return &fake.calls[i];
    }
    fail_msg("op %d was not called", (int)op);
    return NULL;
}

void fake_forget(void)
{
    fake_status();
    fake.call_count = 0;
    fake.air_count = 0;
    fake.answered = 0;
}

static bool is_subtype(const struct fake_tx *sent, unsigned subtype)
{
    unsigned fc0 = sent->octets[0];

    if (subtype == FAKE_NULL)
        return fc0 == 0x48;
    return (fc0 & 0x0fu) == 0 && fc0 >> 4 == subtype;
}

unsigned fake_sent(unsigned subtype)
{
    unsigned count = 0;

    for (unsigned i = 0; i < fake.air_count; i++)
        count += is_subtype(&fake.air[i], subtype);
    return count;
}

const struct fake_tx *fake_last_sent(unsigned subtype)
{
    for (unsigned i = fake.air_count; i-- > 0;) {
        if (is_subtype(&fake.air[i], subtype))
            return &fake.air[i];
    }
    fail_msg("no frame of subtype %u was sent", subtype);
    return NULL;
}

void fake_receive(const uint8_t *octets, size_t len, int8_t signal_dbm)
{
    struct dot11_rx rx;

    memset(&rx, 0, sizeof rx);
    rx.frame = fake_alloc(len);
    memcpy(rx.frame->data, octets, len);
    rx.frame->len = (uint32_t)len;
    rx.freq_mhz = fake.tuned_mhz;
    rx.signal_dbm = signal_dbm;
    dot11_hw_rx(fake.radio, &rx, 1, fake.now_us);
}

struct dot11_stats fake_stats(void)
{
    struct dot11_stats stats;

    dot11_radio_stats(fake.radio, &stats);
    return stats;
}
