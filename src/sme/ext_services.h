/* What an extension may have beside the usual (ext_services.h).
 *
 * SPDX-License-Identifier: MIT */
#ifndef D11_SME_EXT_SERVICES_H
#define D11_SME_EXT_SERVICES_H

#include <stddef.h>

#include <dot11/ext_services.h>

#include "sme/ext_host.h"

/* The state of the part. */
struct d11_ext_services {
    const struct dot11_ext_listener *listener; /* NULL: nobody listens */
    void *ctx;
    const struct dot11_ext_ops *owner; /* of the block */
    uint16_t *exempted; /* entries of a list that an extension set; NULL */
    uint8_t block_len;
    uint8_t block[D11_EXT_BLOCK_MAX];
};

/* The further handlers of an extension, or NULL. Those of wake.h, the last,
 * are not in every table. */
static inline const struct dot11_ext_extra *
d11_ext_extra(const struct dot11_ext_ops *ops)
{
    return ops != NULL && ops->extra != NULL &&
                   ops->extra->size >=
                       offsetof(struct dot11_ext_extra, wake)
               ? ops->extra
               : NULL;
}

/* From the host to the extension: called as handlers are. */
enum dot11_err d11_ext_indicate(struct dot11_ext_host *host,
                                enum dot11_ext_indication kind,
                                const uint8_t *data, size_t len);
enum dot11_err d11_ext_answer(struct dot11_ext_host *host, uint8_t prompt,
                              const uint8_t *data, size_t len);

#endif
