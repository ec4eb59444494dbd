// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * What a medium in user space says became of a frame: told to its sender's socket or daemon,
 * counted, and shown to who watches. Process context, with vwifi_radios_lock held.
 */
#include "air/air.h"
#include "data/data.h"
#include "dcf/dcf.h"
#include "watch/watch.h"
#include "medium.h"

void vwifi_carried_free(struct vwifi_carried *carried)
{
	kfree_skb(carried->skb);
	kfree_skb(carried->mpdu);
	kfree(carried);
}

/* Tells the daemon that waits for it. */
static void vwifi_carried_tell(struct vwifi_radio *radio, const struct vwifi_carried *carried, bool acked)
{
	const struct sk_buff *skb = carried->skb;
	struct vwifi_vif *vif;
	int signal;

	if (carried->told == VWIFI_TOLD_NOBODY)
		return;
	wiphy_lock(radio->wiphy);
	list_for_each_entry(vif, &radio->vifs, list) {
		if (vif->serial != carried->serial)
			continue;
		switch (carried->told) {
		case VWIFI_TOLD_MGMT:
			cfg80211_mgmt_tx_status(&vwifi_vif_whole(vif)->wdev, carried->told_cookie, skb->data, skb->len,
						acked, GFP_KERNEL);
			break;
		case VWIFI_TOLD_CONTROL_PORT:
			cfg80211_control_port_tx_status(&vif->wdev, carried->told_cookie, skb->data,
							skb->len, acked, GFP_KERNEL);
			break;
		case VWIFI_TOLD_PROBE:
			signal = READ_ONCE(radio->air->medium.signal);
			vwifi_tell_probe(vif->dev, carried->ra, carried->told_cookie, acked, signal);
			break;
		}
		break;
	}
	wiphy_unlock(radio->wiphy);
}

/* Counts a frame at the peer that it was for. Under RCU. */
static void vwifi_carried_account(struct vwifi_vif *vif, const struct vwifi_carried *carried, bool acked,
				  unsigned int tries)
{
	struct vwifi_sta *peer = vwifi_peer_find(vif, carried->ra);

	if (!peer || !carried->is_data)
		return;
	atomic_add(tries - 1, &peer->tx_retries);
	if (carried->wants_ack && !acked)
		atomic_inc(&peer->tx_failed);
	else
		vwifi_sta_account_tx(peer, 1, carried->octets);
}

/* Shows a frame to who watches. Under RCU. */
static void vwifi_carried_show(struct vwifi_radio *radio, const struct vwifi_carried *carried, bool acked,
			       unsigned int tries)
{
	struct vwifi_transmission tx = { .radio = radio, .freq = carried->freq, .rate = carried->rate };
	const struct vwifi_vif *to = acked ? vwifi_air_hearer(radio, carried->freq, carried->ra) : NULL;

	if (vwifi_watched())
		vwifi_emit_copy(&tx, to ? to->radio : NULL, tries - 1, carried->mpdu->data,
				carried->mpdu->len);
}

/* A frame that does not wait any more. Consumes it. */
static void vwifi_carried_finish(struct vwifi_radio *radio, struct vwifi_carried *carried, bool acked,
				 unsigned int tries)
{
	bool lost = carried->is_data && carried->wants_ack && !acked;
	struct sk_buff *skb = carried->skb;
	struct vwifi_vif *vif;

	vwifi_carried_tell(radio, carried, acked);
	local_bh_disable();
	rcu_read_lock();
	vif = vwifi_frame_sender(radio, carried->serial);
	if (vif)
		vwifi_carried_account(vif, carried, acked, tries);
	vwifi_carried_show(radio, carried, acked, tries);
	carried->skb = NULL;
	if (vif && lost) {
		skb->dev = vif->dev;
		vwifi_discard_tx(vif, skb, VWIFI_DROP_LOST);
	} else {
		vwifi_tx_status(skb, acked);
		consume_skb(skb);
	}
	rcu_read_unlock();
	local_bh_enable();
	vwifi_carried_free(carried);
}

/* Something is said of a frame. Returns whether it waited for that. */
bool vwifi_carried_end(struct vwifi_hwsim *part, u64 cookie, bool acked, unsigned int tries)
{
	struct vwifi_carried *carried, *found = NULL;

	spin_lock_bh(&part->lock);
	list_for_each_entry(carried, &part->pending, list)
		if (carried->cookie == cookie) {
			found = carried;
			list_del(&found->list);
			part->n_pending--;
			break;
		}
	spin_unlock_bh(&part->lock);
	if (!found)
		return false;
	vwifi_carried_finish(part->radio, found, acked && found->wants_ack, tries);
	return true;
}

/* Fails what was given up; @all: and everything that waits. */
void vwifi_carried_fail(struct vwifi_hwsim *part, bool all)
{
	struct vwifi_carried *carried, *next;
	LIST_HEAD(gone);

	spin_lock_bh(&part->lock);
	list_splice_init(&part->failed, &gone);
	if (all) {
		list_splice_tail_init(&part->pending, &gone);
		part->n_pending = 0;
	}
	spin_unlock_bh(&part->lock);
	list_for_each_entry_safe(carried, next, &gone, list)
		vwifi_carried_finish(part->radio, carried, false, 1);
}
