/* What a host says to the extensions of a station (ext_services.h). */
#include "sme/ext_services.h"
#include "sta/radio.h"

static struct dot11_ext_host *find(const struct dot11_sta *sta,
                                   const struct dot11_ext_ops *ext)
{
    for (unsigned i = 0; i < sta->radio->env.config.ext_count; i++) {
        if (sta->exts[i].ops == ext)
            return &sta->exts[i];
    }
    return NULL;
}

enum dot11_err dot11_sta_ext_indicate(struct dot11_sta *sta,
                                      const struct dot11_ext_ops *ext,
                                      enum dot11_ext_indication kind,
                                      const uint8_t *data, size_t len,
                                      uint64_t now_us)
{
    struct dot11_ext_host *host = find(sta, ext);
    enum dot11_err err;

    if (!d11_radio_enter(sta->radio, now_us))
        return D11_ERR_BUSY;
    if (host == NULL)
        return D11_ERR_NOT_FOUND;
    err = d11_ext_indicate(host, kind, data, len);
    d11_radio_settle(sta->radio);
    return err;
}

uint8_t dot11_sta_ext_prompts(const struct dot11_sta *sta,
                              const struct dot11_ext_ops *ext)
{
    const struct dot11_ext_host *host = find(sta, ext);

    return host != NULL ? host->prompts : 0;
}

enum dot11_err dot11_sta_ext_answer(struct dot11_sta *sta,
                                    const struct dot11_ext_ops *ext,
                                    uint8_t prompt, const uint8_t *data,
                                    size_t len, uint64_t now_us)
{
    struct dot11_ext_host *host = find(sta, ext);
    enum dot11_err err;

    if (!d11_radio_enter(sta->radio, now_us))
        return D11_ERR_BUSY;
    if (host == NULL)
        return D11_ERR_NOT_FOUND;
    err = d11_ext_answer(host, prompt, data, len);
    d11_radio_settle(sta->radio);
    return err;
}

void dot11_sta_ext_log_off(struct dot11_sta *sta)
{
    for (unsigned i = 0; i < sta->radio->env.config.ext_count; i++)
        sta->exts[i].prompts = 0;
}

enum dot11_err
dot11_sta_set_ext_listener(struct dot11_sta *sta,
                           const struct dot11_ext_listener *listener, void *ctx)
{
    struct d11_ext_services *services =
        d11_vif_part(&sta->vif, D11_PART_EXT_SERVICES);

    if (sta->radio->env.in_op)
        return D11_ERR_BUSY;
    if (services == NULL)
        return D11_ERR_UNSUPPORTED;
    if (listener != NULL && listener->size < sizeof *listener)
        return D11_ERR_VERSION;
    services->listener = listener;
    services->ctx = ctx;
    return D11_OK;
}

struct dot11_octets dot11_sta_ext_block(const struct dot11_sta *sta,
                                        const struct dot11_ext_ops *ext)
{
    const struct d11_ext_services *services =
        d11_vif_part(&sta->vif, D11_PART_EXT_SERVICES);
    struct dot11_octets block = {NULL, 0};

    if (services != NULL && services->owner == ext &&
        services->block_len != 0) {
        block.data = services->block;
        block.len = services->block_len;
    }
    return block;
}
