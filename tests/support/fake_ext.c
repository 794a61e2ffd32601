#include "fake_ext.h"

#include <stdio.h>

struct fake_ext fake_ext;
const struct dot11_ext_ops *const fake_exts[1] = {&fake_ext_ops};

static void note(const char *handler)
{
    size_t len = strlen(fake_ext.log);

    assert_true(len + strlen(handler) + 2 < sizeof fake_ext.log);
    (void)snprintf(fake_ext.log + len, sizeof fake_ext.log - len, "%s%s",
                   len != 0 ? " " : "", handler);
    if (fake_ext.inside != NULL)
        fake_ext.inside(handler);
}

static enum dot11_err init(void *ext, struct dot11_ext_host *host)
{
    static const uint8_t zeroes[16];

    /* ext.h: the state is zeroed each time. */
    assert_memory_equal(ext, zeroes, sizeof zeroes);
    memset(ext, 0xa5, sizeof zeroes);
    fake_ext.host = host;
    fake_ext.state = ext;
    assert_int_equal(
        dot11_ext_set_ethertypes(host, fake_ext.types, fake_ext.type_count),
        D11_OK);
    note("init");
    return fake_ext.init;
}

static void deinit(void *ext)
{
    (void)ext;
    note("deinit");
}

static void reset(void *ext)
{
    (void)ext;
    note("reset");
}

static enum dot11_err pre_associate(void *ext, const struct dot11_ssid *ssid,
                                    const void *profile, size_t len,
                                    uint64_t now_us)
{
    fake_ext.state = ext;
    (void)now_us;
    fake_ext.ssid = *ssid;
    fake_ext.profile_len = len;
    if (len != 0 && len <= sizeof fake_ext.profile)
        memcpy(fake_ext.profile, profile, len);
    note("pre");
    return fake_ext.pre;
}

static enum dot11_err select(void *ext, const struct dot11_bss *bss,
                             struct dot11_ext_suites *suites)
{
    (void)ext;
    (void)bss;
    *suites = fake_ext.suites;
    return fake_ext.select;
}

static enum dot11_err authenticate(void *ext, const struct dot11_bss *bss,
                                   const struct dot11_ext_auth *in,
                                   struct dot11_ext_auth *out, uint64_t now_us)
{
    (void)ext;
    (void)bss;
    (void)now_us;
    note(in == NULL ? "auth" : "auth_in");
    *out = fake_ext.out;
    return fake_ext.authenticate;
}

static size_t assoc_elements(void *ext, const struct dot11_bss *bss,
                             const struct dot11_ext_suites *suites,
                             uint8_t *buf, size_t cap)
{
    (void)ext;
    (void)bss;
    (void)suites;
    if (fake_ext.inside != NULL)
        fake_ext.inside("elements");
    if (fake_ext.elements <= cap)
        memset(buf, 0, fake_ext.elements);
    return fake_ext.elements;
}

static enum dot11_err
post_associate(void *ext, const struct dot11_ext_assoc *assoc, uint64_t now_us)
{
    (void)ext;
    (void)now_us;
    assert_int_not_equal(assoc->session_id, 0);
    fake_ext.session_id = assoc->session_id;
    fake_ext.response_len = assoc->response.len;
    fake_ext.assoc = *assoc;
    note("post");
    return fake_ext.post;
}

static void stop(void *ext, uint32_t session_id)
{
    (void)ext;
    assert_int_equal(session_id, fake_ext.session_id);
    note("stop");
}

static enum dot11_drop receive(void *ext, const struct dot11_ext_packet *packet,
                               uint64_t now_us)
{
    (void)ext;
    (void)now_us;
    assert_int_equal(packet->session_id, fake_ext.session_id);
    fake_ext.packet = *packet;
    memcpy(fake_ext.octets, packet->data,
           packet->len < sizeof fake_ext.octets ? packet->len
                                                : sizeof fake_ext.octets);
    note("receive");
    return fake_ext.drop;
}

static void send_done(void *ext, uint32_t cookie, enum dot11_err err,
                      uint64_t now_us)
{
    (void)ext;
    (void)now_us;
    fake_ext.cookie = cookie;
    fake_ext.sent_err = err;
    note("sent");
}

static void key_failed(void *ext, uint32_t session_id, enum dot11_err err,
                       uint64_t now_us)
{
    (void)ext;
    (void)now_us;
    assert_int_equal(session_id, fake_ext.session_id);
    fake_ext.key_err = err;
    note("key_failed");
}

static void job_done(void *ext, struct dot11_crypto_job *job,
                     enum dot11_err err, uint64_t now_us)
{
    (void)ext;
    (void)job;
    (void)err;
    (void)now_us;
    note("job");
}

static void tick(void *ext, uint64_t now_us)
{
    (void)ext;
    (void)now_us;
    note("tick");
}

/* Profiles, and what the host passes on. */

static enum dot11_err judge(uint32_t *reason)
{
    *reason = fake_ext.reason;
    return fake_ext.judge;
}

static enum dot11_err validate(const void *profile, size_t len,
                               uint32_t *reason)
{
    (void)profile;
    (void)len;
    note("validate");
    return judge(reason);
}

static enum dot11_err match(const void *profile, size_t len,
                            const struct dot11_bss *bss, uint32_t *reason)
{
    (void)profile;
    (void)len;
    (void)bss;
    note("match");
    return judge(reason);
}

static enum dot11_err discover(const struct dot11_bss *bss, bool secure_only,
                               void *profile, size_t cap, size_t *len,
                               uint32_t *reason)
{
    (void)bss;
    note(secure_only ? "discover_secure" : "discover");
    *len = fake_ext.discovered;
    if (*len <= cap)
        memset(profile, 0xd1, *len);
    return judge(reason);
}

static void hear(const uint8_t *data, size_t len)
{
    assert_true(len <= sizeof fake_ext.said);
    fake_ext.said_len = len;
    if (len != 0)
        memcpy(fake_ext.said, data, len);
}

static void indication(void *ext, enum dot11_ext_indication kind,
                       const uint8_t *data, size_t len, uint64_t now_us)
{
    (void)now_us;
    fake_ext.state = ext;
    fake_ext.kind = kind;
    hear(data, len);
    note("indication");
}

static void answer(void *ext, uint8_t prompt, const uint8_t *data, size_t len,
                   uint64_t now_us)
{
    (void)now_us;
    fake_ext.state = ext;
    fake_ext.prompt = prompt;
    hear(data, len);
    note("answer");
}

static void onex_result(void *ext, const struct dot11_onex_result *result,
                        uint64_t now_us)
{
    (void)now_us;
    fake_ext.state = ext;
    fake_ext.result = *result;
    note(result->status == D11_ONEX_SUCCESS   ? "onex_ok"
         : result->status == D11_ONEX_FAILURE ? "onex_failed"
                                              : "onex_goes_on");
}

const struct dot11_ext_extra fake_ext_extra = {
    .size = sizeof(struct dot11_ext_extra),
    .validate = validate,
    .match = match,
    .discover = discover,
    .indication = indication,
    .answer = answer,
    .onex_result = onex_result,
};

const struct dot11_ext_ops fake_ext_ops = {
    .size = sizeof(struct dot11_ext_ops),
    .name = "fake",
    .state_size = 16,
    .init = init,
    .deinit = deinit,
    .reset = reset,
    .pre_associate = pre_associate,
    .select = select,
    .authenticate = authenticate,
    .assoc_elements = assoc_elements,
    .post_associate = post_associate,
    .stop_post_associate = stop,
    .receive = receive,
    .send_done = send_done,
    .key_failed = key_failed,
    .job_done = job_done,
    .tick = tick,
    .extra = &fake_ext_extra,
};

void fake_ext_begin(void)
{
    memset(&fake_ext, 0, sizeof fake_ext);
    fake_ext.types[0] = D11_ETHERTYPE_EAPOL;
    fake_ext.type_count = 1;
    fake_ext.post = D11_ERR_PENDING;
    fake_ext.authenticate = D11_ERR_PENDING;
    fake_ext.suites.akm = D11_AKM_PSK;
    fake_ext.suites.pairwise_cipher = D11_CIPHER_CCMP_128;
    fake_ext.suites.group_cipher = D11_CIPHER_CCMP_128;
    fake_ext.suites.controlled = true;
    fake_ext.suites.privacy = true;
    fake.config.exts = fake_exts;
    fake.config.ext_count = 1;
}

const char *fake_ext_log(void)
{
    static char taken[sizeof fake_ext.log];

    memcpy(taken, fake_ext.log, sizeof taken);
    fake_ext.log[0] = '\0';
    return taken;
}

enum dot11_err fake_ext_send(uint32_t cookie)
{
    static const uint8_t packet[] = {2, 3, 0, 0};

    return dot11_ext_send(fake_ext.host, fake_ext.session_id,
                          D11_ETHERTYPE_EAPOL, packet, sizeof packet, cookie,
                          D11_EXT_SEND_PLAIN);
}

enum dot11_err fake_ext_key(bool pairwise, uint8_t key_id, uint8_t seed)
{
    uint8_t octets[16];
    struct dot11_ext_key key;

    memset(octets, seed, sizeof octets);
    memset(&key, 0, sizeof key);
    key.session_id = fake_ext.session_id;
    key.cipher = D11_CIPHER_CCMP_128;
    key.key_id = key_id;
    key.pairwise = pairwise;
    key.tx = pairwise;
    key.len = sizeof octets;
    key.octets = octets;
    return dot11_ext_set_key(fake_ext.host, &key);
}

enum dot11_err fake_ext_verdict(enum dot11_err err, bool leave)
{
    struct dot11_ext_verdict verdict = {fake_ext.session_id, err,
                                        D11_REASON_UNSPECIFIED, leave};

    return dot11_ext_set_verdict(fake_ext.host, &verdict);
}
