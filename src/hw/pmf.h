/* Management frame protection as the other layers ask for it.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.2.7 and 11.13. The table of an optional part
 * (D11_PART_PMF). */
#ifndef D11_HW_PMF_H
#define D11_HW_PMF_H

#include <stdbool.h>
#include <stdint.h>

#include <dot11/err.h>

#include "hw/vif.h"

struct d11_mlme_frame;
struct d11_ops;
struct d11_rx_item;
struct d11_rx_path;
struct d11_tx_path;
struct dot11_rx;
struct dot11_tx;

/* Key ids of IGTK and BIGTK (9.4.2.54). */
#define D11_IGTK_FIRST 4u
#define D11_BIGTK_FIRST 6u
#define D11_MGMT_KEY_LAST 7u

struct d11_pmf_ops {
    /* Can an IGTK or BIGTK of this suite be had? */
    bool (*can)(const struct d11_env *env, uint32_t suite);
    /* May this key of a BIP suite be installed? */
    enum dot11_err (*check)(const struct d11_vif *vif,
                            const struct dot11_ext_key *key);
    /* May the radio have this key of the station? */
    bool (*radio_may)(const struct d11_vif *vif,
                      const struct dot11_ext_key *key);
    /* The slot of an IGTK or BIGTK, by key id; its kind takes the place of
     * D11_KEY_GROUP in `*flags`, which may be NULL. */
    struct d11_key *(*slot)(const struct d11_vif *vif, uint8_t key_id,
                            uint16_t *flags);
    /* The keys of a peer are gone. */
    void (*ended)(struct d11_ops *ops, struct d11_vif *vif,
                  struct d11_peer *peer);

    /* A management frame came in, alone: judge its protection, and take that
     * off; flow->is_open says that there was one. D11_DROP_NONE: it may go
     * on. */
    enum dot11_drop (*receive)(struct d11_rx_path *path,
                               struct d11_rx_item *item);

    /* Takes a management frame that is ready to wait for the radio, and gives
     * back the one to be sent: another one when it must be protected, marked
     * when the radio does that. NULL: it cannot be, and is over. */
    struct dot11_frame *(*seal)(struct d11_tx_path *path, struct d11_vif *vif,
                                struct dot11_frame *frame);
    /* A marked frame goes to the radio: it is told its key. False: that is
     * gone, and the frame must not be sent. */
    bool (*sending)(const struct d11_vif *vif, struct dot11_tx *tx);

    /* An action frame of the AP to this station passed all that was asked of
     * its protection. */
    enum dot11_drop (*action)(struct d11_vif *vif,
                              const struct d11_mlme_frame *in,
                              bool was_protected);
    /* The AP refused the association. True: it wants to be asked again, which
     * the timer of the machine does (11.3.5.3). */
    bool (*refused)(struct d11_vif *vif, uint16_t status);
};

static inline const struct d11_pmf_ops *d11_pmf_ops(const struct d11_env *env)
{
    return d11_env_part(env, D11_PART_PMF);
}

/* The same for who runs only where it is listed. */
static inline const struct d11_pmf_ops *
d11_pmf_listed(const struct d11_env *env)
{
    return d11_env_listed(env, D11_PART_PMF);
}

#endif
