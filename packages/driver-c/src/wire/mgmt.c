// SPDX-License-Identifier: MIT OR GPL-2.0
/* The management plane on the wire: 802.11 frames as they are on the air. */
#include "crypto/crypto.h"
#include "frame/frame.h"
#include "message.h"

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
	struct sk_buff *out = vwifi_frame_alloc(skb->len, GFP_ATOMIC);
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
void vwifi_wire_group_mgmt(const struct vwifi_transmission *tx, const struct sk_buff *skb)
{
	struct vwifi_wire_tx message;
	struct sk_buff *out;

	out = vwifi_wire_on() && vwifi_air_is_hosts(tx->radio->air) ? vwifi_wire_copy_mgmt(skb, &tx->protection) : NULL;
	if (!out)
		return;
	vwifi_wire_tx_of(&message, tx->from, VWIFI_WIRE_MGMT, tx->freq);
	vwifi_wire_send(&message, out);
}

/**
 * vwifi_wire_begin_mgmt - sends a management frame to an interface of another kernel
 * @tx: how; its ask is to be ended by vwifi_ask_end(), outside of RCU, if this returns true
 * @skb: the frame in the clear; not consumed
 *
 * Under RCU. Return: whether another kernel has the receiver.
 */
bool vwifi_wire_begin_mgmt(const struct vwifi_transmission *tx, const struct sk_buff *skb)
{
	struct vwifi_remote *remote = vwifi_remote_find(tx->radio->air, tx->ra);
	struct sk_buff *out;

	if (!remote)
		return false;
	vwifi_wire_tx_of(&tx->ask->tx, tx->from, VWIFI_WIRE_MGMT, tx->freq);
	/* A packet number is drawn and sent in one step: see vwifi_wire_unicast(). */
	spin_lock_bh(&remote->tx_lock);
	out = vwifi_wire_copy_mgmt(skb, &tx->protection);
	if (out)
		vwifi_ask_begin(tx->ask, tx->ra, out);
	spin_unlock_bh(&remote->tx_lock);
	return out;
}

/* Sends a beacon, which is protected already, to all other kernels. Under RCU. */
void vwifi_wire_beacon(const struct vwifi_transmission *tx, const struct sk_buff *skb)
{
	struct vwifi_wire_tx message;
	struct sk_buff *out = vwifi_frame_alloc(skb->len, GFP_ATOMIC);

	if (!out)
		return;
	skb_put_data(out, skb->data, skb->len);
	vwifi_wire_tx_of(&message, tx->from, VWIFI_WIRE_MGMT, tx->freq);
	vwifi_wire_send(&message, out);
}

struct vwifi_wire_null {
	u8 ra[ETH_ALEN];
	u8 ta[ETH_ALEN];
} __packed;

/* A null frame: is @ra there, on the channel? Process context. */
bool vwifi_wire_probe(struct vwifi_vif *from, u16 freq, const u8 *ra)
{
	struct sk_buff *skb = vwifi_frame_alloc(sizeof(struct vwifi_wire_null), GFP_KERNEL);
	struct vwifi_wire_null *null;
	struct vwifi_ask ask;

	if (!skb)
		return false;
	null = skb_put(skb, sizeof(*null));
	ether_addr_copy(null->ra, ra);
	ether_addr_copy(null->ta, from->addr);
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
	received = vwifi_up.hears(&remote->radio, rx->freq, null->ra, &signal);
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
	received = vwifi_up.rx_mgmt(&remote->radio, rx->freq, skb, &signal);
	vwifi_wire_answer(rx, received, signal);
out:
	kfree_skb(skb);
}
