/* libdot11: security extensions.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020 is cited by clause; rules N80211-EXT-*, PRE-*, POST-*.
 *
 * An extension runs what decides about a port: it says which BSSs fit, adds
 * elements to association requests, may carry on the authentication, and
 * after each association proves the peer and brings keys. The built-in RSN
 * (rsn.h) is one; a vendor's own is another, with the same rights.
 *
 * First the handlers an extension implements, then the host functions that it
 * may call. Handlers are called from inside a call into the core. From inside
 * a handler every host function of this header may be called, and no other
 * function of the core: what it asks for is checked at once and put on a
 * bounded list that is carried out, in order, after the handler returned. An
 * extension with a thread or a timer of its own calls the same functions in
 * the radio's serialisation. Called so, outside a handler, what was asked for
 * is carried out before the function returns, and what follows from that,
 * send_done, job_done and key_failed above all, may run before it returns,
 * too: note what a packet or a job is for before you hand it in.
 *
 * After `deinit` began every host function but dot11_ext_job_cancel() answers
 * D11_ERR_STATE and does nothing. docs/extensions.md shows the order of the calls. */
#ifndef DOT11_EXT_H
#define DOT11_EXT_H

#include <dot11/bss.h>
#include <dot11/crypto.h>
#include <dot11/err.h>
#include <dot11/types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct dot11_exemption;    /* attr.h */
struct dot11_ext_wake_ops; /* wake.h */

/** One extension on one station; opaque. */
struct dot11_ext_host;

/** Most EtherTypes that an extension registers or exempts. */
#define D11_EXT_ETHERTYPES_MAX 4u

/** What a pair of dot11_ext_ops.pairs is good for; bits. */
enum dot11_ext_pair_use {
    D11_EXT_PAIR_UNICAST = 1u << 0, /**< frames to one station */
    D11_EXT_PAIR_GROUP = 1u << 1,   /**< frames to groups */
    D11_EXT_PAIR_IBSS = 1u << 2,    /**< in an IBSS */
    D11_EXT_PAIR_INFRA = 1u << 3,   /**< with an AP */
    D11_EXT_PAIR_ALL = 15u          /**< everything */
};

/** An authentication algorithm and a cipher that go together, in numbers of
 * the model (attr.h); vendors' own are 0x80000000 and above. */
struct dot11_ext_pair {
    uint32_t auth;   /**< enum dot11_auth */
    uint32_t cipher; /**< enum dot11_cipher */
    uint32_t uses;   /**< enum dot11_ext_pair_use bits */
};

/** What the chosen AP and we agreed on; filled by `select`. */
struct dot11_ext_suites {
    uint32_t akm;               /**< D11_AKM_* or a vendor's */
    uint32_t pairwise_cipher;   /**< D11_CIPHER_* */
    uint32_t group_cipher;      /**< D11_CIPHER_* */
    uint32_t group_mgmt_cipher; /**< D11_CIPHER_* or D11_CIPHER_NONE */
    uint16_t auth_algorithm;    /**< D11_AUTH_* of the first frame */
    uint8_t rsnx;               /**< first octet of our RSN extension field;
                                     0: none is sent */
    bool controlled;            /**< the port is closed until it is done */
    bool mfp;                   /**< management frame protection agreed */
    bool ocv;                   /**< with `mfp`: operating channel validation
                                     agreed; SA Queries carry an OCI, and those
                                     of the AP must */
    bool beacon_protection;     /**< with `mfp`: the AP has said that it has
                                     protected beacons, and we want them */
    uint16_t rsn_capability;    /**< bits of our RSN Capabilities field
                                     (9.4.2.24.4) beside those of every
                                     association */
    bool privacy;               /**< set the Privacy bit in requests */
    bool ready;                 /**< who associates is authenticated by that:
                                     the port is made open, and post_associate
                                     brings the keys (FT, FILS) */
    bool ssid_protection;       /**< the SSID comes again in message 3; a bit of
                                     our RSN extension field */
    bool ibss;                  /**< agreed on with a peer of an IBSS */
    uint8_t refusal;            /**< all that `select` fills when it refuses:
                                     enum dot11_refusal, why; or nothing,
                                     which means D11_REFUSAL_SECURITY */
    bool auth_work;             /**< with the open system: `authenticate` is
                                     called as well, for work beside the two
                                     frames, which the core exchanges */
};

/** An association as told to `post_associate`; borrowed. */
struct dot11_ext_assoc {
    uint32_t session_id;           /**< names the port in all later calls */
    uint8_t peer[D11_ADDR_LEN];    /**< the AP */
    uint8_t own[D11_ADDR_LEN];     /**< our address on this link */
    uint8_t link_id;               /**< 0 without 802.11be */
    bool reassoc;                  /**< it was a reassociation */
    struct dot11_ssid ssid;        /**< of the network */
    struct dot11_ext_suites suites;/**< as `select` said */
    const struct dot11_bss *bss;   /**< with the elements chosen by */
    struct dot11_octets request;   /**< elements of our request */
    struct dot11_octets response;  /**< elements of the answer */
};

/** `transaction` of the elements of an association response (see
 * dot11_ext_ops.authenticate). */
#define D11_EXT_AUTH_ASSOC 0xffffu

/** An authentication frame that came in, or is to be sent. */
struct dot11_ext_auth {
    uint16_t algorithm;   /**< D11_AUTH_* */
    uint16_t transaction; /**< from 1 on */
    uint16_t status;      /**< D11_STATUS_* */
    struct dot11_octets body; /**< what follows the three fields */
};

/** A packet of a registered EtherType; borrowed. */
struct dot11_ext_packet {
    uint32_t session_id;        /**< the port it came through */
    uint16_t ethertype;         /**< D11_ETHERTYPE_* */
    bool was_protected;         /**< it came under the pairwise key */
    uint8_t sa[D11_ADDR_LEN];   /**< source address; may differ from the
                                     peer: the extension judges */
    uint8_t *data;              /**< behind the EtherType; the extension
                                     may write here */
    size_t len;                 /**< octets of data */
};

/** A key that an extension brings. Borrowed; wipe yours after the call. */
struct dot11_ext_key {
    uint32_t session_id;        /**< the port it belongs to */
    uint32_t cipher;            /**< D11_CIPHER_* */
    uint8_t key_id;             /**< pairwise 0..1, GTK 0..3, IGTK 4..5,
                                     BIGTK 6..7 */
    bool pairwise;              /**< false: group */
    bool tx;                    /**< we send with it */
    uint8_t len;                /**< octets */
    const uint8_t *octets;      /**< the key */
    uint64_t rx_pn;             /**< receive counter to start from */
};

/** Verdict about a port. */
struct dot11_ext_verdict {
    uint32_t session_id;   /**< which port */
    enum dot11_err err;    /**< D11_OK opens it; else why not */
    uint16_t reason_code;  /**< D11_REASON_*, when `leave` */
    bool leave;            /**< end the association with reason_code */
};

/** A cookie of dot11_ext_send() for which no send_done follows. */
#define D11_EXT_NO_COOKIE UINT32_MAX

/** Prompts of an extension that may be open at once, numbered from 0. */
#define D11_EXT_PROMPTS 8u

/** Longest vendor block of an association, see dot11_ext_set_block(). */
#define D11_EXT_BLOCK_MAX 64u

/** What dot11_sta_ext_indicate() hands to an extension. */
enum dot11_ext_indication {
    D11_EXT_IND_VENDOR,           /**< of the radio's driver; opaque */
    D11_EXT_IND_PMKID_CANDIDATES, /**< the event of that name */
    D11_EXT_IND_MIC_FAILURE,      /**< the event of that name */
    D11_EXT_IND_PHY_STATE,        /**< struct dot11_ev_phy_state */
    D11_EXT_IND_LINK_QUALITY,     /**< struct dot11_ev_link_quality */
    D11_EXT_IND_COUNT
};

/** How an authentication by the host's 802.1X engine goes. */
enum dot11_onex_status {
    D11_ONEX_SUCCESS,    /**< it ended well, the keys are there */
    D11_ONEX_FAILURE,    /**< it ended */
    D11_ONEX_IN_PROGRESS /**< it goes on; for people to see */
};

/** Octets of an MSK half (RFC 3748, 7.10: MPPE keys). */
#define D11_ONEX_KEY_MAX 32u

/** What the 802.1X engine has to say (onex.h). Borrowed; the core wipes the
 * keys when the handler returned. */
struct dot11_onex_result {
    uint32_t session_id;            /**< the port; the core fills it in */
    enum dot11_onex_status status;  /**< how it goes */
    enum dot11_err err;             /**< FAILURE: why; D11_ERR_TIMEOUT when
                                         nobody answered EAPOL-Start */
    uint32_t reason;                /**< of the EAP method, for people */
    uint8_t recv_key_len;           /**< 0 without one */
    uint8_t send_key_len;           /**< 0 without one */
    uint8_t recv_key[D11_ONEX_KEY_MAX]; /**< MS-MPPE-Recv-Key: the PMK */
    uint8_t send_key[D11_ONEX_KEY_MAX]; /**< MS-MPPE-Send-Key */
};

/** Options of a packet to send. */
enum dot11_ext_send_flag {
    D11_EXT_SEND_PLAIN = 1u << 0 /**< unprotected although there is a key:
                                      only EAPOL, only where SEC-HSK-09
                                      allows it */
};

/**
 * Handlers that few extensions have; any may be NULL. The first three know no
 * station and change nothing: they judge what a user or a scan brought, which
 * may be anything. `reason` is the extension's, for people; it is 0 when the
 * answer is D11_OK and must not be 0 otherwise.
 */
struct dot11_ext_extra {
    size_t size; /**< sizeof(struct dot11_ext_extra) */

    /** Is this a profile that pre_associate would take? */
    enum dot11_err (*validate)(const void *profile, size_t len,
                               uint32_t *reason);

    /** Does this BSS offer what the profile needs? */
    enum dot11_err (*match)(const void *profile, size_t len,
                            const struct dot11_bss *bss, uint32_t *reason);

    /**
     * Write a temporary profile for a network that nobody configured.
     * @param secure_only  not for one that anybody may listen to
     * @param profile      room for `cap` octets; `*len` says how many it took
     * @return D11_ERR_FULL: too little room, `*len` is what it takes
     */
    enum dot11_err (*discover)(const struct dot11_bss *bss, bool secure_only,
                               void *profile, size_t cap, size_t *len,
                               uint32_t *reason);

    /** An indication that the host passed on; borrowed. */
    void (*indication)(void *ext, enum dot11_ext_indication kind,
                       const uint8_t *data, size_t len, uint64_t now_us);

    /** What the user said to a prompt of dot11_ext_prompt(); borrowed and a
     * secret. */
    void (*answer)(void *ext, uint8_t prompt, const uint8_t *data, size_t len,
                   uint64_t now_us);

    /** The 802.1X engine that dot11_ext_onex_start() started says how it
     * goes. */
    void (*onex_result)(void *ext, const struct dot11_onex_result *result,
                        uint64_t now_us);

    /**
     * An AP refused the authentication or the association.
     * @param status  D11_STATUS_*
     * @return true: what was chosen for it was out of date, and something else
     *         is chosen now; the AP is tried again at once, a few times in
     *         one connect or roam
     */
    bool (*refused)(void *ext, const uint8_t bssid[D11_ADDR_LEN],
                    uint16_t status);

    /** Group rekeys while the device sleeps (wake.h). */
    const struct dot11_ext_wake_ops *wake;
};

/**
 * The handlers of an extension. `ext` is its state: `state_size` zeroed
 * octets for each station, aligned as max_align_t. Handlers marked optional
 * may be NULL. `now_us` is the host clock.
 */
struct dot11_ext_ops {
    size_t size;       /**< sizeof(struct dot11_ext_ops) */
    const char *name;  /**< for people */
    const struct dot11_ext_pair *pairs; /**< what the lists of supported
                            algorithms and ciphers name; may be NULL */
    size_t pair_count; /**< entries of pairs */
    size_t state_size; /**< octets of state for each station */
    bool ibss;         /**< serves IBSS: several ports at once, one for each
                            peer. `select` is asked about BSSs with
                            D11_BSS_IS_IBSS, and for one that shall begin
                            here about a BSS without elements. A group key
                            with `tx` is the station's own */

    /** The station exists; `host` names it in all calls of the extension. */
    enum dot11_err (*init)(void *ext, struct dot11_ext_host *host);

    /** The station goes; `host` ends here. Nothing may be called, and what
     * is called answers D11_ERR_STATE. Pending work is given up inside. */
    void (*deinit)(void *ext);

    /** Back to the state after init, secrets wiped: after a disconnect, a
     * reset or a halt. A pre-association that is pending is cancelled with
     * it; dot11_ext_pre_associate_done() with D11_ERR_CANCELLED is taken from
     * inside, and nothing follows from it. Ports are gone by then: each was
     * told to stop_post_associate. */
    void (*reset)(void *ext);

    /**
     * A connect request names this profile (struct of the extension).
     * Copies what it keeps.
     * @return D11_OK: go on; D11_ERR_PENDING: dot11_ext_pre_associate_done()
     *         follows; another error refuses the request
     */
    enum dot11_err (*pre_associate)(void *ext, const struct dot11_ssid *ssid,
                                    const void *profile, size_t profile_len,
                                    uint64_t now_us);

    /**
     * Does a BSS satisfy the profile? Called for each candidate; changes
     * nothing.
     * @param suites  filled when it does; zeroes before
     * @return D11_OK, or D11_ERR_SECURITY when it is not good enough
     */
    enum dot11_err (*select)(void *ext, const struct dot11_bss *bss,
                             struct dot11_ext_suites *suites);

    /**
     * Optional (NULL: open system). An authentication with `bss` begins
     * (`in` NULL), or a frame of it came in. With auth_work of the suites
     * `in` is the AP's consent, and `out` stays as it is. With suites that are
     * `ready` also the association response comes here before it counts, as a
     * frame with D11_EXT_AUTH_ASSOC and its elements as the body: what is not
     * answered with D11_OK is as if it had not come, unless the AP refuses by
     * it.
     * @param out  filled when there is something to send; `body` must stay
     *             valid until the next handler. `algorithm` 0xffff: nothing
     * @return D11_OK: authenticated; D11_ERR_PENDING: send `out` if any, and
     *         wait; another error: this AP failed
     */
    enum dot11_err (*authenticate)(void *ext, const struct dot11_bss *bss,
                                   const struct dot11_ext_auth *in,
                                   struct dot11_ext_auth *out,
                                   uint64_t now_us);

    /**
     * Write the elements for the (re)association request, in order of their
     * ids: RSNE first.
     * @return octets written, or 0; SIZE_MAX when `cap` is too small
     */
    size_t (*assoc_elements)(void *ext, const struct dot11_bss *bss,
                             const struct dot11_ext_suites *suites,
                             uint8_t *buf, size_t cap);

    /**
     * An association was completed and its port made. Called once for each.
     * @return D11_ERR_PENDING: a verdict follows; one that is given inside
     *         takes effect after the return, as everything does that is asked
     *         for inside a handler. D11_OK: the keys are ready (suites of FT,
     *         FILS); another error: the port stays closed and the association
     *         ends
     */
    enum dot11_err (*post_associate)(void *ext,
                                     const struct dot11_ext_assoc *assoc,
                                     uint64_t now_us);

    /** The port is gone, whatever became of its verdict. Wipe what belongs
     * to it; no verdict may follow. */
    void (*stop_post_associate)(void *ext, uint32_t session_id);

    /**
     * A packet of a registered EtherType, in the order of arrival.
     * @return D11_DROP_NONE: taken; else the reason to count it under
     */
    enum dot11_drop (*receive)(void *ext, const struct dot11_ext_packet *packet,
                               uint64_t now_us);

    /** Optional. A packet of dot11_ext_send() left (or not). Exactly once
     * for each accepted one. */
    void (*send_done)(void *ext, uint32_t cookie, enum dot11_err err,
                      uint64_t now_us);

    /** Optional. A key could not be installed; what followed it on the list
     * was not done. */
    void (*key_failed)(void *ext, uint32_t session_id, enum dot11_err err,
                       uint64_t now_us);

    /** Optional. Slow work has ended; `job` is as given. */
    void (*job_done)(void *ext, struct dot11_crypto_job *job,
                     enum dot11_err err, uint64_t now_us);

    /** Optional. The deadline of dot11_ext_set_deadline() has come. */
    void (*tick)(void *ext, uint64_t now_us);

    /** Optional. What few have. */
    const struct dot11_ext_extra *extra;
};

/* Host functions. */

/** The primitives of this radio; `*ops` NULL when there are none. */
void dot11_ext_crypto(struct dot11_ext_host *host,
                      const struct dot11_crypto_ops **ops, void **crypto);

/**
 * The table of an optional part that belongs to an extension, when the host
 * lists it; for the built-in ones.
 * @param kind   enum d11_part_kind
 * @param state  set to the state of the part
 * @return NULL when it is not listed
 */
const void *dot11_ext_part(const struct dot11_ext_host *host, unsigned kind,
                           void **state);

/**
 * The ciphers that the radio or the provider can do, of those with a selector
 * 00-0F-AC: D11_CIPHER_BIT()s. Constant for a radio.
 */
uint16_t dot11_ext_ciphers(const struct dot11_ext_host *host);

/**
 * The same of those that the station can have two pairwise keys of at once, by
 * their ids: all that software does, and those of a radio with
 * D11_HW_TWO_KEYS.
 */
uint16_t dot11_ext_two_key_ciphers(const struct dot11_ext_host *host);

/** The station's own address, on the link that it is to be used on. */
void dot11_ext_own_addr(const struct dot11_ext_host *host,
                        uint8_t addr[D11_ADDR_LEN]);

/** Octets from the host's random source. */
enum dot11_err dot11_ext_random(struct dot11_ext_host *host, uint8_t *buf,
                                size_t len);

/**
 * EtherTypes whose packets go to `receive` and pass a closed port, at most
 * D11_EXT_ETHERTYPES_MAX. From `init` or `pre_associate` only; they hold
 * until the next reset.
 */
enum dot11_err dot11_ext_set_ethertypes(struct dot11_ext_host *host,
                                        const uint16_t *types, size_t n);

/**
 * The pending pre-association ended.
 * @return D11_ERR_STATE when none is pending
 */
enum dot11_err dot11_ext_pre_associate_done(struct dot11_ext_host *host,
                                            enum dot11_err err);

/**
 * Send a packet to the peer of a port. The payload is copied once.
 * @param data    behind the EtherType; borrowed
 * @param cookie  handed to send_done; D11_EXT_NO_COOKIE: it is not called
 * @param flags   enum dot11_ext_send_flag bits
 * @return D11_OK: send_done follows; D11_ERR_NOT_FOUND: no such port;
 *         D11_ERR_FULL; D11_ERR_ARG: EtherType not registered or too long
 */
enum dot11_err dot11_ext_send(struct dot11_ext_host *host, uint32_t session_id,
                              uint16_t ethertype, const uint8_t *data,
                              size_t len, uint32_t cookie, uint32_t flags);

/**
 * Install a key after what was asked for before. A key that the slot has or
 * had is not installed again (SEC-KEY-01), and that is no failure.
 */
enum dot11_err dot11_ext_set_key(struct dot11_ext_host *host,
                                 const struct dot11_ext_key *key);

/** The verdict about a port; may be given again when it changes. */
enum dot11_err dot11_ext_set_verdict(struct dot11_ext_host *host,
                                     const struct dot11_ext_verdict *verdict);

/**
 * An authentication frame to send outside `authenticate` (a retransmission),
 * or, with `in_err` other than D11_ERR_PENDING, the end of it.
 * @param out  NULL: nothing to send
 */
enum dot11_err dot11_ext_auth(struct dot11_ext_host *host,
                              const struct dot11_ext_auth *out,
                              enum dot11_err in_err);

/**
 * Can management frames be protected (802.11-2020, 12.2.7): the host lists
 * dot11_pmf (pmf.h), BIP-CMAC-128 can be done, and so can individually
 * addressed management frames? Constant for a radio. Where it is false, `mfp`
 * of struct dot11_ext_suites must be false, and an IGTK is refused.
 *
 * What `select` said in `mfp`, `ocv` and `group_mgmt_cipher` holds from the
 * association on until it ends. IGTK (key id 4, 5) and BIGTK (6, 7) come
 * through dot11_ext_set_key() as any group key does, with a BIP suite as
 * `cipher` and IPN or BIPN as `rx_pn`; `tx` is of no meaning. From the first
 * BIGTK on beacons count only when they are verified.
 */
bool dot11_ext_can_mfp(const struct dot11_ext_host *host);

/** Can an IGTK or a BIGTK of this suite (D11_CIPHER_BIP_*) be installed? False
 * for every suite where dot11_ext_can_mfp() is. */
bool dot11_ext_can_group_mgmt(const struct dot11_ext_host *host,
                              uint32_t cipher);

/**
 * The channel that a port is on.
 * @return D11_ERR_NOT_FOUND: no such port
 */
enum dot11_err dot11_ext_channel(struct dot11_ext_host *host,
                                 uint32_t session_id,
                                 struct dot11_channel *channel);

/** Start slow work; job_done follows. The job is the extension's memory. */
enum dot11_err dot11_ext_job_start(struct dot11_ext_host *host,
                                   struct dot11_crypto_job *job);

/** Give up slow work; job_done does not follow. */
void dot11_ext_job_cancel(struct dot11_ext_host *host,
                          struct dot11_crypto_job *job);

/** Call `tick` at `at_us` (D11_NEVER: not). One deadline for each extension
 * and station; at once, not queued. */
void dot11_ext_set_deadline(struct dot11_ext_host *host, uint64_t at_us);

/** Ask the host for a secret: D11_EV_NEED_CREDENTIALS. */
enum dot11_err dot11_ext_need_credentials(struct dot11_ext_host *host,
                                          uint32_t kind);

/**
 * Tell the host what the network is known to have: D11_EV_PINNED.
 * @param pins  enum dot11_pin bits, all that hold
 */
enum dot11_err dot11_ext_pinned(struct dot11_ext_host *host, uint8_t pins);

/**
 * Send what follows under this key. It takes effect behind everything that was
 * asked for before, with the next packet that leaves.
 * @param key_id  of a pairwise key that is installed (or asked for) by then;
 *                when it is not there, nothing changes and key_failed says so
 * @return D11_ERR_ARG for an id that no pairwise key has
 */
enum dot11_err dot11_ext_set_default_key_id(struct dot11_ext_host *host,
                                            uint32_t session_id,
                                            uint8_t key_id);

/**
 * Ask the user something: D11_EV_NEED_CREDENTIALS with this number as `kind`.
 * Returns at once; `extra->answer` brings what was said. Several may be open;
 * reset and deinit end all of them.
 * @param prompt  below D11_EXT_PROMPTS
 * @return D11_ERR_BUSY when this one is open
 */
enum dot11_err dot11_ext_prompt(struct dot11_ext_host *host, uint8_t prompt);

/**
 * The PMKID that the host has cached for an AP (pmkid.h), for the RSN element
 * of an association request to it. While associated the answer is the one that
 * the request had, whatever became of the list: message 2 repeats that element
 * (12.7.6.3).
 * @return false without one, and without the part
 */
bool dot11_ext_pmkid(struct dot11_ext_host *host,
                     const uint8_t bssid[D11_ADDR_LEN],
                     uint8_t pmkid[D11_PMKID_LEN]);

/* Functions of optional parts: D11_ERR_UNSUPPORTED when the host does not list
 * the part. */

/**
 * Drop what comes unprotected from now on (or do not); privacy exemptions go
 * before. Takes effect behind everything that was asked for before. Needs the
 * part of attr.h, whose D11_ATTR_EXCLUDE_UNENCRYPTED this is.
 */
enum dot11_err dot11_ext_set_exclude_unencrypted(struct dot11_ext_host *host,
                                                 uint32_t session_id,
                                                 bool value);

/**
 * The privacy exemptions of this connection, in place of the station's
 * D11_ATTR_PRIVACY_EXEMPTIONS (attr.h); they end with it. From `pre_associate`
 * on until that is done. Needs that part and the one of ext_services.h.
 * @return D11_ERR_ARG: more than D11_ATTR_EXEMPTIONS_MAX, or one that cannot
 *         be; D11_ERR_STATE: too late or too early
 */
enum dot11_err dot11_ext_set_exemptions(struct dot11_ext_host *host,
                                        const struct dot11_exemption *entries,
                                        size_t n);

/**
 * Tell the applications something (ext_services.h). At once, not queued.
 * @param type  the extension's, not 0
 * @param data  at least one octet; borrowed
 */
enum dot11_err dot11_ext_notify(struct dot11_ext_host *host, uint32_t type,
                                const uint8_t *data, size_t len);

/**
 * Call the vendor method of the radio's driver (ext_services.h). At once.
 * @param out_len  in: room of `out`; out: octets of the answer
 * @return D11_ERR_UNSUPPORTED when it has none
 */
enum dot11_err dot11_ext_call_driver(struct dot11_ext_host *host,
                                     const uint8_t *in, size_t in_len,
                                     uint8_t *out, size_t *out_len);

/**
 * Attach a vendor block to the associations of this connection; the host reads
 * it with the events of an association (ext_services.h). From `pre_associate`
 * on until that is done.
 */
enum dot11_err dot11_ext_set_block(struct dot11_ext_host *host,
                                   const uint8_t *data, size_t len);

/**
 * Let the host's 802.1X engine authenticate the port (onex.h). From
 * post_associate on, also inside it, and again later. The extension must have
 * registered D11_ETHERTYPE_EAPOL.
 * @param attributes  for the EAP engine, opaque; may be empty
 * @return D11_ERR_NOT_FOUND: no such port; D11_ERR_ARG: EAPOL is not
 *         registered; D11_ERR_BUSY: it runs; D11_ERR_UNSUPPORTED also in an
 *         IBSS
 */
enum dot11_err dot11_ext_onex_start(struct dot11_ext_host *host,
                                    uint32_t session_id,
                                    const struct dot11_octets *attributes);

/** End it. @return D11_ERR_STATE when it does not run, or ended by itself */
enum dot11_err dot11_ext_onex_stop(struct dot11_ext_host *host,
                                   uint32_t session_id);

/**
 * Hand an EAPOL packet that came in to the engine.
 * @param data  from the packet type on: without the version octet
 * @return D11_ERR_STATE when it does not run; D11_ERR_ARG for EAPOL-Key, which
 *         is the extension's own, and for what is no EAPOL packet
 */
enum dot11_err dot11_ext_onex_packet(struct dot11_ext_host *host,
                                     uint32_t session_id, const uint8_t *data,
                                     size_t len);

#ifdef __cplusplus
}
#endif

#endif
