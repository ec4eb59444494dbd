// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * A frame as it is on the air, of whatever kind: somebody injected it, here or in
 * another kernel. Who watches is shown every octet. What a receiver can read it
 * judges by the standard; the rest it counts.
 */
#include "air/air.h"
#include "data/data.h"
#include "frame/frame.h"
#include "watch/watch.h"
#include "deliver.h"

/* A frame that came as octets: @from sent it, whatever address it gives for that. */
static void vwifi_onair_transmission(struct vwifi_transmission *tx, struct vwifi_radio *from,
				     u16 freq, const struct sk_buff *skb)
{
	const struct ieee80211_mgmt *mgmt = (const void *)skb->data;

	*tx = (struct vwifi_transmission){
		.radio = from,
		.ta = mgmt->sa,
		.ra = mgmt->da,
		.bssid = mgmt->bssid,
		.protection.origin = from->id,
		.protection.sealed = true,
		.octets = skb->len,
		.mpdus = 1,
		.qos = VWIFI_QOS_NONE,
		.way = VWIFI_WAY_MGMT,
		.freq = freq,
	};
}

/* A management frame that was shown, acknowledged by tx->to where that is not NULL. Under RCU. */
static void vwifi_onair_judge(struct vwifi_transmission *tx, const struct sk_buff *skb)
{
	const struct ieee80211_mgmt *mgmt = (const void *)skb->data;
	struct vwifi_vif *to = tx->to;

	/* Nobody divides them here, and nobody puts them together. */
	if (ieee80211_has_morefrags(mgmt->frame_control) ||
	    mgmt->seq_ctrl & cpu_to_le16(IEEE80211_SCTL_FRAG)) {
		if (to && !vwifi_vif_is_monitor(to))
			vwifi_drop(to, VWIFI_DROP_FRAGMENT);
	} else if (ieee80211_is_beacon(mgmt->frame_control)) {
		vwifi_beacon_came(tx, skb);
	} else if (is_multicast_ether_addr(mgmt->da)) {
		vwifi_mgmt_to_all(tx, skb);
	} else if (to) {
		vwifi_mgmt_deliver(tx, to, skb);
	}
}

/**
 * vwifi_onair_mgmt - a management frame as it is on the air: of another kernel, or injected
 * @from: its transmitter
 * @freq: on which channel, MHz
 * @skb: the frame, with a whole header; not consumed
 * @signal: how strong the receiver of a unicast frame reads it, in dBm
 *
 * Softirq, under RCU. Return: whether it is acknowledged.
 */
bool vwifi_onair_mgmt(struct vwifi_radio *from, u16 freq, const struct sk_buff *skb, int *signal)
{
	const struct ieee80211_mgmt *mgmt = (const void *)skb->data;
	bool group = is_multicast_ether_addr(mgmt->da);
	struct sk_buff *plain = NULL;
	struct vwifi_transmission tx, met;
	struct vwifi_vif *to = NULL;
	bool acked;

	vwifi_onair_transmission(&tx, from, freq, skb);
	if (!group)
		to = vwifi_air_acknowledger(from, freq, mgmt->da);
	if (to)
		vwifi_mgmt_meet(&tx, to, skb);
	acked = to && !vwifi_fault_silences(&tx);
	met = tx;
	if (vwifi_watched())
		vwifi_emit_copy(&tx, acked ? to->radio : NULL, 0, skb->data, skb->len);
	if (to)
		*signal = vwifi_link_signal(from, to->radio);
	/* A protected one is opened first: the cipher has seen its whole header. */
	if (ieee80211_has_order(mgmt->frame_control) &&
	    (group || !ieee80211_has_protected(mgmt->frame_control))) {
		plain = skb_copy(skb, GFP_ATOMIC);
		if (!plain)
			return acked;
		vwifi_frame_take_control(plain);
		skb = plain;
		vwifi_onair_transmission(&tx, from, freq, skb);
		tx.fault = met.fault;
		tx.fault_id = met.fault_id;
	}
	tx.to = to;
	vwifi_onair_judge(&tx, skb);
	kfree_skb(plain);
	return acked;
}

/* A station asks for a frame that is kept for it. Under RCU. */
static void vwifi_onair_poll(struct vwifi_vif *vif, const u8 *station)
{
	struct vwifi_bss *bss = rcu_dereference(vif->bss);
	struct vwifi_sta *sta = bss && bss->kind == VWIFI_BSS_AP ? vwifi_sta_find(bss, station) : NULL;

	if (sta)
		vwifi_keep_poll(bss, sta);
}

/*
 * A frame of a kind that moves nobody: control frames, for which nothing contends here
 * and which nobody answers, and what nobody can read. Under RCU.
 */
static void vwifi_onair_show(struct vwifi_radio *from, u16 freq, const struct sk_buff *skb,
			     bool readable)
{
	const struct ieee80211_hdr *hdr = (const void *)skb->data;
	struct vwifi_transmission tx = { .radio = from, .freq = freq };
	struct vwifi_vif *to = NULL;

	if (!is_multicast_ether_addr(hdr->addr1))
		to = vwifi_air_addressee(from, freq, hdr->addr1);
	if (vwifi_watched())
		vwifi_emit_copy(&tx, NULL, 0, skb->data, skb->len);
	if (to && readable && ieee80211_is_pspoll(hdr->frame_control))
		vwifi_onair_poll(to, hdr->addr2);
	if (to && !readable && !vwifi_vif_is_monitor(to))
		vwifi_drop(to, VWIFI_DROP_MALFORMED);
}

/**
 * vwifi_onair_rx - lets a frame arrive
 * @from: its transmitter, whatever address the frame gives for that
 * @freq: on which channel, MHz
 * @skb: the frame, at least VWIFI_FRAME_MIN octets of it, from vwifi_frame_alloc(); consumed
 * @signal: how strong the receiver of a unicast frame reads it, in dBm
 *
 * Under RCU, bottom halves disabled. Return: whether it is acknowledged.
 */
bool vwifi_onair_rx(struct vwifi_radio *from, u16 freq, struct sk_buff *skb, int *signal)
{
	__le16 control = ((const struct ieee80211_hdr *)skb->data)->frame_control;
	bool known = !(control & cpu_to_le16(IEEE80211_FCTL_VERS));
	bool whole = skb->len >= sizeof(struct ieee80211_hdr_3addr) &&
		     skb->len >= ieee80211_hdrlen(control);
	struct vwifi_vif *to;
	bool acked = false;

	if (known && whole && ieee80211_is_data(control)) {
		to = vwifi_inject_data(from, freq, skb);
		if (to)
			*signal = vwifi_link_signal(from, to->radio);
		return to;
	}
	if (known && whole && ieee80211_is_mgmt(control))
		acked = vwifi_onair_mgmt(from, freq, skb, signal);
	else
		vwifi_onair_show(from, freq, skb, known && ieee80211_is_ctl(control));
	consume_skb(skb);
	return acked;
}
