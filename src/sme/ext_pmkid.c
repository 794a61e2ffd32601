/* PMKIDs for extensions (ext.h). */
#include "hw/pmkid.h"
#include "sme/ext_host.h"

bool dot11_ext_pmkid(struct dot11_ext_host *host,
                     const uint8_t bssid[D11_ADDR_LEN],
                     uint8_t pmkid[D11_PMKID_LEN])
{
    const struct d11_pmkid_ops *ops = d11_pmkid_ops(host->env);

    return ops != NULL && ops->find(host->vif, bssid, pmkid);
}
