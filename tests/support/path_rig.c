/* What the tests of src/rx and src/tx share.
 *
 * SPDX-License-Identifier: MIT */
#include "path_rig.h"

#include <stdalign.h>

#include <dot11/offload.h>

#include "base/octets.h"
#include "crypto/ccmp.h"
#include "frame/header.h"
#include "frame/llc.h"

#define STATE_OCTETS 1024u
#define PATH_OCTETS 16384u
#define DEFAULT_LEN 32u
#define DEFAULT_TYPE 0x88b5u

struct rig rig;

const uint8_t rig_ap[6] = {0x02, 0, 0, 0, 0, 0xa0};
const uint8_t rig_own[RIG_STATIONS][6] = {{0x02, 0, 0, 0, 0, 0x10},
                                          {0x02, 0, 0, 0, 0, 0x11}};
const uint8_t rig_other[6] = {0x02, 0, 0, 0, 0, 0x77};
const uint8_t rig_broadcast[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};

/* Two keys of each station and two of each link's group; as many at the AP. */
static max_align_t states[16][STATE_OCTETS / sizeof(max_align_t)];
static max_align_t rx_memory[PATH_OCTETS / sizeof(max_align_t)];
static max_align_t tx_memory[PATH_OCTETS / sizeof(max_align_t)];
static uint32_t drops_seen[D11_DROP_COUNT];

/* The host. */

struct dot11_frame *rig_alloc(size_t headroom)
{
    for (size_t i = 0; i < RIG_FRAMES; i++) {
        struct rig_frame *slot = &rig.frames[i];

        if (slot->used)
            continue;
        slot->used = true;
        rig.in_use++;
        dot11_frame_init(&slot->frame, slot->mem, sizeof(slot->mem), headroom);
        slot->frame.owner = slot;
        return &slot->frame;
    }
    fail_msg("the rig has no frame");
    return NULL;
}

static void give_back(struct dot11_frame *frame)
{
    struct rig_frame *slot = frame->owner;

    assert_true(slot->used);
    slot->used = false;
    rig.in_use--;
}

static struct dot11_frame *host_alloc(void *host, size_t headroom, size_t len)
{
    (void)host;
    (void)len;
    return rig_alloc(headroom);
}

static void host_free(void *host, struct dot11_frame *const *frames, size_t n)
{
    (void)host;
    for (size_t i = 0; i < n; i++)
        give_back(frames[i]);
}

static void host_deliver(void *host, struct dot11_sta *sta,
                         const struct dot11_msdu *msdus, size_t n)
{
    (void)host;
    assert_true(n > 0 && n <= RIG_BURST);
    rig.deliver_calls++;
    for (size_t i = 0; i < n; i++) {
        assert_true(rig.msdu_count < RIG_RECORDS);
        assert_int_equal(msdus[i].session_id, msdus[0].session_id);
        rig.msdu_sta[rig.msdu_count] = sta;
        rig.msdus[rig.msdu_count++] = msdus[i];
    }
}

static void host_tx_done(void *host, struct dot11_sta *sta,
                         const struct dot11_tx_done *done, size_t n)
{
    (void)host;
    (void)sta;
    for (size_t i = 0; i < n; i++) {
        assert_true(rig.done_count < RIG_RECORDS);
        rig.done[rig.done_count++] = done[i];
        give_back(done[i].frame);
    }
}

static void host_tx_flow(void *host, struct dot11_sta *sta,
                         uint32_t stopped_acs)
{
    (void)host;
    (void)sta;
    rig.stopped = stopped_acs;
    rig.flow_calls++;
}

/* The radio. */

static size_t radio_tx(void *hw, const struct dot11_tx *burst, size_t n)
{
    size_t taken = n < rig.radio_room ? n : rig.radio_room;

    (void)hw;
    for (size_t i = 0; i < taken; i++) {
        assert_true(rig.radio_count < RIG_RECORDS);
        rig.radio[rig.radio_count++] = burst[i];
    }
    rig.radio_room -= taken;
    return taken;
}

/* The layers above. */

static enum dot11_drop take_mgmt(void *arg, struct d11_vif *vif,
                                 const struct d11_header *header,
                                 const struct dot11_rx *rx, bool was_protected)
{
    (void)arg;
    assert_ptr_equal(rx->frame->data + 10, header->a2);
    assert_false(was_protected);
    rig.mgmt_vif = vif;
    rig.mgmt_subtype = header->subtype;
    rig.mgmt_count++;
    if (rig.on_sink != NULL)
        rig.on_sink();
    return rig.verdict;
}

static enum dot11_drop take_packet(void *arg, struct d11_vif *vif,
                                   struct d11_peer *peer,
                                   const struct dot11_ext_packet *packet)
{
    (void)arg;
    assert_ptr_equal(vif->peers, peer);
    assert_true(packet->len <= sizeof(rig.packet_data));
    rig.packet = *packet;
    memcpy(rig.packet_data, packet->data, packet->len);
    rig.packet_count++;
    if (rig.on_sink != NULL)
        rig.on_sink();
    return rig.verdict;
}

static void take_sent(void *arg, struct d11_vif *vif, enum d11_tx_kind kind,
                      uint16_t cookie, bool acked)
{
    (void)arg;
    (void)vif;
    assert_true(rig.sent_count < RIG_RECORDS);
    rig.sent[rig.sent_count].kind = kind;
    rig.sent[rig.sent_count].cookie = cookie;
    rig.sent[rig.sent_count].acked = acked;
    rig.sent_count++;
    if (rig.on_sent != NULL)
        rig.on_sent();
}

static void make_env(const struct dot11_crypto_ops *ops, void *crypto)
{
    struct d11_env *env = &rig.env;

    rig.caps.size = sizeof(rig.caps);
    rig.caps.flags = D11_HW_TX_STATUS;
    rig.caps.tx_headroom = 4;
    rig.caps.tx_tailroom = 4;
    env->caps = &rig.caps;
    env->config.rx_burst = RIG_BURST;
    env->config.tx_queue = 16;
    env->config.tx_pending = 64;
    env->config.drop_group_unicast_ip = true;
    env->config.crypto = crypto;
    env->crypto_ops = *ops;
    env->host_ops.frame_alloc = host_alloc;
    env->host_ops.frame_free = host_free;
    env->host_ops.deliver = host_deliver;
    env->host_ops.tx_done = host_tx_done;
    env->host_ops.tx_flow = host_tx_flow;
    env->hw_ops.tx = radio_tx;
    env->now_us = 1000;
    rig.parts[D11_PART_OFFLOAD] = &dot11_offload;
    env->parts = rig.parts;
}

static void make_station(unsigned i)
{
    struct d11_vif *vif = &rig.vifs[i];
    struct d11_peer *peer = &rig.peers[i];

    rig.vif_list[i] = vif;
    vif->env = &rig.env;
    /* Never looked into: it only tells one station from the other. */
    vif->sta = (struct dot11_sta *)(void *)vif;
    vif->active = true;
    vif->peers = peer;
    vif->peer_count = 1;
    vif->links[0].joined = true;
    vif->links[0].channel.freq_mhz = 2412;
    memcpy(vif->addr, rig_own[i], 6);
    memcpy(vif->links[0].addr, rig_own[i], 6);
    memcpy(vif->links[0].bssid, rig_ap, 6);
    memcpy(peer->addr, rig_ap, 6);
    peer->associated = true;
    peer->authorized = true;
    peer->qos = true;
    peer->session_id = 7 + i;
    peer->link = &vif->links[0];
    for (unsigned k = 0; k < D11_SEQ_COUNT; k++)
        peer->rx_seq[k] = D11_SEQ_NONE;
    for (unsigned k = 0; k < 2; k++) {
        d11_key_init(&peer->keys[k], states[4 * i + k], sizeof(states[0]));
        d11_key_init(&vif->links[0].gtk[k], states[4 * i + 2 + k],
                     sizeof(states[0]));
    }
    d11_key_init(&rig.ap_pairwise[i], states[8 + i], sizeof(states[0]));
}

void rig_setup(const struct dot11_crypto_ops *provider, void *crypto)
{
    /* The caller may name the rig's own copy. */
    const struct dot11_crypto_ops ops = *provider;

    memset(&rig, 0, sizeof(rig));
    memset(drops_seen, 0, sizeof(drops_seen));
    rig.vif_count = RIG_STATIONS;
    rig.radio_room = RIG_RECORDS;
    rig.verdict = D11_DROP_NONE;
    make_env(&ops, crypto);
    for (unsigned i = 0; i < RIG_STATIONS; i++)
        make_station(i);
    d11_key_init(&rig.ap_group, states[10], sizeof(states[0]));

    rig.rx.env = &rig.env;
    rig.rx.vifs = rig.vif_list;
    rig.rx.vif_count = &rig.vif_count;
    rig.rx.sinks.mgmt = take_mgmt;
    rig.rx.sinks.security = take_packet;
    assert_true(d11_rx_path_size(&rig.env.config) <= sizeof(rx_memory));
    d11_rx_path_init(&rig.rx, rx_memory, &rig.env.config);
    rig.tx.env = &rig.env;
    rig.tx.vifs = rig.vif_list;
    rig.tx.vif_count = &rig.vif_count;
    rig.tx.sent = take_sent;
    assert_true(d11_tx_path_size(&rig.env.config) <= sizeof(tx_memory));
    d11_tx_path_init(&rig.tx, tx_memory, &rig.env.config);
}

static void wipe(struct d11_key *key)
{
    d11_key_wipe(key, &rig.env.crypto_ops, rig.env.config.crypto);
}

void rig_teardown(void)
{
    rig.on_sent = NULL;
    rig_return();
    for (unsigned i = 0; i < RIG_STATIONS; i++) {
        d11_tx_flush(&rig.tx, &rig.vifs[i], D11_ERR_CANCELLED);
        for (unsigned k = 0; k < 2; k++) {
            wipe(&rig.peers[i].keys[k]);
            wipe(&rig.vifs[i].links[0].gtk[k]);
        }
        wipe(&rig.ap_pairwise[i]);
    }
    rig_status(rig.radio_count, true, false);
    wipe(&rig.ap_group);
    assert_int_equal(rig.in_use, 0);
    assert_int_equal(rig.env.tx_out, 0);
}

/* Keys. */

static void install(struct d11_key *key, uint16_t flags, uint8_t key_id,
                    uint8_t seed, uint64_t rx_pn)
{
    uint8_t octets[16];
    struct d11_key_params params = {
        .suite = D11_CIPHER_CCMP_128,
        .flags = flags,
        .key_id = key_id,
        .software = true,
        .octets = octets,
        .len = sizeof(octets),
        .rx_pn = rx_pn,
    };
    bool fresh;

    memset(octets, seed, sizeof(octets));
    assert_int_equal(d11_key_set(key, &params, &rig.env.crypto_ops,
                                 rig.env.config.crypto, &fresh),
                     D11_OK);
    assert_true(fresh);
}

void rig_protect(void)
{
    for (unsigned i = 0; i < RIG_STATIONS; i++) {
        rig.vifs[i].links[0].is_protected = true;
        rig.vifs[i].ethertypes[0] = D11_ETHERTYPE_EAPOL;
        rig.vifs[i].ethertype_count = 1;
        rig.peers[i].controlled = true;
        rig.peers[i].authorized = false;
        rig.peers[i].verified = false;
    }
}

void rig_install_pairwise(unsigned station, uint8_t seed)
{
    install(&rig.peers[station].keys[0], D11_KEY_PAIRWISE | D11_KEY_TX, 0, seed,
            0);
    install(&rig.ap_pairwise[station], D11_KEY_PAIRWISE | D11_KEY_TX, 0, seed,
            0);
}

void rig_use_second(unsigned station, uint8_t seed)
{
    install(&rig.peers[station].keys[1], D11_KEY_PAIRWISE | D11_KEY_TX, 1, seed,
            0);
    rig.peers[station].tx_key = 1;
}

void rig_install_group(uint8_t key_id, uint8_t seed, uint64_t rsc)
{
    for (unsigned i = 0; i < RIG_STATIONS; i++)
        install(&rig.vifs[i].links[0].gtk[key_id % 2], D11_KEY_GROUP, key_id,
                seed, rsc);
    install(&rig.ap_group, D11_KEY_GROUP | D11_KEY_TX, key_id, seed, 0);
    rig.ap_group.tx_pn = rsc;
}

void rig_install_hw(unsigned station, uint16_t flags)
{
    rig_install_pairwise(station, (uint8_t)(0x40 + station));
    rig.peers[station].keys[0].flags |= (uint16_t)(D11_KEY_HW | flags);
    rig.peers[station].keys[0].hw_slot = (uint16_t)(30 + station);
}

void rig_secure(void)
{
    rig_protect();
    for (unsigned i = 0; i < RIG_STATIONS; i++) {
        rig_install_pairwise(i, (uint8_t)(0x40 + i));
        rig.peers[i].authorized = true;
    }
    rig_install_group(1, 0x50, 0);
}

/* Frames from the air. */

static struct dot11_rx *add_frame(struct dot11_frame *frame)
{
    struct dot11_rx *rx;

    assert_true(rig.burst_count < RIG_RECORDS);
    rx = &rig.burst[rig.burst_count++];
    memset(rx, 0, sizeof(*rx));
    rx->frame = frame;
    rx->freq_mhz = 2412;
    rx->signal_dbm = -40;
    return rx;
}

struct dot11_rx *rig_add_octets(const uint8_t *octets, size_t len)
{
    struct dot11_frame *frame = rig_alloc(64);

    memcpy(frame->data, octets, len);
    frame->len = (uint32_t)len;
    return add_frame(frame);
}

static void seal(struct dot11_frame *frame, uint8_t header_len,
                 struct d11_key *key, uint64_t pn)
{
    static max_align_t memory[512 / sizeof(max_align_t)];
    struct d11_ccmp_scratch scratch;
    struct d11_ccmp_frame job = {
        .mpdu = frame->data,
        .len = frame->len,
        .header_len = header_len,
        .key = key,
    };
    uint64_t kept = key->tx_pn;

    assert_true(d11_ccmp_scratch_size(1) <= sizeof(memory));
    d11_ccmp_scratch_init(&scratch, memory, 1);
    if (pn != 0)
        key->tx_pn = pn - 1;
    assert_int_equal(d11_ccmp_seal(&job, 1, &scratch, &rig.env.crypto_ops,
                                   rig.env.config.crypto),
                     1);
    if (kept > key->tx_pn)
        key->tx_pn = kept;
    frame->len += key->cipher->mic_len;
}

static uint8_t pattern(size_t i)
{
    return (uint8_t)(i * 7 + 3);
}

struct dot11_rx *rig_add(const struct rig_data *data)
{
    struct dot11_frame *frame = rig_alloc(64);
    const size_t len = data->len != 0 ? data->len : DEFAULT_LEN;
    const uint8_t *a1 = data->a1 != NULL ? data->a1 : rig_own[data->station];
    uint8_t *at = frame->data;
    uint8_t header_len = 24;

    memset(at, 0, 64);
    at[0] = data->no_qos ? 0x08 : 0x88;
    at[1] = (uint8_t)(D11_FC1_FROM_DS | data->fc1);
    memcpy(at + 4, a1, 6);
    memcpy(at + 10, data->a2 != NULL ? data->a2 : rig_ap, 6);
    memcpy(at + 16, data->sa != NULL ? data->sa : rig_other, 6);
    d11_store_le16(at + 22, (uint16_t)(data->seq << 4 | data->frag));
    if (!data->no_qos) {
        at[24] = (uint8_t)(data->tid | data->qos_high);
        header_len = 26;
    }
    at += header_len + (data->key != NULL ? D11_CCMP_HEADER_LEN : 0u);
    memcpy(at, "\xaa\xaa\x03\0\0\0", 6);
    d11_store_be16(at + 6,
                   data->ethertype != 0 ? data->ethertype : DEFAULT_TYPE);
    for (size_t i = 0; i < len; i++)
        at[8 + i] = data->payload != NULL ? data->payload[i] : pattern(i);
    frame->len = (uint32_t)(at + 8 + len - frame->data);
    if (data->key != NULL)
        seal(frame, header_len, data->key, data->pn);
    return add_frame(frame);
}

struct dot11_rx *rig_add_ethernet(const uint8_t *da, uint16_t ethertype)
{
    struct dot11_frame *frame = rig_alloc(64);
    struct dot11_rx *rx;

    memcpy(frame->data, da, 6);
    memcpy(frame->data + 6, rig_other, 6);
    d11_store_be16(frame->data + 12, ethertype);
    for (size_t i = 0; i < DEFAULT_LEN; i++)
        frame->data[14 + i] = pattern(i);
    frame->len = 14 + DEFAULT_LEN;
    rx = add_frame(frame);
    rx->flags = D11_RX_8023;
    return rx;
}

struct dot11_rx *rig_add_mgmt(unsigned subtype, const uint8_t *a1)
{
    uint8_t octets[26] = {0};

    octets[0] = (uint8_t)(subtype << 4);
    memcpy(octets + 4, a1, 6);
    memcpy(octets + 10, rig_ap, 6);
    memcpy(octets + 16, rig_ap, 6);
    return rig_add_octets(octets, sizeof(octets));
}

/* Frames accepted plus all reasons is frames in. */
static void check_balance(void)
{
    const struct dot11_stats *stats = &rig.env.stats;
    uint64_t sum = stats->rx_accepted;

    for (unsigned i = 0; i < D11_DROP_COUNT; i++)
        sum += stats->drops[i];
    assert_int_equal(stats->rx_frames, sum);
}

void rig_receive(void)
{
    size_t count = rig.burst_count;

    rig.burst_count = 0;
    d11_rx_burst(&rig.rx, rig.burst, count);
    check_balance();
}

void rig_receive_data(const struct rig_data *data)
{
    (void)rig_add(data);
    rig_receive();
}

uint32_t rig_dropped(enum dot11_drop drop)
{
    uint32_t count = rig.env.stats.drops[drop] - drops_seen[drop];

    drops_seen[drop] = rig.env.stats.drops[drop];
    return count;
}

bool rig_is_pattern(const struct dot11_msdu *msdu)
{
    for (size_t i = 14; i < msdu->len; i++) {
        if (msdu->data[i] != pattern(i - 14))
            return false;
    }
    return msdu->len > 14;
}

void rig_return(void)
{
    for (size_t i = 0; i < rig.msdu_count; i++)
        d11_rx_return((struct d11_vif *)(void *)rig.msdu_sta[i], &rig.msdus[i],
                      1);
    rig.msdu_count = 0;
}

/* Frames to the air. */

struct dot11_frame *rig_ethernet(const uint8_t *da, uint16_t ethertype,
                                 size_t len)
{
    struct dot11_frame *frame = rig_alloc(64);

    memcpy(frame->data, da, 6);
    memcpy(frame->data + 6, rig_own[0], 6);
    d11_store_be16(frame->data + 12, ethertype);
    for (size_t i = 0; i < len; i++)
        frame->data[14 + i] = pattern(i);
    frame->len = (uint32_t)(14 + len);
    return frame;
}

bool rig_send(const uint8_t *da, uint16_t ethertype)
{
    struct dot11_frame *frame = rig_ethernet(da, ethertype, 64);

    return d11_tx_msdus(&rig.tx, &rig.vifs[0], &frame, 1) == 1;
}

bool rig_ap_opens(size_t i, unsigned station)
{
    static max_align_t memory[512 / sizeof(max_align_t)];
    const struct dot11_frame *frame = rig.radio[i].frame;
    struct d11_ccmp_scratch scratch;
    struct d11_header header;
    struct d11_ccmp_frame job = {
        .mpdu = frame->data,
        .len = frame->len,
        .key = &rig.ap_pairwise[station],
    };

    assert_int_equal(d11_header_decode(&header, frame->data, frame->len),
                     D11_DROP_NONE);
    job.header_len = header.len;
    d11_ccmp_scratch_init(&scratch, memory, 1);
    return d11_header_protected(&header) &&
           d11_ccmp_open(&job, 1, &scratch, &rig.env.crypto_ops,
                         rig.env.config.crypto) == 1;
}

void rig_status(size_t n, bool acked, bool flushed)
{
    struct dot11_tx_status status[RIG_RECORDS];

    assert_true(n <= rig.radio_count);
    memset(status, 0, sizeof(status));
    for (size_t i = 0; i < n; i++) {
        status[i].frame = rig.radio[i].frame;
        status[i].acked = acked;
        status[i].flushed = flushed;
    }
    rig.radio_count -= n;
    memmove(rig.radio, rig.radio + n, rig.radio_count * sizeof(rig.radio[0]));
    rig.radio_room += n;
    d11_tx_status(&rig.tx, status, n);
}
