/* An 802.1X engine of the host, used by a security extension: event trace 3.16
 * of the operation model, rules N80211-ONEX-*. The engine here is a fake one:
 * it answers when the test says so. */
#include "trace.h"

#include <dot11/ext_services.h>
#include <dot11/onex.h>

#include "base/octets.h"
#include "sta/radio.h"

#define SECOND UINT64_C(1000000)

static struct fake_ap ap;

/* The engine. */

static struct {
    struct dot11_onex *onex;
    enum dot11_err start;
    uint8_t peer[6];
    uint8_t attributes[8];
    uint8_t eap[64];
    size_t eap_len;
} engine;

static enum dot11_err start(void *ctx, struct dot11_onex *onex,
                            struct dot11_sta *sta, const uint8_t *peer,
                            const struct dot11_octets *attributes)
{
    assert_ptr_equal(ctx, &engine);
    assert_ptr_equal(sta, fake.stas[0]);
    trace_word("e.start");
    engine.onex = onex;
    memcpy(engine.peer, peer, 6);
    assert_true(attributes->len <= sizeof engine.attributes);
    if (attributes->len != 0)
        memcpy(engine.attributes, attributes->data, attributes->len);
    /* It must not call back from here. */
    assert_int_equal(dot11_ext_need_credentials(fake_ext.host, 1),
                     D11_ERR_BUSY);
    return engine.start;
}

static void packet(void *ctx, const uint8_t *eap, size_t len)
{
    assert_ptr_equal(ctx, &engine);
    trace_word("e.packet");
    engine.eap_len = len;
    memcpy(engine.eap, eap, len < sizeof engine.eap ? len : sizeof engine.eap);
}

static void stop(void *ctx)
{
    assert_ptr_equal(ctx, &engine);
    trace_word("e.stop");
}

static const struct dot11_onex_engine engine_ops = {
    .size = sizeof(struct dot11_onex_engine),
    .start = start,
    .packet = packet,
    .stop = stop,
};

static enum dot11_err engine_send(const char *what)
{
    uint8_t eap[32] = {2, 1};

    d11_store_be16(eap + 2, (uint16_t)(4 + strlen(what)));
    memcpy(eap + 4, what, strlen(what));
    trace_word("e>send");
    return dot11_onex_send(engine.onex, eap, 4 + strlen(what), fake.now_us);
}

static enum dot11_err engine_done(enum dot11_onex_status status)
{
    struct dot11_onex_result result;

    memset(&result, 0, sizeof result);
    result.session_id = 77; /* not the engine's to say */
    result.status = status;
    result.reason = 5;
    if (status == D11_ONEX_FAILURE)
        result.err = D11_ERR_VERIFY;
    if (status == D11_ONEX_SUCCESS) {
        result.recv_key_len = 32;
        result.send_key_len = 32;
        memset(result.recv_key, 0x11, 32);
        memset(result.send_key, 0x22, 32);
    }
    trace_word("e>done");
    return dot11_onex_done(engine.onex, &result, fake.now_us);
}

/* The extension: everything but EAPOL-Key goes to the engine. */

static enum dot11_err last_err;

static void forward(const char *handler)
{
    if (strcmp(handler, "receive") != 0)
        return;
    last_err =
        dot11_ext_onex_packet(fake_ext.host, fake_ext.session_id,
                              fake_ext.octets + 1, fake_ext.packet.len - 1);
}

static void start_inside_post(const char *handler)
{
    static const uint8_t octets[] = {1, 2, 3};
    const struct dot11_octets attributes = {octets, sizeof octets};

    forward(handler);
    if (strcmp(handler, "post") != 0)
        return;
    trace_word(">onex");
    assert_int_equal(
        dot11_ext_onex_start(fake_ext.host, fake_ext.session_id, &attributes),
        D11_OK);
    trace_word("returns");
}

static enum dot11_err onex_start(void)
{
    return dot11_ext_onex_start(fake_ext.host, fake_ext.session_id, NULL);
}

/* An EAPOL packet of the AP. */
static void eapol(uint8_t type, const uint8_t *body, size_t len)
{
    uint8_t mpdu[128] = {0x08, 0x02};
    static const uint8_t snap[] = {0xaa, 0xaa, 3, 0, 0, 0, 0x88, 0x8e};

    memcpy(mpdu + 4, fake_own[0], 6);
    memcpy(mpdu + 10, ap.bssid, 6);
    memcpy(mpdu + 16, ap.bssid, 6);
    memcpy(mpdu + 24, snap, sizeof snap);
    mpdu[32] = 2;
    mpdu[33] = type;
    d11_store_be16(mpdu + 34, (uint16_t)len);
    memcpy(mpdu + 36, body, len);
    fake_receive(mpdu, 36 + len, -50);
}

static void eap_request(uint8_t id)
{
    const uint8_t eap[] = {1, id, 0, 5, 1};

    eapol(0, eap, sizeof eap);
}

static void build(void)
{
    static const struct dot11_part *const parts[] = {&dot11_onex};

    memset(&engine, 0, sizeof engine);
    ap = fake_ap(0);
    trace_begin();
    fake.config.parts = parts;
    fake.config.part_count = 1;
    fake.config.port_timeout_us = 60u * 1000u * 1000u;
    trace_build();
    assert_int_equal(dot11_sta_set_onex(fake.stas[0], &engine_ops, &engine),
                     D11_OK);
}

static void associated(void)
{
    build();
    trace_associate(&ap);
    trace_inside = forward;
}

static const uint8_t *last_payload(void)
{
    return fake.air[fake.air_count - 1].octets + 32;
}

/* N80211-ONEX-1, N80211-ONEX-2, N80211-ONEX-3, N80211-ONEX-5, N80211-ONEX-6:
 * trace 3.16, step by step */
static void an_extension_uses_the_engine(void **unused)
{
    static const uint8_t start_packet[] = {2, 1, 0, 0};
    static const uint8_t answer[] = {2, 0, 0, 6, 2, 1, 0, 6, 'm', 'e'};
    static const uint8_t keys[] = {2, 0, 0, 0};

    (void)unused;
    build();
    trace_inside = start_inside_post;
    /* 1 to 3 */
    assert_int_equal(trace_connect(&ap), D11_OK);
    fake_air((struct fake_ap *[]){&ap}, 1, 20000);
    assert_trace("x.pre connect_start assoc_start assoc_done port "
                 "connect_done link_quality x.post >onex e.start returns");
    assert_memory_equal(engine.peer, ap.bssid, 6);
    assert_int_equal(engine.attributes[2], 3);
    assert_memory_equal(last_payload(), start_packet, sizeof start_packet);
    fake_run(0);
    assert_trace(""); /* no send_done: it was not the extension's */
    /* 4 */
    eap_request(1);
    assert_trace("x.receive e.packet");
    assert_int_equal(last_err, D11_OK);
    assert_int_equal(engine.eap_len, 5);
    assert_int_equal(engine.eap[1], 1);
    assert_int_equal(engine_send("me"), D11_OK);
    assert_memory_equal(last_payload(), answer, sizeof answer);
    fake_run(0);
    assert_trace("e>send");
    /* EAPOL-Key is the extension's. */
    eapol(3, keys, sizeof keys);
    assert_trace("x.receive");
    assert_int_equal(last_err, D11_ERR_ARG);
    assert_int_equal(engine_done(D11_ONEX_IN_PROGRESS), D11_OK);
    assert_trace("e>done x.onex_goes_on");
    eap_request(2);
    assert_trace("x.receive e.packet");
    /* 5 */
    assert_int_equal(engine_done(D11_ONEX_SUCCESS), D11_OK);
    assert_trace("e>done x.onex_ok");
    assert_int_equal(fake_ext.result.session_id, fake_ext.session_id);
    assert_int_equal(fake_ext.result.reason, 5);
    assert_int_equal(fake_ext.result.recv_key_len, 32);
    assert_int_equal(fake_ext.result.recv_key[31], 0x11);
    assert_int_equal(fake_ext.result.send_key[31], 0x22);
    /* From here on all EAPOL is the extension's. */
    eap_request(3);
    assert_trace("x.receive");
    assert_int_equal(last_err, D11_ERR_STATE);
    assert_int_equal(engine_send("late"), D11_ERR_STATE);
    assert_int_equal(engine_done(D11_ONEX_FAILURE), D11_ERR_STATE);
    assert_trace("e>send e>done");
    /* 6 and 7 */
    assert_int_equal(trace_key(true, 0, 1), D11_OK);
    assert_int_equal(trace_key(false, 1, 2), D11_OK);
    assert_int_equal(trace_verdict(D11_OK, false), D11_OK);
    assert_trace(">key r.key >group_key r.key >success r.open authorized");
    /* It may authenticate again later. */
    assert_int_equal(onex_start(), D11_OK);
    assert_trace("e.start");
    assert_int_equal(engine_done(D11_ONEX_SUCCESS), D11_OK);
    assert_trace("e>done x.onex_ok");
    trace_end();
}

/* N80211-ONEX-1: never before the port is there, nor after it is gone */
static void the_engine_is_for_a_port(void **unused)
{
    (void)unused;
    build();
    assert_int_equal(onex_start(), D11_ERR_NOT_FOUND);
    assert_int_equal(dot11_ext_onex_stop(fake_ext.host, 0), D11_ERR_STATE);
    trace_associate(&ap);
    assert_int_equal(onex_start(), D11_OK);
    assert_int_equal(onex_start(), D11_ERR_BUSY);
    assert_int_equal(dot11_sta_set_onex(fake.stas[0], NULL, NULL),
                     D11_ERR_STATE);
    assert_trace("e.start");
    fake_leave(&ap, 0, true, 1);
    fake_run(0);
    assert_trace("disassoc e.stop port_gone x.stop");
    assert_int_equal(onex_start(), D11_ERR_NOT_FOUND);
    assert_int_equal(engine_send("late"), D11_ERR_STATE);
    assert_int_equal(engine_done(D11_ONEX_SUCCESS), D11_ERR_STATE);
    trace_disconnect();
    assert_int_equal(onex_start(), D11_ERR_NOT_FOUND);
    trace_end();
}

static void start_of_next(const char *handler)
{
    if (strcmp(handler, "post") == 0)
        assert_int_equal(onex_start(), D11_OK);
}

/* N80211-ONEX-1: infrastructure only */
static void the_engine_is_for_an_ap(void **unused)
{
    bool *ibss;

    (void)unused;
    associated();
    ibss = &fake.stas[0]->vif.links[0].ibss;
    *ibss = true; /* as if the peer were one of an IBSS */
    assert_int_equal(onex_start(), D11_ERR_UNSUPPORTED);
    assert_trace("");
    *ibss = false;
    assert_int_equal(onex_start(), D11_OK);
    trace_end();
}

/* A run of the port before does not reach into the next one. */
static void each_port_has_a_run_of_its_own(void **unused)
{
    struct fake_ap second = fake_ap(0);

    (void)unused;
    associated();
    assert_int_equal(onex_start(), D11_OK);
    trace_inside = start_of_next;
    fake_leave(&ap, 0, true, 1);
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_OK);
    (void)trace_take();
    assert_int_equal(trace_connect(&second), D11_OK);
    fake_air((struct fake_ap *[]){&second}, 1, 20000);
    assert_non_null(strstr(trace_take(), "x.post e.start"));
    assert_int_equal(engine_done(D11_ONEX_FAILURE), D11_OK);
    assert_int_equal(fake_ext.result.session_id, fake_ext.session_id);
    assert_int_equal(fake_ext.result.err, D11_ERR_VERIFY);
    trace_end();
}

/* N80211-ONEX-2: EAPOL must be registered; packets are checked */
static void eapol_must_be_registered(void **unused)
{
    uint8_t eap[] = {0, 0, 4, 1, 1, 0, 4};

    (void)unused;
    build();
    fake_ext.types[0] = 0x88b5;
    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    fake_run(SECOND);
    assert_int_equal(dot11_sta_fini(fake.stas[0]), D11_OK);
    (void)trace_take();
    assert_int_equal(dot11_sta_create(&fake.stas[0], fake.radio, fake_own[0]),
                     D11_OK);
    assert_int_equal(dot11_sta_start(fake.stas[0], fake.now_us), D11_OK);
    assert_int_equal(dot11_sta_set_onex(fake.stas[0], &engine_ops, &engine),
                     D11_OK);
    (void)trace_take();
    trace_associate(&ap);
    assert_int_equal(onex_start(), D11_ERR_ARG);
    assert_trace("");
    trace_end();

    associated();
    assert_int_equal(onex_start(), D11_OK);
    for (size_t len = 0; len < sizeof eap; len++)
        assert_int_equal(
            dot11_ext_onex_packet(fake_ext.host, fake_ext.session_id, eap, len),
            D11_ERR_ARG);
    assert_int_equal(dot11_ext_onex_packet(fake_ext.host, fake_ext.session_id,
                                           eap, sizeof eap),
                     D11_OK);
    eap[2] = 3; /* no EAP packet is so short */
    assert_int_equal(dot11_ext_onex_packet(fake_ext.host, fake_ext.session_id,
                                           eap, sizeof eap),
                     D11_ERR_ARG);
    assert_trace("e.start e.packet");
    assert_int_equal(engine_send("short enough"), D11_OK);
    assert_int_equal(dot11_onex_send(engine.onex, eap, 3, fake.now_us),
                     D11_ERR_ARG);
    assert_int_equal(
        dot11_onex_send(engine.onex, eap, D11_ONEX_EAP_MAX + 1, fake.now_us),
        D11_ERR_ARG);
    trace_end();
}

/* N80211-ONEX-3: the engine may have no credentials */
static void the_engine_may_refuse(void **unused)
{
    (void)unused;
    associated();
    engine.start = D11_ERR_NOT_FOUND;
    fake_forget();
    assert_int_equal(onex_start(), D11_ERR_NOT_FOUND);
    assert_trace("e.start");
    assert_int_equal(fake.air_count, 0);
    assert_int_equal(dot11_ext_onex_stop(fake_ext.host, fake_ext.session_id),
                     D11_ERR_STATE);
    trace_end();
}

/* N80211-ONEX-4: stop only while it runs; then nothing may be forwarded */
static void it_can_be_stopped_while_it_runs(void **unused)
{
    (void)unused;
    associated();
    assert_int_equal(dot11_ext_onex_stop(fake_ext.host, fake_ext.session_id),
                     D11_ERR_STATE);
    assert_int_equal(onex_start(), D11_OK);
    assert_int_equal(dot11_ext_onex_stop(fake_ext.host, fake_ext.session_id),
                     D11_OK);
    assert_trace("e.start e.stop");
    eap_request(1);
    assert_int_equal(last_err, D11_ERR_STATE);
    assert_int_equal(engine_done(D11_ONEX_SUCCESS), D11_ERR_STATE);
    assert_int_equal(dot11_ext_onex_stop(fake_ext.host, fake_ext.session_id),
                     D11_ERR_STATE);
    assert_trace("x.receive e>done");
    fake_run(10 * SECOND);
    assert_trace("");
    trace_end();
}

/* EAPOL-Start packets sent */
static unsigned starts(void)
{
    unsigned count = 0;

    for (unsigned i = 0; i < fake.air_count; i++)
        count += fake.air[i].octets[0] == 0x08 && fake.air[i].octets[33] == 1;
    return count;
}

static void wait(uint64_t us)
{
    fake_air((struct fake_ap *[]){&ap}, 1, us);
}

/* N80211-ONEX-7: three EAPOL-Start packets that nobody answers */
static void three_starts_without_an_answer_fail(void **unused)
{
    (void)unused;
    associated();
    fake_forget();
    assert_int_equal(onex_start(), D11_OK);
    assert_int_equal(starts(), 1);
    wait(D11_ONEX_START_US - 200000);
    assert_int_equal(starts(), 1);
    wait(300000);
    assert_int_equal(starts(), 2);
    wait(D11_ONEX_START_US);
    assert_int_equal(starts(), 3);
    assert_trace("e.start");
    wait(D11_ONEX_START_US);
    assert_trace("e.stop x.onex_failed");
    assert_int_equal(starts(), 3);
    assert_int_equal(fake_ext.result.err, D11_ERR_TIMEOUT);
    assert_int_equal(fake_ext.result.session_id, fake_ext.session_id);
    /* One that is answered goes on as long as it takes. */
    assert_int_equal(onex_start(), D11_OK);
    eap_request(1);
    fake_forget();
    wait(20 * SECOND);
    assert_trace("e.start x.receive e.packet");
    assert_int_equal(starts(), 0);
    trace_end();
}

/* A start that finds the packets used up is sent a little later. */
static void a_start_waits_for_room(void **unused)
{
    (void)unused;
    associated();
    fake.keeps = true;
    for (uint32_t i = 0; i < 4; i++)
        assert_int_equal(fake_ext_send(i), D11_OK);
    fake_forget();
    assert_int_equal(fake_ext_send(9), D11_OK);
    for (uint32_t i = 0; i < 3; i++)
        assert_int_equal(fake_ext_send(i), D11_OK);
    assert_int_equal(onex_start(), D11_OK);
    assert_int_equal(fake.air_count, 4);
    fake.keeps = false;
    fake_status();
    fake_run(10000);
    assert_int_equal(fake.air_count, 5);
    trace_end();
}

/* Without the part, without an engine, without a handler */
static void what_is_missing_is_said(void **unused)
{
    struct dot11_onex_engine half = engine_ops;

    (void)unused;
    ap = fake_ap(0);
    trace_begin();
    trace_build();
    assert_int_equal(dot11_sta_set_onex(fake.stas[0], &engine_ops, &engine),
                     D11_ERR_UNSUPPORTED);
    trace_associate(&ap);
    assert_int_equal(onex_start(), D11_ERR_UNSUPPORTED);
    assert_int_equal(dot11_ext_onex_stop(fake_ext.host, fake_ext.session_id),
                     D11_ERR_UNSUPPORTED);
    assert_int_equal(
        dot11_ext_onex_packet(fake_ext.host, fake_ext.session_id, NULL, 0),
        D11_ERR_UNSUPPORTED);
    trace_end();
    build();
    half.packet = NULL;
    assert_int_equal(dot11_sta_set_onex(fake.stas[0], &half, NULL),
                     D11_ERR_ARG);
    half.size = 1;
    assert_int_equal(dot11_sta_set_onex(fake.stas[0], &half, NULL),
                     D11_ERR_VERSION);
    assert_int_equal(dot11_sta_set_onex(fake.stas[0], NULL, NULL), D11_OK);
    trace_associate(&ap);
    assert_int_equal(onex_start(), D11_ERR_UNSUPPORTED);
    trace_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_extension_uses_the_engine),
        cmocka_unit_test(the_engine_is_for_a_port),
        cmocka_unit_test(the_engine_is_for_an_ap),
        cmocka_unit_test(each_port_has_a_run_of_its_own),
        cmocka_unit_test(eapol_must_be_registered),
        cmocka_unit_test(the_engine_may_refuse),
        cmocka_unit_test(it_can_be_stopped_while_it_runs),
        cmocka_unit_test(three_starts_without_an_answer_fail),
        cmocka_unit_test(a_start_waits_for_room),
        cmocka_unit_test(what_is_missing_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
