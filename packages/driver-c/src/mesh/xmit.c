// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Data that begins here: into the mesh, by the path to its destination, or to the member that this
 * one lies behind (IEEE Std 802.11-2020, 10.35.3). Under RCU, bottom halves disabled.
 */
#include "data/data.h"
#include "frame/frame.h"
#include "wire/wire.h"
#include "part.h"

/* @skb: a group frame, one; consumed. */
static void vwifi_mesh_send_group(struct vwifi_mesh *mesh, struct sk_buff *skb)
{
	const struct ethhdr *eth = eth_hdr(skb);
	struct vwifi_vif *vif = mesh->bss->vif;
	struct vwifi_mesh_control control = {
		.ttl = READ_ONCE(mesh->conf.dot11MeshTTL),
		.extended = !ether_addr_equal(eth->h_source, vif->addr),
		.seq = atomic_inc_return(&mesh->seq),
	};

	ether_addr_copy(control.da, eth->h_dest);
	ether_addr_copy(control.sa, vif->addr);
	vwifi_tx_status(skb, false);
	vwifi_mesh_flood(mesh, &control, skb);
	consume_skb(skb);
}

/* A packet that stands for many is taken apart: each has a number, by which others know it. */
static void vwifi_mesh_send_groups(struct vwifi_mesh *mesh, struct sk_buff *skb)
{
	struct sk_buff *segments, *segment, *next;

	if (!skb_is_gso(skb)) {
		vwifi_mesh_send_group(mesh, skb);
		return;
	}
	segments = vwifi_frame_split(skb, 0);
	if (!segments) {
		vwifi_discard_tx(mesh->bss->vif, skb, VWIFI_DROP_MALFORMED);
		return;
	}
	skb_list_walk_safe(segments, segment, next) {
		skb_mark_not_on_list(segment);
		skb_reset_mac_header(segment);
		vwifi_mesh_send_group(mesh, segment);
	}
}

/* Sends an Ethernet frame whose mac header is set. Consumes it. */
static void vwifi_mesh_send(struct vwifi_mesh *mesh, struct sk_buff *skb)
{
	const struct ethhdr *eth = eth_hdr(skb);
	struct vwifi_vif *vif = mesh->bss->vif;
	unsigned int mpdus = vwifi_mpdus(skb);
	struct vwifi_mesh_control control;
	struct vwifi_sta *next;

	if (is_multicast_ether_addr(eth->h_dest)) {
		vwifi_mesh_send_groups(mesh, skb);
		return;
	}
	ether_addr_copy(control.sa, vif->addr);
	ether_addr_copy(control.da, eth->h_dest);
	control.extended = vwifi_proxy_of(mesh, eth->h_dest, control.da) ||
			   !ether_addr_equal(eth->h_source, vif->addr);
	next = vwifi_path_next(mesh, control.da, true);
	if (!next) {
		vwifi_path_wait(mesh, control.da, skb);
		return;
	}
	control.ttl = READ_ONCE(mesh->conf.dot11MeshTTL);
	control.seq = atomic_add_return(mpdus, &mesh->seq) - mpdus + 1;
	vwifi_mesh_hop(mesh, next, &control, skb);
}

netdev_tx_t vwifi_mesh_start_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct vwifi_vif *vif = vwifi_vif(dev);
	struct vwifi_bss *bss;
	bool outermost;

	rcu_read_lock();
	skb_tx_timestamp(skb);
	bss = rcu_dereference(vif->bss);
	if (unlikely(!pskb_may_pull(skb, ETH_HLEN))) {
		vwifi_discard_tx(vif, skb, VWIFI_DROP_MALFORMED);
	} else if (unlikely(vwifi_ether_is_sending())) {
		skb_reset_mac_header(skb);
		vwifi_discard_tx(vif, skb, VWIFI_DROP_LOOP);
	} else if (unlikely(!bss || !bss->mesh)) {
		skb_reset_mac_header(skb);
		vwifi_discard_tx(vif, skb, VWIFI_DROP_NOT_ASSOCIATED);
	} else {
		skb_reset_mac_header(skb);
		dev_sw_netstats_tx_add(dev, vwifi_mpdus(skb), skb->len);
		outermost = vwifi_mesh_enter();
		vwifi_mesh_send(bss->mesh, skb);
		if (outermost)
			vwifi_mesh_leave();
	}
	rcu_read_unlock();
	return NETDEV_TX_OK;
}

/* Sends what has waited. Process context, with the wiphy mutex held. */
void vwifi_mesh_send_ready(struct vwifi_mesh *mesh, struct sk_buff_head *frames)
{
	struct sk_buff *skb;
	bool outermost;

	while ((skb = __skb_dequeue(frames))) {
		local_bh_disable();
		rcu_read_lock();
		outermost = vwifi_mesh_enter();
		vwifi_mesh_send(mesh, skb);
		if (outermost)
			vwifi_mesh_leave();
		rcu_read_unlock();
		local_bh_enable();
	}
}
