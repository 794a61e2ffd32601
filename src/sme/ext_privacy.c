/* What an extension says about unprotected packets: exclude-unencrypted and
 * privacy exemptions. Both are attributes of the station; the part that has
 * those must be listed.
 *
 * SPDX-License-Identifier: MIT
 * Rules N80211-POST-9, PRE-10, PRE-12, RX-12. */
#include <string.h>

#include <dot11/attr.h>

#include "hw/attrs.h"
#include "sme/ext_services.h"

static void exclude(struct dot11_ext_host *host,
                    struct d11_ext_command *command)
{
    struct d11_attrs *attrs = d11_vif_part(host->vif, D11_PART_ATTRS);

    attrs->numbers[D11_ATTR_EXCLUDE_UNENCRYPTED] = command->u.value;
}

enum dot11_err dot11_ext_set_exclude_unencrypted(struct dot11_ext_host *host,
                                                 uint32_t session_id,
                                                 bool value)
{
    return d11_attrs_of(host->vif) != NULL
               ? d11_ext_ask(host, session_id, exclude, value)
               : D11_ERR_UNSUPPORTED;
}

static bool is_valid(const struct dot11_exemption *entry)
{
    return entry->action >= D11_EXEMPT_ALWAYS &&
           entry->action <= D11_EXEMPT_UNLESS_KEY && entry->packets >= 1 &&
           entry->packets <= 3;
}

enum dot11_err dot11_ext_set_exemptions(struct dot11_ext_host *host,
                                        const struct dot11_exemption *entries,
                                        size_t n)
{
    struct d11_ext_services *services =
        d11_vif_part(host->vif, D11_PART_EXT_SERVICES);
    struct d11_attrs *attrs = d11_vif_part(host->vif, D11_PART_ATTRS);
    enum dot11_err err = d11_ext_may(host);

    if (err != D11_OK)
        return err;
    if (services == NULL || attrs == NULL)
        return D11_ERR_UNSUPPORTED;
    if (!host->may_set_types || host->in_init)
        return D11_ERR_STATE;
    if (n > D11_ATTR_EXEMPTIONS_MAX || (n != 0 && entries == NULL))
        return D11_ERR_ARG;
    for (size_t i = 0; i < n; i++) {
        if (!is_valid(&entries[i]))
            return D11_ERR_ARG;
    }
    if (n != 0)
        memcpy(attrs->exemptions, entries, n * sizeof entries[0]);
    attrs->exemption_count = (uint16_t)n;
    services->exempted = &attrs->exemption_count;
    return D11_OK;
}
