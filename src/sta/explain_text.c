/* An explanation in English. */
#include <dot11/explain.h>

#include <string.h>

/* A string that grows until its room is used up. */
struct text {
    char *at;
    size_t room; /* with the NUL */
    size_t len;
};

static void put(struct text *text, const char *word)
{
    for (; *word != '\0' && text->len + 1 < text->room; word++)
        text->at[text->len++] = *word;
}

static void put_number(struct text *text, uint32_t value)
{
    char digits[11];
    unsigned at = sizeof digits - 1;

    digits[at] = '\0';
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    put(text, &digits[at]);
}

static void put_octet(struct text *text, uint8_t octet)
{
    static const char hex[] = "0123456789abcdef";
    const char digits[3] = {hex[octet >> 4], hex[octet & 0xf], '\0'};

    put(text, digits);
}

static void put_addr(struct text *text, const uint8_t *addr)
{
    for (unsigned i = 0; i < D11_ADDR_LEN; i++) {
        if (i != 0)
            put(text, ":");
        put_octet(text, addr[i]);
    }
}

/* What is no printable ASCII may do anything to a terminal. */
static void put_ssid(struct text *text, const struct dot11_ssid *ssid)
{
    put(text, "\"");
    for (unsigned i = 0; i < ssid->len; i++) {
        const char one[2] = {(char)ssid->octets[i], '\0'};

        if (ssid->octets[i] >= 0x20 && ssid->octets[i] < 0x7f &&
            ssid->octets[i] != '"' && ssid->octets[i] != '\\') {
            put(text, one);
        } else {
            put(text, "\\x");
            put_octet(text, ssid->octets[i]);
        }
    }
    put(text, "\"");
}

static void put_code(struct text *text, const char *kind, uint16_t code)
{
    if (code == 0)
        return;
    put(text, " (");
    put(text, kind);
    put(text, " ");
    put_number(text, code);
    put(text, ")");
}

static void put_headline(struct text *text,
                         const struct dot11_explanation *explanation)
{
    put(text, explanation->roam ? "roam in " : "connect to ");
    put_ssid(text, &explanation->ssid);
    if (explanation->roam) {
        put(text, ", because: ");
        put(text, dot11_outcome_str(explanation->reason));
    }
    put(text, ": ");
    put(text, dot11_verdict_str(explanation->verdict));
    if (explanation->ended_us != 0) {
        put(text, " after ");
        put_number(text,
                   (uint32_t)(explanation->ended_us - explanation->started_us) /
                       1000u);
        put(text, " ms");
    }
    put(text, "\n");
}

static void put_attempt(struct text *text,
                        const struct dot11_explain_candidate *candidate)
{
    put(text, "tried ");
    put_number(text, candidate->tries);
    put(text, candidate->tries == 1 ? " time, " : " times, ");
    if (candidate->err == D11_OK) {
        put(text,
            candidate->step == D11_STEP_OPEN ? "joined in " : "associated in ");
    } else if (candidate->err == D11_ERR_PENDING) {
        put(text, "still trying");
        return;
    } else {
        put(text, "failed at ");
        put(text, dot11_step_str(candidate->step));
        put(text, ": ");
        put(text, dot11_err_str(candidate->err));
        put_code(text, candidate->refused_by_status ? "status" : "reason",
                 candidate->code);
        put(text, " after ");
    }
    put_number(text, candidate->took_us / 1000u);
    put(text, " ms");
}

static void put_candidate(struct text *text,
                          const struct dot11_explain_candidate *candidate)
{
    put(text, "  ");
    put_addr(text, candidate->bssid);
    put(text, " ");
    put_number(text, candidate->freq_mhz);
    put(text, " MHz ");
    if (candidate->signal_dbm < 0)
        put(text, "-");
    put_number(text,
               (uint32_t)(candidate->signal_dbm < 0 ? -candidate->signal_dbm
                                                    : candidate->signal_dbm));
    put(text, " dBm: ");
    if (candidate->tries != 0)
        put_attempt(text, candidate);
    else
        put(text, dot11_refusal_str(candidate->refusal));
    put(text, "\n");
}

size_t dot11_explain_text(const struct dot11_explanation *explanation,
                          char *buf, size_t cap)
{
    struct text text = {buf, cap, 0};

    if (cap == 0)
        return 0;
    put_headline(&text, explanation);
    for (unsigned i = 0; i < explanation->candidate_count; i++)
        put_candidate(&text, &explanation->candidates[i]);
    if (explanation->crowded)
        put(&text, "  more access points were heard\n");
    if (explanation->candidate_count == 0 && explanation->looks != 0)
        put(&text, "  no access point was heard\n");
    buf[text.len] = '\0';
    return text.len;
}

const char *dot11_refusal_str(enum dot11_refusal refusal)
{
    switch (refusal) {
    case D11_REFUSAL_NONE: return "a candidate that was not needed";
    case D11_REFUSAL_SSID: return "another network";
    case D11_REFUSAL_BSSID: return "another access point was asked for";
    case D11_REFUSAL_TYPE: return "not the kind of network that is wanted";
    case D11_REFUSAL_MALFORMED: return "its beacons are malformed";
    case D11_REFUSAL_TRUNCATED: return "no room to keep its elements";
    case D11_REFUSAL_OLD: return "not heard lately";
    case D11_REFUSAL_CHANNEL: return "its channel cannot be used";
    case D11_REFUSAL_RATES: return "it demands rates that the radio lacks";
    case D11_REFUSAL_TRIED: return "it failed before";
    case D11_REFUSAL_SECURITY: return "its security is not what is wanted";
    case D11_REFUSAL_EXCLUDED: return "excluded by the host";
    case D11_REFUSAL_PHY: return "its PHY is not wanted";
    case D11_REFUSAL_DOMAIN: return "not allowed in this regulatory domain";
    case D11_REFUSAL_NO_RSN: return "it has no RSN";
    case D11_REFUSAL_PROTECTED: return "protected, and open is wanted";
    case D11_REFUSAL_RSNE: return "its RSN element is broken";
    case D11_REFUSAL_AKM: return "no key management that is wanted";
    case D11_REFUSAL_PAIRWISE: return "no pairwise cipher that is wanted";
    case D11_REFUSAL_GROUP: return "its group cipher is not wanted";
    case D11_REFUSAL_GROUP_MGMT:
        return "its group management cipher is not wanted";
    case D11_REFUSAL_PMF_DEMANDED:
        return "it demands management frame protection";
    case D11_REFUSAL_PMF_MISSING: return "it lacks management frame protection";
    case D11_REFUSAL_H2E: return "no way to the SAE element that both allow";
    case D11_REFUSAL_SAE_PK: return "it has no SAE public key";
    case D11_REFUSAL_FT: return "not in the mobility domain";
    case D11_REFUSAL_WEAKER: return "weaker than this network is known to be";
    case D11_REFUSAL_COUNT: break;
    }
    return "?";
}

const char *dot11_step_str(enum dot11_step step)
{
    switch (step) {
    case D11_STEP_NONE: return "nothing";
    case D11_STEP_CHANNEL: return "channel change";
    case D11_STEP_AUTHENTICATION: return "authentication";
    case D11_STEP_ASSOCIATION: return "association";
    case D11_STEP_PORT: return "handshake";
    case D11_STEP_OPEN: return "open port";
    case D11_STEP_COUNT: break;
    }
    return "?";
}

const char *dot11_verdict_str(enum dot11_verdict verdict)
{
    switch (verdict) {
    case D11_VERDICT_RUNNING: return "still running";
    case D11_VERDICT_CONNECTED: return "connected";
    case D11_VERDICT_NOT_FOUND: return "no access point of this name";
    case D11_VERDICT_NO_CANDIDATE: return "no access point fits";
    case D11_VERDICT_REFUSED: return "refused by the access point";
    case D11_VERDICT_NO_ANSWER: return "no answer";
    case D11_VERDICT_WRONG_PASSPHRASE: return "wrong passphrase";
    case D11_VERDICT_SECURITY: return "the security handshake failed";
    case D11_VERDICT_LOST: return "the association ended early";
    case D11_VERDICT_CANCELLED: return "cancelled";
    case D11_VERDICT_RADIO_OFF: return "the radio went off";
    case D11_VERDICT_SYSTEM: return "the radio or its host failed";
    case D11_VERDICT_COUNT: break;
    }
    return "?";
}
