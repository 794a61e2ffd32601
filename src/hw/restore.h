/* Keys into a radio that has lost them.
 *
 * SPDX-License-Identifier: MIT */
#ifndef D11_HW_RESTORE_H
#define D11_HW_RESTORE_H

#include <stdbool.h>
#include <stdint.h>

#include "hw/op.h"
#include "hw/vif.h"

/* One at a time for each station. */
struct d11_key_restore {
    struct d11_ops *ops;
    struct d11_vif *vif;
    struct d11_peer *peer;
    uint8_t next;        /* slot at hand: pairwise keys, then group keys */
    bool failed;         /* a key cannot go on */
    uint32_t generation; /* of the key at hand */
    struct dot11_hw_key hw;
    d11_op_done_fn *done;
    void *arg;
};

/* Give the radio the keys of a peer that it had. What it does not take is done
 * in software. Packet numbers that it may have used are not used again.
 * done(arg, err) is called once, maybe before this returns: D11_ERR_HW when a
 * key must not go on, because nobody can do it, or because only the radio knew
 * which packet numbers were received; D11_ERR_CANCELLED when the association
 * ended meanwhile. */
void d11_key_restore(struct d11_key_restore *restore, struct d11_ops *ops,
                     struct d11_vif *vif, struct d11_peer *peer,
                     d11_op_done_fn *done, void *arg);

#endif
