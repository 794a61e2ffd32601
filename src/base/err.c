/* Text for error codes and drop reasons.
 *
 * SPDX-License-Identifier: MIT */
#include <dot11/err.h>

const char *dot11_err_str(enum dot11_err err)
{
    switch (err) {
    case D11_OK: return "ok";
    case D11_ERR_PENDING: return "accepted, the outcome comes later";
    case D11_ERR_ARG: return "argument out of range";
    case D11_ERR_SSID: return "SSID longer than 32 octets";
    case D11_ERR_PASSPHRASE:
        return "passphrase is not 8 to 63 printable octets";
    case D11_ERR_CHANNEL: return "no such channel";
    case D11_ERR_STATE: return "wrong state";
    case D11_ERR_BUSY: return "busy";
    case D11_ERR_FULL: return "no room left";
    case D11_ERR_MEMORY: return "memory too small or misaligned";
    case D11_ERR_VERSION: return "unknown version of a table";
    case D11_ERR_UNSUPPORTED: return "not supported";
    case D11_ERR_CANCELLED: return "cancelled";
    case D11_ERR_TIMEOUT: return "timed out";
    case D11_ERR_NOT_FOUND: return "not found";
    case D11_ERR_REFUSED: return "refused by the peer";
    case D11_ERR_LOST: return "peer lost";
    case D11_ERR_RADIO_OFF: return "radio is off";
    case D11_ERR_HW: return "radio failed";
    case D11_ERR_RANDOM: return "no random octets";
    case D11_ERR_CRYPTO: return "crypto provider failed";
    case D11_ERR_VERIFY: return "integrity check failed";
    case D11_ERR_PROTOCOL: return "peer broke the protocol";
    case D11_ERR_SECURITY: return "offer weaker than the policy";
    case D11_ERR_BAD_KEY: return "wrong passphrase, most likely";
    case D11_ERR_COUNT: break;
    }
    /* No default: a new code without its line is a warning. */
    return "?";
}

const char *dot11_drop_str(enum dot11_drop drop)
{
    switch (drop) {
    case D11_DROP_TOO_SHORT: return "shorter than its header";
    case D11_DROP_TOO_LONG: return "longer than any MPDU";
    case D11_DROP_VERSION: return "protocol version is not 0";
    case D11_DROP_TYPE: return "type or subtype not handled";
    case D11_DROP_NOT_FOR_US: return "for another receiver";
    case D11_DROP_ADDRESS: return "impossible address";
    case D11_DROP_OWN: return "our own transmission";
    case D11_DROP_DIRECTION: return "wrong ToDS and FromDS";
    case D11_DROP_NOT_ASSOCIATED: return "no association";
    case D11_DROP_RADIO_OFF: return "radio is off";
    case D11_DROP_FCS: return "wrong FCS";
    case D11_DROP_DESCRIPTOR: return "contradictory receive descriptor";
    case D11_DROP_DUPLICATE: return "duplicate";
    case D11_DROP_REPLAY: return "replayed packet number";
    case D11_DROP_NO_KEY: return "no key for a protected frame";
    case D11_DROP_MIC: return "wrong MIC";
    case D11_DROP_CIPHER_HEADER: return "malformed cipher header";
    case D11_DROP_PLAINTEXT: return "unprotected frame";
    case D11_DROP_KEY_ADDRESS: return "key and address do not fit";
    case D11_DROP_PORT: return "port is closed";
    case D11_DROP_PROTECTED_TYPE: return "Protected bit where there is none";
    case D11_DROP_FRAGMENT: return "fragment without its MSDU";
    case D11_DROP_REASSEMBLY_FULL: return "reassembly gave way to a newer one";
    case D11_DROP_REASSEMBLY_AGED: return "reassembly took too long";
    case D11_DROP_AMSDU: return "malformed or refused A-MSDU";
    case D11_DROP_LLC: return "no LLC header";
    case D11_DROP_MSDU_ADDRESS: return "impossible address of an MSDU";
    case D11_DROP_GROUP_UNICAST_IP: return "unicast IP in a group frame";
    case D11_DROP_NO_DATA: return "frame without data";
    case D11_DROP_HOST_PAUSED: return "host is paused";
    case D11_DROP_MGMT_BODY: return "management body too short";
    case D11_DROP_ELEMENTS: return "malformed elements";
    case D11_DROP_BEACON_ADDRESS: return "beacon to an individual address";
    case D11_DROP_UNEXPECTED: return "nobody waits for it";
    case D11_DROP_MISMATCH: return "does not fit the transaction";
    case D11_DROP_BSS_OTHER: return "of another BSS";
    case D11_DROP_BSS_TABLE: return "BSS table is full";
    case D11_DROP_ACTION: return "action not handled";
    case D11_DROP_UNPROTECTED_MGMT:
        return "unprotected robust management frame";
    case D11_DROP_RATE_LIMIT: return "too many of them";
    case D11_DROP_EAPOL_FORMAT: return "malformed EAPOL";
    case D11_DROP_EAPOL_TYPE: return "EAPOL nobody handles";
    case D11_DROP_EAPOL_INFO: return "illegal Key Information";
    case D11_DROP_EAPOL_REPLAY: return "replayed EAPOL-Key";
    case D11_DROP_EAPOL_MIC: return "wrong Key MIC";
    case D11_DROP_EAPOL_KEY_DATA: return "malformed Key Data";
    case D11_DROP_EAPOL_NONCE: return "unknown ANonce";
    case D11_DROP_EAPOL_STATE: return "EAPOL-Key out of state";
    case D11_DROP_EAPOL_MISMATCH:
        return "EAPOL-Key differs from what was agreed";
    case D11_DROP_SECURITY_QUEUE: return "security queue is full";
    case D11_DROP_TKIP_MIC: return "wrong TKIP MIC of an MSDU";
    case D11_DROP_COUNT: break;
    }
    /* No default: a new code without its line is a warning. */
    return "?";
}
