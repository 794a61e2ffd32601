/* Attributes: the regulatory domain. Rules N80211-REG-*, IEEE Std 802.11-2020,
 * 9.4.2.8. The channels and what may be sent there are the radio's; this adds
 * what the model says of a station that roams between domains. */
#include <string.h>

#include <dot11/codes.h>

#include "frame/index.h"
#include "hw/caps.h"
#include "mlme/bss_table.h"
#include "sta/attrs.h"

/* Numbers of domains (N80211 section 1.5). */
#define DOMAIN_OTHER 0u
#define DOMAIN_FCC 0x10u
#define DOMAIN_DOC 0x20u
#define DOMAIN_ETSI 0x30u
#define DOMAIN_SPAIN 0x31u
#define DOMAIN_FRANCE 0x32u
#define DOMAIN_MKK 0x40u

#define CODE_LEN 3u
/* First octet of an operating triplet, which names no channels. */
#define OPERATING_TRIPLET 201u
/* Highest channel number of 2.4 GHz. */
#define LAST_2GHZ 14u

static bool is_null(const uint8_t code[CODE_LEN])
{
    return code[0] == 0 && code[1] == 0 && code[2] == 0;
}

/* The body of the Country element of some elements, empty when there is
 * none. */
static struct dot11_octets country_of(const uint8_t *elements, size_t len)
{
    struct dot11_octets body = {NULL, 0};
    struct d11_index index;

    if (len != 0) {
        d11_index_build(&index, elements, len);
        body = d11_index_body(&index, D11_SLOT_COUNTRY);
    }
    if (body.len < CODE_LEN)
        body.len = 0;
    return body;
}

/* A triplet is of the band that its first channel is in. Those of 6 GHz have no
 * such triplets. */
static bool allows(struct dot11_octets country, enum dot11_band band,
                   uint8_t number)
{
    for (size_t at = CODE_LEN; at + 3 <= country.len; at += 3) {
        unsigned first = country.data[at];
        unsigned count = country.data[at + 1];
        bool is_low = first <= LAST_2GHZ;

        if (first < OPERATING_TRIPLET && number >= first &&
            number < first + count * (is_low ? 1u : 4u) &&
            band == (is_low ? D11_BAND_2GHZ : D11_BAND_5GHZ))
            return true;
    }
    return false;
}

static enum dot11_band band_of(uint16_t freq_mhz)
{
    return (enum dot11_band)dot11_channel_20(freq_mhz).band;
}

/* The third octet, which is ' ', 'O', 'I' or a number, does not make another
 * country. */
static bool is_same_country(const uint8_t *a, const uint8_t *b)
{
    return a[0] == b[0] && a[1] == b[1];
}

bool dot11_bss_in_domain(const struct dot11_bss *bss, const uint8_t country[3])
{
    struct dot11_octets said = country_of(bss->elements, bss->elements_len);

    if (is_null(country) || said.len == 0)
        return true;
    return is_same_country(said.data, country) &&
           allows(said, band_of(bss->freq_mhz),
                  dot11_channel_number(bss->freq_mhz));
}

/* What the AP of the association says; empty when it says nothing. */
static struct dot11_octets country_joined(const struct dot11_sta *sta)
{
    struct dot11_octets none = {NULL, 0};
    struct dot11_bss view;

    if (!sta->mlme.peer->associated)
        return none;
    d11_bss_view(&sta->radio->table, sta->mlme.bss, &view);
    return country_of(view.elements, view.elements_len);
}

/* REG-2: is the domain that of the network? REG-3: not where the radio has a
 * domain of its own. */
static bool is_dynamic(const struct d11_vif *vif)
{
    return d11_attrs_number(vif, D11_ATTR_MULTI_DOMAIN, 0) != 0 &&
           is_null(vif->env->caps->country) &&
           is_null(d11_attrs_listed(vif)->country);
}

/* REG-6, REG-7 */
bool d11_attrs_listens(const struct d11_vif *vif, uint16_t freq_mhz)
{
    struct dot11_octets country;

    if (!is_dynamic(vif))
        return false;
    country = country_joined(vif->sta);
    return country.len == 0 ||
           !allows(country, band_of(freq_mhz), dot11_channel_number(freq_mhz));
}

/* Settings. */

/* REG-4 */
enum dot11_err d11_attr_set_multi_domain(struct dot11_sta *sta,
                                         enum dot11_attr attr,
                                         const uint8_t *value, size_t len)
{
    if (sta->scan_id != 0)
        return D11_ERR_BUSY;
    if (value[0] == 0 && is_null(sta->radio->env.caps->country))
        return D11_ERR_ARG;
    d11_attrs_keep(sta, attr, value, len);
    return D11_OK;
}

static bool is_letter(uint8_t octet)
{
    return octet >= 'A' && octet <= 'Z';
}

enum dot11_err d11_attr_set_country(struct dot11_sta *sta, enum dot11_attr attr,
                                    const uint8_t *value, size_t len)
{
    (void)attr;
    if (!is_null(value) &&
        (!is_letter(value[0]) || !is_letter(value[1]) ||
         (value[2] != ' ' && value[2] != 'O' && value[2] != 'I')))
        return D11_ERR_ARG;
    memcpy(d11_attrs_state(sta)->country, value, len);
    return D11_OK;
}

/* Facts. */

static uint32_t number_of(const uint8_t *code)
{
    static const struct {
        char code[3];
        uint8_t domain;
    } known[] = {
        {"US", DOMAIN_FCC},    {"CA", DOMAIN_DOC},  {"ES", DOMAIN_SPAIN},
        {"FR", DOMAIN_FRANCE}, {"JP", DOMAIN_MKK},  {"AT", DOMAIN_ETSI},
        {"BE", DOMAIN_ETSI},   {"CH", DOMAIN_ETSI}, {"CZ", DOMAIN_ETSI},
        {"DE", DOMAIN_ETSI},   {"DK", DOMAIN_ETSI}, {"FI", DOMAIN_ETSI},
        {"GB", DOMAIN_ETSI},   {"IE", DOMAIN_ETSI}, {"IT", DOMAIN_ETSI},
        {"NL", DOMAIN_ETSI},   {"NO", DOMAIN_ETSI}, {"PL", DOMAIN_ETSI},
        {"PT", DOMAIN_ETSI},   {"SE", DOMAIN_ETSI}};

    for (unsigned i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (code[0] == (uint8_t)known[i].code[0] &&
            code[1] == (uint8_t)known[i].code[1])
            return known[i].domain;
    }
    return DOMAIN_OTHER;
}

/* The domain at hand: that of the radio; REG-3: changed by the desired
 * country; else that of the network. */
static uint32_t domain_now(const struct dot11_sta *sta)
{
    const struct d11_attrs *attrs = d11_attrs_listed(&sta->vif);
    struct dot11_octets joined;

    if (!is_null(attrs->country))
        return number_of(attrs->country);
    if (!is_null(sta->radio->env.caps->country))
        return number_of(sta->radio->env.caps->country);
    joined = country_joined(sta);
    return attrs->numbers[D11_ATTR_MULTI_DOMAIN] != 0 && joined.len != 0
               ? number_of(joined.data)
               : DOMAIN_OTHER;
}

static void put_subbands(const struct dot11_sta *sta, struct d11_attr_out *out)
{
    const struct dot11_hw_caps *caps = sta->radio->env.caps;

    for (unsigned i = 0; i < caps->channel_count; i++) {
        const struct dot11_hw_channel *channel = &caps->channels[i];

        if (!d11_caps_usable(caps, channel->freq_mhz))
            continue;
        d11_attr_put_u32(out, dot11_channel_number(channel->freq_mhz));
        d11_attr_put_u32(out, 1);
        d11_attr_put_u32(out, (uint32_t)channel->tx_power_dbm);
    }
}

enum dot11_err d11_attr_get_domain(const struct dot11_sta *sta,
                                   enum dot11_attr attr,
                                   struct d11_attr_out *out)
{
    const uint8_t *radio = sta->radio->env.caps->country;

    if (attr == D11_ATTR_SUBBANDS)
        put_subbands(sta, out);
    else if (attr == D11_ATTR_REG_DOMAINS)
        d11_attr_put_u32(out, is_null(radio) ? DOMAIN_OTHER : number_of(radio));
    else
        d11_attr_put_u32(out, domain_now(sta));
    return D11_OK;
}

enum dot11_err d11_attr_get_desired_country(const struct dot11_sta *sta,
                                            enum dot11_attr attr,
                                            struct d11_attr_out *out)
{
    (void)attr;
    d11_attr_put(out, d11_attrs_listed(&sta->vif)->country, CODE_LEN);
    return D11_OK;
}

enum dot11_err d11_attr_get_country(const struct dot11_sta *sta,
                                    enum dot11_attr attr,
                                    struct d11_attr_out *out)
{
    struct dot11_octets joined;

    if (attr == D11_ATTR_COUNTRIES) {
        if (!is_null(sta->radio->env.caps->country))
            d11_attr_put(out, sta->radio->env.caps->country, CODE_LEN);
        return D11_OK;
    }
    if (d11_attrs_number(&sta->vif, D11_ATTR_MULTI_DOMAIN, 0) == 0)
        return D11_ERR_ARG;
    if (sta->scan_id != 0)
        return D11_ERR_BUSY;
    if (!sta->mlme.peer->associated)
        return D11_ERR_STATE;
    joined = country_joined(sta);
    if (joined.len == 0)
        return D11_ERR_NOT_FOUND;
    d11_attr_put(out, joined.data, CODE_LEN);
    return D11_OK;
}
