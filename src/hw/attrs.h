/* Configuration attributes as the layers below read them.
 *
 * SPDX-License-Identifier: MIT
 * Rules N80211-CFG-*, STREAM-*, QOS-4. The state of an optional part: each
 * getter answers the default where the part is not listed, so that a station
 * without it behaves as one that nobody configured. */
#ifndef D11_HW_ATTRS_H
#define D11_HW_ATTRS_H

#include <stdbool.h>
#include <stdint.h>

#include <dot11/attr.h>

#include "frame/rates.h"
#include "hw/part.h"
#include "hw/vif.h"

struct d11_assoc_req_fields;
struct d11_bss;
struct d11_tx_path;

/* What a scan is for. */
enum d11_attrs_aim {
    D11_ATTRS_CONNECT,  /* the network of a request */
    D11_ATTRS_BY_LISTS, /* one of the desired ones */
    D11_ATTRS_ROAM      /* another AP of the network */
};

/* Attributes that are one number of this state: those up to here. */
#define D11_ATTR_NUMBERS ((unsigned)D11_ATTR_TX_POWER_LEVEL + 1u)

struct d11_attr_elements {
    uint16_t len;
    uint8_t octets[D11_ATTR_ELEMENTS_MAX];
};

struct d11_attrs {
    uint16_t ssid_count;
    uint16_t bssid_count;
    uint16_t phy_count;
    uint16_t excluded_count;
    uint16_t auth_count;
    uint16_t unicast_count;
    uint16_t multicast_count;
    uint16_t exemption_count;
    uint16_t rates;                     /* D11_RATE_*: the operational ones */
    uint16_t channel_mhz;               /* of D11_ATTR_CHANNEL; 0: never set */
    uint8_t country[3];                 /* desired */
    uint32_t numbers[D11_ATTR_NUMBERS]; /* by enum dot11_attr */
    uint32_t phys[D11_ATTR_PHYS_MAX];
    uint32_t auths[D11_ATTR_AUTHS_MAX];
    uint32_t unicast[D11_ATTR_CIPHERS_MAX];
    uint32_t multicast[D11_ATTR_CIPHERS_MAX];
    struct dot11_exemption exemptions[D11_ATTR_EXEMPTIONS_MAX];
    struct dot11_ssid ssids[D11_ATTR_SSIDS_MAX];
    uint8_t bssids[D11_ATTR_BSSIDS_MAX][D11_ADDR_LEN];
    uint8_t excluded[D11_ATTR_EXCLUDED_MAX][D11_ADDR_LEN];
    uint8_t assoc_bssid[D11_ADDR_LEN]; /* whom assoc_elements are for */
    struct d11_attr_elements assoc_elements;
    struct d11_attr_elements probe_elements;
    struct d11_attr_elements ibss_elements;
};

/* The table of the part: what the layers below let it decide. */
struct d11_attrs_ops {
    /* May a BSS be joined? `by_lists`: the request named no network, and the
     * desired lists do. */
    enum dot11_refusal (*judge)(const struct d11_vif *vif,
                                const struct d11_bss *bss, bool by_lists);
    /* The same of what was chosen, when the desired lists name the network. */
    bool (*suites_fit)(const struct d11_vif *vif,
                       const struct dot11_ext_suites *suites);
    /* Is the network one of the desired SSIDs, and the AP one of the desired
     * BSSIDs? */
    bool (*is_desired)(const struct d11_vif *vif, const struct d11_bss *bss);
    /* What a scan for the network looks for: SSIDs (CFG-23) and elements.
     * False: nothing can be found (BSS-9). */
    bool (*seek)(const struct d11_vif *vif, enum d11_attrs_aim aim,
                 struct dot11_scan_req *req);
    /* What an association request says (CFG-22, CFG-26, QOS-4). `more` is put
     * behind all other elements. */
    void (*request)(const struct d11_vif *vif, const uint8_t *bssid,
                    struct d11_assoc_req_fields *fields,
                    struct dot11_octets *more);
    /* May a packet from the peer, in clear or not, be what it is? `*exempt`:
     * it may pass in clear where it should not (PEX-*, RX-9 to RX-11). */
    enum dot11_drop (*exempt)(const struct d11_vif *vif,
                              const struct d11_peer *peer, uint16_t ethertype,
                              bool group, bool was_protected, bool *exempt);
    /* Send an exempt MSDU in clear (TX-15). D11_ERR_PENDING: it is none. */
    enum dot11_err (*send_exempt)(struct d11_tx_path *path,
                                  struct d11_vif *vif, struct d11_peer *peer,
                                  struct dot11_frame *frame);
    /* What attempts, lifetime and RTS of the frames of a burst are to be
     * (TX-9 to TX-14). */
    void (*limit)(const struct d11_vif *vif, struct dot11_tx *burst, size_t n);
    /* REG-2, REG-6: may the station only listen there? 0: anywhere? */
    bool (*listens)(const struct d11_vif *vif, uint16_t freq_mhz);
};

static inline const struct d11_attrs *d11_attrs_of(const struct d11_vif *vif)
{
    return d11_vif_part(vif, D11_PART_ATTRS);
}

/* The same for who runs only where the part is listed. */
static inline const struct d11_attrs *
d11_attrs_listed(const struct d11_vif *vif)
{
    return d11_vif_listed(vif, D11_PART_ATTRS);
}

static inline const struct d11_attrs_ops *
d11_attrs_ops(const struct d11_vif *vif)
{
    return d11_env_part(vif->env, D11_PART_ATTRS);
}

static inline const struct d11_attrs_ops *
d11_attrs_ops_listed(const struct d11_vif *vif)
{
    return d11_env_listed(vif->env, D11_PART_ATTRS);
}

/* A number, or `fallback` when the part is not listed. */
static inline uint32_t d11_attrs_number(const struct d11_vif *vif,
                                        enum dot11_attr attr, uint32_t fallback)
{
    const struct d11_attrs *attrs = d11_attrs_of(vif);

    return attrs != NULL ? attrs->numbers[attr] : fallback;
}

/* CFG-8 and others: infrastructure, unless told otherwise. */
static inline uint32_t d11_attrs_bss_type(const struct d11_vif *vif)
{
    return d11_attrs_number(vif, D11_ATTR_DESIRED_BSS_TYPE, D11_BSS_TYPE_INFRA);
}

/* STREAM-1: no scan of the station's own while associated. */
static inline bool d11_attrs_streaming(const struct d11_vif *vif)
{
    return d11_attrs_number(vif, D11_ATTR_MEDIA_STREAMING, 0) != 0;
}

static inline bool d11_attrs_exclude_unencrypted(const struct d11_vif *vif)
{
    return d11_attrs_number(vif, D11_ATTR_EXCLUDE_UNENCRYPTED, 0) != 0;
}

/* DISAS-4: silence after which a peer counts as lost. */
static inline uint32_t d11_attrs_unreachable_us(const struct d11_vif *vif)
{
    const struct d11_attrs *attrs = d11_attrs_of(vif);

    return attrs != NULL ? attrs->numbers[D11_ATTR_UNREACHABLE_MS] * 1000u
                         : vif->env->config.unreachable_us;
}

/* CFG-26: the operational rates of the band of a frequency. */
struct d11_rates d11_attrs_rates(const struct d11_vif *vif, uint16_t freq_mhz);

#endif
