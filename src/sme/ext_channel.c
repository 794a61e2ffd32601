/* The channel that an extension's port is on (ext.h). */
#include "sme/ext_host.h"

enum dot11_err dot11_ext_channel(struct dot11_ext_host *host,
                                 uint32_t session_id,
                                 struct dot11_channel *channel)
{
    const struct d11_peer *peer = d11_ext_peer(host, session_id);

    if (peer == NULL)
        return D11_ERR_NOT_FOUND;
    *channel = peer->link->channel;
    return D11_OK;
}
