/* examples/ladder.c: what it prints, read back from standard output.
 *
 * SPDX-License-Identifier: MIT */
#include "station.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

static const uint8_t own[D11_ADDR_LEN] = {0x02, 0xd1, 0x11, 0, 0, 1};
static const uint8_t bssid[D11_ADDR_LEN] = {0x02, 0, 0, 0, 0xa0, 1};

static struct ladder *ladder;
static FILE *paper;
static int terminal;
static char text[4096];

/* Standard output goes to a file for as long as a ladder is drawn. */
static int set_up(void **state)
{
    (void)state;
    ladder = ladder_new(own, false);
    paper = tmpfile();
    fflush(stdout);
    terminal = dup(STDOUT_FILENO);
    return ladder == NULL || paper == NULL ||
           dup2(fileno(paper), STDOUT_FILENO) < 0;
}

static int tear_down(void **state)
{
    (void)state;
    fflush(stdout);
    dup2(terminal, STDOUT_FILENO);
    close(terminal);
    fclose(paper);
    ladder_free(ladder);
    return 0;
}

static const char *drawn(void)
{
    size_t len;

    ladder_flush(ladder);
    fflush(stdout);
    rewind(paper);
    len = fread(text, 1, sizeof(text) - 1, paper);
    text[len] = '\0';
    return text;
}

/* A frame with this first octet, body behind a header of 24 octets. */
static void frame(uint8_t fc, bool sent, const void *body, size_t len)
{
    uint8_t octets[200] = {fc};
    struct dot11_air air = {.at_us = 1500000,
                            .data = octets,
                            .len = 24 + len,
                            .freq_mhz = 2437,
                            .status =
                                sent ? DOT11_AIR_ACKED : DOT11_AIR_RECEIVED};

    memcpy(octets + 4, sent ? bssid : own, 6);
    memcpy(octets + 10, sent ? own : bssid, 6);
    memcpy(octets + 16, bssid, 6);
    memcpy(octets + 24, body, len);
    ladder_frame(ladder, &air);
}

static void a_frame_is_an_arrow_with_time_name_and_channel(void **state)
{
    static const uint8_t auth[6] = {0, 0, 1, 0, 0, 0};

    (void)state;
    frame(0xb0, true, auth, sizeof(auth));
    frame(0xb0, false, "\0\0\2\0\0\0", 6);
    assert_non_null(strstr(drawn(), "  1.500000  |- authentication 1 ---"));
    assert_non_null(strstr(text, "---->| 02:00:00:00:a0:01 ch 6\n"));
    assert_non_null(strstr(text, "|<- authentication 2 ---"));
}

static void beacons_and_probes_are_one_line(void **state)
{
    static const uint8_t body[12] = {0};

    (void)state;
    for (int i = 0; i < 3; i++)
        frame(0x80, false, body, sizeof(body));
    frame(0x40, true, body, sizeof(body));
    frame(0x50, false, body, sizeof(body));
    frame(0xc0, false, "\7\0", 2);
    assert_non_null(
        strstr(drawn(), "1 probe request, 1 probe response, 3 beacons"));
    assert_non_null(strstr(text, "deauthentication, reason 7"));
    assert_true(strstr(text, "beacons") < strstr(text, "deauthentication"));
    assert_null(strstr(text, "- beacon"));
}

/* IEEE Std 802.11-2020, 12.7.6: Key Information of the four messages. */
static void messages_of_the_handshakes_are_told_apart(void **state)
{
    static const struct {
        uint16_t info;
        const char *name;
    } messages[] = {{0x008a, "4-way message 1 of 4"},
                    {0x010a, "4-way message 2 of 4"},
                    {0x13ca, "4-way message 3 of 4"},
                    {0x030a, "4-way message 4 of 4"},
                    {0x1382, "group key message 1 of 2"},
                    {0x0302, "group key message 2 of 2"}};

    (void)state;
    for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++) {
        uint8_t body[8 + 7] = {0xaa, 0xaa, 3, 0, 0,  0, 0x88,
                               0x8e, 2,    3, 0, 95, 2};

        body[13] = (uint8_t)(messages[i].info >> 8);
        body[14] = (uint8_t)messages[i].info;
        frame(0x08, (i & 1) != 0, body, sizeof(body));
        assert_non_null(strstr(drawn(), messages[i].name));
    }
}

static void a_frame_cut_short_is_drawn_without_what_is_missing(void **state)
{
    static const uint8_t body[40] = {0xaa, 0xaa, 3, 0, 0, 0, 0x88, 0x8e};

    (void)state;
    for (unsigned fc = 0; fc < 256; fc++) {
        for (size_t len = 0; len < sizeof(body); len++)
            frame((uint8_t)fc, true, body, len);
    }
    fflush(stdout);
    assert_true(ftell(paper) >= 0);
}

int main(void)
{
#define ON_PAPER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        ON_PAPER(a_frame_is_an_arrow_with_time_name_and_channel),
        ON_PAPER(beacons_and_probes_are_one_line),
        ON_PAPER(messages_of_the_handshakes_are_told_apart),
        ON_PAPER(a_frame_cut_short_is_drawn_without_what_is_missing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
