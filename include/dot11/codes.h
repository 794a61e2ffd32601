/* libdot11: the standard's numbers.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020; names follow its tables, which the groups cite. */
#ifndef DOT11_CODES_H
#define DOT11_CODES_H

/* Frame Control, type and subtype (Table 9-1). */
#define D11_TYPE_MGMT 0u /**< management */
#define D11_TYPE_CTRL 1u /**< control */
#define D11_TYPE_DATA 2u /**< data */

#define D11_MGMT_ASSOC_REQ 0u
#define D11_MGMT_ASSOC_RESP 1u
#define D11_MGMT_REASSOC_REQ 2u
#define D11_MGMT_REASSOC_RESP 3u
#define D11_MGMT_PROBE_REQ 4u
#define D11_MGMT_PROBE_RESP 5u
#define D11_MGMT_TIMING_ADV 6u
#define D11_MGMT_BEACON 8u
#define D11_MGMT_ATIM 9u
#define D11_MGMT_DISASSOC 10u
#define D11_MGMT_AUTH 11u
#define D11_MGMT_DEAUTH 12u
#define D11_MGMT_ACTION 13u
#define D11_MGMT_ACTION_NO_ACK 14u

#define D11_CTRL_TRIGGER 2u
#define D11_CTRL_BAR 8u
#define D11_CTRL_BA 9u
#define D11_CTRL_PS_POLL 10u
#define D11_CTRL_RTS 11u
#define D11_CTRL_CTS 12u
#define D11_CTRL_ACK 13u
#define D11_CTRL_CF_END 14u

#define D11_DATA_DATA 0u
#define D11_DATA_NULL 4u
#define D11_DATA_QOS 8u
#define D11_DATA_QOS_NULL 12u

/* Frame Control, flag octet (9.2.4.1). */
#define D11_FC1_TO_DS 0x01u
#define D11_FC1_FROM_DS 0x02u
#define D11_FC1_MORE_FRAG 0x04u
#define D11_FC1_RETRY 0x08u
#define D11_FC1_PM 0x10u
#define D11_FC1_MORE_DATA 0x20u
#define D11_FC1_PROTECTED 0x40u
#define D11_FC1_HTC 0x80u

/* QoS Control (9.2.4.5). */
#define D11_QOS_TID_MASK 0x000fu
#define D11_QOS_EOSP 0x0010u
#define D11_QOS_ACK_POLICY_MASK 0x0060u
#define D11_QOS_AMSDU 0x0080u

/* Capability Information (9.4.1.4). */
#define D11_CAP_ESS 0x0001u
#define D11_CAP_IBSS 0x0002u
#define D11_CAP_PRIVACY 0x0010u
#define D11_CAP_SHORT_PREAMBLE 0x0020u
#define D11_CAP_SPECTRUM_MGMT 0x0100u
#define D11_CAP_QOS 0x0200u
#define D11_CAP_SHORT_SLOT 0x0400u
#define D11_CAP_APSD 0x0800u
#define D11_CAP_RADIO_MEASUREMENT 0x1000u

/* Authentication algorithms (9.4.1.1). */
#define D11_AUTH_OPEN 0u
#define D11_AUTH_SHARED_KEY 1u
#define D11_AUTH_FT 2u
#define D11_AUTH_SAE 3u
#define D11_AUTH_FILS 4u

/* Element ids (Table 9-92). */
#define D11_EID_SSID 0u
#define D11_EID_RATES 1u
#define D11_EID_DS 3u
#define D11_EID_TIM 5u
#define D11_EID_IBSS 6u
#define D11_EID_COUNTRY 7u
#define D11_EID_REQUEST 10u
#define D11_EID_BSS_LOAD 11u
#define D11_EID_EDCA 12u
#define D11_EID_CHALLENGE 16u
#define D11_EID_POWER_CONSTRAINT 32u
#define D11_EID_POWER_CAPABILITY 33u
#define D11_EID_SUPPORTED_CHANNELS 36u
#define D11_EID_CSA 37u
#define D11_EID_QUIET 40u
#define D11_EID_ERP 42u
#define D11_EID_HT_CAP 45u
#define D11_EID_QOS_CAP 46u
#define D11_EID_RSN 48u
#define D11_EID_EXT_RATES 50u
#define D11_EID_MDE 54u
#define D11_EID_FTE 55u
#define D11_EID_TIMEOUT_INTERVAL 56u
#define D11_EID_OPERATING_CLASSES 59u
#define D11_EID_ECSA 60u
#define D11_EID_HT_OP 61u
#define D11_EID_RM_ENABLED 70u
#define D11_EID_MULTIPLE_BSSID 71u
#define D11_EID_MME 76u
#define D11_EID_INTERWORKING 107u
#define D11_EID_EXT_CAP 127u
#define D11_EID_VHT_CAP 191u
#define D11_EID_VHT_OP 192u
#define D11_EID_TX_POWER_ENVELOPE 195u
#define D11_EID_RNR 201u
#define D11_EID_VENDOR 221u
#define D11_EID_FRAGMENT 242u
#define D11_EID_RSNX 244u
#define D11_EID_EXTENSION 255u

/* Element id extensions (Table 9-92, id 255). */
#define D11_EXT_OWE_DH 32u
#define D11_EXT_PASSWORD_ID 33u
#define D11_EXT_HE_CAP 35u
#define D11_EXT_HE_OP 36u
#define D11_EXT_OCI 54u
#define D11_EXT_HE_6GHZ_CAP 59u
#define D11_EXT_REJECTED_GROUPS 92u
#define D11_EXT_ANTI_CLOGGING 93u
#define D11_EXT_EHT_OP 106u
#define D11_EXT_MULTI_LINK 107u
#define D11_EXT_EHT_CAP 108u

/* Action categories (Table 9-51). */
#define D11_CATEGORY_SPECTRUM 0u
#define D11_CATEGORY_QOS 1u
#define D11_CATEGORY_BLOCK_ACK 3u
#define D11_CATEGORY_PUBLIC 4u
#define D11_CATEGORY_RADIO_MEASUREMENT 5u
#define D11_CATEGORY_FT 6u
#define D11_CATEGORY_HT 7u
#define D11_CATEGORY_SA_QUERY 8u
#define D11_CATEGORY_PROTECTED_DUAL 9u
#define D11_CATEGORY_WNM 10u
#define D11_CATEGORY_UNPROTECTED_WNM 11u
#define D11_CATEGORY_SELF_PROTECTED 15u
#define D11_CATEGORY_UNPROTECTED_DMG 20u
#define D11_CATEGORY_VHT 21u
#define D11_CATEGORY_UNPROTECTED_S1G 22u
#define D11_CATEGORY_HE 30u
#define D11_CATEGORY_PROTECTED_HE 31u
#define D11_CATEGORY_EHT 36u
#define D11_CATEGORY_PROTECTED_EHT 37u
#define D11_CATEGORY_VENDOR_PROTECTED 126u
#define D11_CATEGORY_VENDOR 127u

/* SA Query and Block Ack actions (Tables 9-403, 9-370). */
#define D11_SA_QUERY_REQUEST 0u
#define D11_SA_QUERY_RESPONSE 1u
#define D11_BA_ADDBA_REQ 0u
#define D11_BA_ADDBA_RESP 1u
#define D11_BA_DELBA 2u

/* Suite selectors, OUI 00-0F-AC first (9.4.2.24.2, Tables 9-149, 9-151). */
#define D11_CIPHER_USE_GROUP 0x000fac00u
#define D11_CIPHER_WEP40 0x000fac01u
#define D11_CIPHER_TKIP 0x000fac02u
#define D11_CIPHER_CCMP_128 0x000fac04u
#define D11_CIPHER_WEP104 0x000fac05u
#define D11_CIPHER_BIP_CMAC_128 0x000fac06u
#define D11_CIPHER_NO_GROUP 0x000fac07u
#define D11_CIPHER_GCMP_128 0x000fac08u
#define D11_CIPHER_GCMP_256 0x000fac09u
#define D11_CIPHER_CCMP_256 0x000fac0au
#define D11_CIPHER_BIP_GMAC_128 0x000fac0bu
#define D11_CIPHER_BIP_GMAC_256 0x000fac0cu
#define D11_CIPHER_BIP_CMAC_256 0x000fac0du
/** No protection; not a selector of the standard. */
#define D11_CIPHER_NONE 0u

#define D11_AKM_8021X 0x000fac01u
#define D11_AKM_PSK 0x000fac02u
#define D11_AKM_FT_8021X 0x000fac03u
#define D11_AKM_FT_PSK 0x000fac04u
#define D11_AKM_8021X_SHA256 0x000fac05u
#define D11_AKM_PSK_SHA256 0x000fac06u
#define D11_AKM_SAE 0x000fac08u
#define D11_AKM_FT_SAE 0x000fac09u
#define D11_AKM_SUITE_B 0x000fac0bu
#define D11_AKM_SUITE_B_192 0x000fac0cu
#define D11_AKM_FT_8021X_SHA384 0x000fac0du
#define D11_AKM_FILS_SHA256 0x000fac0eu
#define D11_AKM_FILS_SHA384 0x000fac0fu
#define D11_AKM_OWE 0x000fac12u
#define D11_AKM_SAE_EXT_KEY 0x000fac18u
#define D11_AKM_FT_SAE_EXT_KEY 0x000fac19u
/** PSK of WPA version 1, whose selectors begin with 00-50-F2. */
#define D11_AKM_WPA_PSK 0x0050f202u
/** No key management; not a selector of the standard. */
#define D11_AKM_NONE 0u

/* RSN extension field, first octet (9.4.2.241). */
#define D11_RSNX_SSID_PROTECTION 0x20u /**< of its third octet */
#define D11_RSNX_SAE_H2E 0x20u
#define D11_RSNX_SAE_PK 0x40u

/* RSN Capabilities (9.4.2.24.4). */
#define D11_RSN_CAP_PREAUTH 0x0001u
#define D11_RSN_CAP_NO_PAIRWISE 0x0002u
#define D11_RSN_CAP_PTKSA_COUNTERS_16 0x000cu
#define D11_RSN_CAP_GTKSA_COUNTERS_16 0x0030u
#define D11_RSN_CAP_MFPR 0x0040u
#define D11_RSN_CAP_MFPC 0x0080u
#define D11_RSN_CAP_SPP_AMSDU_CAP 0x0400u
#define D11_RSN_CAP_SPP_AMSDU_REQ 0x0800u
#define D11_RSN_CAP_EXT_KEY_ID 0x2000u
#define D11_RSN_CAP_OCV 0x4000u

/* EAPOL-Key (12.7.2). */
#define D11_KEY_INFO_VERSION_MASK 0x0007u
#define D11_KEY_INFO_VERSION_RC4_MD5 1u
#define D11_KEY_INFO_VERSION_AES_SHA1 2u
#define D11_KEY_INFO_VERSION_AES_CMAC 3u
#define D11_KEY_INFO_PAIRWISE 0x0008u
#define D11_KEY_INFO_INSTALL 0x0040u
#define D11_KEY_INFO_ACK 0x0080u
#define D11_KEY_INFO_MIC 0x0100u
#define D11_KEY_INFO_SECURE 0x0200u
#define D11_KEY_INFO_ERROR 0x0400u
#define D11_KEY_INFO_REQUEST 0x0800u
#define D11_KEY_INFO_ENCRYPTED 0x1000u

/* KDE selectors, OUI 00-0F-AC first (Table 12-9). */
#define D11_KDE_GTK 0x000fac01u
#define D11_KDE_MAC 0x000fac03u
#define D11_KDE_PMKID 0x000fac04u
#define D11_KDE_IGTK 0x000fac09u
#define D11_KDE_KEY_ID 0x000fac0au
#define D11_KDE_OCI 0x000fac0du
#define D11_KDE_BIGTK 0x000fac0eu

/* EtherTypes. */
#define D11_ETHERTYPE_IPV4 0x0800u
#define D11_ETHERTYPE_ARP 0x0806u
#define D11_ETHERTYPE_VLAN 0x8100u
#define D11_ETHERTYPE_IPX 0x8137u
#define D11_ETHERTYPE_AARP 0x80f3u
#define D11_ETHERTYPE_IPV6 0x86ddu
#define D11_ETHERTYPE_EAPOL 0x888eu
#define D11_ETHERTYPE_PREAUTH 0x88c7u

/* Reason codes (Table 9-49). */
#define D11_REASON_UNSPECIFIED 1u
#define D11_REASON_AUTH_INVALID 2u
#define D11_REASON_LEAVING 3u
#define D11_REASON_INACTIVITY 4u
#define D11_REASON_NO_MORE_STAS 5u
#define D11_REASON_CLASS2 6u
#define D11_REASON_CLASS3 7u
#define D11_REASON_DISASSOC_LEAVING 8u
#define D11_REASON_NOT_AUTHED 9u
#define D11_REASON_INVALID_ELEMENT 13u
#define D11_REASON_MIC_FAILURE 14u
#define D11_REASON_4WAY_TIMEOUT 15u
#define D11_REASON_GROUP_TIMEOUT 16u
#define D11_REASON_ELEMENT_DIFFERS 17u
#define D11_REASON_BAD_GROUP_CIPHER 18u
#define D11_REASON_BAD_PAIRWISE_CIPHER 19u
#define D11_REASON_BAD_AKMP 20u
#define D11_REASON_8021X_FAILED 23u
#define D11_REASON_BAD_CIPHER_POLICY 24u

/* Status codes (Table 9-50). */
#define D11_STATUS_SUCCESS 0u
#define D11_STATUS_FAILURE 1u
#define D11_STATUS_CAPABILITIES 10u
#define D11_STATUS_NO_ASSOC 11u
#define D11_STATUS_DENIED 12u
#define D11_STATUS_AUTH_ALGORITHM 13u
#define D11_STATUS_AUTH_SEQUENCE 14u
#define D11_STATUS_CHALLENGE_FAILURE 15u
#define D11_STATUS_AUTH_TIMEOUT 16u
#define D11_STATUS_NO_MORE_STAS 17u
#define D11_STATUS_BASIC_RATES 18u
#define D11_STATUS_ASSOC_COMEBACK 30u
#define D11_STATUS_INVALID_ELEMENT 40u
#define D11_STATUS_BAD_GROUP_CIPHER 41u
#define D11_STATUS_BAD_PAIRWISE_CIPHER 42u
#define D11_STATUS_BAD_AKMP 43u
#define D11_STATUS_RSN_CAPABILITIES 45u
#define D11_STATUS_CIPHER_POLICY 46u
#define D11_STATUS_INVALID_PMKID 53u
#define D11_STATUS_ANTI_CLOGGING 76u
#define D11_STATUS_UNSUPPORTED_GROUP 77u
#define D11_STATUS_SAE_H2E 126u
#define D11_STATUS_SAE_PK 127u

/** Highest association id (9.4.1.8). */
#define D11_AID_MAX 2007u
/** Longest MSDU in octets (Table 9-25). */
#define D11_MSDU_MAX 2304u
/** Longest MMPDU body taken, in octets (9.3.3.1). */
#define D11_MMPDU_MAX 2304u
/** Longest MPDU that the receive entry takes, in octets (Table 9-25). */
#define D11_MPDU_MAX 11454u

#endif
