/* Where a station is in mobility domains. */
#include <string.h>

#include <dot11/ft.h>

#include "hw/part.h"
#include "rsn/ft.h"
#include "sta/radio.h"

enum dot11_err dot11_sta_mobility_domain(const struct dot11_sta *sta,
                                         uint8_t mdid[2])
{
    const struct d11_ft *ft = d11_vif_part(&sta->vif, D11_PART_FT);

    if (ft == NULL)
        return D11_ERR_UNSUPPORTED;
    if (!ft->proven)
        return D11_ERR_NOT_FOUND;
    memcpy(mdid, ft->mdid, sizeof(ft->mdid));
    return D11_OK;
}
