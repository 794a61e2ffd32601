/* libdot11: wake by the network. An optional part, beside that of power.h:
 * the device sleeps, its radio keeps the association and wakes it.
 *
 * SPDX-License-Identifier: MIT
 * Rules N80211-PM-10 to PM-12, PM-14. While the device sleeps the core does
 * not run: first what a host asks for, then what its radio does meanwhile,
 * then what an extension knows about it. */
#ifndef DOT11_WAKE_H
#define DOT11_WAKE_H

#include <dot11/config.h>
#include <dot11/err.h>
#include <dot11/hw.h>
#include <dot11/types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct dot11_sta;

/** The part, for dot11_config.parts. */
extern const struct dot11_part dot11_wake;

/** Patterns at most. */
#define D11_WAKE_PATTERNS 8u
/** Octets of a pattern at most. */
#define D11_WAKE_PATTERN_MAX 128u
/** Octets that are kept of the packet that woke the device. */
#define D11_WAKE_PACKET_MAX 128u

/** What wakes the device; bits. */
enum dot11_wake_on {
    D11_WAKE_PATTERN = 1u << 0,      /**< a data frame, not a null frame, that
                                          is like a pattern when it was
                                          decrypted and its MIC verified */
    D11_WAKE_MAGIC = 1u << 1,        /**< a magic packet */
    D11_WAKE_AP_LOST = 1u << 2,      /**< the association is lost, at most
                                          5 minutes after the AP */
    D11_WAKE_GTK_ERROR = 1u << 3,    /**< a group rekey that fails */
    D11_WAKE_EAP_IDENTITY = 1u << 4, /**< an EAP Request/Identity of the AP */
    D11_WAKE_HANDSHAKE = 1u << 5,    /**< message 1 of a 4-way handshake */
    D11_WAKE_REKEY = 1u << 6         /**< wakes nobody: the radio answers
                                          group rekeys, for which it is given
                                          the keys of the handshakes */
};

/** The first octets of an Ethernet frame. */
struct dot11_wake_pattern {
    uint8_t len;                            /**< octets, from the first on */
    uint8_t mask[D11_WAKE_PATTERN_MAX / 8]; /**< a bit for each octet that
                                                counts, low bit first */
    uint8_t octets[D11_WAKE_PATTERN_MAX];   /**< what it should be */
};

/** What shall wake the device in its next sleep. */
struct dot11_wake_req {
    uint32_t on;           /**< enum dot11_wake_on bits; 0: nothing */
    uint8_t pattern_count; /**< with D11_WAKE_PATTERN; at least 1 then */
    const struct dot11_wake_pattern *patterns; /**< pattern_count of them */
};

/** What became of it. */
struct dot11_wake_status {
    uint32_t on;                /**< accepted, also after the sleep */
    uint32_t rejected;          /**< asked for, but not accepted */
    uint32_t rejected_patterns; /**< a bit for each pattern; the rest is
                                     accepted */
    bool armed;                 /**< the radio watched, or does */
    bool rekeyed;               /**< it answered a group rekey */
    uint64_t replay;            /**< replay counter of the last rekey; 0 while
                                     asleep and without D11_WAKE_REKEY */
    uint32_t woken_by;          /**< one of `on`; 0: the radio did not */
    uint32_t packet_len;        /**< octets of the packet that woke it */
    uint8_t packet[D11_WAKE_PACKET_MAX]; /**< it, as far as it fits */
};

/**
 * Say what wakes the device in its next sleep, in place of what was said
 * before. It holds for one sleep: the resume takes it from the radio. It needs
 * an association to an AP with RSN, and at the sleep the station must be the
 * only one that runs, and its AP the same; else the radio is turned off as
 * without it. What the radio cannot do is rejected, item by item; also
 * D11_WAKE_REKEY when there is nothing to keep the association for.
 *
 * @param req     borrowed
 * @param status  what was accepted
 * @return D11_ERR_UNSUPPORTED: the part is not listed, the radio cannot wake
 *         anybody, or the network is not one of RSN with an AP; D11_ERR_STATE:
 *         not connected; D11_ERR_RADIO_OFF: it is off, or the device sleeps;
 *         D11_ERR_ARG. Nothing was changed then
 */
enum dot11_err dot11_sta_set_wake(struct dot11_sta *sta,
                                  const struct dot11_wake_req *req,
                                  struct dot11_wake_status *status,
                                  uint64_t now_us);

/**
 * What was accepted and, after the resume, what happened. A disconnect and a
 * reset forget it.
 * @return D11_ERR_UNSUPPORTED: the part is not listed
 */
enum dot11_err dot11_sta_wake_status(const struct dot11_sta *sta,
                                     struct dot11_wake_status *status);

/* The radio. */

/** Longest KCK and KEK. */
#define D11_WAKE_KEY_MAX 32u
/** Keys of an association: a pairwise key, and group keys. */
#define D11_WAKE_KEYS 3u

/** What answers a group rekey. Secret. */
struct dot11_wake_rekey {
    uint32_t akm;                  /**< D11_AKM_*: how a MIC is made */
    uint32_t group_cipher;         /**< D11_CIPHER_* of the GTK */
    uint8_t kck_len;               /**< octets */
    uint8_t kek_len;               /**< octets */
    uint8_t kck[D11_WAKE_KEY_MAX]; /**< key of MICs */
    uint8_t kek[D11_WAKE_KEY_MAX]; /**< key of Key Data */
    uint64_t replay;               /**< of the last message that was accepted */
};

/** A group key of a rekey. */
struct dot11_wake_gtk {
    const uint8_t *octets; /**< NULL: there was none */
    uint8_t len;           /**< octets */
    uint8_t key_id;        /**< 1..3 */
    uint64_t rx_pn;        /**< the highest packet number received under it */
};

/** What the radio shall do while the device sleeps. Borrowed in arm. */
struct dot11_hw_wake {
    uint32_t on;                 /**< enum dot11_wake_on bits */
    uint8_t bssid[D11_ADDR_LEN]; /**< of the AP; no other may be taken */
    uint8_t addr[D11_ADDR_LEN];  /**< our own */
    uint8_t pattern_count;       /**< entries of patterns */
    uint8_t key_count;           /**< entries of keys */
    const struct dot11_wake_pattern *patterns; /**< that wake the device */
    const struct dot11_hw_key *keys;      /**< those in use, also those that the
                                               radio has; the first is pairwise */
    const struct dot11_wake_rekey *rekey; /**< NULL without D11_WAKE_REKEY */
};

/** What happened. Zeroed before disarm. */
struct dot11_hw_wake_result {
    uint32_t woken_by;     /**< an enum dot11_wake_on bit, or 0 */
    const uint8_t *packet; /**< the packet that woke the device, NULL without;
                                valid until disarm returned, as `gtk` is */
    size_t packet_len;     /**< octets of it */
    uint64_t replay;       /**< of the last rekey message; 0: there was none */
    struct dot11_wake_gtk gtk; /**< the last one */
    struct {
        uint64_t tx_pn; /**< last packet number used; 0: none, or it counts
                             them when awake, too */
        uint64_t rx_pn; /**< highest one received; 0: none */
    } counters[D11_WAKE_KEYS]; /**< of `keys` of dot11_hw_wake, in their order
                                */
};

/** How a radio wakes the device; dot11_hw_ops.wake. */
struct dot11_hw_wake_ops {
    size_t size;            /**< sizeof(struct dot11_hw_wake_ops) */
    uint32_t on;            /**< what it can (enum dot11_wake_on) */
    uint8_t pattern_count;  /**< patterns it has room for */
    uint8_t pattern_octets; /**< octets of each */

    /**
     * The device falls asleep, the radio stays on. It keeps the association
     * alive, with this AP alone, and hands nothing up. At once.
     * @return an error: it is turned off instead
     */
    enum dot11_err (*arm)(void *hw, struct dot11_sta *sta,
                          const struct dot11_hw_wake *wake);

    /**
     * The device woke up. The radio forgets patterns, `rekey` and all keys
     * that it did not get by set_key, and answers no handshake any more; one
     * that it has not answered to the end is left as if its message had not
     * come, so that the AP repeats it. At once. Not called for a radio that
     * was turned off meanwhile: it forgets these things by itself.
     */
    void (*disarm)(void *hw, struct dot11_sta *sta,
                   struct dot11_hw_wake_result *result);
};

/* The extension. */

/** Handlers of an extension whose ports can outlive a sleep;
 * dot11_ext_extra.wake. Both are called as other handlers are. */
struct dot11_ext_wake_ops {
    /** What answers a group rekey of this port; the core wipes it.
     * @return D11_ERR_STATE: not now; the radio is turned off instead */
    enum dot11_err (*rekey)(void *ext, uint32_t session_id,
                            struct dot11_wake_rekey *out);

    /** The radio answered rekeys. The extension installs the GTK, borrowed,
     * with dot11_ext_set_key().
     * @param replay  of the last message
     * @param gtk     NULL: there was none */
    void (*woken)(void *ext, uint32_t session_id, uint64_t replay,
                  const struct dot11_wake_gtk *gtk);
};

#ifdef __cplusplus
}
#endif

#endif
