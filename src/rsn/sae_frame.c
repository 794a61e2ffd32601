#include "rsn/sae_frame.h"

#include <string.h>

#include <dot11/codes.h>

#include "base/octets.h"
#include "base/rd.h"
#include "base/wr.h"

/* Element ID extensions (Table 9-92). */
#define EXT_PASSWORD_ID 33u
#define EXT_REJECTED_GROUPS 92u
#define EXT_TOKEN_CONTAINER 93u
#define EXT_AKM_SUITE 114u

/* 00-0F-AC:24 */
static const uint8_t ext_key_suite[] = {0, 0x0f, 0xac, 24};

static void put_extension(struct d11_wr *wr, uint8_t id, const uint8_t *body,
                          size_t len)
{
    if (len == 0)
        return;
    d11_wr_u8(wr, D11_EID_EXTENSION);
    d11_wr_u8(wr, (uint8_t)(len + 1));
    d11_wr_u8(wr, id);
    d11_wr_octets(wr, body, len);
}

size_t d11_sae_write_commit(const struct d11_sae *sae, uint8_t *out)
{
    const struct d11_sae_work *work = &sae->work;
    const struct d11_curve *curve = d11_curve_of(work->group);
    struct d11_wr wr = d11_wr_over(out, D11_SAE_BODY_MAX);

    d11_wr_le16(&wr, work->group);
    if (!work->h2e)
        d11_wr_octets(&wr, sae->token, sae->token_len);
    d11_wr_octets(&wr, work->own.scalar, curve->len);
    d11_wr_octets(&wr, work->own.element, 2u * curve->len);
    if (work->h2e) {
        put_extension(&wr, EXT_PASSWORD_ID, work->id, work->id_len);
        put_extension(&wr, EXT_REJECTED_GROUPS, work->rejected,
                      work->rejected_len);
        put_extension(&wr, EXT_TOKEN_CONTAINER, sae->token, sae->token_len);
    }
    if (work->ext_key)
        put_extension(&wr, EXT_AKM_SUITE, ext_key_suite, sizeof ext_key_suite);
    return d11_wr_len(&wr);
}

size_t d11_sae_write_confirm(const struct d11_sae *sae, uint8_t *out)
{
    d11_store_le16(out, sae->send_confirm);
    memcpy(out + 2, sae->work.confirm, sae->work.keys.kck_len);
    return 2u + sae->work.keys.kck_len;
}

/* One extension element; false when there is none that is whole. */
static bool read_extension(struct d11_rd *rd, uint8_t *id,
                           struct dot11_octets *body)
{
    uint8_t element = d11_rd_u8(rd);
    uint8_t len = d11_rd_u8(rd);

    *id = d11_rd_u8(rd);
    if (element != D11_EID_EXTENSION || len == 0)
        return false;
    body->len = len - 1u;
    body->data = d11_rd_take(rd, body->len);
    return !rd->truncated;
}

static bool take_rejected(const struct dot11_octets *body,
                          struct d11_sae_heard *heard)
{
    if (body->len == 0 || body->len % 2 != 0 || heard->rejected.len != 0 ||
        body->len > 2u * D11_SAE_GROUPS_MAX + 10u)
        return false;
    heard->rejected = *body;
    return true;
}

static bool is_ext_key(const struct dot11_octets *body)
{
    return body->len == sizeof ext_key_suite &&
           memcmp(body->data, ext_key_suite, sizeof ext_key_suite) == 0;
}

/* Both sides name the AKM, or none does: with different ones the keys would
 * be different ones. */
static bool read_extensions(struct d11_rd *rd, bool ext_key,
                            struct d11_sae_heard *heard)
{
    bool named = false;

    while (d11_rd_left(rd) != 0) {
        struct dot11_octets body;
        uint8_t id;

        if (!read_extension(rd, &id, &body) ||
            (id == EXT_REJECTED_GROUPS && !take_rejected(&body, heard)))
            return false;
        if (id != EXT_AKM_SUITE)
            continue;
        if (named || !ext_key || !is_ext_key(&body))
            return false;
        named = true;
    }
    return named == ext_key;
}

bool d11_sae_read_commit(const struct d11_sae *sae,
                         const struct dot11_octets *body,
                         struct d11_sae_heard *heard)
{
    const struct d11_curve *curve = d11_curve_of(sae->work.group);
    struct d11_rd rd = d11_rd_over(body->data, body->len);

    memset(heard, 0, sizeof *heard);
    heard->group = d11_rd_le16(&rd);
    heard->scalar = d11_rd_take(&rd, curve->len);
    heard->element = d11_rd_take(&rd, 2u * curve->len);
    if (rd.truncated || heard->group != sae->work.group)
        return false;
    return sae->work.h2e ? read_extensions(&rd, sae->work.ext_key, heard)
                         : d11_rd_left(&rd) == 0;
}

bool d11_sae_read_token(const struct d11_sae *sae,
                        const struct dot11_octets *body,
                        struct dot11_octets *token)
{
    struct d11_rd rd = d11_rd_over(body->data, body->len);
    uint8_t id = 0;

    if (d11_rd_le16(&rd) != sae->work.group || rd.truncated)
        return false;
    if (sae->work.h2e) {
        if (!read_extension(&rd, &id, token) || id != EXT_TOKEN_CONTAINER)
            return false;
    } else {
        token->len = d11_rd_left(&rd);
        token->data = d11_rd_take(&rd, token->len);
    }
    return token->len != 0 && token->len <= D11_SAE_TOKEN_MAX;
}
