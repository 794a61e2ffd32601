/*
 * The most work that one received frame can cause: frames that were made to
 * be expensive, each kind many times, next to usual beacons.
 *
 *     dot11_bound KIND             instructions are counted from outside, in
 *                                  dot11_hw_rx(); says how many frames
 *     dot11_bound                  the kinds
 *
 * SPDX-License-Identifier: MIT
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake_ap.h"

#define FRAMES 200u
/* The longest management frame that a radio brings. */
#define LONGEST 2300u
#define BODY_AT 36u

/* A beacon of one of many BSSs up to its elements. */
static size_t begin(uint8_t *mpdu, unsigned number)
{
    static const uint8_t fixed[] = {0x64, 0, 0x11, 4};

    memset(mpdu, 0, LONGEST);
    mpdu[0] = 0x80;
    memset(mpdu + 4, 0xff, 6);
    mpdu[10] = 2;
    mpdu[14] = (uint8_t)(number >> 8);
    mpdu[15] = (uint8_t)number;
    memcpy(mpdu + 16, mpdu + 10, 6);
    mpdu[24] = (uint8_t)number;
    memcpy(mpdu + 32, fixed, sizeof fixed);
    return BODY_AT;
}

static size_t put(uint8_t *mpdu, size_t at, uint8_t id, const void *body,
                  size_t len)
{
    if (at + 2 + len > LONGEST)
        return at;
    mpdu[at] = id;
    mpdu[at + 1] = (uint8_t)len;
    memcpy(mpdu + at + 2, body, len);
    return at + 2 + len;
}

/* SSID, rates, channel: what makes it a BSS that is kept. */
static size_t usual(uint8_t *mpdu, unsigned number)
{
    static const uint8_t rates[] = {0x82, 0x84, 0x8b, 0x96, 12, 18, 24, 36};
    static const uint8_t rsne[] = {1, 0,    0,    0x0f, 0xac, 4, 1,
                                   0, 0,    0x0f, 0xac, 4,    1, 0,
                                   0, 0x0f, 0xac, 2,    0,    0};
    static const uint8_t tim[] = {0, 2, 0, 0};
    const uint8_t channel = 1;
    size_t at = begin(mpdu, number);

    at = put(mpdu, at, D11_EID_SSID, "bound", 5);
    at = put(mpdu, at, D11_EID_RATES, rates, sizeof rates);
    at = put(mpdu, at, D11_EID_DS, &channel, 1);
    at = put(mpdu, at, D11_EID_TIM, tim, sizeof tim);
    return put(mpdu, at, D11_EID_RSN, rsne, sizeof rsne);
}

/* As many of one element as there is room for. */
static size_t full_of(uint8_t *mpdu, unsigned number, uint8_t id,
                      const void *body, size_t len)
{
    size_t at = usual(mpdu, number);
    size_t next;

    while ((next = put(mpdu, at, id, body, len)) != at)
        at = next;
    return at;
}

static size_t beacon(uint8_t *mpdu, unsigned number)
{
    static const uint8_t vendor[] = {0, 0x50, 0xf2, 2, 1, 1, 0, 0};
    static const uint8_t caps[26] = {0x2c};
    size_t at = usual(mpdu, number);

    at = put(mpdu, at, D11_EID_HT_CAP, caps, sizeof caps);
    return put(mpdu, at, D11_EID_VENDOR, vendor, sizeof vendor);
}

static size_t empty_elements(uint8_t *mpdu, unsigned number)
{
    return full_of(mpdu, number, 200, "", 0);
}

static size_t empty_vendors(uint8_t *mpdu, unsigned number)
{
    return full_of(mpdu, number, D11_EID_VENDOR, "", 0);
}

static size_t extensions(uint8_t *mpdu, unsigned number)
{
    return full_of(mpdu, number, D11_EID_EXTENSION, "\x23", 1);
}

static size_t same_ssids(uint8_t *mpdu, unsigned number)
{
    return full_of(mpdu, number, D11_EID_SSID, "x", 1);
}

static size_t fragments(uint8_t *mpdu, unsigned number)
{
    return full_of(mpdu, number, D11_EID_FRAGMENT, "", 0);
}

static size_t vendors(uint8_t *mpdu, unsigned number)
{
    return full_of(mpdu, number, D11_EID_VENDOR, "\x00\x50\xf2\x02\x01", 5);
}

/* Suites without end. */
static size_t long_rsne(uint8_t *mpdu, unsigned number)
{
    uint8_t rsne[254] = {1, 0, 0, 0x0f, 0xac, 4, 30, 0};
    size_t at = 8;

    for (unsigned i = 0; i < 30; i++, at += 4)
        memcpy(rsne + at, "\x00\x0f\xac\x04", 4);
    rsne[at] = 28;
    at += 2;
    for (unsigned i = 0; i < 28; i++, at += 4)
        memcpy(rsne + at, "\x00\x0f\xac\x02", 4);
    return put(mpdu, put(mpdu, begin(mpdu, number), D11_EID_SSID, "bound", 5),
               D11_EID_RSN, rsne, at);
}

/* Rates of which none is the same. */
static size_t long_rates(uint8_t *mpdu, unsigned number)
{
    uint8_t rates[255];
    size_t at = begin(mpdu, number);

    for (unsigned i = 0; i < sizeof rates; i++)
        rates[i] = (uint8_t)i;
    at = put(mpdu, at, D11_EID_RATES, rates, sizeof rates);
    return put(mpdu, at, D11_EID_EXT_RATES, rates, sizeof rates);
}

/* The last element says that it is longer than the frame. */
static size_t broken_end(uint8_t *mpdu, unsigned number)
{
    size_t at = empty_elements(mpdu, number);

    mpdu[at - 1] = 255;
    return at;
}

static size_t hidden_answers(uint8_t *mpdu, unsigned number)
{
    size_t at = beacon(mpdu, number);

    /* A probe response that gives a name to what is hidden. */
    mpdu[0] = 0x50;
    memcpy(mpdu + 4, fake_own[0], 6);
    return at;
}

static size_t long_action(uint8_t *mpdu, unsigned number)
{
    size_t at = empty_elements(mpdu, number);

    mpdu[0] = 0xd0;
    memcpy(mpdu + 4, fake_own[0], 6);
    return at;
}

static const struct {
    const char *name;
    size_t (*make)(uint8_t *mpdu, unsigned number);
} kinds[] = {
    {"beacon", beacon},
    {"empty-elements", empty_elements},
    {"empty-vendors", empty_vendors},
    {"extensions", extensions},
    {"same-ssids", same_ssids},
    {"fragments", fragments},
    {"vendors", vendors},
    {"long-rsne", long_rsne},
    {"long-rates", long_rates},
    {"broken-end", broken_end},
    {"hidden-answers", hidden_answers},
    {"long-action", long_action},
};

#define KINDS (sizeof kinds / sizeof kinds[0])

static void feed(size_t (*make)(uint8_t *mpdu, unsigned number))
{
    uint8_t mpdu[LONGEST];

    fake_up();
    for (unsigned i = 0; i < FRAMES; i++) {
        size_t len = make(mpdu, i);

        fake_receive(mpdu, len, (int8_t)(-90 + (int)(i % 64)));
    }
    fake_drop();
}

int main(int argc, char **argv)
{
    for (size_t i = 0; i < KINDS; i++) {
        if (argc == 1)
            (void)printf("%s\n", kinds[i].name);
        if (argc != 2 || strcmp(argv[1], kinds[i].name) != 0)
            continue;
        feed(kinds[i].make);
        (void)printf("frames %u\n", FRAMES);
        return EXIT_SUCCESS;
    }
    return argc == 1 ? EXIT_SUCCESS : EXIT_FAILURE;
}
