// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Keys, and what they protect. Inside one kernel nothing is encrypted: a frame
 * travels with the key it was sent with and its packet number, and a receiver
 * takes it only if it holds the same key and has not seen the number, exactly
 * as a cipher would have it (IEEE Std 802.11-2020, 12.5).
 */
#include "air/air.h"
#include "crypto/crypto.h"
#include "key.h"

/* Numbers the keys, so that two can be compared by one number. */
static atomic_long_t vwifi_key_ids = ATOMIC_LONG_INIT(0);

static void vwifi_key_destroy(struct vwifi_key *key)
{
	vwifi_crypto_release(key);
	kfree_sensitive(key);
}

static void vwifi_key_free_rcu(struct rcu_head *head)
{
	vwifi_key_destroy(container_of(head, struct vwifi_key, rcu));
}

/**
 * vwifi_key_new - makes a key ready for use
 * @cipher: its cipher suite
 * @index: its id
 * @pairwise: between two stations
 * @material: what it is made of
 * @len: so many octets, at most VWIFI_MAX_KEY_LEN
 *
 * Process context. Return: the key, to be put into a slot; or an ERR_PTR.
 */
struct vwifi_key *vwifi_key_new(u32 cipher, u8 index, bool pairwise, const u8 *material, u8 len)
{
	struct vwifi_key *key = kzalloc(sizeof(*key), GFP_KERNEL);
	int err;

	if (!key)
		return ERR_PTR(-ENOMEM);
	key->id = atomic_long_inc_return(&vwifi_key_ids);
	key->opens = key->id;
	key->cipher = cipher;
	key->index = index;
	key->pairwise = pairwise;
	key->unused = true;
	key->len = len;
	memcpy(key->material, material, len);
	spin_lock_init(&key->rx_lock);
	/* From 0 after every start, IVs would give the same stream to other frames; WEP knows no replay. */
	if (vwifi_key_is_wep(key))
		atomic64_set(&key->tx_pn, get_random_u32() >> 8);
	err = vwifi_crypto_prepare(key);
	if (err) {
		kfree_sensitive(key);
		return ERR_PTR(err);
	}
	return key;
}

/* Frees a key that nobody has seen, or NULL. */
void vwifi_key_discard(struct vwifi_key *key)
{
	if (key)
		vwifi_key_destroy(key);
}

/* Empties a slot. Called with the wiphy mutex held, or by the last owner. */
void vwifi_key_free(struct vwifi_key __rcu **slot)
{
	struct vwifi_key *key = rcu_replace_pointer(*slot, NULL, true);

	if (key)
		call_rcu(&key->rcu, vwifi_key_free_rcu);
}

/* All keys of an interface but those of its peers. */
void vwifi_keys_free(struct vwifi_vif *vif)
{
	unsigned int i;

	WRITE_ONCE(vif->default_unicast, -1);
	WRITE_ONCE(vif->default_multicast, -1);
	WRITE_ONCE(vif->default_mgmt, -1);
	WRITE_ONCE(vif->default_beacon, -1);
	for (i = 0; i < VWIFI_N_KEYS; i++)
		vwifi_key_free(&vif->keys[i]);
}

/* TKIP's two Michael keys stand in the order of transmission and reception: over there, the other way round. */
static bool vwifi_key_same(const struct vwifi_key *held, const struct vwifi_key *sent)
{
	const u8 *rx_mic = held->material + NL80211_TKIP_DATA_OFFSET_RX_MIC_KEY;
	const u8 *tx_mic = sent->material + NL80211_TKIP_DATA_OFFSET_TX_MIC_KEY;

	if (held->cipher != sent->cipher)
		return false;
	if (held->cipher == WLAN_CIPHER_SUITE_TKIP)
		return !memcmp(held->material, sent->material, NL80211_TKIP_DATA_OFFSET_TX_MIC_KEY) &&
		       !memcmp(rx_mic, tx_mic, 8);
	return !memcmp(held->material, sent->material, sizeof(held->material));
}

/*
 * Whether @held opens what @sent closed: compared once, remembered by number.
 * Material never changes, and a number never comes back.
 */
static bool vwifi_key_matches(struct vwifi_key *held, const struct vwifi_key *sent)
{
	if (likely(READ_ONCE(held->opens) == sent->id))
		return true;
	if (!vwifi_key_same(held, sent))
		return false;
	WRITE_ONCE(held->opens, sent->id);
	return true;
}

/**
 * vwifi_key_accept - receives a protected frame
 * @held: the receiver's key of that index
 * @protection: what the frame was sent with
 * @mpdus: how many frames it stands for (a GSO packet is many)
 *
 * The packet number is drawn here, where it is checked, in one step: so that
 * senders on two processors cannot overtake each other between the two.
 * Bottom halves are disabled.
 *
 * Return: VWIFI_DROP_NONE, or why not.
 */
enum vwifi_drop vwifi_key_accept(struct vwifi_key *held,
				 const struct vwifi_protection *protection,
				 unsigned int mpdus)
{
	struct vwifi_key *sent = protection->key;
	enum vwifi_drop why = VWIFI_DROP_NONE;
	u64 pn;

	if (!vwifi_key_matches(held, sent))
		return VWIFI_DROP_WRONG_KEY;
	if (vwifi_key_is_wep(held))
		return VWIFI_DROP_NONE;

	spin_lock(&held->rx_lock);
	pn = protection->pn ?: atomic64_add_return(mpdus, &sent->tx_pn);
	if (pn > held->rx_pn[protection->counter])
		held->rx_pn[protection->counter] = pn;
	else
		why = VWIFI_DROP_REPLAY;
	spin_unlock(&held->rx_lock);
	return why;
}

/*
 * The first frame under a group key says that its sender has gone over to it:
 * from now on the earlier ones of the same use open nothing (802.11-2020,
 * 12.7.7: of two key ids, one is in use). Until then they do, for an access
 * point goes over only when every station has the new one. WEP's four default
 * keys are in use together. Called under RCU.
 */
static void vwifi_key_in_use(struct vwifi_key __rcu **keys, unsigned int n, struct vwifi_key *held)
{
	unsigned int i;

	WRITE_ONCE(held->unused, false);
	if (vwifi_key_is_wep(held))
		return;
	for (i = 0; i < n; i++) {
		struct vwifi_key *other = rcu_dereference(keys[i]);

		if (other && other->id < held->id)
			WRITE_ONCE(other->retired, true);
	}
}

/* Receives with a group key out of @keys, @n of one use. Called under RCU, with bottom halves disabled. */
enum vwifi_drop vwifi_key_accept_group(struct vwifi_key __rcu **keys, unsigned int n,
				       struct vwifi_key *held,
					      const struct vwifi_protection *protection,
					      unsigned int mpdus)
{
	enum vwifi_drop why;

	if (READ_ONCE(held->retired))
		return VWIFI_DROP_NO_KEY;
	why = vwifi_key_accept(held, protection, mpdus);
	if (!why && unlikely(READ_ONCE(held->unused)))
		vwifi_key_in_use(keys, n, held);
	return why;
}

struct vwifi_key *vwifi_default_key(struct vwifi_vif *vif, const s8 *which)
{
	int index = READ_ONCE(*which);

	return index < 0 ? NULL : rcu_dereference(vif->keys[index]);
}

/* The key for a frame to @sta, or NULL; NULL for a peer we do not know. Called under RCU. */
struct vwifi_key *vwifi_key_tx_unicast(struct vwifi_vif *vif, struct vwifi_sta *sta)
{
	struct vwifi_key *key = NULL;

	if (sta)
		key = rcu_dereference(sta->keys[READ_ONCE(sta->tx_key)]);
	if (key)
		return key;
	key = vwifi_default_key(vif, &vif->default_unicast);
	return key && vwifi_key_is_wep(key) ? key : NULL;
}

/* The key for a group frame, or NULL. Called under RCU. */
struct vwifi_key *vwifi_key_tx_group(struct vwifi_vif *vif)
{
	return vwifi_default_key(vif, &vif->default_multicast);
}

/* Whether data of @sta has to be protected: also when the key that did it is gone. */
static bool vwifi_key_is_due(struct vwifi_vif *vif, struct vwifi_sta *sta)
{
	return READ_ONCE(sta->keyed) || vwifi_key_tx_unicast(vif, sta);
}

/* Receives a unicast frame from @sta. Called under RCU. */
enum vwifi_drop vwifi_key_check_unicast(struct vwifi_vif *vif, struct vwifi_sta *sta,
					const struct vwifi_protection *protection,
					unsigned int mpdus)
{
	struct vwifi_key *held;

	if (!protection->key)
		return vwifi_key_is_due(vif, sta) ? VWIFI_DROP_UNPROTECTED : VWIFI_DROP_NONE;

	held = NULL;
	if (protection->key->index < VWIFI_N_PAIRWISE_KEYS)
		held = rcu_dereference(sta->keys[protection->key->index]);
	if (!held && vwifi_key_is_wep(protection->key))
		held = rcu_dereference(vif->keys[protection->key->index]);
	return held ? vwifi_key_accept(held, protection, mpdus) : VWIFI_DROP_NO_KEY;
}

/* Receives a group frame from @sta: an access point, or a member of a cell or mesh. Called under RCU. */
enum vwifi_drop vwifi_key_check_group(struct vwifi_vif *vif, struct vwifi_sta *sta,
				      const struct vwifi_protection *protection,
				      unsigned int mpdus)
{
	struct vwifi_key __rcu **keys = sta->group_keys;
	struct vwifi_key *held;

	if (!protection->key)
		return vwifi_key_is_due(vif, sta) ? VWIFI_DROP_UNPROTECTED : VWIFI_DROP_NONE;
	if (protection->key->index >= VWIFI_N_PAIRWISE_KEYS)
		return VWIFI_DROP_NO_KEY;
	held = rcu_dereference(keys[protection->key->index]);
	if (!held) {
		keys = vif->keys;
		held = rcu_dereference(keys[protection->key->index]);
	}
	return held ? vwifi_key_accept_group(keys, VWIFI_N_PAIRWISE_KEYS, held, protection, mpdus) :
		      VWIFI_DROP_NO_KEY;
}

/*
 * Gives what a peer has on links its pairwise keys: an MLD has one, with one sequence of numbers, for all
 * of them (IEEE Std 802.11be-2024, 12.7.2). Called with the wiphy mutex held.
 */
void vwifi_key_share(const struct vwifi_vif *vif, const struct vwifi_sta *peer)
{
	struct vwifi_sta *sta;
	unsigned int id, i;

	if (!peer->mld_peer)
		return;
	vwifi_mld_for_each_peer_link(vif, peer, id, sta) {
		WRITE_ONCE(sta->keyed, peer->keyed);
		for (i = 0; i < ARRAY_SIZE(sta->keys); i++)
			rcu_assign_pointer(sta->keys[i], rcu_access_pointer(peer->keys[i]));
		WRITE_ONCE(sta->tx_key, peer->tx_key);
	}
}

/* The slot that a call of cfg80211 means. Called with the wiphy mutex held. */
static struct vwifi_key __rcu **vwifi_key_slot(struct vwifi_vif *vif, u8 index, bool pairwise,
					       const u8 *addr, struct vwifi_sta **sta)
{
	struct vwifi_key __rcu **slot = NULL;

	*sta = NULL;
	/* Group keys are the interface's own, but for those that members of a cell or mesh send with. */
	if (!pairwise && (!addr || (vif->wdev.iftype != NL80211_IFTYPE_ADHOC &&
				    vif->wdev.iftype != NL80211_IFTYPE_MESH_POINT)))
		return index < VWIFI_N_KEYS ? &vif->keys[index] : ERR_PTR(-EINVAL);
	if (!addr || index >= (pairwise ? VWIFI_N_PAIRWISE_KEYS : VWIFI_FIRST_BIGTK))
		return ERR_PTR(-EINVAL);
	rcu_read_lock();
	*sta = vwifi_peer_find(vif, addr);
	if (*sta)
		slot = pairwise ? &(*sta)->keys[index] : &(*sta)->group_keys[index];
	rcu_read_unlock();
	/* It stays after the read section: only holders of the wiphy mutex remove peers. */
	return slot ?: ERR_PTR(-ENOENT);
}

static u64 vwifi_pn_from_seq(const u8 *seq, int len)
{
	u64 pn = 0;

	/* nl80211: little endian. */
	while (len-- > 0)
		pn = pn << 8 | seq[len];
	return pn;
}

int vwifi_add_key(struct wiphy *wiphy, VWIFI_PEER_DEV *dev, int link_id, u8 key_index,
		  bool pairwise, const u8 *mac_addr, struct key_params *params)
{
	struct vwifi_vif *vif = vwifi_vif_at_link(vwifi_wdev_vif(vwifi_peer_dev(dev)), link_id);
	struct vwifi_key __rcu **slot;
	struct vwifi_key *key, *old;
	struct vwifi_sta *sta;
	unsigned int i;
	u64 pn;

	if (params->key_len < 0 || params->key_len > VWIFI_MAX_KEY_LEN ||
	    params->seq_len < 0 || params->seq_len > sizeof(u64))
		return -EINVAL;
	slot = vwifi_key_slot(vif, key_index, pairwise, mac_addr, &sta);
	if (IS_ERR(slot))
		return PTR_ERR(slot);
	/* Of two keys with one peer (802.11-2020, 12.7.6.4), which one to send with. */
	if (params->mode == NL80211_KEY_SET_TX) {
		if (!sta || !pairwise || !rcu_access_pointer(*slot))
			return -ENOENT;
		WRITE_ONCE(sta->tx_key, key_index);
		vwifi_key_share(vif, sta);
		return 0;
	}

	key = vwifi_key_new(params->cipher, key_index, pairwise, params->key, params->key_len);
	if (IS_ERR(key))
		return PTR_ERR(key);
	pn = vwifi_pn_from_seq(params->seq, params->seq_len);
	for (i = 0; i < ARRAY_SIZE(key->rx_pn); i++)
		key->rx_pn[i] = pn;

	/*
	 * Installed again, a key keeps its numbers: starting them anew would let
	 * replays in. For the same reason it stays retired if it was.
	 */
	old = rcu_dereference_protected(*slot, lockdep_is_held(&wiphy->mtx));
	if (old && old->cipher == key->cipher && old->len == key->len &&
	    !memcmp(old->material, key->material, sizeof(key->material))) {
		vwifi_key_destroy(key);
		return 0;
	}
	/* First, so that nothing leaves in the clear behind a key that goes again. */
	if (sta && pairwise)
		WRITE_ONCE(sta->keyed, true);
	rcu_assign_pointer(*slot, key);
	if (sta)
		vwifi_defrag_forget(sta);
	if (sta && pairwise && params->mode != NL80211_KEY_NO_TX)
		WRITE_ONCE(sta->tx_key, key_index);
	if (sta)
		vwifi_key_share(vif, sta);
	if (old)
		call_rcu(&old->rcu, vwifi_key_free_rcu);
	return 0;
}

/* The highest number that came with a key. */
static u64 vwifi_key_received(struct vwifi_key *key)
{
	unsigned int i;
	u64 pn = 0;

	spin_lock_bh(&key->rx_lock);
	for (i = 0; i < ARRAY_SIZE(key->rx_pn); i++)
		pn = max(pn, key->rx_pn[i]);
	spin_unlock_bh(&key->rx_lock);
	return pn;
}

int vwifi_get_key(struct wiphy *wiphy, VWIFI_PEER_DEV *dev, int link_id, u8 key_index,
		  bool pairwise, const u8 *mac_addr, void *cookie,
		  void (*callback)(void *cookie, struct key_params *params))
{
	struct vwifi_vif *vif = vwifi_vif_at_link(vwifi_wdev_vif(vwifi_peer_dev(dev)), link_id);
	struct key_params params = {};
	struct vwifi_key __rcu **slot;
	u8 seq[VWIFI_PN_LEN];
	struct vwifi_key *key;
	struct vwifi_sta *sta;
	unsigned int i;
	u64 pn;

	slot = vwifi_key_slot(vif, key_index, pairwise, mac_addr, &sta);
	if (IS_ERR(slot))
		return PTR_ERR(slot);
	key = rcu_dereference_protected(*slot, lockdep_is_held(&wiphy->mtx));
	if (!key)
		return -ENOENT;

	/* What we only receive with counts what came; everything else what we sent. */
	if (!pairwise && (mac_addr || vwifi_vif_is_station(vif)))
		pn = vwifi_key_received(key);
	else
		pn = atomic64_read(&key->tx_pn);
	for (i = 0; i < sizeof(seq); i++)
		seq[i] = pn >> (8 * i);
	params.cipher = key->cipher;
	params.seq = seq;
	params.seq_len = sizeof(seq);
	callback(cookie, &params);
	return 0;
}

int vwifi_del_key(struct wiphy *wiphy, VWIFI_PEER_DEV *dev, int link_id, u8 key_index,
		  bool pairwise, const u8 *mac_addr)
{
	struct vwifi_vif *vif = vwifi_vif_at_link(vwifi_wdev_vif(vwifi_peer_dev(dev)), link_id);
	struct vwifi_key __rcu **slot;
	struct vwifi_key *old;
	struct vwifi_sta *sta;

	slot = vwifi_key_slot(vif, key_index, pairwise, mac_addr, &sta);
	if (IS_ERR(slot))
		return PTR_ERR(slot);
	old = rcu_replace_pointer(*slot, NULL, lockdep_is_held(&wiphy->mtx));
	if (!old)
		return -ENOENT;
	if (sta)
		vwifi_key_share(vif, sta);
	call_rcu(&old->rcu, vwifi_key_free_rcu);
	if (sta)
		vwifi_defrag_forget(sta);
	return 0;
}

int vwifi_set_default_key(struct wiphy *wiphy, struct net_device *dev, int link_id,
			  u8 key_index, bool unicast, bool multicast)
{
	struct vwifi_vif *vif = vwifi_vif_at_link(vwifi_vif(dev), link_id);

	if (key_index >= VWIFI_N_PAIRWISE_KEYS)
		return -EINVAL;
	if (unicast)
		WRITE_ONCE(vif->default_unicast, key_index);
	if (multicast)
		WRITE_ONCE(vif->default_multicast, key_index);
	return 0;
}

int vwifi_set_default_mgmt_key(struct wiphy *wiphy, VWIFI_PEER_DEV *dev, int link_id, u8 key_index)
{
	struct vwifi_vif *vif = vwifi_vif_at_link(vwifi_wdev_vif(vwifi_peer_dev(dev)), link_id);

	if (key_index != 4 && key_index != 5)
		return -EINVAL;
	WRITE_ONCE(vif->default_mgmt, key_index);
	return 0;
}

int vwifi_set_default_beacon_key(struct wiphy *wiphy, VWIFI_PEER_DEV *dev, int link_id, u8 key_index)
{
	struct vwifi_vif *vif = vwifi_vif_at_link(vwifi_wdev_vif(vwifi_peer_dev(dev)), link_id);

	if (key_index != 6 && key_index != 7)
		return -EINVAL;
	WRITE_ONCE(vif->default_beacon, key_index);
	return 0;
}
