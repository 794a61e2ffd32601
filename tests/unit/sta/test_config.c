/* Each limit of a config, and each table. */
#include "fake_ap.h"
#include "fake_ext.h"

static void assert_refused(void)
{
    static uint64_t mem[16384];
    struct dot11_radio *radio;

    assert_int_equal(dot11_radio_mem_size(&fake.config), 0);
    assert_int_equal(dot11_radio_init(&radio, mem, sizeof mem, &fake.config),
                     D11_ERR_ARG);
}

/* A bad value is refused, and the next better one is not. */
#define assert_limit(member, bad, good)                                        \
    do {                                                                       \
        fake_begin();                                                          \
        fake.config.member = (bad);                                            \
        assert_refused();                                                      \
        fake.config.member = (good);                                           \
        assert_int_not_equal(dot11_radio_mem_size(&fake.config), 0);           \
    } while (0)

static void capacities_have_limits(void **unused)
{
    (void)unused;
    assert_limit(sta_count, 0, 1);
    assert_limit(sta_count, 8, 7);
    assert_limit(peer_count, 0, 1);
    assert_limit(peer_count, 2, 1);
    assert_limit(bss_count, 1, 2);
    assert_limit(bss_octets, 511, 512);
    assert_limit(bss_octets, UINT32_MAX, 1u << 24);
    assert_limit(event_count, 15, 16);
    assert_limit(event_count, 129, 128);
    assert_limit(rx_burst, 0, 1);
    assert_limit(tx_queue, 3, 4);
    assert_limit(tx_pending, 3, 4);
    assert_limit(body_octets, 63, 64);
}

/* SEC-RES-08: no timer may run without end. */
static void times_have_limits(void **unused)
{
    (void)unused;
    assert_limit(active_dwell_max_us, 39999, 40000);
    assert_limit(scan_home_us, 999, 1000);
    assert_limit(auth_timeout_us, 999, 1000);
    assert_limit(auth_tries, 0, 1);
    assert_limit(assoc_timeout_us, 999, 1000);
    assert_limit(assoc_tries, 0, 1);
    assert_limit(port_timeout_us, 999, 1000);
    assert_limit(beacon_loss_count, 0, 1);
    assert_limit(probe_tries, 0, 1);
    assert_limit(probe_timeout_us, 999, 1000);
    assert_limit(hw_timeout_us, 999, 1000);
    assert_limit(roam_backoff_min_us, 999, 1000);
    assert_limit(roam_backoff_max_us, 249999, 250000);
}

#define assert_op(member)                                                      \
    do {                                                                       \
        fake_begin();                                                          \
        fake.member = NULL;                                                    \
        assert_refused();                                                      \
    } while (0)

static void required_ops_are_there(void **unused)
{
    (void)unused;
    assert_op(hw_ops.power);
    assert_op(hw_ops.set_channel);
    assert_op(hw_ops.set_filter);
    assert_op(hw_ops.tx);
    assert_op(host_ops.frame_alloc);
    assert_op(host_ops.frame_free);
    assert_op(host_ops.deliver);
    assert_op(host_ops.tx_done);
    assert_op(host_ops.random);
    assert_op(config.hw_ops);
    assert_op(config.host_ops);
    assert_op(config.caps);
}

static void optional_ops_may_be_missing(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    fake_begin();
    fake.hw_ops.tx_flush = NULL;
    fake.hw_ops.set_key = NULL;
    fake.hw_ops.del_key = NULL;
    fake.hw_ops.set_bss = NULL;
    fake.hw_ops.set_addr = NULL;
    fake.hw_ops.scan_start = NULL;
    fake.hw_ops.scan_stop = NULL;
    fake.hw_ops.reset = NULL;
    fake.host_ops.wake = NULL;
    fake_build();
    fake_start(0);
    fake_join(&ap);
    assert_int_equal(dot11_sta_scan(fake.stas[0], NULL, NULL, fake.now_us),
                     D11_OK);
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_FAILED, fake.now_us);
    fake_end();
}

static void caps_are_checked(void **unused)
{
    (void)unused;
    assert_op(caps.channels);
    assert_limit(peer_count, 0, 1);
    fake_begin();
    fake.caps.channel_count = 0;
    assert_refused();
    fake_begin();
    fake.caps.tx_headroom = 257;
    assert_refused();
    fake_begin();
    fake.caps.tx_tailroom = 257;
    assert_refused();
    fake_begin();
    fake.caps.cipher_count = D11_HW_CIPHERS_MAX + 1;
    assert_refused();
    fake_begin();
    fake.caps.bands[1].rate_count = D11_HW_RATES_MAX + 1;
    assert_refused();
}

#define assert_handler(member)                                                 \
    do {                                                                       \
        broken = fake_ext_ops;                                                 \
        broken.member = NULL;                                                  \
        assert_refused();                                                      \
    } while (0)

static void extensions_have_all_their_handlers(void **unused)
{
    static struct dot11_ext_ops broken;
    static const struct dot11_ext_ops *const list[2] = {&broken, NULL};

    (void)unused;
    fake_begin();
    fake.config.ext_count = 1;
    assert_refused();
    fake.config.exts = list;
    assert_handler(init);
    assert_handler(deinit);
    assert_handler(reset);
    assert_handler(pre_associate);
    assert_handler(select);
    assert_handler(assoc_elements);
    assert_handler(post_associate);
    assert_handler(stop_post_associate);
    assert_handler(receive);
    broken = fake_ext_ops;
    broken.state_size = (1u << 24) + 1u;
    assert_refused();
    broken = fake_ext_ops;
    fake.config.ext_count = 2;
    assert_refused();
    fake.config.ext_count = 1;
    assert_int_not_equal(dot11_radio_mem_size(&fake.config), 0);
}

/* Sizes: what the first version had is the least there can be; a caller that
 * knows more is served. */
static void sizes_that_cannot_be_are_refused(void **unused)
{
    static uint64_t mem[16384];
    struct dot11_radio *radio;
    size_t *sizes[] = {&fake.config.size, &fake.caps.size, &fake.hw_ops.size,
                       &fake.host_ops.size};

    (void)unused;
    for (unsigned i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        fake_begin();
        *sizes[i] -= 1;
        assert_int_equal(
            dot11_radio_init(&radio, mem, sizeof mem, &fake.config),
            D11_ERR_VERSION);
        assert_int_equal(dot11_radio_mem_size(&fake.config), 0);
        *sizes[i] = 4097;
        assert_int_equal(
            dot11_radio_init(&radio, mem, sizeof mem, &fake.config),
            D11_ERR_VERSION);
    }
    assert_int_equal(dot11_radio_init(&radio, mem, sizeof mem, NULL),
                     D11_ERR_VERSION);
    fake_begin();
    fake.hw_ops.size += 8;
    fake.host_ops.size += 8;
    assert_int_not_equal(dot11_radio_mem_size(&fake.config), 0);
}

static void an_extension_of_another_size_is_refused(void **unused)
{
    static struct dot11_ext_ops odd;
    static const struct dot11_ext_ops *const list[1] = {&odd};

    (void)unused;
    fake_begin();
    fake.config.exts = list;
    fake.config.ext_count = 1;
    odd = fake_ext_ops;
    odd.size = 4;
    assert_int_equal(dot11_radio_mem_size(&fake.config), 0);
    odd.size = sizeof odd;
    assert_int_not_equal(dot11_radio_mem_size(&fake.config), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(capacities_have_limits),
        cmocka_unit_test(times_have_limits),
        cmocka_unit_test(required_ops_are_there),
        cmocka_unit_test(optional_ops_may_be_missing),
        cmocka_unit_test(caps_are_checked),
        cmocka_unit_test(extensions_have_all_their_handlers),
        cmocka_unit_test(sizes_that_cannot_be_are_refused),
        cmocka_unit_test(an_extension_of_another_size_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
