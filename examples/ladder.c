/* dot11-station: frames as a ladder between the station and access points.
 *
 * SPDX-License-Identifier: MIT
 * Names and fields: IEEE Std 802.11-2020, clause 9.
 *
 * What is needed of a frame for one line of a diagram, and no more. Beacons
 * and probes are many and alike: they are counted, and the count is one line.
 */
#include "station.h"

#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_MAX_LEN 40
#define WIDTH 34 /* columns between the two lines */

#define GREY "\033[90m"
#define CYAN "\033[36m"
#define YELLOW "\033[33m"
#define PLAIN "\033[0m"

struct ladder {
    uint8_t own[D11_ADDR_LEN];
    bool colour;
    bool pretty; /* the terminal shows more than ASCII */
    bool headed; /* the column heads are printed */
    unsigned beacons;
    unsigned requests;
    unsigned responses;
    unsigned unanswered; /* null frames that nobody acknowledged */
    uint64_t folded_us;  /* time of the last one counted */
};

struct ladder *ladder_new(const uint8_t own[D11_ADDR_LEN], bool colour)
{
    struct ladder *ladder = calloc(1, sizeof(*ladder));

    if (ladder == NULL)
        return NULL;
    memcpy(ladder->own, own, D11_ADDR_LEN);
    ladder->colour = colour;
    ladder->pretty = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    return ladder;
}

void ladder_free(struct ladder *ladder)
{
    free(ladder);
}

/* --- What a frame is called ----------------------------------------------- */

static unsigned le16(const uint8_t *at)
{
    return at[0] | (unsigned)at[1] << 8;
}

static unsigned be16(const uint8_t *at)
{
    return (unsigned)at[0] << 8 | at[1];
}

/* Which message of a handshake an EAPOL-Key frame is (12.7.6): the bits of
 * Key Information tell them apart. */
static const char *eapol_name(const uint8_t *eapol, size_t len)
{
    unsigned info;

    if (len < 7 || eapol[1] != 3)
        return "EAPOL";
    info = be16(eapol + 5);
    if ((info & D11_KEY_INFO_PAIRWISE) == 0)
        return (info & D11_KEY_INFO_ACK) != 0 ? "group key message 1 of 2"
                                              : "group key message 2 of 2";
    if ((info & D11_KEY_INFO_ACK) != 0)
        return (info & D11_KEY_INFO_MIC) != 0 ? "4-way message 3 of 4"
                                              : "4-way message 1 of 4";
    return (info & D11_KEY_INFO_SECURE) != 0 ? "4-way message 4 of 4"
                                             : "4-way message 2 of 4";
}

static void data_name(const struct dot11_air *air, char name[NAME_MAX_LEN])
{
    static const uint8_t snap_eapol[] = {0xaa, 0xaa, 0x03, 0, 0, 0, 0x88, 0x8e};
    static const uint8_t snap_arp[] = {0xaa, 0xaa, 0x03, 0, 0, 0, 0x08, 0x06};
    unsigned subtype = air->data[0] >> 4;
    size_t header = (subtype & D11_DATA_QOS) != 0 ? 26 : 24;
    const uint8_t *body = air->data + header;
    size_t len = air->len > header ? air->len - header : 0;

    if ((subtype & D11_DATA_NULL) != 0)
        snprintf(name, NAME_MAX_LEN, "null (%s)",
                 (air->data[1] & D11_FC1_PM) != 0 ? "dozing" : "awake");
    else if ((air->data[1] & D11_FC1_PROTECTED) != 0)
        snprintf(name, NAME_MAX_LEN, "data, encrypted, %zu octets", len);
    else if (len >= 8 && memcmp(body, snap_eapol, 8) == 0)
        snprintf(name, NAME_MAX_LEN, "%s", eapol_name(body + 8, len - 8));
    else if (len >= 8 && memcmp(body, snap_arp, 8) == 0)
        snprintf(name, NAME_MAX_LEN, "data, ARP");
    else
        snprintf(name, NAME_MAX_LEN, "data, %zu octets", len);
}

/* Algorithm, transaction and status (9.3.3.11); what SAE says in its status
 * is no refusal (12.4.7.6). */
static void auth_name(const uint8_t *body, char name[NAME_MAX_LEN])
{
    const unsigned transaction = le16(body + 2);
    const unsigned status = le16(body + 4);
    const char *why = status == D11_STATUS_SUCCESS         ? ""
                      : status == D11_STATUS_ANTI_CLOGGING ? ", token wanted"
                      : status == D11_STATUS_SAE_H2E       ? ", hash-to-element"
                                                           : ", refused";

    if (le16(body) == D11_AUTH_SAE)
        snprintf(name, NAME_MAX_LEN, "SAE %s%s",
                 transaction == 1 ? "commit" : "confirm", why);
    else
        snprintf(name, NAME_MAX_LEN, "authentication %u%s", transaction, why);
}

static void mgmt_name(const struct dot11_air *air, char name[NAME_MAX_LEN])
{
    static const char *const names[16] = {
        [D11_MGMT_ASSOC_REQ] = "association request",
        [D11_MGMT_ASSOC_RESP] = "association response",
        [D11_MGMT_REASSOC_REQ] = "reassociation request",
        [D11_MGMT_REASSOC_RESP] = "reassociation response",
        [D11_MGMT_PROBE_REQ] = "probe request",
        [D11_MGMT_PROBE_RESP] = "probe response",
        [D11_MGMT_BEACON] = "beacon",
        [D11_MGMT_DISASSOC] = "disassociation",
        [D11_MGMT_AUTH] = "authentication",
        [D11_MGMT_DEAUTH] = "deauthentication",
        [D11_MGMT_ACTION] = "action"};
    unsigned subtype = air->data[0] >> 4;
    const uint8_t *body = air->data + 24;
    bool readable = (air->data[1] & D11_FC1_PROTECTED) == 0;
    const char *text = names[subtype] != NULL ? names[subtype] : "management";

    if (!readable || air->len < 30)
        snprintf(name, NAME_MAX_LEN, "%s", text);
    else if (subtype == D11_MGMT_AUTH)
        auth_name(body, name);
    else if (subtype == D11_MGMT_ASSOC_RESP || subtype == D11_MGMT_REASSOC_RESP)
        snprintf(name, NAME_MAX_LEN, "%s%s", text,
                 le16(body + 2) != 0 ? ", refused" : "");
    else
        snprintf(name, NAME_MAX_LEN, "%s", text);
}

static void frame_name(const struct dot11_air *air, char name[NAME_MAX_LEN])
{
    unsigned type = (air->data[0] >> 2) & 3u;
    unsigned subtype = air->data[0] >> 4;

    if (type == D11_TYPE_DATA)
        data_name(air, name);
    else if (type != D11_TYPE_MGMT)
        snprintf(name, NAME_MAX_LEN, "control");
    else if ((subtype == D11_MGMT_DEAUTH || subtype == D11_MGMT_DISASSOC) &&
             air->len >= 26 && (air->data[1] & D11_FC1_PROTECTED) == 0)
        snprintf(name, NAME_MAX_LEN, "%s, reason %u",
                 subtype == D11_MGMT_DEAUTH ? "deauthentication"
                                            : "disassociation",
                 le16(air->data + 24));
    else
        mgmt_name(air, name);
}

/* --- Lines ---------------------------------------------------------------- */

static const char *paint(const struct ladder *ladder, const char *colour)
{
    return ladder->colour ? colour : "";
}

static void head(struct ladder *ladder)
{
    if (ladder->headed)
        return;
    ladder->headed = true;
    printf("%10s  %-*s%s\n", "seconds", WIDTH - 5, "station", "access point");
}

/* "---- name --->" over the whole width. */
static void arrow(const struct ladder *ladder, const char *name, bool to_ap)
{
    const char *dash = ladder->pretty ? "\u2500" : "-";
    const char *left = ladder->pretty ? "\u25c0" : "<";
    const char *right = ladder->pretty ? "\u25b6" : ">";
    int spare = WIDTH - 4 - (int)strlen(name);

    printf("%s%s ", to_ap ? "" : left, dash);
    printf("%s ", name);
    for (int i = 0; i < spare; i++)
        printf("%s", dash);
    printf("%s", to_ap ? right : "");
}

static void line(struct ladder *ladder, const struct dot11_air *air,
                 const char *name)
{
    const char *bar = ladder->pretty ? "\u2502" : "|";
    bool sent = air->status != DOT11_AIR_RECEIVED;
    const uint8_t *ap = sent ? air->data + 4 : air->data + 10;
    bool is_group = (air->data[4] & 1) != 0;
    char addr[TEXT_ADDR_MAX];

    head(ladder);
    printf("%10.6f  %s%s", (double)air->at_us / 1e6, bar,
           paint(ladder, sent ? CYAN : YELLOW));
    arrow(ladder, name, sent);
    printf("%s%s %s%s ch %u%s%s\n", paint(ladder, PLAIN), bar,
           paint(ladder, GREY),
           is_group && sent ? "everybody" : text_addr(ap, addr),
           dot11_channel_number(air->freq_mhz),
           air->status == DOT11_AIR_UNACKED ? ", not acknowledged"
           : is_group && !sent              ? ", to everybody"
                                            : "",
           paint(ladder, PLAIN));
}

/* Counts what is not worth a line of its own. */
static bool fold(struct ladder *ladder, const struct dot11_air *air)
{
    unsigned type = (air->data[0] >> 2) & 3u;

    if (type == D11_TYPE_DATA && ((air->data[0] >> 4) & D11_DATA_NULL) != 0 &&
        air->status == DOT11_AIR_UNACKED) {
        ladder->unanswered++;
        ladder->folded_us = air->at_us;
        return true;
    }
    if (type != D11_TYPE_MGMT)
        return false;
    switch (air->data[0] >> 4) {
    case D11_MGMT_BEACON: ladder->beacons++; break;
    case D11_MGMT_PROBE_REQ: ladder->requests++; break;
    case D11_MGMT_PROBE_RESP: ladder->responses++; break;
    default: return false;
    }
    ladder->folded_us = air->at_us;
    return true;
}

/* Appends "3 beacons" to a list. */
static void add_count(char *text, size_t cap, unsigned *count, const char *what)
{
    size_t len = strlen(text);

    if (*count > 0)
        snprintf(text + len, cap - len, "%s%u %s%s", len > 0 ? ", " : "",
                 *count, what, *count > 1 ? "s" : "");
    *count = 0;
}

void ladder_flush(struct ladder *ladder)
{
    const char *bar = ladder->pretty ? "\u2502" : "|";
    const char *dot = ladder->pretty ? "\u00b7" : ".";
    char text[120] = "";

    add_count(text, sizeof(text), &ladder->unanswered, "unanswered null frame");
    add_count(text, sizeof(text), &ladder->requests, "probe request");
    add_count(text, sizeof(text), &ladder->responses, "probe response");
    add_count(text, sizeof(text), &ladder->beacons, "beacon");
    if (text[0] == '\0')
        return;
    head(ladder);
    printf("%10.6f  %s%s", (double)ladder->folded_us / 1e6, bar,
           paint(ladder, GREY));
    for (int i = 0; i < WIDTH; i++)
        printf("%s", i % 2 == 0 ? dot : " ");
    printf("%s%s %s%s%s\n", paint(ladder, PLAIN), bar, paint(ladder, GREY),
           text, paint(ladder, PLAIN));
}

void ladder_frame(struct ladder *ladder, const struct dot11_air *air)
{
    char name[NAME_MAX_LEN];

    if (air->len < 24 || fold(ladder, air))
        return;
    ladder_flush(ladder);
    frame_name(air, name);
    line(ladder, air, name);
}
