#include <dot11/event.h>

const char *dot11_event_name(enum dot11_event_type type)
{
    switch (type) {
    case D11_EV_NONE: return "none";
    case D11_EV_STARTED: return "started";
    case D11_EV_SCAN_DONE: return "scan_done";
    case D11_EV_CONNECT_START: return "connect_start";
    case D11_EV_CONNECT_DONE: return "connect_done";
    case D11_EV_ASSOC_START: return "assoc_start";
    case D11_EV_ASSOC_DONE: return "assoc_done";
    case D11_EV_ROAM_START: return "roam_start";
    case D11_EV_ROAM_DONE: return "roam_done";
    case D11_EV_DISASSOC: return "disassoc";
    case D11_EV_PORT: return "port";
    case D11_EV_DISCONNECT_DONE: return "disconnect_done";
    case D11_EV_LINK_QUALITY: return "link_quality";
    case D11_EV_NEED_CREDENTIALS: return "need_credentials";
    case D11_EV_PINNED: return "pinned";
    case D11_EV_PHY_STATE: return "phy_state";
    case D11_EV_HALTED: return "halted";
    case D11_EV_TKIP_MIC_FAILURE: return "tkip_mic_failure";
    case D11_EV_RESET_DONE: return "reset_done";
    case D11_EV_NETWORK_FOUND: return "network_found";
    case D11_EV_PMKID_CANDIDATES: return "pmkid_candidates";
    case D11_EV_UNPROTECTED: return "unprotected";
    case D11_EV_COUNT: break;
    }
    return "?";
}

const char *dot11_outcome_str(enum dot11_outcome outcome)
{
    switch (outcome) {
    case D11_OUTCOME_SUCCESS: return "success";
    case D11_OUTCOME_FAILURE: return "failure";
    case D11_OUTCOME_UNREACHABLE: return "unreachable";
    case D11_OUTCOME_RADIO_OFF: return "radio off";
    case D11_OUTCOME_CANCELLED: return "cancelled";
    case D11_OUTCOME_NO_CANDIDATE: return "no candidate";
    case D11_OUTCOME_BY_HOST: return "left by the host";
    case D11_OUTCOME_SYSTEM_ERROR: return "system error";
    case D11_OUTCOME_BETTER_AP: return "better access point";
    case D11_OUTCOME_LOST: return "association lost";
    case D11_OUTCOME_PEER_DEAUTH: return "deauthenticated by peer";
    case D11_OUTCOME_PEER_DISASSOC: return "disassociated by peer";
    case D11_OUTCOME_PEER_REFUSED: return "refused by peer";
    case D11_OUTCOME_SECURITY: return "security failure";
    case D11_OUTCOME_HOST_ROAM: return "roam asked for by the host";
    case D11_OUTCOME_PHY_DISABLED: return "PHY disabled";
    case D11_OUTCOME_BY_RESET: return "lost by an adapter reset";
    case D11_OUTCOME_ADHOC: return "another cell of the IBSS";
    case D11_OUTCOME_EXCLUDED: return "excluded by the host";
    case D11_OUTCOME_SA_QUERY: return "SA Query without an answer";
    }
    return "?";
}

/* What the model leaves to vendors (N80211 section 1.5). */
#define VENDOR 0x80000000u

uint32_t dot11_outcome_status(enum dot11_outcome outcome, uint16_t code)
{
    switch (outcome) {
    case D11_OUTCOME_SUCCESS: return 0x0;
    case D11_OUTCOME_FAILURE: return 0x1;
    case D11_OUTCOME_UNREACHABLE: return 0x2;
    case D11_OUTCOME_RADIO_OFF: return 0x3;
    case D11_OUTCOME_PHY_DISABLED: return 0x4;
    case D11_OUTCOME_CANCELLED: return 0x5;
    case D11_OUTCOME_NO_CANDIDATE: return 0x6;
    case D11_OUTCOME_BY_HOST: return 0x7;
    case D11_OUTCOME_BY_RESET: return 0x9;
    case D11_OUTCOME_SYSTEM_ERROR: return 0xa;
    case D11_OUTCOME_BETTER_AP: return 0xb;
    case D11_OUTCOME_LOST: return 0xc;
    case D11_OUTCOME_ADHOC: return 0xd;
    case D11_OUTCOME_PEER_DEAUTH: return 0x00010000u | code;
    case D11_OUTCOME_PEER_DISASSOC: return 0x00020000u | code;
    case D11_OUTCOME_PEER_REFUSED: return 0x00030000u | code;
    case D11_OUTCOME_SECURITY:
    case D11_OUTCOME_EXCLUDED:
    case D11_OUTCOME_SA_QUERY:
    case D11_OUTCOME_HOST_ROAM: return VENDOR | (unsigned)outcome;
    }
    return 0x1;
}
