// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * How management frames get to their receivers: by address or by channel, over links
 * that may lose or delay them. And where any frame lands that was on its way.
 *
 * Everything here is called under RCU, in any context.
 */
#include "air/air.h"
#include "data/data.h"
#include "dcf/dcf.h"
#include "frame/frame.h"
#include "key/key.h"
#include "wire/wire.h"
#include "deliver.h"

/* Whether another ear of the interface hears the same: a frame arrives once. */
static bool vwifi_listener_is_second(const struct vwifi_listener *listener)
{
	const struct vwifi_vif *vif = listener->vif;

	return (listener->rank > VWIFI_EAR_HOME && READ_ONCE(vif->home_freq) == listener->freq) ||
	       (listener->rank > VWIFI_EAR_SCAN && READ_ONCE(vif->scan_freq) == listener->freq);
}

/* Whether a station has to look at a frame: its access point announces something. Under RCU. */
bool vwifi_follow_wants(const struct vwifi_vif *vif, const u8 *frame, size_t len)
{
	const struct ieee80211_mgmt *mgmt = (const void *)frame;
	const struct vwifi_sta *peer = rcu_dereference(vif->peer);
	struct vwifi_announcement announcement;
	struct vwifi_announcing announcing;

	return peer && ether_addr_equal(peer->addr, mgmt->bssid) &&
	       vwifi_announcing(mgmt, len, &announcing) &&
	       vwifi_announcement_read(&announcing, &announcement);
}

/*
 * Makes one receiver's copy of a management frame. Beacons and probe responses
 * go straight to the receiver's list of BSSs: they are no queue's business.
 */
static void vwifi_mgmt_receive(struct vwifi_vif *vif, const struct vwifi_transmission *tx,
			       s8 signal, const struct sk_buff *skb)
{
	const struct ieee80211_mgmt *mgmt = (const void *)skb->data;
	struct vwifi_arrival how = { .freq = tx->freq, .signal = signal };
	struct vwifi_protection opened = tx->protection;
	struct sk_buff *copy;

	if (ieee80211_is_beacon(mgmt->frame_control) ||
	    ieee80211_is_probe_resp(mgmt->frame_control)) {
		vwifi_up.rx_scanned(vif, tx->freq, signal, skb->data, skb->len);
		/* Unprotected, a response announces nothing to whom beacons announce it protected. */
		if (ieee80211_is_probe_resp(mgmt->frame_control) && !vwifi_key_for_beacons(vif) &&
		    vwifi_follow_wants(vif, skb->data, skb->len))
			vwifi_arrive_copy(vif, skb->data, skb->len, &how);
		return;
	}

	copy = skb_copy(skb, GFP_ATOMIC);
	if (!copy) {
		vwifi_drop(vif, VWIFI_DROP_MEMORY);
		return;
	}
	if (opened.sealed && !vwifi_key_open_mgmt(vif, copy, &opened)) {
		vwifi_drop(vif, VWIFI_DROP_WRONG_KEY);
		kfree_skb(copy);
		return;
	}
	vwifi_frame_take_control(copy);	/* a protected one, in the clear now */
	mgmt = (const void *)copy->data;
	how.protection = vwifi_key_mgmt_check(vif, mgmt, copy->len, &opened);
	/* User space tells by this bit that a robust frame was protected. */
	if (how.protection == VWIFI_MGMT_PROTECTED && !is_multicast_ether_addr(mgmt->da))
		((struct ieee80211_mgmt *)copy->data)->frame_control |=
			cpu_to_le16(IEEE80211_FCTL_PROTECTED);
	vwifi_arrive(vif, copy, &how);
}

/* Lets a management frame arrive at one receiver, whatever fault it has met. Does not consume the skb. */
void vwifi_mgmt_pass(struct vwifi_transmission *tx, struct vwifi_vif *to, const struct sk_buff *skb)
{
	struct vwifi_protection *protection = &tx->protection;
	struct sk_buff *copy;

	if (vwifi_link_is_ideal(to->radio) || !vwifi_link_delays(tx->radio, to->radio)) {
		vwifi_mgmt_receive(to, tx, vwifi_link_signal(tx->radio, to->radio), skb);
		return;
	}
	copy = skb_copy(skb, GFP_ATOMIC);
	if (!copy)
		return;
	if (protection->key && !protection->pn)
		protection->pn = atomic64_inc_return(&protection->key->tx_pn);
	tx->to = to;
	vwifi_link_fly(tx, copy);
}

/* Lets a management frame arrive at one receiver, or sends it on its way. Does not consume the skb. */
void vwifi_mgmt_deliver(struct vwifi_transmission *tx, struct vwifi_vif *to,
			const struct sk_buff *skb)
{
	/* It has seen the frame as a watcher. */
	if (vwifi_vif_is_monitor(to))
		return;
	if (unlikely(tx->fault))
		vwifi_mgmt_deliver_faulty(tx, to, skb);
	else
		vwifi_mgmt_pass(tx, to, skb);
}

static void vwifi_mgmt_to_ears(enum vwifi_air_ears ears, struct vwifi_transmission *tx,
			       const struct sk_buff *skb)
{
	struct vwifi_listener *ear;

	vwifi_air_for_each_ear(ear, ears, tx->radio->air, tx->freq) {
		struct vwifi_vif *to = ear->vif;

		if (to->radio == tx->radio || vwifi_listener_is_second(ear))
			continue;
		if (!vwifi_group_reaches(tx, to->radio, VWIFI_CHANCE_GROUP_MGMT)) {
			trace_vwifi_drop(to->dev, VWIFI_DROP_LOST, NULL);
			continue;
		}
		vwifi_mgmt_meet(tx, to, skb);
		vwifi_mgmt_deliver(tx, to, skb);
	}
}

/* A group frame reaches everybody on the channel. */
void vwifi_mgmt_to_all(struct vwifi_transmission *tx, const struct sk_buff *skb)
{
	vwifi_mgmt_to_ears(VWIFI_AIR_RESIDENTS, tx, skb);
	vwifi_mgmt_to_ears(VWIFI_AIR_VISITORS, tx, skb);
}

/* The radio that has the address @from, of whatever kernel, or NULL. Under RCU. */
struct vwifi_radio *vwifi_mgmt_radio(const struct vwifi_radio *to, const u8 *from)
{
	struct vwifi_vif *vif = vwifi_air_find(to->air, from);
	struct vwifi_remote *remote = vif ? NULL : vwifi_remote_find(to->air, from);

	if (vif)
		return vif->radio;
	return remote ? &remote->radio : NULL;
}

/* What a radio reads of the transmitter @from, in dBm; the medium's default where it is gone. */
int vwifi_mgmt_signal(const struct vwifi_radio *to, const u8 *from)
{
	int signal = READ_ONCE(to->air->medium.signal);
	struct vwifi_radio *sender;

	rcu_read_lock();
	sender = vwifi_mgmt_radio(to, from);
	if (sender)
		signal = vwifi_link_signal(sender, to);
	rcu_read_unlock();
	return signal;
}

/* Whether @ra acknowledges a frame of another kernel, and how strong it reads it. */
bool vwifi_mgmt_hears(struct vwifi_radio *from, u16 freq, const u8 *ra, int *signal)
{
	struct vwifi_vif *to = vwifi_air_acknowledger(from, freq, ra);

	*signal = to ? vwifi_link_signal(from, to->radio) : 0;
	return to;
}

struct vwifi_mgmt_landing {
	const struct vwifi_transmission *tx;
	const struct sk_buff *skb;
};

static void vwifi_land_mgmt_at(struct vwifi_vif *vif, void *context)
{
	const struct vwifi_mgmt_landing *landing = context;
	const struct vwifi_transmission *tx = landing->tx;

	if (vwifi_air_is_on(vif, tx->freq))
		vwifi_mgmt_receive(vif, tx, vwifi_mgmt_signal(vif->radio, tx->ta), landing->skb);
}

/* A frame that was on its way arrives, if its receiver still listens. Consumes the skb. */
void vwifi_land(struct vwifi_transmission *tx, struct sk_buff *skb)
{
	struct vwifi_mgmt_landing landing = { .tx = tx, .skb = skb };

	if (tx->way != VWIFI_WAY_MGMT) {
		vwifi_land_data(tx, skb);
		return;
	}
	vwifi_air_each_at(tx->air, tx->ra, vwifi_land_mgmt_at, &landing);
	kfree_skb(skb);
}
