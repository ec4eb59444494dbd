// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Frames that wait for their radio's work, which takes them in the order of the air,
 * in process context. What is known of one stands beside it, in an object of its own;
 * the frame itself says nothing but its octets.
 *
 * Called under RCU, in any context: an interface is not freed before the work has been
 * queued, and the radio empties its queue before it goes.
 */
#include "air.h"

#define VWIFI_ARRIVALS_MAX	4096	/* that wait for one radio's work */

/* Lets a frame wait, and wakes the radio. Consumes the skb; @how is copied. */
void vwifi_arrive(struct vwifi_vif *vif, struct sk_buff *skb, const struct vwifi_arrival *how)
{
	struct vwifi_radio *radio = vif->radio;
	struct vwifi_arrival *arrival = NULL;

	if (READ_ONCE(radio->n_arrivals) < VWIFI_ARRIVALS_MAX)
		arrival = kmemdup(how, sizeof(*how), GFP_ATOMIC);
	if (!arrival) {
		vwifi_drop(vif, VWIFI_DROP_MEMORY);
		kfree_skb(skb);
		return;
	}
	arrival->skb = skb;
	arrival->vif = vif;
	arrival->serial = vif->serial;
	atomic_inc(&vif->rx_pending);
	spin_lock_bh(&radio->arrivals_lock);
	list_add_tail(&arrival->list, &radio->arrivals);
	WRITE_ONCE(radio->n_arrivals, radio->n_arrivals + 1);
	spin_unlock_bh(&radio->arrivals_lock);
	queue_work(vwifi_wq, &radio->work);
}

/* Lets a copy of a frame wait. */
void vwifi_arrive_copy(struct vwifi_vif *vif, const u8 *frame, size_t len,
		       const struct vwifi_arrival *how)
{
	struct sk_buff *copy = alloc_skb(len, GFP_ATOMIC);

	if (!copy) {
		vwifi_drop(vif, VWIFI_DROP_MEMORY);
		return;
	}
	skb_put_data(copy, frame, len);
	vwifi_arrive(vif, copy, how);
}

/* A data frame waits. It may outlive its sender: nothing of that may stay in it. */
static void vwifi_arrive_data(struct vwifi_vif *vif, struct sk_buff *skb, const struct vwifi_arrival *how)
{
	skb_orphan(skb);
	skb_scrub_packet(skb, true);
	skb->dev = vif->dev;
	vwifi_arrive(vif, skb, how);
}

/* Lets a data frame wait for the management frames that were sent before it; @ta: its transmitter. */
void vwifi_arrive_later(struct vwifi_vif *vif, struct sk_buff *skb, const u8 *ta)
{
	struct vwifi_arrival how = { .data = true };

	ether_addr_copy(how.ta, ta);
	vwifi_arrive_data(vif, skb, &how);
}

/* Hands the radio an EAPOL-Key frame, in process context: the stack does not see it. */
void vwifi_arrive_keys(struct vwifi_vif *vif, struct sk_buff *skb, bool in_clear)
{
	struct vwifi_arrival how = {
		.keys = true,
		.protection = in_clear ? VWIFI_MGMT_PLAIN : VWIFI_MGMT_PROTECTED,
	};

	vwifi_arrive_data(vif, skb, &how);
}

/* The next frame of a radio, its caller's to free with vwifi_arrival_free(); NULL: there is none. */
struct vwifi_arrival *vwifi_arrival_next(struct vwifi_radio *radio)
{
	struct vwifi_arrival *arrival;

	spin_lock_bh(&radio->arrivals_lock);
	arrival = list_first_entry_or_null(&radio->arrivals, struct vwifi_arrival, list);
	if (arrival) {
		list_del(&arrival->list);
		WRITE_ONCE(radio->n_arrivals, radio->n_arrivals - 1);
	}
	spin_unlock_bh(&radio->arrivals_lock);
	return arrival;
}

/* Frees it, and its frame unless that was taken out. */
void vwifi_arrival_free(struct vwifi_arrival *arrival)
{
	kfree_skb(arrival->skb);
	kfree(arrival);
}
