/* Profiles of extensions that no station uses yet: functions of ext_services.h
 * that judge what a user or a scan brought.
 *
 * SPDX-License-Identifier: MIT
 * Rules N80211-EXT-9, EXT-10. The octets are never looked at here. */
#include <dot11/ext_services.h>

#include <stddef.h>

#include "sme/ext_services.h"

/* An answer that is no success has a reason (PRE-7); one without gets the
 * number that says so. */
static enum dot11_err told(enum dot11_err err, uint32_t *reason)
{
    if (err == D11_OK)
        *reason = 0;
    else if (*reason == 0)
        *reason = D11_EXT_NO_REASON;
    return err;
}

enum dot11_err dot11_ext_validate(const struct dot11_ext_ops *ext,
                                  const void *profile, size_t len,
                                  uint32_t *reason)
{
    const struct dot11_ext_extra *extra = d11_ext_extra(ext);

    *reason = 0;
    if (extra == NULL || extra->validate == NULL)
        return told(D11_ERR_UNSUPPORTED, reason);
    return told(extra->validate(profile, len, reason), reason);
}

enum dot11_err dot11_ext_match(const struct dot11_ext_ops *ext,
                               const void *profile, size_t len,
                               const struct dot11_bss *bss, uint32_t *reason)
{
    const struct dot11_ext_extra *extra = d11_ext_extra(ext);

    *reason = 0;
    if (extra == NULL || extra->match == NULL)
        return told(D11_ERR_UNSUPPORTED, reason);
    return told(extra->match(profile, len, bss, reason), reason);
}

enum dot11_err dot11_ext_discover(const struct dot11_ext_ops *ext,
                                  const struct dot11_bss *bss, bool secure_only,
                                  void *profile, size_t cap, size_t *len,
                                  uint32_t *reason)
{
    const struct dot11_ext_extra *extra = d11_ext_extra(ext);
    enum dot11_err err;

    *reason = 0;
    *len = 0;
    if (extra == NULL || extra->discover == NULL)
        return told(D11_ERR_UNSUPPORTED, reason);
    err = extra->discover(bss, secure_only, profile, cap, len, reason);
    /* What it claims to have written it must have had room for. */
    if (err == D11_OK && *len > cap)
        err = D11_ERR_FULL;
    return told(err, reason);
}
