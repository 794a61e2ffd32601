/* dot11-station: why a connect or a roam went as it did.
 *
 * SPDX-License-Identifier: MIT */
#include "call.h"

bool run_explain(struct call *call)
{
    struct station *st = call->st;
    struct dot11_explanation explanation;
    char text[D11_EXPLAIN_TEXT_MAX];
    uint64_t back = 0;

    if (call->argc > 1 &&
        !words_number(call->argv[1], D11_EXPLAIN_RECORDS - 1, &back))
        return call_fail(call, "operations are counted back from 0 to 3");
    if (dot11_sta_explain(st->sta, (unsigned)back, &explanation) != D11_OK)
        return call_fail(call, "there was no such connect or roam");
    if (st->options.json) {
        json_explain(st, &explanation);
        return true;
    }
    /* report_line() ends the last line itself. */
    text[dot11_explain_text(&explanation, text, sizeof text) - 1] = '\0';
    report_line(st, "%s", text);
    return true;
}
