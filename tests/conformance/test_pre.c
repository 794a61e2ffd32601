/* The pre-association operation of a security extension: rules N80211-PRE-*. */
#include "trace.h"

#include <dot11/attr.h>
#include <dot11/ext_services.h>

#define SECOND UINT64_C(1000000)

static struct fake_ap ap;

static void begin(void)
{
    ap = fake_ap(0);
    trace_begin();
    trace_build();
}

static enum dot11_sta_state state(void)
{
    struct dot11_sta_status status;

    dot11_sta_status(fake.stas[0], &status);
    return status.state;
}

static void air(uint64_t us)
{
    fake_air((struct fake_ap *[]){&ap}, 1, us);
}

/* N80211-PRE-1: before the connect, with the network and the profile as the
 * host gave it; the BSSs of the network are shown before one is chosen */
static void it_comes_before_the_connect(void **unused)
{
    (void)unused;
    begin();
    assert_int_equal(trace_connect(&ap), D11_OK);
    assert_trace("x.pre connect_start assoc_start");
    assert_int_equal(fake_ext.ssid.len, 3);
    assert_memory_equal(fake_ext.ssid.octets, "net", 3);
    assert_int_equal(fake_ext.profile_len, 7);
    assert_memory_equal(fake_ext.profile, "profile", 7);
    trace_end();
}

/* N80211-PRE-2: an error refuses the request; no operation is open */
static void an_invalid_profile_refuses_the_request(void **unused)
{
    (void)unused;
    begin();
    fake_ext.pre = D11_ERR_PASSPHRASE;
    fake_forget();
    assert_int_equal(trace_connect(&ap), D11_ERR_PASSPHRASE);
    assert_trace("x.pre x.reset");
    assert_int_equal(state(), D11_STA_INIT);
    air(SECOND);
    assert_trace("");
    assert_int_equal(fake.air_count, 0);
    assert_int_equal(trace_pre_done(D11_OK), D11_ERR_STATE);
    trace_end();
}

/* N80211-PRE-3, N80211-PRE-4, N80211-PRE-6: pending; the connection goes on
 * after a successful completion and not before, and there is one completion */
static void the_connect_waits_for_the_completion(void **unused)
{
    (void)unused;
    begin();
    fake_ext.pre = D11_ERR_PENDING;
    fake_forget();
    assert_int_equal(trace_connect(&ap), D11_OK);
    air(30 * SECOND);
    assert_trace("x.pre connect_start");
    assert_int_equal(fake.air_count, 0);
    assert_int_equal(state(), D11_STA_CONNECTING);
    fake_beacon(&ap);
    assert_int_equal(trace_pre_done(D11_OK), D11_OK);
    assert_trace(">pre_done assoc_start");
    assert_int_equal(trace_pre_done(D11_OK), D11_ERR_STATE);
    (void)trace_take();
    air(20000);
    assert_trace("assoc_done port connect_done link_quality x.post");
    assert_int_equal(trace_pre_done(D11_ERR_SECURITY), D11_ERR_STATE);
    trace_end();
}

static enum dot11_err driver(void *ctx, struct dot11_sta *sta,
                             const uint8_t *in, size_t in_len, uint8_t *out,
                             size_t *out_len)
{
    (void)ctx;
    assert_ptr_equal(sta, fake.stas[0]);
    assert_int_equal(in_len, 2);
    assert_int_equal(in[0], 0x17);
    if (*out_len < 3)
        return D11_ERR_FULL;
    memset(out, 0x99, 3);
    *out_len = 3;
    return D11_OK;
}

static const struct dot11_ext_listener with_driver = {
    .size = sizeof(struct dot11_ext_listener), .call = driver};

static void everything_inside_pre(const char *handler)
{
    static const uint16_t types[] = {0x88b5, D11_ETHERTYPE_EAPOL};
    static const uint8_t in[] = {0x17, 1};
    uint8_t out[8];
    size_t len = sizeof out;

    if (strcmp(handler, "pre") != 0)
        return;
    assert_int_equal(dot11_ext_set_ethertypes(fake_ext.host, types, 2), D11_OK);
    assert_int_equal(dot11_ext_prompt(fake_ext.host, 0), D11_OK);
    assert_int_equal(
        dot11_ext_call_driver(fake_ext.host, in, sizeof in, out, &len), D11_OK);
    assert_int_equal(len, 3);
    assert_int_equal(out[2], 0x99);
    len = 2;
    assert_int_equal(
        dot11_ext_call_driver(fake_ext.host, in, sizeof in, out, &len),
        D11_ERR_FULL);
    assert_int_equal(len, 0);
}

/* N80211-PRE-5, N80211-EXT-7: what may be done inside and while it is pending:
 * algorithms (select), the vendor method, the user, EtherTypes */
static void much_may_be_done_meanwhile(void **unused)
{
    static const struct dot11_part *const parts[] = {&dot11_ext_services};

    (void)unused;
    ap = fake_ap(0);
    trace_begin();
    fake.config.parts = parts;
    fake.config.part_count = 1;
    trace_build();
    assert_int_equal(
        dot11_sta_set_ext_listener(fake.stas[0], &with_driver, NULL), D11_OK);
    trace_inside = everything_inside_pre;
    fake_ext.pre = D11_ERR_PENDING;
    fake_ext.suites.group_cipher = D11_CIPHER_CCMP_128;
    assert_int_equal(trace_connect(&ap), D11_OK);
    trace_inside = NULL;
    assert_trace("x.pre connect_start need_credentials");
    assert_int_equal(dot11_sta_ext_answer(fake.stas[0], &fake_ext_ops, 0,
                                          (const uint8_t *)"me", 2,
                                          fake.now_us),
                     D11_OK);
    everything_inside_pre("pre");
    fake_beacon(&ap);
    assert_int_equal(trace_pre_done(D11_OK), D11_OK);
    air(20000);
    (void)trace_take();
    assert_int_equal(fake.last[0][D11_EV_ASSOC_DONE].u.assoc_done.akm,
                     fake_ext.suites.akm);
    /* The EtherType of a data frame of the fake AP */
    fake_data(&ap, 0);
    assert_trace("x.receive");
    trace_end();
}

/* N80211-PRE-7: a failure is told with its error, success goes on */
static void a_failure_ends_the_connect(void **unused)
{
    const struct dot11_ev_done *done =
        &fake.last[0][D11_EV_CONNECT_DONE].u.done;

    (void)unused;
    begin();
    fake_ext.pre = D11_ERR_PENDING;
    assert_int_equal(trace_connect(&ap), D11_OK);
    assert_int_equal(trace_pre_done(D11_ERR_CRYPTO), D11_OK);
    assert_trace("x.pre connect_start >pre_done connect_done! x.reset");
    assert_int_equal(done->err, D11_ERR_CRYPTO);
    assert_int_equal(done->outcome, D11_OUTCOME_SECURITY);
    assert_int_equal(state(), D11_STA_INIT);
    trace_end();
}

static void cancel_inside_reset(const char *handler)
{
    if (strcmp(handler, "reset") == 0) {
        assert_int_equal(trace_pre_done(D11_ERR_CANCELLED), D11_OK);
        assert_int_equal(trace_pre_done(D11_ERR_CANCELLED), D11_ERR_STATE);
    }
}

/* N80211-PRE-8: reset while pending; its completion as cancelled is taken,
 * once, and the connect was completed before */
static void a_reset_cancels_it(void **unused)
{
    (void)unused;
    begin();
    fake_ext.pre = D11_ERR_PENDING;
    assert_int_equal(trace_connect(&ap), D11_OK);
    trace_inside = cancel_inside_reset;
    assert_int_equal(dot11_sta_reset(fake.stas[0], fake.now_us), D11_OK);
    assert_trace("x.pre connect_start connect_done! x.reset >pre_done "
                 ">pre_done refused!");
    assert_int_equal(fake.last[0][D11_EV_CONNECT_DONE].u.done.outcome,
                     D11_OUTCOME_CANCELLED);
    assert_int_equal(state(), D11_STA_INIT);
    /* The next one is not touched by it, nor by a completion that is late. */
    trace_inside = NULL;
    assert_int_equal(trace_pre_done(D11_OK), D11_ERR_STATE);
    (void)trace_take();
    assert_int_equal(trace_connect(&ap), D11_OK);
    trace_disconnect();
    assert_trace("x.pre connect_start disconnect connect_done! "
                 "disconnect_done x.reset");
    trace_end();
}

static void late_inside_deinit(const char *handler)
{
    if (strcmp(handler, "deinit") == 0)
        assert_int_equal(trace_pre_done(D11_ERR_CANCELLED), D11_ERR_STATE);
}

/* N80211-PRE-9: the end while it is pending: no completion any more */
static void the_end_cancels_it_without_a_call(void **unused)
{
    (void)unused;
    begin();
    fake_ext.pre = D11_ERR_PENDING;
    assert_int_equal(trace_connect(&ap), D11_OK);
    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    fake_run(SECOND);
    assert_trace("x.pre connect_start connect_done! x.reset halted");
    trace_inside = late_inside_deinit;
    assert_int_equal(dot11_sta_fini(fake.stas[0]), D11_OK);
    assert_trace("x.deinit >pre_done refused!");
    fake.stas[0] = NULL;
    trace_end();
}

/* N80211-PRE-10, N80211-PRE-12: EtherTypes until it is done and not later;
 * they hold for every association of the connection and end before the
 * reset */
static void ethertypes_are_set_until_it_is_done(void **unused)
{
    static const uint16_t types[] = {0x88b5};

    (void)unused;
    begin();
    assert_int_equal(dot11_ext_set_ethertypes(fake_ext.host, types, 1),
                     D11_ERR_STATE);
    fake_ext.pre = D11_ERR_PENDING;
    assert_int_equal(trace_connect(&ap), D11_OK);
    assert_int_equal(dot11_ext_set_ethertypes(fake_ext.host, types, 1), D11_OK);
    fake_beacon(&ap);
    assert_int_equal(trace_pre_done(D11_OK), D11_OK);
    assert_int_equal(dot11_ext_set_ethertypes(fake_ext.host, types, 1),
                     D11_ERR_STATE);
    air(20000);
    (void)trace_take();
    fake_data(&ap, 0);
    assert_trace("x.receive");
    assert_int_equal(fake_ext.packet.ethertype, 0x88b5);
    /* A second association of the same connection */
    fake_leave(&ap, 0, true, 1);
    air(2 * SECOND);
    assert_non_null(strstr(trace_take(), "assoc_done"));
    fake_data(&ap, 0);
    assert_trace("x.receive");
    /* The next connection has those of init. */
    fake_ext.pre = D11_OK;
    trace_disconnect();
    assert_int_equal(trace_connect(&ap), D11_OK);
    air(20000);
    (void)trace_take();
    fake_data(&ap, 0);
    assert_trace("");
    fake_eapol(&ap, 0, 2, 40);
    assert_trace("x.receive");
    trace_end();
}

static struct dot11_exemption exemptions[D11_ATTR_EXEMPTIONS_MAX + 1];
static size_t exemption_count;
static enum dot11_err exemption_err;

static void exempt_inside_pre(const char *handler)
{
    if (strcmp(handler, "pre") == 0)
        assert_int_equal(dot11_ext_set_exemptions(fake_ext.host, exemptions,
                                                  exemption_count),
                         exemption_err);
}

/* Octets of the station's list of exemptions. */
static size_t exempted(struct dot11_exemption *first)
{
    uint8_t value[sizeof exemptions];
    size_t len;

    assert_int_equal(dot11_sta_get(fake.stas[0], D11_ATTR_PRIVACY_EXEMPTIONS,
                                   value, sizeof value, &len),
                     D11_OK);
    if (len != 0)
        memcpy(first, value, sizeof *first);
    return len;
}

/* N80211-PRE-10, N80211-PRE-12: the exemption array becomes the station's
 * list, and ends with the connection */
static void exemptions_become_the_stations(void **unused)
{
    static const struct dot11_part *const parts[] = {&dot11_ext_services,
                                                     &dot11_attrs};
    struct dot11_exemption first = {0, 0, 0};

    (void)unused;
    ap = fake_ap(0);
    trace_begin();
    fake.config.parts = parts;
    fake.config.part_count = 2;
    trace_build();
    assert_int_equal(dot11_ext_set_exemptions(fake_ext.host, exemptions, 0),
                     D11_ERR_STATE);
    trace_inside = exempt_inside_pre;
    exemptions[0].ethertype = D11_ETHERTYPE_EAPOL;
    exemptions[0].action = D11_EXEMPT_UNLESS_KEY;
    exemptions[0].packets = 1;
    exemption_count = 1;
    exemption_err = D11_OK;
    trace_associate(&ap);
    assert_int_equal(exempted(&first), sizeof first);
    assert_int_equal(first.ethertype, D11_ETHERTYPE_EAPOL);
    assert_int_equal(dot11_ext_set_exemptions(fake_ext.host, exemptions, 0),
                     D11_ERR_STATE);
    trace_disconnect();
    assert_int_equal(exempted(&first), 0);
    (void)trace_take();
    /* What cannot be is refused as a whole. */
    exemption_err = D11_ERR_ARG;
    exemption_count = D11_ATTR_EXEMPTIONS_MAX + 1;
    trace_associate(&ap);
    trace_disconnect();
    (void)trace_take();
    exemption_count = 2; /* the second is zeroes */
    trace_associate(&ap);
    assert_int_equal(exempted(&first), 0);
    trace_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_comes_before_the_connect),
        cmocka_unit_test(an_invalid_profile_refuses_the_request),
        cmocka_unit_test(the_connect_waits_for_the_completion),
        cmocka_unit_test(much_may_be_done_meanwhile),
        cmocka_unit_test(a_failure_ends_the_connect),
        cmocka_unit_test(a_reset_cancels_it),
        cmocka_unit_test(the_end_cancels_it_without_a_call),
        cmocka_unit_test(exemptions_become_the_stations),
        cmocka_unit_test(ethertypes_are_set_until_it_is_done),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
