// SPDX-License-Identifier: MIT OR GPL-2.0
/* What came as octets, opened with the receiver's own key. Under RCU, in any context. */
#include "air/air.h"
#include "crypto/crypto.h"
#include "key.h"

/* The key that a unicast frame names. The key id stands at one place with every cipher. */
static struct vwifi_key *vwifi_open_unicast_key(struct vwifi_sta *sta, const struct sk_buff *skb)
{
	unsigned int iv = ieee80211_hdrlen(((const struct ieee80211_hdr *)skb->data)->frame_control);

	if (skb->len < iv + IEEE80211_WEP_IV_LEN)
		return NULL;
	return rcu_dereference(sta->keys[skb->data[iv + 3] >> 6]);
}

/* WEP's key of the interface that the third frame of a shared key authentication names. */
static struct vwifi_key *vwifi_open_default_key(struct vwifi_vif *vif, const struct sk_buff *skb)
{
	unsigned int iv = sizeof(struct ieee80211_hdr_3addr);
	struct vwifi_key *key;

	if (skb->len < iv + IEEE80211_WEP_IV_LEN)
		return NULL;
	key = rcu_dereference(vif->keys[skb->data[iv + 3] >> 6]);
	return key && vwifi_key_is_wep(key) ? key : NULL;
}

/*
 * The IGTK, or a beacon's BIGTK, that a group frame names (802.11-2020, 9.4.2.54), if
 * it is our interface's.
 */
static struct vwifi_key *vwifi_open_group_key(struct vwifi_vif *vif, const struct sk_buff *skb)
{
	const struct ieee80211_mgmt *mgmt = (const void *)skb->data;
	unsigned int first = ieee80211_is_beacon(mgmt->frame_control) ? VWIFI_FIRST_BIGTK :
									VWIFI_FIRST_IGTK;
	unsigned int index;
	u64 pn;

	for (index = first; index < first + VWIFI_N_IGTKS; index++) {
		struct vwifi_key *key = rcu_dereference(vif->keys[index]);

		if (key && vwifi_crypto_peek(key->cipher, skb->data, skb->len, &pn) == index)
			return key;
	}
	return NULL;
}

/* What a member of a mesh sends its private group frames with. */
static struct vwifi_key *vwifi_open_private_key(struct vwifi_sta *sta, const struct sk_buff *skb)
{
	unsigned int iv = sizeof(struct ieee80211_hdr_3addr);

	if (skb->len < iv + IEEE80211_WEP_IV_LEN)
		return NULL;
	return rcu_dereference(sta->group_keys[skb->data[iv + 3] >> 6]);
}

/**
 * vwifi_key_open_mgmt - opens one receiver's copy of a management frame
 * @vif: the receiver
 * @skb: its copy
 * @protection: how it was protected, to be filled in
 *
 * Under RCU. Return: false if it was protected and cannot be opened.
 */
bool vwifi_key_open_mgmt(struct vwifi_vif *vif, struct sk_buff *skb,
			 struct vwifi_protection *protection)
{
	const struct ieee80211_mgmt *mgmt = (const void *)skb->data;
	struct vwifi_sta *sta = vwifi_peer_find(vif, mgmt->sa);
	struct vwifi_key *key;

	protection->key = NULL;
	if (is_multicast_ether_addr(mgmt->da) && ieee80211_has_protected(mgmt->frame_control) &&
	    vif->wdev.iftype == NL80211_IFTYPE_MESH_POINT) {
		key = sta ? vwifi_open_private_key(sta, skb) : NULL;
		if (!key)
			return false;
	} else if (is_multicast_ether_addr(mgmt->da)) {
		if (!sta || (!ieee80211_is_beacon(mgmt->frame_control) &&
			     !vwifi_mgmt_is_robust(mgmt, skb->len)))
			return true;
		key = vwifi_open_group_key(vif, skb);
		if (!key)
			return true;	/* in the clear: the receiver knows what that means */
	} else {
		if (!ieee80211_has_protected(mgmt->frame_control))
			return true;
		if (ieee80211_is_auth(mgmt->frame_control))
			key = vwifi_open_default_key(vif, skb);
		else
			key = sta ? vwifi_open_unicast_key(sta, skb) : NULL;
		if (!key)
			return false;
	}
	if (vwifi_crypto_open(key, skb, &protection->pn) ||
	    (!protection->pn && !vwifi_key_is_wep(key)))
		return false;
	protection->key = key;
	return true;
}

/* The receiver's key that a protected data frame names. */
static struct vwifi_key *vwifi_open_data_key(struct vwifi_vif *to, struct vwifi_sta *sta,
					     bool group, unsigned int index)
{
	struct vwifi_key *key;

	if (group)
		key = rcu_dereference(sta->group_keys[index]);
	else
		key = rcu_dereference(sta->keys[index]);
	if (key)
		return key;
	key = rcu_dereference(to->keys[index]);
	return key && (group || vwifi_key_is_wep(key)) ? key : NULL;
}

/**
 * vwifi_key_open_data - opens a data frame, in place
 * @to: the receiver
 * @sta: the transmitter, as the receiver knows it
 * @group: a group frame
 * @skb: the frame, protected, from its header on, with an IV behind that
 * @protection: takes key and packet number
 *
 * Return: why not, or VWIFI_DROP_NONE.
 */
enum vwifi_drop vwifi_key_open_data(struct vwifi_vif *to, struct vwifi_sta *sta, bool group,
				    struct sk_buff *skb, struct vwifi_protection *protection)
{
	unsigned int iv = ieee80211_hdrlen(((const struct ieee80211_hdr *)skb->data)->frame_control);
	struct vwifi_key *key = vwifi_open_data_key(to, sta, group, skb->data[iv + 3] >> 6);

	if (!key)
		return VWIFI_DROP_NO_KEY;
	if (vwifi_crypto_open(key, skb, &protection->pn))
		return VWIFI_DROP_WRONG_KEY;
	/* Nobody begins at 0: it would look as if the number were still to be drawn. */
	if (!protection->pn && !vwifi_key_is_wep(key))
		return VWIFI_DROP_REPLAY;
	protection->key = key;
	return VWIFI_DROP_NONE;
}
