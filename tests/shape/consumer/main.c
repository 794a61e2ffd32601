#include <stdio.h>
#include <dot11/dot11.h>

int main(void)
{
    struct dot11_config config;

    dot11_config_defaults(&config);
    (void)puts(dot11_err_str(D11_OK));
    return config.size == sizeof(config) ? 0 : 1;
}
