// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * How a station joins an access point with several links (IEEE Std 802.11be-2024, 35.3.5): over one of
 * them, by the frames of mlme-join.c, in which Multi-Link elements (9.4.2.321) tell of the others. What
 * a link of the access point can do is read in its own beacons. With the wiphy mutex held.
 */
#include "air/air.h"
#include "mgmt/mgmt.h"
#include "phy/phy.h"
#include "mld.h"
#include "mlme.h"

#define VWIFI_MLE_HEAD		(2 + 1 + 2)	/* id, length, extension, control */
#define VWIFI_MLE_COMMON	(1 + ETH_ALEN)	/* its length, the MLD's address */
#define VWIFI_MLE_PROFILE	(2 + 2 + 1 + ETH_ALEN + 2)	/* id, length, control, STA info, capability */
#define VWIFI_MLE_INHERIT	(2 + 1 + 1 + 2 + 1)	/* what a profile leaves out of the frame around it */
#define VWIFI_MLE_PROFILE_MAX	255
#define VWIFI_MLE_SUBELEMENT	0		/* per-STA profile (table 9-401k) */
#define VWIFI_MLE_FRAGMENT	254		/* of a subelement */

/* Makes a link's address of the interface's: locally administered, another one for each link. */
static void vwifi_mld_link_address(u8 *addr, const u8 *mld, unsigned int id)
{
	ether_addr_copy(addr, mld);
	addr[0] = (addr[0] | 0x02) ^ ((id + 1) << 4);
}

/* The link that a station joins over: all its frames until it is associated; @vif itself without links. */
struct vwifi_vif *vwifi_mld_joining(struct vwifi_vif *vif)
{
	const struct vwifi_mld *mld = vwifi_vif_mld(vif);

	return mld ? vwifi_vif_at_link(vif, mld->first) : vif;
}

/* Whom a station joins, as user space knows it. */
const u8 *vwifi_mld_ap_addr(const struct vwifi_vif *vif)
{
	const struct vwifi_mld *mld = vwifi_vif_mld(vif);

	return mld ? mld->ap_addr : vif->mlme.bssid;
}

/* A link of a station, for a link of its access point. */
static struct vwifi_vif *vwifi_mld_station_link(struct vwifi_vif *vif, unsigned int id,
						const struct cfg80211_bss *bss)
{
	struct vwifi_mld *mld = vwifi_vif_mld(vif);
	struct vwifi_vif *link = NULL;
	u8 addr[ETH_ALEN];

	if (mld && id < IEEE80211_MLD_MAX_NUM_LINKS)
		link = vwifi_mld_link(vif, mld, id);
	if (!link) {
		vwifi_mld_link_address(addr, vif->addr, id);
		link = vwifi_mld_add_link(vif, id, addr);
	}
	if (IS_ERR(link))
		return link;
	ether_addr_copy(link->mlme.bssid, bss->bssid);
	link->mlme.freq = bss->channel->center_freq;
	return link;
}

/**
 * vwifi_mld_begin - a station begins to join an access point's MLD
 * @vif: the station, which is in no association
 * @id: over which link
 * @ap_addr: the access point's address
 * @bss: the access point's BSS on that link
 *
 * Whatever it had of links before is over. Return: the link, or an ERR_PTR.
 */
struct vwifi_vif *vwifi_mld_begin(struct vwifi_vif *vif, unsigned int id, const u8 *ap_addr,
				  const struct cfg80211_bss *bss)
{
	struct vwifi_mld *mld = vwifi_vif_mld(vif);
	struct vwifi_vif *link, *ap;

	if (mld && (mld->first != id || !ether_addr_equal(mld->ap_addr, ap_addr)))
		vwifi_mld_del_links(vif);
	rcu_read_lock();
	ap = vwifi_air_find_ap(vif->radio->air, bss->bssid, bss->channel->center_freq);
	rcu_read_unlock();
	/* Data of MLDs goes from interface to interface, in one kernel. */
	if (!ap)
		return ERR_PTR(-EOPNOTSUPP);
	link = vwifi_mld_station_link(vif, id, bss);
	if (IS_ERR(link))
		return link;
	mld = vwifi_vif_mld(vif);
	mld->first = id;
	ether_addr_copy(mld->ap_addr, ap_addr);
	return link;
}

/* The element's head, and what is common to all links; returns where its body begins, for vwifi_mle_end(). */
static u8 *vwifi_mle_begin(const struct vwifi_vif *vif, struct sk_buff *skb)
{
	u8 *pos = skb_put(skb, VWIFI_MLE_HEAD + VWIFI_MLE_COMMON);

	pos[0] = WLAN_EID_EXTENSION;
	pos[2] = WLAN_EID_EXT_EHT_MULTI_LINK;
	put_unaligned_le16(IEEE80211_ML_CONTROL_TYPE_BASIC, pos + 3);
	pos[VWIFI_MLE_HEAD] = VWIFI_MLE_COMMON;
	ether_addr_copy(pos + VWIFI_MLE_HEAD + 1, vif->addr);
	return pos + 2;
}

/* Writes the length of what was put behind @body, in as many parts as that takes (802.11-2020, 10.28.11). */
static void vwifi_mle_end(struct sk_buff *skb, u8 *body)
{
	size_t len = skb_tail_pointer(skb) - body;

	while (len > U8_MAX) {
		body[-1] = U8_MAX;
		body += U8_MAX;
		len -= U8_MAX;
		skb_put(skb, 2);
		memmove(body + 2, body, len);
		body[0] = WLAN_EID_FRAGMENT;
		body += 2;
	}
	body[-1] = len;
}

size_t vwifi_mld_auth_len(void)
{
	return VWIFI_MLE_HEAD + VWIFI_MLE_COMMON;
}

/* In an authentication. */
void vwifi_mld_put_auth(const struct vwifi_vif *vif, struct sk_buff *skb)
{
	vwifi_mle_end(skb, vwifi_mle_begin(vif, skb));
}

size_t vwifi_mld_assoc_len(const struct cfg80211_assoc_request *req)
{
	size_t len = VWIFI_MLE_HEAD + VWIFI_MLE_COMMON;
	unsigned int id;

	if (req->bss)
		return 0;
	for (id = 0; id < ARRAY_SIZE(req->links); id++)
		if (req->links[id].bss)
			len += VWIFI_MLE_PROFILE + VWIFI_MLE_INHERIT + VWIFI_RATES_LEN + VWIFI_PHY_CAPS_LEN +
			       req->links[id].elems_len;
	return len + 2 * (len / U8_MAX + 1);
}

/* What the frame has of HT and VHT, and this band has not (9.4.2.240). */
static void vwifi_mle_put_inheritance(struct sk_buff *skb, enum nl80211_band band, enum nl80211_band around)
{
	u8 without[2], n = 0, *pos;

	if (band == NL80211_BAND_6GHZ && around != NL80211_BAND_6GHZ)
		without[n++] = WLAN_EID_HT_CAPABILITY;
	if (band != NL80211_BAND_5GHZ && around == NL80211_BAND_5GHZ)
		without[n++] = WLAN_EID_VHT_CAPABILITY;
	if (!n)
		return;
	pos = skb_put(skb, 4 + n + 1);
	pos[0] = WLAN_EID_EXTENSION;
	pos[1] = 2 + n + 1;
	pos[2] = WLAN_EID_EXT_NON_INHERITANCE;
	pos[3] = n;
	memcpy(pos + 4, without, n);
	pos[4 + n] = 0;
}

/* What a station is on another link (9.4.2.321.2.4). */
static int vwifi_mle_put_profile(struct vwifi_vif *link, struct sk_buff *skb, enum nl80211_band around,
				 const struct cfg80211_assoc_link *asked)
{
	const struct ieee80211_supported_band *band =
		link->radio->wiphy->bands[asked->bss->channel->band];
	u8 *pos = skb_put(skb, VWIFI_MLE_PROFILE), *tail;
	u16 capability = WLAN_CAPABILITY_ESS | (asked->bss->capability & WLAN_CAPABILITY_PRIVACY);

	if (band->band == NL80211_BAND_2GHZ)
		capability |= WLAN_CAPABILITY_SHORT_SLOT_TIME | WLAN_CAPABILITY_SHORT_PREAMBLE;
	pos[0] = VWIFI_MLE_SUBELEMENT;
	put_unaligned_le16(link->link_id | IEEE80211_MLE_STA_CONTROL_COMPLETE_PROFILE |
			   IEEE80211_MLE_STA_CONTROL_STA_MAC_ADDR_PRESENT, pos + 2);
	pos[4] = 1 + ETH_ALEN;
	ether_addr_copy(pos + 5, link->addr);
	put_unaligned_le16(capability, pos + 5 + ETH_ALEN);
	tail = skb_tail_pointer(skb);
	skb_put(skb, vwifi_put_rates(tail, band, VWIFI_ALL_RATES));
	skb_put_data(skb, asked->elems, asked->elems_len);
	tail = skb_tail_pointer(skb);
	skb_put(skb, vwifi_put_phy_caps(tail, band, NL80211_IFTYPE_STATION,
					vwifi_band_modes(band, NL80211_IFTYPE_STATION)));
	vwifi_mle_put_inheritance(skb, band->band, around);
	if (skb_tail_pointer(skb) - pos > 2 + VWIFI_MLE_PROFILE_MAX)
		return -EMSGSIZE;
	pos[1] = skb_tail_pointer(skb) - pos - 2;
	return 0;
}

/* In an association request: the links that are asked for besides the one that it goes over, which are made. */
int vwifi_mld_put_assoc(struct vwifi_vif *vif, struct sk_buff *skb, const struct cfg80211_assoc_request *req)
{
	enum nl80211_band around = req->links[req->link_id].bss->channel->band;
	u8 *body = vwifi_mle_begin(vif, skb);
	unsigned int id;
	int err;

	for (id = 0; id < ARRAY_SIZE(req->links); id++) {
		const struct cfg80211_assoc_link *asked = &req->links[id];
		struct vwifi_vif *link;

		if (!asked->bss || id == req->link_id)
			continue;
		link = vwifi_mld_station_link(vif, id, asked->bss);
		err = IS_ERR(link) ? PTR_ERR(link) : vwifi_mle_put_profile(link, skb, around, asked);
		if (err)
			return err;
	}
	vwifi_mle_end(skb, body);
	return 0;
}

/* cfg80211 holds the BSSs for us from now on. */
void vwifi_mld_hold(struct vwifi_vif *vif, const struct cfg80211_assoc_request *req)
{
	struct vwifi_mld *mld = vwifi_vif_mld(vif);
	unsigned int id;

	for (id = 0; id < ARRAY_SIZE(mld->asked); id++)
		mld->asked[id] = req->links[id].bss;
}

/* And no longer: the association has failed. */
void vwifi_mld_give_back(struct vwifi_vif *vif, struct cfg80211_assoc_failure *failure)
{
	struct vwifi_mld *mld = vwifi_vif_mld(vif);
	unsigned int id;

	failure->ap_mld_addr = mld->ap_addr;
	for (id = 0; id < ARRAY_SIZE(mld->asked); id++) {
		failure->bss[id] = mld->asked[id];
		mld->asked[id] = NULL;
	}
}

/* The status that an access point gives a link, in the body of its element; a link it does not name has none. */
static u16 vwifi_mle_status(const u8 *body, size_t len, unsigned int id)
{
	const u8 *pos = body, *end = body + len;

	/* The common part begins with its length. */
	if (len < 3 || 2 + pos[2] > len)
		return WLAN_STATUS_UNSPECIFIED_FAILURE;
	for (pos += 2 + pos[2]; end - pos >= 2 && end - pos - 2 >= pos[1]; pos += 2 + pos[1]) {
		size_t info = pos[1] >= 3 ? pos[4] : 0;

		if (pos[0] != VWIFI_MLE_SUBELEMENT || pos[1] < 2 + info + 4 || !info)
			continue;
		if ((get_unaligned_le16(pos + 2) & IEEE80211_MLE_STA_CONTROL_LINK_ID) == id)
			return get_unaligned_le16(pos + 4 + info + 2);
	}
	return WLAN_STATUS_UNSPECIFIED_FAILURE;
}

/* Which of the links asked for an access point takes, in @resp and by a bit each. */
static int vwifi_mld_read_answer(struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt, size_t len,
				 struct cfg80211_rx_assoc_resp_data *resp, u16 *taken)
{
	const u8 *ies = mgmt->u.assoc_resp.variable;
	size_t ies_len = len - offsetof(struct ieee80211_mgmt, u.assoc_resp.variable);
	const struct element *mle = cfg80211_find_ext_elem(WLAN_EID_EXT_EHT_MULTI_LINK, ies, ies_len);
	struct vwifi_mld *mld = vwifi_vif_mld(vif);
	u8 *body = kmalloc(ies_len + 1, GFP_KERNEL);
	ssize_t body_len = 0;
	unsigned int id;
	u16 status;

	for (id = 0; id < ARRAY_SIZE(mld->asked); id++) {
		resp->links[id].bss = mld->asked[id];
		mld->asked[id] = NULL;
	}
	if (!body)
		return -ENOMEM;
	if (mle)
		body_len = vwifi_defragment(mle, ies, ies_len, body, ies_len, WLAN_EID_FRAGMENT);
	for (id = 0; id < ARRAY_SIZE(resp->links); id++) {
		if (!resp->links[id].bss)
			continue;
		status = id == mld->first ? WLAN_STATUS_SUCCESS :
					    vwifi_mle_status(body, max_t(ssize_t, body_len, 0), id);
		vwifi_resp_link(resp, id, vwifi_mld_link(vif, mld, id)->addr, status);
		if (!status)
			*taken |= BIT(id);
	}
	kfree(body);
	return 0;
}

/* A link that the access point takes: its channel, and what both can do on it. */
static int vwifi_mld_open_link(struct vwifi_vif *link, struct vwifi_sta *peer, struct cfg80211_bss *bss)
{
	struct wiphy *wiphy = link->radio->wiphy;
	const struct cfg80211_bss_ies *ies;
	struct cfg80211_chan_def chandef;
	struct vwifi_sta *sta;
	u8 modes;
	int err;

	sta = vwifi_mld_sta_join(link->link_of, peer, link->link_id, bss->bssid);
	if (!sta)
		return -ENOMEM;
	err = vwifi_air_tune_home(link, bss->channel->center_freq);
	if (err)
		return err;
	rcu_read_lock();
	ies = rcu_dereference(bss->ies);
	modes = vwifi_phy_modes_of(ies->data, ies->len) &
		vwifi_band_modes(wiphy->bands[bss->channel->band], NL80211_IFTYPE_STATION);
	vwifi_phy_from_elements(&sta->phy, ies->data, ies->len, modes);
	vwifi_bss_chandef(wiphy, bss->channel, ies->data, ies->len, modes ? modes | VWIFI_PHY_WIDE : 0,
			  &chandef);
	rcu_read_unlock();
	vwifi_mlme_set_chandef(link, &chandef);
	link->mlme.modes = modes | VWIFI_PHY_WIDE;
	link->mlme.beacon_interval = bss->beacon_interval ?: 100;
	link->mlme.dtim_period = 1;
	vwifi_mlme_begin_beacons(link);
	memcpy(link->edca, link->link_of->edca, sizeof(link->edca));
	rcu_assign_pointer(link->peer, sta);
	/* From here on it follows where its access point goes. */
	vwifi_mlme_set_state(link, VWIFI_MLME_ASSOCIATED);
	return 0;
}

/**
 * vwifi_mld_associated - an access point's MLD has taken a station: it becomes our peer
 * @vif: the station
 * @mgmt: the answer
 * @len: its length
 * @resp: what cfg80211 is to hear of it; it has the BSSs, whatever comes
 *
 * Return: 0, or that there is no memory.
 */
int vwifi_mld_associated(struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt, size_t len,
			 struct cfg80211_rx_assoc_resp_data *resp)
{
	struct vwifi_mld *mld = vwifi_vif_mld(vif);
	struct vwifi_sta *peer;
	unsigned int id;
	u16 taken = 0;
	int err = vwifi_mld_read_answer(vif, mgmt, len, resp, &taken);

	resp->ap_mld_addr = mld->ap_addr;
	if (err || le16_to_cpu(mgmt->u.assoc_resp.status_code) != WLAN_STATUS_SUCCESS)
		return err;
	peer = vwifi_mld_sta_alloc(mld->ap_addr, mld->first);
	if (!peer)
		return -ENOMEM;
	peer->aid = le16_to_cpu(mgmt->u.assoc_resp.aid) & 0x3fff;
	peer->capability = le16_to_cpu(mgmt->u.assoc_resp.capab_info);
	peer->flags = BIT(NL80211_STA_FLAG_AUTHENTICATED) | BIT(NL80211_STA_FLAG_ASSOCIATED) |
		      BIT(NL80211_STA_FLAG_WME);
	if (vif->mlme.use_mfp)
		peer->flags |= BIT(NL80211_STA_FLAG_MFP);
	if (vif->mlme.authorise)
		peer->flags |= BIT(NL80211_STA_FLAG_AUTHORIZED);
	rcu_assign_pointer(mld->peer, peer);
	atomic_set(&mld->group_heard, 0);
	for (id = 0; id < ARRAY_SIZE(resp->links); id++) {
		struct vwifi_vif *link = vwifi_mld_link(vif, mld, id);

		if (!(taken & BIT(id))) {
			if (link)
				vwifi_mld_del_link(vif, id);
			continue;
		}
		err = vwifi_mld_open_link(link, peer, resp->links[id].bss);
		if (err)
			return err;
	}
	vwifi_mld_share_port(vif);
	vwifi_sta_tell_new(vif, peer);
	vwifi_mlme_set_state(vif, VWIFI_MLME_ASSOCIATED);
	netif_carrier_on(vif->dev);
	return 0;
}

/* The association is over. */
void vwifi_mld_drop_peer(struct vwifi_vif *vif)
{
	struct vwifi_mld *mld = vwifi_vif_mld(vif);
	struct vwifi_sta *peer = rcu_dereference_protected(mld->peer,
			lockdep_is_held(&vif->radio->wiphy->mtx));
	struct vwifi_vif *link;
	unsigned int id;

	if (!peer)
		return;
	netif_carrier_off(vif->dev);
	RCU_INIT_POINTER(mld->peer, NULL);
	vwifi_mld_for_each_link(vif, mld, id, link) {
		vwifi_mlme_set_state(link, VWIFI_MLME_IDLE);
		vwifi_follow_forget(link);
		RCU_INIT_POINTER(link->peer, NULL);
	}
	vwifi_mld_sta_free(vif, peer);
}

/* Whether any link of the access point still hears us. */
bool vwifi_mld_lives(struct vwifi_vif *vif)
{
	struct vwifi_mld *mld = vwifi_vif_mld(vif);
	struct vwifi_vif *link;
	bool lives = false;
	unsigned int id;
	int signal;

	rcu_read_lock();
	vwifi_mld_for_each_link(vif, mld, id, link)
		lives = lives || (rcu_access_pointer(link->peer) &&
				  vwifi_air_find_ap(vif->radio->air, link->mlme.bssid, link->home_freq) &&
				  vwifi_mgmt_hears(vif->radio, link->home_freq, link->mlme.bssid, &signal));
	rcu_read_unlock();
	return lives;
}
