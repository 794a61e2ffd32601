/* The element index: one pass over a list of elements, then no more walking.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.4.2. The loop below runs for every element of every
 * beacon in the air, so it does one table look-up and one store for each and
 * leaves everything rare to colder functions. */
#include "frame/index.h"

#include <string.h>

#include <dot11/codes.h>

#include "base/assert.h"
#include "base/octets.h"

// clang-format off
/* Ids from VHT_FIRST on to VHT_LAST stand behind those below 128, of the
 * others there only a few have a meaning. */
#define VHT_FIRST D11_EID_VHT_CAP
#define VHT_LAST D11_EID_RNR
#define LOW_IDS 128u
#define HIGH(id) (LOW_IDS + (id) - VHT_FIRST)

static const uint8_t slot_of_id[HIGH(VHT_LAST) + 1] = {
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
    [HIGH(D11_EID_VHT_CAP)] = D11_SLOT_VHT_CAP,
    [HIGH(D11_EID_VHT_OP)] = D11_SLOT_VHT_OP,
    [HIGH(D11_EID_TX_POWER_ENVELOPE)] = D11_SLOT_TX_POWER_ENVELOPE,
    [HIGH(D11_EID_RNR)] = D11_SLOT_RNR,
};

/* Extended ids, from EXT_FIRST on. */
#define EXT_FIRST D11_EXT_OWE_DH
#define EXT(id) ((id) - EXT_FIRST)

static const uint8_t slot_of_ext_id[EXT(D11_EXT_EHT_CAP) + 1] = {
    [EXT(D11_EXT_OWE_DH)] = D11_SLOT_OWE_DH,
    [EXT(D11_EXT_PASSWORD_ID)] = D11_SLOT_PASSWORD_ID,
    [EXT(D11_EXT_HE_CAP)] = D11_SLOT_HE_CAP,
    [EXT(D11_EXT_HE_OP)] = D11_SLOT_HE_OP,
    [EXT(D11_EXT_OCI)] = D11_SLOT_OCI,
    [EXT(D11_EXT_HE_6GHZ_CAP)] = D11_SLOT_HE_6GHZ_CAP,
    [EXT(D11_EXT_REJECTED_GROUPS)] = D11_SLOT_REJECTED_GROUPS,
    [EXT(D11_EXT_ANTI_CLOGGING)] = D11_SLOT_ANTI_CLOGGING,
    [EXT(D11_EXT_EHT_OP)] = D11_SLOT_EHT_OP,
    [EXT(D11_EXT_MULTI_LINK)] = D11_SLOT_MULTI_LINK,
    [EXT(D11_EXT_EHT_CAP)] = D11_SLOT_EHT_CAP,
};
// clang-format on

/* OUI and type of vendor elements; those of the Wi-Fi Alliance's own OUI. */
#define VENDOR_OUI_MASK 0xffffff00u
#define VENDOR_WPA 0x0050f201u
#define VENDOR_WMM 0x0050f202u
#define VENDOR_WFA 0x506f9a00u
#define WFA_OWE_TRANSITION 0x1cu
#define WFA_RSNE_OVERRIDE 0x29u
#define WFA_RSNE_OVERRIDE_2 0x2au
#define WFA_RSNX_OVERRIDE 0x2bu

static unsigned vendor_slot(const uint8_t *body, unsigned len)
{
    uint32_t kind;

    /* SEC-ELM-11: OUI and type are there before they are compared. */
    if (len < 4)
        return D11_SLOT_OTHER;
    kind = d11_load_be32(body);
    if (kind == VENDOR_WMM)
        return D11_SLOT_WMM;
    if (kind == VENDOR_WPA)
        return D11_SLOT_WPA;
    if ((kind & VENDOR_OUI_MASK) != VENDOR_WFA)
        return D11_SLOT_OTHER;
    switch (kind & ~VENDOR_OUI_MASK) {
    case WFA_OWE_TRANSITION: return D11_SLOT_OWE_TRANSITION;
    case WFA_RSNE_OVERRIDE: return D11_SLOT_RSNE_OVERRIDE;
    case WFA_RSNE_OVERRIDE_2: return D11_SLOT_RSNE_OVERRIDE_2;
    case WFA_RSNX_OVERRIDE: return D11_SLOT_RSNX_OVERRIDE;
    default: return D11_SLOT_OTHER;
    }
}

static unsigned ext_slot(struct d11_index *index, const uint8_t *body,
                         unsigned len)
{
    /* SEC-ELM-02: no extended id is read where there is none. */
    if (len == 0)
        index->malformed = true;
    else if ((unsigned)body[0] - EXT_FIRST < sizeof(slot_of_ext_id))
        return slot_of_ext_id[body[0] - EXT_FIRST];
    return D11_SLOT_OTHER;
}

/* The slot of an element with one of the ids above those in the table's first
 * part. */
static unsigned high_slot(struct d11_index *index, unsigned id,
                          const uint8_t *body, unsigned len)
{
    if (id == D11_EID_VENDOR)
        return vendor_slot(body, len);
    if (id == D11_EID_EXTENSION)
        return ext_slot(index, body, len);
    if (id - VHT_FIRST <= VHT_LAST - VHT_FIRST)
        return slot_of_id[HIGH(id)];
    if (id == D11_EID_FRAGMENT)
        index->fragmented = true;
    return id == D11_EID_RSNX ? D11_SLOT_RSNX : D11_SLOT_OTHER;
}

/* SEC-ELM-09: a Fragment element continues a full element or fragment. */
static bool has_stray_fragment(const struct d11_index *index)
{
    struct d11_rd rd =
        d11_rd_over(index->base, (size_t)(index->end - index->base));
    bool full = false;

    while (d11_rd_left(&rd) != 0) {
        bool fragment = d11_rd_u8(&rd) == D11_EID_FRAGMENT;
        size_t len = d11_rd_u8(&rd);

        if (fragment && !full)
            return true;
        full = len == D11_ELEMENT_MAX;
        d11_rd_skip(&rd, len);
    }
    return false;
}

/* SEC-ELM-05: does the RSNE at offset `at` say what the first one said? */
static void compare_rsne(struct d11_index *index, size_t at)
{
    struct dot11_octets first = d11_index_raw(index, D11_SLOT_RSN);
    const uint8_t *other = index->base + at;

    d11_assert(first.data != NULL);
    /* Equal up to the length octet means equally long. */
    if (first.data[1] != other[1] || memcmp(first.data, other, first.len) != 0)
        index->rsne_conflict = true;
}

void d11_index_build(struct d11_index *index, const uint8_t *list, size_t len)
{
    size_t at = 1; /* of a length octet: never 0 */

    memset(index, 0, sizeof(*index));
    index->base = list;
    while (at < len) {
        const uint8_t *len_octet = list + at;
        unsigned size = len_octet[0];
        size_t next = at + size + 2;
        unsigned slot;
        unsigned id;

        if (next > len + 1)
            break;
        id = len_octet[-1];
        slot = id < LOW_IDS ? slot_of_id[id]
                            : high_slot(index, id, len_octet + 1, size);
        if (index->at[slot] == 0)
            index->at[slot] = (uint16_t)at;
        else if (slot == D11_SLOT_RSN)
            compare_rsne(index, at - 1);
        at = next;
    }
    /* NULL, for an empty list, takes no arithmetic. */
    index->end = len != 0 ? list + at - 1 : list;
    index->truncated = at != len + 1;
    if (index->fragmented && has_stray_fragment(index))
        index->malformed = true;
}

bool d11_index_get(const struct d11_index *index, enum d11_slot slot,
                   struct d11_element *element)
{
    struct dot11_octets body = d11_index_body(index, slot);
    const uint8_t *raw;

    if (body.data == NULL)
        return false;
    raw = d11_index_raw(index, slot).data;
    d11_assert(raw != NULL);
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
