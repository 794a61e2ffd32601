/* The insides of an access point, shared by its files.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020. */
#ifndef SIM_AP_H
#define SIM_AP_H

#include <dot11/codes.h>

#include "ccmp.h"
#include "crypto/ft.h"
#include "crypto/prf.h"
#include "dot11_sim_ap.h"
#include "dot11_sim_vendor.h"
#include "frame/header.h"
#include "medium.h"
#include "ap_pk.h"
#include "rsn/owe_exchange.h"
#include "rsn/sae_exchange.h"

#define AP_RATE_BASIC_2GHZ 2u  /* 1 Mb/s, in units of 500 kb/s */
#define AP_RATE_BASIC_5GHZ 12u /* 6 Mb/s */
#define AP_RATE_DATA 108u      /* 54 Mb/s */
#define AP_RSNE_MAX 64u
/* Element bodies and EAPOL-Key frames that an AP builds. */
#define AP_SCRATCH 512u

/* The authenticator's side of the handshakes with one station. */
enum ap_rsn_state { AP_RSN_IDLE, AP_RSN_WAIT_M2, AP_RSN_WAIT_M4, AP_RSN_DONE };

struct ap_rsn {
    enum ap_rsn_state state;
    uint64_t replay;        /* of the last message sent */
    uint64_t replay_first;  /* of the running exchange: older ones are void */
    struct sim_timer timer; /* to send again */
    unsigned tries;
    bool group;         /* a group handshake runs */
    uint32_t gtk_count; /* the AP's when message 3 was sent */
    const struct d11_akm *akm;
    uint8_t pmk[64];   /* when the station associated; akm->pmk_len octets */
    uint64_t requests; /* the counter of the last request for another key */
    uint8_t anonce[32];
    struct d11_ptk ptk; /* valid from message 2 on */
};

struct d11_auth;

/* A key of TKIP: temporal key, MIC key of the authenticator, of the other. */
struct ap_tkip {
    uint8_t octets[32];
    uint8_t key_id;
    bool valid;
    uint64_t tx_tsc; /* last one used */
    uint64_t rx_tsc[16];
};

/* SAE with one station. */
struct ap_sae {
    bool committed;
    uint8_t pwe[D11_EC_POINT_MAX];
    uint8_t rand[D11_EC_NUMBER_MAX];
    struct d11_sae_commit own;
    struct d11_sae_commit peer;
    struct d11_sae_keys keys;
    bool pk;
    uint8_t body[2 + D11_HASH_MAX + AP_PK_ELEMENTS_MAX];
};

/* Status codes of fast BSS transition (9.4.1.9). */
#define AP_STATUS_R0KH_UNREACHABLE 28u
#define AP_STATUS_INVALID_MDE 54u
#define AP_STATUS_INVALID_FTE 55u
/* Stations that may have entered a mobility domain at one AP. */
#define AP_R0S 4u

enum ap_ft_state { AP_FT_NONE, AP_FT_AGREED, AP_FT_DONE };

/* Fast BSS transition with one station. */
struct ap_ft {
    enum ap_ft_state state;
    uint8_t r0kh[8];
    uint8_t r0kh_len;
    struct d11_ft_key r1;
    uint8_t anonce[32];
    uint8_t snonce[32];
    struct d11_ptk ptk;
    uint8_t body[256];
};

/* A station that entered the mobility domain here. */
struct ap_r0 {
    bool used;
    uint8_t addr[6];
    struct d11_ft_key key;
};

/* OWE with one station. */
struct ap_owe {
    uint16_t group;
    uint8_t own[D11_EC_NUMBER_MAX];
    struct d11_owe_keys keys;
};

/* PMKs that an AP keeps. */
#define AP_PMKSAS 4u

/* A PMK of a station that was here. */
struct ap_pmksa {
    uint8_t addr[6];
    uint8_t pmkid[16];
    uint8_t len; /* 0: this place is free */
    uint8_t pmk[64];
};

/* 802.1X with one station. */
struct ap_eap {
    bool asked; /* for its identity */
    uint8_t id; /* of the last packet */
    uint8_t pmk[32];
};

struct ap_sta {
    struct dot11_sim_ap *ap;
    bool used;
    bool authenticated;
    bool by_sae; /* not by open system */
    bool associated;
    bool authorized;
    bool qos;
    bool mfp; /* management frames are protected once there is a key */
    bool ocv;
    bool dozing;
    uint8_t addr[6];
    uint16_t aid;
    uint16_t tx_seq[17];       /* next one, by TID; 16: without QoS */
    uint16_t rx_seq[17];       /* last Sequence Control + 1; 0: none */
    uint8_t rsne[AP_RSNE_MAX]; /* of its association request */
    uint8_t rsne_len;
    struct sim_packet *kept; /* power save; oldest first */
    uint16_t kept_count;
    uint32_t handshakes;
    struct sim_key keys[2]; /* by id; the second with Extended Key ID */
    uint8_t key_now;        /* the one that we send with */
    uint8_t key_next;       /* of the handshake that runs */
    bool ext_key_id;        /* agreed */
    struct ap_rsn rsn;
    struct ap_sae sae;
    bool fast; /* its AKM is one of fast BSS transition */
    struct ap_ft ft;
    struct ap_owe owe;
    struct sim_timer query; /* SA Query: to ask again */
    uint64_t queried_us;    /* when the first was asked; 0: none runs */
    uint16_t transaction;   /* of the first */
    uint16_t asked;         /* since then */
    bool lost;              /* none was answered: it may associate anew */
    struct ap_eap eap;
    const struct ap_pmksa *pmksa; /* that its request named */
    uint8_t challenge[130];       /* element of Shared Key authentication */
    struct ap_tkip tkip;
    uint8_t wpa_kck[16];
    uint8_t wpa_kek[16];
    uint8_t wpa_tk[32];
};

/* A management frame that is sent late on purpose. */
struct ap_later {
    struct ap_later *next;
    struct dot11_sim_ap *ap;
    struct sim_packet *packet;
    struct sim_timer timer;
};

struct dot11_sim_ap {
    struct dot11_sim *sim;
    struct dot11_sim_ap *next;
    struct dot11_sim_node node;
    struct dot11_sim_ap_config config;
    struct dot11_sim_ap_stats stats;
    struct sim_rng rng;
    uint64_t started_us; /* TSF 0 */
    struct sim_timer beacon;
    struct sim_timer rekey;
    struct ap_tkip tkip_gtk[2];
    struct sim_key gtk[2];   /* key ids 1 and 2 */
    struct sim_key igtk[2];  /* key ids 4 and 5 */
    struct sim_key bigtk[2]; /* key ids 6 and 7 */

    const struct dot11_sim_vendor *vendor; /* NULL: security of the standard */
    void *vendor_ctx;
    const uint8_t *owe_answer; /* instead of our public key; NULL: that */
    size_t owe_answer_len;
    struct ap_later *free_later;
    struct sim_packet *group_kept; /* until the next DTIM */
    dot11_sim_ap_wire *wire;
    void *wire_ctx;
    dot11_sim_ap_wire *sent;
    void *sent_ctx;
    struct ap_sta *stas; /* config.sta_count of them */
    uint8_t *scratch;    /* packet_max: answers of the host behind */

    uint32_t akm;
    enum dot11_sim_ft_spoil ft_spoil;
    uint32_t wep_iv; /* last one used */
    uint32_t spoil;  /* frames under TKIP that are to have a wrong MIC */
    uint32_t comeback_tu;
    uint32_t slow_us;
    uint32_t muted[12];  /* how many more to leave out, by message */
    unsigned gtk_now;    /* index of the one we send with */
    unsigned gtk_next;   /* differs while a rekey runs */
    uint32_t gtk_count;  /* group keys made */
    unsigned pmksa_next; /* the place that is taken next */
    uint16_t ft_spoil_at;
    uint16_t seq;         /* next one of management and group frames */
    uint16_t auth_status; /* refusals */
    uint16_t assoc_status;
    uint16_t oci_mhz; /* the channel that it says; 0: its own */
    uint16_t group_kept_count;
    bool secured;
    bool running;
    uint8_t dtim_count;
    uint8_t rsne_len;
    uint8_t rsne[AP_RSNE_MAX]; /* with `secured`; id and length included */
    uint8_t psk[32];
    struct ap_pmksa pmksas[AP_PMKSAS];
    struct ap_r0 r0s[AP_R0S];
};

/* ap.c */
struct ap_sta *ap_find(struct dot11_sim_ap *ap, const uint8_t *addr);
/* Is this one to be left out? Counts it. */
bool ap_muted(struct dot11_sim_ap *ap, uint32_t message);
/* Send a packet as it is but for its sequence number. */
void ap_send(struct dot11_sim_ap *ap, struct sim_packet *packet, uint16_t *seq,
             uint16_t rate_500kbps, bool urgent);
void ap_send_mgmt(struct dot11_sim_ap *ap, struct sim_packet *packet,
                  uint32_t message);
void ap_forget(struct ap_sta *sta);
uint64_t ap_tsf(const struct dot11_sim_ap *ap);

/* ap_beacon.c */
/* Make the RSNE of `ap->config`. */
void ap_build_rsne(struct dot11_sim_ap *ap);
struct d11_wr;
/* The RSN extension element, if there is one. */
void ap_write_rsnx(const struct dot11_sim_ap *ap, struct d11_wr *wr);
void ap_write_rates(const struct dot11_sim_ap *ap, struct d11_wr *wr);
void ap_write_tail(const struct dot11_sim_ap *ap, struct d11_wr *wr);
uint16_t ap_capability(const struct dot11_sim_ap *ap);
void ap_beacon_due(void *owner);
void ap_rx_probe(struct dot11_sim_ap *ap, const struct d11_header *h,
                 const uint8_t *body, size_t len);

/* ap_auth.c */
void ap_rx_mgmt(struct dot11_sim_ap *ap, const struct d11_header *h,
                const uint8_t *mpdu, size_t len);
void ap_leave(struct dot11_sim_ap *ap, const uint8_t *da, bool deauth,
              uint16_t reason);
void ap_class_error(struct dot11_sim_ap *ap, const uint8_t *addr,
                    const struct ap_sta *sta, uint16_t reason);

/* The key that we send with. */
static inline struct sim_key *ap_key(struct ap_sta *sta)
{
    return &sta->keys[sta->key_now];
}
/* ap_rsn.c: forget the keys of a station. */
void ap_clear_keys(struct ap_sta *sta);

/* ap_rsn.c */
bool ap_rsn_init(struct dot11_sim_ap *ap);
bool ap_rsn_psk(struct dot11_sim_ap *ap, const char *passphrase);
void ap_rsn_start(struct ap_sta *sta);
void ap_rsn_stop(struct ap_sta *sta);
void ap_rsn_rx(struct ap_sta *sta, const uint8_t *eapol, size_t len);
void ap_rsn_new_gtk(struct dot11_sim_ap *ap);
void ap_rsn_rekey_due(void *owner);

/* ap_pmksa.c */
/* The PMK that this RSNE names, or NULL. */
struct d11_rsne;
const struct ap_pmksa *ap_pmksa_find(const struct ap_sta *sta,
                                     const struct d11_rsne *rsne);
/* Keep what the last handshake was made with. */
void ap_pmksa_add(struct ap_sta *sta);

/* ap_eap.c */
void ap_eap_ask(struct ap_sta *sta);
/* An EAPOL packet that is no EAPOL-Key. */
void ap_eap_rx(struct ap_sta *sta, const uint8_t *eapol, size_t len);

/* ap_eapol.c */
/* Any EAPOL packet. */
void ap_eapol_rx(struct ap_sta *sta, const uint8_t *eapol, size_t len);
void ap_eapol_send_raw(struct ap_sta *sta, const uint8_t *eapol, size_t len);
enum ap_message { AP_M1, AP_M3, AP_G1 };
/* ap_rsn.c: send a message and wait for its answer; the group handshake has
 * ended. */
void ap_rsn_begin(struct ap_sta *sta, enum ap_message message);
void ap_rsn_group_done(struct ap_sta *sta);
void ap_eapol_send(struct ap_sta *sta, enum ap_message message);
bool ap_eapol_mic_ok(const struct ap_sta *sta, const uint8_t *frame, size_t len,
                     const uint8_t *kck);

/* ap_vendor.c: a packet behind its EtherType. False: it is no vendor's. */
bool ap_vendor_rx(struct ap_sta *sta, uint16_t ethertype, const uint8_t *data,
                  size_t len, bool was_protected);

/* ap_data.c */
void ap_rx_data(struct dot11_sim_ap *ap, struct ap_sta *sta,
                const struct d11_header *h, const uint8_t *mpdu, size_t len);
/* Send an MSDU: the payload with its LLC header. `sta` NULL: to a group. */
void ap_data_send(struct dot11_sim_ap *ap, struct ap_sta *sta,
                  const uint8_t *da, const uint8_t *sa, const uint8_t *llc,
                  size_t len, uint8_t tid);
/* Encrypt if it must be, and send; takes the packet. */
void ap_data_release(struct dot11_sim_ap *ap, struct ap_sta *sta,
                     struct sim_packet *packet, bool more);

/* ap_pmf.c */
/* Make IGTK and BIGTK anew. */
bool ap_pmf_new_keys(struct dot11_sim_ap *ap, unsigned index);
/* Their KDEs and the OCI in message 3 or 1 of the group handshake. */
void ap_pmf_write_kdes(const struct ap_sta *sta, struct d11_wr *wr);
/* Does the Key Data of a station say our channel, if it must? */
bool ap_pmf_channel_ok(const struct ap_sta *sta, const uint8_t *data,
                       size_t len);
/* Protect a management frame to a station or a group, as far as it must be;
 * false when that failed. */
bool ap_pmf_seal(struct dot11_sim_ap *ap, struct sim_packet *packet);
/* A deauthentication, disassociation or action of a station: false when it is
 * not to be taken. Decrypted in place. */
bool ap_pmf_open(struct ap_sta *sta, const struct d11_header *h,
                 struct sim_packet *packet);
void ap_pmf_rx_action(struct ap_sta *sta, const struct d11_header *h,
                      const uint8_t *body, size_t len);
/* May it associate, or is it asked first? A status code (11.3.5.3). */
uint16_t ap_pmf_judge_again(struct ap_sta *sta);
void ap_pmf_stop(struct ap_sta *sta);

/* ap_tkip.c */
extern const uint8_t ap_wpa[24];
bool ap_tkip_seal(struct dot11_sim_ap *ap, struct ap_tkip *key,
                  struct sim_packet *packet, size_t header_len);
bool ap_tkip_open(struct ap_sta *sta, struct sim_packet *packet,
                  size_t header_len);
void ap_tkip_new_gtk(struct dot11_sim_ap *ap, unsigned index);
void ap_tkip_eapol_send(struct ap_sta *sta, enum ap_message message);
void ap_tkip_rx(struct ap_sta *sta, const uint8_t *eapol, size_t len);

/* ap_owe.c: is there anything to answer the request's public key with? */
struct d11_index;
uint16_t ap_owe_request(struct ap_sta *sta, const struct d11_index *index);
void ap_owe_write(const struct ap_sta *sta, struct d11_wr *wr);

/* ap_sae.c: the answer to an authentication frame of SAE; fills its body. */
uint16_t ap_sae_auth(struct ap_sta *sta, const struct d11_auth *auth,
                     struct dot11_octets *rest);

/* ap_ft.c */
const struct d11_akm *ap_ft_akm(const struct dot11_sim_ap *ap);
void ap_ft_write_mde(const struct dot11_sim_ap *ap, struct d11_wr *wr);
/* The PTK; with a PMK that of who enters the domain. */
bool ap_ft_ptk(struct ap_sta *sta, const uint8_t *pmk, const uint8_t *anonce,
               const uint8_t *snonce, struct d11_ptk *ptk);
/* Elements of a response to who enters, and of message 3; is message 2 what it
 * must be? */
void ap_ft_write_enter(struct ap_sta *sta, struct d11_wr *wr);
void ap_ft_write_m3(struct ap_sta *sta, struct d11_wr *wr);
bool ap_ft_m2_ok(struct ap_sta *sta, struct dot11_octets data);
/* The answer to the first frame of a transition; fills its body. */
uint16_t ap_ft_auth(struct ap_sta *sta, const struct d11_auth *auth,
                    struct dot11_octets *rest);
/* The reassociation: is it right, what is answered, its keys. */
struct d11_index;
uint16_t ap_ft_judge(struct ap_sta *sta, const struct d11_index *index);
void ap_ft_write_answer(struct ap_sta *sta, struct d11_wr *wr);
bool ap_ft_done(struct ap_sta *sta);

/* ap_wep.c */
/* Protect or open the packet, whose MAC header has `header_len` octets. */
bool ap_wep_seal(struct dot11_sim_ap *ap, struct sim_packet *packet,
                 size_t header_len);
bool ap_wep_open(struct dot11_sim_ap *ap, struct sim_packet *packet,
                 size_t header_len);
/* Shared Key authentication: the answer to a frame that is legal now, its
 * status code and, in the second frame, the challenge. */
uint16_t ap_wep_auth(struct ap_sta *sta, const struct d11_auth *auth,
                     struct dot11_octets *rest);

/* ap_ps.c */
void ap_ps_note(struct ap_sta *sta, const struct d11_header *h);
/* Keep the packet if its addressee dozes. */
bool ap_ps_keep(struct dot11_sim_ap *ap, struct ap_sta *sta,
                struct sim_packet *packet);
void ap_ps_poll(struct ap_sta *sta);
void ap_ps_drop(struct ap_sta *sta);
void ap_ps_group_release(struct dot11_sim_ap *ap);
void ap_ps_write_tim(const struct dot11_sim_ap *ap, struct d11_wr *wr);

/* ap_net.c */
void ap_net_rx(struct dot11_sim_ap *ap, struct ap_sta *from, const uint8_t *eth,
               size_t len, uint8_t tid);

#endif
