/* An invented vendor's security, as an extension of libdot11: the station's
 * side. Top down: what the core calls, in the order in which it does so. */
#include "vendor.h"

#include <string.h>

#include <dot11/codes.h>

/* How long an answer may take, and how often the question is asked. */
#define WAIT_US 300000u
#define TRIES 4u

/* Where the handshake is. */
enum step { IDLE, HELLO_SENT, PROOF_SENT, DONE };

/* The state of one station; zeroed by the core, never moved. */
struct vendor {
    struct dot11_ext_host *host;
    enum step step;
    bool keyed;        /* the port was opened with keys of an earlier run */
    bool contradicted; /* the AP answered, but with another secret */
    uint8_t tries;
    uint32_t session_id;
    struct vendor_party party;
    struct vendor_keys keys; /* in use; of the run once it has them */
    struct vendor_keys next; /* of the run */
};

static enum dot11_err init(void *ext, struct dot11_ext_host *host)
{
    struct vendor *vendor = ext;

    vendor->host = host;
    dot11_ext_crypto(host, &vendor->party.ops, &vendor->party.crypto);
    return D11_OK;
}

static void deinit(void *ext)
{
    vendor_wipe(ext, sizeof(struct vendor));
}

/* Back to where init left off. */
static void reset(void *ext)
{
    struct dot11_ext_host *host = ((struct vendor *)ext)->host;

    vendor_wipe(ext, sizeof(struct vendor));
    (void)init(ext, host);
    dot11_ext_set_deadline(host, D11_NEVER);
}

/* A profile may be anything. */
static enum dot11_err validate(const void *profile, size_t len,
                               uint32_t *reason)
{
    const struct vendor_profile *wanted = profile;

    *reason = VENDOR_REASON_PROFILE;
    if (wanted == NULL || len != sizeof *wanted ||
        wanted->size != sizeof *wanted)
        return D11_ERR_VERSION;
    *reason = VENDOR_REASON_SECRET;
    if (wanted->secret_len < VENDOR_SECRET_MIN ||
        wanted->secret_len > VENDOR_SECRET_MAX)
        return D11_ERR_ARG;
    *reason = 0;
    return D11_OK;
}

static enum dot11_err pre_associate(void *ext, const struct dot11_ssid *ssid,
                                    const void *profile, size_t len,
                                    uint64_t now_us)
{
    static const uint16_t ethertypes[] = {VENDOR_ETHERTYPE};
    const struct vendor_profile *wanted = profile;
    struct vendor *vendor = ext;
    uint32_t reason;
    enum dot11_err err = validate(profile, len, &reason);

    (void)ssid;
    (void)now_us;
    if (err != D11_OK)
        return err;
    if (vendor->party.ops == NULL || vendor->party.ops->hmac == NULL ||
        vendor->party.ops->key_unwrap == NULL)
        return D11_ERR_UNSUPPORTED;
    err = dot11_ext_set_ethertypes(vendor->host, ethertypes, 1);
    if (err != D11_OK)
        return err;
    vendor->party.secret_len = wanted->secret_len;
    memcpy(vendor->party.secret, wanted->secret, wanted->secret_len);
    return D11_OK;
}

/* Elements come from the air: every length is looked at before it is used. */
static bool has_element(const struct dot11_bss *bss)
{
    const uint8_t *pos = bss->elements;
    size_t left = bss->elements_len;

    while (left >= 2 && left - 2 >= pos[1]) {
        size_t len = 2u + pos[1];

        if (len >= VENDOR_ELEMENT_LEN &&
            memcmp(pos + 2, vendor_element + 2, VENDOR_ELEMENT_LEN - 2) == 0 &&
            pos[0] == vendor_element[0])
            return true;
        pos += len;
        left -= len;
    }
    return false;
}

static enum dot11_err select(void *ext, const struct dot11_bss *bss,
                             struct dot11_ext_suites *suites)
{
    (void)ext;
    if ((bss->flags & (D11_BSS_HAS_RSN | D11_BSS_HAS_WPA)) != 0 ||
        !has_element(bss))
        return D11_ERR_SECURITY;
    memset(suites, 0, sizeof *suites);
    suites->akm = VENDOR_AKM;
    suites->pairwise_cipher = D11_CIPHER_CCMP_128;
    suites->group_cipher = D11_CIPHER_CCMP_128;
    suites->group_mgmt_cipher = D11_CIPHER_NONE;
    suites->controlled = true;
    suites->privacy = true;
    return D11_OK;
}

static size_t assoc_elements(void *ext, const struct dot11_bss *bss,
                             const struct dot11_ext_suites *suites,
                             uint8_t *buf, size_t cap)
{
    (void)ext;
    (void)bss;
    (void)suites;
    if (cap < VENDOR_ELEMENT_LEN)
        return SIZE_MAX;
    memcpy(buf, vendor_element, VENDOR_ELEMENT_LEN);
    return VENDOR_ELEMENT_LEN;
}

/* The handshake. */

/* Send a packet, and ask again when nobody answers. A packet that the core has
 * no room for is one that is lost. */
static void send(struct vendor *vendor, enum vendor_type type, uint64_t now_us)
{
    uint8_t packet[VENDOR_PACKET_MAX];
    size_t len = vendor_write(
        &vendor->party, type == VENDOR_HELLO ? NULL : &vendor->next, type,
        type == VENDOR_HELLO ? vendor->party.snonce : vendor->party.anonce,
        VENDOR_NONCE_LEN, packet);

    if (len != 0)
        (void)dot11_ext_send(vendor->host, vendor->session_id, VENDOR_ETHERTYPE,
                             packet, len, D11_EXT_NO_COOKIE, 0);
    dot11_ext_set_deadline(vendor->host, now_us + WAIT_US);
}

static void fail(struct vendor *vendor, enum dot11_err err)
{
    struct dot11_ext_verdict verdict = {0};

    vendor->step = IDLE;
    verdict.session_id = vendor->session_id;
    verdict.err = err;
    verdict.reason_code = D11_REASON_NOT_AUTHED;
    verdict.leave = true;
    /* A full list has a verdict of the core's own behind it: its patience with
     * a port that is not opened ends, too. */
    (void)dot11_ext_set_verdict(vendor->host, &verdict);
    dot11_ext_set_deadline(vendor->host, D11_NEVER);
}

static enum dot11_err begin(struct vendor *vendor, uint64_t now_us)
{
    enum dot11_err err =
        dot11_ext_random(vendor->host, vendor->party.snonce, VENDOR_NONCE_LEN);

    if (err != D11_OK)
        return err;
    vendor->step = HELLO_SENT;
    vendor->tries = 1;
    vendor->contradicted = false;
    send(vendor, VENDOR_HELLO, now_us);
    return D11_OK;
}

static enum dot11_err
post_associate(void *ext, const struct dot11_ext_assoc *assoc, uint64_t now_us)
{
    struct vendor *vendor = ext;
    enum dot11_err err;

    vendor->session_id = assoc->session_id;
    vendor->keyed = false;
    memcpy(vendor->party.ap, assoc->peer, D11_ADDR_LEN);
    memcpy(vendor->party.sta, assoc->own, D11_ADDR_LEN);
    err = begin(vendor, now_us);
    return err == D11_OK ? D11_ERR_PENDING : err;
}

static void stop_post_associate(void *ext, uint32_t session_id)
{
    struct vendor *vendor = ext;

    (void)session_id;
    vendor->step = IDLE;
    vendor->session_id = 0;
    vendor_wipe(&vendor->keys, sizeof vendor->keys);
    vendor_wipe(&vendor->next, sizeof vendor->next);
    dot11_ext_set_deadline(vendor->host, D11_NEVER);
}

/* The AP answered: does it have the secret? */
static void take_challenge(struct vendor *vendor, const uint8_t *data,
                           size_t len, uint64_t now_us)
{
    memcpy(vendor->party.anonce, data + VENDOR_HEADER_LEN, VENDOR_NONCE_LEN);
    if (!vendor_derive(&vendor->party, &vendor->next) ||
        !vendor_verify(&vendor->party, &vendor->next, data, len)) {
        /* Perhaps forged: only silence after it is believed. */
        vendor->contradicted = true;
        return;
    }
    vendor->step = PROOF_SENT;
    vendor->tries = 1;
    send(vendor, VENDOR_PROOF, now_us);
}

/* Ask for the keys and the open port, in this order. */
static enum dot11_err install(struct vendor *vendor, uint8_t group_id,
                              const uint8_t *group_key)
{
    struct dot11_ext_verdict verdict = {0};
    struct dot11_ext_key key = {0};
    enum dot11_err err;

    key.session_id = vendor->session_id;
    key.cipher = D11_CIPHER_CCMP_128;
    key.pairwise = true;
    key.tx = true;
    key.len = VENDOR_KEY_LEN;
    key.octets = vendor->next.tk;
    err = dot11_ext_set_key(vendor->host, &key);
    key.pairwise = false;
    key.tx = false;
    key.key_id = group_id;
    key.octets = group_key;
    if (err == D11_OK)
        err = dot11_ext_set_key(vendor->host, &key);
    verdict.session_id = vendor->session_id;
    verdict.err = D11_OK;
    if (err == D11_OK && !vendor->keyed)
        err = dot11_ext_set_verdict(vendor->host, &verdict);
    return err;
}

static void take_keys(struct vendor *vendor, const uint8_t *data, size_t len)
{
    const uint8_t *body = data + VENDOR_HEADER_LEN;
    uint8_t group_key[VENDOR_KEY_LEN];
    enum dot11_err err;

    if (!vendor_verify(&vendor->party, &vendor->next, data, len) ||
        body[0] < 1 || body[0] > 2 ||
        vendor->party.ops->key_unwrap(vendor->party.crypto, vendor->next.kek,
                                      VENDOR_KEY_LEN, body + 1,
                                      VENDOR_WRAPPED_LEN, group_key) != D11_OK)
        return;
    err = install(vendor, body[0], group_key);
    vendor_wipe(group_key, sizeof group_key);
    if (err != D11_OK) {
        fail(vendor, err);
        return;
    }
    vendor->keys = vendor->next;
    vendor->step = DONE;
    vendor->keyed = true;
    dot11_ext_set_deadline(vendor->host, D11_NEVER);
}

static enum dot11_drop receive(void *ext, const struct dot11_ext_packet *packet,
                               uint64_t now_us)
{
    struct vendor *vendor = ext;
    unsigned type = vendor_type_of(packet->data, packet->len);

    if (packet->session_id != vendor->session_id)
        return D11_DROP_EAPOL_STATE;
    /* The AP passes on what other stations send: those are not it. */
    if (memcmp(packet->sa, vendor->party.ap, D11_ADDR_LEN) != 0)
        return D11_DROP_MSDU_ADDRESS;
    /* Once there are keys everything is under them. */
    if (vendor->keyed && !packet->was_protected)
        return D11_DROP_PLAINTEXT;
    if (type == VENDOR_CHALLENGE && vendor->step == HELLO_SENT)
        take_challenge(vendor, packet->data, packet->len, now_us);
    else if (type == VENDOR_KEYS && vendor->step == PROOF_SENT)
        take_keys(vendor, packet->data, packet->len);
    else if (type == VENDOR_REKEY && vendor->step == DONE &&
             vendor_verify(&vendor->party, &vendor->keys, packet->data,
                           packet->len))
        (void)begin(vendor, now_us);
    else
        return D11_DROP_EAPOL_TYPE;
    return D11_DROP_NONE;
}

static void key_failed(void *ext, uint32_t session_id, enum dot11_err err,
                       uint64_t now_us)
{
    (void)session_id;
    (void)now_us;
    fail(ext, err);
}

static void tick(void *ext, uint64_t now_us)
{
    struct vendor *vendor = ext;

    if (vendor->step != HELLO_SENT && vendor->step != PROOF_SENT)
        return;
    if (vendor->tries < TRIES) {
        vendor->tries++;
        send(vendor, vendor->step == HELLO_SENT ? VENDOR_HELLO : VENDOR_PROOF,
             now_us);
        return;
    }
    fail(vendor, vendor->contradicted ? D11_ERR_BAD_KEY : D11_ERR_TIMEOUT);
}

static enum dot11_err match(const void *profile, size_t len,
                            const struct dot11_bss *bss, uint32_t *reason)
{
    struct dot11_ext_suites suites;
    enum dot11_err err = validate(profile, len, reason);

    if (err == D11_OK)
        err = select(NULL, bss, &suites);
    if (err == D11_ERR_SECURITY)
        *reason = VENDOR_REASON_BSS;
    return err;
}

static const struct dot11_ext_extra extra = {
    .size = sizeof(struct dot11_ext_extra),
    .validate = validate,
    .match = match,
};

const struct dot11_ext_ops vendor_ext = {
    .size = sizeof(struct dot11_ext_ops),
    .name = "vendor",
    .state_size = sizeof(struct vendor),
    .init = init,
    .deinit = deinit,
    .reset = reset,
    .pre_associate = pre_associate,
    .select = select,
    .assoc_elements = assoc_elements,
    .post_associate = post_associate,
    .stop_post_associate = stop_post_associate,
    .receive = receive,
    .key_failed = key_failed,
    .tick = tick,
    .extra = &extra,
};
