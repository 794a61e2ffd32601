/* Life of a security extension: rules N80211-EXT-*, and vendor blocks
 * (N80211-GEN-18). */
#include "trace.h"

#include <dot11/ext_services.h>
#include <dot11/rsn.h>

#define SECOND UINT64_C(1000000)

static struct fake_ap ap;

static void begin(void)
{
    ap = fake_ap(0);
    trace_begin();
    trace_build();
}

static void air(uint64_t us)
{
    fake_air((struct fake_ap *[]){&ap}, 1, us);
}

static enum dot11_err build_with(const struct dot11_ext_ops *ops)
{
    const struct dot11_ext_ops *const exts[] = {ops};
    static uint64_t mem[16384];
    struct dot11_radio *radio;
    enum dot11_err err;

    fake.config.exts = exts;
    fake.config.ext_count = 1;
    err = dot11_radio_init(&radio, mem, sizeof mem, &fake.config);
    if (err == D11_OK)
        assert_int_equal(dot11_radio_fini(radio), D11_OK);
    return err;
}

/* N80211-EXT-1: whole tables of a known version, or none */
static void a_table_is_whole_or_refused(void **unused)
{
    struct dot11_ext_ops ops = fake_ext_ops;

    (void)unused;
    trace_begin();
    fake.config.sta_count = 1;
    assert_int_equal(build_with(&ops), D11_OK);
    ops.size--;
    assert_int_equal(build_with(&ops), D11_ERR_VERSION);
    ops.size = 1u << 20;
    assert_int_equal(build_with(&ops), D11_ERR_VERSION);
    /* A later version has more at its end. */
    ops.size = sizeof ops + 64;
    assert_int_equal(build_with(&ops), D11_OK);
#define WITHOUT(member)                                                        \
    ops = fake_ext_ops;                                                        \
    ops.member = NULL;                                                         \
    assert_int_equal(build_with(&ops), D11_ERR_ARG)
    WITHOUT(init);
    WITHOUT(deinit);
    WITHOUT(reset);
    WITHOUT(pre_associate);
    WITHOUT(select);
    WITHOUT(assoc_elements);
    WITHOUT(post_associate);
    WITHOUT(stop_post_associate);
    WITHOUT(receive);
    assert_int_equal(build_with(NULL), D11_ERR_ARG);
    ops = fake_ext_ops;
    ops.authenticate = NULL;
    ops.send_done = NULL;
    ops.key_failed = NULL;
    ops.job_done = NULL;
    ops.tick = NULL;
    ops.extra = NULL;
    assert_int_equal(build_with(&ops), D11_OK);
    trace_drop();
}

/* N80211-EXT-2: each station has its own host handle and its own zeroed
 * state; one that cannot begin makes no station */
static void each_station_has_its_own(void **unused)
{
    struct dot11_ext_host *first;
    void *first_state;
    struct dot11_sta *none = NULL;

    (void)unused;
    begin();
    first = fake_ext.host;
    first_state = fake_ext.state;
    /* The fake one asserts that its state is zeroes. */
    assert_int_equal(dot11_sta_create(&fake.stas[1], fake.radio, fake_own[1]),
                     D11_OK);
    assert_ptr_not_equal(fake_ext.host, first);
    assert_ptr_not_equal(fake_ext.state, first_state);
    fake_ext.init = D11_ERR_MEMORY;
    assert_int_equal(dot11_sta_create(&none, fake.radio, fake_own[2]),
                     D11_ERR_MEMORY);
    assert_null(none);
    /* Its handle ended with that. */
    assert_int_equal(dot11_ext_need_credentials(fake_ext.host, 1),
                     D11_ERR_STATE);
    fake_ext.init = D11_OK;
    assert_int_equal(dot11_sta_fini(fake.stas[1]), D11_OK);
    /* The next one begins again with zeroes. */
    assert_int_equal(dot11_sta_create(&fake.stas[1], fake.radio, fake_own[1]),
                     D11_OK);
    assert_trace("x.init x.init x.deinit x.init");
    trace_end();
}

/* What needs a port, asked for with a session that is none. */
static void all_need_a_port(uint32_t session)
{
    struct dot11_ext_verdict verdict = {session, D11_OK, 0, false};
    static const uint8_t octets[16] = {1};
    struct dot11_ext_key key;

    memset(&key, 0, sizeof key);
    key.session_id = session;
    key.cipher = D11_CIPHER_CCMP_128;
    key.pairwise = true;
    key.len = sizeof octets;
    key.octets = octets;
    assert_int_equal(dot11_ext_set_verdict(fake_ext.host, &verdict),
                     D11_ERR_NOT_FOUND);
    assert_int_equal(dot11_ext_set_key(fake_ext.host, &key), D11_ERR_NOT_FOUND);
    assert_int_equal(dot11_ext_set_default_key_id(fake_ext.host, session, 0),
                     D11_ERR_NOT_FOUND);
    assert_int_equal(dot11_ext_send(fake_ext.host, session, D11_ETHERTYPE_EAPOL,
                                    octets, 4, 1, 0),
                     D11_ERR_NOT_FOUND);
    assert_trace("");
}

/* N80211-EXT-3: each function in its window, and not outside */
static void functions_have_their_windows(void **unused)
{
    static const uint16_t types[] = {0x88b5};
    uint32_t session;

    (void)unused;
    begin();
    /* After init: what needs no connection */
    assert_int_equal(dot11_ext_need_credentials(fake_ext.host, 1), D11_OK);
    assert_trace("need_credentials");
    all_need_a_port(0);
    all_need_a_port(1);
    assert_int_equal(dot11_ext_pre_associate_done(fake_ext.host, D11_OK),
                     D11_ERR_STATE);
    assert_int_equal(dot11_ext_set_ethertypes(fake_ext.host, types, 1),
                     D11_ERR_STATE);
    assert_int_equal(dot11_ext_auth(fake_ext.host, NULL, D11_OK),
                     D11_ERR_STATE);
    /* Pre-association: no port yet */
    fake_ext.pre = D11_ERR_PENDING;
    assert_int_equal(trace_connect(&ap), D11_OK);
    (void)trace_take();
    all_need_a_port(1);
    fake_beacon(&ap);
    assert_int_equal(trace_pre_done(D11_OK), D11_OK);
    (void)trace_take();
    all_need_a_port(1);
    air(20000);
    session = fake_ext.session_id;
    (void)trace_take();
    all_need_a_port(0);
    all_need_a_port(session + 1);
    assert_int_equal(trace_verdict(D11_OK, false), D11_OK);
    (void)trace_take();
    /* After the port; after the connection */
    fake_leave(&ap, 0, true, 1);
    (void)trace_take();
    all_need_a_port(session);
    trace_disconnect();
    (void)trace_take();
    all_need_a_port(session);
    assert_int_equal(dot11_ext_need_credentials(fake_ext.host, 1), D11_OK);
    (void)trace_take();
    trace_end();
}

/* N80211-EXT-4, N80211-PORT-12: stop, reset, and the end, in this order; all
 * frames are back (trace_end() looks) */
static void a_removal_has_its_order(void **unused)
{
    (void)unused;
    begin();
    trace_associate(&ap);
    fake.keeps = true;
    assert_int_equal(trace_send(1), D11_OK);
    assert_int_equal(dot11_sta_fini(fake.stas[0]), D11_ERR_BUSY);
    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    assert_int_equal(dot11_sta_fini(fake.stas[0]), D11_ERR_BUSY);
    fake_status();
    fake_run(SECOND);
    assert_trace(">send disassoc port_gone x.stop x.sent x.reset halted");
    assert_int_equal(dot11_sta_fini(fake.stas[0]), D11_OK);
    assert_trace("x.deinit");
    fake.stas[0] = NULL;
    fake.keeps = false;
    trace_end();
}

static uint32_t job_session;

static void busy_inside_reset(const char *handler)
{
    /* What is asked for inside a reset does not outlive it. */
    if (strcmp(handler, "reset") == 0)
        assert_int_equal(dot11_ext_need_credentials(fake_ext.host, 1), D11_OK);
    if (strcmp(handler, "post") == 0)
        job_session = fake_ext.session_id;
}

/* N80211-EXT-5, N80211-DISC-7: after a disconnection and on a reset, and then
 * it is as after init */
static void a_disconnect_brings_it_back_to_its_beginning(void **unused)
{
    (void)unused;
    begin();
    trace_inside = busy_inside_reset;
    trace_associate(&ap);
    trace_disconnect();
    assert_trace("disconnect disassoc port_gone x.stop "
                 "disconnect_done x.reset");
    trace_associate(&ap);
    assert_int_equal(job_session, fake_ext.session_id);
    dot11_ext_set_deadline(fake_ext.host, fake.now_us + 1000);
    assert_int_equal(dot11_sta_reset(fake.stas[0], fake.now_us), D11_OK);
    assert_trace("disassoc port_gone x.stop x.reset");
    /* Its deadline is gone, too. */
    fake_run(SECOND);
    assert_trace("");
    trace_end();
}

static enum dot11_err indicate(enum dot11_ext_indication kind, const char *what)
{
    return dot11_sta_ext_indicate(fake.stas[0], &fake_ext_ops, kind,
                                  (const uint8_t *)what, strlen(what),
                                  fake.now_us);
}

static void need_inside(const char *handler)
{
    if (strcmp(handler, "indication") == 0)
        assert_int_equal(dot11_ext_need_credentials(fake_ext.host, 1), D11_OK);
}

/* N80211-EXT-6, N80211-EXT-7: each kind, whole and in order; without somebody
 * who takes them they are dropped */
static void indications_are_passed_on(void **unused)
{
    (void)unused;
    begin();
    for (unsigned kind = 0; kind < D11_EXT_IND_COUNT; kind++) {
        char what[] = "octets 0";

        what[7] = (char)('0' + kind);
        assert_int_equal(indicate((enum dot11_ext_indication)kind, what),
                         D11_OK);
        assert_trace("x.indication");
        assert_int_equal(fake_ext.kind, kind);
        assert_int_equal(fake_ext.said_len, 8);
        assert_memory_equal(fake_ext.said, what, 8);
    }
    trace_inside = need_inside;
    assert_int_equal(indicate(D11_EXT_IND_VENDOR, ""), D11_OK);
    assert_trace("x.indication need_credentials");
    trace_inside = NULL;
    assert_int_equal(indicate(D11_EXT_IND_COUNT, ""), D11_ERR_ARG);
    assert_int_equal(dot11_sta_ext_indicate(fake.stas[0], &fake_ext_ops,
                                            D11_EXT_IND_VENDOR, NULL, 1,
                                            fake.now_us),
                     D11_ERR_ARG);
    assert_int_equal(dot11_sta_ext_indicate(fake.stas[0], &dot11_rsn,
                                            D11_EXT_IND_VENDOR, NULL, 0,
                                            fake.now_us),
                     D11_ERR_NOT_FOUND);
    assert_trace("");
    trace_end();
    /* The built-in RSN takes none. */
    trace_begin();
    {
        static const struct dot11_ext_ops *const rsn[] = {&dot11_rsn};

        fake.config.exts = rsn;
        trace_build_other();
        assert_int_equal(dot11_sta_ext_indicate(fake.stas[0], &dot11_rsn,
                                                D11_EXT_IND_VENDOR, NULL, 0,
                                                fake.now_us),
                         D11_ERR_UNSUPPORTED);
    }
    trace_end();
}

/* N80211-EXT-8, N80211-EXT-10: profile functions with error and reason; what
 * they write goes into the caller's memory, never beyond */
static void profiles_are_judged(void **unused)
{
    struct dot11_bss bss;
    uint8_t profile[24];
    uint32_t reason = 9;
    size_t len = 9;

    (void)unused;
    begin();
    memset(&bss, 0, sizeof bss);
    assert_int_equal(dot11_ext_validate(&fake_ext_ops, "p", 1, &reason),
                     D11_OK);
    assert_int_equal(reason, 0);
    assert_int_equal(dot11_ext_match(&fake_ext_ops, "p", 1, &bss, &reason),
                     D11_OK);
    fake_ext.discovered = 16;
    memset(profile, 0, sizeof profile);
    assert_int_equal(dot11_ext_discover(&fake_ext_ops, &bss, true, profile, 16,
                                        &len, &reason),
                     D11_OK);
    assert_int_equal(len, 16);
    assert_int_equal(profile[15], 0xd1);
    assert_int_equal(profile[16], 0);
    assert_trace("x.validate x.match x.discover_secure");
    /* One that claims more than there is room for */
    fake_ext.discovered = 17;
    assert_int_equal(dot11_ext_discover(&fake_ext_ops, &bss, false, profile, 16,
                                        &len, &reason),
                     D11_ERR_FULL);
    assert_int_equal(len, 17);
    assert_int_equal(profile[16], 0);
    /* Each failure has a reason. */
    fake_ext.judge = D11_ERR_SECURITY;
    fake_ext.reason = 12;
    assert_int_equal(dot11_ext_validate(&fake_ext_ops, "p", 1, &reason),
                     D11_ERR_SECURITY);
    assert_int_equal(reason, 12);
    fake_ext.reason = 0;
    assert_int_equal(dot11_ext_match(&fake_ext_ops, "p", 1, &bss, &reason),
                     D11_ERR_SECURITY);
    assert_int_equal(reason, D11_EXT_NO_REASON);
    assert_int_equal(dot11_ext_validate(&dot11_rsn, "p", 1, &reason),
                     D11_ERR_UNSUPPORTED);
    assert_int_equal(reason, D11_EXT_NO_REASON);
    assert_int_equal(dot11_ext_match(&dot11_rsn, "p", 1, &bss, &reason),
                     D11_ERR_UNSUPPORTED);
    assert_int_equal(
        dot11_ext_discover(&dot11_rsn, &bss, false, profile, 16, &len, &reason),
        D11_ERR_UNSUPPORTED);
    (void)trace_take();
    trace_end();
}

static bool holds(const uint8_t *octets, size_t len)
{
    const uint8_t *mem = fake.mem;

    for (size_t i = 0; i + len <= fake.mem_len; i++) {
        if (mem[i] == octets[0] && memcmp(mem + i, octets, len) == 0)
            return true;
    }
    return false;
}

/* N80211-EXT-9: a profile may be anything: refused, and nothing changed. The
 * secrets of one that was taken are wiped when they are over. */
static void profiles_are_not_trusted(void **unused)
{
    static const struct dot11_ext_ops *const rsn[] = {&dot11_rsn};
    struct dot11_rsn_profile profile;
    struct dot11_connect_req req = fake_req("net");

    (void)unused;
    ap = fake_ap(0);
    ap.privacy = true;
    ap.rsn = true;
    trace_begin();
    fake.config.exts = rsn;
    trace_build_other();
    dot11_rsn_profile_defaults(&profile);
    profile.has_psk = true;
    for (unsigned i = 0; i < sizeof profile.psk; i++)
        profile.psk[i] = (uint8_t)(0x91u + i * 7u);
    req.ext = &dot11_rsn;
    req.profile = &profile;
    for (size_t len = 0; len < sizeof profile; len++) {
        req.profile_len = len;
        assert_int_equal(
            dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
            D11_ERR_VERSION);
    }
    req.profile_len = sizeof profile;
    req.profile = NULL;
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_ERR_VERSION);
    req.profile = &profile;
    profile.passphrase_len = 64;
    assert_int_not_equal(
        dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us), D11_OK);
    assert_trace("");
    assert_false(holds(profile.psk, sizeof profile.psk));
    profile.passphrase_len = 0;
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_OK);
    assert_true(holds(profile.psk, sizeof profile.psk));
    trace_disconnect();
    assert_false(holds(profile.psk, sizeof profile.psk));
    (void)trace_take();
    trace_end();
}

static const uint8_t block[] = {0xde, 0xad, 0, 1};
static size_t block_len;

static void block_inside_pre(const char *handler)
{
    if (strcmp(handler, "pre") == 0)
        assert_int_equal(dot11_ext_set_block(fake_ext.host, block, block_len),
                         D11_OK);
}

/* N80211-GEN-18: a vendor block goes with the events of an association, as it
 * is */
static void a_vendor_block_goes_with_the_association(void **unused)
{
    static const struct dot11_part *const parts[] = {&dot11_ext_services};
    static const uint8_t too_long[D11_EXT_BLOCK_MAX + 1];
    struct dot11_octets got;

    (void)unused;
    ap = fake_ap(0);
    trace_begin();
    fake.config.parts = parts;
    fake.config.part_count = 1;
    trace_build();
    assert_int_equal(dot11_ext_set_block(fake_ext.host, block, 1),
                     D11_ERR_STATE);
    assert_int_equal(dot11_sta_ext_block(fake.stas[0], &fake_ext_ops).len, 0);
    trace_inside = block_inside_pre;
    block_len = sizeof block;
    trace_associate(&ap);
    got = dot11_sta_ext_block(fake.stas[0], &fake_ext_ops);
    assert_int_equal(got.len, sizeof block);
    assert_memory_equal(got.data, block, sizeof block);
    assert_int_equal(dot11_sta_ext_block(fake.stas[0], &dot11_rsn).len, 0);
    assert_int_equal(dot11_ext_set_block(fake_ext.host, block, 1),
                     D11_ERR_STATE);
    /* Still there with the DISASSOC event of a disconnect */
    trace_disconnect();
    assert_int_equal(dot11_sta_ext_block(fake.stas[0], &fake_ext_ops).len,
                     sizeof block);
    (void)trace_take();
    block_len = 0;
    trace_associate(&ap);
    assert_int_equal(dot11_sta_ext_block(fake.stas[0], &fake_ext_ops).len, 0);
    trace_disconnect();
    (void)trace_take();
    trace_inside = NULL;
    fake_ext.pre = D11_ERR_PENDING;
    assert_int_equal(trace_connect(&ap), D11_OK);
    assert_int_equal(
        dot11_ext_set_block(fake_ext.host, too_long, sizeof too_long),
        D11_ERR_ARG);
    assert_int_equal(dot11_ext_set_block(fake_ext.host, NULL, 1), D11_ERR_ARG);
    trace_end();
    begin();
    assert_int_equal(dot11_ext_set_block(fake_ext.host, block, 1),
                     D11_ERR_UNSUPPORTED);
    trace_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_is_whole_or_refused),
        cmocka_unit_test(each_station_has_its_own),
        cmocka_unit_test(functions_have_their_windows),
        cmocka_unit_test(a_removal_has_its_order),
        cmocka_unit_test(a_disconnect_brings_it_back_to_its_beginning),
        cmocka_unit_test(indications_are_passed_on),
        cmocka_unit_test(profiles_are_judged),
        cmocka_unit_test(profiles_are_not_trusted),
        cmocka_unit_test(a_vendor_block_goes_with_the_association),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
