/* dot11-station: a command as it was given.
 *
 * SPDX-License-Identifier: MIT */
#include "call.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool call_fail(struct call *call, const char *why)
{
    snprintf(call->why, WHY_MAX, "%s", why);
    return false;
}

bool call_refused(struct call *call, enum dot11_err err)
{
    return call_fail(call, text_err(err));
}

struct wait {
    enum dot11_event_type type;
    uint32_t count; /* there have to be more than these */
};

static bool came(struct station *st, void *context)
{
    const struct wait *wait = context;

    return st->seen.count[wait->type] > wait->count;
}

const struct dot11_event *call_event(struct call *call,
                                     const struct seen *before,
                                     enum dot11_event_type type, uint64_t us)
{
    struct station *st = call->st;
    struct wait wait = {.type = type, .count = before->count[type]};

    if (station_wait(st, came, &wait, st->kind->now_us(st) + us))
        return &st->seen.last[type];
    (void)call_fail(call,
                    st->stopping ? "interrupted" : "nothing came in time");
    return NULL;
}

bool call_never(struct station *st, void *context)
{
    (void)st;
    (void)context;
    return false;
}

bool call_ssid(struct call *call, int arg, struct dot11_ssid *ssid)
{
    size_t len = call->lens[arg];

    if (len == 0 || len > D11_SSID_MAX) {
        snprintf(call->why, WHY_MAX,
                 "an SSID has 1 to 32 octets, this one has %zu", len);
        return false;
    }
    ssid->len = (uint8_t)len;
    memcpy(ssid->octets, call->argv[arg], len);
    return true;
}

/* 64 hexadecimal digits, which is longer than any passphrase, are the PSK
 * itself. */
static bool take_psk(const char *text, size_t len, uint8_t psk[D11_PSK_LEN])
{
    static const char digits[] = "0123456789abcdef";

    if (len != 2u * D11_PSK_LEN)
        return false;
    for (size_t i = 0; i < len; i++) {
        const char *digit = strchr(digits, tolower((unsigned char)text[i]));

        if (digit == NULL || *digit == '\0')
            return false;
        psk[i / 2] = (uint8_t)(psk[i / 2] << 4 | (digit - digits));
    }
    return true;
}

size_t call_hex(const char *text, uint8_t *octets, size_t max)
{
    const size_t len = strlen(text);

    if (len % 2 != 0 || len / 2 > max)
        return 0;
    for (size_t i = 0; i < len / 2; i++) {
        char pair[3] = {text[2 * i], text[2 * i + 1], 0};
        char *end;

        octets[i] = (uint8_t)strtoul(pair, &end, 16);
        if (*end != 0 || pair[0] == '-' || pair[0] == '+' || pair[0] == ' ')
            return 0;
    }
    return len / 2;
}

bool call_passphrase(struct call *call, int arg,
                     struct dot11_rsn_profile *profile)
{
    const char *text = call->argv[arg];
    size_t len = call->lens[arg];

    profile->has_psk = take_psk(text, len, profile->psk);
    if (profile->has_psk)
        return true;
    if (len < 8 || len > D11_PASSPHRASE_MAX) {
        snprintf(call->why, WHY_MAX,
                 "a passphrase has 8 to 63 characters, this one has %zu", len);
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        if (text[i] < 0x20 || text[i] > 0x7e)
            return call_fail(call, "a passphrase has printable ASCII only");
    }
    profile->passphrase_len = (uint8_t)len;
    memcpy(profile->passphrase, text, len);
    return true;
}

bool call_channels(struct call *call, const char *list,
                   uint16_t freqs_mhz[CALL_CHANNELS_MAX], uint16_t *count)
{
    char *end;

    *count = 0;
    do {
        unsigned long n = strtoul(list, &end, 10);
        enum dot11_band band = n > 14 ? D11_BAND_5GHZ : D11_BAND_2GHZ;

        if (end == list || (*end != ',' && *end != '\0') || n > 7200)
            return call_fail(call, "channels are a list such as 1,6,36");
        if (*count == CALL_CHANNELS_MAX)
            return call_fail(call, "at most 16 channels");
        if (n < 1000)
            n = dot11_channel_freq_mhz(band, (uint8_t)n);
        if (n == 0)
            return call_fail(call, "there is no such channel");
        freqs_mhz[(*count)++] = (uint16_t)n;
        list = end + 1;
    } while (*end == ',');
    return true;
}

bool call_has(const struct call *call, int arg, const char *word)
{
    return arg < call->argc && strcmp(call->argv[arg], word) == 0;
}
