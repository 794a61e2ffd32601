/* Key Data of an EAPOL-Key frame: elements and key data encapsulations.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.2. */
#include "frame/kde.h"

#include <stddef.h>
#include <string.h>

#include <dot11/codes.h>

#define SELECTOR_LEN 4u
#define PN_LEN 6u
/* Vendor elements that message 3 repeats (Wi-Fi Alliance). */
#define RSNE_OVERRIDE 0x506f9a29u
#define RSNE_OVERRIDE_2 0x506f9a2au
#define RSNX_OVERRIDE 0x506f9a2bu
#define TRANSITION_DISABLE 0x506f9a20u
#define OUI_MASK 0xffffff00u
/* GTK KDE, Key ID octet (Figure 12-36). */
#define GTK_KEY_ID 0x03u
#define GTK_TX 0x04u

/* Is `rd`, which stands at a 0xdd, at the padding of 12.7.2? */
static bool is_padding(struct d11_rd rd)
{
    d11_rd_skip(&rd, 1);
    while (d11_rd_left(&rd) != 0) {
        if (d11_rd_u8(&rd) != 0)
            return false;
    }
    return true;
}

/* Only a 0xdd before 0x00 or the end can begin padding; asking for that first
 * keeps the walk linear (SEC-ELM-12). */
static bool may_be_padding(struct d11_rd rd)
{
    return d11_rd_u8(&rd) == D11_EID_VENDOR && d11_rd_u8(&rd) == 0;
}

bool d11_kde_next(struct d11_rd *rd, struct d11_kde *kde)
{
    struct d11_rd body;

    if (may_be_padding(*rd)) {
        rd->truncated = !is_padding(*rd);
        return false;
    }
    if (!d11_element_next(rd, &kde->element))
        return false;
    kde->selector = 0;
    kde->data.data = kde->element.body;
    kde->data.len = kde->element.len;
    if (kde->element.id == D11_EID_VENDOR) {
        body = d11_rd_over(kde->element.body, kde->element.len);
        kde->selector = d11_rd_be32(&body);
        kde->data.data = body.pos;
        kde->data.len = d11_rd_left(&body);
        rd->truncated = body.truncated;
    }
    return !rd->truncated;
}

bool d11_kde_gtk_decode(struct d11_kde_key *key, struct dot11_octets data)
{
    struct d11_rd rd = d11_rd_over(data.data, data.len);
    unsigned id = d11_rd_u8(&rd);

    d11_rd_skip(&rd, 1);
    key->key_id = (uint16_t)(id & GTK_KEY_ID);
    key->tx = (id & GTK_TX) != 0;
    key->pn = NULL;
    key->key.data = rd.pos;
    key->key.len = d11_rd_left(&rd);
    return !rd.truncated && key->key.len != 0;
}

bool d11_kde_igtk_decode(struct d11_kde_key *key, struct dot11_octets data)
{
    struct d11_rd rd = d11_rd_over(data.data, data.len);

    key->key_id = d11_rd_le16(&rd);
    key->tx = false;
    key->pn = d11_rd_take(&rd, PN_LEN);
    key->key.data = rd.pos;
    key->key.len = d11_rd_left(&rd);
    return !rd.truncated && key->key.len != 0;
}

/* The whole element, from its id on. */
static struct dot11_octets whole(const struct d11_element *element)
{
    struct dot11_octets octets = {element->body - 2, (size_t)element->len + 2};

    return octets;
}

/* What names a part: an element its id, a KDE and an element of the Wi-Fi
 * Alliance the last octet of its selector. */
#define KDE(selector) (0x100u | ((selector)&0xffu))
#define WFA(selector) (0x200u | ((selector)&0xffu))

static bool is_kde(unsigned name)
{
    return name >> 8 == 1 || name == WFA(TRANSITION_DISABLE);
}

static unsigned name_of(const struct d11_kde *kde)
{
    const uint32_t oui = kde->selector & OUI_MASK;

    if (kde->element.id != D11_EID_VENDOR)
        return kde->element.id;
    if (oui == (D11_KDE_GTK & OUI_MASK))
        return KDE(kde->selector);
    return oui == (RSNE_OVERRIDE & OUI_MASK) ? WFA(kde->selector)
                                             : D11_EID_VENDOR;
}

/* Where the parts of Key Data go. */
static const struct place {
    uint16_t name;
    uint16_t at;
} places[] = {
    {D11_EID_SSID, offsetof(struct d11_key_data, ssid)},
    {D11_EID_RSN, offsetof(struct d11_key_data, rsne)},
    {D11_EID_RSNX, offsetof(struct d11_key_data, rsnx)},
    {D11_EID_MDE, offsetof(struct d11_key_data, mde)},
    {D11_EID_FTE, offsetof(struct d11_key_data, fte)},
    {KDE(D11_KDE_GTK), offsetof(struct d11_key_data, gtk)},
    {KDE(D11_KDE_MAC), offsetof(struct d11_key_data, mac)},
    {KDE(D11_KDE_PMKID), offsetof(struct d11_key_data, pmkid)},
    {KDE(D11_KDE_IGTK), offsetof(struct d11_key_data, igtk)},
    {KDE(D11_KDE_KEY_ID), offsetof(struct d11_key_data, key_id)},
    {KDE(D11_KDE_OCI), offsetof(struct d11_key_data, oci)},
    {KDE(D11_KDE_BIGTK), offsetof(struct d11_key_data, bigtk)},
    {WFA(TRANSITION_DISABLE),
     offsetof(struct d11_key_data, transition_disable)},
    {WFA(RSNE_OVERRIDE), offsetof(struct d11_key_data, rsne_override)},
    {WFA(RSNE_OVERRIDE_2), offsetof(struct d11_key_data, rsne_override_2)},
    {WFA(RSNX_OVERRIDE), offsetof(struct d11_key_data, rsnx_override)},
};

static struct dot11_octets *place_of(struct d11_key_data *parts, unsigned name)
{
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        if (places[i].name == name)
            return (void *)((uint8_t *)parts + places[i].at);
    }
    return NULL;
}

bool d11_key_data_decode(struct d11_key_data *parts, const uint8_t *data,
                         size_t len)
{
    struct d11_rd rd = d11_rd_over(data, len);
    struct d11_kde kde;

    memset(parts, 0, sizeof(*parts));
    while (d11_kde_next(&rd, &kde)) {
        const unsigned name = name_of(&kde);
        struct dot11_octets *part = place_of(parts, name);

        if (part == &parts->rsne && part->data != NULL)
            part = &parts->rsne_2;
        if (part == NULL)
            continue;
        if (part->data != NULL)
            parts->duplicate = true;
        else
            *part = is_kde(name) ? kde.data : whole(&kde.element);
    }
    return !rd.truncated;
}

/* Id, length and selector of a KDE with `len` octets after the selector. */
static void write_head(struct d11_wr *wr, uint32_t selector, size_t len)
{
    if (len > D11_ELEMENT_MAX - SELECTOR_LEN) {
        d11_wr_fail(wr);
        return;
    }
    d11_wr_u8(wr, D11_EID_VENDOR);
    d11_wr_u8(wr, (uint8_t)(SELECTOR_LEN + len));
    d11_wr_be32(wr, selector);
}

void d11_kde_write(struct d11_wr *wr, uint32_t selector,
                   struct dot11_octets data)
{
    write_head(wr, selector, data.len);
    d11_wr_octets(wr, data.data, data.len);
}

void d11_kde_write_gtk(struct d11_wr *wr, uint8_t key_id, bool tx,
                       struct dot11_octets key)
{
    write_head(wr, D11_KDE_GTK, 2 + key.len);
    d11_wr_u8(wr, (uint8_t)((key_id & GTK_KEY_ID) | (tx ? GTK_TX : 0u)));
    d11_wr_u8(wr, 0);
    d11_wr_octets(wr, key.data, key.len);
}

void d11_kde_write_igtk(struct d11_wr *wr, uint32_t selector, uint16_t key_id,
                        const uint8_t *pn, struct dot11_octets key)
{
    write_head(wr, selector, 2 + PN_LEN + key.len);
    d11_wr_le16(wr, key_id);
    d11_wr_octets(wr, pn, PN_LEN);
    d11_wr_octets(wr, key.data, key.len);
}

void d11_kde_write_padding(struct d11_wr *wr)
{
    size_t len = d11_wr_len(wr);

    if (len >= 16 && len % 8u == 0)
        return;
    d11_wr_u8(wr, D11_EID_VENDOR);
    len++;
    d11_wr_zero(wr, len < 16 ? 16 - len : (8u - len % 8u) % 8u);
}
