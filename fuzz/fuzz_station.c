/* The whole receive entry in every state of a station.
 *
 * SPDX-License-Identifier: MIT
 * The first octet names a state, the second variants of radio and
 * configuration. The station is brought there by genuine frames; then the rest
 * of the input says what comes: bursts of frames, genuine ones with changes
 * inside or outside of their protection, or any octets at all, time, the
 * radio's answers, and calls of the host. */
#include "world.h"

#include <string.h>

enum state {
    ST_HALTED,
    ST_STARTING,
    ST_INIT,
    ST_SCANNING,
    ST_LOOKING,
    ST_AUTHENTICATING,
    ST_ASSOCIATING,
    ST_OPEN,
    ST_BEFORE_M1,
    ST_AFTER_M2,
    ST_PROTECTED,
    ST_LOST,
    ST_ROAMING,
    ST_HALTING,
    ST_SECOND_HANDSHAKE,
    ST_AFTER_ROAM,
    ST_COUNT
};

/* How far the AP answers on the way there. */
static const uint8_t answers[ST_COUNT] = {
    [ST_AUTHENTICATING] = AP_PROBE,
    [ST_ASSOCIATING] = AP_PROBE | AP_AUTH,
    [ST_OPEN] = AP_ALL,
    [ST_BEFORE_M1] = AP_PROBE | AP_AUTH | AP_ASSOC,
    [ST_AFTER_M2] = AP_PROBE | AP_AUTH | AP_ASSOC | AP_M1,
    [ST_PROTECTED] = AP_ALL,
    [ST_LOST] = AP_ALL,
    [ST_ROAMING] = AP_ALL,
    [ST_HALTING] = AP_ALL,
    [ST_SECOND_HANDSHAKE] = AP_ALL,
    [ST_AFTER_ROAM] = AP_ALL,
};

static bool react(void)
{
    bool did = false;

    for (unsigned i = 0; i < WORLD_APS; i++)
        did |= ap_react(&world.aps[i]);
    world_receive();
    return did;
}

static void set_answers(unsigned ap, uint8_t what)
{
    world.aps[ap].answers = what;
}

/* Everything gets its way, as long as something happens soon. */
static void run(unsigned steps)
{
    while (steps-- > 0) {
        world_status(WORLD_RADIO_FRAMES, true, false);
        while (world.token_count != 0)
            world_op_done(D11_OK);
        if (react())
            continue;
        if (world.in_radio_count == 0)
            world_tick_deadline();
    }
}

static void send(unsigned ap, enum ap_kind kind)
{
    const struct ap_changes none = {NULL, 0, 0, 0, false};

    ap_send(&world.aps[ap], kind, &none);
    world_receive();
}

static void connect(unsigned state)
{
    bool secured = state >= ST_BEFORE_M1;

    world.aps[0].secured = world.aps[1].secured = secured;
    set_answers(0, answers[state]);
    world.freq_mhz = world.freq_mhz != 0 ? world.freq_mhz : 2412;
    /* It was heard lately: no scan is needed. */
    if (state != ST_LOOKING)
        send(0, AP_SEND_BEACON);
    for (unsigned i = 0; i < world.sta_count; i++) {
        world_connect_usual(&world.stas[i], secured);
        /* Where nobody answers time would go on to the next state. */
        run(state <= ST_ASSOCIATING ? 2 : 10);
    }
}

static void go_on(unsigned state)
{
    struct world_sta *sta = &world.stas[0];

    switch (state) {
    case ST_LOST: send(0, AP_SEND_DEAUTH); break;
    case ST_ROAMING:
    case ST_AFTER_ROAM:
        set_answers(1, state == ST_ROAMING ? AP_PROBE : AP_ALL);
        memcpy(world.aps[1].client, sta->addr, 6);
        send(1, AP_SEND_BEACON);
        world_roam(sta, NULL);
        run(state == ST_ROAMING ? 2 : 12);
        break;
    case ST_HALTING: world_halt(sta); break;
    case ST_SECOND_HANDSHAKE:
        set_answers(0, 0);
        world.aps[0].anonce[5]++;
        send(0, AP_SEND_M1);
        break;
    default: break;
    }
}

static void bring_to(unsigned state)
{
    if (state == ST_HALTED)
        return;
    if (state == ST_STARTING)
        world.answer = D11_ERR_PENDING;
    for (unsigned i = 0; i < world.sta_count; i++)
        world_start(&world.stas[i]);
    if (state == ST_STARTING)
        return;
    if (state == ST_SCANNING)
        world_scan(&world.stas[0], NULL);
    if (state < ST_LOOKING)
        return;
    connect(state);
    go_on(state);
}

/* Is it there? Without this a harness that gets nowhere would look well. */
static void check_reached(unsigned state)
{
    static const struct {
        enum dot11_sta_state state;
        bool associated;
        bool authorized;
    } rows[ST_COUNT] = {
        [ST_HALTED] = {D11_STA_HALTED, false, false},
        [ST_STARTING] = {D11_STA_STARTING, false, false},
        [ST_INIT] = {D11_STA_INIT, false, false},
        [ST_SCANNING] = {D11_STA_INIT, false, false},
        [ST_LOOKING] = {D11_STA_CONNECTING, false, false},
        [ST_AUTHENTICATING] = {D11_STA_CONNECTING, false, false},
        [ST_ASSOCIATING] = {D11_STA_CONNECTING, false, false},
        [ST_OPEN] = {D11_STA_CONNECTED, true, true},
        [ST_BEFORE_M1] = {D11_STA_CONNECTED, true, false},
        [ST_AFTER_M2] = {D11_STA_CONNECTED, true, false},
        [ST_PROTECTED] = {D11_STA_CONNECTED, true, true},
        [ST_LOST] = {D11_STA_LOST, false, false},
        [ST_ROAMING] = {D11_STA_ROAMING, false, false},
        [ST_HALTING] = {D11_STA_HALTING, false, false},
        [ST_SECOND_HANDSHAKE] = {D11_STA_CONNECTED, true, true},
        [ST_AFTER_ROAM] = {D11_STA_CONNECTED, true, true},
    };
    struct dot11_sta_status status;

    dot11_sta_status(world.stas[0].sta, &status);
    FUZZ_CHECK(status.state == rows[state].state);
    FUZZ_CHECK(status.associated == rows[state].associated);
    FUZZ_CHECK(status.authorized == rows[state].authorized);
    FUZZ_CHECK(status.scanning ==
               (state == ST_SCANNING || state == ST_LOOKING));
    if (state == ST_AFTER_ROAM)
        FUZZ_CHECK(memcmp(status.bssid, world.aps[1].bssid, 6) == 0);
}

/* A genuine frame with changes. */
static void genuine(struct input *in)
{
    uint8_t which = input_u8(in);
    struct ap_changes how = {in, 0, 0, 0, false};

    how.again = (which & 0x40) != 0;
    how.options = input_u8(in);
    how.inside = input_u8(in);
    how.outside = input_u8(in);
    ap_send(&world.aps[(which >> 5) & 1],
            (enum ap_kind)((which & 31) % AP_SEND_COUNT), &how);
    if ((which & 0x80) != 0)
        world_receive();
}

static void step(struct input *in)
{
    uint8_t op = input_u8(in);

    switch (op & 7) {
    case 0:
        ap_send_raw(&world.aps[(op >> 3) & 1], in);
        if ((op & 0x80) != 0)
            world_receive();
        break;
    case 1:
    case 2: genuine(in); break;
    case 3: world_receive(); break;
    case 4:
        world_receive();
        world_call(in);
        break;
    case 5:
        world_receive();
        set_answers((op >> 3) & 1, input_u8(in));
        run(1u + (op >> 4));
        break;
    case 6:
        world_receive();
        world_tick_deadline();
        break;
    default:
        world.freq_mhz = (op & 8) != 0 ? 2437 : 2412;
        world.aps[(op >> 4) & 1].secured ^= (op & 32) != 0;
        break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = {data, data + size};
    unsigned state = input_u8(&in) % ST_COUNT;
    uint8_t options = input_u8(&in);

    world_begin(options & (uint8_t)~WORLD_EAGER);
    bring_to(state);
    if ((options & (uint8_t)~WORLD_HW_CRYPTO) == 0)
        check_reached(state);
    if ((options & WORLD_EAGER) != 0)
        world.options |= WORLD_EAGER;
    if ((options & WORLD_PENDING) != 0)
        world.answer = D11_ERR_PENDING;
    for (unsigned i = 0; i < 64 && input_left(&in) != 0; i++)
        step(&in);
    world_end();
    return 0;
}
