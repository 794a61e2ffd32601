#include "mlme/bss_table.h"

#include <string.h>

#include "base/assert.h"
#include "base/octets.h"
#include "base/ssid.h"
#include "frame/element.h"
#include "frame/mgmt.h"
#include "frame/tim.h"
#include "mlme/bss_facts.h"

/* Fixed fields of a Beacon body: timestamp, interval, capability. */
#define FIXED_LEN 12u
/* The longest element, as the first of fragments is. */
#define ELEMENT_SIZE_MAX (D11_ELEMENT_MAX + 2u)

/* Entries stay where they are while they live, so that who pins one may keep
 * a pointer to it. A free one has no BSSID. */
static bool is_used(const struct d11_bss *entry)
{
    return !d11_addr_is_zero(entry->bssid);
}

static uint8_t *body_of(const struct d11_bss_table *table,
                        const struct d11_bss *entry)
{
    return table->pool + entry->body_at;
}

/* Only the first `len` octets stay, or more come in front, which are not
 * written yet. There is room for them. */
static void body_resize(struct d11_bss_table *table, struct d11_bss *entry,
                        size_t len)
{
    ptrdiff_t more = (ptrdiff_t)len - entry->body_len;
    uint8_t *body = body_of(table, entry);
    size_t kept = len < entry->body_len ? entry->body_len : 0;

    if (more == 0)
        return;
    memmove(body + kept + more, body + kept,
            table->pool_used - entry->body_at - kept);
    table->pool_used += (uint32_t)more;
    for (unsigned i = 0; i < table->size; i++) {
        if (table->entries[i].body_at > entry->body_at)
            table->entries[i].body_at += (uint32_t)more;
    }
    entry->body_len = (uint16_t)len;
}

static void body_remove(struct d11_bss_table *table, struct d11_bss *entry)
{
    body_resize(table, entry, 0);
    entry->body_at = 0;
    entry->own_len = 0;
    entry->tim_at = 0;
    entry->flags |= D11_BSS_IS_TRUNCATED;
}

/* Does anybody want this network? */
static bool is_wanted(const struct d11_bss_table *table,
                      const struct d11_bss *entry)
{
    for (unsigned i = 0; i < table->wanted_count; i++) {
        const struct dot11_ssid *ssid = table->wanted[i];

        if (ssid != NULL && ssid->len != 0 &&
            d11_ssid_equal(ssid, &entry->ssid))
            return true;
    }
    return false;
}

/* The entry to give up for `newcomer` first among those not pinned and, when
 * `with_body`, that have a body; NULL when there is none. What is wanted gives
 * way only to what is wanted or in use (SEC-RES-02). */
static struct d11_bss *weakest(struct d11_bss_table *table, bool with_body,
                               const struct d11_bss *newcomer)
{
    bool strong = newcomer->pins != 0 || is_wanted(table, newcomer);
    struct d11_bss *worst = NULL;
    bool worst_wanted = true;

    for (unsigned i = 0; i < table->size; i++) {
        struct d11_bss *entry = &table->entries[i];
        bool wanted;

        if (!is_used(entry) || entry == newcomer || entry->pins != 0 ||
            (with_body && entry->body_len == 0))
            continue;
        wanted = is_wanted(table, entry);
        if (wanted && !strong)
            continue;
        if (worst == NULL || (worst_wanted && !wanted) ||
            (worst_wanted == wanted && entry->seen_us < worst->seen_us)) {
            worst = entry;
            worst_wanted = wanted;
        }
    }
    return worst;
}

/* May one of two elements stand for the other? Vendors' and extended ones have
 * names of their own. */
static bool is_same_element(const struct d11_element *a,
                            const struct d11_element *b)
{
    if (a->id != b->id || a->ext_id != b->ext_id)
        return false;
    return a->id != D11_EID_VENDOR || a->len < 4 || b->len < 4 ||
           memcmp(a->body, b->body, 4) == 0;
}

static bool has_element(const uint8_t *octets, size_t len,
                        const struct d11_element *wanted)
{
    struct d11_rd rd = d11_rd_over(octets, len);
    struct d11_element element;

    while (d11_element_next(&rd, &element)) {
        if (is_same_element(&element, wanted))
            return true;
    }
    return false;
}

/* N80211-BSS-7: of the body only those elements stay that the other kind of
 * frame had and this one has not. Those in fragments do not: pieces of two
 * must not come together. */
static void body_strip(struct d11_bss_table *table, struct d11_bss *entry,
                       bool was_other, const uint8_t *octets, size_t len)
{
    uint8_t *body = body_of(table, entry);
    struct d11_rd rd =
        was_other ? d11_rd_over(body, entry->own_len)
                  : d11_rd_over(body + entry->own_len,
                                (size_t)(entry->body_len - entry->own_len));
    struct d11_element element;
    const uint8_t *from = rd.pos;
    uint8_t *to = body;

    while (d11_element_next(&rd, &element)) {
        size_t size = (size_t)(rd.pos - from);

        if (size < ELEMENT_SIZE_MAX && element.id != D11_EID_FRAGMENT &&
            !has_element(octets, len, &element)) {
            memmove(to, from, size);
            to += size;
        }
        from = rd.pos;
    }
    body_resize(table, entry, (size_t)(to - body));
}

/* Keep the body when it fits, if need be at the cost of weaker entries. */
static void body_store(struct d11_bss_table *table, struct d11_bss *entry,
                       bool was_other, const uint8_t *octets, size_t len)
{
    if (len > table->pool_size) {
        body_remove(table, entry);
        return;
    }
    body_strip(table, entry, was_other, octets, len);
    while (table->pool_size - table->pool_used < len) {
        struct d11_bss *other = weakest(table, true, entry);

        if (other == NULL)
            break;
        body_remove(table, other);
    }
    if (len == 0 || table->pool_size - table->pool_used < len) {
        body_remove(table, entry);
        return;
    }
    if (entry->body_len == 0)
        entry->body_at = table->pool_used;
    body_resize(table, entry, entry->body_len + len);
    memcpy(body_of(table, entry), octets, len);
    entry->own_len = (uint16_t)len;
    entry->flags &= (uint16_t)~D11_BSS_IS_TRUNCATED;
}

static void remove_entry(struct d11_bss_table *table, struct d11_bss *entry)
{
    body_remove(table, entry);
    memset(entry, 0, sizeof *entry);
    table->count--;
}

void d11_bss_table_age(struct d11_bss_table *table)
{
    for (unsigned i = 0; i < table->size; i++) {
        struct d11_bss *entry = &table->entries[i];

        if (is_used(entry) && entry->pins == 0 &&
            table->env->now_us - entry->seen_us > table->env->config.bss_age_us)
            remove_entry(table, entry);
    }
}

void d11_bss_table_flush(struct d11_bss_table *table)
{
    for (unsigned i = 0; i < table->size; i++) {
        struct d11_bss *entry = &table->entries[i];

        if (is_used(entry) && entry->pins == 0)
            remove_entry(table, entry);
    }
}

struct d11_bss *d11_bss_table_at(const struct d11_bss_table *table, size_t i)
{
    for (unsigned k = 0; k < table->size; k++) {
        if (is_used(&table->entries[k]) && i-- == 0)
            return &table->entries[k];
    }
    return NULL;
}

static struct d11_bss *new_entry(struct d11_bss_table *table,
                                 const uint8_t *bssid,
                                 const struct dot11_ssid *ssid)
{
    struct d11_bss *entry = NULL;
    struct d11_bss newcomer;

    if (table->count == table->size)
        d11_bss_table_age(table);
    if (table->count == table->size) {
        memset(&newcomer, 0, sizeof newcomer);
        newcomer.ssid = *ssid;
        entry = weakest(table, false, &newcomer);
        if (entry == NULL)
            return NULL;
        table->env->stats.bss_evicted++;
        remove_entry(table, entry);
    }
    for (unsigned i = 0; i < table->size; i++) {
        if (!is_used(&table->entries[i]))
            entry = &table->entries[i];
    }
    d11_assert(entry != NULL);
    table->count++;
    d11_addr_copy(entry->bssid, bssid);
    entry->flags = D11_BSS_IS_TRUNCATED;
    entry->signal_dbm = D11_SIGNAL_UNKNOWN;
    return entry;
}

/* The next entry of a BSSID behind `after`, which is NULL for the first. */
static struct d11_bss *next_of(const struct d11_bss_table *table,
                               const uint8_t *bssid, struct d11_bss *after)
{
    struct d11_bss *entry = after != NULL ? after + 1 : table->entries;

    for (; entry < table->entries + table->size; entry++) {
        if (d11_addr_equal(entry->bssid, bssid))
            return entry;
    }
    return NULL;
}

struct d11_bss *d11_bss_table_find(const struct d11_bss_table *table,
                                   const uint8_t *bssid,
                                   const struct dot11_ssid *ssid)
{
    struct d11_bss *entry = NULL;

    while ((entry = next_of(table, bssid, entry)) != NULL &&
           ssid != NULL && !d11_ssid_equal(&entry->ssid, ssid))
        continue;
    return entry;
}

/* The same frame as last time but for timestamp and TIM: no need to parse. */
static bool is_same(const struct d11_bss_table *table,
                    const struct d11_bss *entry, const struct dot11_rx *rx,
                    bool is_beacon, const uint8_t *body, size_t len)
{
    const uint8_t *elements = body + FIXED_LEN;
    size_t rest_at = (size_t)entry->tim_at + 2u + entry->tim_len;
    const uint8_t *kept;

    if (entry->body_len == 0 || entry->own_len != len - FIXED_LEN ||
        entry->kept_beacon != is_beacon || entry->heard_mhz != rx->freq_mhz ||
        d11_load_le16(body + 8) != entry->beacon_interval_tu ||
        d11_load_le16(body + 10) != entry->capability)
        return false;
    kept = body_of(table, entry);
    if (entry->tim_at == 0)
        return memcmp(kept, elements, entry->own_len) == 0;
    /* The TIM is compared as far as its length octet: the elements behind it
     * are in the same place then. */
    return memcmp(kept, elements, (size_t)entry->tim_at + 2) == 0 &&
           memcmp(kept + rest_at, elements + rest_at,
                  entry->own_len - rest_at) == 0;
}

static struct d11_bss *find_same(struct d11_bss_table *table,
                                 const uint8_t *bssid,
                                 const struct dot11_rx *rx, bool is_beacon,
                                 const uint8_t *body, size_t len)
{
    struct d11_bss *entry = NULL;

    while ((entry = next_of(table, bssid, entry)) != NULL &&
           !is_same(table, entry, rx, is_beacon, body, len))
        continue;
    return entry;
}

/* Which of two entries of one BSSID a frame without a name is of: the one in
 * use, then the one without a name. */
static struct d11_bss *better_nameless(struct d11_bss *a, struct d11_bss *b)
{
    if (a == NULL || (a->pins == 0 && b->pins != 0))
        return b;
    return a->pins == 0 && a->ssid.len != 0 && b->ssid.len == 0 ? b : a;
}

/* The entry that this SSID belongs to. A hidden BSS and one of its names are
 * the same entry; two names on one BSSID are two. */
static struct d11_bss *find_entry(struct d11_bss_table *table,
                                  const uint8_t *bssid,
                                  const struct d11_bss_summary *summary)
{
    bool hidden = (summary->flags & D11_SUMMARY_HIDDEN) != 0;
    struct d11_bss *nameless = NULL;
    struct d11_bss *entry = NULL;

    while ((entry = next_of(table, bssid, entry)) != NULL) {
        if (hidden)
            nameless = better_nameless(nameless, entry);
        else if (entry->ssid.len == summary->ssid_len &&
                 memcmp(entry->ssid.octets, summary->ssid, entry->ssid.len) ==
                     0)
            return entry;
        else if (entry->ssid.len == 0)
            nameless = entry;
    }
    return nameless;
}

static void name(struct dot11_ssid *ssid, const struct d11_bss_summary *summary)
{
    ssid->len = summary->ssid_len;
    memcpy(ssid->octets, summary->ssid, summary->ssid_len);
}

/* Put what the frame said into the entry. A beacon that hides a name that is
 * known does not make it unknown. */
static void keep(struct d11_bss_table *table, struct d11_bss *entry,
                 const struct d11_bss_summary *summary,
                 const struct d11_index *index, bool is_beacon,
                 const uint8_t *elements, size_t len)
{
    const uint16_t lasting =
        D11_BSS_HEARD_BEACON | D11_BSS_HEARD_PROBE | D11_BSS_IS_TRUNCATED;
    struct dot11_octets tim = d11_index_raw(index, D11_SLOT_TIM);
    struct d11_tim decoded;

    if ((summary->flags & D11_SUMMARY_HIDDEN) == 0)
        name(&entry->ssid, summary);
    entry->flags =
        (uint16_t)((entry->flags & lasting) | d11_bss_flags(summary));
    if (entry->ssid.len == 0)
        entry->flags |= D11_BSS_IS_HIDDEN;
    entry->capability = summary->capability;
    entry->beacon_interval_tu = summary->interval_tu;
    entry->rates = summary->rates;
    d11_bss_keep_security(entry, summary);
    if (tim.data != NULL && d11_tim_decode(&decoded, tim.data + 2, tim.len - 2))
        entry->dtim_period = decoded.dtim_period;
    body_store(table, entry, entry->kept_beacon != is_beacon, elements, len);
    entry->kept_beacon = is_beacon;
    entry->tim_at = 0;
    if (entry->body_len != 0 && tim.data != NULL) {
        entry->tim_at = (uint16_t)(tim.data - elements);
        entry->tim_len = (uint8_t)(tim.len - 2);
    }
}

static void note(struct d11_bss_table *table, struct d11_bss *entry,
                 const struct dot11_rx *rx, uint64_t tsf_us, bool is_beacon)
{
    entry->seen_us = table->env->now_us;
    entry->tsf_us = tsf_us;
    if (rx->signal_dbm != D11_SIGNAL_UNKNOWN)
        entry->signal_dbm = rx->signal_dbm;
    entry->flags |= is_beacon ? D11_BSS_HEARD_BEACON : D11_BSS_HEARD_PROBE;
}

/* On 2.4 GHz a neighbouring channel is heard too: what the frame says of its
 * channel counts, where it fits the band. */
static uint16_t freq_of(const struct dot11_rx *rx,
                        const struct d11_bss_summary *summary)
{
    struct dot11_channel heard = dot11_channel_20(rx->freq_mhz);
    uint16_t said = 0;

    if (heard.freq_mhz == 0)
        return 0;
    if (summary->channel != 0)
        said = dot11_channel_freq_mhz((enum dot11_band)heard.band,
                                      summary->channel);
    return said != 0 ? said : rx->freq_mhz;
}

enum dot11_drop d11_bss_table_hear(struct d11_bss_table *table,
                                   const struct d11_header *header,
                                   const struct dot11_rx *rx,
                                   const uint8_t *body, size_t len,
                                   struct d11_bss_heard *heard)
{
    bool is_beacon = header->subtype == D11_MGMT_BEACON;
    struct dot11_ssid ssid = {0, {0}};
    struct d11_bss_summary summary;
    struct d11_index index;
    struct d11_bss *entry;
    enum dot11_drop drop;
    uint16_t freq_mhz;

    memset(heard, 0, sizeof *heard);
    if (len < FIXED_LEN)
        return D11_DROP_MGMT_BODY;
    entry = find_same(table, header->a3, rx, is_beacon, body, len);
    if (entry != NULL) {
        table->env->stats.beacons_unchanged++;
        note(table, entry, rx, d11_load_le64(body), is_beacon);
        heard->bss = entry;
        return D11_DROP_NONE;
    }
    drop = d11_bss_summarize(&summary, &index, body, len);
    if (drop != D11_DROP_NONE)
        return drop;
    /* SEC-BCN-08: an interval of 0 is no BSS. */
    if (summary.interval_tu == 0)
        return D11_DROP_ELEMENTS;
    freq_mhz = freq_of(rx, &summary);
    if (freq_mhz == 0)
        return D11_DROP_DESCRIPTOR;
    entry = find_entry(table, header->a3, &summary);
    heard->is_new = entry == NULL;
    if (entry == NULL) {
        if ((summary.flags & D11_SUMMARY_HIDDEN) == 0)
            name(&ssid, &summary);
        entry = new_entry(table, header->a3, &ssid);
    }
    if (entry == NULL)
        return D11_DROP_BSS_TABLE;
    entry->freq_mhz = freq_mhz;
    entry->heard_mhz = rx->freq_mhz;
    keep(table, entry, &summary, &index, is_beacon, body + FIXED_LEN,
         len - FIXED_LEN);
    note(table, entry, rx, summary.tsf_us, is_beacon);
    heard->bss = entry;
    heard->changed = true;
    return D11_DROP_NONE;
}

/* The place among those in use, as d11_bss_table_at() counts. */
static uint16_t rank(const struct d11_bss_table *table,
                     const struct d11_bss *entry)
{
    uint16_t before = 0;

    for (const struct d11_bss *other = table->entries; other < entry; other++)
        before = (uint16_t)(before + is_used(other));
    return before;
}

void d11_bss_view(const struct d11_bss_table *table,
                  const struct d11_bss *entry, struct dot11_bss *bss)
{
    memset(bss, 0, sizeof *bss);
    d11_addr_copy(bss->bssid, entry->bssid);
    bss->freq_mhz = entry->freq_mhz;
    bss->ssid = entry->ssid;
    bss->flags = entry->flags;
    if (entry->joined != 0)
        bss->flags |= D11_BSS_IS_JOINED;
    bss->signal_dbm = entry->signal_dbm;
    bss->dtim_period = entry->dtim_period;
    bss->capability = entry->capability;
    bss->beacon_interval_tu = entry->beacon_interval_tu;
    bss->rsn_capability = entry->rsn_capability;
    bss->akms = entry->akms;
    bss->pairwise_ciphers = entry->pairwise_ciphers;
    bss->group_cipher = entry->group_cipher;
    bss->group_mgmt_cipher = entry->group_mgmt_cipher;
    bss->seen_us = entry->seen_us;
    bss->tsf_us = entry->tsf_us;
    bss->elements = entry->body_len != 0 ? body_of(table, entry) : NULL;
    bss->elements_len = entry->body_len;
    bss->index = rank(table, entry);
}
