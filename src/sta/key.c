/* Keys of the host's: the functions of key.h. */
#include <dot11/key.h>

#include "sta/keytab.h"

static enum dot11_err enter(struct dot11_sta *sta, uint64_t now_us)
{
    if (d11_vif_part(&sta->vif, D11_PART_KEYS) == NULL)
        return D11_ERR_UNSUPPORTED;
    if (!d11_radio_enter(sta->radio, now_us))
        return D11_ERR_BUSY;
    return sta->life == D11_LIFE_RUNNING ? D11_OK : D11_ERR_STATE;
}

static enum dot11_err leave(struct dot11_sta *sta, enum dot11_err err)
{
    d11_radio_settle(sta->radio);
    return err;
}

enum dot11_err dot11_sta_set_key(struct dot11_sta *sta,
                                 const struct dot11_key *key, uint64_t now_us)
{
    enum dot11_err err = enter(sta, now_us);

    if (err != D11_OK)
        return err;
    return leave(sta, d11_keytab_set(&sta->vif, key, true));
}

enum dot11_err dot11_sta_del_key(struct dot11_sta *sta,
                                 const struct dot11_key *key, uint64_t now_us)
{
    enum dot11_err err = enter(sta, now_us);

    if (err != D11_OK)
        return err;
    return leave(sta, d11_keytab_del(&sta->vif, key, true));
}

enum dot11_err dot11_sta_find_key(const struct dot11_sta *sta,
                                  const struct dot11_key *key)
{
    return d11_vif_part(&sta->vif, D11_PART_KEYS) != NULL
               ? d11_keytab_find(&sta->vif, key)
               : D11_ERR_UNSUPPORTED;
}

enum dot11_err dot11_sta_set_default_key_id(struct dot11_sta *sta,
                                            uint8_t key_id, uint64_t now_us)
{
    enum dot11_err err = enter(sta, now_us);

    if (err != D11_OK)
        return err;
    return leave(sta, d11_keytab_set_default_id(&sta->vif, key_id));
}

uint8_t dot11_sta_default_key_id(const struct dot11_sta *sta)
{
    const struct d11_keytab *tab = d11_vif_part(&sta->vif, D11_PART_KEYS);

    return tab != NULL ? tab->default_id : 0;
}
