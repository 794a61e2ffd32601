/* Hashes and HMAC of the Mbed TLS provider.
 *
 * HMAC (RFC 2104) is put together from the library's hashes instead of taken
 * from its message digest layer: that one takes memory for each message and
 * absorbs the key again for each. */
#include "mbed.h"

#include <string.h>

#include <mbedtls/platform_util.h>

#define BLOCK_MAX 128u

static size_t block_len(enum dot11_hash hash)
{
    return hash == D11_HASH_SHA384 || hash == D11_HASH_SHA512 ? 128 : 64;
}

static size_t hash_len(enum dot11_hash hash)
{
    static const uint8_t len[D11_HASH_COUNT] = {20, 32, 48, 64};

    return len[hash];
}

static int start(struct mbed_hash *hash, enum dot11_hash kind)
{
    hash->kind = kind;
    switch (kind) {
    case D11_HASH_SHA1:
        mbedtls_sha1_init(&hash->u.sha1);
        return mbedtls_sha1_starts(&hash->u.sha1);
    case D11_HASH_SHA256:
        mbedtls_sha256_init(&hash->u.sha256);
        return mbedtls_sha256_starts(&hash->u.sha256, 0);
#if MBED_HAS_SHA512
    case D11_HASH_SHA384:
    case D11_HASH_SHA512:
        mbedtls_sha512_init(&hash->u.sha512);
        return mbedtls_sha512_starts(&hash->u.sha512, kind == D11_HASH_SHA384);
#endif
    default: return -1;
    }
}

static int update(struct mbed_hash *hash, const uint8_t *data, size_t len)
{
    switch (hash->kind) {
    case D11_HASH_SHA1: return mbedtls_sha1_update(&hash->u.sha1, data, len);
    case D11_HASH_SHA256:
        return mbedtls_sha256_update(&hash->u.sha256, data, len);
#if MBED_HAS_SHA512
    case D11_HASH_SHA384:
    case D11_HASH_SHA512:
        return mbedtls_sha512_update(&hash->u.sha512, data, len);
#endif
    default: return -1;
    }
}

/* `out` gets the length of the hash. */
static int finish(struct mbed_hash *hash, uint8_t *out)
{
    switch (hash->kind) {
    case D11_HASH_SHA1: return mbedtls_sha1_finish(&hash->u.sha1, out);
    case D11_HASH_SHA256: return mbedtls_sha256_finish(&hash->u.sha256, out);
#if MBED_HAS_SHA512
    case D11_HASH_SHA384:
    case D11_HASH_SHA512: return mbedtls_sha512_finish(&hash->u.sha512, out);
#endif
    default: return -1;
    }
}

/* Chip vendors' contexts may not be copied octet for octet. */
static void clone(struct mbed_hash *to, const struct mbed_hash *from)
{
    to->kind = from->kind;
    switch (from->kind) {
    case D11_HASH_SHA1:
        mbedtls_sha1_init(&to->u.sha1);
        mbedtls_sha1_clone(&to->u.sha1, &from->u.sha1);
        break;
    case D11_HASH_SHA256:
        mbedtls_sha256_init(&to->u.sha256);
        mbedtls_sha256_clone(&to->u.sha256, &from->u.sha256);
        break;
#if MBED_HAS_SHA512
    case D11_HASH_SHA384:
    case D11_HASH_SHA512:
        mbedtls_sha512_init(&to->u.sha512);
        mbedtls_sha512_clone(&to->u.sha512, &from->u.sha512);
        break;
#endif
    default: break;
    }
}

/* Wipes, too. */
static void release(struct mbed_hash *hash)
{
    switch (hash->kind) {
    case D11_HASH_SHA1: mbedtls_sha1_free(&hash->u.sha1); break;
    case D11_HASH_SHA256: mbedtls_sha256_free(&hash->u.sha256); break;
#if MBED_HAS_SHA512
    case D11_HASH_SHA384:
    case D11_HASH_SHA512: mbedtls_sha512_free(&hash->u.sha512); break;
#endif
    default: break;
    }
    hash->kind = D11_HASH_COUNT;
}

enum dot11_err mbed_hash(void *crypto, enum dot11_hash hash,
                         const struct dot11_octets *parts, size_t n,
                         uint8_t *out)
{
    struct mbed_hash state;
    size_t i;
    int err;

    (void)crypto;
    if (hash >= D11_HASH_COUNT || start(&state, hash) != 0)
        return D11_ERR_UNSUPPORTED;
    err = 0;
    for (i = 0; err == 0 && i < n; i++)
        err = update(&state, parts[i].data, parts[i].len);
    if (err == 0)
        err = finish(&state, out);
    release(&state);
    return err == 0 ? D11_OK : D11_ERR_CRYPTO;
}

static int absorb(struct mbed_hash *hash, enum dot11_hash kind,
                  const uint8_t key[BLOCK_MAX], uint8_t pad)
{
    uint8_t block[BLOCK_MAX];
    size_t i;
    int err;

    for (i = 0; i < block_len(kind); i++)
        block[i] = key[i] ^ pad;
    err = start(hash, kind);
    if (err == 0)
        err = update(hash, block, block_len(kind));
    mbedtls_platform_zeroize(block, sizeof(block));
    return err;
}

int mbed_hmac_key(struct mbed_hmac *hmac, enum dot11_hash hash,
                  const uint8_t *key, size_t key_len)
{
    const struct dot11_octets whole = {key, key_len};
    uint8_t block[BLOCK_MAX] = {0};
    int err = 0;

    hmac->inner.kind = D11_HASH_COUNT;
    hmac->outer.kind = D11_HASH_COUNT;
    if (key_len > block_len(hash))
        err = mbed_hash(NULL, hash, &whole, 1, block) != D11_OK;
    else if (key_len > 0)
        memcpy(block, key, key_len);
    if (err == 0)
        err = absorb(&hmac->inner, hash, block, 0x36);
    if (err == 0)
        err = absorb(&hmac->outer, hash, block, 0x5c);
    mbedtls_platform_zeroize(block, sizeof(block));
    return err;
}

int mbed_hmac_of(const struct mbed_hmac *hmac, const struct dot11_octets *parts,
                 size_t n, uint8_t *out)
{
    struct mbed_hash state;
    size_t i;
    int err = 0;

    clone(&state, &hmac->inner);
    for (i = 0; err == 0 && i < n; i++)
        err = update(&state, parts[i].data, parts[i].len);
    if (err == 0)
        err = finish(&state, out);
    release(&state);
    if (err != 0)
        return err;

    clone(&state, &hmac->outer);
    err = update(&state, out, hash_len(state.kind));
    if (err == 0)
        err = finish(&state, out);
    release(&state);
    return err;
}

void mbed_hmac_free(struct mbed_hmac *hmac)
{
    release(&hmac->inner);
    release(&hmac->outer);
}

enum dot11_err mbed_hmac(void *crypto, enum dot11_hash hash, const uint8_t *key,
                         size_t key_len, const struct dot11_octets *parts,
                         size_t n, uint8_t *out)
{
    struct mbed_hmac hmac;
    enum dot11_err err = D11_OK;

    (void)crypto;
    if (hash >= D11_HASH_COUNT)
        return D11_ERR_UNSUPPORTED;
    if (mbed_hmac_key(&hmac, hash, key, key_len) != 0)
        err = D11_ERR_UNSUPPORTED;
    else if (mbed_hmac_of(&hmac, parts, n, out) != 0)
        err = D11_ERR_CRYPTO;
    mbed_hmac_free(&hmac);
    return err;
}
