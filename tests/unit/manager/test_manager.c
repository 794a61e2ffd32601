/* A network that stays wanted: tries, pauses, and what ends them. */
#include "fake_ap.h"
#include "fake_ext.h"

#define SECOND UINT64_C(1000000)

static struct dot11_manager manager;

static void build(uint32_t tries)
{
    struct dot11_manager_config config;

    dot11_manager_config_defaults(&config);
    config.tries = tries;
    fake_begin();
    fake_ext_begin();
    fake.config.reconnect = false;
    fake_build();
    fake_start(0);
    assert_int_equal(dot11_manager_init(&manager, fake.stas[0], &config),
                     D11_OK);
}

/* Let time pass for station and manager, as a host does. */
static void run(struct fake_ap *ap, uint64_t us)
{
    uint64_t until_us = fake.now_us + us;

    while (fake.now_us < until_us) {
        struct dot11_event event;

        fake_status();
        if (ap != NULL && fake.now_us % 100000 == 0)
            fake_beacon(ap);
        while (fake.answered < fake.air_count && ap != NULL) {
            const struct fake_tx *sent = &fake.air[fake.answered++];

            if (sent->octets[0] == 0xb0)
                fake_auth(ap, 0, 0, 2, ap->auth_status);
            else if (sent->octets[0] == 0)
                fake_assoc_resp(ap, 0, false, ap->assoc_status, 1);
        }
        while (dot11_sta_next_event(fake.stas[0], &event)) {
            fake.last[0][event.type] = event;
            dot11_manager_event(&manager, &event, fake.now_us);
        }
        fake.now_us += 10000;
        dot11_radio_tick(fake.radio, fake.now_us);
        dot11_manager_tick(&manager, fake.now_us);
        if (fake.air_count > 200)
            fake_forget();
    }
}

static enum dot11_sta_state state(void)
{
    struct dot11_sta_status status;

    dot11_sta_status(fake.stas[0], &status);
    return status.state;
}

static enum dot11_err connect_net(void)
{
    struct dot11_connect_req req = fake_req("net");

    return dot11_manager_connect(&manager, &req, fake.now_us);
}

static void a_connect_is_tried_until_it_works(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    uint64_t pause_us;

    (void)unused;
    build(0);
    assert_int_equal(connect_net(), D11_OK);
    run(NULL, SECOND);
    assert_int_equal(manager.failures, 1);
    pause_us = manager.backoff_us;
    run(NULL, 20 * SECOND);
    assert_true(manager.failures >= 3);
    assert_true(manager.backoff_us > pause_us);
    run(&ap, 60 * SECOND);
    assert_int_equal(state(), D11_STA_CONNECTED);
    /* What worked begins anew. */
    assert_int_equal(manager.failures, 0);
    assert_true(manager.backoff_us == manager.config.backoff_min_us);
    assert_true(dot11_manager_deadline(&manager) == D11_NEVER);
    fake_end();
}

static void the_pause_is_bounded(void **unused)
{
    (void)unused;
    build(0);
    assert_int_equal(connect_net(), D11_OK);
    run(NULL, 400 * SECOND);
    assert_true(manager.backoff_us == manager.config.backoff_max_us);
    assert_true(manager.wanted);
    fake_end();
}

static void tries_may_be_limited(void **unused)
{
    (void)unused;
    build(2);
    assert_int_equal(connect_net(), D11_OK);
    run(NULL, 20 * SECOND);
    assert_false(manager.wanted);
    assert_true(dot11_manager_deadline(&manager) == D11_NEVER);
    fake_end();
}

/* SEC-RND-04: what is forgotten is wiped. */
static void forgetting_disconnects_and_wipes(void **unused)
{
    static const uint8_t zeroes[D11_MANAGER_PROFILE_MAX];
    struct fake_ap ap = fake_ap(0);
    struct dot11_connect_req req = fake_req("net");

    (void)unused;
    build(0);
    req.profile = "a secret";
    req.profile_len = 8;
    assert_int_equal(dot11_manager_connect(&manager, &req, fake.now_us),
                     D11_OK);
    assert_memory_equal(manager.profile, "a secret", 8);
    run(&ap, SECOND);
    assert_int_equal(state(), D11_STA_CONNECTED);
    dot11_manager_forget(&manager, fake.now_us);
    assert_memory_equal(manager.profile, zeroes, sizeof zeroes);
    assert_int_equal(state(), D11_STA_INIT);
    run(&ap, 20 * SECOND);
    assert_int_equal(state(), D11_STA_INIT);
    fake_end();
}

/* Events that were queued before a request say nothing of it. */
static void a_new_network_right_after_forgetting_stays_wanted(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    build(0);
    assert_int_equal(connect_net(), D11_OK);
    run(&ap, SECOND);
    dot11_manager_forget(&manager, fake.now_us);
    assert_int_equal(connect_net(), D11_OK);
    run(&ap, SECOND);
    assert_true(manager.wanted);
    assert_int_equal(state(), D11_STA_CONNECTED);
    /* And a connect cut short, with its end still in the queue */
    dot11_manager_forget(&manager, fake.now_us);
    assert_int_equal(connect_net(), D11_OK);
    dot11_manager_forget(&manager, fake.now_us);
    assert_int_equal(connect_net(), D11_OK);
    run(&ap, SECOND);
    assert_true(manager.wanted);
    assert_int_equal(state(), D11_STA_CONNECTED);
    fake_end();
}

/* Somebody else's disconnect or halt counts as the host's wish. */
static void a_disconnect_of_the_station_ends_the_wish(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    build(0);
    assert_int_equal(connect_net(), D11_OK);
    run(&ap, SECOND);
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_OK);
    run(&ap, SECOND);
    assert_false(manager.wanted);
    assert_int_equal(connect_net(), D11_OK);
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_OK);
    run(&ap, SECOND);
    assert_false(manager.wanted);
    assert_int_equal(connect_net(), D11_OK);
    run(&ap, SECOND);
    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    run(&ap, SECOND);
    assert_false(manager.wanted);
    assert_int_equal(connect_net(), D11_ERR_STATE);
    fake_end();
}

static void stopping_leaves_the_connection(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    build(0);
    assert_int_equal(connect_net(), D11_OK);
    run(&ap, SECOND);
    dot11_manager_stop(&manager);
    assert_false(manager.wanted);
    assert_int_equal(state(), D11_STA_CONNECTED);
    fake_end();
}

/* A radio that is off is no failure: its return is the next try. */
static void the_radio_comes_back_and_so_does_the_network(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    build(1);
    assert_int_equal(connect_net(), D11_OK);
    run(&ap, SECOND);
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_OFF, fake.now_us);
    run(&ap, 60 * SECOND);
    assert_true(manager.wanted);
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_ON, fake.now_us);
    run(&ap, SECOND);
    assert_int_equal(state(), D11_STA_CONNECTED);
    /* In the middle of a connect, too */
    dot11_manager_forget(&manager, fake.now_us);
    assert_int_equal(connect_net(), D11_OK);
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_OFF, fake.now_us);
    run(&ap, 60 * SECOND);
    assert_true(manager.wanted);
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_ON, fake.now_us);
    run(&ap, SECOND);
    assert_int_equal(state(), D11_STA_CONNECTED);
    fake_end();
}

/* A switch that flickers during the pause */
static void a_pause_survives_a_radio_that_is_off(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    build(0);
    assert_int_equal(connect_net(), D11_OK);
    run(NULL, SECOND);
    assert_true(dot11_manager_deadline(&manager) != D11_NEVER);
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_OFF, fake.now_us);
    run(NULL, 10 * SECOND);
    assert_int_equal(manager.failures, 1);
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_ON, fake.now_us);
    run(&ap, SECOND);
    assert_int_equal(state(), D11_STA_CONNECTED);
    fake_end();
}

static void a_wrong_passphrase_is_left_to_the_host(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    struct dot11_connect_req req = fake_req("net");

    (void)unused;
    build(0);
    req.ext = &fake_ext_ops;
    assert_int_equal(dot11_manager_connect(&manager, &req, fake.now_us),
                     D11_OK);
    run(&ap, SECOND);
    assert_int_equal(fake_ext_verdict(D11_ERR_BAD_KEY, true), D11_OK);
    run(&ap, SECOND);
    assert_true(manager.bad_key);
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_OFF, fake.now_us);
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_ON, fake.now_us);
    fake_forget();
    run(&ap, 60 * SECOND);
    assert_int_equal(fake_sent(11), 0);
    /* A new request begins with hope. */
    assert_int_equal(dot11_manager_connect(&manager, &req, fake.now_us),
                     D11_OK);
    assert_false(manager.bad_key);
    fake_end();
}

static void requests_and_configs_are_checked(void **unused)
{
    static const uint8_t profile[D11_MANAGER_PROFILE_MAX + 1];
    struct dot11_connect_req req = fake_req("net");
    struct dot11_manager_config config;

    (void)unused;
    build(0);
    req.profile = profile;
    req.profile_len = sizeof profile;
    assert_int_equal(dot11_manager_connect(&manager, &req, fake.now_us),
                     D11_ERR_ARG);
    req.profile_len = 0;
    req.freq_count = 17;
    assert_int_equal(dot11_manager_connect(&manager, &req, fake.now_us),
                     D11_ERR_ARG);
    req.freq_count = 0;
    req.ssid.len = 0;
    assert_int_equal(dot11_manager_connect(&manager, &req, fake.now_us),
                     D11_ERR_ARG);
    assert_false(manager.wanted);
    dot11_manager_config_defaults(&config);
    config.size = 1;
    assert_int_equal(dot11_manager_init(&manager, fake.stas[0], &config),
                     D11_ERR_VERSION);
    dot11_manager_config_defaults(&config);
    config.backoff_min_us = 0;
    assert_int_equal(dot11_manager_init(&manager, fake.stas[0], &config),
                     D11_ERR_ARG);
    config.backoff_min_us = config.backoff_max_us + 1;
    assert_int_equal(dot11_manager_init(&manager, fake.stas[0], &config),
                     D11_ERR_ARG);
    assert_int_equal(dot11_manager_init(&manager, fake.stas[0], NULL), D11_OK);
    /* Nothing is wanted: nothing happens. */
    run(NULL, SECOND);
    dot11_manager_tick(&manager, D11_NEVER - 1);
    assert_int_equal(state(), D11_STA_INIT);
    fake_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_connect_is_tried_until_it_works),
        cmocka_unit_test(the_pause_is_bounded),
        cmocka_unit_test(tries_may_be_limited),
        cmocka_unit_test(forgetting_disconnects_and_wipes),
        cmocka_unit_test(a_new_network_right_after_forgetting_stays_wanted),
        cmocka_unit_test(a_disconnect_of_the_station_ends_the_wish),
        cmocka_unit_test(stopping_leaves_the_connection),
        cmocka_unit_test(the_radio_comes_back_and_so_does_the_network),
        cmocka_unit_test(a_pause_survives_a_radio_that_is_off),
        cmocka_unit_test(a_wrong_passphrase_is_left_to_the_host),
        cmocka_unit_test(requests_and_configs_are_checked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
