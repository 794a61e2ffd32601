/* Fast BSS transition: a mobility domain that the station is in, and the way to
 * its next access point.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, clause 13. The RSN (rsn_methods.c) reaches what is here
 * through the table of the part only. */
#ifndef D11_RSN_FT_H
#define D11_RSN_FT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dot11/ext.h>

#include "base/wr.h"
#include "crypto/ft.h"
#include "frame/fte.h"
#include "frame/oci.h"
#include "rsn/mgmt.h"
#include "rsn/rsn.h"

/* AKMs of fast BSS transition that are known here. */
#define D11_FT_AKMS                                                            \
    (D11_AKM_BIT_FT_8021X | D11_AKM_BIT_FT_PSK | D11_AKM_BIT_FT_SAE |          \
     D11_AKM_BIT_FT_SAE_EXT_KEY)
/* Octets of the longest MIC that is taken: with SHA-384. */
#define D11_FT_MIC_MAX 24u
/* The longest FTE without group keys. */
#define D11_FT_FTE_MAX                                                         \
    (2u + D11_FTE_FIXED(D11_FT_MIC_MAX) + 2u + D11_FT_R1KH_LEN + 2u +          \
     D11_FT_R0KH_MAX + 2u + D11_OCI_LEN)

/* RSNE with a PMKID, MDE, FTE and RSNXE of ours. */
#define D11_FT_BODY_MAX                                                        \
    (D11_SUITES_RSNE_MAX + 2u + D11_MDE_LEN + D11_FT_FTE_MAX +                 \
     D11_SUITES_RSNX_MAX + D11_OCI_KDE_LEN)

enum d11_ft_state {
    D11_FT_IDLE,  /* no transition */
    D11_FT_ASKED, /* the first frame is out */
    D11_FT_AGREED /* the target answered: there is a PTK */
};

/* One access point of the domain. */
struct d11_ft_ap {
    uint8_t bssid[D11_ADDR_LEN];
    uint8_t r1kh[D11_FT_R1KH_LEN];
    uint8_t r1_name[D11_PMKID_LEN];
};

/* The group keys in a response, as message 3 would say them. */
#define D11_FT_PLAIN_MAX 160u
struct d11_ft_group {
    struct d11_key_data parts; /* points into `plain` */
    uint8_t rsc[8];
    uint8_t plain[D11_FT_PLAIN_MAX]; /* wipe it */
};

struct d11_ft {
    struct d11_ft_hook hook; /* first: a session's way to the rest */
    uint8_t state;           /* enum d11_ft_state */
    uint8_t tries;           /* first frames sent */
    bool made;               /* `r0` is there */
    bool proven;             /* the AP has the domain's keys, too */
    uint8_t r0kh_len;
    uint16_t fte_len;
    uint16_t body_len;
    uint64_t deadline_us; /* send again; D11_NEVER */
    const struct d11_akm *akm;
    struct dot11_ext_suites suites; /* of the first association */
    struct dot11_ssid ssid;
    uint8_t mdid[D11_FT_MDID_LEN];
    uint8_t spa[D11_ADDR_LEN];
    uint8_t r0kh[D11_FT_R0KH_MAX];
    struct d11_ft_key r0;
    struct d11_pmk pmk;  /* PMK-R0 as the PMK of later associations */
    struct d11_ft_ap ap; /* that we are with, or go to */
    uint8_t mde[2 + D11_MDE_LEN];
    uint8_t fte[D11_FT_FTE_MAX]; /* of the response; without group keys */
    uint8_t anonce[D11_FTE_NONCE_LEN];
    uint8_t snonce[D11_FTE_NONCE_LEN];
    struct d11_ptk ptk;            /* AGREED */
    struct d11_ft_group group;     /* while a response is read */
    uint8_t body[D11_FT_BODY_MAX]; /* of the frame last sent */
};

/* The table of D11_PART_FT; `state` is struct d11_ft. */
struct d11_ft_ops {
    size_t state_size;
    /* Has the provider what it needs? */
    bool (*can_compute)(const struct dot11_crypto_ops *ops);
    /* The AKMs of fast BSS transition that go with others, and the reverse. */
    uint16_t (*akms_of)(uint16_t base);
    uint16_t (*base_of)(uint16_t akms);
    /* Is there a mobility domain at this BSS? */
    bool (*offers)(const struct dot11_bss *bss);
    /* The suites that were chosen of a BSS with an AKM of ours: a transition
     * when it is in our domain and satisfies what was agreed on in it.
     * D11_ERR_SECURITY: it is in our domain and does not (SEC-FT-03), and we
     * are `connected`. */
    enum dot11_err (*choose)(const void *state, const struct dot11_bss *bss,
                             bool connected, struct dot11_ext_suites *suites);
    /* As dot11_ext_ops.authenticate, with suites that `choose` made. */
    enum dot11_err (*authenticate)(void *state, const struct d11_rsn_env *env,
                                   const struct dot11_bss *bss,
                                   const struct dot11_ext_suites *suites,
                                   const struct dot11_ext_auth *in,
                                   struct dot11_ext_auth *out, uint64_t now_us);
    /* Elements of a (re)association request with an AKM of ours. */
    void (*elements)(void *state, const struct d11_rsn_env *env,
                     const struct dot11_bss *bss,
                     const struct dot11_ext_suites *suites, struct d11_wr *wr);
    /* As d11_rsn_begin(), with an AKM of ours. */
    enum dot11_err (*begin)(void *state, struct d11_rsn *rsn,
                            const struct d11_pmk *pmk,
                            const struct dot11_ext_assoc *assoc,
                            const struct dot11_ext_suites *again,
                            uint64_t now_us);
    void (*tick)(void *state, const struct d11_rsn_env *env, uint64_t now_us);
    void (*forget)(void *state);
};

/* ft_elements.c: what the frames of a transition say. */

/* The MDE of a BSS, whole; {NULL, 0} without one that is well formed. */
struct dot11_octets d11_ft_mde(const struct dot11_bss *bss);

/* Is `rsne`, whole, the BSS's with `name` as its only PMKID (13.7.1)? */
bool d11_ft_same_rsne(struct dot11_octets rsne, const struct dot11_bss *bss,
                      const uint8_t *name);
/* The same for message 3. */
bool d11_ft_same_elements(struct d11_ft *ft, const struct d11_session *session,
                          const struct d11_key_data *parts);

/* What was checked of a response. */
struct d11_ft_answer {
    struct dot11_octets rsne; /* whole, as are those below */
    struct dot11_octets mde;
    struct dot11_octets raw; /* the FTE */
    struct dot11_octets rsnx;
    struct d11_fte fte;
};

/* The elements of a response: one MDE that is the BSS's, one FTE. */
bool d11_ft_read_answer(struct d11_ft_answer *answer, size_t mic_len,
                        const struct dot11_bss *bss,
                        struct dot11_octets elements);

/* The MIC of a reassociation frame: of the request (5) or response (6). The
 * octets of the FTE's own MIC count as zeroes. */
enum dot11_err d11_ft_mic(const struct d11_ft *ft,
                          const struct d11_rsn_env *env, uint8_t transaction,
                          const struct d11_ft_answer *of,
                          uint8_t mic[D11_HASH_MAX]);

/* Into `ft->group`, which the caller wipes. False when one cannot be unwrapped;
 * it is wiped then. */
bool d11_ft_unwrap(struct d11_ft *ft, const struct d11_rsn_env *env,
                   const struct d11_fte *fte);

/* ft_session.c: handshakes in a mobility domain. */

/* PMKR1Name of an authenticator, and of the AP that we are with; its PMK-R1
 * goes to `r1`, which the caller wipes. */
enum dot11_err d11_ft_make_r1(struct d11_ft *ft, const struct d11_rsn_env *env,
                              struct d11_ft_key *r1);
extern const struct d11_session_ft d11_ft_session;

#endif
