// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * What protects management frames and beacons (IEEE Std 802.11-2020, 11.13 and 11.52; 12.5.4):
 * which of them are robust, with which key they go, and what a receiver makes of one.
 * Callers hold rcu_read_lock().
 */
#include "air/air.h"
#include "key.h"

bool vwifi_mgmt_is_robust(const struct ieee80211_mgmt *mgmt, size_t len)
{
	/* The helper looks at the category of an action frame. */
	if (len < sizeof(struct ieee80211_hdr_3addr) + 1)
		return false;
	return _ieee80211_is_robust_mgmt_frame((struct ieee80211_hdr *)mgmt);
}

/* A group frame that goes with the group key of data, between members of a mesh (802.11-2020, 12.2.8). */
bool vwifi_mgmt_is_private(const struct ieee80211_mgmt *mgmt, size_t len)
{
	return len > sizeof(struct ieee80211_hdr_3addr) && is_multicast_ether_addr(mgmt->da) &&
	       ieee80211_is_action(mgmt->frame_control) &&
	       (mgmt->u.action.category == WLAN_CATEGORY_MESH_ACTION ||
		mgmt->u.action.category == WLAN_CATEGORY_MULTIHOP_ACTION);
}

static bool vwifi_sta_mfp(const struct vwifi_sta *sta)
{
	return READ_ONCE(sta->flags) & BIT(NL80211_STA_FLAG_MFP);
}

/* The answer to a challenge, which WEP protects (802.11-2020, 12.3.3.3.4). */
static bool vwifi_mgmt_answers_challenge(const struct ieee80211_mgmt *mgmt, size_t len)
{
	return ieee80211_is_auth(mgmt->frame_control) &&
	       len >= offsetofend(struct ieee80211_mgmt, u.auth.status_code) &&
	       mgmt->u.auth.auth_alg == cpu_to_le16(WLAN_AUTH_SHARED_KEY) &&
	       mgmt->u.auth.auth_transaction == cpu_to_le16(3);
}

/* Chooses the protection of a management frame (802.11-2020, 12.2.8). Called under RCU. */
void vwifi_key_mgmt_tx(struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt, size_t len,
		       struct vwifi_protection *protection)
{
	struct vwifi_sta *sta;

	if (vwifi_mgmt_answers_challenge(mgmt, len)) {
		protection->key = rcu_dereference(vif->mlme.auth_key);
		return;
	}
	if (!vwifi_mgmt_is_robust(mgmt, len))
		return;
	if (is_multicast_ether_addr(mgmt->da)) {
		protection->key = vwifi_mgmt_is_private(mgmt, len) ?
				  vwifi_key_tx_group(vif) :
				  vwifi_default_key(vif, &vif->default_mgmt);
		if (protection->key)
			protection->pn = atomic64_inc_return(&protection->key->tx_pn);
		return;
	}
	sta = vwifi_peer_find(vif, mgmt->da);
	if (sta && vwifi_sta_mfp(sta))
		protection->key = rcu_dereference(sta->keys[READ_ONCE(sta->tx_key)]);
}

static enum vwifi_mgmt_protection vwifi_mgmt_bad(struct vwifi_vif *vif, struct vwifi_sta *sta,
						 enum vwifi_drop why)
{
	if (sta)
		atomic_inc(&sta->rx_dropped);
	vwifi_drop(vif, why);
	return VWIFI_MGMT_BAD;
}

/* A protected authentication frame: opened by the default key that it names. Called under RCU. */
static enum vwifi_mgmt_protection vwifi_key_auth_check(struct vwifi_vif *vif,
						       const struct vwifi_protection *protection)
{
	enum vwifi_drop why = VWIFI_DROP_NO_KEY;
	struct vwifi_key *held = NULL;

	if (protection->key->index < VWIFI_N_PAIRWISE_KEYS)
		held = rcu_dereference(vif->keys[protection->key->index]);
	if (held && vwifi_key_is_wep(held))
		why = vwifi_key_accept(held, protection, 1);
	return why ? vwifi_mgmt_bad(vif, NULL, why) : VWIFI_MGMT_PROTECTED;
}

/*
 * The keys that @sta may send a group frame with, of which @index is one; @n: of one use. Those of a
 * cell's or mesh's member are its own. Called under RCU.
 */
static struct vwifi_key __rcu **vwifi_mgmt_group_keys(struct vwifi_vif *vif, struct vwifi_sta *sta,
						      u8 index, unsigned int *n)
{
	bool data = index < VWIFI_N_PAIRWISE_KEYS;
	bool own = index < VWIFI_FIRST_BIGTK && rcu_access_pointer(sta->group_keys[index]);

	*n = data ? VWIFI_N_PAIRWISE_KEYS : VWIFI_N_IGTKS;
	return (own ? sta->group_keys : vif->keys) + (data ? 0 : VWIFI_FIRST_IGTK);
}

/* What the receiver makes of it; bad ones are counted. Called under RCU. */
enum vwifi_mgmt_protection
vwifi_key_mgmt_check(struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt, size_t len,
		     const struct vwifi_protection *protection)
{
	struct vwifi_protection counted = *protection;
	bool group = is_multicast_ether_addr(mgmt->da);
	bool private = vwifi_mgmt_is_private(mgmt, len);
	struct vwifi_key __rcu **keys = NULL;
	struct vwifi_key *held = NULL;
	struct vwifi_sta *sta;
	enum vwifi_drop why;
	unsigned int n = 0;

	if (protection->key && ieee80211_is_auth(mgmt->frame_control))
		return vwifi_key_auth_check(vif, protection);
	if (!vwifi_mgmt_is_robust(mgmt, len))
		return VWIFI_MGMT_PLAIN;
	counted.counter = VWIFI_RX_MGMT;

	sta = vwifi_peer_find(vif, mgmt->sa);
	if (!protection->key) {
		/* Before there is a key, nothing can be protected with it. */
		bool expected = sta && (private || vwifi_sta_mfp(sta)) &&
				rcu_access_pointer(sta->keys[READ_ONCE(sta->tx_key)]);

		return expected ? vwifi_mgmt_bad(vif, sta, VWIFI_DROP_UNPROTECTED) :
				  VWIFI_MGMT_PLAIN;
	}

	if (group) {
		if (!sta || (!private && !vwifi_sta_mfp(sta)))
			return VWIFI_MGMT_PLAIN;	/* a BIP element nobody asked for */
		keys = vwifi_mgmt_group_keys(vif, sta, protection->key->index, &n);
		held = rcu_dereference(keys[protection->key->index % VWIFI_N_PAIRWISE_KEYS]);
	} else {
		held = sta ? rcu_dereference(sta->keys[protection->key->index]) : NULL;
	}
	if (!held)
		return vwifi_mgmt_bad(vif, sta, VWIFI_DROP_NO_KEY);
	local_bh_disable();
	if (group)
		why = vwifi_key_accept_group(keys, n, held, &counted, 1);
	else
		why = vwifi_key_accept(held, &counted, 1);
	local_bh_enable();
	return why ? vwifi_mgmt_bad(vif, sta, why) : VWIFI_MGMT_PROTECTED;
}

/* The key that an access point's beacons are protected with, or NULL. Called under RCU. */
struct vwifi_key *vwifi_key_tx_beacon(struct vwifi_vif *vif)
{
	return vwifi_default_key(vif, &vif->default_beacon);
}

/* Whether an interface holds keys for beacons: then it takes none without. */
bool vwifi_key_for_beacons(const struct vwifi_vif *vif)
{
	unsigned int i;

	for (i = 0; i < VWIFI_N_IGTKS; i++)
		if (rcu_access_pointer(vif->keys[VWIFI_FIRST_BIGTK + i]))
			return true;
	return false;
}

/* A beacon that is none of its access point's. Called under RCU. */
enum vwifi_mgmt_protection vwifi_key_beacon_bad(struct vwifi_vif *vif, enum vwifi_drop why)
{
	return vwifi_mgmt_bad(vif, rcu_dereference(vif->peer), why);
}

/*
 * What a station makes of a beacon of its access point (802.11-2020, 11.52); bad
 * ones are counted. Called under RCU, with bottom halves disabled.
 */
enum vwifi_mgmt_protection
vwifi_key_beacon_check(struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt,
		       const struct vwifi_protection *protection)
{
	struct vwifi_protection counted = *protection;
	struct vwifi_key *held = NULL;
	enum vwifi_drop why;

	if (!vwifi_key_for_beacons(vif))
		return VWIFI_MGMT_PLAIN;
	if (!protection->key)
		return vwifi_key_beacon_bad(vif, VWIFI_DROP_UNPROTECTED);
	counted.counter = VWIFI_RX_MGMT;
	if (protection->key->index >= VWIFI_FIRST_BIGTK)
		held = rcu_dereference(vif->keys[protection->key->index]);
	if (!held)
		return vwifi_key_beacon_bad(vif, VWIFI_DROP_NO_KEY);
	why = vwifi_key_accept_group(vif->keys + VWIFI_FIRST_BIGTK, VWIFI_N_IGTKS, held, &counted, 1);
	return why ? vwifi_key_beacon_bad(vif, why) : VWIFI_MGMT_PROTECTED;
}
