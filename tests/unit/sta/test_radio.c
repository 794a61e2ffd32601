/* A whole radio: its memory, its time, and each of its ops failing in turn. */
#include "fake_ap.h"
#include "fake_ext.h"

#include <stdlib.h>

#include <dot11_crypto_host.h>

#include "sta/radio.h"

#define SECOND UINT64_C(1000000)

/* SEC-RES-01: the size that is told is enough, and one octet less is not. */
static void memory_is_what_was_told(void **unused)
{
    struct dot11_radio *radio;
    uint8_t *mem;
    size_t size;

    (void)unused;
    fake_begin();
    size = dot11_radio_mem_size(&fake.config);
    mem = malloc(size + 64);
    assert_non_null(mem);
    assert_int_equal(dot11_radio_init(&radio, mem, size - 1, &fake.config),
                     D11_ERR_MEMORY);
    assert_int_equal(dot11_radio_init(&radio, mem + 1, size, &fake.config),
                     D11_ERR_MEMORY);
    assert_int_equal(dot11_radio_init(&radio, NULL, size, &fake.config),
                     D11_ERR_MEMORY);
    memset(mem, 0xee, size + 64);
    assert_int_equal(dot11_radio_init(&radio, mem, size, &fake.config), D11_OK);
    assert_int_equal(fake.call_count, 0);
    assert_true(dot11_radio_deadline(radio) == D11_NEVER);
    assert_int_equal(dot11_radio_headroom(radio), D11_TX_HEADROOM + 8);
    assert_int_equal(dot11_radio_tailroom(radio), D11_TX_TAILROOM);
    assert_int_equal(dot11_radio_fini(radio), D11_OK);
    /* SEC-RND-04: given back wiped, and nothing beyond it was touched. */
    for (size_t i = 0; i < size; i++)
        assert_int_equal(mem[i], 0);
    for (size_t i = size; i < size + 64; i++)
        assert_int_equal(mem[i], 0xee);
    free(mem);
}

/* Memory is not given back while the radio still owes an answer. */
static void a_radio_that_owes_an_answer_stays(void **unused)
{
    (void)unused;
    fake_up();
    fake.answers[FAKE_RESET] = D11_ERR_PENDING;
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_FAILED, fake.now_us);
    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    assert_int_equal(dot11_sta_fini(fake.stas[0]), D11_OK);
    fake.stas[0] = NULL;
    assert_int_equal(dot11_radio_fini(fake.radio), D11_ERR_BUSY);
    assert_int_equal(fake_done(FAKE_RESET, D11_OK), D11_OK);
    assert_int_equal(dot11_radio_fini(fake.radio), D11_OK);
    fake_drop();
}

static void the_table_can_be_walked(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    struct dot11_ssid ssid = {3, "net"};
    struct dot11_bss bss;

    (void)unused;
    fake_up();
    for (unsigned i = 0; i < 4; i++) {
        ap = fake_ap(i);
        fake_beacon(&ap);
    }
    assert_int_equal(dot11_radio_bss_count(fake.radio), 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(dot11_radio_bss_get(fake.radio, i, &bss), D11_OK);
        assert_int_equal(bss.index, i);
    }
    assert_int_equal(dot11_radio_bss_get(fake.radio, 4, &bss),
                     D11_ERR_NOT_FOUND);
    assert_int_equal(dot11_radio_bss_find(fake.radio, ap.bssid, &ssid, &bss),
                     D11_OK);
    ssid.len = 2;
    assert_int_equal(dot11_radio_bss_find(fake.radio, ap.bssid, &ssid, &bss),
                     D11_ERR_NOT_FOUND);
    assert_int_equal(fake_stats().rx_beacons, 4);
    assert_int_equal(fake_stats().rx_mgmt, 4);
    dot11_radio_bss_flush(fake.radio);
    assert_int_equal(dot11_radio_bss_count(fake.radio), 0);
    fake_end();
}

/* Frames that are nobody's */
static void frames_for_nobody_are_counted(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    struct dot11_stats stats;
    uint32_t sum = 0;

    (void)unused;
    fake_up();
    fake_leave(&ap, -1, true, 1);
    fake_leave(&ap, 0, true, 1);
    fake_leave(&ap, 1, true, 1);
    fake_data(&ap, 0);
    fake_auth(&ap, 0, 0, 2, 0);
    stats = fake_stats();
    for (unsigned i = 0; i < D11_DROP_COUNT; i++)
        sum += stats.drops[i];
    assert_int_equal(stats.rx_frames, 5);
    assert_int_equal(stats.rx_accepted + sum, 5);
    assert_int_equal(stats.rx_accepted, 0);
    fake_end();
}

/* Faults. */

struct fault {
    enum fake_op op;
    unsigned nth; /* call of it that goes wrong; 0 none */
    enum dot11_err err;
    unsigned alloc; /* allocation that fails; 0: none */
    size_t tx_room; /* frames until the radio takes no more */
};

static struct fault fault;
static unsigned calls_of[FAKE_OPS];

/* Counts calls; the one that is to go wrong does. */
static void inject(enum fake_op op)
{
    calls_of[op]++;
    if (op == fault.op && calls_of[op] == fault.nth)
        fake.once[op] = fault.err;
}

/* What a well-behaved security extension does. */
static void handshake(const char *handler)
{
    if (strcmp(handler, "receive") != 0)
        return;
    (void)fake_ext_send(4);
    (void)fake_ext_key(true, 0, 1);
    (void)fake_ext_key(false, 1, 2);
    (void)fake_ext_verdict(D11_OK, false);
}

/* Every operation that began has ended, in order; at most one of each. */
static void check_log(const char *log)
{
    int connect = 0;
    int roam = 0;
    int assoc = 0;
    int port = 0;
    char copy[FAKE_LOG];
    char *word;

    (void)memcpy(copy, log, sizeof copy);
    for (word = strtok(copy, " "); word != NULL; word = strtok(NULL, " ")) {
        if (strcmp(word, "connect_start") == 0)
            assert_int_equal(++connect, 1);
        else if (strncmp(word, "connect_done", 12) == 0)
            assert_int_equal(--connect, 0);
        else if (strcmp(word, "roam_start") == 0)
            assert_int_equal(++roam, 1);
        else if (strncmp(word, "roam_done", 9) == 0)
            assert_int_equal(--roam, 0);
        else if (strcmp(word, "assoc_start") == 0)
            assert_int_equal(++assoc, 1);
        else if (strncmp(word, "assoc_done", 10) == 0)
            assert_int_equal(--assoc, 0);
        else if (strcmp(word, "port") == 0 || strcmp(word, "port_open") == 0)
            assert_int_equal(++port, 1);
        else if (strcmp(word, "port_gone") == 0)
            assert_int_equal(--port, 0);
    }
    assert_int_equal(connect, 0);
    assert_int_equal(roam, 0);
    assert_int_equal(assoc, 0);
    assert_int_equal(port, 0);
}

/* SEC-PRT-05: an open port has its keys. */
static void check_port(void)
{
    const struct d11_peer *peer = &fake.stas[0]->vif.peers[0];

    if (!peer->authorized)
        return;
    assert_true(peer->associated);
    assert_non_null(peer->keys[0].cipher);
    assert_non_null(peer->link->gtk[1].cipher);
}

static void check_wiped(void)
{
    const struct d11_vif *vif = &fake.stas[0]->vif;
    static const uint8_t zeroes[32];

    for (unsigned i = 0; i < 2; i++) {
        assert_null(vif->peers[0].keys[i].cipher);
        assert_null(vif->links[0].gtk[i].cipher);
        assert_memory_equal(vif->peers[0].keys[i].octets, zeroes, 16);
        assert_memory_equal(vif->links[0].gtk[i].octets, zeroes, 16);
    }
}

/* Keys that the radio was given and not asked to forget. Who says that it
 * failed did not take it; who says nothing may have. */
static void check_keys_of_radio(void)
{
    bool has[2][4] = {{false}};

    for (unsigned i = 0; i < fake.call_count; i++) {
        const struct fake_call *call = &fake.calls[i];
        bool *one = &has[call->key.pairwise][call->key.key_id & 3u];

        if (call->op == FAKE_SET_KEY)
            *one = true;
        if (call->op == FAKE_DEL_KEY)
            *one = false;
    }
    for (unsigned i = 0; i < 4; i++)
        assert_false(fault.op != FAKE_SET_KEY && (has[0][i] || has[1][i]));
}

/* One day of a station: connect, handshake, scan, roam, loss, leaving. */
static void live(struct dot11_crypto_host *crypto)
{
    struct fake_ap a = fake_ap(0);
    struct fake_ap b = fake_ap(1);
    struct fake_ap *both[] = {&a, &b};
    struct dot11_connect_req req = fake_req("net");

    fake_begin();
    fake_ext_begin();
    fake.caps.ciphers[fake.caps.cipher_count++] = D11_CIPHER_CCMP_128;
    fake.config.crypto_ops = dot11_crypto_host_ops();
    fake.config.crypto = crypto;
    fake.config.sta_count = 1;
    fake_build();
    fake_ext.inside = handshake;
    memset(calls_of, 0, sizeof calls_of);
    fake.in_op = inject;
    if (fault.alloc != 0 && fault.alloc < 64)
        fake.alloc_fails = UINT64_C(1) << (fault.alloc - 1);
    fake.tx_room = fault.tx_room;
    assert_int_equal(dot11_sta_create(&fake.stas[0], fake.radio, fake_own[0]),
                     D11_OK);
    (void)dot11_sta_start(fake.stas[0], fake.now_us);
    fake_run(2 * SECOND);
    req.ext = &fake_ext_ops;
    (void)dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us);
    fake_air(both, 2, SECOND);
    fake_eapol(fake.tuned_mhz == 2437 ? &b : &a, 0, 2, 99);
    fake_air(both, 2, SECOND / 2);
    check_port();
    (void)dot11_sta_scan(fake.stas[0], NULL, NULL, fake.now_us);
    fake_air(both, 2, SECOND);
    check_port();
    (void)dot11_sta_roam(fake.stas[0], NULL, NULL, fake.now_us);
    fake_air(both, 2, SECOND);
    fake_eapol(fake.tuned_mhz == 2437 ? &b : &a, 0, 2, 99);
    fake_air(both, 2, SECOND / 2);
    check_port();
    fake_leave(fake.tuned_mhz == 2437 ? &b : &a, 0, true, 7);
    fake_air(both, 2, SECOND);
    (void)dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us);
    fake_air(both, 2, SECOND / 10);
    (void)dot11_sta_halt(fake.stas[0], fake.now_us);
    fake_run(10 * SECOND);
    fake.in_op = NULL;
    check_log(fake_events(0));
    check_wiped();
    check_keys_of_radio();
    /* One that refuses to go off stays on. */
    if (fault.op == FAKE_POWER_OFF)
        fake.on = false;
    fake_end();
}

/* SEC-RES-05: each call of each op goes wrong once, in each way. */
static void each_op_may_fail_at_each_place(void **unused)
{
    static const enum dot11_err errors[] = {D11_ERR_HW, D11_ERR_PENDING,
                                            D11_ERR_UNSUPPORTED, D11_ERR_FULL};
    struct dot11_crypto_host *crypto = dot11_crypto_host_new(0);
    unsigned places[FAKE_OPS];

    (void)unused;
    memset(&fault, 0, sizeof fault);
    fault.tx_room = SIZE_MAX;
    live(crypto);
    memcpy(places, calls_of, sizeof places);
    /* The day is a full one. */
    assert_true(places[FAKE_SET_KEY] >= 4);
    assert_true(places[FAKE_SET_CHANNEL] >= 6);
    for (unsigned op = 0; op < FAKE_OPS; op++) {
        for (unsigned n = 1; n <= places[op]; n++) {
            for (unsigned e = 0; e < 4; e++) {
                fault.op = (enum fake_op)op;
                fault.nth = n;
                fault.err = errors[e];
                live(crypto);
            }
        }
    }
    dot11_crypto_host_free(crypto);
}

static void each_frame_may_be_missing(void **unused)
{
    struct dot11_crypto_host *crypto = dot11_crypto_host_new(0);

    (void)unused;
    memset(&fault, 0, sizeof fault);
    fault.tx_room = SIZE_MAX;
    for (unsigned n = 1; n < 50; n++) {
        fault.alloc = n;
        live(crypto);
    }
    dot11_crypto_host_free(crypto);
}

static void the_radio_may_stop_taking_frames_at_any_time(void **unused)
{
    struct dot11_crypto_host *crypto = dot11_crypto_host_new(0);

    (void)unused;
    memset(&fault, 0, sizeof fault);
    for (unsigned n = 0; n < 40; n++) {
        fault.tx_room = n;
        live(crypto);
    }
    dot11_crypto_host_free(crypto);
}

/* What the host may ask for at any moment. */
enum wish { HALT, DISCONNECT, RESET, SWITCH, ROAM, SCAN, WISHES };

static void ask_for(enum wish wish)
{
    struct dot11_sta *sta = fake.stas[0];

    switch (wish) {
    case HALT: (void)dot11_sta_halt(sta, fake.now_us); break;
    case DISCONNECT: (void)dot11_sta_disconnect(sta, NULL, fake.now_us); break;
    case RESET: (void)dot11_sta_reset(sta, fake.now_us); break;
    case SWITCH:
        dot11_hw_state_changed(fake.radio, D11_HW_STATE_OFF, fake.now_us);
        break;
    case ROAM: (void)dot11_sta_roam(sta, NULL, NULL, fake.now_us); break;
    case SCAN: (void)dot11_sta_scan(sta, NULL, NULL, fake.now_us); break;
    case WISHES: break;
    }
}

static struct dot11_sta_status status_now(void)
{
    struct dot11_sta_status status;

    dot11_sta_status(fake.stas[0], &status);
    return status;
}

/* A connect with a slow radio, cut in two by a wish after `us`. */
static void interrupt(struct dot11_crypto_host *crypto, enum wish wish,
                      uint64_t us, bool in_hardware)
{
    struct fake_ap ap = fake_ap(0);
    struct fake_ap *list[] = {&ap};
    struct dot11_connect_req req = fake_req("net");

    fake_begin();
    fake_ext_begin();
    fake.caps.ciphers[fake.caps.cipher_count++] = D11_CIPHER_CCMP_128;
    if (in_hardware)
        fake.caps.flags |= D11_HW_SCAN;
    fake.config.crypto_ops = dot11_crypto_host_ops();
    fake.config.crypto = crypto;
    fake_build();
    fake_ext.inside = handshake;
    fake.slow_us = 3000;
    assert_int_equal(dot11_sta_create(&fake.stas[0], fake.radio, fake_own[0]),
                     D11_OK);
    assert_int_equal(dot11_sta_start(fake.stas[0], fake.now_us), D11_OK);
    if (us < 5000)
        fake_run(us);
    else
        fake_run(5000);
    if (us >= 5000) {
        uint64_t began_us = fake.now_us;

        req.ext = &fake_ext_ops;
        fake_beacon(&ap);
        (void)dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us);
        if (us > 12000) {
            fake_air(list, 1, 12000 - 5000);
            fake_eapol(&ap, 0, 2, 99);
        }
        while (fake.now_us < began_us + us - 5000)
            fake_air(list, 1, 1000);
    }
    ask_for(wish);
    if (wish == ROAM || wish == SCAN)
        fake_air(list, 1, 5000);
    else
        fake_run(2000);
    /* SEC-RES-07: and then it is over. */
    (void)dot11_sta_halt(fake.stas[0], fake.now_us);
    fake_run(10 * SECOND);
    assert_int_equal(status_now().state, D11_STA_HALTED);
    check_log(fake_events(0));
    check_wiped();
    fault.op = FAKE_POWER_ON;
    check_keys_of_radio();
    fake.slow_us = 0;
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_ON, fake.now_us);
    assert_int_equal(dot11_sta_start(fake.stas[0], fake.now_us), D11_OK);
    fake_run(SECOND);
    assert_events(0, "started");
    fake_end();
}

/* SEC-RES-07, N80211-HALT-6: with a radio that takes its time for all. */
static void a_wish_may_come_at_any_point(void **unused)
{
    struct dot11_crypto_host *crypto = dot11_crypto_host_new(0);

    (void)unused;
    for (unsigned wish = 0; wish < WISHES; wish++) {
        for (uint64_t us = 0; us < 30000; us += 1000) {
            interrupt(crypto, (enum wish)wish, us, false);
            interrupt(crypto, (enum wish)wish, us, true);
        }
    }
    dot11_crypto_host_free(crypto);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_what_was_told),
        cmocka_unit_test(a_radio_that_owes_an_answer_stays),
        cmocka_unit_test(the_table_can_be_walked),
        cmocka_unit_test(frames_for_nobody_are_counted),
        cmocka_unit_test(each_op_may_fail_at_each_place),
        cmocka_unit_test(each_frame_may_be_missing),
        cmocka_unit_test(the_radio_may_stop_taking_frames_at_any_time),
        cmocka_unit_test(a_wish_may_come_at_any_point),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
