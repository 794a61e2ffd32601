#include "hw/attrs.h"

#include "hw/caps.h"

struct d11_rates d11_attrs_rates(const struct d11_vif *vif, uint16_t freq_mhz)
{
    struct d11_rates rates = d11_caps_rates(vif->env->caps, freq_mhz);
    const struct d11_attrs *attrs = d11_attrs_of(vif);

    if (attrs != NULL)
        rates.rates &= attrs->rates;
    return rates;
}
