/* The element index: one pass over a list of elements, then no more walking.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.4.2. The loop below runs for every element of every
 * beacon in the air, so it does one table look-up and one store for each and
 * leaves everything rare to colder functions. */
#include "frame/index.h"

#include <string.h>

#include <dot11/codes.h>

#include "base/octets.h"

/* In `slot_of_id`: not a slot but a question for special_slot(). */
#define SPECIAL 0x80u

// clang-format off
static const uint8_t slot_of_id[256] = {
    [D11_EID_SSID] = D11_SLOT_SSID,
    [D11_EID_RATES] = D11_SLOT_RATES,
    [D11_EID_DS] = D11_SLOT_DS,
    [D11_EID_TIM] = D11_SLOT_TIM,
    [D11_EID_IBSS] = D11_SLOT_IBSS,
    [D11_EID_COUNTRY] = D11_SLOT_COUNTRY,
    [D11_EID_BSS_LOAD] = D11_SLOT_BSS_LOAD,
    [D11_EID_CHALLENGE] = D11_SLOT_CHALLENGE,
    [D11_EID_POWER_CONSTRAINT] = D11_SLOT_POWER_CONSTRAINT,
    [D11_EID_CSA] = D11_SLOT_CSA,
    [D11_EID_QUIET] = D11_SLOT_QUIET,
    [D11_EID_ERP] = D11_SLOT_ERP,
    [D11_EID_HT_CAP] = D11_SLOT_HT_CAP,
    [D11_EID_QOS_CAP] = D11_SLOT_QOS_CAP,
    [D11_EID_RSN] = D11_SLOT_RSN,
    [D11_EID_EXT_RATES] = D11_SLOT_EXT_RATES,
    [D11_EID_MDE] = D11_SLOT_MDE,
    [D11_EID_FTE] = D11_SLOT_FTE,
    [D11_EID_TIMEOUT_INTERVAL] = D11_SLOT_TIMEOUT_INTERVAL,
    [D11_EID_OPERATING_CLASSES] = D11_SLOT_OPERATING_CLASSES,
    [D11_EID_ECSA] = D11_SLOT_ECSA,
    [D11_EID_HT_OP] = D11_SLOT_HT_OP,
    [D11_EID_RM_ENABLED] = D11_SLOT_RM_ENABLED,
    [D11_EID_MULTIPLE_BSSID] = D11_SLOT_MULTIPLE_BSSID,
    [D11_EID_MME] = D11_SLOT_MME,
    [D11_EID_INTERWORKING] = D11_SLOT_INTERWORKING,
    [D11_EID_EXT_CAP] = D11_SLOT_EXT_CAP,
    [D11_EID_VHT_CAP] = D11_SLOT_VHT_CAP,
    [D11_EID_VHT_OP] = D11_SLOT_VHT_OP,
    [D11_EID_TX_POWER_ENVELOPE] = D11_SLOT_TX_POWER_ENVELOPE,
    [D11_EID_RNR] = D11_SLOT_RNR,
    [D11_EID_RSNX] = D11_SLOT_RSNX,
    [D11_EID_VENDOR] = SPECIAL,
    [D11_EID_FRAGMENT] = SPECIAL,
    [D11_EID_EXTENSION] = SPECIAL,
};

static const uint8_t slot_of_ext_id[256] = {
    [D11_EXT_OWE_DH] = D11_SLOT_OWE_DH,
    [D11_EXT_PASSWORD_ID] = D11_SLOT_PASSWORD_ID,
    [D11_EXT_HE_CAP] = D11_SLOT_HE_CAP,
    [D11_EXT_HE_OP] = D11_SLOT_HE_OP,
    [D11_EXT_OCI] = D11_SLOT_OCI,
    [D11_EXT_HE_6GHZ_CAP] = D11_SLOT_HE_6GHZ_CAP,
    [D11_EXT_REJECTED_GROUPS] = D11_SLOT_REJECTED_GROUPS,
    [D11_EXT_ANTI_CLOGGING] = D11_SLOT_ANTI_CLOGGING,
    [D11_EXT_EHT_OP] = D11_SLOT_EHT_OP,
    [D11_EXT_MULTI_LINK] = D11_SLOT_MULTI_LINK,
    [D11_EXT_EHT_CAP] = D11_SLOT_EHT_CAP,
};
// clang-format on

/* Vendor elements: OUI and type. Wi-Fi Alliance numbers. */
#define VENDOR_WPA 0x0050f201u
#define VENDOR_WMM 0x0050f202u
#define VENDOR_OWE_TRANSITION 0x506f9a1cu
#define VENDOR_RSNE_OVERRIDE 0x506f9a29u
#define VENDOR_RSNE_OVERRIDE_2 0x506f9a2au
#define VENDOR_RSNX_OVERRIDE 0x506f9a2bu

static unsigned vendor_slot(const uint8_t *body, unsigned len)
{
    /* SEC-ELM-11: OUI and type are there before they are compared. */
    if (len < 4)
        return D11_SLOT_OTHER;
    switch (d11_load_be32(body)) {
    case VENDOR_WPA: return D11_SLOT_WPA;
    case VENDOR_WMM: return D11_SLOT_WMM;
    case VENDOR_OWE_TRANSITION: return D11_SLOT_OWE_TRANSITION;
    case VENDOR_RSNE_OVERRIDE: return D11_SLOT_RSNE_OVERRIDE;
    case VENDOR_RSNE_OVERRIDE_2: return D11_SLOT_RSNE_OVERRIDE_2;
    case VENDOR_RSNX_OVERRIDE: return D11_SLOT_RSNX_OVERRIDE;
    default: return D11_SLOT_OTHER;
    }
}

/* The slot of a vendor, extension or Fragment element. `prev` is the element
 * before it, NULL for the first. */
static unsigned special_slot(struct d11_index *index, const uint8_t *element,
                             const uint8_t *prev)
{
    unsigned len = element[1];

    if (element[0] == D11_EID_VENDOR)
        return vendor_slot(element + 2, len);
    if (element[0] == D11_EID_EXTENSION) {
        if (len != 0)
            return slot_of_ext_id[element[2]];
        /* SEC-ELM-02: no extended id. */
        index->malformed = true;
        return D11_SLOT_OTHER;
    }
    /* SEC-ELM-09: a Fragment element continues a full one. */
    if (prev != NULL && prev[1] == D11_ELEMENT_MAX)
        index->fragmented = true;
    else
        index->malformed = true;
    return D11_SLOT_OTHER;
}

/* `element` came when its slot was taken already (SEC-ELM-05). */
static void note_duplicate(struct d11_index *index, unsigned slot,
                           const uint8_t *element)
{
    const uint8_t *first = index->base + index->at[slot];

    index->duplicates = true;
    if (slot == D11_SLOT_RSN &&
        (first[0] != element[1] ||
         memcmp(first, element + 1, (size_t)element[1] + 1) != 0))
        index->rsne_conflict = true;
}

void d11_index_build(struct d11_index *index, const uint8_t *list, size_t len)
{
    const uint8_t *at = list;
    const uint8_t *prev = NULL;
    size_t left = len;
    unsigned count = 0;

    memset(index, 0, sizeof(*index));
    index->base = list;
    while (left >= 2) {
        size_t size = (size_t)at[1] + 2;
        unsigned slot;

        if (size > left)
            break;
        slot = slot_of_id[at[0]];
        if (slot == SPECIAL)
            slot = special_slot(index, at, prev);
        if (index->at[slot] == 0)
            index->at[slot] = (uint16_t)(at - list + 1);
        else if (slot != D11_SLOT_OTHER)
            note_duplicate(index, slot, at);
        prev = at;
        at += size;
        left -= size;
        count++;
    }
    index->end = at;
    index->count = (uint16_t)count;
    index->truncated = left != 0;
}

bool d11_index_get(const struct d11_index *index, enum d11_slot slot,
                   struct d11_element *element)
{
    struct dot11_octets body = d11_index_body(index, slot);
    const uint8_t *raw;

    if (body.data == NULL)
        return false;
    raw = d11_index_raw(index, slot).data;
    element->id = raw[0];
    element->ext_id = slot >= D11_SLOT_FIRST_EXT ? raw[2] : 0;
    element->body = body.data;
    element->len = (uint8_t)body.len;
    return true;
}

static bool same_kind(const struct d11_element *a, const struct d11_element *b)
{
    if (a->id != b->id || a->ext_id != b->ext_id)
        return false;
    if (a->id != D11_EID_VENDOR)
        return true;
    return a->len >= 4 && b->len >= 4 &&
           d11_load_be32(a->body) == d11_load_be32(b->body);
}

bool d11_index_next_same(const struct d11_index *index,
                         struct d11_element *element)
{
    struct d11_element next;
    struct d11_rd rd =
        d11_rd_over(element->body, (size_t)(index->end - element->body));

    d11_rd_skip(&rd, element->len);
    while (d11_element_next(&rd, &next)) {
        if (same_kind(element, &next)) {
            *element = next;
            return true;
        }
    }
    return false;
}

size_t d11_index_join(const struct d11_index *index, enum d11_slot slot,
                      uint8_t *dst, size_t cap)
{
    struct d11_element element;

    if (!d11_index_get(index, slot, &element))
        return 0;
    return d11_element_join(&element, index->end, dst, cap);
}
