/* dot11-station: which network connect is to join, and with what security.
 *
 * SPDX-License-Identifier: MIT
 *
 * One table of words; each says what it sets in the request or in the profile
 * of the built-in RSN. Later words refine what earlier ones chose. */
#include "network.h"

#include <stdio.h>
#include <string.h>

/* What is strong enough; of what an AP offers the strongest is taken. */
#define CIPHERS                                                                \
    (D11_CIPHER_BIT(D11_CIPHER_CCMP_128) |                                     \
     D11_CIPHER_BIT(D11_CIPHER_GCMP_128) |                                     \
     D11_CIPHER_BIT(D11_CIPHER_CCMP_256) |                                     \
     D11_CIPHER_BIT(D11_CIPHER_GCMP_256))
#define SAE_AKMS (D11_AKM_BIT_SAE | D11_AKM_BIT_SAE_EXT_KEY)

/* The network is protected, and these are its AKMs. */
static void protect(struct network *network, unsigned akms)
{
    network->profile.pairwise_ciphers = CIPHERS;
    network->profile.group_ciphers = CIPHERS;
    network->req.ext = &dot11_rsn_methods;
    network->req.profile = &network->profile;
    network->req.profile_len = sizeof(network->profile);
    network->profile.akms = (uint16_t)akms;
    network->profile.pairwise_ciphers = CIPHERS;
    network->profile.group_ciphers = CIPHERS;
}

/* --- Kinds of networks ---------------------------------------------------- */

static bool take_open(struct call *call, int arg, struct network *network)
{
    (void)call;
    (void)arg;
    network->req.ext = NULL;
    network->req.profile = NULL;
    network->req.profile_len = 0;
    return true;
}

static bool take_psk(struct call *call, int arg, struct network *network)
{
    protect(network, D11_AKM_BIT_PSK);
    return call_passphrase(call, arg, &network->profile);
}

static bool take_sae(struct call *call, int arg, struct network *network)
{
    struct dot11_rsn_profile *profile = &network->profile;
    size_t len = call->lens[arg];

    if (len == 0 || len > D11_SAE_PASSWORD_MAX)
        return call_fail(call, "an SAE password has 1 to 128 octets");
    protect(network, SAE_AKMS);
    profile->sae_password_len = (uint8_t)len;
    memcpy(profile->sae_password, call->argv[arg], len);
    return true;
}

static bool take_owe(struct call *call, int arg, struct network *network)
{
    (void)call;
    (void)arg;
    protect(network, D11_AKM_BIT_OWE);
    return true;
}

/* One passphrase for whatever the access point has: the strongest wins. */
static bool take_auto(struct call *call, int arg, struct network *network)
{
    if (!take_sae(call, arg, network) || !take_psk(call, arg, network))
        return false;
    if (network->profile.has_psk)
        return call_fail(call, "a PSK is for psk: SAE needs the passphrase");
    protect(network, SAE_AKMS | D11_AKM_BIT_PSK_SHA256 | D11_AKM_BIT_PSK);
    return true;
}

/* 802.1X: the strongest that the access point has. */
static void protect_eap(struct network *network)
{
    protect(network, D11_AKM_BIT_8021X | D11_AKM_BIT_8021X_SHA256);
}

static bool take_eap_pmk(struct call *call, int arg, struct network *network)
{
    size_t len = call_hex(call->argv[arg], network->profile.pmk,
                          sizeof(network->profile.pmk));

    if (len != D11_PSK_LEN)
        return call_fail(call, "a PMK has 64 hex digits");
    protect_eap(network);
    network->profile.pmk_len = (uint8_t)len;
    return true;
}

static bool take_eap_id(struct call *call, int arg, struct network *network)
{
    struct eap *eap = &call->st->eap;

    if (call->lens[arg] == 0 || call->lens[arg] > EAP_NAME_MAX)
        return call_fail(call, "an identity has 1 to 64 octets");
    protect_eap(network);
    eap->identity_len = (uint8_t)call->lens[arg];
    memcpy(eap->identity, call->argv[arg], call->lens[arg]);
    return true;
}

static bool take_eap_key(struct call *call, int arg, struct network *network)
{
    struct eap *eap = &call->st->eap;
    size_t len = call_hex(call->argv[arg], eap->psk, sizeof(eap->psk));

    (void)network;
    if (len < 16)
        return call_fail(call, "an EAP key has 32 to 128 hex digits");
    eap->psk_len = (uint8_t)len;
    return true;
}

/* --- What goes with SAE --------------------------------------------------- */

static bool take_id(struct call *call, int arg, struct network *network)
{
    size_t len = call->lens[arg];

    if (len == 0 || len > D11_SAE_ID_MAX)
        return call_fail(call, "a password identifier has 1 to 64 octets");
    network->profile.sae_id_len = (uint8_t)len;
    memcpy(network->profile.sae_id, call->argv[arg], len);
    return true;
}

static bool take_pwe(struct call *call, int arg, struct network *network)
{
    struct dot11_rsn_profile *profile = &network->profile;

    if (call_has(call, arg, "both")) {
        profile->sae_pwe = D11_SAE_PWE_BOTH;
    } else if (call_has(call, arg, "hnp")) {
        profile->sae_pwe = D11_SAE_PWE_HUNTING;
        /* This one always hashes. */
        profile->akms &= (uint16_t)~D11_AKM_BIT_SAE_EXT_KEY;
    } else if (call_has(call, arg, "h2e")) {
        profile->sae_pwe = D11_SAE_PWE_H2E;
    } else {
        return call_fail(call, "the password element is hnp, h2e or both");
    }
    return true;
}

static bool take_pk(struct call *call, int arg, struct network *network)
{
    struct dot11_rsn_profile *profile = &network->profile;

    if (call_has(call, arg, "allowed"))
        profile->sae_pk = D11_SAE_PK_ALLOWED;
    else if (call_has(call, arg, "only"))
        profile->sae_pk = D11_SAE_PK_ONLY;
    else if (call_has(call, arg, "off"))
        profile->sae_pk = D11_SAE_PK_OFF;
    else
        return call_fail(call, "a public key is allowed, only or off");
    return true;
}

/* In the order they are given. */
static bool take_group(struct call *call, int arg, struct network *network)
{
    struct dot11_rsn_profile *profile = &network->profile;
    uint16_t *groups = profile->akms == D11_AKM_BIT_OWE ? profile->owe_groups
                                                        : profile->sae_groups;
    uint64_t group;
    size_t i = 0;

    if (!words_number(call->argv[arg], UINT16_MAX, &group) || group < 19 ||
        group > 21)
        return call_fail(call, "a group is 19, 20 or 21");
    while (i < 3 && groups[i] != 0)
        i++;
    if (i == 3)
        return call_fail(call, "three groups are enough");
    groups[i] = (uint16_t)group;
    return true;
}

/* --- How weak it may be --------------------------------------------------- */

static bool take_pmf(struct call *call, int arg, struct network *network)
{
    struct dot11_rsn_profile *profile = &network->profile;

    if (call_has(call, arg, "off"))
        profile->pmf = D11_PMF_OFF;
    else if (call_has(call, arg, "on"))
        profile->pmf = D11_PMF_CAPABLE;
    else if (call_has(call, arg, "required"))
        profile->pmf = D11_PMF_REQUIRED;
    else
        return call_fail(call, "management frame protection is off, on or "
                               "required");
    return true;
}

static bool take_rekey(struct call *call, int arg, struct network *network)
{
    uint64_t seconds;

    if (!words_number(call->argv[arg], UINT32_MAX, &seconds))
        return call_fail(call, "a key lives for a number of seconds");
    network->profile.rekey_s = (uint32_t)seconds;
    return true;
}

static bool take_pin(struct call *call, int arg, struct network *network)
{
    (void)call;
    (void)arg;
    network->profile.pin = true;
    return true;
}

/* --- Where, and how ------------------------------------------------------- */

static bool take_bssid(struct call *call, int arg, struct network *network)
{
    network->req.has_bssid = true;
    return words_addr(call->argv[arg], network->req.bssid) ||
           call_fail(call, "a BSSID is like 02:00:00:00:00:01");
}

static bool take_channels(struct call *call, int arg, struct network *network)
{
    network->req.freqs_mhz = network->freqs_mhz;
    return call_channels(call, call->argv[arg], network->freqs_mhz,
                         &network->req.freq_count);
}

static bool take_nowait(struct call *call, int arg, struct network *network)
{
    (void)call;
    (void)arg;
    network->nowait = true;
    return true;
}

static bool take_ft(struct call *call, int arg, struct network *network)
{
    network->profile.ft = call_has(call, arg, "on");
    return network->profile.ft || call_has(call, arg, "off") ||
           call_fail(call, "fast BSS transition is on or off");
}

/* --- The table ------------------------------------------------------------ */

static const struct option {
    const char *word;
    const char *value; /* what follows it; NULL: nothing */
    bool (*take)(struct call *call, int arg, struct network *network);
    const char *help;
} options[] = {
    {"open", NULL, take_open, "without protection, as without a word"},
    {"psk", "PASSPHRASE", take_psk, "WPA2-Personal; 64 hex digits: the PSK"},
    {"sae", "PASSWORD", take_sae, "WPA3-Personal"},
    {"auto", "PASSPHRASE", take_auto, "the best of both that the AP has"},
    {"owe", NULL, take_owe, "Enhanced Open: encrypted, and no password"},
    {"eap", "IDENTITY", take_eap_id, "Enterprise, by EAP-GPSK with key"},
    {"key", "HEX", take_eap_key, "EAP-GPSK: the key, 16 octets at least"},
    {"eap-pmk", "HEX", take_eap_pmk, "Enterprise, with the PMK at hand"},
    {"id", "ID", take_id, "SAE: the password's identifier"},
    {"pwe", "hnp|h2e|both", take_pwe, "SAE: the way to the password element"},
    {"pk", "allowed|only|off", take_pk, "SAE: the access point shows its key"},
    {"group", "N", take_group,
     "SAE, OWE: 19, 20, 21; again for another choice"},
    {"pmf", "off|on|required", take_pmf, "protection of management frames"},
    {"ft", "on|off", take_ft, "fast BSS transition where the network has it"},
    {"rekey", "SECONDS", take_rekey, "ask for another pairwise key so often"},
    {"pin", NULL, take_pin, "nothing weaker than what the network had once"},
    {"bssid", "B", take_bssid, "this access point only"},
    {"channels", "LIST", take_channels, "look there only"},
    {"nowait", NULL, take_nowait, "do not wait until data flows"},
};

#define OPTION_COUNT (sizeof(options) / sizeof(options[0]))

static const struct option *find(const struct call *call, int arg)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (call_has(call, arg, options[i].word))
            return &options[i];
    }
    return NULL;
}

bool network_take(struct call *call, struct network *network)
{
    const struct option *option;

    dot11_rsn_profile_defaults(&network->profile);
    if (!call_ssid(call, 1, &network->req.ssid))
        return false;
    for (int arg = 2; arg < call->argc; arg++) {
        option = find(call, arg);
        if (option == NULL || (option->value != NULL && ++arg == call->argc))
            return call_fail(call, "say connect SSID [OPTION]..., with the "
                                   "options of help; quote what has blanks");
        if (!option->take(call, arg, network))
            return false;
    }
    return true;
}

void network_help(struct station *st)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct option *option = &options[i];
        char words[32];

        snprintf(words, sizeof words, "%s %s", option->word,
                 option->value != NULL ? option->value : "");
        report_line(st, "      %-20s%s", words, option->help);
    }
}
