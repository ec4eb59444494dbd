// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Where the data plane begins. A frame goes from its sender's ndo_start_xmit to its
 * receiver's stack in one call, by reference: no copy, no queue, no mutex, and
 * no allocation but the clones of a group frame. GSO packets stay whole and
 * checksums partial, as on a veth pair.
 *
 * A station sends everything to its access point. The point relays: unicast to
 * the station it is for, without its own stack seeing it; group frames to all
 * other stations and to its stack. Members of an ad hoc cell send to each other, and so do
 * stations that have a direct link.
 *
 * Everything here runs under RCU with bottom halves disabled.
 */
#include <linux/if_vlan.h>

#include "air/air.h"
#include "dcf/dcf.h"
#include "key/key.h"
#include "wire/wire.h"
#include "plane.h"

#define VWIFI_HELD_MAX	1000	/* frames that wait for a switch: as many as a queue of the stack holds */

/* A station sends by its access point. Consumes the skb; returns whether that acknowledged it. */
bool vwifi_xmit_station(struct vwifi_transmission *tx, struct vwifi_sta *peer, struct sk_buff *skb)
{
	struct vwifi_vif *vif = tx->from;
	u16 freq = READ_ONCE(vif->home_freq);
	bool control = vwifi_is_control_port(vif, skb), four_addr;

	if (unlikely(!control && !vwifi_sta_authorised(peer))) {
		vwifi_discard_tx(vif, skb, VWIFI_DROP_NOT_AUTHORISED);
		return false;
	}
	/* The handshake is between the two of them: three addresses are enough. */
	four_addr = READ_ONCE(vif->wdev.use_4addr) && !control;
	/* With three a frame has no room for a source that is not its transmitter. */
	if (unlikely(!four_addr &&
		     !ether_addr_equal(eth_hdr(skb)->h_source, vif->addr))) {
		vwifi_discard_tx(vif, skb, VWIFI_DROP_MALFORMED);
		return false;
	}
	if (unlikely(READ_ONCE(vif->dozes)))
		vwifi_up.wake(vif);
	tx->way = VWIFI_WAY_TO_AP;
	tx->to = vwifi_air_find_ap(tx->radio->air, peer->addr, freq);
	tx->peer = peer;
	tx->ra = peer->addr;
	tx->bssid = peer->addr;
	tx->freq = freq;
	tx->protection.four_addr = four_addr;
	if (likely(!tx->in_clear))
		tx->protection.key = vwifi_key_tx_unicast(vif, peer);
	return vwifi_hop(tx, skb);
}

/*
 * Sends an Ethernet frame whose mac header is set: an interface's, which is all that @tx
 * says of it yet. Consumes it; returns whether it was acknowledged.
 */
static bool vwifi_xmit(struct vwifi_transmission *tx, struct sk_buff *skb)
{
	struct vwifi_vif *vif = tx->from;
	struct vwifi_mld *mld;
	struct vwifi_sta *peer;
	struct vwifi_bss *bss;

	dev_sw_netstats_tx_add(vif->dev, tx->mpdus, tx->octets);
	bss = rcu_dereference(vif->bss);
	if (bss && vwifi_bss_is_direct(bss))
		return vwifi_xmit_member(tx, bss, skb);
	if (bss)
		return vwifi_xmit_ap(tx, bss, skb);
	peer = rcu_dereference(vif->peer);
	if (peer && unlikely(!hlist_empty(&vif->tdls)))
		return vwifi_xmit_beside(tx, peer, skb);
	if (peer)
		return vwifi_xmit_station(tx, peer, skb);
	mld = rcu_dereference(vif->mld);
	if (mld)
		return vwifi_mld_xmit(tx, mld, skb);
	if (vif->wdev.iftype == NL80211_IFTYPE_AP_VLAN)
		return vwifi_vlan_xmit(tx, skb);
	vwifi_discard_tx(vif, skb, VWIFI_DROP_NOT_ASSOCIATED);
	return false;
}

/* What the stack of an interface sends, its mac header being set. Consumes the skb. */
static void vwifi_xmit_stack(struct vwifi_vif *vif, struct sk_buff *skb)
{
	struct vwifi_transmission tx __uninitialized;

	vwifi_transmission_init(&tx, vif, skb);
	tx.in_clear = vif->control_port_no_encrypt && vwifi_is_control_port(vif, skb);
	vwifi_xmit(&tx, skb);
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
		if (send)
			vwifi_xmit_stack(vif, skb);
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

	rcu_read_lock();
	skb_tx_timestamp(skb);
	if (unlikely(!pskb_may_pull(skb, ETH_HLEN))) {
		vwifi_discard_tx(vif, skb, VWIFI_DROP_MALFORMED);
	} else if (unlikely(vwifi_ether_is_sending())) {
		skb_reset_mac_header(skb);
		vwifi_discard_tx(vif, skb, VWIFI_DROP_LOOP);
	} else if (likely(!READ_ONCE(vif->quiet)) || !vwifi_quiet_hold(vif, skb)) {
		skb_reset_mac_header(skb);
		vwifi_xmit_stack(vif, skb);
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
	struct vwifi_airing airing = {};
	struct vwifi_ask ask = {};
	struct vwifi_transmission tx;
	bool acked, carried = false;
	struct ethhdr *eth;
	u64 mine;

	/* Members of a mesh have no such port: they agree on keys while they make their peering. */
	if (vif->wdev.iftype == NL80211_IFTYPE_MESH_POINT)
		return -EOPNOTSUPP;
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

	vwifi_transmission_init(&tx, vif, skb);
	tx.in_clear = noencrypt;
	tx.ask = &ask;
	tx.airing = &airing;
	mine = vwifi_take_cookie(cookie, &vif->radio->cookie);
	status = cookie ? skb_copy(skb, GFP_KERNEL) : NULL;
	if (status && vwifi_air_is_carried(vif->radio->air)) {
		tx.told = VWIFI_TOLD_CONTROL_PORT;
		tx.told_cookie = mine;
		carried = true;
	}
	local_bh_disable();
	rcu_read_lock();
	acked = vwifi_xmit(&tx, skb);
	rcu_read_unlock();
	local_bh_enable();
	if (ask.skb)
		acked = vwifi_ask_end(&ask);
	if (airing.queued)
		acked = vwifi_dcf_wait(&airing);

	/* What a program carries is told when it has said what became of it. */
	if (status && !(carried && tx.told == VWIFI_TOLD_NOBODY))
		cfg80211_control_port_tx_status(&vif->wdev, mine, status->data, status->len,
						acked, GFP_KERNEL);
	kfree_skb(status);
	return 0;
}
