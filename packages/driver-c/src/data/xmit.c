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
#include <linux/if_vlan.h>

#include "data.h"
#include "../wire/ether.h"
#include "../watch/watch.h"
#include "../wire/wire.h"

#define VWIFI_HELD_MAX	1000	/* frames that wait for a switch: as many as a queue of the stack holds */

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
	bool group = is_multicast_ether_addr(eth_hdr(skb)->h_dest) && !protection->four_addr;
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

	why = vwifi_rx_check(vif, peer, skb, group, protection);
	/* With four addresses everything comes in frames of its own. */
	if (unlikely(READ_ONCE(vif->wdev.use_4addr) ? group : protection->four_addr))
		why = VWIFI_DROP_MALFORMED;
	if (unlikely(why)) {
		atomic_inc(&peer->rx_dropped);
		vwifi_discard_rx(vif, skb, why);
		return;
	}
	vwifi_sta_account_rx(peer, vwifi_mpdus(skb), skb->len);
	/* What a bridge behind the access point reflects of our own (802.11-2020, 9.3.2.1.3). */
	if (unlikely(group && ether_addr_equal(eth_hdr(skb)->h_source, vif->dev->dev_addr))) {
		consume_skb(skb);
		return;
	}
	vwifi_to_stack(vif, skb, !protection->key);
}

/*
 * An access point, or a part of it, sends a unicast frame to a station of it.
 * Consumes the skb.
 */
bool vwifi_ap_unicast(struct vwifi_vif *vif, struct vwifi_ap *ap, struct vwifi_sta *sta,
		      struct sk_buff *skb, const struct vwifi_transmission *tx)
{
	struct vwifi_hop hop = {
		.from = vif,
		.to = vwifi_air_find_sta(sta->addr, vif->dev->dev_addr, ap->freq),
		.peer = sta,
		.kind = VWIFI_FLIGHT_TO_STA,
		.ra = sta->addr,
		.bssid = vif->dev->dev_addr,
		.freq = ap->freq,
		.protection = {
			.key = tx->in_clear ? NULL : vwifi_key_tx_unicast(vif, sta),
			.pn = 0,
			.origin = tx->origin,
			.sealed = false,
			.four_addr = READ_ONCE(vif->wdev.use_4addr),
		},
		.ask = tx->ask,
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

	if (!ideal && !vwifi_link_transmit(vif->radio, to->radio, VWIFI_CHANCE_GROUP_DATA, &retries)) {
		vwifi_drop_frame(to, skb, VWIFI_DROP_LOST);
		return;
	}
	clone = skb_clone((struct sk_buff *)skb, GFP_ATOMIC);
	if (!clone)
		vwifi_drop_frame(to, skb, VWIFI_DROP_MEMORY);
	else if (!ideal && vwifi_link_delays(vif->radio, to->radio))
		vwifi_link_fly(vif->radio, to->radio, clone, VWIFI_FLIGHT_TO_STA,
			       vif->dev->dev_addr, to->dev->dev_addr, vif->dev->dev_addr,
			       ap->freq, protection);
	else
		vwifi_rx_from_ap(to, clone, vif->dev->dev_addr, protection);
}

/* Whether a station belongs to an access point itself, or to this part of it. */
static bool vwifi_sta_is_on(const struct vwifi_sta *sta, const struct vwifi_ap *ap,
			    const struct vwifi_vif *vif)
{
	return rcu_access_pointer(sta->vlan) == (vif == ap->vif ? NULL : vif);
}

/* IP and ARP, which a station takes at its own address as well, tagged or not. */
static bool vwifi_group_may_be_unicast(const struct sk_buff *skb)
{
	__be16 protocol = eth_hdr(skb)->h_proto;
	const struct vlan_ethhdr *tagged;
	struct vlan_ethhdr space;

	if (protocol == htons(ETH_P_8021Q)) {
		tagged = skb_header_pointer(skb, 0, sizeof(space), &space);
		protocol = tagged ? tagged->h_vlan_encapsulated_proto : 0;
	}
	return protocol == htons(ETH_P_IP) || protocol == htons(ETH_P_IPV6) ||
	       protocol == htons(ETH_P_ARP);
}

/* A group frame, to each station at its own address. Does not consume the skb. */
static noinline void vwifi_ap_group_by_unicast(struct vwifi_vif *vif, struct vwifi_ap *ap,
					       const struct sk_buff *skb,
					       const struct vwifi_sta *source, u32 origin)
{
	struct vwifi_transmission tx = { .origin = origin };
	struct vwifi_sta *sta;

	list_for_each_entry_rcu(sta, &ap->station_list, list) {
		struct sk_buff *copy;

		if (sta == source || !vwifi_sta_authorised(sta) || !vwifi_sta_is_on(sta, ap, vif) ||
		    ether_addr_equal(eth_hdr(skb)->h_source, sta->addr))
			continue;
		copy = pskb_copy((struct sk_buff *)skb, GFP_ATOMIC);
		if (!copy) {
			vwifi_drop_frame(vif, skb, VWIFI_DROP_MEMORY);
			continue;
		}
		ether_addr_copy(eth_hdr(copy)->h_dest, sta->addr);
		vwifi_ap_unicast(vif, ap, sta, copy, &tx);
	}
}

/*
 * An access point, or a part of it, sends a group frame to all its stations but
 * @source. Does not consume the skb.
 */
static void vwifi_ap_group(struct vwifi_vif *vif, struct vwifi_ap *ap, const struct sk_buff *skb,
			   const struct vwifi_sta *source, u32 origin)
{
	struct vwifi_protection protection = {
		.key = vwifi_key_tx_group(vif),
		.origin = origin,
	};
	struct vwifi_sta *sta;
	bool elsewhere = false;	/* in another kernel */

	if (unlikely(READ_ONCE(ap->to_unicast)) && vwifi_group_may_be_unicast(skb)) {
		vwifi_ap_group_by_unicast(vif, ap, skb, source, origin);
		return;
	}
	/* Receivers see one group frame after the other, or its number would look old. */
	spin_lock(&ap->group_lock);
	if (protection.key)
		protection.pn = atomic64_add_return(vwifi_mpdus(skb), &protection.key->tx_pn);
	if (vwifi_watched())
		vwifi_emit_group(vif, VWIFI_FLIGHT_TO_STA, vif->dev->dev_addr, ap->freq, skb,
				 &protection);
	list_for_each_entry_rcu(sta, &ap->station_list, list) {
		struct vwifi_vif *to;

		if (sta == source || !vwifi_sta_authorised(sta) || !vwifi_sta_is_on(sta, ap, vif))
			continue;
		to = vwifi_air_find_sta(sta->addr, vif->dev->dev_addr, ap->freq);
		if (to)
			vwifi_ap_group_to(vif, ap, to, skb, &protection);
		else if (vwifi_remote_find(sta->addr))
			elsewhere = true;
	}
	if (elsewhere)
		vwifi_wire_group(vif, VWIFI_FLIGHT_TO_STA, vif->dev->dev_addr, ap->freq, skb,
				 &protection);
	spin_unlock(&ap->group_lock);
}

/*
 * What an access point does with a frame of one of its stations; @on: the part
 * that the station is in, or the point itself. Consumes the skb.
 */
static void vwifi_ap_forward(struct vwifi_vif *vif, struct vwifi_vif *on, struct vwifi_ap *ap,
			     struct vwifi_sta *sta, struct sk_buff *skb,
			     const struct vwifi_protection *protection)
{
	const struct ethhdr *eth = eth_hdr(skb);
	struct vwifi_transmission relay = { .origin = protection->origin };
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

	if (protection->four_addr) {
		/* Alone on its interface: the stack, and its bridge, know the rest. */
	} else if (is_multicast_ether_addr(eth->h_dest)) {
		if (!READ_ONCE(ap->isolate))
			vwifi_ap_group(on, ap, skb, sta, protection->origin);
	} else if (!ether_addr_equal(eth->h_dest, vif->dev->dev_addr)) {
		to = vwifi_sta_find(ap, eth->h_dest);
		if (to && vwifi_sta_associated(to) && vwifi_sta_is_on(to, ap, on)) {
			if (READ_ONCE(ap->isolate)) {
				/* Not by us: a bridge may reflect it, or a program see it. */
				vwifi_drop_frame(vif, skb, VWIFI_DROP_ISOLATED);
				vwifi_to_stack(on, skb, in_clear);
			} else if (!vwifi_sta_authorised(to)) {
				vwifi_discard_rx(vif, skb, VWIFI_DROP_NOT_AUTHORISED);
			} else {
				vwifi_ap_unicast(on, ap, to, skb, &relay);
			}
			return;
		}
		/* Not one of ours: the stack knows, if there is a bridge. */
	}
	vwifi_to_stack(on, skb, in_clear);
}

/* An access point receives a data frame of the station @ta. Consumes the skb. */
void vwifi_rx_at_ap(struct vwifi_vif *vif, struct sk_buff *skb, const u8 *ta,
		    const struct vwifi_protection *protection)
{
	struct vwifi_ap *ap = rcu_dereference(vif->ap);
	struct vwifi_vif *on;
	struct vwifi_sta *sta;
	enum vwifi_drop why;

	if (unlikely(!ap || ap->ibss)) {
		vwifi_discard_rx(vif, skb, VWIFI_DROP_NOT_ASSOCIATED);
		return;
	}
	sta = vwifi_sta_find(ap, ta);
	if (unlikely(!sta || !vwifi_sta_associated(sta))) {
		/*
		 * A class 3 frame (802.11-2020, 11.3.3): hostapd answers with a
		 * deauthentication.
		 */
		vwifi_tell_frame(cfg80211_rx_spurious_frame, vif->dev, ta);
		vwifi_discard_rx(vif, skb, VWIFI_DROP_NOT_ASSOCIATED);
		return;
	}

	on = rcu_dereference(sta->vlan) ?: vif;
	why = vwifi_rx_check(vif, sta, skb, false, protection);
	if (unlikely(READ_ONCE(on->wdev.use_4addr) != protection->four_addr) &&
	    !vwifi_is_control_port(vif, skb)) {
		if (protection->four_addr)
			vwifi_vlan_unexpected(vif, sta);
		why = VWIFI_DROP_MALFORMED;
	}
	if (unlikely(why)) {
		atomic_inc(&sta->rx_dropped);
		vwifi_discard_rx(vif, skb, why);
		return;
	}
	vwifi_sta_account_rx(sta, vwifi_mpdus(skb), skb->len);
	vwifi_ap_forward(vif, on, ap, sta, skb, protection);
}

/* A station sends: whatever it is, the receiver is its access point. */
static bool vwifi_xmit_station(struct vwifi_vif *vif, struct vwifi_sta *peer, struct sk_buff *skb,
			       const struct vwifi_transmission *tx)
{
	u16 freq = READ_ONCE(vif->home_freq);
	bool control = vwifi_is_control_port(vif, skb), four_addr;
	struct vwifi_hop hop;

	if (unlikely(!control && !vwifi_sta_authorised(peer))) {
		vwifi_discard_tx(vif, skb, VWIFI_DROP_NOT_AUTHORISED);
		return false;
	}
	/* The handshake is between the two of them: three addresses are enough. */
	four_addr = READ_ONCE(vif->wdev.use_4addr) && !control;
	/* With three a frame has no room for a source that is not its transmitter. */
	if (unlikely(!four_addr &&
		     !ether_addr_equal(eth_hdr(skb)->h_source, vif->dev->dev_addr))) {
		vwifi_discard_tx(vif, skb, VWIFI_DROP_MALFORMED);
		return false;
	}
	hop = (struct vwifi_hop){
		.from = vif,
		.to = vwifi_air_find_ap(peer->addr, freq),
		.peer = peer,
		.kind = VWIFI_FLIGHT_TO_AP,
		.ra = peer->addr,
		.bssid = peer->addr,
		.freq = freq,
		.protection = {
			.key = tx->in_clear ? NULL : vwifi_key_tx_unicast(vif, peer),
			.pn = 0,
			.origin = tx->origin,
			.sealed = false,
			.four_addr = four_addr,
		},
		.ask = tx->ask,
	};
	return vwifi_hop(&hop, skb);
}

/* An access point, or a part of it, sends a frame of its own stack. */
bool vwifi_xmit_ap(struct vwifi_vif *vif, struct vwifi_ap *ap, struct sk_buff *skb,
		   const struct vwifi_transmission *tx)
{
	bool control = vwifi_is_control_port(vif, skb);
	const struct ethhdr *eth = eth_hdr(skb);
	struct vwifi_sta *sta;

	if (is_multicast_ether_addr(eth->h_dest)) {
		vwifi_tx_status(skb, false);
		vwifi_ap_group(vif, ap, skb, NULL, tx->origin);
		consume_skb(skb);
		return false;
	}
	sta = vwifi_sta_find(ap, eth->h_dest);
	/* The handshake of all of them goes over the access point's own interface. */
	if (!sta || !vwifi_sta_associated(sta) || (!control && !vwifi_sta_is_on(sta, ap, vif))) {
		vwifi_discard_tx(vif, skb, VWIFI_DROP_NO_RECEIVER);
		return false;
	}
	if (!control && !vwifi_sta_authorised(sta)) {
		vwifi_discard_tx(vif, skb, VWIFI_DROP_NOT_AUTHORISED);
		return false;
	}
	return vwifi_ap_unicast(vif, ap, sta, skb, tx);
}

/*
 * Sends an Ethernet frame whose mac header is set. Consumes it; returns whether
 * it was acknowledged.
 */
static bool vwifi_xmit(struct vwifi_vif *vif, struct sk_buff *skb,
		       const struct vwifi_transmission *tx)
{
	struct vwifi_sta *peer;
	struct vwifi_ap *ap;

	dev_sw_netstats_tx_add(vif->dev, vwifi_mpdus(skb), skb->len);
	ap = rcu_dereference(vif->ap);
	if (ap && ap->ibss)
		return vwifi_xmit_member(vif, ap, skb, tx);
	if (ap)
		return vwifi_xmit_ap(vif, ap, skb, tx);
	peer = rcu_dereference(vif->peer);
	if (peer)
		return vwifi_xmit_station(vif, peer, skb, tx);
	if (vif->wdev.iftype == NL80211_IFTYPE_AP_VLAN)
		return vwifi_vlan_xmit(vif, skb, tx);
	vwifi_discard_tx(vif, skb, VWIFI_DROP_NOT_ASSOCIATED);
	return false;
}

/* Nobody may transmit before a switch that is announced: frames wait. */
void vwifi_quiet_begin(struct vwifi_vif *vif)
{
	spin_lock_bh(&vif->held.lock);
	WRITE_ONCE(vif->quiet, true);
	spin_unlock_bh(&vif->held.lock);
}

/* Sends what has waited, in order, or drops it. */
void vwifi_quiet_end(struct vwifi_vif *vif, bool send)
{
	struct vwifi_transmission tx = { .origin = vif->radio->id };
	struct sk_buff *skb;

	for (;;) {
		spin_lock_bh(&vif->held.lock);
		skb = __skb_dequeue(&vif->held);
		if (!skb)
			WRITE_ONCE(vif->quiet, false);
		spin_unlock_bh(&vif->held.lock);
		if (!skb)
			return;
		local_bh_disable();
		rcu_read_lock();
		skb_reset_mac_header(skb);
		tx.in_clear = vif->control_port_no_encrypt && vwifi_is_control_port(vif, skb);
		if (send)
			vwifi_xmit(vif, skb, &tx);
		else
			vwifi_discard_tx(vif, skb, VWIFI_DROP_NOT_ASSOCIATED);
		rcu_read_unlock();
		local_bh_enable();
	}
}

/* Keeps a frame until the switch; false: it is over. Consumes the skb otherwise. */
static noinline bool vwifi_quiet_hold(struct vwifi_vif *vif, struct sk_buff *skb)
{
	bool quiet;

	spin_lock(&vif->held.lock);
	quiet = vif->quiet;
	if (quiet && skb_queue_len(&vif->held) < VWIFI_HELD_MAX) {
		__skb_queue_tail(&vif->held, skb);
		skb = NULL;
	}
	spin_unlock(&vif->held.lock);
	if (quiet && skb)
		vwifi_discard_tx(vif, skb, VWIFI_DROP_MEMORY);
	return quiet;
}

netdev_tx_t vwifi_start_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct vwifi_vif *vif = vwifi_vif(dev);
	struct vwifi_transmission tx = { .origin = vif->radio->id };

	rcu_read_lock();
	skb_tx_timestamp(skb);
	if (unlikely(!pskb_may_pull(skb, ETH_HLEN))) {
		vwifi_discard_tx(vif, skb, VWIFI_DROP_MALFORMED);
	} else if (unlikely(vwifi_ether_is_sending())) {
		skb_reset_mac_header(skb);
		vwifi_discard_tx(vif, skb, VWIFI_DROP_LOOP);
	} else if (likely(!READ_ONCE(vif->quiet)) || !vwifi_quiet_hold(vif, skb)) {
		skb_reset_mac_header(skb);
		tx.in_clear = vif->control_port_no_encrypt && vwifi_is_control_port(vif, skb);
		vwifi_xmit(vif, skb, &tx);
	}
	rcu_read_unlock();
	return NETDEV_TX_OK;
}

/* The control port over nl80211: an EAPOL frame from user space, with its status. */
int vwifi_tx_control_port(struct wiphy *wiphy, struct net_device *dev, const u8 *buf, size_t len,
			  const u8 *dest, const __be16 proto, const bool noencrypt, int link_id,
			  vwifi_cookie_t cookie)
{
	struct vwifi_vif *vif = vwifi_vif(dev);
	struct sk_buff *skb, *status;
	struct vwifi_ask ask = {};
	struct vwifi_transmission tx = {
		.origin = vif->radio->id,
		.in_clear = noencrypt,
		.ask = &ask,
	};
	struct ethhdr *eth;
	bool acked;
	u64 mine;

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
	acked = vwifi_xmit(vif, skb, &tx);
	rcu_read_unlock();
	local_bh_enable();
	if (ask.skb)
		acked = vwifi_ask_end(&ask);

	mine = vwifi_take_cookie(cookie, &vif->radio->cookie);
	if (status)
		cfg80211_control_port_tx_status(&vif->wdev, mine, status->data, status->len,
						acked, GFP_KERNEL);
	kfree_skb(status);
	return 0;
}
