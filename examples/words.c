/* dot11-station: a line of text into words, and words into values.
 *
 * SPDX-License-Identifier: MIT */
#include "station.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* \xHH anywhere; \" and \\ too. Moves on and writes one octet, or fails. */
static bool escape(const char **in, char **out)
{
    const char *at = *in;

    if (at[0] == 'x' && isxdigit((unsigned char)at[1]) &&
        isxdigit((unsigned char)at[2])) {
        const char digits[3] = {at[1], at[2], '\0'};

        *(*out)++ = (char)strtol(digits, NULL, 16);
        *in += 3;
        return true;
    }
    if (at[0] != '"' && at[0] != '\\')
        return false;
    *(*out)++ = at[0];
    *in += 1;
    return true;
}

int words_split(char *line, char **words, size_t *lens, const char **why)
{
    const char *in = line;
    char *out = line; /* never ahead of `in`: a word only gets shorter */
    int count = 0;

    for (;;) {
        bool quoted = false;

        while (isspace((unsigned char)*in))
            in++;
        if (*in == '\0' || *in == '#')
            return count;
        if (count == WORDS_MAX) {
            *why = "too many words";
            return -1;
        }
        words[count] = out;
        while (*in != '\0' && (quoted || !isspace((unsigned char)*in))) {
            if (*in == '"') {
                quoted = !quoted;
                in++;
            } else if (*in == '\\') {
                in++;
                if (!escape(&in, &out)) {
                    *why = "after \\ comes xHH, \" or another \\";
                    return -1;
                }
            } else {
                *out++ = *in++;
            }
        }
        if (quoted) {
            *why = "a \" is missing";
            return -1;
        }
        lens[count] = (size_t)(out - words[count]);
        count++;
        if (*in != '\0')
            in++;
        *out++ = '\0';
    }
}

bool words_addr(const char *word, uint8_t addr[D11_ADDR_LEN])
{
    for (size_t i = 0; i < D11_ADDR_LEN; i++, word += 3) {
        const char digits[3] = {word[0], word[0] != '\0' ? word[1] : '\0'};

        if (!isxdigit((unsigned char)digits[0]) ||
            !isxdigit((unsigned char)digits[1]) ||
            word[2] != (i + 1 < D11_ADDR_LEN ? ':' : '\0'))
            return false;
        addr[i] = (uint8_t)strtol(digits, NULL, 16);
    }
    return true;
}

bool words_number(const char *word, uint64_t max, uint64_t *number)
{
    char *end;

    if (!isdigit((unsigned char)word[0]))
        return false;
    errno = 0;
    *number = strtoull(word, &end, 0);
    return errno == 0 && *end == '\0' && *number <= max;
}

/* A signal level; nothing is louder than 0 dBm here. */
bool words_dbm(const char *word, int8_t *dbm)
{
    char *end;
    long value = strtol(word, &end, 10);

    if (end == word || *end != '\0' || value < INT8_MIN || value > 0)
        return false;
    *dbm = (int8_t)value;
    return true;
}

bool words_ip(const char *word, uint8_t ip[4])
{
    for (size_t i = 0; i < 4; i++) {
        char *end;
        unsigned long octet = strtoul(word, &end, 10);

        if (!isdigit((unsigned char)*word) || octet > 255 ||
            *end != (i < 3 ? '.' : '\0'))
            return false;
        ip[i] = (uint8_t)octet;
        word = end + 1;
    }
    return true;
}
