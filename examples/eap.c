/* dot11-station: an EAP engine for 802.1X, with one method: EAP-GPSK.
 *
 * SPDX-License-Identifier: MIT
 * RFC 3748, RFC 5433, cipher suite 1 (AES-CMAC). It shows how a host hooks its
 * own EAP into onex.h: packets come in while the library is being called, so
 * the engine keeps its answer until eap_turn(). */
#include "eap.h"

#include <string.h>

enum { REQUEST = 1, RESPONSE = 2, SUCCESS = 3, FAILURE = 4 };
enum { TYPE_IDENTITY = 1, TYPE_NAK = 3, TYPE_GPSK = 51 };
enum { GPSK_1 = 1, GPSK_2 = 2, GPSK_3 = 3, GPSK_4 = 4 };

#define HEADER 5u /* code, identifier, length, type */
#define SUITE_LEN 6u
#define KS 16u /* octets of keys and MACs of suite 1 */
#define MSK_LEN 64u
#define KDF_LEN (2 * MSK_LEN + 2 * KS)

static const uint8_t suite[SUITE_LEN] = {0, 0, 0, 0, 0, 1};

/* --- Octets --------------------------------------------------------------- */

static void put(struct eap *eap, const void *octets, size_t len)
{
    if (len > sizeof(eap->answer) - eap->answer_len)
        eap->overflow = true;
    else if (len != 0)
        memcpy(eap->answer + eap->answer_len, octets, len);
    if (!eap->overflow)
        eap->answer_len += len;
}

static void put_be16(struct eap *eap, size_t value)
{
    const uint8_t octets[2] = {(uint8_t)(value >> 8), (uint8_t)value};

    put(eap, octets, 2);
}

static void put_string(struct eap *eap, const void *octets, size_t len)
{
    put_be16(eap, len);
    put(eap, octets, len);
}

/* What is left of a packet; NULL when it is over too soon. */
static const uint8_t *take(struct dot11_octets *from, size_t len)
{
    const uint8_t *at = from->data;

    if (at == NULL || len > from->len) {
        from->data = NULL;
        return NULL;
    }
    from->data += len;
    from->len -= len;
    return at;
}

static const uint8_t *take_string(struct dot11_octets *from, size_t *len)
{
    const uint8_t *size = take(from, 2);

    *len = size != NULL ? (size_t)size[0] << 8 | size[1] : 0;
    return take(from, *len);
}

static void begin_answer(struct eap *eap, uint8_t type)
{
    const uint8_t header[HEADER] = {RESPONSE, eap->identifier, 0, 0, type};

    eap->overflow = false;
    eap->answer_len = 0;
    put(eap, header, sizeof header);
}

static void end_answer(struct eap *eap)
{
    eap->answer[2] = (uint8_t)(eap->answer_len >> 8);
    eap->answer[3] = (uint8_t)eap->answer_len;
    eap->has_answer = !eap->overflow;
}

/* --- Keys ----------------------------------------------------------------- */

/* RFC 5433, 4: GKDF. */
static bool derive(struct eap *eap, const uint8_t key[KS],
                   const struct dot11_octets *from, size_t count, uint8_t *out,
                   size_t len)
{
    const struct dot11_crypto_ops *ops = dot11_crypto_host_ops();
    struct dot11_octets parts[8];
    uint8_t number[2] = {0, 0};

    parts[0].data = number;
    parts[0].len = sizeof number;
    memcpy(parts + 1, from, count * sizeof parts[0]);
    for (size_t at = 0; at < len; at += KS) {
        number[1]++;
        if (ops->cmac(eap->crypto, key, KS, parts, count + 1, out + at) !=
            D11_OK)
            return false;
    }
    return true;
}

static bool make_keys(struct eap *eap)
{
    const uint8_t psk_len[2] = {0, eap->psk_len};
    const struct dot11_octets from[] = {
        {psk_len, 2},
        {eap->psk, eap->psk_len},
        {suite, SUITE_LEN},
        {eap->rand_peer, EAP_RAND_LEN},
        {(const uint8_t *)eap->identity, eap->identity_len},
        {eap->rand_server, EAP_RAND_LEN},
        {eap->server, eap->server_len},
    };
    uint8_t mk[KS], out[KDF_LEN];
    bool ok = derive(eap, eap->psk, from, 7, mk, KS) &&
              derive(eap, mk, from + 3, 4, out, sizeof out);

    memcpy(eap->msk, out, MSK_LEN);
    memcpy(eap->sk, out + (size_t)2 * MSK_LEN, KS);
    memset(mk, 0, sizeof mk);
    memset(out, 0, sizeof out);
    return ok;
}

static bool make_mac(struct eap *eap, const uint8_t *data, size_t len,
                     uint8_t mac[KS])
{
    const struct dot11_octets part = {data, len};

    return dot11_crypto_host_ops()->cmac(eap->crypto, eap->sk, KS, &part, 1,
                                         mac) == D11_OK;
}

/* --- EAP-GPSK ------------------------------------------------------------- */

static bool offers_suite(const uint8_t *list, size_t len)
{
    for (size_t i = 0; i + SUITE_LEN <= len; i += SUITE_LEN) {
        if (memcmp(list + i, suite, SUITE_LEN) == 0)
            return true;
    }
    return false;
}

/* The MAC is over all behind the opcode. */
static void seal(struct eap *eap)
{
    const size_t start = HEADER + 1u;
    uint8_t mac[KS];

    if (!make_mac(eap, eap->answer + start, eap->answer_len - start, mac))
        return;
    put(eap, mac, KS);
    end_answer(eap);
}

static void on_gpsk_1(struct eap *eap, struct dot11_octets in)
{
    size_t server_len, list_len;
    const uint8_t *server = take_string(&in, &server_len);
    const uint8_t *rand = take(&in, EAP_RAND_LEN);
    const uint8_t *list = take_string(&in, &list_len);
    const uint8_t opcode = GPSK_2;

    if (list == NULL || server_len > sizeof(eap->server) ||
        !offers_suite(list, list_len) ||
        dot11_crypto_host_random(eap->rand_peer, EAP_RAND_LEN) != D11_OK)
        return;
    memcpy(eap->server, server, server_len);
    eap->server_len = server_len;
    memcpy(eap->rand_server, rand, EAP_RAND_LEN);
    if (!make_keys(eap))
        return;
    begin_answer(eap, TYPE_GPSK);
    put(eap, &opcode, 1);
    put_string(eap, eap->identity, eap->identity_len);
    put_string(eap, eap->server, eap->server_len);
    put(eap, eap->rand_peer, EAP_RAND_LEN);
    put(eap, eap->rand_server, EAP_RAND_LEN);
    put_string(eap, list, list_len);
    put(eap, suite, SUITE_LEN);
    put_be16(eap, 0);
    seal(eap);
    eap->state = EAP_WAIT_3;
}

static void on_gpsk_3(struct eap *eap, struct dot11_octets in)
{
    const uint8_t *start = in.data;
    size_t server_len, payload_len;
    const uint8_t *rands = take(&in, (size_t)2 * EAP_RAND_LEN);
    const uint8_t *server = take_string(&in, &server_len);
    const uint8_t *chosen = take(&in, SUITE_LEN);
    const uint8_t *payload = take_string(&in, &payload_len);
    const uint8_t *mac = take(&in, KS);
    const uint8_t opcode = GPSK_4;
    uint8_t expected[KS];
    uint8_t differs = 0;

    if (eap->state != EAP_WAIT_3 || mac == NULL || payload == NULL ||
        server_len != eap->server_len ||
        memcmp(server, eap->server, server_len) != 0 ||
        memcmp(chosen, suite, SUITE_LEN) != 0 ||
        memcmp(rands, eap->rand_peer, EAP_RAND_LEN) != 0 ||
        memcmp(rands + EAP_RAND_LEN, eap->rand_server, EAP_RAND_LEN) != 0 ||
        !make_mac(eap, start, (size_t)(mac - start), expected))
        return;
    for (unsigned i = 0; i < KS; i++)
        differs |= (uint8_t)(expected[i] ^ mac[i]);
    if (differs != 0)
        return;
    begin_answer(eap, TYPE_GPSK);
    put(eap, &opcode, 1);
    put_be16(eap, 0);
    seal(eap);
    eap->state = EAP_PROVEN;
}

/* --- EAP ------------------------------------------------------------------ */

static void on_request(struct eap *eap, uint8_t type, struct dot11_octets in)
{
    const uint8_t wanted = TYPE_GPSK;
    const uint8_t *opcode;

    if (type == TYPE_IDENTITY) {
        begin_answer(eap, TYPE_IDENTITY);
        put(eap, eap->identity, eap->identity_len);
        end_answer(eap);
        eap->state = EAP_WAIT_1;
        return;
    }
    if (type != TYPE_GPSK) {
        begin_answer(eap, TYPE_NAK);
        put(eap, &wanted, 1);
        end_answer(eap);
        return;
    }
    opcode = take(&in, 1);
    if (opcode != NULL && *opcode == GPSK_1)
        on_gpsk_1(eap, in);
    else if (opcode != NULL && *opcode == GPSK_3)
        on_gpsk_3(eap, in);
}

static void packet(void *engine, const uint8_t *octets, size_t len)
{
    struct eap *eap = engine;
    const size_t said = (size_t)octets[2] << 8 | octets[3];

    eap->has_answer = false;
    if (len < 4 || said > len)
        return;
    eap->identifier = octets[1];
    if (octets[0] == REQUEST && said >= HEADER) {
        const struct dot11_octets in = {octets + HEADER, said - HEADER};

        on_request(eap, octets[4], in);
    } else if (octets[0] == SUCCESS && eap->state == EAP_PROVEN) {
        /* Success proves nothing by itself: the method has ended well. */
        eap->state = EAP_DONE;
    } else if (octets[0] == FAILURE && eap->state != EAP_PROVEN) {
        eap->state = EAP_FAILED;
    }
}

static enum dot11_err start(void *engine, struct dot11_onex *onex,
                            struct dot11_sta *sta, const uint8_t *peer,
                            const struct dot11_octets *attributes)
{
    struct eap *eap = engine;

    (void)sta;
    (void)peer;
    (void)attributes;
    if (eap->psk_len < KS)
        return D11_ERR_ARG;
    eap->onex = onex;
    eap->state = EAP_WAIT_1;
    eap->has_answer = false;
    return D11_OK;
}

static void stop(void *engine)
{
    struct eap *eap = engine;

    eap->onex = NULL;
    eap->has_answer = false;
    memset(eap->msk, 0, sizeof eap->msk);
}

const struct dot11_onex_engine eap_engine = {
    .size = sizeof(struct dot11_onex_engine),
    .start = start,
    .packet = packet,
    .stop = stop,
};

void eap_turn(struct eap *eap, uint64_t now_us)
{
    struct dot11_onex_result result;
    struct dot11_onex *onex = eap->onex;

    if (onex == NULL)
        return;
    if (eap->has_answer) {
        eap->has_answer = false;
        (void)dot11_onex_send(onex, eap->answer, eap->answer_len, now_us);
    }
    if (eap->state != EAP_DONE && eap->state != EAP_FAILED)
        return;
    memset(&result, 0, sizeof result);
    if (eap->state == EAP_DONE) {
        result.status = D11_ONEX_SUCCESS;
        result.recv_key_len = result.send_key_len = D11_ONEX_KEY_MAX;
        memcpy(result.recv_key, eap->msk, D11_ONEX_KEY_MAX);
        memcpy(result.send_key, eap->msk + D11_ONEX_KEY_MAX, D11_ONEX_KEY_MAX);
    } else {
        result.status = D11_ONEX_FAILURE;
        result.err = D11_ERR_BAD_KEY;
    }
    eap->onex = NULL;
    (void)dot11_onex_done(onex, &result, now_us);
    memset(&result, 0, sizeof result);
    memset(eap->msk, 0, sizeof eap->msk);
}
