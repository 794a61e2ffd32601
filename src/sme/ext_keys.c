/* Two pairwise keys, and which of them protects what we send
 * (dot11_ext_set_default_key_id).
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.5.3.3.7; rules N80211-CIPH-10, POST-8. */
#include <dot11/codes.h>

#include "hw/caps.h"
#include "hw/keys.h"
#include "sme/ext_host.h"

/* Keys of a peer: their ids are the indexes. */
#define KEYS (sizeof((struct d11_peer *)0)->keys / sizeof(struct d11_key))

static void use_key(struct dot11_ext_host *host,
                    struct d11_ext_command *command)
{
    struct d11_peer *peer = d11_ext_peer(host, command->session_id);
    uint8_t key_id = (uint8_t)command->u.value;

    if (peer == NULL)
        return;
    if (peer->keys[key_id].cipher == NULL) {
        d11_ext_key_failed(host, command->session_id, D11_ERR_NOT_FOUND);
        return;
    }
    peer->keys[key_id].flags |= D11_KEY_TX;
    peer->tx_key = key_id;
}

uint16_t dot11_ext_two_key_ciphers(const struct dot11_ext_host *host)
{
    const struct d11_env *env = host->env;
    uint16_t set = dot11_ext_ciphers(host);

    for (uint32_t suite = D11_CIPHER_WEP40;
         (env->caps->flags & D11_HW_TWO_KEYS) == 0 &&
         suite <= D11_CIPHER_BIP_CMAC_256;
         suite++) {
        if (d11_key_in_hardware(env, suite))
            set = (uint16_t)(set & ~D11_CIPHER_BIT(suite));
    }
    return set;
}

enum dot11_err d11_ext_ask(struct dot11_ext_host *host, uint32_t session_id,
                           d11_ext_run_fn *run, uint32_t value)
{
    enum dot11_err err = d11_ext_may(host);
    struct d11_ext_command *command;

    if (err != D11_OK)
        return err;
    if (d11_ext_peer(host, session_id) == NULL)
        return D11_ERR_NOT_FOUND;
    command = d11_ext_append(host, run);
    if (command == NULL)
        return D11_ERR_FULL;
    command->session_id = session_id;
    command->u.value = value;
    d11_ext_asked(host);
    return D11_OK;
}

enum dot11_err dot11_ext_set_default_key_id(struct dot11_ext_host *host,
                                            uint32_t session_id, uint8_t key_id)
{
    return key_id < KEYS ? d11_ext_ask(host, session_id, use_key, key_id)
                         : D11_ERR_ARG;
}
