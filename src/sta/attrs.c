/* Attributes: read, written, set back. */
#include <string.h>

#include "base/octets.h"
#include "frame/element.h"
#include "sta/attrs.h"

#define SETTABLE (D11_ATTR_SET_INIT | D11_ATTR_SET_OP | D11_ATTR_SET_OFF)

struct d11_attrs *d11_attrs_state(struct dot11_sta *sta)
{
    return d11_vif_listed(&sta->vif, D11_PART_ATTRS);
}

static const struct d11_attr_row *row_of(enum dot11_attr attr)
{
    return (unsigned)attr < D11_ATTR_COUNT ? &d11_attr_rows[attr] : NULL;
}

const struct dot11_attr_info *dot11_attr_info(enum dot11_attr attr)
{
    const struct d11_attr_row *row = row_of(attr);

    return row != NULL ? &row->info : NULL;
}

enum dot11_err dot11_attr_by_oid(uint32_t oid, enum dot11_attr *attr)
{
    for (unsigned i = 0; oid != 0 && i < D11_ATTR_COUNT; i++) {
        if (d11_attr_rows[i].info.oid != oid)
            continue;
        *attr = (enum dot11_attr)i;
        return D11_OK;
    }
    return D11_ERR_UNSUPPORTED;
}

/* Reading. */

void d11_attr_put(struct d11_attr_out *out, const void *value, size_t len)
{
    if (len != 0 && out->len + len <= out->cap)
        memcpy(out->buf + out->len, value, len);
    out->len += len;
}

void d11_attr_put_u32(struct d11_attr_out *out, uint32_t value)
{
    d11_attr_put(out, &value, sizeof value);
}

void d11_attr_put_bool(struct d11_attr_out *out, bool value)
{
    uint8_t octet = value;

    d11_attr_put(out, &octet, 1);
}

static uint16_t count_of(const struct d11_attrs *attrs,
                         const struct d11_attr_row *row)
{
    uint16_t count;

    memcpy(&count, (const uint8_t *)attrs + row->count_at, sizeof count);
    return count;
}

/* From the state of the part itself. */
static void get_plain(const struct d11_attrs *attrs, enum dot11_attr attr,
                      struct d11_attr_out *out)
{
    const struct d11_attr_row *row = &d11_attr_rows[attr];

    if (row->list_at != 0)
        d11_attr_put(out, (const uint8_t *)attrs + row->list_at,
                     (size_t)count_of(attrs, row) * row->info.item_len);
    else if (row->info.type == D11_VALUE_BOOL)
        d11_attr_put_bool(out, attrs->numbers[attr] != 0);
    else
        d11_attr_put_u32(out, attrs->numbers[attr]);
}

static enum dot11_err get_value(const struct dot11_sta *sta,
                                enum dot11_attr attr, struct d11_attr_out *out)
{
    const struct d11_attr_row *row = &d11_attr_rows[attr];
    const struct d11_vif *vif = &sta->vif;

    if (row->get != NULL)
        return row->get(sta, attr, out);
    get_plain(d11_attrs_listed(vif), attr, out);
    return D11_OK;
}

/* The listed part that an attribute is of, when it is another one's. */
static const struct dot11_part *other_owner(const struct dot11_sta *sta,
                                            const struct d11_attr_row *row)
{
    const struct dot11_part *const *parts = sta->vif.env->parts;

    return row->owner == D11_PART_ATTRS || parts == NULL ? NULL
                                                         : parts[row->owner];
}

enum dot11_err dot11_sta_get(const struct dot11_sta *sta, enum dot11_attr attr,
                             void *buf, size_t cap, size_t *len)
{
    const struct d11_attr_row *row = row_of(attr);
    struct d11_attr_out out = {buf, 0, 0};
    const struct dot11_part *part;
    enum dot11_err err;

    *len = 0;
    if (row == NULL || (row->info.flags & D11_ATTR_CAN_GET) == 0 ||
        d11_attrs_of(&sta->vif) == NULL)
        return D11_ERR_UNSUPPORTED;
    part = other_owner(sta, row);
    if (part != NULL && part->get != NULL)
        return part->get(&sta->vif, d11_vif_part(&sta->vif, part->kind), attr,
                         buf, cap, len);
    if (row->owner != D11_PART_ATTRS && row->get == NULL)
        return D11_ERR_UNSUPPORTED;
    /* First how long it is: a value is written whole or not at all. */
    err = get_value(sta, attr, &out);
    if (err != D11_OK)
        return err;
    *len = out.len;
    if (out.len > cap)
        return D11_ERR_FULL;
    out.len = 0;
    out.cap = cap;
    return get_value(sta, attr, &out);
}

/* Writing. */

static bool is_time(const struct dot11_sta *sta, unsigned flags)
{
    if (sta->life == D11_LIFE_HALTED)
        return (flags & D11_ATTR_SET_OFF) != 0;
    if (sta->life != D11_LIFE_RUNNING)
        return false;
    return (flags & (sta->sme.state == D11_STA_INIT ? D11_ATTR_SET_INIT
                                                    : D11_ATTR_SET_OP)) != 0;
}

static enum dot11_err check_number(const struct dot11_attr_info *info,
                                   uint32_t value)
{
    if ((info->flags & D11_ATTR_IS_MASK) != 0)
        return (value & ~info->max) == 0 ? D11_OK : D11_ERR_ARG;
    return value >= info->min && value <= info->max ? D11_OK : D11_ERR_ARG;
}

static enum dot11_err check_list(const struct dot11_attr_info *info,
                                 const uint8_t *value, size_t len)
{
    if (len % info->item_len != 0)
        return D11_ERR_ARG;
    if (len / info->item_len > info->max_count)
        return D11_ERR_FULL;
    if (len / info->item_len < info->min)
        return D11_ERR_ARG;
    for (size_t at = 0; info->type == D11_VALUE_SSID_LIST && at < len;
         at += info->item_len) {
        if (value[at + offsetof(struct dot11_ssid, len)] > D11_SSID_MAX)
            return D11_ERR_SSID;
    }
    return D11_OK;
}

static enum dot11_err check_elements(const struct dot11_attr_info *info,
                                     const uint8_t *value, size_t len)
{
    size_t head = info->type == D11_VALUE_BOUND ? D11_ADDR_LEN : 0;
    struct dot11_octets list;

    if (len < head)
        return D11_ERR_ARG;
    if (len - head > info->max_count)
        return D11_ERR_FULL;
    list.data = value + head;
    list.len = len - head;
    return list.len == 0 || d11_elements_whole(list) ? D11_OK : D11_ERR_ARG;
}

/* Has the value the form that its row says? */
static enum dot11_err check_form(const struct dot11_attr_info *info,
                                 const uint8_t *value, size_t len)
{
    uint32_t number;

    switch ((enum dot11_attr_type)info->type) {
    case D11_VALUE_BOOL:
        return len == 1 && value[0] <= 1 ? D11_OK : D11_ERR_ARG;
    case D11_VALUE_U32:
        if (len != sizeof number)
            return D11_ERR_ARG;
        memcpy(&number, value, sizeof number);
        return check_number(info, number);
    case D11_VALUE_ELEMENTS:
    case D11_VALUE_BOUND: return check_elements(info, value, len);
    case D11_VALUE_OPAQUE: return D11_OK;
    default: return check_list(info, value, len);
    }
}

static void set_plain(struct d11_attrs *attrs, enum dot11_attr attr,
                      const uint8_t *value, size_t len)
{
    const struct d11_attr_row *row = &d11_attr_rows[attr];
    uint16_t count;

    if (row->list_at != 0) {
        count = (uint16_t)(len / row->info.item_len);
        if (len != 0)
            memcpy((uint8_t *)attrs + row->list_at, value, len);
        memcpy((uint8_t *)attrs + row->count_at, &count, sizeof count);
    } else if (row->info.type == D11_VALUE_BOOL) {
        attrs->numbers[attr] = value[0];
    } else {
        memcpy(&attrs->numbers[attr], value, sizeof attrs->numbers[attr]);
    }
}

/* The new value is kept after its own check, which may have kept it in
 * another way. */
static enum dot11_err set_value(struct dot11_sta *sta, enum dot11_attr attr,
                                const uint8_t *value, size_t len)
{
    const struct d11_attr_row *row = &d11_attr_rows[attr];
    const struct dot11_part *part = other_owner(sta, row);
    enum dot11_err err = check_form(&row->info, value, len);

    if (err != D11_OK)
        return err;
    if (part != NULL && part->set != NULL)
        return part->set(&sta->vif, d11_vif_part(&sta->vif, part->kind), attr,
                         value, len);
    if (row->set != NULL)
        return row->set(sta, attr, value, len);
    if (row->owner != D11_PART_ATTRS)
        return D11_ERR_UNSUPPORTED;
    d11_attrs_keep(sta, attr, value, len);
    return D11_OK;
}

void d11_attrs_keep(struct dot11_sta *sta, enum dot11_attr attr,
                    const uint8_t *value, size_t len)
{
    set_plain(d11_attrs_state(sta), attr, value, len);
}

enum dot11_err dot11_sta_set(struct dot11_sta *sta, enum dot11_attr attr,
                             const void *buf, size_t len, uint64_t now_us)
{
    const struct d11_attr_row *row = row_of(attr);
    enum dot11_err err;

    if (!d11_radio_enter(sta->radio, now_us))
        return D11_ERR_BUSY;
    if (row == NULL || (row->info.flags & SETTABLE) == 0 ||
        d11_attrs_of(&sta->vif) == NULL)
        return D11_ERR_UNSUPPORTED;
    /* GEN-9 */
    if (!is_time(sta, row->info.flags))
        return D11_ERR_STATE;
    err = set_value(sta, attr, buf, len);
    d11_radio_settle(sta->radio);
    return err;
}

/* Setting back. */

static void set_defaults(struct d11_vif *vif, struct d11_attrs *attrs)
{
    static const uint8_t any[D11_ADDR_LEN] = {0xff, 0xff, 0xff,
                                              0xff, 0xff, 0xff};
    uint32_t unreachable_us = vif->env->config.unreachable_us;

    memset(attrs, 0, sizeof *attrs);
    for (unsigned i = 0; i < D11_ATTR_NUMBERS; i++)
        attrs->numbers[i] = d11_attr_rows[i].info.initial;
    if (unreachable_us >= 1000)
        attrs->numbers[D11_ATTR_UNREACHABLE_MS] = unreachable_us / 1000;
    d11_addr_copy(attrs->bssids[0], any);
    attrs->bssid_count = 1;
    attrs->phys[0] = D11_PHY_ANY;
    attrs->phy_count = 1;
    attrs->rates = D11_RATES_ALL;
    d11_attrs_default_auths(vif, attrs);
}

/* Table 1.3: what any dot11 reset forgets. */
static void set_back(struct d11_attrs *attrs)
{
    for (unsigned i = 0; i < D11_ATTR_NUMBERS; i++) {
        if (d11_attr_rows[i].always_reset)
            attrs->numbers[i] = d11_attr_rows[i].info.initial;
    }
    attrs->exemption_count = 0;
    attrs->ibss_elements.len = 0;
}

/* The part. */

static size_t state_size(const struct dot11_config *config)
{
    (void)config;
    return sizeof(struct d11_attrs);
}

static void init(struct d11_vif *vif, void *state)
{
    set_defaults(vif, state);
}

static void reset(struct d11_vif *vif, void *state, enum d11_part_reset what)
{
    if (what == D11_PART_RESET_MIB)
        set_defaults(vif, state);
    else if (what == D11_PART_RESET)
        set_back(state);
}

const struct dot11_part dot11_attrs = {
    .kind = D11_PART_ATTRS,
    .list = &d11_part_list,
    .state_size = state_size,
    .init = init,
    .reset = reset,
    .ops = &d11_attrs_ops_table,
};
