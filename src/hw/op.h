/* Ops of the radio that take time: exactly one completion for each.
 *
 * SPDX-License-Identifier: MIT
 * An op that never completes is given up after config.hw_timeout_us; a
 * completion that nobody waits for changes nothing. */
#ifndef D11_HW_OP_H
#define D11_HW_OP_H

#include <stdbool.h>
#include <stdint.h>

#include <dot11/hw.h>

#include "hw/env.h"

/* Ops that may be pending at once. */
#define D11_OP_COUNT 12u
/* Places among them that keys never take: power, channel, scan and reset of
 * the radio always find one. */
#define D11_OP_RADIO 4u

typedef void d11_op_done_fn(void *arg, enum dot11_err err);

struct d11_op {
    uint32_t token;        /* 0: free */
    uint64_t deadline_us;
    d11_op_done_fn *done;
    void *arg;
};

struct d11_ops {
    struct d11_env *env;
    uint32_t last_token;
    struct d11_op slots[D11_OP_COUNT];
};

void d11_ops_init(struct d11_ops *ops, struct d11_env *env);
uint64_t d11_ops_deadline(const struct d11_ops *ops);
void d11_ops_tick(struct d11_ops *ops);

/* The radio says that `token` ended. D11_ERR_STATE when nothing waits. */
enum dot11_err d11_ops_complete(struct d11_ops *ops, uint32_t token,
                                enum dot11_err err);

/* Does anything wait for the radio? */
bool d11_ops_busy(const struct d11_ops *ops);

/* Forget all that would be told to `arg`: its completions are late now. */
void d11_ops_forget(struct d11_ops *ops, const void *arg);

/* Each calls done(arg, err) exactly once: before it returns when the radio
 * answered at once, else later. The token is returned for those that can be
 * stopped, 0 when it is over. */
void d11_op_power(struct d11_ops *ops, bool on, d11_op_done_fn *done,
                  void *arg);
void d11_op_set_channel(struct d11_ops *ops, uint8_t link_id,
                        const struct dot11_channel *channel,
                        d11_op_done_fn *done, void *arg);
void d11_op_set_key(struct d11_ops *ops, struct dot11_hw_key *key,
                    d11_op_done_fn *done, void *arg);
/* Nobody waits for a removal, and it needs no place: without one its
 * completion counts as late. */
void d11_op_del_key(struct d11_ops *ops, const struct dot11_hw_key *key);
void d11_op_reset(struct d11_ops *ops, d11_op_done_fn *done, void *arg);
uint32_t d11_op_scan_start(struct d11_ops *ops,
                           const struct dot11_hw_scan *scan,
                           d11_op_done_fn *done, void *arg);
void d11_op_scan_stop(struct d11_ops *ops, uint32_t token);

/* A scan may take as long as it likes up to this. */
void d11_op_extend(struct d11_ops *ops, uint32_t token, uint64_t until_us);

#endif
