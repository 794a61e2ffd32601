/* Extended Key ID: a new pairwise key beside the one in use.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.6.4, 12.5.3.3.7. Without it a rekey loses what is
 * on its way under the old key. With it the new key is there for reception
 * before message 4 goes out, under the old one, and is sent with after that.
 * The table of an optional part (D11_PART_KEY_IDS). */
#ifndef D11_RSN_KEY_IDS_H
#define D11_RSN_KEY_IDS_H

#include <stdbool.h>
#include <stdint.h>

#include "crypto/prf.h"
#include "frame/kde.h"
#include "rsn/session.h"

struct d11_key_ids_ops {
    /* Can it be had with this BSS? Says so in `suites`, which have all else. */
    void (*agree)(const struct dot11_ext_host *host,
                  const struct dot11_bss *bss, struct dot11_ext_suites *suites);
    /* Is the Key ID KDE of message 3 one that may come now? */
    bool (*fits)(const struct d11_session *session,
                 const struct d11_key_data *parts);
    /* Ask for the key that `parts` name: for reception. */
    enum dot11_err (*receive)(struct d11_session *session,
                              const struct d11_key_data *parts,
                              const struct d11_ptk *ptk);
    /* Ask for what is sent from now on to be under that key. */
    enum dot11_err (*send)(struct d11_session *session);
};

#endif
