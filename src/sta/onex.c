/* The EAP engine of a station (onex.h). */
#include "sme/ext_onex.h"
#include "sta/radio.h"

enum dot11_err dot11_sta_set_onex(struct dot11_sta *sta,
                                  const struct dot11_onex_engine *engine,
                                  void *ctx)
{
    struct dot11_onex *onex = d11_vif_part(&sta->vif, D11_PART_ONEX);

    if (sta->radio->env.in_op)
        return D11_ERR_BUSY;
    if (onex == NULL)
        return D11_ERR_UNSUPPORTED;
    if (onex->session_id != 0)
        return D11_ERR_STATE;
    if (engine != NULL && engine->size < sizeof *engine)
        return D11_ERR_VERSION;
    if (engine != NULL && (engine->start == NULL || engine->packet == NULL ||
                           engine->stop == NULL))
        return D11_ERR_ARG;
    onex->engine = engine;
    onex->ctx = ctx;
    return D11_OK;
}
