/* A security extension that asks the core for anything at any time.
 *
 * SPDX-License-Identifier: MIT
 * Its handlers answer and act as the input says; between them the host calls
 * the API as it likes. What ext.h promises to extensions is checked: handlers
 * come in order, each accepted packet has one end, nothing comes for a port
 * that is gone. Two stations have one each. */
#include "world.h"

#include <string.h>

#define PROFILE_TYPE 0x88b5u

struct ext {
    struct dot11_ext_host *host;
    uint32_t session_id; /* between post_associate and its stop */
    uint32_t sent;       /* packets without a send_done */
    uint32_t cookie;
    bool job_out;
    struct dot11_crypto_job job;
    uint8_t auth_body[32];
};

/* The input; empty when handlers are to keep quiet. */
static struct input steps;
static struct ext *all[WORLD_STATIONS];

static uint32_t some_session(const struct ext *ext)
{
    uint8_t which = input_u8(&steps);

    return which < 0xe0 ? ext->session_id : which & 0x1fu;
}

static void act_send(struct ext *ext)
{
    static const uint16_t types[] = {D11_ETHERTYPE_EAPOL, PROFILE_TYPE, 0x0800};
    static const uint8_t payload[2400] = {2, 3};
    uint16_t type = types[input_u8(&steps) % 3];
    size_t len = input_u8(&steps) * 9u;
    uint32_t session_id = some_session(ext);

    /* The end may come before the return, when no handler is running. */
    ext->sent++;
    if (dot11_ext_send(ext->host, session_id, type, payload, len, ++ext->cookie,
                       input_u8(&steps) & 1u) != D11_OK)
        ext->sent--;
}

static void act_key(struct ext *ext)
{
    static const uint32_t ciphers[] = {D11_CIPHER_CCMP_128, D11_CIPHER_CCMP_128,
                                       D11_CIPHER_GCMP_128, D11_CIPHER_TKIP,
                                       D11_CIPHER_BIP_CMAC_128};
    uint8_t octets[32];
    struct dot11_ext_key key;
    uint8_t how = input_u8(&steps);

    memset(&key, 0, sizeof key);
    memset(octets, how >> 4, sizeof octets);
    key.session_id = some_session(ext);
    key.cipher = ciphers[input_u8(&steps) % 5];
    key.key_id = input_u8(&steps) & 7;
    key.pairwise = (how & 1) != 0;
    key.tx = (how & 2) != 0;
    key.len = (how & 4) != 0 ? input_u8(&steps) : 16;
    key.octets = octets;
    key.rx_pn = (how & 8) != 0 ? input_u16(&steps) : 0;
    (void)dot11_ext_set_key(ext->host, &key);
}

static void act_verdict(struct ext *ext)
{
    struct dot11_ext_verdict verdict;
    uint8_t how = input_u8(&steps);

    memset(&verdict, 0, sizeof verdict);
    verdict.session_id = some_session(ext);
    verdict.err =
        (how & 1) != 0 ? D11_OK : (enum dot11_err)(how % D11_ERR_COUNT);
    verdict.leave = (how & 2) != 0;
    verdict.reason_code = how;
    (void)dot11_ext_set_verdict(ext->host, &verdict);
}

static void fill_auth(struct ext *ext, struct dot11_ext_auth *out)
{
    uint8_t how = input_u8(&steps);

    out->algorithm = (how & 1) != 0   ? 0xffff
                     : (how & 2) != 0 ? D11_AUTH_SAE
                                      : D11_AUTH_OPEN;
    out->transaction = how >> 6;
    out->status = (how >> 4) & 3;
    out->body.data = ext->auth_body;
    out->body.len = how & 31;
}

static void act_auth(struct ext *ext)
{
    struct dot11_ext_auth out;
    uint8_t how = input_u8(&steps);

    memset(&out, 0, sizeof out);
    fill_auth(ext, &out);
    (void)dot11_ext_auth(ext->host, (how & 1) != 0 ? &out : NULL,
                         (enum dot11_err)((how >> 1) % D11_ERR_COUNT));
}

static void act_job(struct ext *ext)
{
    if (ext->job_out) {
        dot11_ext_job_cancel(ext->host, &ext->job);
        ext->job_out = false;
        return;
    }
    memset(&ext->job, 0, sizeof ext->job);
    ext->job.kind = D11_JOB_PBKDF2_SHA1;
    ext->job.out_len = 32;
    ext->job_out = true;
    if (dot11_ext_job_start(ext->host, &ext->job) != D11_OK)
        ext->job_out = false;
}

static void act_types(struct ext *ext)
{
    static const uint16_t types[] = {D11_ETHERTYPE_EAPOL, PROFILE_TYPE, 0x0800,
                                     0x0806, 0x88c7};

    (void)dot11_ext_set_ethertypes(ext->host, types, input_u8(&steps) % 6);
}

static void act(struct ext *ext)
{
    const struct dot11_crypto_ops *ops;
    uint8_t buf[16];
    void *crypto;

    switch (input_u8(&steps) % 12) {
    case 0: act_send(ext); break;
    case 1: act_key(ext); break;
    case 2: act_verdict(ext); break;
    case 3: act_auth(ext); break;
    case 4: act_job(ext); break;
    case 5: act_types(ext); break;
    case 6: (void)dot11_ext_need_credentials(ext->host, 7); break;
    case 7:
        dot11_ext_set_deadline(ext->host,
                               world.now_us + 1 + input_u16(&steps) * 8u);
        break;
    case 8: dot11_ext_set_deadline(ext->host, D11_NEVER); break;
    case 9:
        (void)dot11_ext_pre_associate_done(
            ext->host, (enum dot11_err)(input_u8(&steps) % D11_ERR_COUNT));
        break;
    case 10: (void)dot11_ext_random(ext->host, buf, sizeof buf); break;
    default: dot11_ext_crypto(ext->host, &ops, &crypto); break;
    }
}

static void act_some(struct ext *ext)
{
    uint8_t n = input_u8(&steps) & 3;

    FUZZ_CHECK(world.in_call);
    while (n-- > 0 && input_left(&steps) != 0)
        act(ext);
}

/* Handlers. */

static struct ext *get(void *arg)
{
    struct ext *ext = arg;

    FUZZ_CHECK(ext == all[0] || ext == all[1]);
    return ext;
}

static enum dot11_err ext_init(void *arg, struct dot11_ext_host *host)
{
    struct ext *ext = arg;

    ext->host = host;
    all[all[0] == NULL ? 0 : 1] = ext;
    act_types(ext);
    return D11_OK;
}

static void ext_deinit(void *arg)
{
    struct ext *ext = get(arg);

    FUZZ_CHECK(ext->session_id == 0 && ext->sent == 0);
    if (ext->job_out)
        dot11_ext_job_cancel(ext->host, &ext->job);
    all[ext == all[0] ? 0 : 1] = NULL;
}

static void ext_reset(void *arg)
{
    struct ext *ext = get(arg);

    FUZZ_CHECK(ext->session_id == 0);
    FUZZ_CHECK(ext->sent == 0);
    if (ext->job_out)
        dot11_ext_job_cancel(ext->host, &ext->job);
    ext->job_out = false;
    act_some(ext);
    /* Packets of this handler have no port. */
    FUZZ_CHECK(ext->sent == 0);
}

static enum dot11_err ext_pre_associate(void *arg,
                                        const struct dot11_ssid *ssid,
                                        const void *profile, size_t profile_len,
                                        uint64_t now_us)
{
    struct ext *ext = get(arg);
    uint8_t answer = input_u8(&steps);

    (void)profile;
    (void)profile_len;
    FUZZ_CHECK(ssid->len <= D11_SSID_MAX && now_us <= world.now_us);
    act_some(ext);
    return answer < 0x80   ? D11_OK
           : answer < 0xc0 ? D11_ERR_PENDING
                           : D11_ERR_ARG;
}

static enum dot11_err ext_select(void *arg, const struct dot11_bss *bss,
                                 struct dot11_ext_suites *suites)
{
    uint8_t how = input_u8(&steps);

    (void)get(arg);
    world_read(bss->elements, bss->elements_len);
    suites->akm = D11_AKM_PSK;
    suites->pairwise_cipher = D11_CIPHER_CCMP_128;
    suites->group_cipher = D11_CIPHER_CCMP_128;
    suites->group_mgmt_cipher = D11_CIPHER_NONE;
    suites->auth_algorithm = (how & 1) != 0 ? D11_AUTH_SAE : D11_AUTH_OPEN;
    suites->controlled = (how & 2) == 0;
    suites->privacy = (how & 4) != 0;
    return (how & 0xf0) == 0xf0 ? D11_ERR_SECURITY : D11_OK;
}

static enum dot11_err ext_authenticate(void *arg, const struct dot11_bss *bss,
                                       const struct dot11_ext_auth *in,
                                       struct dot11_ext_auth *out,
                                       uint64_t now_us)
{
    struct ext *ext = get(arg);
    uint8_t answer = input_u8(&steps);

    (void)bss;
    (void)now_us;
    if (in != NULL)
        world_read(in->body.data, in->body.len);
    fill_auth(ext, out);
    act_some(ext);
    return answer < 0x60   ? D11_OK
           : answer < 0xf0 ? D11_ERR_PENDING
                           : D11_ERR_PROTOCOL;
}

static size_t ext_elements(void *arg, const struct dot11_bss *bss,
                           const struct dot11_ext_suites *suites, uint8_t *buf,
                           size_t cap)
{
    uint8_t len = input_u8(&steps);

    (void)get(arg);
    (void)bss;
    (void)suites;
    if (len == 0xff || len + 2u > cap)
        return SIZE_MAX;
    if (len == 0)
        return 0;
    buf[0] = D11_EID_VENDOR;
    buf[1] = len;
    memset(buf + 2, 0, len);
    return len + 2u;
}

static enum dot11_err ext_post_associate(void *arg,
                                         const struct dot11_ext_assoc *assoc,
                                         uint64_t now_us)
{
    struct ext *ext = get(arg);
    uint8_t answer = input_u8(&steps);

    (void)now_us;
    FUZZ_CHECK(assoc->session_id != 0 && ext->session_id == 0);
    ext->session_id = assoc->session_id;
    world_read(assoc->request.data, assoc->request.len);
    world_read(assoc->response.data, assoc->response.len);
    world_read(assoc->bss->elements, assoc->bss->elements_len);
    act_some(ext);
    return answer < 0xc0   ? D11_ERR_PENDING
           : answer < 0xe0 ? D11_OK
                           : D11_ERR_CRYPTO;
}

static void ext_stop(void *arg, uint32_t session_id)
{
    struct ext *ext = get(arg);

    FUZZ_CHECK(session_id != 0 && ext->session_id == session_id);
    act_some(ext);
    ext->session_id = 0;
}

static enum dot11_drop
ext_receive(void *arg, const struct dot11_ext_packet *packet, uint64_t now_us)
{
    struct ext *ext = get(arg);
    uint8_t answer = input_u8(&steps);

    (void)now_us;
    FUZZ_CHECK(packet->session_id == ext->session_id);
    world_read(packet->data, packet->len);
    memset(packet->data, 0, packet->len);
    act_some(ext);
    return answer < 0x80 ? D11_DROP_NONE : D11_DROP_EAPOL_STATE;
}

static void ext_send_done(void *arg, uint32_t cookie, enum dot11_err err,
                          uint64_t now_us)
{
    struct ext *ext = get(arg);

    (void)now_us;
    FUZZ_CHECK(ext->sent != 0 && cookie <= ext->cookie);
    FUZZ_CHECK(err < D11_ERR_COUNT && err != D11_ERR_PENDING);
    ext->sent--;
    if (ext->session_id != 0)
        act_some(ext);
}

static void ext_key_failed(void *arg, uint32_t session_id, enum dot11_err err,
                           uint64_t now_us)
{
    struct ext *ext = get(arg);

    (void)now_us;
    FUZZ_CHECK(session_id == ext->session_id && err != D11_OK);
    act_some(ext);
}

static void ext_job_done(void *arg, struct dot11_crypto_job *job,
                         enum dot11_err err, uint64_t now_us)
{
    struct ext *ext = get(arg);

    (void)err;
    (void)now_us;
    FUZZ_CHECK(job == &ext->job && ext->job_out);
    ext->job_out = false;
    act_some(ext);
}

static void ext_tick(void *arg, uint64_t now_us)
{
    (void)now_us;
    act_some(get(arg));
}

static const struct dot11_ext_ops ext_ops = {
    .size = sizeof(struct dot11_ext_ops),
    .name = "fuzz",
    .state_size = sizeof(struct ext),
    .init = ext_init,
    .deinit = ext_deinit,
    .reset = ext_reset,
    .pre_associate = ext_pre_associate,
    .select = ext_select,
    .authenticate = ext_authenticate,
    .assoc_elements = ext_elements,
    .post_associate = ext_post_associate,
    .stop_post_associate = ext_stop,
    .receive = ext_receive,
    .send_done = ext_send_done,
    .key_failed = ext_key_failed,
    .job_done = ext_job_done,
    .tick = ext_tick,
};

/* From a thread or a timer of the extension. */
static void act_outside(void)
{
    struct ext *ext = all[input_u8(&steps) % world.sta_count];

    world_enter();
    act(ext);
    world_leave();
}

static void connect(void)
{
    struct world_sta *sta = &world.stas[input_u8(&steps) % world.sta_count];
    struct dot11_connect_req req;

    memset(&req, 0, sizeof req);
    req.ssid.len = 4;
    memcpy(req.ssid.octets, AP_NETWORK, 4);
    req.ext = &ext_ops;
    world_start(sta);
    while (world.token_count != 0)
        world_op_done(D11_OK);
    world_connect(sta, &req);
}

static void frame(void)
{
    uint8_t kind = input_u8(&steps);
    struct ap_changes how = {&steps, 0, 0, 0, false};

    how.inside = input_u8(&steps);
    ap_send(&world.aps[kind >> 7], (enum ap_kind)((kind & 31) % AP_SEND_COUNT),
            &how);
    world_receive();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct ap_changes none = {NULL, 0, 0, 0, false};
    uint8_t options;

    steps.pos = data;
    steps.end = data + size;
    options = input_u8(&steps);
    world_ext = &ext_ops;
    world_begin(options);
    for (unsigned i = 0; i < WORLD_APS; i++)
        world.aps[i].answers = AP_ALL;
    connect();
    ap_send(&world.aps[0], AP_SEND_BEACON, &none);
    world_receive();
    for (unsigned i = 0; i < 128 && input_left(&steps) != 0; i++) {
        switch (input_u8(&steps) % 8) {
        case 0: connect(); break;
        case 1: frame(); break;
        case 2: act_outside(); break;
        case 3: world_status(WORLD_RADIO_FRAMES, true, false); break;
        case 4: world_tick_deadline(); break;
        default: world_call(&steps); break;
        }
        for (unsigned k = 0; k < WORLD_APS; k++)
            (void)ap_react(&world.aps[k]);
        world_receive();
    }
    steps.pos = steps.end;
    world_end();
    return 0;
}
