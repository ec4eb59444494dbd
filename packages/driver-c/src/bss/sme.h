/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * What the files of a radio's own SME share, and what the station's MLME tells it. All of it
 * with the wiphy mutex held.
 */
#ifndef VWIFI_BSS_SME_H
#define VWIFI_BSS_SME_H

#include "bss.h"

struct vwifi_handshake;
struct vwifi_sme_answer;

#define VWIFI_SME_NO_ANSWER	(-1)	/* instead of a status, as cfg80211_connect_timeout() has it */

enum vwifi_sme_state {
	VWIFI_SME_SEARCHING,		/* for an access point among those that were heard, or by a scan */
	VWIFI_SME_AUTHENTICATING,
	VWIFI_SME_ASSOCIATING,
	VWIFI_SME_SHAKING,		/* hands, before it is connected */
	VWIFI_SME_CONNECTED,
};

/* What an interface was told to connect to, and how far that is. Wiphy mutex. */
struct vwifi_sme {
	enum vwifi_sme_state state;
	bool told;			/* cfg80211 has heard that it is connected */
	bool roaming;			/* to another access point, by itself */
	bool scanned;			/* for this, and found none */
	bool scanning;			/* waits for the end of a scan: its own, or whoever's it is */
	bool looks;			/* while connected: that scan is over, and has found somebody or not */
	unsigned long looked;		/* jiffies, for a better access point; before: for one that answers */
	unsigned int look_s;		/* how often; 0: never */
	struct cfg80211_bss *bss;	/* that it authenticates with, and a reference; else NULL */

	struct cfg80211_ssid ssid;
	bool pinned;			/* to one access point: there is no other for it */
	u8 bssid[ETH_ALEN];		/* which, or the one to begin with if it is there; else zero */
	struct ieee80211_channel *channel;	/* the only one, or NULL */
	bool privacy;
	enum nl80211_auth_type auth_type;
	bool shared;			/* automatic, and open system was refused */
	bool refused;			/* the access point does not know the PMK that it was named */
	bool again;			/* a reassociation, from prev_bssid */
	u8 prev_bssid[ETH_ALEN];
	int by_user;			/* what user space made of the authentication; -1: nothing yet */
	bool require_mfp;
	u32 flags;			/* enum cfg80211_assoc_req_flags */
	struct cfg80211_crypto_settings crypto;	/* without what it points to */
	struct ieee80211_ht_cap ht_capa, ht_capa_mask;
	struct ieee80211_vht_cap vht_capa, vht_capa_mask;
	u8 key[WLAN_KEY_LEN_WEP104];	/* WEP's, for a shared key */
	u8 key_len, key_idx;
	bool want_1x;			/* user space tells the PMK that EAP has made, and nothing of keys besides */
	bool has_psk;
	u8 psk[WLAN_PMK_LEN];
	struct vwifi_handshake *shake;	/* that the radio makes of keys, or NULL: user space does */
	struct vwifi_sme_answer *answer;	/* to an association: it is told when there are keys; or NULL */
	u8 *ie;				/* of the association */
	size_t ie_len;
};

/* A PMK that user space and an access point have in common. */
struct vwifi_pmksa {
	struct list_head list;		/* vwifi_vif.pmksas, the latest first */
	u8 bssid[ETH_ALEN];
	u8 pmkid[WLAN_PMKID_LEN];
	u8 pmk[PMK_MAX_LEN];
	u8 pmk_len;			/* 0: user space keeps it to itself */
	time64_t ends;			/* s, boot time; 0: it does not */
};

/* sme.c */
void vwifi_sme_free(struct wiphy *wiphy, struct vwifi_sme *sme);
struct vwifi_sme *vwifi_sme_end(struct vwifi_vif *vif);
void vwifi_sme_wake(struct vwifi_vif *vif);
bool vwifi_sme_leaves_to_user(const struct vwifi_sme *sme);
void vwifi_sme_authenticated(struct vwifi_vif *vif, u16 status);
void vwifi_sme_unanswered(struct vwifi_vif *vif);
void vwifi_sme_associated(struct vwifi_vif *vif, struct cfg80211_rx_assoc_resp_data *resp);
void vwifi_sme_tell(struct vwifi_vif *vif, struct cfg80211_bss *bss, const u8 *request, size_t request_len,
		    const u8 *response, size_t response_len);
void vwifi_sme_failed(struct vwifi_vif *vif, int status, enum nl80211_timeout_reason what);
void vwifi_sme_left(struct vwifi_vif *vif, u16 reason, bool by_us);
void vwifi_sme_scanned(struct vwifi_radio *radio);
void vwifi_sme_look_around(struct vwifi_vif *vif);

/* sme-find.c */
struct cfg80211_bss *vwifi_sme_find(struct vwifi_vif *vif, const u8 *but, unsigned long within);

/* sme-keys.c */
bool vwifi_sme_shakes(const struct vwifi_vif *vif);
int vwifi_sme_await_keys(struct vwifi_vif *vif, const struct cfg80211_rx_assoc_resp_data *resp, const u8 *ies,
			 size_t ies_len);
void vwifi_sme_shaken(struct vwifi_vif *vif);
void vwifi_sme_take_pmksa(struct vwifi_vif *vif);
void vwifi_sme_forget_keys(struct wiphy *wiphy, struct vwifi_sme *sme);

/* pmksa.c */
const struct vwifi_pmksa *vwifi_pmksa_find(const struct vwifi_vif *vif, const u8 *bssid);
void vwifi_pmksas_free(struct vwifi_vif *vif);
void vwifi_pmksa_forget(struct vwifi_vif *vif, const u8 *bssid);

#endif /* VWIFI_BSS_SME_H */
