/* A host function of extensions: what the network is known to have. */
#include <string.h>

#include "sme/ext_host.h"
#include "sme/sme.h"

static void run_pinned(struct dot11_ext_host *host,
                       struct d11_ext_command *command)
{
    struct d11_sme_hooks *hooks = &host->sme->hooks;
    struct dot11_event event;

    memset(&event, 0, sizeof event);
    event.type = D11_EV_PINNED;
    event.at_us = host->env->now_us;
    event.u.pinned.ssid = host->sme->ssid;
    event.u.pinned.pins = (uint8_t)command->u.value;
    hooks->emit(hooks->arg, &event);
}

enum dot11_err dot11_ext_pinned(struct dot11_ext_host *host, uint8_t pins)
{
    enum dot11_err may = d11_ext_may(host);
    struct d11_ext_command *command;

    if (may != D11_OK)
        return may;
    command = d11_ext_append(host, run_pinned);
    if (command == NULL)
        return D11_ERR_FULL;
    command->u.value = pins;
    d11_ext_asked(host);
    return D11_OK;
}
