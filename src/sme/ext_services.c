/* Prompts, notices, calls of the driver and vendor blocks of an extension.
 *
 * SPDX-License-Identifier: MIT
 * Rules N80211-EXT-6, EXT-7, POST-6, EXRX-4, GEN-18. */
#include "sme/ext_services.h"

#include <string.h>

#include "hw/part.h"

/* Prompts. */

enum dot11_err dot11_ext_prompt(struct dot11_ext_host *host, uint8_t prompt)
{
    enum dot11_err err = d11_ext_may(host);
    uint8_t bit;

    if (err != D11_OK)
        return err;
    if (prompt >= D11_EXT_PROMPTS)
        return D11_ERR_ARG;
    bit = (uint8_t)(1u << prompt);
    if ((host->prompts & bit) != 0)
        return D11_ERR_BUSY;
    /* Who is asked may answer before the function returns. */
    host->prompts |= bit;
    err = dot11_ext_need_credentials(host, prompt);
    if (err != D11_OK)
        host->prompts &= (uint8_t)~bit;
    return err;
}

enum dot11_err d11_ext_answer(struct dot11_ext_host *host, uint8_t prompt,
                              const uint8_t *data, size_t len)
{
    const struct dot11_ext_extra *extra = d11_ext_extra(host->ops);

    if (prompt >= D11_EXT_PROMPTS || (len != 0 && data == NULL))
        return D11_ERR_ARG;
    if ((host->prompts & 1u << prompt) == 0)
        return D11_ERR_NOT_FOUND;
    host->prompts &= (uint8_t) ~(1u << prompt);
    if (extra == NULL || extra->answer == NULL)
        return D11_ERR_UNSUPPORTED;
    host->depth++;
    extra->answer(host->state, prompt, data, len, host->env->now_us);
    host->depth--;
    return D11_OK;
}

/* From the host. */

enum dot11_err d11_ext_indicate(struct dot11_ext_host *host,
                                enum dot11_ext_indication kind,
                                const uint8_t *data, size_t len)
{
    const struct dot11_ext_extra *extra = d11_ext_extra(host->ops);

    if ((unsigned)kind >= D11_EXT_IND_COUNT || (len != 0 && data == NULL))
        return D11_ERR_ARG;
    /* EXT-6: without somebody who wants them they are dropped. */
    if (extra == NULL || extra->indication == NULL)
        return D11_ERR_UNSUPPORTED;
    host->depth++;
    extra->indication(host->state, kind, data, len, host->env->now_us);
    host->depth--;
    return D11_OK;
}

/* To the host. */

static struct d11_ext_services *services(const struct dot11_ext_host *host)
{
    return d11_vif_part(host->vif, D11_PART_EXT_SERVICES);
}

enum dot11_err dot11_ext_notify(struct dot11_ext_host *host, uint32_t type,
                                const uint8_t *data, size_t len)
{
    struct d11_ext_services *to = services(host);
    enum dot11_err err = d11_ext_may(host);

    if (err != D11_OK)
        return err;
    if (to == NULL)
        return D11_ERR_UNSUPPORTED;
    if (type == 0 || data == NULL || len == 0)
        return D11_ERR_ARG;
    if (to->listener == NULL || to->listener->notice == NULL)
        return D11_OK; /* EXRX-4: only who registered gets it */
    host->env->in_op = true;
    to->listener->notice(to->ctx, host->vif->sta, host->ops, type, data, len);
    host->env->in_op = false;
    return D11_OK;
}

enum dot11_err dot11_ext_call_driver(struct dot11_ext_host *host,
                                     const uint8_t *in, size_t in_len,
                                     uint8_t *out, size_t *out_len)
{
    struct d11_ext_services *to = services(host);
    enum dot11_err err = d11_ext_may(host);
    size_t cap = *out_len;

    *out_len = 0;
    if (err != D11_OK)
        return err;
    if (to == NULL || to->listener == NULL || to->listener->call == NULL)
        return D11_ERR_UNSUPPORTED;
    *out_len = cap;
    host->env->in_op = true;
    err = to->listener->call(to->ctx, host->vif->sta, in, in_len, out, out_len);
    host->env->in_op = false;
    if (err == D11_OK && *out_len > cap)
        err = D11_ERR_FULL;
    if (err != D11_OK)
        *out_len = 0;
    return err;
}

enum dot11_err dot11_ext_set_block(struct dot11_ext_host *host,
                                   const uint8_t *data, size_t len)
{
    struct d11_ext_services *to = services(host);
    enum dot11_err err = d11_ext_may(host);

    if (err != D11_OK)
        return err;
    if (to == NULL)
        return D11_ERR_UNSUPPORTED;
    if (!host->may_set_types || host->in_init)
        return D11_ERR_STATE;
    if (len > sizeof to->block || (len != 0 && data == NULL))
        return D11_ERR_ARG;
    to->owner = host->ops;
    to->block_len = (uint8_t)len;
    if (len != 0)
        memcpy(to->block, data, len);
    return D11_OK;
}

static size_t state_size(const struct dot11_config *config)
{
    (void)config;
    return sizeof(struct d11_ext_services);
}

/* The memory may be that of an earlier station. */
static void init(struct d11_vif *vif, void *state)
{
    (void)vif;
    memset(state, 0, sizeof(struct d11_ext_services));
}

/* The exemptions of an extension end with its connection (table 1.3), those of
 * the host do not. */
static void reset(struct d11_vif *vif, void *state, enum d11_part_reset what)
{
    struct d11_ext_services *services = state;

    (void)vif;
    (void)what;
    if (services->exempted != NULL)
        *services->exempted = 0;
    services->exempted = NULL;
}

const struct dot11_part dot11_ext_services = {
    .kind = D11_PART_EXT_SERVICES,
    .list = &d11_part_list,
    .state_size = state_size,
    .init = init,
    .reset = reset,
};
