// SPDX-License-Identifier: MIT OR GPL-2.0
/* The management plane on the wire: 802.11 frames as they are on the air. */
#include "../crypto/crypto.h"
#include "wire.h"

static void vwifi_wire_tx_of(struct vwifi_wire_tx *tx, struct vwifi_vif *from, u8 kind, u16 freq)
{
	memset(tx, 0, sizeof(*tx));
	tx->kind = kind;
	tx->freq = freq;
	tx->rate = 60;	/* management goes at a basic rate */
	tx->power = clamp(MBM_TO_DBM(READ_ONCE(from->radio->tx_power_mbm)), -128, 127);
	tx->radio = from->radio->id;
}

/* A management frame as it goes on the wire: sealed, or NULL. Under RCU. */
static struct sk_buff *vwifi_wire_copy_mgmt(const struct sk_buff *skb,
					    const struct vwifi_protection *protection)
{
	struct sk_buff *out = vwifi_wire_alloc(skb->len, GFP_ATOMIC);
	struct vwifi_key *key = protection->key;
	u64 pn;

	if (!out)
		return NULL;
	skb_put_data(out, skb->data, skb->len);
	if (!key)
		return out;
	pn = protection->pn ?: atomic64_inc_return(&key->tx_pn);
	if (!vwifi_crypto_seal(key, pn, out))
		return out;
	kfree_skb(out);
	return NULL;
}

/* Sends a management frame to all other kernels. Under RCU; does not consume the skb. */
void vwifi_wire_group_mgmt(struct vwifi_vif *from, u16 freq, const struct sk_buff *skb,
			   const struct vwifi_protection *protection)
{
	struct vwifi_wire_tx tx;
	struct sk_buff *out;

	out = vwifi_wire_on() ? vwifi_wire_copy_mgmt(skb, protection) : NULL;
	if (!out)
		return;
	vwifi_wire_tx_of(&tx, from, VWIFI_WIRE_MGMT, freq);
	vwifi_wire_send(&tx, out);
}

/**
 * vwifi_wire_begin_mgmt - sends a management frame to an interface of another kernel
 * @from: the transmitter
 * @freq: on which channel, MHz
 * @skb: the frame in the clear; not consumed
 * @protection: how it is protected
 * @ask: to be ended by vwifi_ask_end(), outside of RCU, if this returns true
 *
 * Under RCU. Return: whether another kernel has the receiver.
 */
bool vwifi_wire_begin_mgmt(struct vwifi_vif *from, u16 freq, const struct sk_buff *skb,
			   const struct vwifi_protection *protection, struct vwifi_ask *ask)
{
	const struct ieee80211_mgmt *mgmt = (const void *)skb->data;
	struct vwifi_remote *remote = vwifi_remote_find(mgmt->da);
	struct sk_buff *out;

	if (!remote)
		return false;
	vwifi_wire_tx_of(&ask->tx, from, VWIFI_WIRE_MGMT, freq);
	/* A packet number is drawn and sent in one step: see vwifi_wire_hop(). */
	spin_lock_bh(&remote->tx_lock);
	out = vwifi_wire_copy_mgmt(skb, protection);
	if (out)
		vwifi_ask_begin(ask, mgmt->da, out);
	spin_unlock_bh(&remote->tx_lock);
	return out;
}

/* Sends a beacon to all other kernels. Under RCU. */
void vwifi_wire_beacon(struct vwifi_vif *from, u16 freq, const u8 *frame, size_t len)
{
	struct vwifi_wire_tx tx;
	struct sk_buff *out = vwifi_wire_alloc(len, GFP_ATOMIC);

	if (!out)
		return;
	skb_put_data(out, frame, len);
	vwifi_wire_tx_of(&tx, from, VWIFI_WIRE_MGMT, freq);
	vwifi_wire_send(&tx, out);
}

struct vwifi_wire_null {
	u8 ra[ETH_ALEN];
	u8 ta[ETH_ALEN];
} __packed;

/* A null frame: is @ra there, on the channel? Process context. */
bool vwifi_wire_probe(struct vwifi_vif *from, u16 freq, const u8 *ra)
{
	struct sk_buff *skb = vwifi_wire_alloc(sizeof(struct vwifi_wire_null), GFP_KERNEL);
	struct vwifi_wire_null *null;
	struct vwifi_ask ask;

	if (!skb)
		return false;
	null = skb_put(skb, sizeof(*null));
	ether_addr_copy(null->ra, ra);
	ether_addr_copy(null->ta, from->dev->dev_addr);
	vwifi_wire_tx_of(&ask.tx, from, VWIFI_WIRE_NULL, freq);
	rcu_read_lock();
	vwifi_ask_begin(&ask, ra, skb);
	rcu_read_unlock();
	return vwifi_ask_end(&ask);
}

/* The remote that sent a frame, with the power it was sent with; NULL: not to be believed. */
struct vwifi_remote *vwifi_wire_transmitter(const struct vwifi_wire_rx *rx, const u8 *ta)
{
	struct vwifi_remote *remote = vwifi_remote_learn(ta, rx->machine);

	if (remote)
		WRITE_ONCE(remote->radio.tx_power_mbm, DBM_TO_MBM(rx->power));
	else
		vwifi_wire_drop(rx->underlay, VWIFI_WIRE_FORGED);
	return remote;
}

/* Softirq, under RCU. */
void vwifi_wire_rx_null(const struct vwifi_wire_rx *rx, const struct sk_buff *skb)
{
	const struct vwifi_wire_null *null = (const void *)skb->data;
	struct vwifi_remote *remote;
	bool received;
	int signal;

	if (skb->len < sizeof(*null)) {
		vwifi_wire_drop(rx->underlay, VWIFI_WIRE_MALFORMED);
		return;
	}
	remote = vwifi_wire_transmitter(rx, null->ta);
	if (!remote)
		return;
	received = vwifi_air_hears(&remote->radio, rx->freq, null->ra, &signal);
	vwifi_wire_answer(rx, received, signal);
}

/* A management frame of another kernel. Softirq, under RCU; consumes the skb. */
void vwifi_wire_rx_mgmt(const struct vwifi_wire_rx *rx, struct sk_buff *skb)
{
	const struct ieee80211_mgmt *mgmt = (const void *)skb->data;
	struct vwifi_remote *remote;
	bool received = false;
	int signal = 0;

	if (skb->len < sizeof(struct ieee80211_hdr_3addr) || !rx->freq ||
	    !ieee80211_is_mgmt(mgmt->frame_control) ||
	    skb->len < ieee80211_hdrlen(mgmt->frame_control)) {
		vwifi_wire_drop(rx->underlay, VWIFI_WIRE_MALFORMED);
		goto out;
	}
	remote = vwifi_wire_transmitter(rx, mgmt->sa);
	if (!remote)
		goto out;
	skb = vwifi_wire_fit(skb);
	received = vwifi_air_rx(&remote->radio, rx->freq, skb, &signal);
	vwifi_wire_answer(rx, received, signal);
out:
	kfree_skb(skb);
}

/* The key that a unicast frame names. The key id stands at one place with every cipher. */
static struct vwifi_key *vwifi_wire_unicast_key(struct vwifi_sta *sta, const struct sk_buff *skb)
{
	unsigned int iv = ieee80211_hdrlen(((const struct ieee80211_hdr *)skb->data)->frame_control);

	if (skb->len < iv + IEEE80211_WEP_IV_LEN)
		return NULL;
	return rcu_dereference(sta->keys[skb->data[iv + 3] >> 6]);
}

/* WEP's key of the interface that the third frame of a shared key authentication names. */
static struct vwifi_key *vwifi_wire_default_key(struct vwifi_vif *vif, const struct sk_buff *skb)
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
static struct vwifi_key *vwifi_wire_group_key(struct vwifi_vif *vif, const struct sk_buff *skb)
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

/**
 * vwifi_wire_open_mgmt - opens one receiver's copy of a management frame
 * @vif: the receiver
 * @skb: its copy
 * @protection: how it was protected, to be filled in
 *
 * Under RCU. Return: false if it was protected and cannot be opened.
 */
bool vwifi_wire_open_mgmt(struct vwifi_vif *vif, struct sk_buff *skb,
			  struct vwifi_protection *protection)
{
	const struct ieee80211_mgmt *mgmt = (const void *)skb->data;
	struct vwifi_sta *sta = vwifi_peer_find(vif, mgmt->sa);
	struct vwifi_key *key;

	protection->key = NULL;
	if (is_multicast_ether_addr(mgmt->da)) {
		if (!sta || (!ieee80211_is_beacon(mgmt->frame_control) &&
			     !vwifi_mgmt_is_robust(mgmt, skb->len)))
			return true;
		key = vwifi_wire_group_key(vif, skb);
		if (!key)
			return true;	/* in the clear: the receiver knows what that means */
	} else {
		if (!ieee80211_has_protected(mgmt->frame_control))
			return true;
		if (ieee80211_is_auth(mgmt->frame_control))
			key = vwifi_wire_default_key(vif, skb);
		else
			key = sta ? vwifi_wire_unicast_key(sta, skb) : NULL;
		if (!key)
			return false;
	}
	if (vwifi_crypto_open(key, skb, &protection->pn) ||
	    (!protection->pn && !vwifi_key_is_wep(key)))
		return false;
	protection->key = key;
	return true;
}
