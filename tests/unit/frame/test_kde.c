/* Key Data.
 *
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dot11/codes.h>

#include "frame/kde.h"
#include "hostile.h"

static const uint8_t key16[16] = {1, 2, 3, 4, 5, 6, 7, 8};
static const uint8_t pn[6] = {9, 8, 7, 6, 5, 4};

/* Message 3: RSNE, RSNXE, GTK, IGTK, BIGTK, padding. */
static size_t sample(uint8_t *octets, size_t cap)
{
    static const uint8_t elements[] = {48, 2, 1, 0, 244, 1, 0x20};
    const struct dot11_octets key = {key16, sizeof(key16)};
    struct d11_wr wr = d11_wr_over(octets, cap);

    d11_wr_octets(&wr, elements, sizeof(elements));
    d11_kde_write_gtk(&wr, 2, true, key);
    d11_kde_write_igtk(&wr, D11_KDE_IGTK, 4, pn, key);
    d11_kde_write_igtk(&wr, D11_KDE_BIGTK, 6, pn, key);
    d11_kde_write_padding(&wr);
    assert_false(wr.overflow);
    assert_int_equal(d11_wr_len(&wr) % 8, 0);
    return d11_wr_len(&wr);
}

static void key_data_is_sorted_into_its_parts(void **state)
{
    uint8_t octets[160];
    size_t len = sample(octets, sizeof(octets));
    struct d11_key_data parts;
    struct d11_kde_key key;

    (void)state;
    assert_true(d11_key_data_decode(&parts, octets, len));
    assert_false(parts.duplicate);
    assert_ptr_equal(parts.rsne.data, octets);
    assert_int_equal(parts.rsne.len, 4);
    assert_ptr_equal(parts.rsnx.data, octets + 4);
    assert_int_equal(parts.rsnx.len, 3);
    assert_null(parts.rsne_2.data);
    assert_null(parts.mac.data);
    assert_true(d11_kde_gtk_decode(&key, parts.gtk));
    assert_int_equal(key.key_id, 2);
    assert_true(key.tx);
    assert_null(key.pn);
    assert_int_equal(key.key.len, 16);
    assert_memory_equal(key.key.data, key16, 16);
    assert_true(d11_kde_igtk_decode(&key, parts.igtk));
    assert_int_equal(key.key_id, 4);
    assert_memory_equal(key.pn, pn, 6);
    assert_memory_equal(key.key.data, key16, 16);
    assert_true(d11_kde_igtk_decode(&key, parts.bigtk));
    assert_int_equal(key.key_id, 6);
}

static void each_known_kde_and_element_has_a_part(void **state)
{
    uint8_t octets[256];
    struct d11_wr wr = d11_wr_over(octets, sizeof(octets));
    const struct dot11_octets one = {key16, 1};
    static const uint8_t elements[] = {0, 1, 'x', 54, 3, 1, 2, 3, 55,
                                       1, 9, 56,  5,  0, 0, 0, 0, 0};
    struct d11_key_data parts;

    (void)state;
    d11_kde_write(&wr, D11_KDE_MAC, one);
    d11_kde_write(&wr, D11_KDE_PMKID, one);
    d11_kde_write(&wr, D11_KDE_KEY_ID, one);
    d11_kde_write(&wr, D11_KDE_OCI, one);
    d11_kde_write(&wr, 0x506f9a29, one);
    d11_kde_write(&wr, 0x506f9a2a, one);
    d11_kde_write(&wr, 0x506f9a2b, one);
    d11_kde_write(&wr, 0x00112233, one);
    d11_wr_octets(&wr, elements, sizeof(elements));
    assert_true(d11_key_data_decode(&parts, octets, d11_wr_len(&wr)));
    assert_int_equal(parts.mac.len, 1);
    assert_int_equal(parts.pmkid.len, 1);
    assert_int_equal(parts.key_id.len, 1);
    assert_int_equal(parts.oci.len, 1);
    assert_int_equal(parts.rsne_override.len, 7);
    assert_int_equal(parts.rsne_override_2.len, 7);
    assert_int_equal(parts.rsnx_override.len, 7);
    assert_int_equal(parts.ssid.len, 3);
    assert_int_equal(parts.mde.len, 5);
    assert_int_equal(parts.fte.len, 3);
    assert_false(parts.duplicate);
}

/* SEC-GRP-02: a key that comes twice is noticed; the first one stays. */
static void duplicates_are_noticed(void **state)
{
    uint8_t octets[256];
    struct d11_wr wr = d11_wr_over(octets, sizeof(octets));
    const struct dot11_octets key = {key16, sizeof(key16)};
    static const uint8_t rsnes[] = {48, 1, 1, 48, 1, 2, 48, 1, 3};
    struct d11_key_data parts;

    (void)state;
    d11_kde_write_gtk(&wr, 1, false, key);
    d11_kde_write_gtk(&wr, 2, false, key);
    assert_true(d11_key_data_decode(&parts, octets, d11_wr_len(&wr)));
    assert_true(parts.duplicate);
    assert_int_equal(parts.gtk.data[0], 1);
    /* 12.7.6.4: a second RSNE has a meaning, a third has none. */
    assert_true(d11_key_data_decode(&parts, rsnes, 6));
    assert_false(parts.duplicate);
    assert_int_equal(parts.rsne.data[2], 1);
    assert_int_equal(parts.rsne_2.data[2], 2);
    assert_true(d11_key_data_decode(&parts, rsnes, 9));
    assert_true(parts.duplicate);
}

/* SEC-ELM-11: dd 00 is padding at the end and malformed elsewhere. */
static void padding_is_only_where_padding_may_be(void **state)
{
    static const struct {
        uint8_t octets[12];
        size_t len;
        int ok;
    } rows[] = {
        {{48, 1, 1, 0xdd}, 4, 1},
        {{48, 1, 1, 0xdd, 0}, 5, 1},
        {{48, 1, 1, 0xdd, 0, 0, 0, 0}, 8, 1},
        {{0xdd, 0, 0, 0, 0, 0, 0, 0}, 8, 1},
        {{0xdd}, 1, 1},
        {{0xdd, 0, 48, 1, 1}, 5, 0},
        {{0xdd, 0, 0, 1}, 4, 0},
        {{48, 1, 1, 0}, 4, 0},
        {{0xdd, 3, 0, 0x0f, 0xac}, 5, 0},
        {{0xdd, 1, 0}, 3, 0},
        {{0xdd, 4, 0, 0x0f, 0xac, 1}, 6, 1},
        {{0xdd, 4, 0, 0x0f, 0xac}, 5, 0},
        {{255, 0}, 2, 0},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        uint8_t *block = hostile_copy(rows[i].octets, rows[i].len);
        struct d11_key_data parts;

        assert_int_equal(d11_key_data_decode(&parts, block, rows[i].len),
                         rows[i].ok);
        free(block);
    }
}

static void decode_one(const uint8_t *octets, size_t len, void *arg)
{
    struct d11_key_data parts;
    struct d11_kde_key key;
    struct dot11_octets all = {octets, len};

    (void)arg;
    (void)d11_kde_gtk_decode(&key, all);
    (void)d11_kde_igtk_decode(&key, all);
    if (!d11_key_data_decode(&parts, octets, len))
        return;
    if (parts.gtk.data != NULL && d11_kde_gtk_decode(&key, parts.gtk))
        assert_true(key.key.data + key.key.len <= octets + len);
    if (parts.igtk.data != NULL && d11_kde_igtk_decode(&key, parts.igtk))
        assert_true(key.key.data + key.key.len <= octets + len);
}

/* SEC-ELM-01, A53: Key Data is taken or refused as a whole, in bounds. */
static void every_prefix_is_decoded_in_bounds(void **state)
{
    uint8_t octets[160];
    size_t len = sample(octets, sizeof(octets));

    (void)state;
    hostile_all(octets, len, decode_one, NULL);
}

static void a_key_kde_without_a_key_is_refused(void **state)
{
    static const uint8_t octets[9] = {0};
    struct d11_kde_key key;
    size_t len;

    (void)state;
    for (len = 0; len <= sizeof(octets); len++) {
        struct dot11_octets data = {octets, len};

        assert_int_equal(d11_kde_gtk_decode(&key, data), len > 2);
        assert_int_equal(d11_kde_igtk_decode(&key, data), len > 8);
    }
}

static void padding_fills_to_what_key_wrap_takes(void **state)
{
    size_t len;

    (void)state;
    for (len = 0; len <= 40; len++) {
        uint8_t octets[64];
        struct d11_wr wr = d11_wr_over(octets, sizeof(octets));
        size_t padded;

        d11_wr_zero(&wr, len);
        d11_kde_write_padding(&wr);
        padded = d11_wr_len(&wr);
        assert_int_equal(padded % 8, 0);
        assert_true(padded >= 16 && padded >= len);
        assert_true(padded == 16 || padded < len + 8);
        if (padded != len)
            assert_int_equal(octets[len], 0xdd);
    }
}

static void a_kde_above_255_octets_is_not_written(void **state)
{
    uint8_t octets[600] = {0};
    struct dot11_octets data = {octets, 252};
    struct d11_wr wr = d11_wr_over(octets + 300, 300);

    (void)state;
    d11_kde_write(&wr, D11_KDE_GTK, data);
    assert_true(wr.overflow);
    data.len = 251;
    wr = d11_wr_over(octets + 300, 300);
    d11_kde_write(&wr, D11_KDE_GTK, data);
    assert_false(wr.overflow);
    assert_int_equal(octets[301], 255);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(key_data_is_sorted_into_its_parts),
        cmocka_unit_test(each_known_kde_and_element_has_a_part),
        cmocka_unit_test(duplicates_are_noticed),
        cmocka_unit_test(padding_is_only_where_padding_may_be),
        cmocka_unit_test(every_prefix_is_decoded_in_bounds),
        cmocka_unit_test(a_key_kde_without_a_key_is_refused),
        cmocka_unit_test(padding_fills_to_what_key_wrap_takes),
        cmocka_unit_test(a_kde_above_255_octets_is_not_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
