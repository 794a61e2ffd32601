/* Names of events and outcomes: there is one for each, and no two are alike. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <dot11/event.h>

static void each_event_has_a_name_of_its_own(void **unused)
{
    (void)unused;
    for (int i = 0; i < D11_EV_COUNT; i++) {
        const char *name = dot11_event_name((enum dot11_event_type)i);

        assert_string_not_equal(name, "?");
        for (int k = 0; k < i; k++)
            assert_string_not_equal(name,
                                    dot11_event_name((enum dot11_event_type)k));
    }
    assert_string_equal(dot11_event_name(D11_EV_COUNT), "?");
    assert_string_equal(dot11_event_name(D11_EV_CONNECT_DONE), "connect_done");
}

static void each_outcome_has_a_line_of_its_own(void **unused)
{
    (void)unused;
    for (int i = 0; i <= D11_OUTCOME_SA_QUERY; i++) {
        const char *line = dot11_outcome_str((enum dot11_outcome)i);

        assert_string_not_equal(line, "?");
        for (int k = 0; k < i; k++)
            assert_string_not_equal(line,
                                    dot11_outcome_str((enum dot11_outcome)k));
    }
    assert_string_equal(
        dot11_outcome_str((enum dot11_outcome)(D11_OUTCOME_SA_QUERY + 1)), "?");
}

/* N80211-GEN-13: values of the model, no two alike; FAILURE is nobody else's.
 */
static void each_outcome_has_a_status_of_its_own(void **unused)
{
    (void)unused;
    for (int i = 0; i <= D11_OUTCOME_SA_QUERY; i++) {
        uint32_t status = dot11_outcome_status((enum dot11_outcome)i, 0);

        for (int k = 0; k < i; k++)
            assert_int_not_equal(
                status, dot11_outcome_status((enum dot11_outcome)k, 0));
    }
    assert_int_equal(dot11_outcome_status(D11_OUTCOME_SUCCESS, 0), 0);
    assert_int_equal(dot11_outcome_status(D11_OUTCOME_FAILURE, 0), 1);
    assert_int_equal(dot11_outcome_status(D11_OUTCOME_NO_CANDIDATE, 17), 6);
    assert_int_equal(dot11_outcome_status(D11_OUTCOME_PEER_DEAUTH, 7), 0x10007);
    assert_int_equal(dot11_outcome_status(D11_OUTCOME_PEER_DISASSOC, 8),
                     0x20008);
    assert_int_equal(dot11_outcome_status(D11_OUTCOME_PEER_REFUSED, 0xffff),
                     0x3ffff);
    assert_int_equal(
        dot11_outcome_status((enum dot11_outcome)(D11_OUTCOME_SA_QUERY + 1), 0),
        1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_event_has_a_name_of_its_own),
        cmocka_unit_test(each_outcome_has_a_line_of_its_own),
        cmocka_unit_test(each_outcome_has_a_status_of_its_own),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
