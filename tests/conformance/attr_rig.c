#include "attr_rig.h"

static const struct dot11_part *const parts[] = {&dot11_attrs};

void attr_begin(void)
{
    fake_begin();
    fake.config.parts = parts;
    fake.config.part_count = 1;
}

void attr_up(void)
{
    fake_build();
    fake_start(0);
}

void attr_start(void)
{
    attr_begin();
    attr_up();
}

enum dot11_err attr_set(enum dot11_attr attr, const void *value, size_t len)
{
    return dot11_sta_set(fake.stas[0], attr, value, len, fake.now_us);
}

enum dot11_err attr_set_u32(enum dot11_attr attr, uint32_t value)
{
    return attr_set(attr, &value, sizeof value);
}

enum dot11_err attr_set_bool(enum dot11_attr attr, bool value)
{
    uint8_t octet = value;

    return attr_set(attr, &octet, 1);
}

enum dot11_err attr_set_list(enum dot11_attr attr, const uint32_t *list,
                             unsigned count)
{
    return attr_set(attr, list, count * sizeof *list);
}

enum dot11_err attr_set_addrs(enum dot11_attr attr, const void *list,
                              unsigned count)
{
    return attr_set(attr, list, count * 6u);
}

enum dot11_err attr_set_ssids(const char *const *list, unsigned count)
{
    struct dot11_ssid ssids[16];

    assert_true(count <= 16);
    memset(ssids, 0, sizeof ssids);
    for (unsigned i = 0; i < count; i++) {
        if (list[i] == NULL)
            continue;
        ssids[i].len = (uint8_t)strlen(list[i]);
        memcpy(ssids[i].octets, list[i], strlen(list[i]));
    }
    return attr_set(D11_ATTR_DESIRED_SSIDS, ssids, count * sizeof ssids[0]);
}

static void get(enum dot11_attr attr, void *value, size_t len)
{
    size_t got;

    assert_int_equal(dot11_sta_get(fake.stas[0], attr, value, len, &got),
                     D11_OK);
    assert_int_equal(got, len);
}

uint32_t attr_u32(enum dot11_attr attr)
{
    uint32_t value;

    get(attr, &value, sizeof value);
    return value;
}

bool attr_bool(enum dot11_attr attr)
{
    uint8_t value;

    get(attr, &value, sizeof value);
    assert_true(value <= 1);
    return value != 0;
}

unsigned attr_list(enum dot11_attr attr, uint32_t list[32])
{
    size_t len;

    assert_int_equal(
        dot11_sta_get(fake.stas[0], attr, list, 32 * sizeof *list, &len),
        D11_OK);
    assert_int_equal(len % sizeof *list, 0);
    return (unsigned)(len / sizeof *list);
}

void attr_assert_list(enum dot11_attr attr, const uint32_t *list,
                      unsigned count)
{
    uint32_t got[32];

    assert_int_equal(attr_list(attr, got), count);
    for (unsigned i = 0; i < count; i++)
        assert_int_equal(got[i], list[i]);
}

enum dot11_err attr_err(enum dot11_attr attr)
{
    uint8_t buf[1024];
    size_t len;

    return dot11_sta_get(fake.stas[0], attr, buf, sizeof buf, &len);
}

void attr_snapshot(struct attr_snapshot *snapshot)
{
    snapshot->len = 0;
    for (unsigned i = 0; i < D11_ATTR_COUNT; i++) {
        uint8_t *at = snapshot->octets + snapshot->len;
        size_t len;
        enum dot11_err err;

        assert_true(snapshot->len + 1024 < ATTR_SNAPSHOT);
        err =
            dot11_sta_get(fake.stas[0], (enum dot11_attr)i, at + 2, 1000, &len);
        assert_int_not_equal(err, D11_ERR_FULL);
        at[0] = (uint8_t)i;
        at[1] = (uint8_t)err;
        snapshot->len += 2 + len;
    }
}

void attr_assert_same(const struct attr_snapshot *snapshot)
{
    struct attr_snapshot now;

    attr_snapshot(&now);
    assert_int_equal(now.len, snapshot->len);
    assert_memory_equal(now.octets, snapshot->octets, now.len);
}

enum dot11_err attr_connect(void)
{
    return dot11_sta_connect(fake.stas[0], NULL, NULL, fake.now_us);
}

enum dot11_err attr_outcome(struct fake_ap *const *aps, unsigned count)
{
    struct dot11_event *last = &fake.last[0][D11_EV_CONNECT_DONE];
    struct dot11_event done;

    fake_air(aps, count, 10 * ATTR_SECOND);
    (void)fake_events(0);
    done = *last;
    memset(last, 0, sizeof *last);
    assert_int_equal(done.type, D11_EV_CONNECT_DONE);
    return done.u.done.err;
}

unsigned attr_ap(void)
{
    struct dot11_sta_status status;

    dot11_sta_status(fake.stas[0], &status);
    return status.associated ? status.bssid[5] : 0;
}
