/* Numbers modulo the prime of a curve. */
#include "crypto/field.h"

#include <string.h>

#include "base/wipe.h"

void d11_field_arith(struct d11_field *field, enum dot11_ec_arith what,
                     const uint8_t *a, const uint8_t *b, uint8_t *out)
{
    const struct dot11_ec_ops *ec = field->ops->ec;

    if (field->err == D11_OK)
        field->err = ec->arith(field->crypto, what, field->curve->p,
                               field->curve->len, a, b, out);
    /* The calculation goes on to its end, but not with just any octets. */
    if (field->err != D11_OK)
        memset(out, 0, field->curve->len);
}

void d11_field_small(const struct d11_field *field, uint8_t value, uint8_t *out)
{
    memset(out, 0, field->curve->len);
    out[field->curve->len - 1] = value;
}

void d11_field_right_side(struct d11_field *field, const uint8_t *x,
                          uint8_t *out)
{
    uint8_t three[D11_EC_NUMBER_MAX];
    uint8_t cube[D11_EC_NUMBER_MAX];

    d11_field_small(field, 3, three);
    d11_field_arith(field, D11_EC_MUL, x, x, cube);
    d11_field_arith(field, D11_EC_SUB, cube, three, cube);
    d11_field_arith(field, D11_EC_MUL, cube, x, cube);
    d11_field_arith(field, D11_EC_ADD, cube, field->curve->b, out);
}

/* (p + 1) / 4, the exponent of the square root for primes that are 3 modulo
 * 4. */
static void root_exponent(const struct d11_curve *curve, uint8_t *out)
{
    unsigned carry = 1;
    unsigned len = curve->len;

    for (unsigned i = len; i-- > 0;) {
        carry += curve->p[i];
        out[i] = (uint8_t)carry;
        carry >>= 8;
    }
    for (unsigned bit = 0; bit < 2; bit++) {
        for (unsigned i = len; i-- > 0;) {
            unsigned above = i != 0 ? out[i - 1] & 1u : carry & 1u;

            out[i] = (uint8_t)(out[i] >> 1 | above << 7);
        }
        carry >>= 1;
    }
}

uint8_t d11_field_root(struct d11_field *field, const uint8_t *value,
                       uint8_t *root)
{
    uint8_t exponent[D11_EC_NUMBER_MAX];
    uint8_t square[D11_EC_NUMBER_MAX];

    root_exponent(field->curve, exponent);
    d11_field_arith(field, D11_EC_EXP, value, exponent, root);
    d11_field_arith(field, D11_EC_MUL, root, root, square);
    return (uint8_t)(0u -
                     d11_equal_const_time(square, value, field->curve->len));
}
