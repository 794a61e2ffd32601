#include "fake_ap.h"

#define BEACON_US 102400u

struct fake_ap fake_ap(unsigned n)
{
    static const uint16_t freqs[] = {2412, 2437, 2462, 5180};
    struct fake_ap ap;

    memset(&ap, 0, sizeof ap);
    ap.bssid[0] = 2;
    ap.bssid[4] = 0xa9;
    ap.bssid[5] = (uint8_t)n;
    ap.ssid = "net";
    ap.freq_mhz = freqs[n % 4];
    ap.signal_dbm = (int8_t)(-50 - (int)n);
    return ap;
}

struct writer {
    uint8_t octets[600];
    size_t len;
};

static void put(struct writer *w, const void *octets, size_t len)
{
    assert_true(w->len + len <= sizeof w->octets);
    if (len != 0)
        memcpy(w->octets + w->len, octets, len);
    w->len += len;
}

static void put8(struct writer *w, unsigned value)
{
    uint8_t octet = (uint8_t)value;

    put(w, &octet, 1);
}

static void put16(struct writer *w, unsigned value)
{
    put8(w, value & 0xffu);
    put8(w, value >> 8);
}

static void put_element(struct writer *w, uint8_t id, const void *body,
                        size_t len)
{
    put8(w, id);
    put8(w, (unsigned)len);
    put(w, body, len);
}

static const uint8_t wmm[] = {0,    0x50, 0xf2, 2, 1,    1,    0,    0,
                              3,    0xa4, 0,    0, 0x27, 0xa4, 0,    0,
                              0x42, 0x43, 0x5e, 0, 0x62, 0x32, 0x2f, 0};

static void put_body(struct writer *w, const struct fake_ap *ap)
{
    static const uint8_t timestamp[8] = {1};
    static const uint8_t rates2[] = {0x82, 0x84, 0x8b, 0x96, 12, 24, 48, 108};
    static const uint8_t rates5[] = {0x8c, 0x98, 0xb0, 108};
    static const uint8_t rsn[] = {1, 0,    0,    0x0f, 0xac, 4, 1,
                                  0, 0,    0x0f, 0xac, 4,    1, 0,
                                  0, 0x0f, 0xac, 2,    0,    0};
    const uint8_t tim[] = {0, 3, 0, ap->tim_bits};
    uint8_t channel = dot11_channel_number(ap->freq_mhz);

    put(w, timestamp, 8);
    put16(w, ap->interval_tu != 0 ? ap->interval_tu : 100);
    put16(w, ap->privacy || ap->rsn ? 0x11 : 0x01);
    put_element(w, 0, ap->ssid, ap->ssid != NULL ? strlen(ap->ssid) : 0);
    if (ap->freq_mhz < 3000)
        put_element(w, 1, rates2, sizeof rates2);
    else
        put_element(w, 1, rates5, sizeof rates5);
    put_element(w, 3, &channel, 1);
    put_element(w, 5, tim, sizeof tim);
    if (ap->rsn)
        put_element(w, 48, rsn, sizeof rsn);
    if (ap->wmm)
        put_element(w, 221, wmm, sizeof wmm);
    put(w, ap->elements, ap->elements_len);
}

size_t fake_ap_body(const struct fake_ap *ap, uint8_t *body)
{
    struct writer w;

    w.len = 0;
    put_body(&w, ap);
    memcpy(body, w.octets, w.len);
    return w.len;
}

static struct writer begin(const struct fake_ap *ap, unsigned subtype,
                           const uint8_t *to)
{
    static const uint8_t all[6] = {255, 255, 255, 255, 255, 255};
    struct writer w;

    w.len = 0;
    put8(&w, subtype << 4);
    put8(&w, 0);
    put16(&w, 0);
    put(&w, to != NULL ? to : all, 6);
    put(&w, ap->bssid, 6);
    put(&w, ap->bssid, 6);
    put16(&w, 0);
    return w;
}

static void deliver(const struct fake_ap *ap, struct writer *w)
{
    struct dot11_rx rx;

    if (ap->finish != NULL)
        ap->finish(w->octets, &w->len);
    memset(&rx, 0, sizeof rx);
    rx.frame = fake_alloc(w->len);
    memcpy(rx.frame->data, w->octets, w->len);
    rx.frame->len = (uint32_t)w->len;
    rx.freq_mhz = ap->freq_mhz;
    rx.signal_dbm = ap->signal_dbm;
    dot11_hw_rx(fake.radio, &rx, 1, fake.now_us);
}

void fake_beacon(const struct fake_ap *ap)
{
    struct writer w = begin(ap, 8, NULL);

    put_body(&w, ap);
    deliver(ap, &w);
}

void fake_probe_resp(const struct fake_ap *ap)
{
    struct writer w = begin(ap, 5, fake_own[0]);

    put_body(&w, ap);
    deliver(ap, &w);
}

void fake_auth(const struct fake_ap *ap, unsigned which, uint16_t algorithm,
               uint16_t transaction, uint16_t status)
{
    struct writer w = begin(ap, 11, fake_own[which]);

    put16(&w, algorithm);
    put16(&w, transaction);
    put16(&w, status);
    deliver(ap, &w);
}

void fake_assoc_resp(const struct fake_ap *ap, unsigned which, bool reassoc,
                     uint16_t status, uint16_t aid)
{
    static const uint8_t rates[] = {0x82, 0x84, 0x8b, 0x96};
    struct writer w = begin(ap, reassoc ? 3 : 1, fake_own[which]);

    put16(&w, 0x01);
    put16(&w, status);
    put16(&w, aid == 0 ? 0 : 0xc000u | aid);
    put_element(&w, 1, rates, sizeof rates);
    if (ap->wmm)
        put_element(&w, 221, wmm, sizeof wmm);
    deliver(ap, &w);
}

void fake_leave(const struct fake_ap *ap, int which, bool deauth,
                uint16_t reason)
{
    struct writer w =
        begin(ap, deauth ? 12 : 10, which < 0 ? NULL : fake_own[which]);

    put16(&w, reason);
    deliver(ap, &w);
}

static void send_data(const struct fake_ap *ap, unsigned which,
                      uint16_t ethertype, uint8_t first, size_t len)
{
    static const uint8_t snap[] = {0xaa, 0xaa, 3, 0, 0, 0};
    static uint16_t sequence;
    uint8_t payload[256];
    struct writer w;

    w.len = 0;
    put16(&w, 0x0208);
    put16(&w, 0);
    put(&w, fake_own[which], 6);
    put(&w, ap->bssid, 6);
    put(&w, ap->bssid, 6);
    put16(&w, (unsigned)(sequence++ << 4) & 0xffffu);
    put(&w, snap, 6);
    put8(&w, ethertype >> 8);
    put8(&w, ethertype & 0xffu);
    memset(payload, 0, sizeof payload);
    payload[0] = first;
    put(&w, payload, len);
    deliver(ap, &w);
}

void fake_eapol(const struct fake_ap *ap, unsigned which, uint8_t first,
                size_t len)
{
    send_data(ap, which, D11_ETHERTYPE_EAPOL, first, len);
}

void fake_data(const struct fake_ap *ap, unsigned which)
{
    send_data(ap, which, 0x88b5, 1, 40);
}

/* What an AP answers to a frame that it heard. */
static void answer(const struct fake_ap *ap, const struct fake_tx *sent)
{
    const uint8_t *to = sent->octets + 4;
    unsigned subtype = sent->octets[0] >> 4;
    unsigned which = sent->octets[15] - 1u;
    bool mine = memcmp(to, ap->bssid, 6) == 0;

    if ((sent->octets[0] & 0x0fu) != 0 || ap->silent || ap->gone ||
        sent->tuned_mhz != ap->freq_mhz || which >= FAKE_STAS)
        return;
    if (subtype == 4 && (mine || to[0] == 255))
        fake_probe_resp(ap);
    else if (mine && subtype == 11)
        fake_auth(ap, which, 0, 2, ap->auth_status);
    else if (mine && (subtype == 0 || subtype == 2) && !ap->mute_assoc)
        fake_assoc_resp(ap, which, subtype == 2, ap->assoc_status,
                        ap->aid != 0 ? ap->aid : 1);
}

static void answer_all(struct fake_ap *const *aps, unsigned count)
{
    while (fake.answered < fake.air_count) {
        struct fake_tx sent = fake.air[fake.answered++];

        for (unsigned i = 0; i < count; i++)
            answer(aps[i], &sent);
    }
}

void fake_air(struct fake_ap *const *aps, unsigned count, uint64_t us)
{
    uint64_t until_us = fake.now_us + us;
    uint64_t beacon_us = fake.now_us;

    for (;;) {
        uint64_t at_us;

        fake.no_ack = false;
        for (unsigned i = 0; i < count; i++)
            fake.no_ack |= aps[i]->gone;
        fake_run(0);
        answer_all(aps, count);
        fake_run(0);
        if (fake.now_us >= until_us)
            break;
        if (fake.now_us >= beacon_us) {
            for (unsigned i = 0; i < count; i++) {
                if (!aps[i]->gone && fake.tuned_mhz == aps[i]->freq_mhz)
                    fake_beacon(aps[i]);
            }
            beacon_us += BEACON_US;
        }
        at_us = dot11_radio_deadline(fake.radio);
        if (at_us > beacon_us)
            at_us = beacon_us;
        if (at_us > until_us)
            at_us = until_us;
        fake_run(at_us > fake.now_us ? at_us - fake.now_us : 0);
    }
    fake.no_ack = false;
}

struct dot11_connect_req fake_req(const char *ssid)
{
    struct dot11_connect_req req;

    memset(&req, 0, sizeof req);
    req.ssid.len = (uint8_t)strlen(ssid);
    memcpy(req.ssid.octets, ssid, req.ssid.len);
    return req;
}

void fake_join(struct fake_ap *ap)
{
    struct dot11_connect_req req = fake_req(ap->ssid);

    fake_beacon(ap);
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_OK);
    fake_air(&ap, 1, 50000);
    assert_events(0, "connect_start assoc_start assoc_done port_open "
                     "connect_done link_quality");
}
