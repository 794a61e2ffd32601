/* SAE as a method of the RSN.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.4. */
#ifndef D11_RSN_SAE_H
#define D11_RSN_SAE_H

#include <stdbool.h>
#include <stdint.h>

#include <dot11/rsn.h>

#include "base/moves.h"
#include "rsn/method.h"
#include "rsn/psk.h"
#include "rsn/sae_exchange.h"
#include "rsn/sae_pk.h"

/* Octets of an anti-clogging token that is sent back. */
#define D11_SAE_TOKEN_MAX 64u
/* Groups of a profile. */
#define D11_SAE_GROUPS_MAX 3u
/* Longest body of a commit: group, scalar, element, identifier, rejected
 * groups, token, AKM. */
#define D11_SAE_BODY_MAX                                                       \
    (2u + 3u * D11_EC_NUMBER_MAX + 3u + D11_SAE_ID_MAX + 3u +                  \
     2u * D11_SAE_GROUPS_MAX + 3u + D11_SAE_TOKEN_MAX + 3u + 4u)

enum d11_sae_task {
    D11_SAE_PREPARE, /* PT of the first group */
    D11_SAE_COMMIT,  /* PWE and our commit */
    D11_SAE_DERIVE   /* the peer's commit, the keys, our confirm */
};

/* What jobs work on: the memory of one D11_JOB_RUN. Nobody else touches it
 * while the job is pending. */
struct d11_sae_work {
    struct dot11_crypto_job job;
    uint8_t task;      /* enum d11_sae_task */
    uint8_t verdict;   /* enum dot11_err: what became of it */
    bool h2e;          /* the way of this attempt */
    bool pk;           /* it ends with the access point's key */
    bool ext_key;      /* its PMK is as long as the hash of the group */
    uint16_t group;    /* of this attempt */
    uint16_t pt_group; /* of pt; 0: there is none */
    bool has_pwe;      /* of this attempt, or of an earlier one like it */
    uint8_t own_addr[D11_ADDR_LEN];
    uint8_t bssid[D11_ADDR_LEN];
    uint8_t password_len;
    uint8_t id_len;
    uint8_t password[D11_SAE_PASSWORD_MAX];
    uint8_t id[D11_SAE_ID_MAX];
    struct dot11_ssid ssid;
    uint8_t rejected_len;
    uint8_t rejected[2u * D11_SAE_GROUPS_MAX]; /* as they are sent */
    uint8_t pt[D11_EC_POINT_MAX];
    uint8_t pwe[D11_EC_POINT_MAX];
    uint8_t rand[D11_EC_NUMBER_MAX];
    uint8_t random[D11_SAE_RANDOM_LEN];
    struct d11_sae_commit own;
    struct d11_sae_commit peer;
    struct d11_sae_keys keys;
    /* Another commit of the peer's that came before, and its keys: one of the
     * two was forged, or the peer began anew. kck_len 0: there is none. */
    struct d11_sae_commit other_peer;
    struct d11_sae_keys other_keys;
    uint8_t confirm[D11_HASH_MAX];
};

/* 12.4.8.2: where the protocol is. */
enum d11_sae_state {
    D11_SAE_NOTHING,
    D11_SAE_WORKING,   /* our commit is being made */
    D11_SAE_COMMITTED, /* our commit is out */
    D11_SAE_DERIVING,  /* the peer's commit is being worked on */
    D11_SAE_CONFIRMED, /* our confirm is out */
    D11_SAE_VERIFYING, /* the access point's key is being verified */
    D11_SAE_ACCEPTED
};

struct d11_sae {
    uint8_t state;    /* enum d11_sae_state */
    uint8_t pwe_mode; /* enum dot11_sae_pwe */
    uint8_t group_count;
    uint8_t group_next; /* the one to be tried next */
    uint8_t sync;       /* frames repeated in this state */
    uint8_t tokens;     /* rounds of anti-clogging */
    uint8_t derived;    /* commits of the peer's that were worked on */
    uint8_t verified;   /* keys of the peer's that were worked on */
    uint8_t token_len;
    bool preparing; /* set() is pending */
    bool pending;   /* the job runs */
    bool mismatch;  /* a confirm did not verify, here or there */
    bool refused;   /* a status of failure came */
    bool forged;    /* a key was not the one that the password is a print of */
    bool pk;        /* SAE-PK can be done with this password */
    bool pk_only;   /* and has to be */
    uint16_t send_confirm;
    uint16_t groups[D11_SAE_GROUPS_MAX];
    uint64_t deadline_us; /* repeat our frame then */
    struct d11_pmk pmk;
    uint8_t token[D11_SAE_TOKEN_MAX];
    uint8_t body[D11_SAE_BODY_MAX]; /* of the frame last sent */
    struct d11_sae_work work;
};

extern const uint16_t d11_sae_moves[];

/* The one way to change the state of an exchange. */
static inline void d11_sae_enter(struct d11_sae *sae, enum d11_sae_state state)
{
    d11_assert(d11_may_move(d11_sae_moves, sae->state, state));
    sae->state = (uint8_t)state;
}

#endif
