/* The group keys that a handshake brings.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.2 (GTK KDE), 12.7.4. */
#ifndef D11_RSN_GTK_H
#define D11_RSN_GTK_H

#include <stdbool.h>
#include <stdint.h>

#include <dot11/err.h>

#include "frame/eapol.h"
#include "frame/kde.h"
#include "rsn/session.h"

/* A checked group key; `kde` points into the Key Data. */
struct d11_gtk {
    struct d11_kde_key kde;
    uint64_t rx_pn; /* authenticated RSC (SEC-KEY-04) */
};

/* The group keys of one message. Those of management frames, which need their
 * protection, are there when their length is not 0. */
struct d11_group_keys {
    struct d11_gtk gtk;
    struct d11_gtk igtk;
    struct d11_gtk bigtk;
};

/* The keys among `parts` of the decrypted Key Data of `key`. Returns 0, or the
 * reason to leave with (9.4.1.7): there is no GTK, a key does not fit its
 * cipher, or there are keys that were not agreed on (SEC-GRP-02).
 * @param first  of the association: none that was agreed on may be missing */
uint16_t d11_group_keys_read(const struct d11_session *session,
                             const struct d11_key_data *parts,
                             const struct d11_eapol_key *key, bool first,
                             struct d11_group_keys *keys);

/* Ask for the installation of those that this association did not have before
 * (SEC-KEY-01, SEC-KEY-03). */
enum dot11_err d11_group_keys_install(struct d11_session *session,
                                      const struct d11_group_keys *keys);

/* The same for the GTK alone. */
enum dot11_err d11_gtk_install(struct d11_session *session,
                               const struct d11_gtk *gtk);

/* The same for a key of any kind, whose prints are `known`. */
enum dot11_err d11_gtk_install_as(struct d11_session *session,
                                  struct d11_key_prints *known, uint32_t cipher,
                                  const struct d11_gtk *gtk);

#endif
