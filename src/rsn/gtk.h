/* The group key that a handshake brings.
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

/* The GTK among `parts` of the decrypted Key Data of `key`. False when there
 * is none, when it does not fit the group cipher or when there are keys that
 * were not agreed on (SEC-GRP-02). */
bool d11_gtk_read(const struct d11_session *session,
                  const struct d11_key_data *parts,
                  const struct d11_eapol_key *key, struct d11_gtk *gtk);

/* Ask for the key's installation, unless this association had it before
 * (SEC-KEY-01, SEC-KEY-03): that is D11_OK too. */
enum dot11_err d11_gtk_install(struct d11_session *session,
                               const struct d11_gtk *gtk);

#endif
