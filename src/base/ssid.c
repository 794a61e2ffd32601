#include "base/ssid.h"

#include <string.h>

bool d11_ssid_equal(const struct dot11_ssid *a, const struct dot11_ssid *b)
{
    return a->len == b->len && a->len <= D11_SSID_MAX &&
           memcmp(a->octets, b->octets, a->len) == 0;
}
