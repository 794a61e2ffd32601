/* What an extension asks about management frame protection (ext.h). */
#include <dot11/codes.h>

#include "hw/pmf.h"
#include "sme/ext_host.h"

bool dot11_ext_can_group_mgmt(const struct dot11_ext_host *host,
                              uint32_t cipher)
{
    const struct d11_pmf_ops *ops = d11_pmf_ops(host->env);

    return ops != NULL && ops->can(host->env, cipher);
}

bool dot11_ext_can_mfp(const struct dot11_ext_host *host)
{
    return dot11_ext_can_group_mgmt(host, D11_CIPHER_BIP_CMAC_128);
}
