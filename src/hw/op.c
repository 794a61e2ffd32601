#include "hw/op.h"

#include "base/assert.h"
#include "base/deadline.h"

void d11_ops_init(struct d11_ops *ops, struct d11_env *env)
{
    ops->env = env;
    ops->last_token = 0;
    for (unsigned i = 0; i < D11_OP_COUNT; i++)
        ops->slots[i].token = 0;
}

static struct d11_op *find(struct d11_ops *ops, uint32_t token)
{
    for (unsigned i = 0; i < D11_OP_COUNT; i++) {
        if (ops->slots[i].token == token)
            return &ops->slots[i];
    }
    return NULL;
}

uint64_t d11_ops_deadline(const struct d11_ops *ops)
{
    uint64_t at_us = D11_NEVER;

    for (unsigned i = 0; i < D11_OP_COUNT; i++) {
        if (ops->slots[i].token != 0)
            at_us = d11_deadline_min(at_us, ops->slots[i].deadline_us);
    }
    return at_us;
}

/* The slot is free before `done` runs, so that it may start another op. */
static void finish(struct d11_op *op, enum dot11_err err)
{
    d11_op_done_fn *done = op->done;
    void *arg = op->arg;

    op->token = 0;
    done(arg, err);
}

void d11_ops_tick(struct d11_ops *ops)
{
    for (unsigned i = 0; i < D11_OP_COUNT; i++) {
        struct d11_op *op = &ops->slots[i];

        if (op->token == 0 ||
            !d11_deadline_due(op->deadline_us, ops->env->now_us))
            continue;
        ops->env->stats.hw_errors++;
        finish(op, D11_ERR_TIMEOUT);
    }
}

bool d11_ops_busy(const struct d11_ops *ops)
{
    for (unsigned i = 0; i < D11_OP_COUNT; i++) {
        if (ops->slots[i].token != 0)
            return true;
    }
    return false;
}

enum dot11_err d11_ops_complete(struct d11_ops *ops, uint32_t token,
                                enum dot11_err err)
{
    struct d11_op *op = token == 0 ? NULL : find(ops, token);

    if (op == NULL) {
        ops->env->stats.hw_late++;
        return D11_ERR_STATE;
    }
    if (err != D11_OK)
        ops->env->stats.hw_errors++;
    finish(op, err == D11_ERR_PENDING ? D11_ERR_HW : err);
    return D11_OK;
}

void d11_ops_forget(struct d11_ops *ops, const void *arg)
{
    for (unsigned i = 0; i < D11_OP_COUNT; i++) {
        if (ops->slots[i].token != 0 && ops->slots[i].arg == arg)
            ops->slots[i].token = 0;
    }
}

static uint32_t new_token(struct d11_ops *ops)
{
    if (++ops->last_token == 0)
        ops->last_token = 1;
    return ops->last_token;
}

/* A free place, as long as more than `kept` are left. */
static struct d11_op *free_slot(struct d11_ops *ops, unsigned kept)
{
    unsigned left = 0;

    for (unsigned i = 0; i < D11_OP_COUNT; i++)
        left += ops->slots[i].token == 0;
    return left > kept ? find(ops, 0) : NULL;
}

/* Take a place before the radio is asked. NULL when there is none: `done` was
 * told. */
static struct d11_op *begin(struct d11_ops *ops, unsigned kept,
                            d11_op_done_fn *done, void *arg)
{
    struct d11_op *op = free_slot(ops, kept);

    if (op == NULL) {
        done(arg, D11_ERR_FULL);
        return NULL;
    }
    op->token = new_token(ops);
    op->done = done;
    op->arg = arg;
    op->deadline_us =
        d11_time_after(ops->env->now_us, ops->env->config.hw_timeout_us);
    ops->env->in_op = true;
    return op;
}

/* The radio has answered. Returns the token while the op is pending. */
static uint32_t answered(struct d11_ops *ops, struct d11_op *op,
                         enum dot11_err err)
{
    ops->env->in_op = false;
    if (err == D11_ERR_PENDING)
        return op->token;
    if (err != D11_OK && err != D11_ERR_UNSUPPORTED)
        ops->env->stats.hw_errors++;
    finish(op, err);
    return 0;
}

void d11_op_power(struct d11_ops *ops, bool on, d11_op_done_fn *done, void *arg)
{
    struct d11_op *op = begin(ops, 0, done, arg);

    if (op != NULL)
        answered(ops, op,
                 ops->env->hw_ops.power(ops->env->config.hw, op->token, on));
}

void d11_op_set_channel(struct d11_ops *ops, uint8_t link_id,
                        const struct dot11_channel *channel,
                        d11_op_done_fn *done, void *arg)
{
    struct d11_op *op = begin(ops, 0, done, arg);

    if (op != NULL)
        answered(ops, op,
                 ops->env->hw_ops.set_channel(ops->env->config.hw, op->token,
                                              link_id, channel));
}

void d11_op_set_key(struct d11_ops *ops, struct dot11_hw_key *key,
                    d11_op_done_fn *done, void *arg)
{
    struct d11_op *op = begin(ops, D11_OP_RADIO, done, arg);

    if (op != NULL)
        answered(ops, op,
                 ops->env->hw_ops.set_key(ops->env->config.hw, op->token, key));
}

static void removed(void *arg, enum dot11_err err)
{
    (void)arg;
    (void)err;
}

void d11_op_del_key(struct d11_ops *ops, const struct dot11_hw_key *key)
{
    struct d11_op *op = free_slot(ops, D11_OP_RADIO);
    uint32_t token;

    if (op != NULL) {
        op = begin(ops, D11_OP_RADIO, removed, NULL);
        d11_assert(op != NULL);
        answered(ops, op,
                 ops->env->hw_ops.del_key(ops->env->config.hw, op->token, key));
        return;
    }
    token = new_token(ops);
    ops->env->in_op = true;
    ops->env->hw_ops.del_key(ops->env->config.hw, token, key);
    ops->env->in_op = false;
}

void d11_op_reset(struct d11_ops *ops, d11_op_done_fn *done, void *arg)
{
    struct d11_op *op = begin(ops, 0, done, arg);

    if (op != NULL)
        answered(ops, op,
                 ops->env->hw_ops.reset(ops->env->config.hw, op->token));
}

uint32_t d11_op_scan_start(struct d11_ops *ops,
                           const struct dot11_hw_scan *scan,
                           d11_op_done_fn *done, void *arg)
{
    struct d11_op *op = begin(ops, 0, done, arg);

    if (op == NULL)
        return 0;
    return answered(
        ops, op,
        ops->env->hw_ops.scan_start(ops->env->config.hw, op->token, scan));
}

void d11_op_scan_stop(struct d11_ops *ops, uint32_t token)
{
    if (ops->env->hw_ops.scan_stop == NULL || token == 0)
        return;
    ops->env->in_op = true;
    ops->env->hw_ops.scan_stop(ops->env->config.hw, token);
    ops->env->in_op = false;
}

void d11_op_extend(struct d11_ops *ops, uint32_t token, uint64_t until_us)
{
    struct d11_op *op = token == 0 ? NULL : find(ops, token);

    if (op != NULL)
        op->deadline_us = until_us;
}
