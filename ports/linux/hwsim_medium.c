/* libdot11 on Linux: relay, acknowledge, report.
 *
 * SPDX-License-Identifier: MIT */
#include "hwsim_medium.h"

#include <errno.h>
#include <linux/netlink.h>
#include <string.h>

/* How often a report is sent. One repeat was always enough. */
#define REPORT_TRIES 3u

/* What the driver requires of a frame from the kernel. */
#define FRAME_NEEDS                                                            \
    (HWSIM_HAS(HWSIM_ATTR_ADDR_TRANSMITTER) | HWSIM_HAS(HWSIM_ATTR_FRAME) |    \
     HWSIM_HAS(HWSIM_ATTR_FLAGS) | HWSIM_HAS(HWSIM_ATTR_COOKIE))

static struct hwsim_flight *flight_of(struct hwsim_medium *medium, uint32_t seq)
{
    return &medium->flights[seq % HWSIM_FLIGHTS];
}

/* Puts a message out, sending what was gathered when there is no room. */
static uint32_t put(struct hwsim_medium *medium, const struct hwsim_msg *msg,
                    uint16_t nl_flags)
{
    uint32_t seq = hwsim_link_put(&medium->link, msg, nl_flags);

    if (seq == 0) {
        hwsim_medium_flush(medium);
        seq = hwsim_link_put(&medium->link, msg, nl_flags);
    }
    return seq;
}

static void conclude(struct hwsim_medium *medium, struct hwsim_flight *flight,
                     bool acked);

static struct hwsim_flight *take_off(struct hwsim_medium *medium, uint32_t seq)
{
    struct hwsim_flight *flight = flight_of(medium, seq);

    conclude(medium, flight, false);
    flight->seq = seq;
    flight->tries = 0;
    return flight;
}

/* Tells a radio what became of its frame. The driver sends a frame to us first
 * and only then puts it where it waits for the report, so with two processors
 * a report can come too early; the error then says so, and it is sent
 * again. */
static void send_report(struct hwsim_medium *medium,
                        const struct hwsim_msg *report, uint8_t tries)
{
    struct hwsim_flight *flight;
    struct hwsim_msg copy = *report;
    uint32_t seq = put(medium, &copy, 0);

    if (seq == 0)
        return;
    flight = take_off(medium, seq);
    flight->kind = HWSIM_FLIGHT_REPORT;
    flight->tries = (uint8_t)(tries + 1u);
    flight->report = copy;
}

static void conclude(struct hwsim_medium *medium, struct hwsim_flight *flight,
                     bool acked)
{
    struct hwsim_flight done = *flight;

    flight->kind = HWSIM_FLIGHT_NONE;
    if (done.kind == HWSIM_FLIGHT_STATION) {
        medium->stats.delivered += acked;
        medium->station->sent(medium->context, done.frame, done.at_us, acked);
    } else if (done.kind == HWSIM_FLIGHT_RELAY) {
        medium->stats.delivered += acked;
        if (acked)
            done.report.flags |= HWSIM_TX_ACKED;
        send_report(medium, &done.report, 0);
    }
}

static void on_answer(void *context, uint32_t seq, int err)
{
    struct hwsim_medium *medium = context;
    struct hwsim_flight *flight = flight_of(medium, seq);

    /* Radios on another channel refuse; that is how air is. */
    if (flight->seq != seq || flight->kind == HWSIM_FLIGHT_NONE)
        return;
    if (flight->kind != HWSIM_FLIGHT_REPORT) {
        conclude(medium, flight, err == 0);
        return;
    }
    flight->kind = HWSIM_FLIGHT_NONE;
    if (err == -EINVAL && flight->tries < REPORT_TRIES) {
        struct hwsim_msg report = flight->report;

        medium->stats.reports_again++;
        send_report(medium, &report, flight->tries);
    }
}

/* Answers may be among what was lost: whoever waits for one waits no more. */
static void on_overrun(void *context)
{
    struct hwsim_medium *medium = context;

    medium->stats.overruns++;
    for (size_t i = 0; i < HWSIM_FLIGHTS; i++) {
        if (medium->flights[i].kind != HWSIM_FLIGHT_REPORT)
            conclude(medium, &medium->flights[i], false);
    }
}

static bool is_group(const uint8_t addr[6])
{
    return (addr[0] & 1u) != 0;
}

/* The driver takes a legacy rate of the band and nothing else, so an MCS
 * becomes one that is not too far away. */
static uint32_t legacy_rate(int rate_index, uint32_t freq_mhz)
{
    int count = freq_mhz < 3000 ? 12 : 8;

    if (rate_index < 0)
        return 0;
    return (uint32_t)(rate_index < count ? rate_index : count - 1);
}

/*
 * Carries a frame to every radio but `from` (NULL: to every one).
 * @return the number of the message to the radio that owns the frame's first
 *         address, 0 when there is none
 */
static uint32_t deliver(struct hwsim_medium *medium, const uint8_t *from,
                        const uint8_t *data, size_t len, uint32_t freq_mhz,
                        uint32_t rate_index)
{
    const struct hwsim_radio *owner =
        is_group(data + 4) ? NULL
                           : hwsim_radios_owner(&medium->radios, data + 4);
    struct hwsim_msg msg = {.cmd = HWSIM_CMD_FRAME};
    uint32_t owner_seq = 0;

    msg.has = HWSIM_HAS(HWSIM_ATTR_ADDR_RECEIVER) |
              HWSIM_HAS(HWSIM_ATTR_FRAME) | HWSIM_HAS(HWSIM_ATTR_RX_RATE) |
              HWSIM_HAS(HWSIM_ATTR_SIGNAL) |
              (freq_mhz != 0 ? HWSIM_HAS(HWSIM_ATTR_FREQ) : 0);
    msg.frame = data;
    msg.frame_len = len;
    msg.rx_rate = rate_index;
    msg.signal_dbm = medium->signal_dbm;
    msg.freq_mhz = freq_mhz;

    for (size_t i = 0; i < medium->radios.count; i++) {
        const struct hwsim_radio *radio = &medium->radios.list[i];
        uint32_t seq;

        if (from != NULL && memcmp(radio->key, from, 6) == 0)
            continue;
        memcpy(msg.receiver, radio->key, 6);
        seq = put(medium, &msg, radio == owner ? NLM_F_ACK : 0);
        if (radio == owner)
            owner_seq = seq;
    }
    /* A long list of radios may take several batches. */
    return medium->lost_seq - owner_seq < HWSIM_FLIGHTS ? 0 : owner_seq;
}

/* The report of a frame, not acknowledged yet: everything that identifies it,
 * and the first of the sender's rates as the one that was used. */
static struct hwsim_msg report_of(const struct hwsim_msg *msg,
                                  int8_t signal_dbm)
{
    struct hwsim_msg report = {.cmd = HWSIM_CMD_TX_INFO_FRAME};

    report.has = HWSIM_HAS(HWSIM_ATTR_ADDR_TRANSMITTER) |
                 HWSIM_HAS(HWSIM_ATTR_FLAGS) | HWSIM_HAS(HWSIM_ATTR_SIGNAL) |
                 HWSIM_HAS(HWSIM_ATTR_TX_INFO) | HWSIM_HAS(HWSIM_ATTR_COOKIE);
    memcpy(report.transmitter, msg->transmitter, 6);
    report.flags = msg->flags & ~HWSIM_TX_ACKED;
    report.signal_dbm = signal_dbm;
    report.cookie = msg->cookie;
    for (size_t i = 0; i < HWSIM_TX_RATES; i++)
        report.tx_info[i].index = -1;
    report.tx_info[0].index =
        msg->tx_info[0].index < 0 ? 0 : msg->tx_info[0].index;
    report.tx_info[0].count = 1;
    return report;
}

static void on_frame(struct hwsim_medium *medium, const struct hwsim_msg *msg)
{
    struct hwsim_radio *radio =
        hwsim_radios_get(&medium->radios, msg->transmitter);
    struct hwsim_msg report = report_of(msg, medium->signal_dbm);
    uint32_t owner_seq = 0;
    bool acked;

    medium->stats.from_radios++;
    if (msg->frame_len >= 16 && !is_group(msg->frame + 10))
        hwsim_radio_learn(radio, msg->frame + 10);
    acked = medium->station->heard(medium->context, msg);
    if (msg->frame_len >= 24)
        owner_seq = deliver(medium, msg->transmitter, msg->frame,
                            msg->frame_len, msg->freq_mhz,
                            legacy_rate(msg->tx_info[0].index, msg->freq_mhz));

    if ((msg->flags & HWSIM_TX_NO_ACK) != 0 || acked || owner_seq == 0) {
        if (acked)
            report.flags |= HWSIM_TX_ACKED;
        send_report(medium, &report, 0);
    } else {
        struct hwsim_flight *flight = take_off(medium, owner_seq);

        flight->kind = HWSIM_FLIGHT_RELAY;
        flight->report = report;
    }
}

static void on_message(void *context, const struct hwsim_msg *msg)
{
    struct hwsim_medium *medium = context;
    uint8_t key[6];

    hwsim_radio_key(msg->radio_id, key);
    switch (msg->cmd) {
    case HWSIM_CMD_FRAME:
        if ((msg->has & FRAME_NEEDS) == FRAME_NEEDS && msg->frame_len >= 10)
            on_frame(medium, msg);
        break;
    case HWSIM_CMD_NEW_RADIO:
    case HWSIM_CMD_GET_RADIO:
        if ((msg->has & HWSIM_HAS(HWSIM_ATTR_RADIO_ID)) != 0)
            (void)hwsim_radios_get(&medium->radios, key);
        break;
    case HWSIM_CMD_DEL_RADIO:
        if ((msg->has & HWSIM_HAS(HWSIM_ATTR_RADIO_ID)) != 0)
            hwsim_radios_remove(&medium->radios, key);
        break;
    case HWSIM_CMD_ADD_MAC_ADDR:
        hwsim_radio_learn(hwsim_radios_get(&medium->radios, msg->transmitter),
                          msg->receiver);
        break;
    case HWSIM_CMD_DEL_MAC_ADDR:
        hwsim_radio_unlearn(hwsim_radios_get(&medium->radios, msg->transmitter),
                            msg->receiver);
        break;
    default: break; /* later kernels have more */
    }
}

static const struct hwsim_link_handlers handlers = {
    .message = on_message, .answer = on_answer, .overrun = on_overrun};

void hwsim_medium_init(struct hwsim_medium *medium,
                       const struct hwsim_medium_station *station,
                       void *context, int8_t signal_dbm)
{
    struct hwsim_msg list = {.cmd = HWSIM_CMD_GET_RADIO};

    medium->link.handlers = &handlers;
    medium->link.context = medium;
    medium->station = station;
    medium->context = context;
    medium->signal_dbm = signal_dbm;
    medium->sent_seq = medium->link.seq;
    (void)put(medium, &list, NLM_F_DUMP);
    hwsim_medium_flush(medium);
}

void hwsim_medium_send(struct hwsim_medium *medium,
                       const struct hwsim_medium_frame *frame)
{
    struct hwsim_flight *flight;
    uint32_t owner_seq;

    medium->stats.from_station++;
    /* The driver takes no shorter ones. */
    if (frame->len < 24) {
        medium->station->sent(medium->context, frame->frame, frame->at_us,
                              false);
        return;
    }
    owner_seq = deliver(medium, NULL, frame->data, frame->len, frame->freq_mhz,
                        legacy_rate((int)frame->rate_index, frame->freq_mhz));
    if (owner_seq == 0) {
        medium->station->sent(medium->context, frame->frame, frame->at_us,
                              is_group(frame->data + 4));
        return;
    }
    flight = take_off(medium, owner_seq);
    flight->kind = HWSIM_FLIGHT_STATION;
    flight->frame = frame->frame;
    flight->at_us = frame->at_us;
}

/* When a batch did not arrive nothing of it will be answered. */
void hwsim_medium_flush(struct hwsim_medium *medium)
{
    uint32_t first = medium->sent_seq + 1;

    medium->sent_seq = medium->link.seq;
    if (hwsim_link_flush(&medium->link) == 0)
        return;
    medium->lost_seq = medium->sent_seq;
    for (uint32_t seq = first; seq != medium->lost_seq + 1; seq++) {
        struct hwsim_flight *flight = flight_of(medium, seq);

        if (flight->seq == seq)
            conclude(medium, flight, false);
    }
}

void hwsim_medium_give_up(struct hwsim_medium *medium)
{
    for (size_t i = 0; i < HWSIM_FLIGHTS; i++) {
        if (medium->flights[i].kind == HWSIM_FLIGHT_STATION)
            conclude(medium, &medium->flights[i], false);
    }
}

void hwsim_medium_read(struct hwsim_medium *medium)
{
    hwsim_link_read(&medium->link);
    hwsim_medium_flush(medium);
}
