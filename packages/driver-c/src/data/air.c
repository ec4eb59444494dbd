// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Data through a channel server (dcf/): what goes into it, and what comes out: to its
 * receiver's stack, to who watches, and into what its transmitter knows of its peer.
 * Under RCU, bottom halves disabled.
 */
#include "air/air.h"
#include "dcf/dcf.h"
#include "frame/frame.h"
#include "key/key.h"
#include "watch/watch.h"
#include "wire/wire.h"
#include "plane.h"

#define VWIFI_PACING_SHIFT	7	/* 8 ms: as other drivers of Wi-Fi have it */

/* A frame begins to wait for the air. Consumes the skb; returns false: nobody knows yet. */
bool vwifi_hop_air(struct vwifi_transmission *tx, struct sk_buff *skb)
{
	int qos = vwifi_qos(tx, skb);
	struct vwifi_dcf_frame *frame;

	if (tx->to && vwifi_air_has_faults(tx->radio->air))
		vwifi_faulty_meet(tx, skb);
	if (tx->protection.key) {
		tx->protection.pn = atomic64_inc_return(&tx->protection.key->tx_pn);
		tx->protection.counter = qos < 0 ? 0 : qos & IEEE80211_QOS_CTL_TID_MASK;
	}
	/* What is to go in one A-MPDU has to be there: TCP may have more than a millisecond's worth on its way. */
	if (skb->sk)
		sk_pacing_shift_update(skb->sk, VWIFI_PACING_SHIFT);
	frame = vwifi_dcf_frame_new(tx, skb);
	if (frame && vwifi_dcf_send(tx, frame))
		return false;
	if (frame) {
		frame->flight.skb = NULL;
		vwifi_dcf_frame_free(frame);
	}
	return vwifi_hop_fail(tx, skb, VWIFI_DROP_MEMORY);
}

/* A group frame, or each that a packet stands for. Consumes the skb. */
static void vwifi_group_air_one(struct vwifi_transmission *tx, const struct vwifi_sta *source,
				struct sk_buff *skb)
{
	struct vwifi_dcf_frame *frame;

	if (tx->protection.key)
		tx->protection.pn = atomic64_inc_return(&tx->protection.key->tx_pn);
	tx->octets = skb->len;
	tx->mpdus = 1;
	frame = vwifi_dcf_frame_new(tx, skb);
	if (!frame) {
		vwifi_drop_frame(tx->from, skb, VWIFI_DROP_MEMORY);
		kfree_skb(skb);
		return;
	}
	if (source)
		ether_addr_copy(frame->source, source->addr);
	if (vwifi_dcf_send(tx, frame))
		return;
	vwifi_drop_frame(tx->from, skb, VWIFI_DROP_MEMORY);
	vwifi_dcf_frame_free(frame);
}

/* A group frame begins to wait for the air. Does not consume the skb. With the BSS's group lock held. */
void vwifi_group_air(struct vwifi_transmission *tx, const struct vwifi_sta *source,
		     const struct sk_buff *skb)
{
	struct sk_buff *copy = skb_copy(skb, GFP_ATOMIC), *segments, *segment, *next;

	if (!copy) {
		vwifi_drop_frame(tx->from, skb, VWIFI_DROP_MEMORY);
		return;
	}
	if (!skb_is_gso(copy)) {
		skb_reset_mac_header(copy);
		vwifi_group_air_one(tx, source, copy);
		return;
	}
	segments = vwifi_frame_split(copy, 0);
	if (!segments) {
		kfree_skb(copy);
		return;
	}
	skb_list_walk_safe(segments, segment, next) {
		skb_mark_not_on_list(segment);
		skb_reset_mac_header(segment);
		vwifi_group_air_one(tx, source, segment);
	}
}

/* The key that a frame was queued with, if it is in use still: the copy says which, and seals nothing. */
static struct vwifi_key *vwifi_aired_key(const struct vwifi_dcf_frame *frame,
					 struct vwifi_vif *from, struct vwifi_sta *peer)
{
	const struct vwifi_key *copy = frame->flight.tx.protection.key;
	struct vwifi_key *key = NULL;

	if (copy)
		key = frame->group ? vwifi_key_tx_group(from) : vwifi_key_tx_unicast(from, peer);
	return key && key->id == copy->id ? key : NULL;
}

/* Shows a frame to who watches, as it was on the air. */
static void vwifi_aired_show(const struct vwifi_dcf_frame *frame,
			     const struct vwifi_transmission *how)
{
	struct vwifi_transmission tx = *how;
	bool keyed = tx.protection.key;

	tx.rate = frame->rate;
	tx.protection.key = vwifi_aired_key(frame, tx.from, tx.peer);
	if ((keyed && !tx.protection.key) || !frame->tries)
		return;
	if (frame->group) {
		vwifi_emit_group(&tx, frame->flight.skb);
		return;
	}
	tx.to = vwifi_air_addressee(tx.radio, tx.freq, tx.ra);
	vwifi_emit_unicast(&tx, frame->flight.skb, frame->tries - 1, frame->acked && tx.to);
}

static void vwifi_aired_group(struct vwifi_dcf_frame *frame, struct vwifi_transmission *tx)
{
	static const vwifi_group_each_t each[] = {
		[VWIFI_BSS_AP] = vwifi_ap_group_each,
		[VWIFI_BSS_CELL] = vwifi_cell_group_each,
		[VWIFI_BSS_MESH] = vwifi_mesh_group_each,
		[VWIFI_BSS_OCB] = vwifi_cell_group_each,
	};
	struct sk_buff *skb = frame->flight.skb;
	const struct vwifi_sta *source = NULL;
	struct vwifi_bss *bss = NULL;
	struct vwifi_vif *point;
	struct vwifi_key *key;

	if (!tx->from || !frame->done)
		return;
	point = tx->from->wdev.iftype == NL80211_IFTYPE_AP_VLAN ? vwifi_vlan_master(tx->from) : tx->from;
	bss = point ? rcu_dereference(point->bss) : NULL;
	if (!bss)
		return;
	if (!is_zero_ether_addr(frame->source))
		source = vwifi_sta_find(bss, frame->source);
	skb->dev = tx->from->dev;	/* of the receivers' copies: whose namespace they come from */
	tx->bssid = bss->bssid;
	tx->rate = frame->rate;
	tx->aired = frame;
	if (!each[bss->kind](tx, bss, source, skb))
		return;
	/* Other kernels get it sealed: not with a key that has gone meanwhile. */
	key = vwifi_aired_key(frame, tx->from, NULL);
	if (tx->protection.key && !key)
		return;
	tx->protection.key = key;
	vwifi_wire_group(tx, skb);
}

/* What its transmitter learns of its peer. */
static void vwifi_aired_account(const struct vwifi_dcf_frame *frame, struct vwifi_transmission *tx)
{
	struct vwifi_sta *peer = tx->peer;

	if (!peer || !frame->tries)
		return;
	atomic_add(frame->tries - 1, &peer->tx_retries);
	vwifi_sta_air_add(&peer->tx_air, frame->airtime, &frame->rate, frame->sinr);
	if (frame->wants_ack && !frame->acked)
		vwifi_peer_lost(tx);
	else
		vwifi_sta_account_tx(peer, tx->mpdus, tx->octets);
}

/* What its receiver learns of its transmitter. */
static void vwifi_aired_receive(struct vwifi_dcf_frame *frame, struct vwifi_transmission *tx)
{
	struct sk_buff *skb = frame->flight.skb;
	struct vwifi_sta *sta;

	frame->flight.skb = NULL;
	vwifi_find_landing(tx);
	if (!tx->to) {
		kfree_skb(skb);
		return;
	}
	sta = vwifi_peer_find(tx->to, tx->ta);
	if (sta)
		vwifi_sta_air_add(&sta->rx_air, frame->airtime, &frame->rate, frame->sinr);
	skb->dev = tx->to->dev;
	if (tx->fault)
		vwifi_faulty_receive(tx, skb);
	else if (vwifi_link_delays(tx->radio, tx->to->radio))
		vwifi_link_fly(tx, skb);
	else
		vwifi_receive(tx, skb);
}

/* A data frame has been sent by a channel server, or given up. */
void vwifi_aired_data(struct vwifi_dcf_frame *frame)
{
	struct vwifi_transmission tx = frame->flight.tx;

	tx.radio = frame->radio;
	tx.from = vwifi_frame_sender(frame->radio, frame->serial);
	if (tx.from && !frame->group)
		tx.peer = vwifi_peer_find(tx.from, tx.ra);
	if (tx.from && vwifi_watched())
		vwifi_aired_show(frame, &tx);
	if (frame->group) {
		vwifi_aired_group(frame, &tx);
		return;
	}
	vwifi_aired_account(frame, &tx);
	vwifi_tx_status(frame->flight.skb, frame->acked);
	if (!frame->received && tx.from) {
		struct sk_buff *skb = frame->flight.skb;

		frame->flight.skb = NULL;
		if (tx.fault) {
			vwifi_find_landing(&tx);
			vwifi_faulty_lost(&tx, skb);
		}
		skb->dev = tx.from->dev;
		vwifi_discard_tx(tx.from, skb, VWIFI_DROP_LOST);
	} else if (frame->received) {
		vwifi_aired_receive(frame, &tx);
	}
}
