/* Ciphers that are always there, and those of parts. */
#include "fake_radio.h"

#include <dot11/legacy.h>

#include "hw/cipher.h"
#include "primitives.h"
#include "sta/radio.h"

static const struct dot11_part *const parts[] = {&dot11_wep, &dot11_tkip};

static void a_cipher_of_a_part_needs_the_part(void **unused)
{
    const struct d11_env *env;

    (void)unused;
    fake_begin();
    fake_build();
    env = &fake.radio->env;
    assert_non_null(d11_env_cipher(env, D11_CIPHER_CCMP_128));
    assert_null(d11_env_cipher(env, D11_CIPHER_WEP40));
    assert_null(d11_env_cipher(env, D11_CIPHER_TKIP));
    fake_end();

    fake_begin();
    fake.config.parts = parts;
    fake.config.part_count = 1;
    fake_build();
    env = &fake.radio->env;
    assert_non_null(d11_env_cipher(env, D11_CIPHER_CCMP_128));
    assert_non_null(d11_env_cipher(env, D11_CIPHER_WEP104));
    assert_null(d11_env_cipher(env, D11_CIPHER_TKIP));
    assert_null(d11_env_cipher(env, D11_CIPHER_NONE));
    fake_end();
}

/* Any key fits into the memory of a slot. */
static void the_largest_state_counts(void **unused)
{
    const size_t align = _Alignof(max_align_t);
    struct dot11_config config;
    void *crypto;
    size_t without;

    (void)unused;
    assert_int_equal(primitives_new(&crypto), D11_OK);
    dot11_config_defaults(&config);
    assert_int_equal(d11_key_state_size(&config), 0);
    config.crypto_ops = PRIMITIVES_OPS;
    config.crypto = crypto;
    without = d11_key_state_size(&config);
    assert_int_equal(without, d11_cipher_state_size(PRIMITIVES_OPS, crypto));
    config.parts = parts;
    config.part_count = 2;
    assert_true(d11_key_state_size(&config) >= without);
    assert_int_equal(d11_key_state_size(&config) % align, 0);
    for (size_t i = 0; i < 2; i++) {
        const struct d11_cipher_list *list = parts[i]->ops;

        for (size_t k = 0; k < list->count; k++)
            assert_true(d11_cipher_key_size(&list->ciphers[k], PRIMITIVES_OPS,
                                            crypto) <=
                        d11_key_state_size(&config));
    }
    primitives_free(crypto);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cipher_of_a_part_needs_the_part),
        cmocka_unit_test(the_largest_state_counts),
    };

    return cmocka_run_group_tests_name("hw_cipher", tests, NULL, NULL);
}
