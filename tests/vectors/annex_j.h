/* Test vectors of IEEE Std 802.11-2020, Annex J, in hexadecimal.
 *
 * SPDX-License-Identifier: MIT */
#ifndef VECTORS_ANNEX_J_H
#define VECTORS_ANNEX_J_H

#include <stdint.h>

#include <dot11/codes.h>

/* clang-format off */

/* J.3.2 and J.6.5: PRF. */
static const struct prf_vector {
    const char *key;
    const char *label; /* text */
    const char *data;
    const char *out;
} prf_vectors[] = {
    {"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "prefix",
     "4869205468657265",
     "bcd4c650b30b9684951829e0d75f9d54b862175ed9f00606e17d8da35402ffee"
     "75df78c3d31e0f889f012120c0862beb67753e7439ae242edb8373698356cf5a"},
    {"4a656665", "prefix",
     "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
     "51f4de5b33f249adf81aeb713a3c20f4fe631446fabdfa58244759ae58ef9009"
     "a99abf4eac2ca5fa87e692c440eb40023e7babb206d61de7b92f41529092b8fc"},
    {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "prefix",
     "dddddddddddddddddddddddddddddddddddddddddddddddddd"
     "dddddddddddddddddddddddddddddddddddddddddddddddddd",
     "e1ac546ec4cb636f9976487be5c86be17a0252ca5d8d8df12cfb0473525249ce"
     "9dd8d177ead710bc9b590547239107aef7b4abd43d87f0a68f1cbd9e2b6f7607"},
    {"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "prefix",
     "4869205468657265",
     "bcd4c650b30b9684951829e0d75f9d54b862175ed9f00606"},
    {"4a656665", "prefix-2",
     "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
     "47c4908e30c947521ad20be9053450ecbea23d3aa604b77326d8b3825ff7475c"},
    {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "prefix-3",
     "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a"
     "65204b6579202d2048617368204b6579204669727374",
     "0ab6c33ccf70d0d736f4b04c8a7373255511abc5073713163bd0b8c9eeb7e195"
     "6fa066820a73ddee3f6d3bd407e0682a"},
    {"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "prefix-4",
     "486920546865726520416761696e",
     "248cfbc532ab38ffa483c8a2e40bf170eb542a2e0916d7bf6d97da2c4c5ca877"
     "736c53a65b03fa4b3745ce7613f6ad68e0e4a798b7cf691c96176fd634a59a49"},
};

/* J.4.2: passphrase to PSK, all 4096 iterations. */
static const struct psk_vector {
    const char *passphrase; /* text */
    const char *ssid;       /* text */
    const char *psk;
} psk_vectors[] = {
    {"password", "IEEE",
     "f42c6fc52df0ebef9ebb4b90b38a5f902e83fe1b135a70e23aed762e9710a12e"},
    {"ThisIsAPassword", "ThisIsASSID",
     "0dc0d6eb90555ed6419756b9a15ec3e3209b63df707dd508d14581f8982721af"},
    {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ",
     "becb93866bb8c3832cb777c2f559807c8c59afcb6eae734885001300a981cc62"},
};

/* J.7.1 and J.7.2: the PTK of a PSK association with CCMP. */
static const struct ptk_vector {
    uint32_t akm;
    uint32_t cipher;
    const char *pmk;
    const char *aa;
    const char *spa;
    const char *anonce;
    const char *snonce;
    const char *kck;
    const char *kek;
    const char *tk;
} ptk_vectors[] = {
    {D11_AKM_PSK, D11_CIPHER_CCMP_128,
     "0dc0d6eb90555ed6419756b9a15ec3e3209b63df707dd508d14581f8982721af",
     "a0a1a1a3a4a5", "b0b1b2b3b4b5",
     "e0e1e2e3e4e5e6e7e8e9f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff000102030405",
     "c0c1c2c3c4c5c6c7c8c9d0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5",
     "379f9852d0199236b94e407ce4c00ec8",
     "47c9edc01c2c6e5b4910caddfb3e51a7",
     "b2360c79e9710fdd58bea93deaf06599"},
};

/* Whole MPDUs without FCS. `aad` and `nonce` where the annex shows them. */
static const struct mpdu_vector {
    const char *source;
    uint32_t cipher;
    uint8_t key_id;
    uint8_t header_len;
    uint64_t pn;
    const char *tk;
    const char *plain;
    const char *sealed;
    const char *aad;
    const char *nonce;
} mpdu_vectors[] = {
    {"J.6.4 CCMP, data", D11_CIPHER_CCMP_128, 0, 24, 0xb5039776e70c,
     "c97c1f67ce371185514a8a19f2bdd52f",
     "0848c32c0fd2e128a57c5030f1844408abaea5b8fcba8033"
     "f8ba1a55d02f85ae967bb62fb6cda8eb7e78a050",
     "0848c32c0fd2e128a57c5030f1844408abaea5b8fcba8033"
     "0ce70020769703b5"
     "f3d0a2fe9a3dbf2342a643e43246e80c3c04d0197845ce0b16f97623",
     "08400fd2e128a57c5030f1844408abaea5b8fcba0000",
     "005030f1844408b5039776e70c"},
    {"J.9.2 CCMP, deauthentication", D11_CIPHER_CCMP_128, 0, 24, 1,
     "66ed21042f9f26d7115706e40414cf2e",
     "c000000002000000010002000000000002000000000060000200",
     "c04000000200000001000200000000000200000000006000"
     "0100002000000000" "1d07cafd0409bb8bafef",
     "c0400200000001000200000000000200000000000000",
     "10020000000000000000000001"},
    {"GCMP, vector 2", D11_CIPHER_GCMP_128, 0, 26, 0x00895f5f2b08,
     "c97c1f67ce371185514a8a19f2bdd52f",
     "88480b000fd2e128a57c5030f18444085030f184440880330300"
     "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
     "2021222324252627",
     "88480b000fd2e128a57c5030f18444085030f184440880330300"
     "082b00205f5f8900"
     "60e9700cc4d40ac6d288b201c38f5bf08b807442640a1596e5dbdad41d1f3623"
     "f45d7a12db7afb23def619c2a374b6df66ffa53b6c69d79e",
     "88400fd2e128a57c5030f18444085030f184440800000300",
     "5030f184440800895f5f2b08"},
    /* The annex has no vectors of the longer keys and none of GCMP over
     * management frames. These are its own frames, with the octets from 00 on
     * behind its keys, protected by another implementation. */
    {"CCMP-256, data", D11_CIPHER_CCMP_256, 0, 24, 0xb5039776e70c,
     "c97c1f67ce371185514a8a19f2bdd52f000102030405060708090a0b0c0d0e0f",
     "0848c32c0fd2e128a57c5030f1844408abaea5b8fcba8033"
     "f8ba1a55d02f85ae967bb62fb6cda8eb7e78a050",
     "0848c32c0fd2e128a57c5030f1844408abaea5b8fcba8033"
     "0ce70020769703b5"
     "6d155d8832668256d6a92b78e11d8e54495dd174"
     "80aa56c9492e882b97642f80d50fe97b",
     "08400fd2e128a57c5030f1844408abaea5b8fcba0000",
     "005030f1844408b5039776e70c"},
    {"GCMP-256, data", D11_CIPHER_GCMP_256, 0, 26, 0x00895f5f2b08,
     "c97c1f67ce371185514a8a19f2bdd52f000102030405060708090a0b0c0d0e0f",
     "88480b000fd2e128a57c5030f18444085030f184440880330300"
     "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
     "2021222324252627",
     "88480b000fd2e128a57c5030f18444085030f184440880330300"
     "082b00205f5f8900"
     "658343c8b14447d9211defd46ad89c710c6fc33333236e3997b9176a5a8be779"
     "b21266555e70ad79114316859095473d5b1bd596b3dea3bf",
     "88400fd2e128a57c5030f18444085030f184440800000300",
     "5030f184440800895f5f2b08"},
    {"CCMP-256, deauthentication", D11_CIPHER_CCMP_256, 0, 24, 1,
     "66ed21042f9f26d7115706e40414cf2e000102030405060708090a0b0c0d0e0f",
     "c000000002000000010002000000000002000000000060000200",
     "c04000000200000001000200000000000200000000006000"
     "0100002000000000" "d940b00be6fb67ae1692d260cc49df4076db",
     "c0400200000001000200000000000200000000000000",
     "10020000000000000000000001"},
    {"GCMP, deauthentication", D11_CIPHER_GCMP_128, 0, 24, 1,
     "66ed21042f9f26d7115706e40414cf2e",
     "c000000002000000010002000000000002000000000060000200",
     "c04000000200000001000200000000000200000000006000"
     "0100002000000000" "05cbb95ab26e9071fc03f5118f7d9c2aeac0",
     "c0400200000001000200000000000200000000000000",
     "020000000000000000000001"},
    {"GCMP-256, deauthentication", D11_CIPHER_GCMP_256, 1, 24, 1,
     "66ed21042f9f26d7115706e40414cf2e000102030405060708090a0b0c0d0e0f",
     "c000000002000000010002000000000002000000000060000200",
     "c04000000200000001000200000000000200000000006000"
     "0100006000000000" "0d6997fb5f6c2d0f18af1e4d4b55aadbaa2c",
     "c0400200000001000200000000000200000000000000",
     "020000000000000000000001"},
    /* Of the eight MPDUs of IEEE Std 802.11i-2004, I.7.4, those without the
     * Order bit in a QoS header, which means HT Control since 802.11n. */
    {"802.11i, MPDU 2", D11_CIPHER_CCMP_128, 2, 24, 0x31f3cbba97ea,
     "8f7a053fa577a5597529272097a603d5",
     "38c06a51ea100c846850eec1762c88deaf2ee9f46a07e0cc"
     "83a0634b5ed7627eb9df225e05740342de194117",
     "38c06a51ea100c846850eec1762c88deaf2ee9f46a07e0cc"
     "ea9700a0bacbf331"
     "814b6965d05bf2b2ed38d4beb069fe82714a610b542fbf8da06aa4ae",
     "", ""},
    {"802.11i, MPDU 6", D11_CIPHER_CCMP_128, 1, 26, 0x6b81eca48989,
     "f71eea4e1f58804b9717230ad0614641",
     "8852e11f5af28430fdabbff943b9f9a6ab1d98c7fe7350713d6a"
     "abfda22d3a0bfc9cc1fc079363c2fca143e6eb1d",
     "8852e11f5af28430fdabbff943b9f9a6ab1d98c7fe7350713d6a"
     "89890060a4ec816b"
     "9a709b60a39d40b1dfb612e18b5f114badb6cc86309a8d5c466bbb71",
     "", ""},
    {"802.11i, MPDU 7", D11_CIPHER_CCMP_128, 3, 24, 0x5eec4073e723,
     "1bdb34980e038124a1db1a892bec366a",
     "187981469b50f4fd56f6efec9520169183570c4ccdee20a0"
     "98beca86f4b38da20cfdf24724c58eb835665339",
     "187981469b50f4fd56f6efec9520169183570c4ccdee20a0"
     "23e700e07340ec5e"
     "12c537ebf3ab584ef1fef9a1f3547a8c13b3225a2d0957ecfabe95b9",
     "", ""},
};

/* BIP: the MME is the end of `sealed`. Only the first one is the annex's; the
 * others are that frame under the other ciphers, and a beacon, protected by
 * another implementation. */
static const struct bip_vector {
    const char *source;
    uint32_t cipher;
    uint8_t key_id;
    uint64_t ipn;
    const char *key;
    const char *plain;
    const char *mme;
} bip_vectors[] = {
    {"J.9.1 BIP, deauthentication", D11_CIPHER_BIP_CMAC_128, 4, 4,
     "4ea9543e09cf2b1eca66ffc58bdecbcf",
     "c0000000ffffffffffff02000000000002000000000009000200",
     "4c100400040000000000" "48dfbfa7b8278872"},
    {"BIP-CMAC-256, deauthentication", D11_CIPHER_BIP_CMAC_256, 4, 4,
     "4ea9543e09cf2b1eca66ffc58bdecbcf000102030405060708090a0b0c0d0e0f",
     "c0000000ffffffffffff02000000000002000000000009000200",
     "4c180400040000000000" "4b6fe836c8a3ad6a8abd7f61a63a11d2"},
    {"BIP-GMAC-128, deauthentication", D11_CIPHER_BIP_GMAC_128, 4, 4,
     "4ea9543e09cf2b1eca66ffc58bdecbcf",
     "c0000000ffffffffffff02000000000002000000000009000200",
     "4c180400040000000000" "3ed862fb0f3338dd3386c897e2ed053d"},
    {"BIP-GMAC-256, deauthentication", D11_CIPHER_BIP_GMAC_256, 4, 4,
     "4ea9543e09cf2b1eca66ffc58bdecbcf000102030405060708090a0b0c0d0e0f",
     "c0000000ffffffffffff02000000000002000000000009000200",
     "4c180400040000000000" "23be59dcc7022ee383627ebb1017ddfc"},
    {"BIP-CMAC-128, beacon", D11_CIPHER_BIP_CMAC_128, 6, 0x0a0b0c0d0e0f,
     "4ea9543e09cf2b1eca66ffc58bdecbcf",
     "80000000ffffffffffff020000000000020000000000c001"
     "1122334455667788640001040004736f6d65",
     "4c1006000f0e0d0c0b0a" "58ce657247aaeca8"},
    {"BIP-GMAC-256, beacon", D11_CIPHER_BIP_GMAC_256, 6, 0x0a0b0c0d0e0f,
     "4ea9543e09cf2b1eca66ffc58bdecbcf000102030405060708090a0b0c0d0e0f",
     "80000000ffffffffffff020000000000020000000000c001"
     "1122334455667788640001040004736f6d65",
     "4c1806000f0e0d0c0b0a" "027b198eb7cba4228a0ad89c33eaafa1"},
};

/* RFC 3394, which 12.7.2 uses for Key Data. */
static const struct wrap_vector {
    const char *kek;
    const char *plain;
    const char *wrapped;
} wrap_vectors[] = {
    {"000102030405060708090a0b0c0d0e0f", "00112233445566778899aabbccddeeff",
     "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5"},
    {"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
     "00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f",
     "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e7"
     "1a99f43bfb988b9b7a02dd21"},
};

/* clang-format on */

#endif
