// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * What a station's MLME makes of the frames it receives. With the wiphy mutex
 * held and, before 6.7, the wireless_dev's inside it.
 */
#include "mgmt/mgmt.h"
#include "phy/phy.h"
#include "mld.h"
#include "mlme.h"

#define VWIFI_COMEBACKS		3
#define VWIFI_COMEBACK_MAX_TU	10000	/* whoever is to wait longer is told no */

/*
 * Whether an authentication frame answers ours: of the next transaction, or of
 * SAE's four one that is not behind what we have sent (802.11-2020, 9.3.3.11 and
 * 12.4.8.6). Whatever else comes changes nothing: the answer may still come.
 */
static bool vwifi_mlme_expects(const struct vwifi_mlme *mlme, const struct ieee80211_mgmt *mgmt,
			       size_t len)
{
	u16 transaction;

	if (mlme->state != VWIFI_MLME_AUTHENTICATING ||
	    len < offsetofend(struct ieee80211_mgmt, u.auth.status_code) ||
	    le16_to_cpu(mgmt->u.auth.auth_alg) != mlme->auth_alg)
		return false;
	transaction = le16_to_cpu(mgmt->u.auth.auth_transaction);
	if (mlme->auth_alg == WLAN_AUTH_SAE)
		return transaction >= mlme->auth_transaction && transaction <= 2;
	return transaction == mlme->auth_transaction + 1;
}

/* The challenge of a shared key authentication, or NULL. */
static const struct element *vwifi_mlme_challenge(const struct vwifi_mlme *mlme,
						  const struct ieee80211_mgmt *mgmt, size_t len)
{
	if (mlme->auth_alg != WLAN_AUTH_SHARED_KEY || mlme->auth_transaction != 1 ||
	    le16_to_cpu(mgmt->u.auth.status_code) != WLAN_STATUS_SUCCESS)
		return NULL;
	return cfg80211_find_elem(WLAN_EID_CHALLENGE, mgmt->u.auth.variable,
				  len - offsetof(struct ieee80211_mgmt, u.auth.variable));
}

static void vwifi_mlme_rx_auth(struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt, size_t len)
{
	const struct element *challenge;
	struct vwifi_mlme *mlme = &vif->mlme;
	bool success = le16_to_cpu(mgmt->u.auth.status_code) == WLAN_STATUS_SUCCESS;

	challenge = vwifi_mlme_challenge(mlme, mgmt, len);
	if (challenge) {
		vwifi_mlme_answer_challenge(vif, challenge);
		return;
	}

	if (mlme->auth_alg == WLAN_AUTH_SAE) {
		/* Otherwise a commit, or a refusal, that user space answers with another frame. */
		if (success && mlme->auth_transaction == 2)
			vwifi_mlme_set_state(vif, VWIFI_MLME_AUTHENTICATED);
		vwifi_mlme_await_user(vif);
	} else if (success) {
		vwifi_mlme_set_state(vif, VWIFI_MLME_AUTHENTICATED);
		vwifi_mlme_await_user(vif);
	} else {
		vwifi_mlme_idle(vif);
	}
	vwifi_tell_auth(vif, mgmt, len);
}

#define VWIFI_WMM_PARAMETER	1	/* the subtype of the element */

/* How an access point wants its stations to contend (the WMM parameter element). */
struct vwifi_wmm {
	u8 id;
	u8 len;
	u8 oui[3];
	u8 type;
	u8 subtype;
	u8 version;
	u8 info;
	u8 reserved;
	struct {
		u8 aci;			/* the AIFSN, and which category */
		u8 ecw;			/* exponents of CWmin and CWmax */
		__le16 txop;
	} __packed ac[IEEE80211_NUM_ACS];
} __packed;

/* Takes it, where there is one; without it a station contends as without QoS. Returns whether there is WMM. */
static bool vwifi_mlme_read_wmm(struct vwifi_vif *vif, const u8 *ies, size_t ies_len)
{
	/* By the index that the element has. */
	static const u8 categories[] = { NL80211_AC_BE, NL80211_AC_BK, NL80211_AC_VI, NL80211_AC_VO };
	const struct vwifi_wmm *wmm;
	unsigned int i;

	memset(vif->edca, 0, sizeof(vif->edca));
	wmm = (const void *)cfg80211_find_vendor_ie(WLAN_OUI_MICROSOFT, WLAN_OUI_TYPE_MICROSOFT_WMM,
						    ies, ies_len);
	if (!wmm || wmm->len < sizeof(*wmm) - 2 || wmm->subtype != VWIFI_WMM_PARAMETER)
		return wmm;
	for (i = 0; i < IEEE80211_NUM_ACS; i++)
		vif->edca[categories[wmm->ac[i].aci >> 5 & 3]] = (struct vwifi_edca_params){
			.cw_min = BIT(wmm->ac[i].ecw & 0xf) - 1,
			.cw_max = BIT(wmm->ac[i].ecw >> 4) - 1,
			.txop = le16_to_cpu(wmm->ac[i].txop),
			.aifsn = wmm->ac[i].aci & 0xf,
		};
	return true;
}

/* Makes the access point our peer. */
static int vwifi_mlme_associated(struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt,
				 size_t len)
{
	struct vwifi_mlme *mlme = &vif->mlme;
	const u8 *ies = mgmt->u.assoc_resp.variable;
	size_t ies_len = len - offsetof(struct ieee80211_mgmt, u.assoc_resp.variable);
	struct wiphy *wiphy = vif->radio->wiphy;
	struct cfg80211_chan_def chandef;
	struct vwifi_sta *peer;

	peer = vwifi_sta_alloc(mlme->bssid);
	if (!peer)
		return -ENOMEM;
	peer->aid = le16_to_cpu(mgmt->u.assoc_resp.aid) & 0x3fff;
	peer->capability = le16_to_cpu(mgmt->u.assoc_resp.capab_info);
	vwifi_phy_from_elements(&peer->phy, ies, ies_len, mlme->modes);
	vwifi_phy_limit(&peer->phy, &mlme->own);
	mlme->modes = peer->phy.modes ? peer->phy.modes | (mlme->modes & VWIFI_PHY_WIDE) : 0;
	vwifi_bss_chandef(wiphy, ieee80211_get_channel(wiphy, mlme->freq), ies, ies_len,
			  mlme->modes, &chandef);
	vwifi_mlme_set_chandef(vif, &chandef);
	peer->flags = BIT(NL80211_STA_FLAG_AUTHENTICATED) | BIT(NL80211_STA_FLAG_ASSOCIATED);
	if (vwifi_mlme_read_wmm(vif, ies, ies_len))
		peer->flags |= BIT(NL80211_STA_FLAG_WME);
	if (mlme->use_mfp)
		peer->flags |= BIT(NL80211_STA_FLAG_MFP);
	if (mlme->authorise)
		peer->flags |= BIT(NL80211_STA_FLAG_AUTHORIZED);

	vwifi_mlme_drop_peer(vif);	/* of a reassociation to the same access point */
	vwifi_mlme_begin_beacons(vif);
	rcu_assign_pointer(vif->peer, peer);
	vwifi_doze_begin(vif);
	vwifi_sta_tell_new(vif, peer);
	vwifi_mlme_set_state(vif, VWIFI_MLME_ASSOCIATED);
	netif_carrier_on(vif->dev);
	return 0;
}

/*
 * An access point that still has us as a station asks that one first, by an SA
 * Query, and us to come back later (802.11-2020, 11.3.5.3). Returns whether we
 * do; user space hears of it.
 */
static bool vwifi_mlme_come_back(struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt,
				 size_t len)
{
	const struct ieee80211_timeout_interval_ie *interval;
	struct vwifi_mlme *mlme = &vif->mlme;
	const struct element *element;
	u32 tu;

	if (le16_to_cpu(mgmt->u.assoc_resp.status_code) != WLAN_STATUS_ASSOC_REJECTED_TEMPORARILY)
		return false;
	element = cfg80211_find_elem(WLAN_EID_TIMEOUT_INTERVAL, mgmt->u.assoc_resp.variable,
				     len - offsetof(struct ieee80211_mgmt, u.assoc_resp.variable));
	if (!element || element->datalen != sizeof(*interval))
		return false;
	interval = (const void *)element->data;
	tu = le32_to_cpu(interval->value);
	if (interval->type != WLAN_TIMEOUT_ASSOC_COMEBACK || tu > VWIFI_COMEBACK_MAX_TU ||
	    mlme->comebacks++ == VWIFI_COMEBACKS)
		return false;
	mlme->tries = 0;
	vwifi_mlme_set_timer(vif, DIV_ROUND_UP(ieee80211_tu_to_usec(tu), USEC_PER_MSEC));
	cfg80211_assoc_comeback(vif->dev, vwifi_mld_ap_addr(vif), tu);
	return true;
}

static void vwifi_mlme_rx_assoc(struct vwifi_vif *vif, struct sk_buff *skb)
{
	const struct ieee80211_mgmt *mgmt = (const void *)skb->data;
	struct vwifi_mlme *mlme = &vif->mlme;
	struct cfg80211_rx_assoc_resp_data resp = { .buf = skb->data, .uapsd_queues = -1 };
	u8 ap_addr[ETH_ALEN];
	bool success;
	u8 *req_ies;
	int err = 0;

	if (mlme->state != VWIFI_MLME_ASSOCIATING ||
	    skb->len < offsetof(struct ieee80211_mgmt, u.assoc_resp.variable) ||
	    vwifi_mlme_come_back(vif, mgmt, skb->len))
		return;

	vwifi_mlme_stop_timer(vif);
	success = le16_to_cpu(mgmt->u.assoc_resp.status_code) == WLAN_STATUS_SUCCESS;
	/* A refusal comes in the clear. */
	if (mlme->fils && success && vwifi_fils_open(mlme->fils, skb)) {
		vwifi_mlme_fail_assoc(vif, false);
		return;
	}
	resp.len = skb->len;
	resp.links[0].bss = mlme->bss;
	mlme->bss = NULL;
	req_ies = mlme->req_ies;
	resp.req_ies = req_ies;
	resp.req_ies_len = mlme->req_ies_len;

	if (vwifi_vif_mld(vif)) {
		err = vwifi_mld_associated(vif, mgmt, skb->len, &resp);
		ether_addr_copy(ap_addr, resp.ap_mld_addr);
		resp.ap_mld_addr = ap_addr;
	} else if (success) {
		err = vwifi_mlme_associated(vif, mgmt, skb->len);
	}
	if (err) {
		struct cfg80211_assoc_failure failure = { .ap_mld_addr = resp.ap_mld_addr };
		unsigned int id;

		for (id = 0; id < ARRAY_SIZE(failure.bss); id++)
			failure.bss[id] = resp.links[id].bss;
		vwifi_mlme_idle(vif);
		vwifi_tell_assoc_failure(vif, &failure);
		return;
	}
	if (!success) {
		mlme->req_ies = NULL;
		vwifi_mlme_idle(vif);
	}
	if (mlme->state == VWIFI_MLME_ASSOCIATED) {
		mlme->req_ies = NULL;
		vwifi_mlme_forget_request(mlme);
		vwifi_mlme_watch_beacons(vif);
	}
	vwifi_tell_assoc(vif, &resp);
	kfree(req_ies);
	vwifi_vlan_announce(vif);
}

static void vwifi_mlme_rx_leave(struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt,
				size_t len, u8 protection)
{
	enum vwifi_mlme_state state = vif->mlme.state;

	if (len < offsetofend(struct ieee80211_mgmt, u.deauth.reason_code))
		return;
	if (protection == VWIFI_MGMT_BAD) {
		cfg80211_rx_unprot_mlme_mgmt(vif->dev, (const u8 *)mgmt, len);
		return;
	}
	/*
	 * Who is still authenticating has nothing to lose: an access point that
	 * starts dismisses everybody, also the one who is just knocking.
	 */
	if (state == VWIFI_MLME_ASSOCIATED)
		vwifi_mlme_idle(vif);
	else if (state == VWIFI_MLME_ASSOCIATING && ieee80211_is_deauth(mgmt->frame_control))
		vwifi_mlme_fail_assoc(vif, false);
	else
		return;
	vwifi_tell_dismissed(vif, mgmt, len);
}

/**
 * vwifi_mlme_rx - a frame of authentication or association for a station
 * @vif: the station
 * @skb: the frame; not consumed
 * @protection: what became of its protection
 *
 * Return: whether it was for the MLME; an authentication that is not may be for
 * user space (PASN).
 */
bool vwifi_mlme_rx(struct vwifi_vif *vif, struct sk_buff *skb,
		   enum vwifi_mgmt_protection protection)
{
	const struct ieee80211_mgmt *mgmt = (const void *)skb->data;
	bool ours = vwifi_mlme_is_with(vif, mgmt->sa) && ether_addr_equal(mgmt->sa, mgmt->bssid);

	if (ieee80211_is_auth(mgmt->frame_control)) {
		if (!ours || !vwifi_mlme_expects(&vif->mlme, mgmt, skb->len))
			return false;
		vwifi_mlme_rx_auth(vif, mgmt, skb->len);
		return true;
	}
	if (!ours)
		return true;
	if (ieee80211_is_deauth(mgmt->frame_control) ||
	    ieee80211_is_disassoc(mgmt->frame_control))
		vwifi_mlme_rx_leave(vif, mgmt, skb->len, protection);
	else
		vwifi_mlme_rx_assoc(vif, skb);
	return true;
}

#define VWIFI_CATEGORY_REFUSED	0x80	/* of an action frame that was not understood */

/* The body of an SA Query (802.11-2020, 9.6.9). */
struct vwifi_sa_query {
	u8 category;
	u8 action;
	u8 transaction[WLAN_SA_QUERY_TR_ID_LEN];
};

/*
 * The access point is asked whether we are still there; it has to hear an answer
 * (802.11-2020, 11.13), or it takes us for gone.
 */
static void vwifi_mlme_answer_query(struct vwifi_vif *vif, const struct vwifi_sa_query *query)
{
	struct vwifi_sa_query *answer;
	struct vwifi_vif *on;
	struct sk_buff *skb;

	skb = vwifi_mlme_frame(vif, vwifi_mld_ap_addr(vif), IEEE80211_STYPE_ACTION, sizeof(*answer));
	if (!skb)
		return;
	answer = skb_put_data(skb, query, sizeof(*query));
	answer->action = WLAN_ACTION_SA_QUERY_RESPONSE;
	on = vwifi_mld_give_mgmt(vif, -1, 0, (void *)skb->data);
	vwifi_mgmt_send(on, on->mlme.freq, skb, false, NULL);
}

/* Whether a category of action frames means something to a station without its user space. */
static bool vwifi_mlme_knows_category(u8 category)
{
	switch (category) {
	case WLAN_CATEGORY_SPECTRUM_MGMT:
	case WLAN_CATEGORY_QOS:
	case WLAN_CATEGORY_BACK:
	case WLAN_CATEGORY_PUBLIC:
	case WLAN_CATEGORY_HT:
	case WLAN_CATEGORY_SA_QUERY:
	case WLAN_CATEGORY_VHT:
		return true;
	default:
		return category & VWIFI_CATEGORY_REFUSED;
	}
}

/* One that nobody here knows goes back, and its category says so (802.11-2020, 10.28.4). */
static void vwifi_mlme_refuse_action(struct vwifi_vif *vif, const u8 *body, size_t len)
{
	struct sk_buff *skb = vwifi_mlme_frame(vif, vwifi_mld_ap_addr(vif), IEEE80211_STYPE_ACTION, len);
	struct vwifi_vif *on;
	u8 *answer;

	if (!skb)
		return;
	answer = skb_put_data(skb, body, len);
	answer[0] |= VWIFI_CATEGORY_REFUSED;
	on = vwifi_mld_give_mgmt(vif, -1, 0, (void *)skb->data);
	vwifi_mgmt_send(on, on->mlme.freq, skb, false, NULL);
}

/* An action frame of the access point that user space did not ask for. */
void vwifi_mlme_rx_unclaimed(struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt, size_t len)
{
	const size_t header = offsetof(struct ieee80211_mgmt, u);
	const struct vwifi_sa_query *query = (const void *)&mgmt->u;

	if (vif->mlme.state != VWIFI_MLME_ASSOCIATED || len <= header ||
	    !ieee80211_is_action(mgmt->frame_control) || is_multicast_ether_addr(mgmt->da) ||
	    !vwifi_mlme_is_with(vif, mgmt->sa))
		return;
	if (!vwifi_mlme_knows_category(query->category))
		vwifi_mlme_refuse_action(vif, (const u8 *)query, len - header);
	else if (len >= header + sizeof(*query) && query->category == WLAN_CATEGORY_SA_QUERY &&
		 query->action == WLAN_ACTION_SA_QUERY_REQUEST)
		vwifi_mlme_answer_query(vif, query);
}
