// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * One transmission of the data plane: what every sender does with a frame, and
 * what every receiver asks of it.
 */
#include "data.h"
#include "watch.h"
#include "wire.h"

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

/* Whether somebody may read frames of the interface as they are: packet sockets, or a bridge's. Under RCU. */
static bool vwifi_is_read(const struct net_device *dev)
{
	return !list_empty(&dev->ptype_all) || !list_empty(&dev->ptype_specific) ||
	       rcu_access_pointer(dev->rx_handler);
}

/*
 * The sender leaves checksums to us, and the stack does not ask for them. Whoever else
 * reads the frame finds what a card would have received. Packets that stand for many
 * stay as they are: a card's driver merges them, too.
 */
static void vwifi_finish_checksum(const struct vwifi_vif *vif, struct sk_buff *skb)
{
	if (skb->ip_summed != CHECKSUM_PARTIAL || skb_is_gso(skb) || likely(!vwifi_is_read(vif->dev)))
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
		gro_cells_receive(&vif->gro, skb);
	else
		__netif_rx(skb);
}

/*
 * The gate of a receiver: keys, then the port (802.1X), then the denylist,
 * which is for data alone.
 */
enum vwifi_drop vwifi_rx_check(struct vwifi_vif *vif, struct vwifi_sta *sta,
			       const struct sk_buff *skb, bool group,
			       const struct vwifi_protection *protection)
{
	bool control = vwifi_is_control_port(vif, skb);
	enum vwifi_drop why;

	/* The handshake may come in the clear at any time: it protects itself. */
	if (control && !protection->key)
		return VWIFI_DROP_NONE;
	if (likely(!protection->accepted)) {
		why = group ? vwifi_key_check_group(vif, sta, protection, vwifi_mpdus(skb)) :
			      vwifi_key_check_unicast(vif, sta, protection, vwifi_mpdus(skb));
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

/*
 * The TID of a frame, where both sides know QoS, or -1: from the socket's
 * priority, or the precedence of the IP header (802.11-2020, 10.2.3.2). The
 * handshake goes with the highest one.
 */
int vwifi_tid(const struct vwifi_vif *from, const struct vwifi_sta *peer, const struct sk_buff *skb)
{
	struct {
		struct ethhdr eth;
		u8 ip[2];
	} __packed space;
	const typeof(space) *head;

	if (!peer || !(READ_ONCE(peer->flags) & BIT(NL80211_STA_FLAG_WME)))
		return -1;
	if (skb->priority >= 256 && skb->priority <= 263)
		return skb->priority - 256;
	head = skb_header_pointer(skb, 0, sizeof(space), &space);
	if (!head)
		return 0;
	if (head->eth.h_proto == from->control_port)
		return 7;
	if (head->eth.h_proto == htons(ETH_P_IP))
		return head->ip[1] >> 5;
	if (head->eth.h_proto == htons(ETH_P_IPV6))
		return (head->ip[0] & 0x0f) >> 1;
	return 0;
}

static void vwifi_hop_account(struct vwifi_hop *hop, const struct sk_buff *skb)
{
	if (likely(hop->peer))
		vwifi_sta_account_tx(hop->peer, vwifi_mpdus(skb), skb->len);
}

static void vwifi_hop_arrive(struct vwifi_hop *hop, struct sk_buff *skb)
{
	const u8 *ta = hop->from->dev->dev_addr;

	vwifi_hop_account(hop, skb);
	if (hop->kind == VWIFI_FLIGHT_TO_AP)
		vwifi_rx_at_ap(hop->to, skb, ta, &hop->protection);
	else if (hop->kind == VWIFI_FLIGHT_TO_STA)
		vwifi_rx_from_ap(hop->to, skb, ta, &hop->protection);
	else
		vwifi_rx_in_cell(hop->to, skb, ta, hop->bssid, &hop->protection);
}

bool vwifi_hop_fail(struct vwifi_hop *hop, struct sk_buff *skb, enum vwifi_drop why)
{
	if (hop->peer)
		atomic_inc(&hop->peer->tx_failed);
	vwifi_discard_tx(hop->from, skb, why);
	return false;
}

/* Sends one frame over a link that is not ideal. Consumes the skb. */
static bool vwifi_hop_try(struct vwifi_hop *hop, struct sk_buff *skb)
{
	struct vwifi_radio *from = hop->from->radio, *to = hop->to->radio;
	struct vwifi_protection numbered;
	unsigned int retries = 0;
	bool acked;

	hop->protection.pn = 0;
	acked = vwifi_link_transmit(from, to, VWIFI_CHANCE_DATA, &retries);
	if (vwifi_watched())
		vwifi_emit_hop(hop, skb, retries, acked);
	if (hop->peer)
		atomic_add(retries, &hop->peer->tx_retries);
	if (!acked)
		return vwifi_hop_fail(hop, skb, VWIFI_DROP_LOST);
	vwifi_tx_status(skb, true);
	if (!vwifi_link_delays(from, to)) {
		vwifi_hop_arrive(hop, skb);
		return true;
	}
	vwifi_hop_account(hop, skb);
	numbered = hop->protection;
	if (numbered.key && !numbered.pn)
		numbered.pn = atomic64_add_return(vwifi_mpdus(skb), &numbered.key->tx_pn);
	vwifi_link_fly(from, to, skb, hop->kind, hop->from->dev->dev_addr, hop->to->dev->dev_addr,
		       hop->bssid, hop->freq, &numbered);
	return true;
}

/* Frames are lost one by one: a packet that stands for many is taken apart first. */
static noinline bool vwifi_hop_over_link(struct vwifi_hop *hop, struct sk_buff *skb)
{
	struct sk_buff *segments, *segment, *next;
	bool acked = false;

	if (!skb_is_gso(skb))
		return vwifi_hop_try(hop, skb);

	segments = skb_gso_segment(skb, 0);
	if (IS_ERR(segments)) {
		vwifi_discard_tx(hop->from, skb, VWIFI_DROP_MALFORMED);
		return false;
	}
	if (!segments)
		return vwifi_hop_try(hop, skb);
	consume_skb(skb);
	skb_list_walk_safe(segments, segment, next) {
		skb_mark_not_on_list(segment);
		skb_reset_mac_header(segment);
		acked |= vwifi_hop_try(hop, segment);
	}
	return acked;
}

static inline bool vwifi_hop_send(struct vwifi_hop *hop, struct sk_buff *skb)
{
	/* Not in this kernel: perhaps in another one. */
	if (unlikely(!hop->to))
		return vwifi_wire_hop(hop, skb);
	if (!vwifi_link_is_ideal(hop->to->radio) &&
	    vwifi_link_applies(hop->from->radio, hop->to->radio))
		return vwifi_hop_over_link(hop, skb);
	if (vwifi_watched())
		vwifi_emit_hop(hop, skb, 0, true);
	vwifi_tx_status(skb, true);
	vwifi_hop_arrive(hop, skb);
	return true;
}

/*
 * Nobody has the receiver's address but an active monitor, whose program sees the
 * frame by watching. Consumes the skb; returns whether it was acknowledged.
 */
static bool vwifi_hop_to_monitor(struct vwifi_hop *hop, struct sk_buff *skb)
{
	unsigned int retries = 0;
	bool acked = vwifi_link_is_ideal(hop->to->radio) ||
		     vwifi_link_transmit(hop->from->radio, hop->to->radio, VWIFI_CHANCE_DATA,
					 &retries);

	vwifi_emit_hop(hop, skb, retries, acked);
	if (hop->peer)
		atomic_add(retries, &hop->peer->tx_retries);
	if (!acked)
		return vwifi_hop_fail(hop, skb, VWIFI_DROP_LOST);
	vwifi_hop_account(hop, skb);
	vwifi_tx_status(skb, true);
	consume_skb(skb);
	return true;
}

/* A frame for nobody of this kernel. */
static bool vwifi_hop_elsewhere(struct vwifi_hop *hop, struct sk_buff *skb)
{
	hop->to = vwifi_air_active_monitor(hop->from->radio, hop->freq, hop->ra);
	if (hop->to)
		return vwifi_hop_to_monitor(hop, skb);
	if (!vwifi_remote_find(hop->ra))
		vwifi_emit_hop(hop, skb, VWIFI_RETRY_LIMIT - 1, false);
	return vwifi_hop_send(hop, skb);
}

/*
 * While somebody watches, packet numbers are drawn by the sender, for what it
 * shows and what it sends to have the same: in turn, that none is overtaken. An
 * access point relays inside its station's turn.
 */
static noinline bool vwifi_hop_in_turn(struct vwifi_hop *hop, struct sk_buff *skb)
{
	bool acked;

	if (hop->peer)
		spin_lock_nested(&hop->peer->turn, hop->kind == VWIFI_FLIGHT_TO_STA);
	acked = hop->to ? vwifi_hop_send(hop, skb) : vwifi_hop_elsewhere(hop, skb);
	if (hop->peer)
		spin_unlock(&hop->peer->turn);
	return acked;
}

/* Consumes the skb; returns whether it was acknowledged. */
bool vwifi_hop(struct vwifi_hop *hop, struct sk_buff *skb)
{
	/* Between a key and its successor, and after the last one, data does not go in the clear. */
	if (!hop->protection.key && hop->peer && unlikely(READ_ONCE(hop->peer->keyed)) &&
	    !vwifi_is_control_port(hop->from, skb))
		return vwifi_hop_fail(hop, skb, VWIFI_DROP_NO_KEY);
	if (vwifi_watched())
		return vwifi_hop_in_turn(hop, skb);
	return vwifi_hop_send(hop, skb);
}
