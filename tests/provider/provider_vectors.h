/* Published vectors for a crypto provider, in hexadecimal.
 *
 * SPDX-License-Identifier: MIT
 *
 * Each table names its source. */
#ifndef PROVIDER_VECTORS_H
#define PROVIDER_VECTORS_H

#include <dot11/crypto.h>

/* clang-format off */

struct frame_vector {
    enum dot11_cipher_alg alg;
    const char *key;
    const char *nonce;
    const char *aad;
    const char *plain;
    const char *sealed; /* ciphertext; for MACs the message again */
    const char *mic;
};

static const struct frame_vector frame_vectors[] = {
    /* IEEE Std 802.11-2020, J.6.4: CCMP */
    {D11_ALG_CCM_128_8,
     "c97c1f67ce371185514a8a19f2bdd52f",
     "005030f1844408b5039776e70c",
     "08400fd2e128a57c5030f1844408abaea5b8fcba0000",
     "f8ba1a55d02f85ae967bb62fb6cda8eb7e78a050",
     "f3d0a2fe9a3dbf2342a643e43246e80c3c04d019",
     "7845ce0b16f97623"},
    /* RFC 3610, packet vector 1 */
    {D11_ALG_CCM_128_8,
     "c0c1c2c3c4c5c6c7c8c9cacbcccdcecf",
     "00000003020100a0a1a2a3a4a5",
     "0001020304050607",
     "08090a0b0c0d0e0f101112131415161718191a1b1c1d1e",
     "588c979a61c663d2f066d0c2c0f989806d5f6b61dac384",
     "17e8d12cfdf926e0"},
    /* RFC 3610, packet vector 2 */
    {D11_ALG_CCM_128_8,
     "c0c1c2c3c4c5c6c7c8c9cacbcccdcecf",
     "00000004030201a0a1a2a3a4a5",
     "0001020304050607",
     "08090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
     "72c91a36e135f8cf291ca894085c87e3cc15c439c9e43a3b",
     "a091d56e10400916"},
    /* RFC 3610, packet vector 4 (12 octets of additional data) */
    {D11_ALG_CCM_128_8,
     "c0c1c2c3c4c5c6c7c8c9cacbcccdcecf",
     "00000006050403a0a1a2a3a4a5",
     "000102030405060708090a0b",
     "0c0d0e0f101112131415161718191a1b1c1d1e",
     "a28c6865939a9a79faaa5c4c2a9d4a91cdac8c",
     "96c861b9c9e61ef1"},
    /* NIST CAVP, CCM VADT AES-256, 1 */
    {D11_ALG_CCM_256_16,
     "26511fb51fcfa75cb4b44da75a6e5a0eb8d9c8f3b906f886df3ba3e6"
     "da3a1389",
     "72a60f345a1978fb40f28a2fa4",
     "",
     "30d56ff2a25b83fee791110fcaea48e41db7c7f098a81000",
     "55f068c0bbba8b598013dd1841fd740fda2902322148ab5e",
     "935753e601b79db4ae730b6ae3500731"},
    /* NIST CAVP, CCM VADT AES-256, 21 */
    {D11_ALG_CCM_256_16,
     "2ff64bbec197a63315c2f328dcb4837d0cdc21a5d6f89ff1d97cb511"
     "95330cd8",
     "a235f8ee3de9896b71910ac02c",
     "2b411bea57b51d10a4d2fb17ef0f204aa53cf112",
     "4a17522da707b4b2587a0ae367a2cd2831bb593a18ef442a",
     "1bf122798bd8ee8e73391d589bd046a294d1615794e69cb9",
     "e6f3ba30143acbc3a1c1c6ec74333107"},
    /* NIST CAVP, CCM VADT AES-256, 23 */
    {D11_ALG_CCM_256_16,
     "0ec1b22b8df05dc92135d2dfbefed8ea81458f5ea1b801e8a218faf6"
     "cbdf1a79",
     "97ebcb8575bb58260208d5c227",
     "a2f6337f86dd00d1a58448851e95d8c9bace4a5c8710",
     "2f59d94d4ab8eeb84c2a6fefb7fb0a3ac059c1e1a65ae34a",
     "7ca0b1dbe34b0391e524b868b0af08b3e096917664d6aa2c",
     "abc1f9d0132394149c9062b74b82f04b"},
    /* IEEE Std 802.11-2020, Annex J, GCMP, vector 2 */
    {D11_ALG_GCM_128,
     "c97c1f67ce371185514a8a19f2bdd52f",
     "5030f184440800895f5f2b08",
     "88400fd2e128a57c5030f18444085030f184440800000300",
     "000102030405060708090a0b0c0d0e0f101112131415161718191a1b"
     "1c1d1e1f2021222324252627",
     "60e9700cc4d40ac6d288b201c38f5bf08b807442640a1596e5dbdad4"
     "1d1f3623f45d7a12db7afb23",
     "def619c2a374b6df66ffa53b6c69d79e"},
    /* McGrew and Viega, GCM specification, test case 1 */
    {D11_ALG_GCM_128,
     "00000000000000000000000000000000",
     "000000000000000000000000",
     "",
     "",
     "",
     "58e2fccefa7e3061367f1d57a4e7455a"},
    /* McGrew and Viega, test case 2 */
    {D11_ALG_GCM_128,
     "00000000000000000000000000000000",
     "000000000000000000000000",
     "",
     "00000000000000000000000000000000",
     "0388dace60b6a392f328c2b971b2fe78",
     "ab6e47d42cec13bdf53a67b21257bddf"},
    /* McGrew and Viega, test case 4 */
    {D11_ALG_GCM_128,
     "feffe9928665731c6d6a8f9467308308",
     "cafebabefacedbaddecaf888",
     "feedfacedeadbeeffeedfacedeadbeefabaddad2",
     "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d"
     "8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657"
     "ba637b39",
     "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e23"
     "29aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac97"
     "3d58e091",
     "5bc94fbc3221a5db94fae95ae7121a47"},
    /* McGrew and Viega, test case 13 */
    {D11_ALG_GCM_256,
     "00000000000000000000000000000000000000000000000000000000"
     "00000000",
     "000000000000000000000000",
     "",
     "",
     "",
     "530f8afbc74536b9a963b4f1c4cb738b"},
    /* McGrew and Viega, test case 14 */
    {D11_ALG_GCM_256,
     "00000000000000000000000000000000000000000000000000000000"
     "00000000",
     "000000000000000000000000",
     "",
     "00000000000000000000000000000000",
     "cea7403d4d606b6e074ec5d3baf39d18",
     "d0d1c8a799996bf0265b98b5d48ab919"},
    /* McGrew and Viega, test case 16 */
    {D11_ALG_GCM_256,
     "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f94"
     "67308308",
     "cafebabefacedbaddecaf888",
     "feedfacedeadbeeffeedfacedeadbeefabaddad2",
     "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d"
     "8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657"
     "ba637b39",
     "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd"
     "2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0a"
     "bcc9f662",
     "76fc6ece0f4e1768cddf8853bb2d551b"},
    /* RFC 4493, 0 octets */
    {D11_ALG_CMAC_128,
     "2b7e151628aed2a6abf7158809cf4f3c",
     "",
     "",
     "",
     "",
     "bb1d6929e95937287fa37d129b756746"},
    /* RFC 4493, 16 octets */
    {D11_ALG_CMAC_128,
     "2b7e151628aed2a6abf7158809cf4f3c",
     "",
     "",
     "6bc1bee22e409f96e93d7e117393172a",
     "6bc1bee22e409f96e93d7e117393172a",
     "070a16b46b4d4144f79bdd9dd04a287c"},
    /* RFC 4493, 40 octets */
    {D11_ALG_CMAC_128,
     "2b7e151628aed2a6abf7158809cf4f3c",
     "",
     "",
     "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac"
     "45af8e5130c81c46a35ce411",
     "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac"
     "45af8e5130c81c46a35ce411",
     "dfa66747de9ae63030ca32611497c827"},
    /* RFC 4493, 64 octets */
    {D11_ALG_CMAC_128,
     "2b7e151628aed2a6abf7158809cf4f3c",
     "",
     "",
     "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac"
     "45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17"
     "ad2b417be66c3710",
     "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac"
     "45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17"
     "ad2b417be66c3710",
     "51f0bebf7e3b9d92fc49741779363cfe"},
    /* RFC 4493, 40 octets, cut as BIP does and split in two */
    {D11_ALG_CMAC_128,
     "2b7e151628aed2a6abf7158809cf4f3c",
     "",
     "6bc1bee22e409f96e93d7e117393172aae2d8a57",
     "1e03ac9c9eb76fac45af8e5130c81c46a35ce411",
     "1e03ac9c9eb76fac45af8e5130c81c46a35ce411",
     "dfa66747de9ae630"},
    /* NIST SP 800-38B, D.3, 0 octets */
    {D11_ALG_CMAC_256,
     "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a3"
     "0914dff4",
     "",
     "",
     "",
     "",
     "028962f61b7bf89efc6b551f4667d983"},
    /* NIST SP 800-38B, D.3, 16 octets */
    {D11_ALG_CMAC_256,
     "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a3"
     "0914dff4",
     "",
     "",
     "6bc1bee22e409f96e93d7e117393172a",
     "6bc1bee22e409f96e93d7e117393172a",
     "28a7023f452e8f82bd4bf28d8c37c35c"},
    /* NIST SP 800-38B, D.3, 40 octets */
    {D11_ALG_CMAC_256,
     "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a3"
     "0914dff4",
     "",
     "",
     "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac"
     "45af8e5130c81c46a35ce411",
     "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac"
     "45af8e5130c81c46a35ce411",
     "aaf3d8f1de5640c232f5b169b9c911e6"},
    /* NIST SP 800-38B, D.3, 64 octets */
    {D11_ALG_CMAC_256,
     "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a3"
     "0914dff4",
     "",
     "",
     "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac"
     "45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17"
     "ad2b417be66c3710",
     "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac"
     "45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17"
     "ad2b417be66c3710",
     "e1992190549f6ed5696a2c056c315410"},
    /* IEEE Std 802.1AE, C.1.1: GMAC over 70 octets */
    {D11_ALG_GMAC_128,
     "ad7a2bd03eac835a6f620fdcb506b345",
     "12153524c0895e81b2c28465",
     "d609b1f056637a0d46df998d88e5222ab2c28465",
     "12153524c0895e8108000f101112131415161718191a1b1c1d1e1f20"
     "2122232425262728292a2b2c2d2e2f30313233340001",
     "12153524c0895e8108000f101112131415161718191a1b1c1d1e1f20"
     "2122232425262728292a2b2c2d2e2f30313233340001",
     "f09478a9b09007d06f46e9b6a1da25dd"},
    /* IEEE Std 802.1AE, C.1.2 */
    {D11_ALG_GMAC_256,
     "e3c08a8f06c6e3ad95a70557b23f75483ce33021a9c72b7025666204"
     "c69c0b72",
     "12153524c0895e81b2c28465",
     "d609b1f056637a0d46df998d88e5222ab2c28465",
     "12153524c0895e8108000f101112131415161718191a1b1c1d1e1f20"
     "2122232425262728292a2b2c2d2e2f30313233340001",
     "12153524c0895e8108000f101112131415161718191a1b1c1d1e1f20"
     "2122232425262728292a2b2c2d2e2f30313233340001",
     "2f0bc5af409e06d609ea8b7d0fa5ea50"},
    /* McGrew and Viega, test case 1, as GMAC of nothing */
    {D11_ALG_GMAC_128,
     "00000000000000000000000000000000",
     "000000000000000000000000",
     "",
     "",
     "",
     "58e2fccefa7e3061367f1d57a4e7455a"},
};

struct digest_vector {
    enum dot11_hash hash;
    const char *key; /* of HMAC */
    const char *text;
    const char *digest;
};

/* FIPS 180-4, examples; the digests of "" are well known. */
static const struct digest_vector hash_vectors[] = {
    {D11_HASH_SHA1, "",
     "",
     "da39a3ee5e6b4b0d3255bfef95601890afd80709"},
    {D11_HASH_SHA1, "",
     "616263",
     "a9993e364706816aba3e25717850c26c9cd0d89d"},
    {D11_HASH_SHA1, "",
     "6162636462636465636465666465666765666768666768696768696a"
     "68696a6b696a6b6c6a6b6c6d6b6c6d6e6c6d6e6f6d6e6f706e6f7071",
     "84983e441c3bd26ebaae4aa1f95129e5e54670f1"},
    {D11_HASH_SHA1, "",
     "61626364656667686263646566676869636465666768696a64656667"
     "68696a6b65666768696a6b6c666768696a6b6c6d6768696a6b6c6d6e"
     "68696a6b6c6d6e6f696a6b6c6d6e6f706a6b6c6d6e6f70716b6c6d6e"
     "6f7071726c6d6e6f707172736d6e6f70717273746e6f707172737475",
     "a49b2446a02c645bf419f995b67091253a04a259"},
    {D11_HASH_SHA256, "",
     "",
     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b"
     "7852b855"},
    {D11_HASH_SHA256, "",
     "616263",
     "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61"
     "f20015ad"},
    {D11_HASH_SHA256, "",
     "6162636462636465636465666465666765666768666768696768696a"
     "68696a6b696a6b6c6a6b6c6d6b6c6d6e6c6d6e6f6d6e6f706e6f7071",
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd4"
     "19db06c1"},
    {D11_HASH_SHA256, "",
     "61626364656667686263646566676869636465666768696a64656667"
     "68696a6b65666768696a6b6c666768696a6b6c6d6768696a6b6c6d6e"
     "68696a6b6c6d6e6f696a6b6c6d6e6f706a6b6c6d6e6f70716b6c6d6e"
     "6f7071726c6d6e6f707172736d6e6f70717273746e6f707172737475",
     "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac4503"
     "7afee9d1"},
    {D11_HASH_SHA384, "",
     "",
     "38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf"
     "63f6e1da274edebfe76f65fbd51ad2f14898b95b"},
    {D11_HASH_SHA384, "",
     "616263",
     "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a"
     "43ff5bed8086072ba1e7cc2358baeca134c825a7"},
    {D11_HASH_SHA384, "",
     "6162636462636465636465666465666765666768666768696768696a"
     "68696a6b696a6b6c6a6b6c6d6b6c6d6e6c6d6e6f6d6e6f706e6f7071",
     "3391fdddfc8dc7393707a65b1b4709397cf8b1d162af05abfe8f450d"
     "e5f36bc6b0455a8520bc4e6f5fe95b1fe3c8452b"},
    {D11_HASH_SHA384, "",
     "61626364656667686263646566676869636465666768696a64656667"
     "68696a6b65666768696a6b6c666768696a6b6c6d6768696a6b6c6d6e"
     "68696a6b6c6d6e6f696a6b6c6d6e6f706a6b6c6d6e6f70716b6c6d6e"
     "6f7071726c6d6e6f707172736d6e6f70717273746e6f707172737475",
     "09330c33f71147e83d192fc782cd1b4753111b173b3b05d22fa08086"
     "e3b0f712fcc7c71a557e2db966c3e9fa91746039"},
    {D11_HASH_SHA512, "",
     "",
     "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921"
     "d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81"
     "a538327af927da3e"},
    {D11_HASH_SHA512, "",
     "616263",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee6"
     "4b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e"
     "2a9ac94fa54ca49f"},
    {D11_HASH_SHA512, "",
     "6162636462636465636465666465666765666768666768696768696a"
     "68696a6b696a6b6c6a6b6c6d6b6c6d6e6c6d6e6f6d6e6f706e6f7071",
     "204a8fc6dda82f0a0ced7beb8e08a41657c16ef468b228a8279be331"
     "a703c33596fd15c13b1b07f9aa1d3bea57789ca031ad85c7a71dd703"
     "54ec631238ca3445"},
    {D11_HASH_SHA512, "",
     "61626364656667686263646566676869636465666768696a64656667"
     "68696a6b65666768696a6b6c666768696a6b6c6d6768696a6b6c6d6e"
     "68696a6b6c6d6e6f696a6b6c6d6e6f706a6b6c6d6e6f70716b6c6d6e"
     "6f7071726c6d6e6f707172736d6e6f70717273746e6f707172737475",
     "8e959b75dae313da8cf4f72814fc143f8f7779c6eb9f7fa17299aead"
     "b6889018501d289e4900f7e4331b99dec4b5433ac7d329eeb6dd2654"
     "5e96e55b874be909"},
};

/* RFC 2202, section 3 (SHA-1), and RFC 4231, section 4. */
static const struct digest_vector hmac_vectors[] = {
    {D11_HASH_SHA1,
     "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
     "4869205468657265",
     "b617318655057264e28bc0b6fb378c8ef146be00"},
    {D11_HASH_SHA1,
     "4a656665",
     "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
     "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"},
    {D11_HASH_SHA1,
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
     "dddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
     "dddddddddddddddddddddddddddddddddddddddddddd",
     "125d7342b9ac11cd91a39af48aa17b4f63f175d3"},
    {D11_HASH_SHA1,
     "0102030405060708090a0b0c0d0e0f10111213141516171819",
     "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"
     "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd",
     "4c9007f4026250c6bc8414f9bf50c86c2d7235da"},
    {D11_HASH_SHA1,
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
     "54657374205573696e67204c6172676572205468616e20426c6f636b"
     "2d53697a65204b6579202d2048617368204b6579204669727374",
     "aa4ae5e15272d00e95705637ce8a3b55ed402112"},
    {D11_HASH_SHA1,
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
     "54657374205573696e67204c6172676572205468616e20426c6f636b"
     "2d53697a65204b657920616e64204c6172676572205468616e204f6e"
     "6520426c6f636b2d53697a652044617461",
     "e8e99d0f45237d786d6bbaa7965c7808bbff1a91"},
    {D11_HASH_SHA256,
     "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
     "4869205468657265",
     "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c"
     "2e32cff7"},
    {D11_HASH_SHA256,
     "4a656665",
     "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
     "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b9"
     "64ec3843"},
    {D11_HASH_SHA256,
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
     "dddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
     "dddddddddddddddddddddddddddddddddddddddddddd",
     "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514"
     "ced565fe"},
    {D11_HASH_SHA256,
     "0102030405060708090a0b0c0d0e0f10111213141516171819",
     "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"
     "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd",
     "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff4"
     "6729665b"},
    {D11_HASH_SHA256,
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
     "54657374205573696e67204c6172676572205468616e20426c6f636b"
     "2d53697a65204b6579202d2048617368204b6579204669727374",
     "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f"
     "0ee37f54"},
    {D11_HASH_SHA256,
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
     "5468697320697320612074657374207573696e672061206c61726765"
     "72207468616e20626c6f636b2d73697a65206b657920616e64206120"
     "6c6172676572207468616e20626c6f636b2d73697a6520646174612e"
     "20546865206b6579206e6565647320746f2062652068617368656420"
     "6265666f7265206265696e6720757365642062792074686520484d41"
     "4320616c676f726974686d2e",
     "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f5153"
     "5c3a35e2"},
    {D11_HASH_SHA384,
     "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
     "4869205468657265",
     "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c"
     "7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6"},
    {D11_HASH_SHA384,
     "4a656665",
     "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
     "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec373"
     "6322445e8e2240ca5e69e2c78b3239ecfab21649"},
    {D11_HASH_SHA384,
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
     "dddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
     "dddddddddddddddddddddddddddddddddddddddddddd",
     "88062608d3e6ad8a0aa2ace014c8a86f0aa635d947ac9febe83ef4e5"
     "5966144b2a5ab39dc13814b94e3ab6e101a34f27"},
    {D11_HASH_SHA384,
     "0102030405060708090a0b0c0d0e0f10111213141516171819",
     "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"
     "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd",
     "3e8a69b7783c25851933ab6290af6ca77a9981480850009cc5577c6e"
     "1f573b4e6801dd23c4a7d679ccf8a386c674cffb"},
    {D11_HASH_SHA384,
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
     "54657374205573696e67204c6172676572205468616e20426c6f636b"
     "2d53697a65204b6579202d2048617368204b6579204669727374",
     "4ece084485813e9088d2c63a041bc5b44f9ef1012a2b588f3cd11f05"
     "033ac4c60c2ef6ab4030fe8296248df163f44952"},
    {D11_HASH_SHA384,
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
     "5468697320697320612074657374207573696e672061206c61726765"
     "72207468616e20626c6f636b2d73697a65206b657920616e64206120"
     "6c6172676572207468616e20626c6f636b2d73697a6520646174612e"
     "20546865206b6579206e6565647320746f2062652068617368656420"
     "6265666f7265206265696e6720757365642062792074686520484d41"
     "4320616c676f726974686d2e",
     "6617178e941f020d351e2f254e8fd32c602420feb0b8fb9adccebb82"
     "461e99c5a678cc31e799176d3860e6110c46523e"},
    {D11_HASH_SHA512,
     "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
     "4869205468657265",
     "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b305"
     "45e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f170"
     "2e696c203a126854"},
    {D11_HASH_SHA512,
     "4a656665",
     "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
     "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7"
     "ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b"
     "636e070a38bce737"},
    {D11_HASH_SHA512,
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
     "dddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
     "dddddddddddddddddddddddddddddddddddddddddddd",
     "fa73b0089d56a284efb0f0756c890be9b1b5dbdd8ee81a3655f83e33"
     "b2279d39bf3e848279a722c806b485a47e67c807b946a337bee89426"
     "74278859e13292fb"},
    {D11_HASH_SHA512,
     "0102030405060708090a0b0c0d0e0f10111213141516171819",
     "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"
     "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd",
     "b0ba465637458c6990e5a8c5f61d4af7e576d97ff94b872de76f8050"
     "361ee3dba91ca5c11aa25eb4d679275cc5788063a5f19741120c4f2d"
     "e2adebeb10a298dd"},
    {D11_HASH_SHA512,
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
     "54657374205573696e67204c6172676572205468616e20426c6f636b"
     "2d53697a65204b6579202d2048617368204b6579204669727374",
     "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b0137"
     "83f8f3526b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec"
     "8b915a985d786598"},
    {D11_HASH_SHA512,
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
     "5468697320697320612074657374207573696e672061206c61726765"
     "72207468616e20626c6f636b2d73697a65206b657920616e64206120"
     "6c6172676572207468616e20626c6f636b2d73697a6520646174612e"
     "20546865206b6579206e6565647320746f2062652068617368656420"
     "6265666f7265206265696e6720757365642062792074686520484d41"
     "4320616c676f726974686d2e",
     "e37b6a775dc87dbaa4dfa9f96e5e3ffddebd71f8867289865df5a32d"
     "20cdc944b6022cac3c4982b10d5eeb55c3e4de15134676fb6de04460"
     "65c97440fa8c6a58"},
};

struct wrap_vector {
    const char *kek;
    const char *plain;
    const char *wrapped;
};

/* RFC 3394, 4.1, 4.3 and 4.6. */
static const struct wrap_vector wrap_vectors[] = {
    {"000102030405060708090a0b0c0d0e0f", "00112233445566778899aabbccddeeff",
     "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5"},
    {"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
     "00112233445566778899aabbccddeeff",
     "64e8c3f9ce0f5ba263e9777905818a2a93c8191e7d6e8ae7"},
    {"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
     "00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f",
     "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e7"
     "1a99f43bfb988b9b7a02dd21"},
};

struct psk_vector {
    const char *passphrase; /* text */
    const char *ssid;       /* text */
    uint16_t iterations;
    const char *out;
};

/* IEEE Std 802.11-2020, J.4.2, then RFC 6070. */
static const struct psk_vector psk_vectors[] = {
    {"password", "IEEE", 4096,
     "f42c6fc52df0ebef9ebb4b90b38a5f902e83fe1b135a70e23aed762e9710a12e"},
    {"ThisIsAPassword", "ThisIsASSID", 4096,
     "0dc0d6eb90555ed6419756b9a15ec3e3209b63df707dd508d14581f8982721af"},
    {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ",
     4096,
     "becb93866bb8c3832cb777c2f559807c8c59afcb6eae734885001300a981cc62"},
    {"password", "salt", 1, "0c60c80f961f0e71f3a9b524af6012062fe037a6"},
    {"password", "salt", 2, "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957"},
    {"password", "salt", 4096, "4b007901b765489abead49d926f721d065a429c1"},
};

/* clang-format on */

#endif
