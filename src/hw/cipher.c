#include "hw/cipher.h"

/* Does the table of a part of this kind begin with a list of ciphers? */
static bool has_ciphers(enum d11_part_kind kind)
{
    return kind == D11_PART_WEP || kind == D11_PART_TKIP;
}

const struct d11_cipher *d11_env_cipher(const struct d11_env *env,
                                        uint32_t suite)
{
    const struct d11_cipher *cipher = d11_cipher_find(suite);

    for (unsigned i = 0; cipher == NULL && i < env->config.part_count; i++) {
        const struct dot11_part *part = env->config.parts[i];

        if (has_ciphers(part->kind))
            cipher = d11_cipher_in_list(part->ops, suite);
    }
    return cipher;
}

/* The same as d11_cipher_state_size(), for the ciphers of a part. */
static size_t list_state_size(const struct d11_cipher_list *list,
                              const struct dot11_config *config)
{
    const size_t align = _Alignof(max_align_t);
    size_t most = 0;

    for (size_t i = 0; list != NULL && i < list->count; i++) {
        size_t size = d11_cipher_key_size(&list->ciphers[i], config->crypto_ops,
                                          config->crypto);

        if (size > most)
            most = size;
    }
    return (most + align - 1) & ~(align - 1);
}

size_t d11_key_state_size(const struct dot11_config *config)
{
    size_t most;

    if (config->crypto_ops == NULL)
        return 0;
    most = d11_cipher_state_size(config->crypto_ops, config->crypto);
    for (unsigned i = 0; i < config->part_count; i++) {
        const struct dot11_part *part = config->parts[i];
        size_t size = 0;

        if (has_ciphers(part->kind))
            size = list_state_size(part->ops, config);
        if (size > most)
            most = size;
    }
    return most;
}
