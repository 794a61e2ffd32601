/* Mbed TLS for a station without an operating system: what the provider uses
 * and nothing else. No file system, clock, entropy or network; memory comes
 * from a buffer that the firmware hands to mbedtls_memory_buffer_alloc_init().
 *
 *     cc -DMBEDTLS_CONFIG_FILE='"config-firmware.h"' -I ports/crypto-mbedtls
 *
 * Sources: mbedtls-sources.txt. Made for 2.28; 3.x takes it as it is.
 *
 * The library's AES looks up tables at places that depend on the key. On a
 * processor with a data cache that other code can time, use the AES engine of
 * the chip (MBEDTLS_AES_ALT) or MBEDTLS_AESCE_C instead. */
#ifndef CRYPTO_MBEDTLS_CONFIG_FIRMWARE_H
#define CRYPTO_MBEDTLS_CONFIG_FIRMWARE_H

#define MBEDTLS_PLATFORM_C
#define MBEDTLS_PLATFORM_MEMORY
#define MBEDTLS_MEMORY_BUFFER_ALLOC_C
/* Without this the C library's heap would be linked, for the case that there
 * is no buffer. Programs for larger systems may want just that. */
#ifndef DOT11_MBEDTLS_HEAP
#define MBEDTLS_PLATFORM_NO_STD_FUNCTIONS
#endif

#define MBEDTLS_AES_C
/* 2 KiB of tables in flash instead of 16 in RAM. */
#define MBEDTLS_AES_ROM_TABLES
#define MBEDTLS_AES_FEWER_TABLES
#define MBEDTLS_CIPHER_C
#define MBEDTLS_CCM_C
#define MBEDTLS_GCM_C
#define MBEDTLS_CMAC_C

/* For SAE and OWE; not linked without dot11_crypto_mbedtls_ec_ops(). */
#define MBEDTLS_BIGNUM_C
#define MBEDTLS_ECP_C
#define MBEDTLS_ECP_DP_SECP256R1_ENABLED
#define MBEDTLS_ECP_DP_SECP384R1_ENABLED
#define MBEDTLS_ECP_DP_SECP521R1_ENABLED
#define MBEDTLS_ECP_NIST_OPTIM
#define MBEDTLS_ECP_NO_INTERNAL_RNG
#define MBEDTLS_ECP_WINDOW_SIZE 2
#define MBEDTLS_ECP_FIXED_POINT_OPTIM 0

#define MBEDTLS_SHA1_C
#define MBEDTLS_SHA224_C
#define MBEDTLS_SHA256_C
#define MBEDTLS_SHA256_SMALLER
#define MBEDTLS_SHA384_C
#define MBEDTLS_SHA512_C
#define MBEDTLS_SHA512_SMALLER

/* For WEP and TKIP; Mbed TLS 3 has no RC4. */
#ifdef DOT11_MBEDTLS_LEGACY
#define MBEDTLS_ARC4_C
#define MBEDTLS_MD5_C
#endif

#endif
