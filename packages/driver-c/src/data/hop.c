// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * One hop of the data plane, from an interface to another one: what every sender does
 * with a unicast frame, and what every receiver asks of it. Under RCU, bottom halves
 * disabled.
 */
#include "air/air.h"
#include "dcf/dcf.h"
#include "frame/frame.h"
#include "key/key.h"
#include "watch/watch.h"
#include "wire/wire.h"
#include "plane.h"

/* Tells the socket that asked (SO_WIFI_STATUS) whether its frame was acknowledged. */
void vwifi_tx_status(struct sk_buff *skb, bool acked)
{
	struct sk_buff *status;

	if (likely(!vwifi_wants_status(skb)))
		return;
	status = skb_clone_sk(skb);
	if (status)
		skb_complete_wifi_ack(status, acked);
	/* Once: a relay's transmission is not the sender's. */
	vwifi_status_told(skb);
}

/* A frame that its transmitter drops, or that nobody received. */
void vwifi_discard_tx(struct vwifi_vif *vif, struct sk_buff *skb, enum vwifi_drop why)
{
	vwifi_tx_status(skb, false);
	vwifi_drop_frame(vif, skb, why);
	dev_core_stats_tx_dropped_inc(vif->dev);
	kfree_skb(skb);
}

/* A frame that its receiver drops. */
void vwifi_discard_rx(struct vwifi_vif *vif, struct sk_buff *skb, enum vwifi_drop why)
{
	vwifi_drop_frame(vif, skb, why);
	dev_core_stats_rx_dropped_inc(vif->dev);
	kfree_skb(skb);
}

/*
 * Whether somebody besides the stack reads a frame as it is: a packet socket, or a bridge's. Those
 * of other protocols do not, like the one that each supplicant has for EAPOL. Under RCU.
 */
static bool vwifi_is_read(const struct net_device *dev, __be16 protocol)
{
	const struct packet_type *reader;

	if (!list_empty(&dev->ptype_all) || rcu_access_pointer(dev->rx_handler))
		return true;
	list_for_each_entry_rcu(reader, &dev->ptype_specific, list)
		if (reader->type == protocol)
			return true;
	return false;
}

/*
 * The sender leaves checksums to us, and the stack does not ask for them. Whoever else
 * reads the frame finds what a card would have received. Packets that stand for many
 * stay as they are: a card's driver merges them, too.
 */
static void vwifi_finish_checksum(const struct vwifi_vif *vif, struct sk_buff *skb)
{
	if (skb->ip_summed != CHECKSUM_PARTIAL || skb_is_gso(skb) ||
	    likely(!vwifi_is_read(vif->dev, eth_hdr(skb)->h_proto)))
		return;
	/* Where there is no memory for it, it stays unfinished, and says so. */
	if (!skb_csum_hwoffload_help(skb, 0))
		skb->csum_valid = 1;
}

/* Hands a frame to an interface's own stack. Consumes the skb. */
void vwifi_to_stack(struct vwifi_vif *vif, struct sk_buff *skb, bool in_clear)
{
	struct net_device *dev = vif->dev;
	unsigned int len = skb->len;

	if (unlikely(vwifi_is_control_port(vif, skb) && READ_ONCE(vif->shakes) && vwifi_is_eapol_key(skb))) {
		vwifi_arrive_keys(vif, skb, in_clear);
		return;
	}
	if (unlikely(vwifi_is_control_port(vif, skb) && vif->control_port_over_nl80211)) {
		skb_orphan(skb);
		skb->protocol = eth_type_trans(skb, dev);
		dev_sw_netstats_rx_add(dev, len);
		vwifi_rx_control_port(dev, skb, in_clear);
		consume_skb(skb);
		return;
	}
	/* When it was to be sent (SO_TXTIME, pacing) is not when it came. */
	skb_clear_tstamp(skb);
	vwifi_finish_checksum(vif, skb);
	/* Scrubs what belongs to the sender: socket, marks, namespace. Frees what is too long. */
	if (unlikely(__dev_forward_skb(dev, skb)))
		return;
	dev_sw_netstats_rx_add(dev, len);
	/* Frames of other kernels come one by one, their checksums vouched for: merged they cost less. */
	if (skb->ip_summed == CHECKSUM_UNNECESSARY)
		gro_cells_receive(&vwifi_vif(dev)->gro, skb);
	else
		__netif_rx(skb);
}

/*
 * The gate of a receiver: keys, then the port (802.1X), then the denylist,
 * which is for data alone.
 */
enum vwifi_drop vwifi_rx_check(const struct vwifi_transmission *tx, struct vwifi_sta *sta,
			       const struct sk_buff *skb, bool group)
{
	const struct vwifi_protection *protection = &tx->protection;
	struct vwifi_vif *vif = tx->to;
	bool control = vwifi_is_control_port(vif, skb);
	enum vwifi_drop why;

	/* The handshake may come in the clear at any time: it protects itself. */
	if (control && !protection->key)
		return VWIFI_DROP_NONE;
	if (likely(!protection->accepted)) {
		why = group ? vwifi_key_check_group(vif, sta, protection, tx->mpdus) :
			      vwifi_key_check_unicast(vif, sta, protection, tx->mpdus);
		if (why)
			return why;
	}
	if (control)
		return VWIFI_DROP_NONE;
	if (!vwifi_sta_authorised(sta))
		return VWIFI_DROP_NOT_AUTHORISED;
	if (unlikely(READ_ONCE(vif->radio->n_denied)) &&
	    vwifi_denied(vif->radio, protection->origin))
		return VWIFI_DROP_DENIED;
	return VWIFI_DROP_NONE;
}

static void vwifi_hop_account(const struct vwifi_transmission *tx)
{
	if (likely(tx->peer))
		vwifi_sta_account_tx(tx->peer, tx->mpdus, tx->octets);
}

static void vwifi_hop_arrive(struct vwifi_transmission *tx, struct sk_buff *skb)
{
	vwifi_hop_account(tx);
	vwifi_receive(tx, skb);
}

/* A frame that was not acknowledged, or (@why) never sent. */
bool vwifi_hop_fail(struct vwifi_transmission *tx, struct sk_buff *skb, enum vwifi_drop why)
{
	if (why == VWIFI_DROP_LOST || why == VWIFI_DROP_NO_RECEIVER)
		vwifi_peer_lost(tx);
	else if (tx->peer)
		atomic_inc(&tx->peer->tx_failed);
	vwifi_discard_tx(tx->from, skb, why);
	return false;
}

/* A frame to somebody of this kernel: whether its TID is acknowledged. */
static inline bool vwifi_hop_wants_ack(struct vwifi_transmission *tx, const struct sk_buff *skb)
{
	return likely(!READ_ONCE(tx->from->noack_map)) ||
	       !vwifi_qos_no_ack(vwifi_qos(tx, skb));
}

/* A frame that nobody waits for is lost: its transmitter never knows. */
static void vwifi_hop_lose(struct vwifi_transmission *tx, struct sk_buff *skb)
{
	vwifi_hop_account(tx);
	vwifi_tx_status(skb, false);
	vwifi_drop_frame(tx->to, skb, VWIFI_DROP_LOST);
	kfree_skb(skb);
}

/* What a fault does to a frame that its link lets through. Returns whether it arrives. */
static bool vwifi_hop_meet(struct vwifi_transmission *tx, const struct sk_buff *skb, bool wants_ack,
			   unsigned int *retries)
{
	vwifi_faulty_meet(tx, skb);
	if (wants_ack && vwifi_fault_silences(tx))
		*retries = vwifi_link_tries(tx->radio) - 1;
	if (!vwifi_fault_loses(tx))
		return true;
	vwifi_faulty_lost(tx, skb);
	return false;
}

/* Sends one frame over a link that is not ideal. Consumes the skb. */
static bool vwifi_hop_try(struct vwifi_transmission *tx, struct sk_buff *skb)
{
	struct vwifi_radio *from = tx->radio, *to;
	unsigned int retries = 0;
	bool wants_ack, arrived, acked;

	tx->protection.pn = 0;
	tx->fault = 0;
	if (vwifi_air_is_shared(from->air))
		return vwifi_hop_air(tx, skb);
	to = tx->to->radio;
	wants_ack = vwifi_hop_wants_ack(tx, skb);
	arrived = vwifi_link_transmit(from, to, tx->freq,
				      wants_ack ? VWIFI_CHANCE_DATA : VWIFI_CHANCE_GROUP_DATA,
				      &retries);
	if (vwifi_air_has_faults(to->air) && arrived)
		arrived = vwifi_hop_meet(tx, skb, wants_ack, &retries);
	acked = arrived && wants_ack && !vwifi_fault_silences(tx);
	if (vwifi_watched())
		vwifi_emit_unicast(tx, skb, retries, acked);
	if (tx->peer)
		atomic_add(retries, &tx->peer->tx_retries);
	if (!arrived && !wants_ack) {
		vwifi_hop_lose(tx, skb);
		return false;
	}
	if (!arrived)
		return vwifi_hop_fail(tx, skb, VWIFI_DROP_LOST);
	vwifi_tx_status(skb, acked);
	if (tx->fault) {
		if (wants_ack && !acked)
			vwifi_peer_lost(tx);
		else
			vwifi_hop_account(tx);
		vwifi_faulty_receive(tx, skb);
		return acked;
	}
	if (!vwifi_link_delays(from, to)) {
		vwifi_hop_arrive(tx, skb);
		return wants_ack;
	}
	vwifi_hop_account(tx);
	if (tx->protection.key && !tx->protection.pn)
		tx->protection.pn = atomic64_add_return(tx->mpdus, &tx->protection.key->tx_pn);
	vwifi_link_fly(tx, skb);
	return wants_ack;
}

/* Frames are lost one by one: a packet that stands for many is taken apart first. */
static noinline bool vwifi_hop_over_link(struct vwifi_transmission *tx, struct sk_buff *skb)
{
	struct sk_buff *segments, *segment, *next;
	bool acked = false;

	if (!skb_is_gso(skb))
		return vwifi_hop_try(tx, skb);

	segments = vwifi_frame_split(skb, 0);
	if (!segments) {
		vwifi_discard_tx(tx->from, skb, VWIFI_DROP_MALFORMED);
		return false;
	}
	skb_list_walk_safe(segments, segment, next) {
		skb_mark_not_on_list(segment);
		skb_reset_mac_header(segment);
		tx->octets = segment->len;
		tx->mpdus = 1;
		acked |= vwifi_hop_try(tx, segment);
	}
	return acked;
}

/* To whoever has the address in another kernel. Consumes the skb; returns whether it went. */
static bool vwifi_hop_to_wire(struct vwifi_transmission *tx, struct sk_buff *skb)
{
	int sent;

	/* Who is nowhere is sent to all the same: nobody knows before no acknowledgement comes. */
	if (vwifi_air_is_shared(tx->radio->air) && !vwifi_remote_find(tx->radio->air, tx->ra))
		return vwifi_hop_over_link(tx, skb);
	sent = vwifi_wire_unicast(tx, skb);
	return sent < 0 ? vwifi_hop_fail(tx, skb, VWIFI_DROP_NO_RECEIVER) : sent;
}

static inline bool vwifi_hop_send(struct vwifi_transmission *tx, struct sk_buff *skb)
{
	bool wants_ack;

	/* Not in this kernel: perhaps in another one. */
	if (unlikely(!tx->to))
		return vwifi_hop_to_wire(tx, skb);
	if (!vwifi_link_is_ideal(tx->to->radio) &&
	    vwifi_link_applies(tx->radio, tx->to->radio))
		return vwifi_hop_over_link(tx, skb);
	wants_ack = vwifi_hop_wants_ack(tx, skb);
	if (vwifi_watched())
		vwifi_emit_unicast(tx, skb, 0, wants_ack);
	vwifi_tx_status(skb, wants_ack);
	vwifi_hop_arrive(tx, skb);
	return wants_ack;
}

/*
 * Nobody has the receiver's address but an active monitor, whose program sees the
 * frame by watching. Consumes the skb; returns whether it was acknowledged.
 */
static bool vwifi_hop_to_monitor(struct vwifi_transmission *tx, struct sk_buff *skb)
{
	bool wants_ack = vwifi_hop_wants_ack(tx, skb);
	unsigned int retries = 0;
	bool arrived = vwifi_link_is_ideal(tx->to->radio) ||
		       vwifi_link_transmit(tx->radio, tx->to->radio, tx->freq,
					   wants_ack ? VWIFI_CHANCE_DATA : VWIFI_CHANCE_GROUP_DATA,
					   &retries);

	vwifi_emit_unicast(tx, skb, retries, arrived && wants_ack);
	if (tx->peer)
		atomic_add(retries, &tx->peer->tx_retries);
	if (!arrived && wants_ack)
		return vwifi_hop_fail(tx, skb, VWIFI_DROP_LOST);
	vwifi_hop_account(tx);
	vwifi_tx_status(skb, wants_ack);
	consume_skb(skb);
	return wants_ack;
}

/* A frame for nobody of this kernel. */
static bool vwifi_hop_elsewhere(struct vwifi_transmission *tx, struct sk_buff *skb)
{
	tx->to = vwifi_air_active_monitor(tx->radio, tx->freq, tx->ra);
	if (tx->to)
		return vwifi_hop_to_monitor(tx, skb);
	if (!vwifi_remote_find(tx->radio->air, tx->ra))
		vwifi_emit_unicast(tx, skb, vwifi_hop_wants_ack(tx, skb) ? VWIFI_RETRY_LIMIT - 1 : 0,
				   false);
	return vwifi_hop_send(tx, skb);
}

/*
 * While somebody watches, packet numbers are drawn by the sender, for what it
 * shows and what it sends to have the same: in turn, that none is overtaken. An
 * access point relays inside its station's turn.
 */
static noinline bool vwifi_hop_in_turn(struct vwifi_transmission *tx, struct sk_buff *skb)
{
	/* An MLD's links have one key. */
	struct vwifi_sta *peer = tx->peer && tx->peer->mld ? tx->peer->mld : tx->peer;
	bool acked;

	/* A channel server shows what it has sent. */
	if (vwifi_air_is_shared(tx->radio->air))
		return vwifi_hop_send(tx, skb);
	if (peer)
		spin_lock_nested(&peer->turn, tx->way == VWIFI_WAY_TO_STA);
	acked = tx->to ? vwifi_hop_send(tx, skb) : vwifi_hop_elsewhere(tx, skb);
	if (peer)
		spin_unlock(&peer->turn);
	return acked;
}

/* Consumes the skb; returns whether it was acknowledged. */
bool vwifi_hop(struct vwifi_transmission *tx, struct sk_buff *skb)
{
	/* Between a key and its successor, and after the last one, data does not go in the clear. */
	if (!tx->protection.key && tx->peer && unlikely(READ_ONCE(tx->peer->keyed)) &&
	    !vwifi_is_control_port(tx->from, skb))
		return vwifi_hop_fail(tx, skb, VWIFI_DROP_NO_KEY);
	if (vwifi_watched())
		return vwifi_hop_in_turn(tx, skb);
	return vwifi_hop_send(tx, skb);
}
