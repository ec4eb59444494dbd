// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Management frames through a channel server (dcf/): what goes into it, and what comes out
 * to their receivers and to who watches. And where whatever a server has sent comes out.
 */
#include "air/air.h"
#include "data/data.h"
#include "dcf/dcf.h"
#include "key/key.h"
#include "watch/watch.h"
#include "wire/wire.h"
#include "deliver.h"

/**
 * vwifi_mgmt_air - lets a management frame wait for the air
 * @tx: how it goes: numbered, its key known; tx->airing: who waits for it, or NULL
 * @skb: the frame; not consumed
 *
 * Under RCU. Return: whether there was room.
 */
bool vwifi_mgmt_air(struct vwifi_transmission *tx, const struct sk_buff *skb)
{
	struct vwifi_protection *protection = &tx->protection;
	struct sk_buff *copy = skb_copy(skb, GFP_ATOMIC);
	struct vwifi_dcf_frame *frame;
	struct vwifi_vif *to = NULL;

	if (!copy)
		return false;
	if (vwifi_air_has_faults(tx->radio->air) && !is_multicast_ether_addr(tx->ra))
		to = vwifi_air_hearer(tx->radio, tx->freq, tx->ra);
	if (to)
		vwifi_mgmt_meet(tx, to, skb);
	if (protection->key && !protection->pn)
		protection->pn = atomic64_inc_return(&protection->key->tx_pn);
	frame = vwifi_dcf_frame_new(tx, copy);
	if (frame && vwifi_dcf_send(tx, frame))
		return true;
	if (frame)
		vwifi_dcf_frame_free(frame);
	else
		kfree_skb(copy);
	vwifi_drop(tx->from, VWIFI_DROP_MEMORY);
	return false;
}

/* A beacon, sealed already, begins to wait for the air. Under RCU. */
void vwifi_beacon_air(struct vwifi_transmission *tx, const struct sk_buff *skb, bool to_stations,
		      u32 digest)
{
	struct sk_buff *copy = skb_copy(skb, GFP_ATOMIC);
	struct vwifi_dcf_frame *frame = copy ? vwifi_dcf_frame_new(tx, copy) : NULL;

	if (!frame) {
		kfree_skb(copy);
		return;
	}
	frame->beacon = true;
	frame->to_stations = to_stations;
	frame->digest = digest;
	frame->octets = skb->len + FCS_LEN;
	if (!vwifi_dcf_send(tx, frame))
		vwifi_dcf_frame_free(frame);
}

/* The key that a frame was queued with, if it is in use still. */
static struct vwifi_key *vwifi_aired_mgmt_key(const struct vwifi_dcf_frame *frame,
					      struct vwifi_vif *from, struct vwifi_sta *peer)
{
	const struct vwifi_key *copy = frame->flight.tx.protection.key;
	struct vwifi_key *key;

	if (!copy)
		return NULL;
	if (frame->group)
		key = vwifi_mgmt_is_private((const void *)frame->flight.skb->data, frame->flight.skb->len) ?
		      vwifi_key_tx_group(from) : vwifi_default_key(from, &from->default_mgmt);
	else
		key = peer ? rcu_dereference(peer->keys[READ_ONCE(peer->tx_key)]) : NULL;
	if (!key || key->id != copy->id)
		key = rcu_dereference(from->mlme.auth_key);
	return key && key->id == copy->id ? key : NULL;
}

static void vwifi_aired_show_mgmt(const struct vwifi_dcf_frame *frame,
				  const struct vwifi_transmission *how, const struct vwifi_vif *to)
{
	struct vwifi_transmission tx = *how;

	if (!frame->tries)
		return;
	tx.protection.key = vwifi_aired_mgmt_key(frame, tx.from, tx.peer);
	if (how->protection.key && !tx.protection.key)
		return;
	vwifi_emit_mgmt(&tx, frame->flight.skb, frame->acked && to ? to->radio : NULL);
}

static void vwifi_aired_beacon(const struct vwifi_dcf_frame *frame, struct vwifi_transmission *tx)
{
	struct vwifi_bss *bss = rcu_dereference(tx->from->bss);

	if (!bss)
		return;
	/* Who missed something new hears it with the next one. */
	if (vwifi_beacon_deliver(tx, frame->flight.skb, frame->to_stations, frame->digest))
		atomic_inc(&bss->news);
	if (bss->kind != VWIFI_BSS_AP)
		vwifi_beacon_to_members(tx, bss->kind, frame->flight.skb);
}

static void vwifi_aired_mgmt(struct vwifi_dcf_frame *frame)
{
	struct vwifi_transmission tx = frame->flight.tx;
	const struct sk_buff *skb = frame->flight.skb;
	struct vwifi_vif *to = NULL;
	struct vwifi_key *key;

	tx.radio = frame->radio;
	tx.from = vwifi_frame_sender(frame->radio, frame->serial);
	if (!tx.from)
		return;
	tx.rate = frame->rate;
	if (frame->beacon) {
		tx.aired = frame;
		if (frame->done)
			vwifi_aired_beacon(frame, &tx);
		return;
	}
	if (!frame->group) {
		to = vwifi_air_hearer(tx.radio, tx.freq, tx.ra);
		tx.peer = vwifi_peer_find(tx.from, tx.ra);
	}
	if (vwifi_watched())
		vwifi_aired_show_mgmt(frame, &tx, to);
	if (frame->group && frame->done) {
		tx.aired = frame;
		vwifi_mgmt_to_all(&tx, skb);
		/* Other kernels get it sealed: not with a key that has gone meanwhile. */
		key = vwifi_aired_mgmt_key(frame, tx.from, NULL);
		if (tx.protection.key && !key)
			return;
		tx.protection.key = key;
		vwifi_wire_group_mgmt(&tx, skb);
	} else if (to && (frame->received || vwifi_fault_loses(&tx))) {
		vwifi_mgmt_deliver(&tx, to, skb);
	}
}

/* A channel server has sent a frame, or given it up. Softirq, under RCU. */
void vwifi_aired(struct vwifi_dcf_frame *frame)
{
	if (frame->flight.tx.way == VWIFI_WAY_MGMT)
		vwifi_aired_mgmt(frame);
	else
		vwifi_aired_data(frame);
}
