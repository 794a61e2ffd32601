/* A station played by hand.
 *
 * SPDX-License-Identifier: MIT */
#include "player.h"

#include <stdlib.h>
#include <string.h>

#include "base/octets.h"
#include "frame/compose.h"
#include "frame/eapol.h"
#include "frame/header.h"
#include "frame/index.h"
#include "frame/kde.h"
#include "frame/llc.h"
#include "frame/mgmt.h"
#include "frame/tim.h"

#define RATE 12u
#define ANSWER_US 50000u

const uint8_t player_rsne[22] = {48, 20,   1,    0,    0x00, 0x0f, 0xac, 4,
                                 1,  0,    0x00, 0x0f, 0xac, 4,    1,    0,
                                 0,  0x0f, 0xac, 2,    0,    0};

static void transmit(struct player *player, uint8_t *octets, size_t len)
{
    if ((octets[0] & 0x0c) != 0x04)
        d11_store_le16(octets + 22, (uint16_t)(player->seq++ << 4));
    (void)dot11_sim_inject(player->node, octets, len, RATE);
}

/* Keys. */

static void install(struct player *player, struct d11_key *key,
                    const uint8_t *octets, uint8_t key_id, bool pairwise)
{
    const struct d11_key_params params = {
        D11_CIPHER_CCMP_128,
        pairwise ? D11_KEY_PAIRWISE | D11_KEY_TX : D11_KEY_GROUP,
        key_id,
        true,
        octets,
        16,
        0,
        NULL};
    bool fresh;

    if (d11_key_set(key, &params, player->ops, player->crypto, &fresh) ==
            D11_OK &&
        fresh)
        *(pairwise ? &player->tks : &player->gtks) += 1;
}

static void send_eapol(struct player *player, const uint8_t *eapol, size_t len)
{
    uint8_t eth[1024];

    memcpy(eth, player->bssid, 6);
    memcpy(eth + 6, player->addr, 6);
    d11_store_be16(eth + 12, D11_ETHERTYPE_EAPOL);
    memcpy(eth + 14, eapol, len);
    player_send(player, eth, 14 + len, false);
}

static void seal_and_send(struct player *player, uint8_t *frame, size_t len,
                          uint8_t *mic_at)
{
    const struct dot11_octets part = {frame, len};
    uint8_t mic[20];

    player->ops->hmac(player->crypto, D11_HASH_SHA1, player->ptk.kck, 16, &part,
                      1, mic);
    memcpy(mic_at, mic, 16);
    send_eapol(player, frame, len);
}

static void take_group_key(struct player *player,
                           const struct d11_eapol_key *key)
{
    uint8_t data[512];
    struct d11_key_data parts;
    struct d11_kde_key gtk;

    if (key->data.len < 24 || key->data.len > sizeof data ||
        player->ops->key_unwrap(player->crypto, player->ptk.kek, 16,
                                key->data.data, key->data.len,
                                data) != D11_OK ||
        !d11_key_data_decode(&parts, data, key->data.len - 8) ||
        !d11_kde_gtk_decode(&gtk, parts.gtk))
        return;
    install(player, &player->gtk[gtk.key_id], gtk.key.data, (uint8_t)gtk.key_id,
            false);
}

static void on_message1(struct player *player, const struct d11_eapol_key *key,
                        const struct d11_eapol_reply *reply)
{
    const struct d11_ptk_params params = {
        D11_AKM_PSK,   D11_CIPHER_CCMP_128, player->pmk, 32,
        player->bssid, player->addr,        key->nonce,  player->snonce};
    const struct dot11_octets rsne = {player_rsne, sizeof player_rsne};
    uint8_t frame[512];
    struct d11_wr wr = d11_wr_over(frame, sizeof frame);
    uint8_t *mic_at;

    player->m1++;
    for (unsigned i = 0; i < 32; i++)
        player->snonce[i] = (uint8_t)dot11_sim_random(player->sim, 256);
    if (d11_ptk_derive(&player->ptk, &params, player->ops, player->crypto) !=
        D11_OK)
        return;
    mic_at = d11_eapol_write_message2(&wr, reply, player->snonce, rsne);
    seal_and_send(player, frame, d11_wr_len(&wr), mic_at);
}

static void on_eapol(struct player *player, const uint8_t *octets, size_t len)
{
    const struct dot11_octets nothing = {NULL, 0};
    uint8_t frame[512];
    struct d11_wr wr = d11_wr_over(frame, sizeof frame);
    struct d11_eapol_reply reply = {0};
    struct d11_eapol_key key;
    uint8_t *mic_at;

    if (d11_eapol_key_decode(&key, octets, len, 16) != D11_DROP_NONE)
        return;
    reply.replay = key.replay;
    reply.key_version = D11_KEY_INFO_VERSION_AES_SHA1;
    reply.version = 1;
    reply.mic_len = 16;
    if ((key.info & D11_KEY_INFO_MIC) == 0) {
        if (player->supplicant)
            on_message1(player, &key, &reply);
        return;
    }
    if ((key.info & D11_KEY_INFO_PAIRWISE) != 0) {
        player->m3++;
        if (!player->supplicant)
            return;
        take_group_key(player, &key);
        mic_at = d11_eapol_write_message4(&wr, &reply, nothing);
        seal_and_send(player, frame, d11_wr_len(&wr), mic_at);
        install(player, &player->tk, player->ptk.tk, 0, true);
        return;
    }
    player->g1++;
    if (!player->supplicant)
        return;
    take_group_key(player, &key);
    mic_at = d11_eapol_write_group2(&wr, &reply, nothing);
    seal_and_send(player, frame, d11_wr_len(&wr), mic_at);
}

/* Hearing. */

static bool decrypt(struct player *player, uint8_t *mpdu, size_t *len,
                    const struct d11_header *h)
{
    struct d11_ccmp_frame frame = {0};

    if (*len < h->len + 16u)
        return false;
    frame.mpdu = mpdu;
    frame.len = (uint32_t)*len;
    frame.header_len = h->len;
    frame.key = d11_addr_is_group(h->a1) ? &player->gtk[mpdu[h->len + 3] >> 6]
                                         : &player->tk;
    if (frame.key->cipher == NULL ||
        d11_ccmp_open(&frame, 1, &player->ccmp, player->ops, player->crypto) !=
            1)
        return false;
    memmove(mpdu + h->len, mpdu + h->len + 8, frame.body_len);
    *len = h->len + frame.body_len;
    return true;
}

static void on_data(struct player *player, const uint8_t *octets, size_t len)
{
    uint8_t mpdu[PLAYER_ETH_MAX + 64];
    struct d11_ethernet eth;
    struct d11_header h;

    if (len > sizeof mpdu)
        return;
    memcpy(mpdu, octets, len);
    if (d11_header_decode(&h, mpdu, len) != D11_DROP_NONE ||
        !d11_header_from_ds(&h) || d11_header_to_ds(&h))
        return;
    player->more_data = (h.flags & D11_FC1_MORE_DATA) != 0;
    player->last_protected = d11_header_protected(&h);
    if ((h.subtype & D11_DATA_NULL) != 0) {
        player->nulls++;
        return;
    }
    if (d11_header_protected(&h) && !decrypt(player, mpdu, &len, &h)) {
        player->undecryptable++;
        return;
    }
    if (d11_llc_ethertype(mpdu + h.len, len - h.len) == D11_ETHERTYPE_EAPOL) {
        on_eapol(player, mpdu + h.len + 8, len - h.len - 8);
        return;
    }
    if (!d11_llc_to_ethernet(&eth, mpdu + h.len, len - h.len, h.a1, h.a3))
        return;
    player->data++;
    memcpy(player->eth, eth.data, eth.len);
    player->eth_len = eth.len;
    if (dot11_sim_ping_rx(&player->ping, eth.data, eth.len, NULL) !=
        DOT11_SIM_PING_OTHER)
        player->replies++;
}

static void on_beacon(struct player *player, const struct d11_header *h,
                      const uint8_t *body, size_t len)
{
    struct d11_beacon beacon;
    struct d11_index index;
    struct dot11_octets tim_body;
    struct d11_tim tim;

    if (!d11_addr_equal(h->a3, player->bssid) ||
        !d11_beacon_decode(&beacon, body, len))
        return;
    d11_index_build(&index, beacon.elements.data, beacon.elements.len);
    player->ssid_len = (uint8_t)d11_index_body(&index, D11_SLOT_SSID).len;
    if (h->subtype == D11_MGMT_PROBE_RESP) {
        player->probe_responses++;
        return;
    }
    player->beacons++;
    tim_body = d11_index_body(&index, D11_SLOT_TIM);
    if (!d11_tim_decode(&tim, tim_body.data, tim_body.len))
        return;
    player->tim_us = player->aid != 0 && d11_tim_has_aid(&tim, player->aid);
    player->tim_group = tim.group;
    player->dtim = tim.dtim_count == 0;
}

static void on_mgmt(struct player *player, const struct d11_header *h,
                    const uint8_t *body, size_t len)
{
    struct d11_auth auth;
    struct d11_assoc_resp resp;
    struct d11_leave leave;

    switch (h->subtype) {
    case D11_MGMT_BEACON:
    case D11_MGMT_PROBE_RESP: on_beacon(player, h, body, len); break;
    case D11_MGMT_AUTH:
        if (d11_auth_decode(&auth, body, len)) {
            player->auths++;
            player->status = auth.status;
        }
        break;
    case D11_MGMT_ASSOC_RESP:
    case D11_MGMT_REASSOC_RESP:
        if (d11_assoc_resp_decode(&resp, body, len)) {
            player->assocs++;
            player->status = resp.status;
            player->aid = resp.aid;
        }
        break;
    case D11_MGMT_DEAUTH:
    case D11_MGMT_DISASSOC:
        if (d11_leave_decode(&leave, body, len)) {
            *(h->subtype == D11_MGMT_DEAUTH ? &player->deauths
                                            : &player->disassocs) += 1;
            player->reason = leave.reason;
        }
        break;
    default: break;
    }
}

static void on_frame(void *ctx, const uint8_t *octets, size_t len,
                     int8_t signal_dbm)
{
    struct player *player = ctx;
    struct d11_header h;

    (void)signal_dbm;
    if (d11_header_decode(&h, octets, len) != D11_DROP_NONE ||
        (!d11_addr_is_group(h.a1) && !d11_addr_equal(h.a1, player->addr)))
        return;
    if (h.type == D11_TYPE_MGMT)
        on_mgmt(player, &h, octets + h.len, len - h.len);
    else if (h.type == D11_TYPE_DATA && d11_addr_equal(h.a2, player->bssid))
        on_data(player, octets, len);
}

void player_init(struct player *player, struct dot11_sim *sim,
                 const struct dot11_crypto_ops *ops, void *crypto,
                 const uint8_t addr[6], const uint8_t bssid[6],
                 uint16_t freq_mhz)
{
    static const uint8_t own_ip[4] = {10, 0, 0, 9};
    size_t state = ops != NULL ? d11_cipher_state_size(ops, crypto) : 0;

    memset(player, 0, sizeof *player);
    player->sim = sim;
    player->ops = ops;
    player->crypto = crypto;
    player->supplicant = true;
    memcpy(player->addr, addr, 6);
    memcpy(player->bssid, bssid, 6);
    memcpy(player->ping.own_addr, addr, 6);
    memcpy(player->ping.own_ip, own_ip, 4);
    player->ping.id = 7;
    player->node = dot11_sim_raw(sim, addr, freq_mhz, on_frame, player);
    if (state == 0)
        return;
    d11_key_init(&player->tk, calloc(1, state), state);
    for (unsigned i = 0; i < 4; i++)
        d11_key_init(&player->gtk[i], calloc(1, state), state);
    player->ccmp_mem = calloc(1, d11_ccmp_scratch_size(1));
    d11_ccmp_scratch_init(&player->ccmp, player->ccmp_mem, 1);
}

void player_free(struct player *player)
{
    void *states[5] = {player->tk.state, player->gtk[0].state,
                       player->gtk[1].state, player->gtk[2].state,
                       player->gtk[3].state};

    if (player->ops == NULL)
        return;
    d11_key_wipe(&player->tk, player->ops, player->crypto);
    for (unsigned i = 0; i < 4; i++)
        d11_key_wipe(&player->gtk[i], player->ops, player->crypto);
    for (unsigned i = 0; i < 5; i++)
        free(states[i]);
    free(player->ccmp_mem);
}

/* Sending. */

static struct d11_rates all_rates(void)
{
    struct d11_rates rates = {D11_RATES_ALL, 0, 0};

    return rates;
}

void player_probe(struct player *player, const char *ssid)
{
    static const uint8_t all[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    const struct d11_addrs addrs = {all, player->addr, all};
    struct d11_probe_req_fields fields = {0};
    uint8_t frame[256];
    struct d11_wr wr = d11_wr_over(frame, sizeof frame);

    fields.ssid.data = (const uint8_t *)ssid;
    fields.ssid.len = strlen(ssid);
    fields.rates = all_rates();
    d11_compose_probe_req(&wr, &addrs, &fields);
    transmit(player, frame, d11_wr_len(&wr));
}

void player_auth(struct player *player)
{
    const struct d11_addrs addrs = {player->bssid, player->addr, player->bssid};
    const struct dot11_octets nothing = {NULL, 0};
    uint8_t frame[64];
    struct d11_wr wr = d11_wr_over(frame, sizeof frame);

    d11_compose_auth(&wr, &addrs, D11_AUTH_OPEN, 1, 0, nothing);
    transmit(player, frame, d11_wr_len(&wr));
}

void player_assoc(struct player *player, const char *ssid,
                  struct dot11_octets rsne)
{
    const struct d11_addrs addrs = {player->bssid, player->addr, player->bssid};
    struct d11_assoc_req_fields fields = {0};
    uint8_t frame[512];
    struct d11_wr wr = d11_wr_over(frame, sizeof frame);

    fields.ssid.data = (const uint8_t *)ssid;
    fields.ssid.len = strlen(ssid);
    fields.rates = all_rates();
    fields.rsne = rsne;
    fields.capability = D11_CAP_ESS;
    fields.listen_interval = 10;
    fields.wmm = player->qos;
    d11_compose_assoc_req(&wr, &addrs, &fields);
    transmit(player, frame, d11_wr_len(&wr));
}

void player_disassoc(struct player *player)
{
    const struct d11_addrs addrs = {player->bssid, player->addr, player->bssid};
    uint8_t frame[64];
    struct d11_wr wr = d11_wr_over(frame, sizeof frame);

    d11_compose_disassoc(&wr, &addrs, D11_REASON_DISASSOC_LEAVING);
    transmit(player, frame, d11_wr_len(&wr));
}

void player_null(struct player *player)
{
    uint8_t frame[64];
    struct d11_wr wr = d11_wr_over(frame, sizeof frame);

    d11_compose_null(&wr, player->bssid, player->addr, player->dozing);
    transmit(player, frame, d11_wr_len(&wr));
}

void player_ps_poll(struct player *player)
{
    uint8_t frame[64];
    struct d11_wr wr = d11_wr_over(frame, sizeof frame);

    d11_compose_ps_poll(&wr, player->bssid, player->addr, player->aid);
    transmit(player, frame, d11_wr_len(&wr));
}

void player_send(struct player *player, const uint8_t *eth, size_t len,
                 bool plain)
{
    uint8_t mpdu[PLAYER_ETH_MAX + 64] = {0};
    size_t header_len = player->qos ? 26 : 24;
    bool protect = !plain && player->tk.cipher != NULL;
    uint8_t *body = mpdu + header_len + (protect ? 8 : 0);
    uint8_t copy[PLAYER_ETH_MAX];
    struct d11_msdu msdu;

    memcpy(copy, eth, len);
    if (!d11_ethernet_to_llc(&msdu, copy, len))
        return;
    mpdu[0] = player->qos ? 0x88 : 0x08;
    mpdu[1] = (uint8_t)(D11_FC1_TO_DS | (player->dozing ? D11_FC1_PM : 0));
    memcpy(mpdu + 4, player->bssid, 6);
    memcpy(mpdu + 10, player->addr, 6);
    memcpy(mpdu + 16, msdu.da, 6);
    memcpy(body, msdu.data, msdu.len);
    len = (size_t)(body - mpdu) + msdu.len;
    if (protect) {
        struct d11_ccmp_frame frame = {0};

        frame.mpdu = mpdu;
        frame.len = (uint32_t)len;
        frame.header_len = (uint8_t)header_len;
        frame.key = &player->tk;
        if (d11_ccmp_seal(&frame, 1, &player->ccmp, player->ops,
                          player->crypto) != 1)
            return;
        len += 8;
    }
    transmit(player, mpdu, len);
}

bool player_connect(struct player *player, const char *ssid, bool secured)
{
    struct dot11_octets rsne = {player_rsne, secured ? sizeof player_rsne : 0};
    uint32_t auths = player->auths, assocs = player->assocs;
    uint32_t tks = player->tks;

    player_auth(player);
    dot11_sim_run_for(player->sim, ANSWER_US);
    if (player->auths == auths || player->status != 0)
        return false;
    player_assoc(player, ssid, rsne);
    dot11_sim_run_for(player->sim, ANSWER_US);
    if (player->assocs == assocs || player->status != 0)
        return false;
    return !secured || player->tks != tks;
}

unsigned player_ping(struct player *player, const uint8_t ip[4], unsigned count,
                     size_t payload)
{
    uint8_t eth[PLAYER_ETH_MAX];
    uint32_t before = player->ping.received;
    size_t len;

    memcpy(player->ping.peer_ip, ip, 4);
    for (unsigned i = 0; i < count + 1; i++) {
        if (i == count && player->ping.received - before == count)
            break;
        len = dot11_sim_ping_next(&player->ping, payload, eth, sizeof eth);
        player_send(player, eth, len, false);
        dot11_sim_run_for(player->sim, ANSWER_US);
    }
    return player->ping.received - before;
}
