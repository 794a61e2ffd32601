/* The passwords of SAE-PK: Base32 in groups of four, with the print of a
 * public key in it and a check character behind it (6.2.1, 6.2.2). */
#include "rsn/sae_pk.h"

#include <string.h>

/* Characters of a component, and with its hyphen. */
#define COMPONENT 4u
#define STEP (COMPONENT + 1u)
#define NO_DIGIT 0xffu

/* RFC 4648, in lower case. */
static uint8_t digit(uint8_t character)
{
    if (character >= 'a' && character <= 'z')
        return (uint8_t)(character - 'a');
    if (character >= '2' && character <= '7')
        return (uint8_t)(character - '2' + 26);
    return NO_DIGIT;
}

/* In the dihedral group of order 32: numbers below 16 turn, the others
 * reflect. */
static uint8_t multiply(uint8_t a, uint8_t b)
{
    const unsigned turn = a < 16 ? a + b : 32u + a - b;

    return (uint8_t)((turn & 15u) | ((a ^ b) & 16u));
}

/* The permutation, `times` over. */
static uint8_t permute(uint8_t value, unsigned times)
{
    static const uint8_t table[32] = {
        7,  2, 1,  30, 16, 20, 27, 11, 31, 6,  8, 13, 29, 5,  10, 21,
        22, 3, 24, 0,  23, 25, 12, 9,  28, 14, 4, 15, 17, 18, 19, 26};

    while (times-- != 0)
        value = table[value];
    return value;
}

/* The check character over all before it: a code like Verhoeff's. */
static uint8_t check_digit(const uint8_t *digits, size_t count)
{
    uint8_t value = 0;

    for (size_t i = 0; i < count; i++)
        value =
            multiply(value, permute(digits[count - 1 - i], (unsigned)i + 1));
    return value < 16 ? (uint8_t)((16u - value) & 15u) : value;
}

/* The digits between the hyphens. @return how many; 0: it has another form */
static size_t read_digits(const uint8_t *password, size_t len, uint8_t *digits)
{
    size_t count = 0;

    for (size_t i = 0; i < len; i++) {
        if (i % STEP == COMPONENT) {
            if (password[i] != '-')
                return 0;
            continue;
        }
        digits[count] = digit(password[i]);
        if (digits[count++] == NO_DIGIT)
            return 0;
    }
    return count;
}

static void append(struct d11_sae_pk_print *print, uint8_t value, unsigned bits)
{
    while (bits-- != 0) {
        const unsigned bit = (unsigned)value >> bits & 1u;

        print->octets[print->bits / 8u] |=
            (uint8_t)(bit << (7u - print->bits % 8u));
        print->bits++;
    }
}

bool d11_sae_pk_read_password(const uint8_t *password, size_t len,
                              struct d11_sae_pk_print *print)
{
    uint8_t digits[128];
    uint16_t zeroes;
    size_t count;

    /* Three components at least; the longest has no more bits than a hash. */
    if (len < 3 * STEP - 1 || len % STEP != COMPONENT || len > sizeof digits)
        return false;
    count = read_digits(password, len, digits);
    if (count == 0 || digits[count - 1] != check_digit(digits, count - 1))
        return false;
    /* The first bit of each component says the same: how many octets of the
     * print are zeroes. */
    for (size_t i = COMPONENT; i < count; i += COMPONENT) {
        if (((digits[i] ^ digits[0]) & 16u) != 0)
            return false;
    }
    zeroes = (digits[0] & 16u) != 0 ? 3 : 5;
    if (8u * zeroes + 19u * count / COMPONENT - 5u > 8u * D11_HASH_MAX)
        return false;
    if (print == NULL)
        return true;
    memset(print, 0, sizeof *print);
    print->bits = (uint16_t)(8u * zeroes);
    for (size_t i = 0; i + 1 < count; i++)
        append(print, digits[i], i % COMPONENT == 0 ? 4 : 5);
    return true;
}
