/* dot11-station: networks, status and counters as tables.
 *
 * SPDX-License-Identifier: MIT */
#include "station.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#define BSS_MAX 64

static int louder_first(const void *a, const void *b)
{
    const struct dot11_bss *one = a;
    const struct dot11_bss *other = b;

    return other->signal_dbm - one->signal_dbm;
}

void table_bss(struct station *st)
{
    struct dot11_bss list[BSS_MAX];
    size_t count = 0;

    if (st->options.json) {
        json_bss(st);
        return;
    }
    while (count < BSS_MAX &&
           dot11_radio_bss_get(st->radio, count, &list[count]) == D11_OK)
        count++;
    qsort(list, count, sizeof(list[0]), louder_first);

    report_line(st, "  %-17s  %-24s  %7s  %6s  %s", "BSSID", "SSID", "channel",
                "signal", "security");
    for (size_t i = 0; i < count; i++) {
        const struct dot11_bss *bss = &list[i];
        char bssid[TEXT_ADDR_MAX];
        char ssid[TEXT_SSID_MAX];
        char security[TEXT_SECURITY_MAX];

        report_line(st, "%c %-17s  %-24s  %7u  %6d  %s",
                    (bss->flags & D11_BSS_IS_JOINED) != 0 ? '*' : ' ',
                    text_addr(bss->bssid, bssid),
                    (bss->flags & D11_BSS_IS_HIDDEN) != 0
                        ? "(hidden)"
                        : text_ssid(&bss->ssid, ssid),
                    dot11_channel_number(bss->freq_mhz), bss->signal_dbm,
                    text_security(bss, security));
    }
}

void table_status(struct station *st)
{
    struct dot11_sta_status status;
    struct dot11_pmf_info pmf;
    char text[TEXT_SSID_MAX];
    uint8_t mdid[2];

    if (st->options.json) {
        json_status(st);
        return;
    }
    dot11_sta_status(st->sta, &status);
    report_line(st, "  state     %s%s", dot11_sta_state_str(status.state),
                status.scanning ? ", scanning" : "");
    report_line(st, "  address   %s", text_addr(status.addr, text));
    if (!status.associated)
        return;
    report_line(st, "  network   %s", text_ssid(&status.ssid, text));
    report_line(st, "  BSSID     %s", text_addr(status.bssid, text));
    report_line(st, "  channel   %u (%u MHz)",
                dot11_channel_number(status.freq_mhz), status.freq_mhz);
    report_line(st, "  signal    %d dBm", status.signal_dbm);
    report_line(st, "  security  %s, pairwise %s, group %s",
                text_akm(status.akm), text_cipher(status.pairwise_cipher),
                text_cipher(status.group_cipher));
    if (dot11_sta_pmf_info(st->sta, &pmf) == D11_OK && pmf.mfp)
        report_line(st, "  PMF       %s%s%s",
                    text_cipher(pmf.group_mgmt_cipher),
                    pmf.beacon_protection ? ", beacons too" : "",
                    pmf.ocv ? ", channel validated" : "");
    if (dot11_sta_mobility_domain(st->sta, mdid) == D11_OK)
        report_line(st, "  domain    %02x%02x", mdid[0], mdid[1]);
    if (dot11_sta_pmksas(st->sta, NULL, 0) != 0)
        report_line(st, "  PMKs      %zu kept for the next time",
                    dot11_sta_pmksas(st->sta, NULL, 0));
    report_line(st, "  port      %s", status.authorized ? "open" : "closed");
    report_line(st, "  traffic   %llu in, %llu out",
                (unsigned long long)status.rx_msdus,
                (unsigned long long)status.tx_msdus);
}

#define COUNTER(name)                                                          \
    {                                                                          \
#name, offsetof(struct dot11_stats, name)                              \
    }

const char *stats_counter(const struct dot11_stats *stats, size_t i,
                          uint32_t *value)
{
    static const struct {
        const char *name;
        size_t at;
    } counters[] = {
        COUNTER(rx_frames),    COUNTER(rx_accepted),       COUNTER(rx_msdus),
        COUNTER(rx_data),      COUNTER(rx_mgmt),           COUNTER(rx_beacons),
        COUNTER(tx_msdus),     COUNTER(tx_frames),         COUNTER(tx_acked),
        COUNTER(tx_failed),    COUNTER(tx_flushed),        COUNTER(tx_refused),
        COUNTER(copies),       COUNTER(beacons_unchanged), COUNTER(bss_evicted),
        COUNTER(hw_errors),    COUNTER(hw_late),           COUNTER(no_frame),
        COUNTER(events_merged)};

    if (i >= sizeof(counters) / sizeof(counters[0]))
        return NULL;
    *value =
        *(const uint32_t *)(const void *)((const char *)stats + counters[i].at);
    return counters[i].name;
}

void table_stats(struct station *st)
{
    struct dot11_stats stats;
    const char *name;
    uint32_t value;

    if (st->options.json) {
        json_stats(st);
        return;
    }
    dot11_radio_stats(st->radio, &stats);
    for (size_t i = 0; (name = stats_counter(&stats, i, &value)) != NULL; i++)
        report_line(st, "  %10u  %s", value, name);
    for (int drop = 0; drop < D11_DROP_COUNT; drop++) {
        if (stats.drops[drop] > 0)
            report_line(st, "  %10u  dropped: %s", stats.drops[drop],
                        dot11_drop_str((enum dot11_drop)drop));
    }
}
