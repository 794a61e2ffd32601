/* The work of joining a network, as a station does it.
 *
 * SPDX-License-Identifier: MIT */
#ifndef BENCH_JOIN_H
#define BENCH_JOIN_H

#include <stdbool.h>

#include "rsn/sae_exchange.h"

/* One side of an SAE exchange in group 19. */
struct bench_sae_end {
    uint8_t pwe[D11_EC_POINT_MAX];
    uint8_t rand[D11_EC_NUMBER_MAX];
    struct d11_sae_commit own;
    struct d11_sae_keys keys;
    uint8_t confirm[D11_HASH_MAX];
};

/* The provider of all of it. */
const struct dot11_crypto_ops *bench_join_ops(void);
void *bench_join_host(void);

/* The password of the next exchanges. */
void bench_sae_password(const char *password, const uint8_t *ssid,
                        size_t ssid_len);
/* PT; bench_sae_begin() does it when it was not done. */
bool bench_sae_pt(void);
/* PWE and a commit. */
bool bench_sae_begin(struct bench_sae_end *end, unsigned number);
/* The keys and our confirm, from the peer's commit. */
bool bench_sae_answer(struct bench_sae_end *end,
                      const struct d11_sae_commit *peer);
/* The confirm that the peer has to send. */
bool bench_sae_verify(struct bench_sae_end *end,
                      const struct d11_sae_commit *peer);

/* PTK, three MICs and one unwrapping. */
bool bench_four_way(void);

#endif
