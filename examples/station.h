/* dot11-station: what its files share.
 *
 * SPDX-License-Identifier: MIT
 *
 *   station.c      main: options, where commands come from, the end
 *   host.c         the host of the library: frames, random octets, MSDUs, time
 *   commands.c     the commands, by name
 *   life.c         those about its life: reset, halt, pause, events
 *   network.c      those about networks: scan, connect, roam, disconnect
 *   profile.c      the words of connect: which network, what security
 *   explain.c      explain
 *   monitor.c      monitor
 *   attributes.c   get and set
 *   ping.c         ping
 *   eap.c          an EAP method for 802.1X
 *   call.c         a command as it was given
 *   words.c        a line of text into words
 *   report.c       what is said about events and commands, for people
 *   table.c        networks, status and counters, for people
 *   text.c         addresses, names and suites as people write them
 *   json.c         the same as JSON lines
 *   ladder.c       frames as a diagram
 *   radio_sim.c    a radio in a simulated world
 *   radio_hwsim.c  a radio on the air of mac80211_hwsim */
#ifndef STATION_H
#define STATION_H

#include <dot11/dot11.h>

#include "air.h"
#include "capture.h"
#include "dot11_crypto_host.h"
#include "dot11_sim_ping.h"
#include "loop.h"
#include "pool.h"
#include "eap.h"
#include "tap.h"

#include <stdbool.h>
#include <stdint.h>

#define COMMANDS_MAX 64
#define WHY_MAX 160

struct station;
struct ladder;

/** What the user asked for on the command line. */
struct options {
    const char *radio;         /**< "sim" or "hwsim" */
    uint8_t mac[D11_ADDR_LEN]; /**< of the station */
    uint8_t ip[4];             /**< of `ping`, without a TAP interface */
    uint64_t seed;             /**< of the simulated world */
    const char *tap;           /**< name of the interface, or NULL */
    const char *pcap;          /**< file, or NULL */
    const char *script;        /**< file of commands, or NULL */
    const char *commands[COMMANDS_MAX];
    int command_count;
    bool json;
    bool ladder;
};

/** A kind of radio: how to get one, and how time goes by with it. */
struct radio_kind {
    const char *name;

    /** Make the radio: set caps, hw_ops and hw of `config`. */
    bool (*open)(struct station *st, struct dot11_config *config, char *why);

    /** The library's radio exists (or, with NULL, no longer does). */
    void (*attach)(struct station *st, struct dot11_radio *radio);

    void (*close)(struct station *st);

    /** `now_us` for the library. */
    uint64_t (*now_us)(struct station *st);

    /** Let the next thing happen, or wait for it, not longer than
     * `until_us`. */
    void (*turn)(struct station *st, uint64_t until_us);

    /** Random octets; NULL: the real ones. */
    enum dot11_err (*random)(struct station *st, uint8_t *buf, size_t len);

    /** `ap ...`, for radios with access points of their own, or NULL. */
    bool (*ap)(struct station *st, int argc, char **argv, char *why);

    /** One line about `ap`, for help. */
    const char *ap_help;
};

extern const struct radio_kind radio_sim;
extern const struct radio_kind radio_hwsim;

/** Received MSDUs on their way back; they cannot be returned from inside the
 * op that delivers them. */
struct msdu_list {
    struct dot11_msdu *list;
    size_t count;
    size_t room;
};

/** What the last events were, for commands that wait. */
struct seen {
    uint32_t count[D11_EV_COUNT];
    uint32_t opened;        /**< times that the port opened */
    uint32_t refused;       /**< times that it was decided that it does not */
    enum dot11_err refusal; /**< why, the last time */
    struct dot11_event last[D11_EV_COUNT];
};

/** Events that are remembered. */
#define HISTORY_EVENTS 50

/** The last events. */
struct history {
    size_t count; /**< that there were in all */
    struct dot11_event ring[HISTORY_EVENTS];
};

/** The program. */
struct station {
    struct options options;
    bool interactive; /**< a prompt */
    bool real_time;   /**< else time goes by only while a command runs */
    bool prompting;   /**< and the user is typing */
    bool stopping;    /**< SIGINT or SIGTERM came */
    bool quit;        /**< no further command */
    bool failed;      /**< a command failed */
    struct dot11_loop *loop;
    struct dot11_pool *pool;
    struct dot11_tap tap;
    struct dot11_capture *capture;
    struct ladder *ladder;
    struct dot11_crypto_host *crypto;
    const struct radio_kind *kind;
    void *kind_state;
    void *memory; /**< of the library */
    struct dot11_radio *radio;
    struct dot11_sta *sta;
    struct dot11_manager manager; /**< tries a failed connect again */
    struct msdu_list delivered;
    struct eap eap; /**< what 802.1X asks */
    struct seen seen;
    uint64_t heard; /**< frames, since it listens */
    struct seen before; /**< `seen` when the last command ended */
    struct history history;
    struct dot11_sim_ping ping;
    uint16_t ping_seq; /**< of the last answer */
};

/* host.c */

/** Make everything and start the station. Says on stderr what failed. */
bool station_open(struct station *st);

/** Halt the station and give everything back.
 * @return false when frames are missing */
bool station_close(struct station *st);

/** Give MSDUs back and show the events that came. Called after everything
 * that may have called the library. */
void station_settle(struct station *st);

/** Let time pass until `done` says so, `until_us` has come, or the user wants
 * to leave. @return what `done` said last */
bool station_wait(struct station *st, bool (*done)(struct station *, void *),
                  void *context, uint64_t until_us);

/** Send an Ethernet frame. */
bool station_send(struct station *st, const uint8_t *eth, size_t len);

/** Told of each frame on the air. */
void station_air(void *context, const struct dot11_air *air);

/* station.c */

/** Around what is printed while the user types: clear the line they are at,
 * and draw it again. */
void prompt_hide(const struct station *st);
void prompt_show(const struct station *st);

/* commands.c */

/** Carry out a line; says how it ended. */
void command_line(struct station *st, const char *line);

/** The `i`th name of a command, NULL after the last. */
const char *command_name(size_t i);

/* words.c */

#define WORDS_MAX 32

/** Cuts a line into words at blanks. "..." holds a word with blanks together;
 * in it \" and \\ are themselves, and \xHH is an octet, everywhere.
 * @param words  gets zero-terminated words inside `line`, which is changed
 * @param lens   octets of each, for words with zero octets
 * @return how many, or -1 with a reason in `why` */
int words_split(char *line, char **words, size_t *lens, const char **why);

bool words_addr(const char *word, uint8_t addr[D11_ADDR_LEN]);
bool words_ip(const char *word, uint8_t ip[4]);
bool words_number(const char *word, uint64_t max, uint64_t *number);
bool words_dbm(const char *word, int8_t *dbm);

/* report.c */

/** An event came. */
void report_event(struct station *st, const struct dot11_event *event);

/** A command begins; said when it was not typed. */
void report_command(struct station *st, const char *line);

/** A command ended; `why` NULL: well. */
void report_result(struct station *st, const char *command, const char *why);

/** A line of a command's own, for people only. */
void report_line(struct station *st, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* table.c; as JSON when the user wants that */

void table_bss(struct station *st);
void table_status(struct station *st);
void table_stats(struct station *st);

/** A counter of dot11_radio_stats() that is not zero.
 * @param i  0, 1, ...; those that are zero have a place too
 * @return its name, or NULL after the last */
const char *stats_counter(const struct dot11_stats *stats, size_t i,
                          uint32_t *value);

/* text.c */

#define TEXT_ADDR_MAX 18
#define TEXT_SSID_MAX (4 * D11_SSID_MAX + 1)
#define TEXT_SECURITY_MAX 48
const char *text_addr(const uint8_t addr[D11_ADDR_LEN],
                      char out[TEXT_ADDR_MAX]);
/** Printable ASCII as it is, everything else as \xHH. */
const char *text_ssid(const struct dot11_ssid *ssid, char out[TEXT_SSID_MAX]);
const char *text_security(const struct dot11_bss *bss,
                          char out[TEXT_SECURITY_MAX]);
const char *text_akm(uint32_t akm);
const char *text_cipher(uint32_t cipher);
const char *text_port_change(enum dot11_port_change change);
/** Why something failed, in the words of a user. */
const char *text_err(enum dot11_err err);

/* monitor.c */

/** As dot11_host_ops.deliver_raw. */
void monitor_heard(void *host, struct dot11_sta *sta,
                   const struct dot11_raw *raws, size_t n);

/* json.c: one object a line on stdout */

void json_event(const struct dot11_event *event);
/** The events that are remembered, in one object. */
void json_events(struct station *st);
void json_result(struct station *st, const char *command, const char *why);
void json_bss(struct station *st);
void json_status(struct station *st);
void json_stats(struct station *st);
void json_explain(struct station *st,
                  const struct dot11_explanation *explanation);
/** An answer to a ping; `rtt_us` D11_NEVER: none came. */
/** Attributes number `first` up to, not including, `end`. */
void json_attributes(struct station *st, unsigned first, unsigned end);
void json_ping(struct station *st, unsigned seq, uint64_t rtt_us);

/* life.c */

void history_add(struct history *history, const struct dot11_event *event);
/** The `i`th of those that are remembered, oldest first; NULL: no more. */
const struct dot11_event *history_at(const struct history *history, size_t i);

/** The peers of an IBSS. */
void json_peers(struct station *st);

/* ladder.c */

struct ladder *ladder_new(const uint8_t own[D11_ADDR_LEN], bool colour);
void ladder_free(struct ladder *ladder);
/** A frame; printed at once, but for beacons and probes, which are counted. */
void ladder_frame(struct ladder *ladder, const struct dot11_air *air);
/** Print what was counted; before anything else is printed. */
void ladder_flush(struct ladder *ladder);

/* attributes.c */

#define ATTRIBUTE_TEXT_MAX 1100

/** How many entries a value of `len` octets has. */
size_t attribute_entries(const struct dot11_attr_info *info, size_t len);

/** One of them as a word. */
const char *attribute_entry(const struct dot11_attr_info *info,
                            const uint8_t *value, size_t len, size_t i,
                            char out[ATTRIBUTE_TEXT_MAX]);

#endif
