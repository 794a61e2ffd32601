/* libdot11: what can go wrong, and why a frame was refused.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DOT11_ERR_H
#define DOT11_ERR_H

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Our errors. An error says whose fault it is; what a peer said is a status
 * or a reason code (codes.h). A call that returns an error other than
 * D11_ERR_PENDING changed nothing.
 */
enum dot11_err {
    D11_OK = 0,
    D11_ERR_PENDING,     /**< accepted; the outcome comes later */
    D11_ERR_ARG,         /**< an argument is out of its range */
    D11_ERR_SSID,        /**< an SSID has more than 32 octets */
    D11_ERR_PASSPHRASE,  /**< a passphrase is not 8..63 printable octets */
    D11_ERR_CHANNEL,     /**< the radio has no such channel */
    D11_ERR_STATE,       /**< not in this state */
    D11_ERR_BUSY,        /**< another one is running, or called from an op */
    D11_ERR_FULL,        /**< a bounded table or queue has no room */
    D11_ERR_MEMORY,      /**< the memory given is too small or misaligned */
    D11_ERR_VERSION,     /**< a table's `size` is not one we know */
    D11_ERR_UNSUPPORTED, /**< neither the radio nor the core can do it */
    D11_ERR_CANCELLED,   /**< ended by a newer request, reset or halt */
    D11_ERR_TIMEOUT,     /**< nobody answered in time */
    D11_ERR_NOT_FOUND,   /**< no such network, peer, key or entry */
    D11_ERR_REFUSED,     /**< the peer refused; see the status code */
    D11_ERR_LOST,        /**< the peer went away */
    D11_ERR_RADIO_OFF,   /**< the radio is off */
    D11_ERR_HW,          /**< the radio failed to do what it was asked */
    D11_ERR_RANDOM,      /**< the host gave no random octets */
    D11_ERR_CRYPTO,      /**< the crypto provider failed */
    D11_ERR_VERIFY,      /**< a MIC, tag or integrity check did not match */
    D11_ERR_PROTOCOL,    /**< the peer broke the protocol */
    D11_ERR_SECURITY,    /**< the offer is weaker than the policy allows */
    D11_ERR_BAD_KEY,     /**< wrong passphrase, most likely */
    D11_ERR_COUNT        /**< how many there are */
};

/** One short English line for an error; never NULL. */
const char *dot11_err_str(enum dot11_err err);

/**
 * Why a received frame had no effect. Each refused frame counts under exactly
 * one reason (dot11_radio_stats); frames accepted plus all reasons is frames
 * in. The values are stable: new ones are added at the end.
 */
enum dot11_drop {
    /* Header, clause 9.2 */
    D11_DROP_TOO_SHORT,       /**< shorter than its own header says */
    D11_DROP_TOO_LONG,        /**< longer than any MPDU may be */
    D11_DROP_VERSION,         /**< protocol version is not 0 */
    D11_DROP_TYPE,            /**< control, reserved or unused subtype */
    D11_DROP_NOT_FOR_US,      /**< receiver address is another's */
    D11_DROP_ADDRESS,         /**< an address that cannot be (group TA ...) */
    D11_DROP_OWN,             /**< our own transmission came back */
    D11_DROP_DIRECTION,       /**< ToDS/FromDS not AP to station */
    D11_DROP_NOT_ASSOCIATED,  /**< data or class 3 frame without association */
    D11_DROP_RADIO_OFF,       /**< the radio is off or halting */
    D11_DROP_FCS,             /**< the radio says the FCS is wrong */
    D11_DROP_DESCRIPTOR,      /**< the radio's description contradicts itself */
    /* Order and repetition */
    D11_DROP_DUPLICATE,       /**< 10.3.2.14 */
    D11_DROP_REPLAY,          /**< packet number not greater than the last */
    /* Protection */
    D11_DROP_NO_KEY,          /**< protected, and no key for it */
    D11_DROP_MIC,             /**< MIC or tag is wrong */
    D11_DROP_CIPHER_HEADER,   /**< too short or malformed cipher header */
    D11_DROP_PLAINTEXT,       /**< unprotected where protection is required */
    D11_DROP_KEY_ADDRESS,     /**< group key on unicast or the reverse */
    D11_DROP_PORT,            /**< the port is closed for this EtherType */
    D11_DROP_PROTECTED_TYPE,  /**< Protected bit where the standard has none */
    /* Payload */
    D11_DROP_FRAGMENT,        /**< a fragment that fits no reassembly */
    D11_DROP_REASSEMBLY_FULL, /**< oldest reassembly gave way */
    D11_DROP_REASSEMBLY_AGED, /**< incomplete after its lifetime */
    D11_DROP_AMSDU,           /**< a malformed or refused A-MSDU */
    D11_DROP_LLC,             /**< no payload, or no LLC header we know */
    D11_DROP_MSDU_ADDRESS,    /**< group or own source address */
    D11_DROP_GROUP_UNICAST_IP,/**< unicast IP in a group frame (hole 196) */
    D11_DROP_NO_DATA,         /**< Null frame: nothing to deliver */
    D11_DROP_HOST_PAUSED,     /**< the host takes no MSDUs now */
    /* Management */
    D11_DROP_MGMT_BODY,       /**< body shorter than its fixed fields */
    D11_DROP_ELEMENTS,        /**< elements malformed or truncated */
    D11_DROP_BEACON_ADDRESS,  /**< beacon to an individual address */
    D11_DROP_UNEXPECTED,      /**< no transaction waits for this */
    D11_DROP_MISMATCH,        /**< does not fit the running transaction */
    D11_DROP_BSS_OTHER,       /**< of a BSS that is not ours */
    D11_DROP_BSS_TABLE,       /**< no room that could be freed */
    D11_DROP_ACTION,          /**< an action we do not take */
    D11_DROP_UNPROTECTED_MGMT,/**< robust management frame unprotected */
    D11_DROP_RATE_LIMIT,      /**< more than the bound for such frames */
    /* EAPOL-Key, 12.7.2 */
    D11_DROP_EAPOL_FORMAT,    /**< malformed EAPOL or EAPOL-Key */
    D11_DROP_EAPOL_TYPE,      /**< EAPOL that nobody handles */
    D11_DROP_EAPOL_INFO,      /**< Key Information not legal here */
    D11_DROP_EAPOL_REPLAY,    /**< replay counter not greater */
    D11_DROP_EAPOL_MIC,       /**< Key MIC wrong */
    D11_DROP_EAPOL_KEY_DATA,  /**< Key Data malformed or not decryptable */
    D11_DROP_EAPOL_NONCE,     /**< ANonce fits no candidate */
    D11_DROP_EAPOL_STATE,     /**< not in this state */
    D11_DROP_EAPOL_MISMATCH,  /**< RSNE or keys differ from the agreed */
    D11_DROP_SECURITY_QUEUE,  /**< too many packets wait for the extension */
    /* TKIP, 12.5.2 */
    D11_DROP_TKIP_MIC,        /**< the MSDU was decrypted, its MIC is wrong */
    D11_DROP_COUNT            /**< how many there are */
};

/** What a check answers when the frame may go on; no index of counters. */
#define D11_DROP_NONE D11_DROP_COUNT

/** One short English line for a drop reason; never NULL. */
const char *dot11_drop_str(enum dot11_drop drop);

#ifdef __cplusplus
}
#endif

#endif
