/* Key Data of an EAPOL-Key frame: elements and key data encapsulations.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.2, Figure 12-34 to 12-44, Table 12-9. */
#ifndef D11_FRAME_KDE_H
#define D11_FRAME_KDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dot11/types.h>

#include "base/rd.h"
#include "base/wr.h"
#include "frame/element.h"

/* One entry of Key Data. */
struct d11_kde {
    struct d11_element element; /* id, body as in any list */
    uint32_t selector;          /* OUI and type of a KDE, 0 of an element */
    struct dot11_octets data;   /* after the selector; an element's body */
};

/* The next entry. Trailing padding (one 0xdd, then zeroes to the end) ends the
 * walk like the end itself. A KDE too short for its selector and a 0xdd 00
 * that is not padding set `rd->truncated`: the Key Data is refused as a whole
 * (SEC-ELM-01, SEC-ELM-11). */
bool d11_kde_next(struct d11_rd *rd, struct d11_kde *kde);

/* A GTK, IGTK or BIGTK as its KDE carries it. */
struct d11_kde_key {
    struct dot11_octets key;
    const uint8_t *pn; /* 6 octets, little endian; NULL in a GTK KDE */
    uint16_t key_id;   /* as it stands: 0..3, IGTK 4..5, BIGTK 6..7 if sane */
    bool tx;           /* of a GTK KDE */
};

bool d11_kde_gtk_decode(struct d11_kde_key *key, struct dot11_octets data);
bool d11_kde_igtk_decode(struct d11_kde_key *key, struct dot11_octets data);

/* Everything in one Key Data that a handshake asks for: {NULL, 0} where
 * absent. Elements are whole, id and length included, as they are compared
 * (SEC-HSK-08); KDEs are what follows the selector. */
struct d11_key_data {
    struct dot11_octets rsne;
    struct dot11_octets rsne_2; /* a second RSNE (12.7.6.4) */
    struct dot11_octets rsnx;
    struct dot11_octets mde;
    struct dot11_octets fte;
    struct dot11_octets rsne_override;
    struct dot11_octets rsne_override_2;
    struct dot11_octets rsnx_override;
    struct dot11_octets gtk;
    struct dot11_octets igtk;
    struct dot11_octets bigtk;
    struct dot11_octets mac;
    struct dot11_octets pmkid;
    struct dot11_octets key_id;
    struct dot11_octets oci;
    struct dot11_octets ssid; /* an element */
    struct dot11_octets transition_disable; /* from its bitmap on */
    bool duplicate;           /* one of the above came once more */
};

/* Sort Key Data into its parts; false when it is refused as a whole. */
bool d11_key_data_decode(struct d11_key_data *parts, const uint8_t *data,
                         size_t len);

/* Writers of the KDEs and of the padding key wrap wants (12.7.2: to 8 octets,
 * at least 16). */
void d11_kde_write(struct d11_wr *wr, uint32_t selector,
                   struct dot11_octets data);
void d11_kde_write_gtk(struct d11_wr *wr, uint8_t key_id, bool tx,
                       struct dot11_octets key);
void d11_kde_write_igtk(struct d11_wr *wr, uint32_t selector, uint16_t key_id,
                        const uint8_t *pn, struct dot11_octets key);
void d11_kde_write_padding(struct d11_wr *wr);

#endif
