// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * The data plane. A frame goes from its sender's ndo_start_xmit to its
 * receiver's stack in one call, by reference: no copy, no queue, no mutex, and
 * no allocation but the clones of a group frame. GSO packets stay whole and
 * checksums partial, as on a veth pair.
 *
 * A station sends everything to its access point. The point relays: unicast to
 * the station it is for, without its own stack seeing it; group frames to all
 * other stations and to its stack. Members of an ad hoc cell send to each other.
 *
 * Everything here runs under RCU with bottom halves disabled.
 */
#include <linux/etherdevice.h>

#include "vwifi.h"

static unsigned int vwifi_mpdus(const struct sk_buff *skb)
{
	return skb_shinfo(skb)->gso_segs ?: 1;
}

/* Tells the socket that asked (SO_WIFI_STATUS) whether its frame was acknowledged. */
static void vwifi_tx_status(struct sk_buff *skb, bool acked)
{
	struct sk_buff *status;

	if (likely(!(skb_shinfo(skb)->tx_flags & SKBTX_WIFI_STATUS)))
		return;
	status = skb_clone_sk(skb);
	if (status)
		skb_complete_wifi_ack(status, acked);
	/* Once: a relay's transmission is not the sender's. */
	skb_shinfo(skb)->tx_flags &= ~SKBTX_WIFI_STATUS;
}

/* A frame that its transmitter drops, or that nobody received. */
static void vwifi_discard_tx(struct vwifi_vif *vif, struct sk_buff *skb, enum vwifi_drop why)
{
	vwifi_tx_status(skb, false);
	vwifi_drop(vif, why);
	dev_core_stats_tx_dropped_inc(vif->dev);
	kfree_skb(skb);
}

/* A frame that its receiver drops. */
static void vwifi_discard_rx(struct vwifi_vif *vif, struct sk_buff *skb, enum vwifi_drop why)
{
	vwifi_drop(vif, why);
	dev_core_stats_rx_dropped_inc(vif->dev);
	kfree_skb(skb);
}

static bool vwifi_is_control_port(const struct vwifi_vif *vif, const struct sk_buff *skb)
{
	return eth_hdr(skb)->h_proto == vif->control_port;
}

/* Hands a frame to an interface's own stack. Consumes the skb. */
static void vwifi_to_stack(struct vwifi_vif *vif, struct sk_buff *skb, bool in_clear)
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
	/* Scrubs what belongs to the sender: socket, marks, namespace. Frees what is too long. */
	if (unlikely(__dev_forward_skb(dev, skb)))
		return;
	dev_sw_netstats_rx_add(dev, len);
	__netif_rx(skb);
}

/* The gate of a receiver: keys, then the port (802.1X), then the denylist, which is for data alone. */
static enum vwifi_drop vwifi_rx_check(struct vwifi_vif *vif, struct vwifi_sta *sta,
				      const struct sk_buff *skb, bool group,
				      const struct vwifi_protection *protection)
{
	bool control = vwifi_is_control_port(vif, skb);
	enum vwifi_drop why;

	/* The handshake may come in the clear at any time: it protects itself. */
	if (control && !protection->key)
		return VWIFI_DROP_NONE;
	why = group ? vwifi_key_check_group(vif, sta, protection, vwifi_mpdus(skb)) :
		      vwifi_key_check_unicast(vif, sta, protection, vwifi_mpdus(skb));
	if (why)
		return why;
	if (control)
		return VWIFI_DROP_NONE;
	if (!vwifi_sta_authorised(sta))
		return VWIFI_DROP_NOT_AUTHORISED;
	if (unlikely(READ_ONCE(vif->radio->n_denied)) &&
	    vwifi_denied(vif->radio, protection->origin))
		return VWIFI_DROP_DENIED;
	return VWIFI_DROP_NONE;
}

/**
 * vwifi_rx_from_ap - a station receives a data frame
 * @vif: the station
 * @skb: the Ethernet frame, from its header on; consumed
 * @ta: who transmitted it: an access point
 * @protection: how it was protected
 */
void vwifi_rx_from_ap(struct vwifi_vif *vif, struct sk_buff *skb, const u8 *ta,
		      const struct vwifi_protection *protection)
{
	struct vwifi_sta *peer = rcu_dereference(vif->peer);
	const struct ethhdr *eth = eth_hdr(skb);
	enum vwifi_drop why;

	if (unlikely(!peer || !ether_addr_equal(peer->addr, ta))) {
		/*
		 * The association response may be waiting in the radio's queue:
		 * then this frame waits behind it, once. No key exists by then.
		 */
		if (!peer && !protection->key && protection->origin != VWIFI_NO_RADIO &&
		    atomic_read(&vif->rx_pending))
			vwifi_air_requeue_data(vif, skb, ta);
		else
			vwifi_discard_rx(vif, skb, VWIFI_DROP_NOT_ASSOCIATED);
		return;
	}

	why = vwifi_rx_check(vif, peer, skb, is_multicast_ether_addr(eth->h_dest), protection);
	if (unlikely(why)) {
		atomic_inc(&peer->rx_dropped);
		vwifi_discard_rx(vif, skb, why);
		return;
	}
	vwifi_sta_account_rx(peer, vwifi_mpdus(skb), skb->len);
	vwifi_to_stack(vif, skb, !protection->key);
}

/* One transmission: from an interface to another one, a unicast frame. */
struct vwifi_hop {
	struct vwifi_vif *from;
	struct vwifi_vif *to;
	struct vwifi_sta *peer;		/* the receiver, as the transmitter knows it; NULL: not yet */
	enum vwifi_flight_kind kind;
	const u8 *bssid;
	u16 freq;
	struct vwifi_protection protection;
};

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
		vwifi_rx_at_ap(hop->to, skb, &hop->protection);
	else if (hop->kind == VWIFI_FLIGHT_TO_STA)
		vwifi_rx_from_ap(hop->to, skb, ta, &hop->protection);
	else
		vwifi_rx_in_cell(hop->to, skb, ta, hop->bssid, &hop->protection);
}

static bool vwifi_hop_fail(struct vwifi_hop *hop, struct sk_buff *skb, enum vwifi_drop why)
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
	struct vwifi_protection numbered = hop->protection;
	unsigned int retries = 0;
	bool acked;

	acked = vwifi_link_transmit(from, to, false, &retries);
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
	if (numbered.key)
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

/* Consumes the skb; returns whether it was acknowledged. */
static bool vwifi_hop(struct vwifi_hop *hop, struct sk_buff *skb)
{
	if (unlikely(!hop->to))
		return vwifi_hop_fail(hop, skb, VWIFI_DROP_NO_RECEIVER);
	if (!vwifi_link_is_ideal(hop->to->radio))
		return vwifi_hop_over_link(hop, skb);
	vwifi_tx_status(skb, true);
	vwifi_hop_arrive(hop, skb);
	return true;
}

/* An access point sends a unicast frame of @origin. Consumes the skb. */
static bool vwifi_ap_unicast(struct vwifi_vif *vif, struct vwifi_ap *ap, struct vwifi_sta *sta,
			     struct sk_buff *skb, bool in_clear, u32 origin)
{
	struct vwifi_hop hop = {
		.from = vif,
		.to = vwifi_air_find_sta(sta->addr, vif->dev->dev_addr, ap->freq),
		.peer = sta,
		.kind = VWIFI_FLIGHT_TO_STA,
		.bssid = vif->dev->dev_addr,
		.freq = ap->freq,
		.protection.key = in_clear ? NULL : vwifi_key_tx_unicast(vif, sta),
		.protection.origin = origin,
	};

	return vwifi_hop(&hop, skb);
}

/* One station's copy of a group frame. */
static void vwifi_ap_group_to(struct vwifi_vif *vif, struct vwifi_ap *ap, struct vwifi_vif *to,
			      const struct sk_buff *skb, const struct vwifi_protection *protection)
{
	bool ideal = vwifi_link_is_ideal(to->radio);
	unsigned int retries = 0;
	struct sk_buff *clone;

	if (!ideal && !vwifi_link_transmit(vif->radio, to->radio, true, &retries)) {
		vwifi_drop(to, VWIFI_DROP_LOST);
		return;
	}
	clone = skb_clone((struct sk_buff *)skb, GFP_ATOMIC);
	if (!clone)
		vwifi_drop(to, VWIFI_DROP_MEMORY);
	else if (!ideal && vwifi_link_delays(vif->radio, to->radio))
		vwifi_link_fly(vif->radio, to->radio, clone, VWIFI_FLIGHT_TO_STA,
			       vif->dev->dev_addr, to->dev->dev_addr, vif->dev->dev_addr,
			       ap->freq, protection);
	else
		vwifi_rx_from_ap(to, clone, vif->dev->dev_addr, protection);
}

/* An access point sends a group frame to all its stations but @source. Does not consume the skb. */
static void vwifi_ap_group(struct vwifi_vif *vif, struct vwifi_ap *ap, const struct sk_buff *skb,
			   const struct vwifi_sta *source, u32 origin)
{
	struct vwifi_protection protection = {
		.key = vwifi_key_tx_group(vif),
		.origin = origin,
	};
	struct vwifi_sta *sta;

	/* Receivers see one group frame after the other, or its number would look old. */
	spin_lock(&ap->group_lock);
	if (protection.key)
		protection.pn = atomic64_add_return(vwifi_mpdus(skb), &protection.key->tx_pn);
	list_for_each_entry_rcu(sta, &ap->station_list, list) {
		struct vwifi_vif *to;

		if (sta == source || !vwifi_sta_authorised(sta))
			continue;
		to = vwifi_air_find_sta(sta->addr, vif->dev->dev_addr, ap->freq);
		if (to)
			vwifi_ap_group_to(vif, ap, to, skb, &protection);
	}
	spin_unlock(&ap->group_lock);
}

/* What an access point does with a frame of one of its stations. Consumes the skb. */
static void vwifi_ap_forward(struct vwifi_vif *vif, struct vwifi_ap *ap, struct vwifi_sta *sta,
			     struct sk_buff *skb, const struct vwifi_protection *protection)
{
	const struct ethhdr *eth = eth_hdr(skb);
	bool in_clear = !protection->key;
	struct vwifi_sta *to;

	/* The handshake is between the two of them. */
	if (vwifi_is_control_port(vif, skb)) {
		if (!ether_addr_equal(eth->h_dest, vif->dev->dev_addr) &&
		    !is_link_local_ether_addr(eth->h_dest)) {
			vwifi_discard_rx(vif, skb, VWIFI_DROP_MALFORMED);
			return;
		}
		vwifi_to_stack(vif, skb, in_clear);
		return;
	}

	if (is_multicast_ether_addr(eth->h_dest)) {
		if (!READ_ONCE(ap->isolate))
			vwifi_ap_group(vif, ap, skb, sta, protection->origin);
	} else if (!ether_addr_equal(eth->h_dest, vif->dev->dev_addr)) {
		to = vwifi_sta_find(ap, eth->h_dest);
		if (to && vwifi_sta_associated(to)) {
			if (READ_ONCE(ap->isolate))
				vwifi_discard_rx(vif, skb, VWIFI_DROP_ISOLATED);
			else if (!vwifi_sta_authorised(to))
				vwifi_discard_rx(vif, skb, VWIFI_DROP_NOT_AUTHORISED);
			else
				vwifi_ap_unicast(vif, ap, to, skb, false, protection->origin);
			return;
		}
		/* Not one of ours: the stack knows, if there is a bridge. */
	}
	vwifi_to_stack(vif, skb, in_clear);
}

/* An access point receives a data frame of a station. Consumes the skb. */
void vwifi_rx_at_ap(struct vwifi_vif *vif, struct sk_buff *skb,
		    const struct vwifi_protection *protection)
{
	struct vwifi_ap *ap = rcu_dereference(vif->ap);
	const struct ethhdr *eth = eth_hdr(skb);
	struct vwifi_sta *sta;
	enum vwifi_drop why;

	if (unlikely(!ap || ap->ibss)) {
		vwifi_discard_rx(vif, skb, VWIFI_DROP_NOT_ASSOCIATED);
		return;
	}
	sta = vwifi_sta_find(ap, eth->h_source);
	if (unlikely(!sta || !vwifi_sta_associated(sta))) {
		/* A class 3 frame (802.11-2020, 11.3.3): hostapd answers with a deauthentication. */
		cfg80211_rx_spurious_frame(vif->dev, eth->h_source, GFP_ATOMIC);
		vwifi_discard_rx(vif, skb, VWIFI_DROP_NOT_ASSOCIATED);
		return;
	}

	why = vwifi_rx_check(vif, sta, skb, false, protection);
	if (unlikely(why)) {
		atomic_inc(&sta->rx_dropped);
		vwifi_discard_rx(vif, skb, why);
		return;
	}
	vwifi_sta_account_rx(sta, vwifi_mpdus(skb), skb->len);
	vwifi_ap_forward(vif, ap, sta, skb, protection);
}

/* A station sends: whatever it is, the receiver is its access point. */
static bool vwifi_xmit_station(struct vwifi_vif *vif, struct vwifi_sta *peer, struct sk_buff *skb,
			       bool in_clear)
{
	u16 freq = READ_ONCE(vif->home_freq);
	struct vwifi_hop hop = {
		.from = vif,
		.peer = peer,
		.kind = VWIFI_FLIGHT_TO_AP,
		.bssid = peer->addr,
		.freq = freq,
		.protection.origin = vif->radio->id,
	};

	if (unlikely(!vwifi_is_control_port(vif, skb) && !vwifi_sta_authorised(peer))) {
		vwifi_discard_tx(vif, skb, VWIFI_DROP_NOT_AUTHORISED);
		return false;
	}
	/* With three addresses a frame has no room for a source that is not its transmitter. */
	if (unlikely(!ether_addr_equal(eth_hdr(skb)->h_source, vif->dev->dev_addr))) {
		vwifi_discard_tx(vif, skb, VWIFI_DROP_MALFORMED);
		return false;
	}
	if (!in_clear)
		hop.protection.key = vwifi_key_tx_unicast(vif, peer);
	hop.to = vwifi_air_find_ap(peer->addr, freq);
	return vwifi_hop(&hop, skb);
}

static bool vwifi_xmit_ap(struct vwifi_vif *vif, struct vwifi_ap *ap, struct sk_buff *skb,
			  bool in_clear)
{
	const struct ethhdr *eth = eth_hdr(skb);
	struct vwifi_sta *sta;

	if (is_multicast_ether_addr(eth->h_dest)) {
		vwifi_tx_status(skb, false);
		vwifi_ap_group(vif, ap, skb, NULL, vif->radio->id);
		consume_skb(skb);
		return false;
	}
	sta = vwifi_sta_find(ap, eth->h_dest);
	if (!sta || !vwifi_sta_associated(sta)) {
		vwifi_discard_tx(vif, skb, VWIFI_DROP_NO_RECEIVER);
		return false;
	}
	if (!vwifi_is_control_port(vif, skb) && !vwifi_sta_authorised(sta)) {
		vwifi_discard_tx(vif, skb, VWIFI_DROP_NOT_AUTHORISED);
		return false;
	}
	return vwifi_ap_unicast(vif, ap, sta, skb, in_clear, vif->radio->id);
}

/**
 * vwifi_rx_in_cell - a member of an ad hoc cell receives a data frame
 * @vif: the member
 * @skb: the Ethernet frame, from its header on; consumed
 * @ta: who transmitted it
 * @bssid: in which cell
 * @protection: how it was protected
 */
void vwifi_rx_in_cell(struct vwifi_vif *vif, struct sk_buff *skb, const u8 *ta, const u8 *bssid,
		      const struct vwifi_protection *protection)
{
	struct vwifi_ap *cell = rcu_dereference(vif->ap);
	const struct ethhdr *eth = eth_hdr(skb);
	struct vwifi_sta *sta;
	enum vwifi_drop why;

	if (!cell || !cell->ibss || !ether_addr_equal(cell->bssid, bssid)) {
		vwifi_discard_rx(vif, skb, VWIFI_DROP_NOT_ASSOCIATED);
		return;
	}
	sta = vwifi_sta_find(cell, ta);
	if (unlikely(!sta)) {
		/* Meeting takes process context; the work that does it has no one to meet again. */
		if (protection->key || protection->origin == VWIFI_NO_RADIO)
			vwifi_discard_rx(vif, skb, VWIFI_DROP_NOT_ASSOCIATED);
		else
			vwifi_air_requeue_data(vif, skb, ta);
		return;
	}
	why = vwifi_rx_check(vif, sta, skb, is_multicast_ether_addr(eth->h_dest), protection);
	if (unlikely(why)) {
		atomic_inc(&sta->rx_dropped);
		vwifi_discard_rx(vif, skb, why);
		return;
	}
	vwifi_sta_account_rx(sta, vwifi_mpdus(skb), skb->len);
	vwifi_to_stack(vif, skb, !protection->key);
}

struct vwifi_cell_frame {
	struct vwifi_vif *from;
	struct vwifi_ap *cell;
	const struct sk_buff *skb;
	struct vwifi_protection protection;
};

static void vwifi_cell_group_to(struct vwifi_vif *to, void *context)
{
	struct vwifi_cell_frame *frame = context;
	struct vwifi_vif *from = frame->from;
	bool ideal = vwifi_link_is_ideal(to->radio);
	unsigned int retries = 0;
	struct sk_buff *clone;

	if (!ideal && !vwifi_link_transmit(from->radio, to->radio, true, &retries)) {
		vwifi_drop(to, VWIFI_DROP_LOST);
		return;
	}
	clone = skb_clone((struct sk_buff *)frame->skb, GFP_ATOMIC);
	if (!clone)
		vwifi_drop(to, VWIFI_DROP_MEMORY);
	else if (!ideal && vwifi_link_delays(from->radio, to->radio))
		vwifi_link_fly(from->radio, to->radio, clone, VWIFI_FLIGHT_TO_MEMBER,
			       from->dev->dev_addr, to->dev->dev_addr, frame->cell->bssid,
			       frame->cell->freq, &frame->protection);
	else
		vwifi_rx_in_cell(to, clone, from->dev->dev_addr, frame->cell->bssid,
				 &frame->protection);
}

/* A member of a cell sends: straight to the other one, or to all. */
static bool vwifi_xmit_member(struct vwifi_vif *vif, struct vwifi_ap *cell, struct sk_buff *skb,
			      bool in_clear)
{
	const struct ethhdr *eth = eth_hdr(skb);
	struct vwifi_hop hop = {
		.from = vif,
		.kind = VWIFI_FLIGHT_TO_MEMBER,
		.bssid = cell->bssid,
		.freq = cell->freq,
		.protection.origin = vif->radio->id,
	};

	if (is_multicast_ether_addr(eth->h_dest)) {
		struct vwifi_cell_frame frame = {
			.from = vif,
			.cell = cell,
			.skb = skb,
			.protection.key = vwifi_key_tx_group(vif),
			.protection.origin = vif->radio->id,
		};

		vwifi_tx_status(skb, false);
		spin_lock(&cell->group_lock);
		if (frame.protection.key)
			frame.protection.pn = atomic64_add_return(vwifi_mpdus(skb),
								  &frame.protection.key->tx_pn);
		vwifi_air_each_member(cell, vwifi_cell_group_to, &frame);
		spin_unlock(&cell->group_lock);
		consume_skb(skb);
		return false;
	}

	hop.peer = vwifi_sta_find(cell, eth->h_dest);
	if (cell->control_port && !vwifi_is_control_port(vif, skb) &&
	    !(hop.peer && vwifi_sta_authorised(hop.peer)))
		return vwifi_hop_fail(&hop, skb, VWIFI_DROP_NOT_AUTHORISED);
	if (!in_clear)
		hop.protection.key = vwifi_key_tx_unicast(vif, hop.peer);
	hop.to = vwifi_air_find_member(eth->h_dest, cell->bssid, cell->freq);
	return vwifi_hop(&hop, skb);
}

/* Sends an Ethernet frame whose mac header is set. Consumes it; returns whether it was acknowledged. */
static bool vwifi_xmit(struct vwifi_vif *vif, struct sk_buff *skb, bool in_clear)
{
	struct vwifi_sta *peer;
	struct vwifi_ap *ap;

	dev_sw_netstats_tx_add(vif->dev, vwifi_mpdus(skb), skb->len);
	ap = rcu_dereference(vif->ap);
	if (ap && ap->ibss)
		return vwifi_xmit_member(vif, ap, skb, in_clear);
	if (ap)
		return vwifi_xmit_ap(vif, ap, skb, in_clear);
	peer = rcu_dereference(vif->peer);
	if (peer)
		return vwifi_xmit_station(vif, peer, skb, in_clear);
	vwifi_discard_tx(vif, skb, VWIFI_DROP_NOT_ASSOCIATED);
	return false;
}

netdev_tx_t vwifi_start_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct vwifi_vif *vif = vwifi_vif(dev);

	rcu_read_lock();
	skb_tx_timestamp(skb);
	if (unlikely(!pskb_may_pull(skb, ETH_HLEN))) {
		vwifi_discard_tx(vif, skb, VWIFI_DROP_MALFORMED);
	} else {
		skb_reset_mac_header(skb);
		vwifi_xmit(vif, skb,
			   vif->control_port_no_encrypt && vwifi_is_control_port(vif, skb));
	}
	rcu_read_unlock();
	return NETDEV_TX_OK;
}

/* The control port over nl80211: an EAPOL frame from user space, with its status. */
int vwifi_tx_control_port(struct wiphy *wiphy, struct net_device *dev, const u8 *buf, size_t len,
			  const u8 *dest, const __be16 proto, const bool noencrypt, int link_id,
			  u64 *cookie)
{
	struct vwifi_vif *vif = vwifi_vif(dev);
	struct sk_buff *skb, *status;
	struct ethhdr *eth;
	bool acked;

	if (proto != vif->control_port && proto != htons(ETH_P_PREAUTH))
		return -EINVAL;
	if (len > IEEE80211_MAX_DATA_LEN)
		return -EMSGSIZE;

	skb = alloc_skb(ETH_HLEN + len, GFP_KERNEL);
	if (!skb)
		return -ENOMEM;
	eth = skb_put(skb, ETH_HLEN);
	ether_addr_copy(eth->h_dest, dest);
	ether_addr_copy(eth->h_source, dev->dev_addr);
	eth->h_proto = proto;
	skb_put_data(skb, buf, len);
	skb->dev = dev;
	skb->protocol = proto;
	skb_reset_mac_header(skb);

	status = cookie ? skb_copy(skb, GFP_KERNEL) : NULL;
	local_bh_disable();
	rcu_read_lock();
	acked = vwifi_xmit(vif, skb, noencrypt);
	rcu_read_unlock();
	local_bh_enable();

	if (cookie)
		*cookie = ++vif->radio->cookie;
	if (status)
		cfg80211_control_port_tx_status(&vif->wdev, *cookie, status->data, status->len,
						acked, GFP_KERNEL);
	kfree_skb(status);
	return 0;
}
