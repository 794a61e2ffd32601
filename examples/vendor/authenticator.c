/* The AP's side of an invented vendor's security, for the simulator. It only
 * answers: who is not answered asks again. */
#include "authenticator.h"

#include <string.h>

static void fill_random(struct dot11_sim *sim, uint8_t *octets, size_t len)
{
    while (len-- > 0)
        *octets++ = (uint8_t)dot11_sim_random(sim, 256);
}

static struct vendor_station *find(struct vendor_authenticator *a,
                                   const uint8_t *addr)
{
    for (unsigned i = 0; i < VENDOR_STATIONS; i++) {
        if (a->stations[i].used &&
            memcmp(a->stations[i].party.sta, addr, D11_ADDR_LEN) == 0)
            return &a->stations[i];
    }
    return NULL;
}

static void associated(void *ctx, const uint8_t *addr)
{
    struct vendor_authenticator *a = ctx;
    struct vendor_station *station = find(a, addr);
    struct vendor_party *party;

    for (unsigned i = 0; station == NULL && i < VENDOR_STATIONS; i++) {
        if (!a->stations[i].used)
            station = &a->stations[i];
    }
    if (station == NULL)
        return; /* no place: it stays without keys */
    memset(station, 0, sizeof *station);
    station->used = true;
    party = &station->party;
    party->ops = a->ops;
    party->crypto = a->crypto;
    party->secret_len = a->secret_len;
    memcpy(party->secret, a->secret, a->secret_len);
    memcpy(party->sta, addr, D11_ADDR_LEN);
    dot11_sim_ap_bssid(a->ap, party->ap);
}

static void send(struct vendor_authenticator *a, struct vendor_station *station,
                 enum vendor_type type, const uint8_t *body, size_t len,
                 bool plain)
{
    uint8_t packet[VENDOR_PACKET_MAX];

    len =
        vendor_write(&station->party, &station->keys, type, body, len, packet);
    if (len != 0)
        (void)dot11_sim_ap_vendor_send(a->ap, station->party.sta, packet, len,
                                       plain);
}

/* A HELLO with the same nonce again wants the same answer. */
static void take_hello(struct vendor_authenticator *a,
                       struct vendor_station *station, const uint8_t *data,
                       bool plain)
{
    struct vendor_party *party = &station->party;

    if (memcmp(party->snonce, data + VENDOR_HEADER_LEN, VENDOR_NONCE_LEN) !=
        0) {
        memcpy(party->snonce, data + VENDOR_HEADER_LEN, VENDOR_NONCE_LEN);
        fill_random(a->sim, party->anonce, VENDOR_NONCE_LEN);
        station->installed = false;
        if (!vendor_derive(party, &station->keys))
            return;
    }
    send(a, station, VENDOR_CHALLENGE, party->anonce, VENDOR_NONCE_LEN, plain);
}

static void take_proof(struct vendor_authenticator *a,
                       struct vendor_station *station, const uint8_t *data,
                       size_t len, bool plain)
{
    struct vendor_party *party = &station->party;
    uint8_t body[1 + VENDOR_WRAPPED_LEN];

    if (memcmp(party->anonce, data + VENDOR_HEADER_LEN, VENDOR_NONCE_LEN) !=
            0 ||
        !vendor_verify(party, &station->keys, data, len)) {
        a->refused++;
        return;
    }
    body[0] = a->group_id;
    if (a->ops->key_wrap(a->crypto, station->keys.kek, VENDOR_KEY_LEN,
                         a->group_key, VENDOR_KEY_LEN, body + 1) != D11_OK)
        return;
    /* KEYS goes the way that PROOF came: under the keys of before. */
    send(a, station, VENDOR_KEYS, body, sizeof body, plain);
    if (station->installed)
        return;
    station->installed = true;
    a->runs++;
    (void)dot11_sim_ap_vendor_key(a->ap, party->sta, station->keys.tk);
    (void)dot11_sim_ap_vendor_group_key(a->ap, a->group_key, a->group_id);
    (void)dot11_sim_ap_vendor_authorize(a->ap, party->sta, true);
}

static void packet(void *ctx, const uint8_t *addr, const uint8_t *data,
                   size_t len, bool was_protected)
{
    struct vendor_authenticator *a = ctx;
    struct vendor_station *station = find(a, addr);
    unsigned type = vendor_type_of(data, len);

    if (station == NULL)
        return;
    if (type == VENDOR_HELLO)
        take_hello(a, station, data, !was_protected);
    else if (type == VENDOR_PROOF)
        take_proof(a, station, data, len, !was_protected);
}

static const struct dot11_sim_vendor side = {
    .ethertype = VENDOR_ETHERTYPE,
    .associated = associated,
    .packet = packet,
};

enum dot11_err vendor_authenticator_init(struct vendor_authenticator *a,
                                         struct dot11_sim *sim,
                                         struct dot11_sim_ap *ap,
                                         const struct dot11_crypto_ops *ops,
                                         void *crypto, const char *secret)
{
    size_t len = strlen(secret);

    if (len < VENDOR_SECRET_MIN || len > VENDOR_SECRET_MAX)
        return D11_ERR_ARG;
    a->sim = sim;
    a->ap = ap;
    a->ops = ops;
    a->crypto = crypto;
    a->secret_len = (uint8_t)len;
    memcpy(a->secret, secret, len);
    a->group_id = 1;
    fill_random(sim, a->group_key, sizeof a->group_key);
    return dot11_sim_ap_set_vendor(ap, &side, a);
}

void vendor_authenticator_rekey(struct vendor_authenticator *a)
{
    a->group_id = (uint8_t)(3 - a->group_id);
    fill_random(a->sim, a->group_key, sizeof a->group_key);
    for (unsigned i = 0; i < VENDOR_STATIONS; i++) {
        if (a->stations[i].used && a->stations[i].installed)
            send(a, &a->stations[i], VENDOR_REKEY, NULL, 0, false);
    }
}
