/* The element index: one pass over a list of elements, then no more walking.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.4.2. Each element that the core knows has a slot;
 * the first element of its kind takes it (SEC-ELM-05). Later ones and unknown
 * ones stay in the list, where d11_index_next_same() and d11_element_next()
 * find them. The index points into the frame. */
#ifndef D11_FRAME_INDEX_H
#define D11_FRAME_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dot11/types.h>

#include "frame/element.h"

/* The elements that have a place in the index. */
enum d11_slot {
    D11_SLOT_OTHER, /* anything without a slot of its own */
    D11_SLOT_SSID,
    D11_SLOT_RATES,
    D11_SLOT_DS,
    D11_SLOT_TIM,
    D11_SLOT_IBSS,
    D11_SLOT_COUNTRY,
    D11_SLOT_CHALLENGE,
    D11_SLOT_BSS_LOAD,
    D11_SLOT_POWER_CONSTRAINT,
    D11_SLOT_CSA,
    D11_SLOT_QUIET,
    D11_SLOT_ERP,
    D11_SLOT_HT_CAP,
    D11_SLOT_QOS_CAP,
    D11_SLOT_RSN,
    D11_SLOT_EXT_RATES,
    D11_SLOT_MDE,
    D11_SLOT_FTE,
    D11_SLOT_TIMEOUT_INTERVAL,
    D11_SLOT_OPERATING_CLASSES,
    D11_SLOT_ECSA,
    D11_SLOT_HT_OP,
    D11_SLOT_RM_ENABLED,
    D11_SLOT_MULTIPLE_BSSID,
    D11_SLOT_MME,
    D11_SLOT_INTERWORKING,
    D11_SLOT_EXT_CAP,
    D11_SLOT_VHT_CAP,
    D11_SLOT_VHT_OP,
    D11_SLOT_TX_POWER_ENVELOPE,
    D11_SLOT_RNR,
    D11_SLOT_RSNX,
    /* Vendor specific; the body begins with OUI and type. */
    D11_SLOT_WPA,
    D11_SLOT_WMM,
    D11_SLOT_OWE_TRANSITION,
    D11_SLOT_RSNE_OVERRIDE,
    D11_SLOT_RSNE_OVERRIDE_2,
    D11_SLOT_RSNX_OVERRIDE,
    /* With an extended id; the body begins after it. */
    D11_SLOT_OWE_DH,
    D11_SLOT_PASSWORD_ID,
    D11_SLOT_HE_CAP,
    D11_SLOT_HE_OP,
    D11_SLOT_OCI,
    D11_SLOT_HE_6GHZ_CAP,
    D11_SLOT_REJECTED_GROUPS,
    D11_SLOT_ANTI_CLOGGING,
    D11_SLOT_EHT_OP,
    D11_SLOT_MULTI_LINK,
    D11_SLOT_EHT_CAP,
    D11_SLOT_COUNT
};

#define D11_SLOT_FIRST_EXT D11_SLOT_OWE_DH

struct d11_index {
    const uint8_t *base; /* first octet of the list */
    const uint8_t *end;  /* one past the last octet of whole elements */
    bool truncated;      /* the list does not end with its last element */
    bool malformed;      /* an extension element without an extended id, or a
                            Fragment element that continues nothing */
    bool rsne_conflict;  /* two RSNEs that differ (SEC-ELM-05) */
    bool fragmented;     /* there are Fragment elements */
    /* Offset from `base` of the length octet of the first element of its
     * kind; 0, which no length octet can have, when there is none. */
    uint16_t at[D11_SLOT_COUNT];
};

/* Index the `len` octets of elements at `list`, at most 65535. The whole of a
 * bad list's good beginning is indexed; what was wrong is in the flags. */
void d11_index_build(struct d11_index *index, const uint8_t *list, size_t len);

/* Is the list what a frame must have that is refused as a whole otherwise
 * (SEC-ELM-01, SEC-ELM-02)? */
static inline bool d11_index_whole(const struct d11_index *index)
{
    return !index->truncated && !index->malformed;
}

static inline bool d11_index_has(const struct d11_index *index,
                                 enum d11_slot slot)
{
    return index->at[slot] != 0;
}

/* The body of the element in `slot`, {NULL, 0} when there is none. An element
 * without a body has a pointer that is not NULL. */
static inline struct dot11_octets d11_index_body(const struct d11_index *index,
                                                 enum d11_slot slot)
{
    struct dot11_octets body = {NULL, 0};
    const uint8_t *at;

    if (index->at[slot] == 0)
        return body;
    at = index->base + index->at[slot];
    body.len = at[0];
    body.data = at + 1;
    if (slot >= D11_SLOT_FIRST_EXT) {
        /* The index holds no extension element shorter than its id. */
        body.len--;
        body.data++;
    }
    return body;
}

/* The whole element in `slot`, id and length included: what an RSNE or RSNXE
 * is compared by (SEC-HSK-08). {NULL, 0} when there is none. */
static inline struct dot11_octets d11_index_raw(const struct d11_index *index,
                                                enum d11_slot slot)
{
    struct dot11_octets raw = {NULL, 0};

    if (index->at[slot] == 0)
        return raw;
    raw.data = index->base + index->at[slot] - 1;
    raw.len = (size_t)raw.data[1] + 2;
    return raw;
}

/* The element in `slot`; false when there is none. */
bool d11_index_get(const struct d11_index *index, enum d11_slot slot,
                   struct d11_element *element);

/* The next element of the same kind (id, extended id; OUI and type of vendor
 * elements) after `element`, which the index or this function gave. */
bool d11_index_next_same(const struct d11_index *index,
                         struct d11_element *element);

/* The element of `slot` with its fragments, copied into `dst`; see
 * d11_element_join(). */
size_t d11_index_join(const struct d11_index *index, enum d11_slot slot,
                      uint8_t *dst, size_t cap);

#endif
