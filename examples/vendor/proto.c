/* Packets and keys of an invented vendor's protocol. */
#include "proto.h"

#include <string.h>

const uint8_t vendor_element[VENDOR_ELEMENT_LEN] = {
    221, 5, 0x02, 0x11, 0xd1, 1, VENDOR_VERSION};

void vendor_wipe(void *octets, size_t len)
{
    volatile uint8_t *pos = octets;

    while (len-- > 0)
        *pos++ = 0;
}

/* HMAC-SHA-256 with a label and everything that names this handshake. */
static bool expand(const struct vendor_party *party, const char *label,
                   uint8_t out[32])
{
    const struct dot11_octets parts[] = {
        {(const uint8_t *)label, strlen(label)},
        {party->ap, D11_ADDR_LEN},
        {party->sta, D11_ADDR_LEN},
        {party->anonce, VENDOR_NONCE_LEN},
        {party->snonce, VENDOR_NONCE_LEN}};

    return party->ops->hmac(party->crypto, D11_HASH_SHA256, party->secret,
                            party->secret_len, parts,
                            sizeof parts / sizeof parts[0], out) == D11_OK;
}

bool vendor_derive(const struct vendor_party *party, struct vendor_keys *keys)
{
    uint8_t both[32];
    bool ok = expand(party, "vendor auth", keys->auth) &&
              expand(party, "vendor keys", both);

    if (ok) {
        memcpy(keys->kek, both, VENDOR_KEY_LEN);
        memcpy(keys->tk, both + VENDOR_KEY_LEN, VENDOR_KEY_LEN);
    }
    vendor_wipe(both, sizeof both);
    return ok;
}

static bool make_mic(const struct vendor_party *party,
                     const struct vendor_keys *keys, const uint8_t *packet,
                     size_t len, uint8_t mic[VENDOR_MIC_LEN])
{
    const struct dot11_octets part = {packet, len};
    uint8_t whole[32];

    if (party->ops->hmac(party->crypto, D11_HASH_SHA256, keys->auth,
                         sizeof keys->auth, &part, 1, whole) != D11_OK)
        return false;
    memcpy(mic, whole, VENDOR_MIC_LEN);
    vendor_wipe(whole, sizeof whole);
    return true;
}

size_t vendor_write(const struct vendor_party *party,
                    const struct vendor_keys *keys, enum vendor_type type,
                    const uint8_t *body, size_t len,
                    uint8_t packet[VENDOR_PACKET_MAX])
{
    packet[0] = VENDOR_VERSION;
    packet[1] = (uint8_t)type;
    if (len != 0)
        memcpy(packet + VENDOR_HEADER_LEN, body, len);
    len += VENDOR_HEADER_LEN;
    if (keys == NULL)
        return len;
    return make_mic(party, keys, packet, len, packet + len)
               ? len + VENDOR_MIC_LEN
               : 0;
}

unsigned vendor_type_of(const uint8_t *packet, size_t len)
{
    static const uint8_t bodies[] = {
        [VENDOR_HELLO] = VENDOR_NONCE_LEN,
        [VENDOR_CHALLENGE] = VENDOR_NONCE_LEN + VENDOR_MIC_LEN,
        [VENDOR_PROOF] = VENDOR_NONCE_LEN + VENDOR_MIC_LEN,
        [VENDOR_KEYS] = 1 + VENDOR_WRAPPED_LEN + VENDOR_MIC_LEN,
        [VENDOR_REKEY] = VENDOR_MIC_LEN,
    };

    if (len < VENDOR_HEADER_LEN || packet[0] != VENDOR_VERSION ||
        packet[1] < VENDOR_HELLO || packet[1] > VENDOR_REKEY ||
        len != VENDOR_HEADER_LEN + (size_t)bodies[packet[1]])
        return 0;
    return packet[1];
}

bool vendor_verify(const struct vendor_party *party,
                   const struct vendor_keys *keys, const uint8_t *packet,
                   size_t len)
{
    uint8_t mic[VENDOR_MIC_LEN];
    uint8_t differ = 0;

    len -= VENDOR_MIC_LEN;
    if (!make_mic(party, keys, packet, len, mic))
        return false;
    /* In constant time: how many octets were right is nobody's business. */
    for (size_t i = 0; i < VENDOR_MIC_LEN; i++)
        differ |= (uint8_t)(mic[i] ^ packet[len + i]);
    return differ == 0;
}
