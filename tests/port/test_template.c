/* The port to copy starts, and says that its radio is not there.
 *
 * SPDX-License-Identifier: MIT */
#include "port.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static void the_template_says_that_its_radio_is_not_there(void **state)
{
    struct port port = {0};
    struct dot11_event event;
    size_t len = port_memory(&port);
    void *memory;

    (void)state;
    assert_true(len > 0);
    memory = malloc(len);
    assert_non_null(memory);
    if (port_open(&port, memory, len) != D11_OK) {
        assert_int_equal(dot11_sta_fini(port.sta), D11_OK);
    } else {
        dot11_radio_tick(port.radio, 0);
        assert_true(dot11_sta_next_event(port.sta, &event));
        assert_int_equal(event.type, D11_EV_STARTED);
        assert_int_not_equal(event.u.started.err, D11_OK);
        assert_int_equal(dot11_sta_fini(port.sta), D11_OK);
    }
    assert_int_equal(dot11_radio_fini(port.radio), D11_OK);
    free(memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_template_says_that_its_radio_is_not_there),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
