/* ports/linux/capture.c, read back with libpcap.
 *
 * SPDX-License-Identifier: MIT */
#include "capture.h"

#include <pcap/pcap.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

static const uint8_t beacon[36] = {0x80};

static const struct dot11_air received = {.at_us = 0x0102030405060708,
                                          .data = beacon,
                                          .len = sizeof(beacon),
                                          .freq_mhz = 2437,
                                          .rate_500kbps = 2,
                                          .signal_dbm = -50,
                                          .status = DOT11_AIR_RECEIVED};

static void a_received_frame_has_time_rate_channel_and_signal(void **state)
{
    /* Worked out by hand from the definition of radiotap: header of 8 octets
     * with bits 0, 2, 3 and 5, TSFT, rate, padding, channel, signal. */
    static const uint8_t expected[] = {
        0,    0,    23,   0,    0x2d, 0,    0,    0, /* header */
        0x08, 0x07, 0x06, 0x05, 0x04, 0x03, 0x02, 0x01,
        2,    0,    0x85, 0x09, 0xa0, 0x00, 0xce};
    uint8_t header[DOT11_RADIOTAP_MAX];

    (void)state;
    assert_int_equal(dot11_radiotap(&received, header), sizeof(expected));
    assert_memory_equal(header, expected, sizeof(expected));
}

static void a_frame_that_nobody_acknowledged_is_marked(void **state)
{
    struct dot11_air sent = received;
    uint8_t header[DOT11_RADIOTAP_MAX];

    (void)state;
    sent.status = DOT11_AIR_UNACKED;
    assert_int_equal(dot11_radiotap(&sent, header), 24);
    assert_int_equal(header[4], 0x0d);
    assert_int_equal(header[5], 0x80);
    assert_int_equal(header[22], 1);
    sent.status = DOT11_AIR_ACKED;
    (void)dot11_radiotap(&sent, header);
    assert_int_equal(header[22], 0);
    sent.status = DOT11_AIR_SENT;
    (void)dot11_radiotap(&sent, header);
    assert_int_equal(header[22], 8);
}

static void an_unknown_rate_is_left_out(void **state)
{
    struct dot11_air air = received;
    uint8_t header[DOT11_RADIOTAP_MAX];

    (void)state;
    air.rate_500kbps = 0;
    assert_int_equal(dot11_radiotap(&air, header), 21);
    assert_int_equal(header[4], 0x29);
    assert_int_equal(header[16], 0x85);
}

static void what_was_written_reads_back(void **state)
{
    char path[] = "/tmp/dot11-capture-XXXXXX";
    char error[PCAP_ERRBUF_SIZE];
    struct dot11_capture *capture;
    struct pcap_pkthdr *header;
    const u_char *packet;
    pcap_t *file;
    int fd = mkstemp(path);

    (void)state;
    assert_true(fd >= 0);
    close(fd);
    capture = dot11_capture_open(path, 1000000, NULL, 0);
    assert_non_null(capture);
    for (unsigned i = 0; i < 3; i++) {
        struct dot11_air air = received;

        air.at_us = 500000 + i;
        dot11_capture_frame(capture, &air);
    }
    dot11_capture_close(capture);

    file = pcap_open_offline(path, error);
    assert_non_null(file);
    assert_int_equal(pcap_datalink(file), DLT_IEEE802_11_RADIO);
    for (unsigned i = 0; i < 3; i++) {
        assert_int_equal(pcap_next_ex(file, &header, &packet), 1);
        assert_int_equal(header->caplen, 23 + sizeof(beacon));
        assert_int_equal(header->ts.tv_sec, 1);
        assert_int_equal(header->ts.tv_usec, 500000 + i);
        assert_memory_equal(packet + 23, beacon, sizeof(beacon));
    }
    assert_int_equal(pcap_next_ex(file, &header, &packet), PCAP_ERROR_BREAK);
    pcap_close(file);
    unlink(path);
}

static void a_file_that_cannot_be_written_is_said(void **state)
{
    char why[160] = "";

    (void)state;
    assert_null(dot11_capture_open("/nowhere/x", 0, why, sizeof(why)));
    assert_non_null(strstr(why, "/nowhere/x"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_received_frame_has_time_rate_channel_and_signal),
        cmocka_unit_test(a_frame_that_nobody_acknowledged_is_marked),
        cmocka_unit_test(an_unknown_rate_is_left_out),
        cmocka_unit_test(what_was_written_reads_back),
        cmocka_unit_test(a_file_that_cannot_be_written_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
