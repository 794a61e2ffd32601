/* Elements: the one iterator, and fragmented elements made whole.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.4.2.1 (layout) and 10.28.11 (fragmentation). */
#include "frame/element.h"

#include <dot11/codes.h>

#include "base/wr.h"

bool d11_element_next(struct d11_rd *rd, struct d11_element *element)
{
    struct d11_rd body;

    if (d11_rd_left(rd) == 0)
        return false;

    element->id = d11_rd_u8(rd);
    element->len = d11_rd_u8(rd);
    element->body = d11_rd_take(rd, element->len);
    if (rd->truncated)
        return false;

    element->ext_id = 0;
    if (element->id == D11_EID_EXTENSION) {
        /* SEC-ELM-02: no extended id is read where there is none. */
        body = d11_rd_over(element->body, element->len);
        element->ext_id = d11_rd_u8(&body);
        element->body = body.pos;
        element->len = (uint8_t)d11_rd_left(&body);
        rd->truncated = body.truncated;
    }
    return !rd->truncated;
}

bool d11_elements_whole(struct dot11_octets list)
{
    struct d11_rd rd = d11_rd_over(list.data, list.len);
    struct d11_element element;

    while (d11_element_next(&rd, &element)) {
    }
    return !rd.truncated;
}

/* The Length field as it was sent: with the extended id. */
static unsigned sent_len(const struct d11_element *element)
{
    return element->len + (element->id == D11_EID_EXTENSION ? 1u : 0u);
}

/* The fragment that continues an element or fragment whose Length field was
 * `sent` and that ends where `rd` stands (SEC-ELM-09: 255 octets or none). */
static bool next_fragment(struct d11_rd *rd, unsigned sent,
                          struct d11_element *fragment)
{
    return sent == D11_ELEMENT_MAX && d11_element_next(rd, fragment) &&
           fragment->id == D11_EID_FRAGMENT;
}

/* A reader over what follows `element` in its list. */
static struct d11_rd after(const struct d11_element *element,
                           const uint8_t *list_end)
{
    struct d11_rd rd =
        d11_rd_over(element->body, (size_t)(list_end - element->body));

    d11_rd_skip(&rd, element->len);
    return rd;
}

size_t d11_element_joined_len(const struct d11_element *element,
                              const uint8_t *list_end)
{
    struct d11_rd rd = after(element, list_end);
    struct d11_element fragment;
    size_t len = element->len;
    unsigned sent = sent_len(element);

    while (next_fragment(&rd, sent, &fragment)) {
        len += fragment.len;
        sent = fragment.len;
    }
    return len;
}

size_t d11_element_join(const struct d11_element *element,
                        const uint8_t *list_end, uint8_t *dst, size_t cap)
{
    struct d11_wr wr = d11_wr_over(dst, cap);
    struct d11_rd rd = after(element, list_end);
    struct d11_element fragment;
    unsigned sent = sent_len(element);

    if (d11_element_joined_len(element, list_end) > cap)
        return 0;
    d11_wr_octets(&wr, element->body, element->len);
    while (next_fragment(&rd, sent, &fragment)) {
        d11_wr_octets(&wr, fragment.body, fragment.len);
        sent = fragment.len;
    }
    return d11_wr_len(&wr);
}
