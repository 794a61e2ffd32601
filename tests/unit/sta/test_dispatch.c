/* Who hears of what the radio brings. */
#include "fake_ap.h"
#include "fake_ext.h"

#include <stdlib.h>

#include "sta/radio.h"

#define SECOND UINT64_C(1000000)

static uint32_t dropped(enum dot11_drop drop)
{
    return fake_stats().drops[drop];
}

static void octets(uint8_t *frame, uint8_t fc0, const uint8_t *a1,
                   const struct fake_ap *ap)
{
    memset(frame, 0, 64);
    frame[0] = fc0;
    memcpy(frame + 4, a1, 6);
    memcpy(frame + 10, ap->bssid, 6);
    memcpy(frame + 16, ap->bssid, 6);
}

/* What APs and peers are asked is not for a station. */
static void requests_of_others_are_refused(void **unused)
{
    static const uint8_t subtypes[] = {0x00, 0x20, 0x40};
    struct fake_ap ap = fake_ap(0);
    uint8_t frame[64];

    (void)unused;
    fake_up();
    for (unsigned i = 0; i < sizeof subtypes; i++) {
        octets(frame, subtypes[i], fake_own[0], &ap);
        fake_receive(frame, 40, -40);
    }
    assert_int_equal(dropped(D11_DROP_TYPE), 3);
    fake_end();
}

/* An action that nobody takes, of our AP and of another */
static void actions_are_counted(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    struct fake_ap other = fake_ap(1);
    uint8_t frame[64];

    (void)unused;
    fake_up();
    fake_join(&ap);
    octets(frame, 0xd0, fake_own[0], &ap);
    fake_receive(frame, 40, -40);
    assert_int_equal(dropped(D11_DROP_ACTION), 1);
    octets(frame, 0xd0, fake_own[0], &other);
    fake_receive(frame, 40, -40);
    assert_int_equal(dropped(D11_DROP_BSS_OTHER), 1);
    fake_end();
}

/* A packet of a security protocol on an open network has nobody. */
static void eapol_without_an_extension_is_refused(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    fake_up();
    fake_join(&ap);
    fake_eapol(&ap, 0, 2, 99);
    assert_int_equal(dropped(D11_DROP_EAPOL_TYPE), 1);
    assert_int_equal(fake.msdu_count, 0);
    fake_end();
}

/* Each station has frames of its own, and groups are for those in the BSS. */
static void frames_reach_the_station_they_are_for(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    struct dot11_connect_req req = fake_req("net");

    (void)unused;
    fake_up();
    fake_start(1);
    fake_join(&ap);
    /* Station 1 is not associated: nothing of this concerns it. */
    fake_leave(&ap, 1, true, 1);
    assert_int_equal(dropped(D11_DROP_UNEXPECTED), 1);
    assert_events(0, "");
    assert_int_equal(dot11_sta_connect(fake.stas[1], &req, NULL, fake.now_us),
                     D11_OK);
    fake_air((struct fake_ap *[]){&ap}, 1, 50000);
    (void)fake_events(1);
    fake_leave(&ap, 1, true, 1);
    assert_events(0, "");
    assert_events(1, "disassoc port_gone");
    assert_int_equal(dot11_sta_halt(fake.stas[1], fake.now_us), D11_OK);
    fake_run(SECOND);
    (void)fake_events(1);
    fake_leave(&ap, 1, true, 1);
    fake_leave(&ap, -1, true, 1);
    assert_events(0, "disassoc port_gone");
    assert_events(1, "");
    fake_end();
}

/* SEC-FRM-09 at this level: any octets, in each state, any length; the books
 * stay right and nothing leaks. */
static void any_octets_are_survived(void **unused)
{
    static const uint8_t starts[] = {0x80, 0x50, 0xb0, 0x10, 0x30, 0xc0,
                                     0xa0, 0xd0, 0x08, 0x88, 0x48, 0xe0};
    uint32_t random = 12345;

    (void)unused;
    for (unsigned state = 0; state < 3; state++) {
        struct fake_ap ap = fake_ap(0);
        struct dot11_stats stats;
        uint32_t sum = 0;

        fake_up();
        if (state == 1)
            fake_join(&ap);
        if (state == 2) {
            struct dot11_connect_req req = fake_req("net");

            fake_beacon(&ap);
            (void)dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us);
        }
        for (unsigned i = 0; i < 20000; i++) {
            uint8_t frame[128];
            size_t len;

            for (unsigned k = 0; k < sizeof frame; k++) {
                random = random * 1103515245u + 12345u;
                frame[k] = (uint8_t)(random >> 16);
            }
            len = random % sizeof frame;
            frame[0] = starts[random / 7 % sizeof starts];
            frame[1] = (uint8_t)(frame[1] & 0x42u);
            if (i % 2 != 0)
                memcpy(frame + 4, fake_own[0], 6);
            else
                memset(frame + 4, 255, 6);
            memcpy(frame + 10, ap.bssid, 6);
            memcpy(frame + 16, ap.bssid, 6);
            fake_receive(frame, len, (int8_t)frame[30]);
            dot11_sta_msdu_return(fake.stas[0], fake.msdus, fake.msdu_count);
            fake.msdu_count = 0;
            if (i % 100 == 0) {
                (void)fake_events(0);
                fake_run(1000);
            }
            if (fake.air_count > 200)
                fake_forget();
        }
        stats = fake_stats();
        for (unsigned i = 0; i < D11_DROP_COUNT; i++)
            sum += stats.drops[i];
        assert_int_equal(stats.rx_frames, stats.rx_accepted + sum);
        (void)fake_events(0);
        fake_end();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_of_others_are_refused),
        cmocka_unit_test(actions_are_counted),
        cmocka_unit_test(eapol_without_an_extension_is_refused),
        cmocka_unit_test(frames_reach_the_station_they_are_for),
        cmocka_unit_test(any_octets_are_survived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
