/* What an association request says, and which answers count. */
#include "fake_ap.h"
#include "fake_ext.h"

#include "sta/radio.h"

/* The element `id` of the last association request, or NULL. */
static const uint8_t *element(uint8_t id)
{
    const struct fake_tx *sent = fake_last_sent(0);

    for (size_t i = 28; i + 2 <= sent->len; i += 2u + sent->octets[i + 1]) {
        if (sent->octets[i] == id)
            return sent->octets + i;
    }
    return NULL;
}

static void associating(struct fake_ap *ap, bool secured)
{
    struct dot11_connect_req req = fake_req("net");

    fake_begin();
    fake_ext_begin();
    fake_build();
    fake_start(0);
    if (secured)
        req.ext = &fake_ext_ops;
    fake_beacon(ap);
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_OK);
    fake_auth(ap, 0, 0, 2, 0);
    fake_status();
}

/* 9.4.1.4: what the BSS cares about, and nothing it did not ask for. */
static void the_request_fits_the_bss(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    const struct fake_tx *sent;

    (void)unused;
    associating(&ap, false);
    sent = fake_last_sent(0);
    assert_int_equal(sent->octets[24] & 0x11, 0x01);
    assert_int_equal(sent->octets[26], fake.config.listen_interval);
    assert_memory_equal(element(0), "\0\3net", 5);
    assert_non_null(element(1));
    assert_null(element(48));
    assert_null(element(221));
    (void)fake_events(0);
    fake_end();
    ap.wmm = true;
    associating(&ap, true);
    assert_int_equal(fake_last_sent(0)->octets[24] & 0x10, 0x10);
    assert_non_null(element(221));
    (void)fake_events(0);
    fake_end();
}

static void short_slot_and_preamble_are_taken_over(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    struct dot11_connect_req req = fake_req("net");

    (void)unused;
    fake_up();
    fake_beacon(&ap);
    d11_bss_table_find(&fake.radio->table, ap.bssid, NULL)->capability |=
        D11_CAP_SHORT_PREAMBLE | D11_CAP_SHORT_SLOT;
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_OK);
    fake_auth(&ap, 0, 0, 2, 0);
    assert_int_equal(fake_last_sent(0)->octets[24], 0x21);
    assert_int_equal(fake_last_sent(0)->octets[25], 0x04);
    (void)fake_events(0);
    fake_end();
}

static uint8_t elements[64];

static size_t write_elements(void *ext, const struct dot11_bss *bss,
                             const struct dot11_ext_suites *suites,
                             uint8_t *buf, size_t cap)
{
    (void)ext;
    (void)bss;
    (void)suites;
    assert_true(cap >= sizeof elements);
    memcpy(buf, elements, fake_ext.elements);
    return fake_ext.elements;
}

/* The RSNE goes where it belongs, what follows it to the end. */
static void security_elements_find_their_places(void **unused)
{
    static struct dot11_ext_ops ops;
    static const struct dot11_ext_ops *const list[1] = {&ops};
    struct fake_ap ap = fake_ap(0);
    struct dot11_connect_req req = fake_req("net");
    const uint8_t *rsne;
    const uint8_t *other;

    (void)unused;
    memcpy(elements, "\x30\x02\x01\x00\xf4\x01\x20", 7);
    fake_begin();
    fake_ext_begin();
    ops = fake_ext_ops;
    ops.assoc_elements = write_elements;
    fake.config.exts = list;
    fake_ext.elements = 7;
    fake_build();
    fake_start(0);
    req.ext = &ops;
    fake_beacon(&ap);
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_OK);
    fake_auth(&ap, 0, 0, 2, 0);
    rsne = element(48);
    other = element(244);
    assert_non_null(rsne);
    assert_non_null(other);
    assert_true(rsne < other);
    assert_memory_equal(rsne, elements, 4);
    assert_memory_equal(other, elements + 4, 3);
    (void)fake_events(0);
    fake_end();
}

/* QoS when both sides have it, and only then */
static void qos_needs_both_sides(void **unused)
{
    static const uint8_t wmm_resp[] = {
        0x10, 0,  0, 0,    2,    0,    0, 0,    0,    1,    2, 0,    0, 0, 0xa9,
        0,    2,  0, 0,    0,    0xa9, 0, 0,    0,    1,    0, 0,    0, 1, 0xc0,
        221,  24, 0, 0x50, 0xf2, 2,    1, 1,    0,    0,    3, 0xa4, 0, 0, 0x27,
        0xa4, 0,  0, 0x42, 0x43, 0x5e, 0, 0x62, 0x32, 0x2f, 0};

    (void)unused;
    for (unsigned wmm = 0; wmm < 2; wmm++) {
        struct fake_ap ap = fake_ap(0);
        struct dot11_sta_status status;

        ap.wmm = wmm != 0;
        associating(&ap, false);
        fake.tuned_mhz = 2412;
        fake_receive(wmm_resp, sizeof wmm_resp, -40);
        dot11_sta_status(fake.stas[0], &status);
        assert_true(status.associated);
        assert_int_equal(status.qos, wmm != 0);
        (void)fake_events(0);
        fake_end();
    }
}

/* SEC-ELM-01, SEC-POL-06: an answer with broken elements is none. */
static void a_broken_answer_is_no_answer(void **unused)
{
    uint8_t resp[40] = {0x10, 0, 0, 0,    2, 0, 0, 0,    0, 1,    2,
                        0,    0, 0, 0xa9, 0, 2, 0, 0,    0, 0xa9, 0,
                        0,    0, 1, 0,    0, 0, 1, 0xc0, 1, 9,    0x82};
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    associating(&ap, false);
    fake.tuned_mhz = 2412;
    fake_receive(resp, 33, -40);
    assert_int_equal(fake.stas[0]->mlme.state, D11_MLME_ASSOCIATING);
    assert_int_equal(fake_stats().drops[D11_DROP_ELEMENTS], 1);
    (void)fake_events(0);
    fake_end();
}

/* N80211-ASSOC-11, ASSOC-12: the bodies, as far as there is room for them */
static void bodies_are_kept_for_the_event(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    const struct dot11_ev_assoc_done *done =
        &fake.last[0][D11_EV_ASSOC_DONE].u.assoc_done;
    struct dot11_bss bss;

    (void)unused;
    fake_up();
    fake_join(&ap);
    assert_int_equal(done->request.data[0] & 1, 1);
    assert_int_equal(done->response.data[4], 1);
    assert_int_equal(dot11_radio_bss_find(fake.radio, ap.bssid, NULL, &bss),
                     D11_OK);
    assert_int_equal(done->beacon.len, bss.elements_len);
    assert_memory_equal(done->beacon.data, bss.elements, bss.elements_len);
    fake_end();
    /* Too little for the beacon, the response, the request */
    for (unsigned room = 64; room < 160; room++) {
        fake_begin();
        fake.config.body_octets = (uint16_t)room;
        fake_build();
        fake_start(0);
        fake_join(&ap);
        assert_true(done->request.len + done->response.len + done->beacon.len <=
                    room);
        fake_end();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_request_fits_the_bss),
        cmocka_unit_test(short_slot_and_preamble_are_taken_over),
        cmocka_unit_test(security_elements_find_their_places),
        cmocka_unit_test(qos_needs_both_sides),
        cmocka_unit_test(a_broken_answer_is_no_answer),
        cmocka_unit_test(bodies_are_kept_for_the_event),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
