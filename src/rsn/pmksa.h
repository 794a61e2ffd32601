/* PMKs that are kept for the next association.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.6.1.1.2 (the PMKSA), 12.6.10.3. The RSN asks for
 * the table of D11_PART_PMKSA; without that part nothing is kept. */
#ifndef D11_RSN_PMKSA_H
#define D11_RSN_PMKSA_H

#include <dot11/pmksa.h>
#include <dot11/rsn.h>

#include "hw/vif.h"
#include "rsn/env.h"
#include "rsn/pmk.h"
#include "rsn/session.h"

/* Octets by which the secrets of a profile are known again, and of the key
 * that makes them. */
#define D11_PMKSA_PRINT_LEN 16u

/* What a PMK is for. */
struct d11_pmksa_name {
    const struct dot11_ssid *ssid;
    const uint8_t *bssid;
    uint32_t akm;
};

/* A PMKSA; SEC-PMK-03: all that it is bound to. */
struct d11_pmksa {
    uint8_t len; /* of octets; 0: this place is free */
    bool given;  /* by the host, whatever the profile says */
    uint8_t bssid[D11_ADDR_LEN];
    uint8_t own[D11_ADDR_LEN];
    struct dot11_ssid ssid;
    uint32_t akm;
    uint32_t used; /* when it was used last: the smaller, the longer ago */
    uint64_t until_us;
    uint8_t pmkid[D11_PMKID_LEN];
    uint8_t print[D11_PMKSA_PRINT_LEN]; /* of the secrets that it came from */
    uint8_t octets[D11_PMK_MAX];
};

/* The state of the part. */
struct d11_pmksas {
    const struct d11_env *env;
    bool opportunistic;                 /* of the profile */
    bool has_key;                       /* there is a key */
    uint32_t uses;                      /* counts them */
    uint64_t lifetime_us;               /* of the profile */
    uint8_t spurned[D11_ADDR_LEN];      /* an AP that did not know the PMK of
                                           another one */
    uint8_t key[D11_PMKSA_PRINT_LEN];   /* makes prints */
    uint8_t print[D11_PMKSA_PRINT_LEN]; /* of the profile */
    struct d11_pmksa list[D11_PMKSAS_MAX];
};

/* The table of D11_PART_PMKSA. */
struct d11_pmksa_ops {
    /* A network is to be connected to with this profile. What was kept for it
     * with other secrets goes. */
    enum dot11_err (*begin)(void *state, const struct d11_rsn_env *env,
                            const struct dot11_ssid *ssid,
                            const struct dot11_rsn_profile *profile);
    /* Is there one? `pmk` gets it with its PMKID, as another generation; NULL:
     * just asking. */
    bool (*find)(const void *state, const struct d11_rsn_env *env,
                 const struct d11_pmksa_name *name, struct d11_pmk *pmk);
    /* Is there one for any AP of a network? */
    bool (*covers)(const void *state, const struct dot11_ssid *ssid);
    /* The 4-way handshake of a session ended well: keep its PMK. */
    void (*keep)(void *state, const struct d11_session *session);
    /* Keep a PMK; `lifetime_us` 0: as the profile says. */
    enum dot11_err (*add)(void *state, const struct d11_rsn_env *env,
                          const struct dot11_pmksa *from, uint64_t lifetime_us,
                          const uint8_t own[D11_ADDR_LEN]);
    /* What was found for this name is of no use. False: there is none left
     * to forget, and the same answer may come again. */
    bool (*forget)(void *state, const struct d11_pmksa_name *name);
};

/* The table with its state; NULL without the part. */
static inline const struct d11_pmksa_ops *
d11_pmksa_ops(const struct d11_rsn_env *env, void **state)
{
    return dot11_ext_part(env->host, D11_PART_PMKSA, state);
}

/* Is a PMK kept for some AP of this network? */
static inline bool d11_pmksa_covers(const struct d11_rsn_env *env,
                                    const struct dot11_ssid *ssid)
{
    void *state;
    const struct d11_pmksa_ops *ops = d11_pmksa_ops(env, &state);

    return ops != NULL && ops->covers(state, ssid);
}

#endif
