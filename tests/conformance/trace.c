#include "trace.h"

#include <stdio.h>

#include "primitives.h"

void (*trace_inside)(const char *handler);

static char record[4096];
static bool authorized;
static void *crypto;

void trace_word(const char *word)
{
    size_t len = strlen(record);

    assert_true(len + strlen(word) + 2 < sizeof record);
    (void)snprintf(record + len, sizeof record - len, "%s%s",
                   len != 0 ? " " : "", word);
}

static void marked(const char *mark, const char *word, const char *end)
{
    char text[64];

    (void)snprintf(text, sizeof text, "%s%s%s", mark, word, end);
    trace_word(text);
}

/* Events can be taken from inside an op, so each is seen where it belongs. */
static void wake(void *host)
{
    const char *words;

    (void)host;
    fake.wakes++;
    if (fake.stas[0] == NULL)
        return;
    words = fake_events(0);
    if (words[0] != '\0')
        trace_word(words);
}

static void in_op(enum fake_op op)
{
    if (op == FAKE_SET_KEY)
        trace_word("r.key");
}

static enum dot11_err (*set_bss)(void *hw, const struct dot11_hw_bss *bss);

static enum dot11_err watch_bss(void *hw, const struct dot11_hw_bss *bss)
{
    if (bss->authorized != authorized)
        trace_word(bss->authorized ? "r.open" : "r.shut");
    authorized = bss->authorized;
    return set_bss(hw, bss);
}

static void inside(const char *handler)
{
    if (strcmp(handler, "elements") == 0)
        return;
    marked("x.", handler, "");
    if (trace_inside != NULL)
        trace_inside(handler);
}

void trace_begin(void)
{
    fake_begin();
    fake_ext_begin();
    record[0] = '\0';
    authorized = false;
    trace_inside = NULL;
    fake_ext.inside = inside;
    fake.in_op = in_op;
    fake.host_ops.wake = wake;
    set_bss = fake.hw_ops.set_bss;
    fake.hw_ops.set_bss = watch_bss;
    assert_int_equal(primitives_new(&crypto), D11_OK);
    fake.config.crypto_ops = PRIMITIVES_OPS;
    fake.config.crypto = crypto;
    fake.caps.ciphers[fake.caps.cipher_count++] = D11_CIPHER_CCMP_128;
}

void trace_end(void)
{
    trace_inside = NULL;
    fake_end();
    primitives_free(crypto);
}

void trace_drop(void)
{
    primitives_free(crypto);
}

void trace_build_other(void)
{
    fake_build();
    assert_int_equal(dot11_sta_create(&fake.stas[0], fake.radio, fake_own[0]),
                     D11_OK);
    assert_int_equal(dot11_sta_start(fake.stas[0], fake.now_us), D11_OK);
    (void)trace_take();
}

void trace_build(void)
{
    trace_build_other();
    assert_non_null(fake_ext.host);
}

enum dot11_err trace_connect(struct fake_ap *ap)
{
    struct dot11_connect_req req = fake_req("net");

    req.ext = &fake_ext_ops;
    req.profile = "profile";
    req.profile_len = 7;
    fake_beacon(ap);
    return dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us);
}

void trace_associate(struct fake_ap *ap)
{
    assert_int_equal(trace_connect(ap), D11_OK);
    fake_air((struct fake_ap *[]){ap}, 1, 20000);
    assert_trace("x.pre connect_start assoc_start assoc_done port "
                 "connect_done link_quality x.post");
    fake_forget();
}

static enum dot11_err asked(enum dot11_err err)
{
    if (err != D11_OK)
        trace_word("refused!");
    return err;
}

enum dot11_err trace_send(uint32_t cookie)
{
    trace_word(">send");
    return asked(fake_ext_send(cookie));
}

enum dot11_err trace_key(bool pairwise, uint8_t key_id, uint8_t seed)
{
    trace_word(pairwise ? ">key" : ">group_key");
    return asked(fake_ext_key(pairwise, key_id, seed));
}

enum dot11_err trace_key_id(uint8_t key_id)
{
    trace_word(">key_id");
    return asked(dot11_ext_set_default_key_id(fake_ext.host,
                                              fake_ext.session_id, key_id));
}

enum dot11_err trace_verdict(enum dot11_err err, bool leave)
{
    trace_word(err == D11_OK ? ">success" : ">failure");
    return asked(fake_ext_verdict(err, leave));
}

enum dot11_err trace_pre_done(enum dot11_err err)
{
    trace_word(">pre_done");
    return asked(dot11_ext_pre_associate_done(fake_ext.host, err));
}

void trace_disconnect(void)
{
    trace_word("disconnect");
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_OK);
}

bool trace_msdu(void)
{
    static const uint8_t header[] = {2, 0, 0, 0, 9, 9,    2,
                                     0, 0, 0, 0, 1, 0x88, 0xb5};
    struct dot11_frame *frame = fake_alloc(64);

    frame->data += 48;
    frame->len = 64;
    memset(frame->data, 0, 64);
    memcpy(frame->data, header, sizeof header);
    return dot11_sta_tx(fake.stas[0], &frame, 1, fake.now_us) == 1;
}

const char *trace_take(void)
{
    static char taken[sizeof record];

    memcpy(taken, record, sizeof taken);
    record[0] = '\0';
    return taken;
}
