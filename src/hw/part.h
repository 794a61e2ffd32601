/* Optional parts of the core: linked only when a host lists them.
 *
 * SPDX-License-Identifier: MIT
 * A part is a const struct dot11_part that `dot11_config.parts` may name. No
 * other file of the core names its functions: those who need it ask
 * d11_env_part() for the table of its kind, which is declared by the layer
 * that calls it, and d11_vif_part() for its state. What is done with a list of
 * parts is itself linked by those who may be on one. */
#ifndef D11_HW_PART_H
#define D11_HW_PART_H

#include <stddef.h>
#include <stdint.h>

#include <dot11/config.h>

struct d11_vif;
struct dot11_event;

enum d11_part_kind {
    D11_PART_ATTRS,      /* configuration attributes */
    D11_PART_EXPLAIN,    /* records of connects and roams */
    D11_PART_IBSS,       /* independent BSS */
    D11_PART_MONITOR,    /* raw reception, network monitor mode */
    D11_PART_WEP,        /* WEP-40, WEP-104 */
    D11_PART_TKIP,       /* TKIP with its countermeasures */
    D11_PART_SHARED_KEY, /* Shared Key authentication */
    D11_PART_PMKID,      /* PMKID list, candidates, pre-authentication */
    D11_PART_KEYS,       /* default keys and key mapping keys of a host */
    D11_PART_VIFS,       /* several stations on one radio */
    D11_PART_STATS,      /* MIB counters by MAC and by PHY */
    D11_PART_EXT_SERVICES, /* notices, vendor calls and blocks */
    D11_PART_ONEX,       /* 802.1X with an EAP engine of the host */
    D11_PART_POWER,      /* radio setting, recovery, sleep */
    D11_PART_NLO,        /* network list offload */
    D11_PART_ROAM,       /* roaming before the association is lost */
    D11_PART_ASSOCS,     /* association information */
    D11_PART_POWERSAVE,  /* power save on the air */
    D11_PART_SCANS,      /* scans wait for those of other stations */
    D11_PART_OFFLOAD,    /* Ethernet frames from the radio */
    D11_PART_WAKE,       /* wake by the network */
    D11_PART_PMF,        /* management frame protection */
    D11_PART_KEY_IDS,    /* Extended Key ID (rsn/key_ids.h) */
    D11_PART_PMKSA,      /* PMKs kept for the next association */
    D11_PART_FT,         /* fast BSS transition */
    D11_PART_SAE,        /* ways of the RSN to a PMK (rsn/method.h) */
    D11_PART_OWE,
    D11_PART_EAP,
    D11_PART_SAE_PK,     /* SAE-PK, for SAE (rsn/sae_pk.h) */
    D11_PART_COUNT
};

/* What a dot11 reset forgets (N80211 table 1.3). */
enum d11_part_reset {
    D11_PART_DISCONNECT, /* the association ended by request */
    D11_PART_RESET,      /* dot11 reset that keeps the MIB */
    D11_PART_RESET_MIB   /* dot11 reset with defaults, or a start */
};

/* What is done with a list of parts (sta/parts.h). */
struct d11_part_list;
extern const struct d11_part_list d11_part_list;

struct dot11_part {
    enum d11_part_kind kind;
    const struct d11_part_list *list; /* &d11_part_list */
    /* Octets of state for each station; NULL: it has none. */
    size_t (*state_size)(const struct dot11_config *config);
    /* The station is created: `state` is zeroed. Optional. */
    void (*init)(struct d11_vif *vif, void *state);
    /* Optional. */
    void (*reset)(struct d11_vif *vif, void *state, enum d11_part_reset what);
    /* Time of its own; both or neither. */
    void (*tick)(struct d11_vif *vif, void *state);
    uint64_t (*deadline)(const struct d11_vif *vif, const void *state);
    /* The host will get this event. Optional. */
    void (*event)(struct d11_vif *vif, void *state,
                  const struct dot11_event *event);
    /* Table of its kind; may be NULL. */
    const void *ops;
    /* Attributes that are the part's own (enum dot11_attr, <dot11/attr.h>);
     * optional. The value was checked as far as the table of attributes says
     * what it may be. `*len` is set also when the value does not fit in `cap`;
     * then, D11_ERR_FULL and nothing is written. */
    enum dot11_err (*get)(const struct d11_vif *vif, const void *state,
                          unsigned attr, void *buf, size_t cap, size_t *len);
    enum dot11_err (*set)(struct d11_vif *vif, void *state, unsigned attr,
                          const void *buf, size_t len);
};

#endif
