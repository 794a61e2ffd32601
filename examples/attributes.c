/* dot11-station: get and set.
 *
 * SPDX-License-Identifier: MIT
 *
 * The library describes its attributes (dot11_attr_info()); what is here knows
 * types, not attributes. An entry of a value is a word. */
#include "call.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define VALUE_MAX 2048
#define HEX_MAX 512

/* --- Values as words ------------------------------------------------------ */

static uint32_t number_at(const uint8_t *at)
{
    uint32_t number;

    memcpy(&number, at, sizeof number);
    return number;
}

static void hex_text(const uint8_t *octets, size_t len, char *out)
{
    for (size_t i = 0; i < len; i++)
        snprintf(out + 2 * i, 3, "%02x", octets[i]);
    out[2 * len] = '\0';
}

/* Elements and what is opaque are one word. */
static bool is_one_word(const struct dot11_attr_info *info)
{
    return info->type == D11_VALUE_ELEMENTS || info->type == D11_VALUE_OPAQUE;
}

size_t attribute_entries(const struct dot11_attr_info *info, size_t len)
{
    if (is_one_word(info))
        return len != 0;
    if (info->type == D11_VALUE_BOUND)
        return len > D11_ADDR_LEN ? 2 : 1;
    return info->type == D11_VALUE_BOOL ? len : len / info->item_len;
}

const char *attribute_entry(const struct dot11_attr_info *info,
                            const uint8_t *value, size_t len, size_t i,
                            char out[ATTRIBUTE_TEXT_MAX])
{
    const uint8_t *at = value + i * info->item_len;
    struct dot11_exemption exemption;
    struct dot11_rate_map rate;
    struct dot11_ssid ssid;
    uint64_t counter;

    switch ((enum dot11_attr_type)info->type) {
    case D11_VALUE_BOOL: return value[i] != 0 ? "yes" : "no";
    case D11_VALUE_U32:
    case D11_VALUE_U32_LIST:
        snprintf(out, ATTRIBUTE_TEXT_MAX, "%u", (unsigned)number_at(at));
        break;
    case D11_VALUE_U64_LIST:
        memcpy(&counter, at, sizeof counter);
        snprintf(out, ATTRIBUTE_TEXT_MAX, "%llu", (unsigned long long)counter);
        break;
    case D11_VALUE_ADDR:
    case D11_VALUE_ADDR_LIST: return text_addr(at, out);
    case D11_VALUE_SSID_LIST:
        memcpy(&ssid, at, sizeof ssid);
        return text_ssid(&ssid, out);
    case D11_VALUE_CODE_LIST:
        memset(&ssid, 0, sizeof ssid);
        ssid.len = at[0] != 0 ? info->item_len : 0;
        memcpy(ssid.octets, at, info->item_len);
        return text_ssid(&ssid, out);
    case D11_VALUE_ELEMENTS:
    case D11_VALUE_OPAQUE: hex_text(value, len, out); break;
    case D11_VALUE_BOUND:
        if (i == 0)
            return text_addr(value, out);
        hex_text(value + D11_ADDR_LEN, len - D11_ADDR_LEN, out);
        break;
    case D11_VALUE_PAIRS:
        snprintf(out, ATTRIBUTE_TEXT_MAX, "%u/%u", (unsigned)number_at(at),
                 (unsigned)number_at(at + 4));
        break;
    case D11_VALUE_RATES:
        memcpy(&rate, at, sizeof rate);
        snprintf(out, ATTRIBUTE_TEXT_MAX, "%u/%u/%u", rate.index, rate.flags,
                 rate.rate_500kbps);
        break;
    case D11_VALUE_EXEMPTIONS:
        memcpy(&exemption, at, sizeof exemption);
        snprintf(out, ATTRIBUTE_TEXT_MAX, "%u/%u/%u", exemption.ethertype,
                 exemption.action, exemption.packets);
        break;
    }
    return out;
}

/* --- Words as values ------------------------------------------------------ */

static bool take_hex(const char *word, uint8_t *value, size_t *len)
{
    size_t digits = strlen(word);

    if (digits % 2 != 0 || digits / 2 > HEX_MAX)
        return false;
    for (size_t i = 0; i < digits; i += 2) {
        unsigned octet;

        if (!isxdigit((unsigned char)word[i]) ||
            !isxdigit((unsigned char)word[i + 1]) ||
            sscanf(word + i, "%2x", &octet) != 1)
            return false;
        value[(*len)++] = (uint8_t)octet;
    }
    return true;
}

static bool take_bool(const char *word, uint8_t *value, size_t *len)
{
    bool yes = strcmp(word, "yes") == 0;

    if (!yes && strcmp(word, "no") != 0)
        return false;
    value[(*len)++] = yes;
    return true;
}

static bool take_number(const char *word, uint8_t *value, size_t *len)
{
    uint64_t number;
    uint32_t narrow;

    if (!words_number(word, UINT32_MAX, &number))
        return false;
    narrow = (uint32_t)number;
    memcpy(value + *len, &narrow, sizeof narrow);
    *len += sizeof narrow;
    return true;
}

static bool take_ssid(const char *word, size_t octets, uint8_t *value,
                      size_t *len)
{
    struct dot11_ssid ssid = {0};

    if (octets > D11_SSID_MAX)
        return false;
    ssid.len = (uint8_t)octets;
    memcpy(ssid.octets, word, octets);
    memcpy(value + *len, &ssid, sizeof ssid);
    *len += sizeof ssid;
    return true;
}

/* "DE" is the whole country; an empty word is none. */
static bool take_country(const char *word, size_t octets, uint8_t *value,
                         size_t *len)
{
    if (octets > 3)
        return false;
    memset(value + *len, 0, 3);
    memcpy(value + *len, word, octets);
    if (octets == 2)
        value[*len + 2] = ' ';
    *len += 3;
    return true;
}

static bool take_exemption(const char *word, uint8_t *value, size_t *len)
{
    struct dot11_exemption exemption;
    unsigned action, packets;
    int type;
    char end;

    if (sscanf(word, "%i/%u/%u%c", &type, &action, &packets, &end) != 3 ||
        type < 0 || type > UINT16_MAX || action > UINT8_MAX ||
        packets > UINT8_MAX)
        return false;
    exemption.ethertype = (uint16_t)type;
    exemption.action = (uint8_t)action;
    exemption.packets = (uint8_t)packets;
    memcpy(value + *len, &exemption, sizeof exemption);
    *len += sizeof exemption;
    return true;
}

static bool take_addr(const char *word, uint8_t *value, size_t *len)
{
    if (!words_addr(word, value + *len))
        return false;
    *len += D11_ADDR_LEN;
    return true;
}

static bool take(const struct call *call, int arg,
                 const struct dot11_attr_info *info, uint8_t *value,
                 size_t *len)
{
    const char *word = call->argv[arg];

    switch ((enum dot11_attr_type)info->type) {
    case D11_VALUE_BOOL: return take_bool(word, value, len);
    case D11_VALUE_U32:
    case D11_VALUE_U32_LIST: return take_number(word, value, len);
    case D11_VALUE_ADDR:
    case D11_VALUE_ADDR_LIST: return take_addr(word, value, len);
    case D11_VALUE_SSID_LIST:
        return take_ssid(word, call->lens[arg], value, len);
    case D11_VALUE_CODE_LIST:
        return take_country(word, call->lens[arg], value, len);
    case D11_VALUE_EXEMPTIONS: return take_exemption(word, value, len);
    case D11_VALUE_BOUND:
        return arg == 2 ? take_addr(word, value, len)
                        : take_hex(word, value, len);
    case D11_VALUE_ELEMENTS:
    case D11_VALUE_OPAQUE: return take_hex(word, value, len);
    case D11_VALUE_U64_LIST:
    case D11_VALUE_PAIRS:
    case D11_VALUE_RATES: break;
    }
    return false;
}

/* --- The commands --------------------------------------------------------- */

static bool find(struct call *call, enum dot11_attr *attr)
{
    for (unsigned i = 0; i < D11_ATTR_COUNT; i++) {
        *attr = (enum dot11_attr)i;
        if (call_has(call, 1, dot11_attr_info(*attr)->name))
            return true;
    }
    return call_fail(call, "no such attribute; 'get' lists them");
}

/* Its entries on one line. */
static void show(struct station *st, const struct dot11_attr_info *info,
                 const uint8_t *value, size_t len)
{
    char line[VALUE_MAX];
    size_t at = 0;

    line[0] = '\0';
    for (size_t i = 0; i < attribute_entries(info, len); i++) {
        char text[ATTRIBUTE_TEXT_MAX];
        const char *entry = attribute_entry(info, value, len, i, text);
        bool quotes = info->type == D11_VALUE_SSID_LIST ||
                      info->type == D11_VALUE_CODE_LIST;
        int n = snprintf(line + at, sizeof line - at,
                         quotes ? " \"%s\"" : " %s", entry);

        if (n < 0 || (size_t)n >= sizeof line - at)
            break;
        at += (size_t)n;
    }
    report_line(st, "  %-26s%s", info->name, line);
}

bool run_get(struct call *call)
{
    struct station *st = call->st;
    uint8_t value[VALUE_MAX];
    enum dot11_attr attr;
    enum dot11_err err;
    size_t len;

    if (call->argc == 1) {
        if (st->options.json) {
            json_attributes(st, 0, D11_ATTR_COUNT);
            return true;
        }
        for (unsigned i = 0; i < D11_ATTR_COUNT; i++) {
            attr = (enum dot11_attr)i;
            if (dot11_sta_get(st->sta, attr, value, sizeof value, &len) ==
                D11_OK)
                show(st, dot11_attr_info(attr), value, len);
        }
        return true;
    }
    if (!find(call, &attr))
        return false;
    err = dot11_sta_get(st->sta, attr, value, sizeof value, &len);
    if (err != D11_OK)
        return call_refused(call, err);
    if (st->options.json)
        json_attributes(st, (unsigned)attr, (unsigned)attr + 1);
    else
        show(st, dot11_attr_info(attr), value, len);
    return true;
}

bool run_set(struct call *call)
{
    struct station *st = call->st;
    uint8_t value[VALUE_MAX];
    const struct dot11_attr_info *info;
    enum dot11_attr attr;
    enum dot11_err err;
    size_t len = 0;

    if (!find(call, &attr))
        return false;
    info = dot11_attr_info(attr);
    for (int arg = 2; arg < call->argc; arg++) {
        if (!take(call, arg, info, value, &len)) {
            snprintf(call->why, WHY_MAX, "'%s' is no value of %s: %s",
                     call->argv[arg], info->name, info->help);
            return false;
        }
    }
    err = dot11_sta_set(st->sta, attr, value, len, st->kind->now_us(st));
    return err == D11_OK || call_refused(call, err);
}
