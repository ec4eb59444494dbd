// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * A radio's work: management frames in process context, in the order of the
 * air, under the wiphy mutex.
 */
#include "../core/vwifi.h"

/* Whether the frame's interface still exists. Called with the wiphy mutex held. */
static bool vwifi_radio_has(struct vwifi_radio *radio, const struct vwifi_rx_cb *cb)
{
	const struct vwifi_vif *each;

	list_for_each_entry(each, &radio->vifs, list)
		if (each == cb->vif && each->serial == cb->serial)
			return true;
	return false;
}

static void vwifi_rx_mgmt(struct vwifi_vif *vif, struct sk_buff *skb)
{
	struct ieee80211_mgmt *mgmt = (void *)skb->data;
	struct vwifi_rx_cb *cb = vwifi_rx_cb(skb);

	trace_vwifi_mgmt_rx(vif->dev, cb->freq, skb->data, skb->len, cb->signal);
	if (vif->wdev.iftype == NL80211_IFTYPE_STATION && cb->protection != VWIFI_MGMT_BAD)
		vwifi_follow_rx(vif, mgmt, skb->len);
	if (ieee80211_is_beacon(mgmt->frame_control)) {
		if (cb->protection == VWIFI_MGMT_BAD)
			cfg80211_rx_unprot_mlme_mgmt(vif->dev, skb->data, skb->len);
		else if (vif->wdev.iftype == NL80211_IFTYPE_STATION)
			vwifi_mlme_rx_beacon(vif, mgmt, skb->len, cb->freq);
		else
			vwifi_ibss_rx_beacon(vif, mgmt, cb->tsf);
		return;
	}
	if (ieee80211_is_probe_resp(mgmt->frame_control))
		return;
	if (vif->wdev.iftype == NL80211_IFTYPE_STATION &&
	    (ieee80211_is_auth(mgmt->frame_control) ||
	     ieee80211_is_assoc_resp(mgmt->frame_control) ||
	     ieee80211_is_reassoc_resp(mgmt->frame_control) ||
	     ieee80211_is_deauth(mgmt->frame_control) ||
	     ieee80211_is_disassoc(mgmt->frame_control)) &&
	    vwifi_mlme_rx(vif, skb))
		return;

	/* 802.11-2020, 11.13: a robust frame that fails its protection is no frame. */
	if (cb->protection == VWIFI_MGMT_BAD) {
		if (ieee80211_is_deauth(mgmt->frame_control) ||
		    ieee80211_is_disassoc(mgmt->frame_control))
			cfg80211_rx_unprot_mlme_mgmt(vif->dev, skb->data, skb->len);
		return;
	}
	if (vwifi_opmode_rx(vif, mgmt, skb->len))
		return;
	if (!cfg80211_rx_mgmt(&vif->wdev, cb->freq, cb->signal, skb->data, skb->len, 0))
		vwifi_mlme_rx_unclaimed(vif, mgmt, skb->len);
}

static void vwifi_rx_data(struct vwifi_vif *vif, struct sk_buff *skb)
{
	struct vwifi_protection clear = { .origin = VWIFI_NO_RADIO };
	struct vwifi_ap *cell;
	u8 ta[ETH_ALEN];

	ether_addr_copy(ta, vwifi_rx_cb(skb)->ta);
	memset(skb->cb, 0, sizeof(skb->cb));
	/* In a cell it came from a member whom we have not met. */
	vwifi_ibss_meet(vif, ta);
	local_bh_disable();
	rcu_read_lock();
	cell = rcu_dereference(vif->ap);
	if (cell && cell->ibss)
		vwifi_rx_in_cell(vif, skb, ta, cell->bssid, &clear);
	else
		vwifi_rx_from_ap(vif, skb, ta, &clear);
	rcu_read_unlock();
	local_bh_enable();
}

static void vwifi_radio_rx(struct vwifi_radio *radio, struct sk_buff *skb)
{
	struct vwifi_rx_cb *cb = vwifi_rx_cb(skb);
	struct vwifi_vif *vif = cb->vif;

	if (!vwifi_radio_has(radio, cb)) {
		kfree_skb(skb);
		return;
	}
	atomic_dec(&vif->rx_pending);
	if (!netif_running(vif->dev)) {
		kfree_skb(skb);
		return;
	}
	if (cb->data) {
		vwifi_rx_data(vif, skb);
		return;
	}
	vwifi_wdev_lock(&vif->wdev);
	vwifi_rx_mgmt(vif, skb);
	vwifi_wdev_unlock(&vif->wdev);
	kfree_skb(skb);
}

void vwifi_radio_work(struct work_struct *work)
{
	struct vwifi_radio *radio = container_of(work, struct vwifi_radio, work);
	struct vwifi_vif *vif;
	struct sk_buff *skb;

	/* The mutex is let go between frames, so that a flood of them starves nobody. */
	wiphy_lock(radio->wiphy);
	list_for_each_entry(vif, &radio->vifs, list) {
		if (test_and_clear_bit(VWIFI_EVENT_MLME_TIMER, &vif->events)) {
			vwifi_wdev_lock(&vif->wdev);
			vwifi_mlme_event(vif);
			vwifi_wdev_unlock(&vif->wdev);
		}
		if (test_and_clear_bit(VWIFI_EVENT_IBSS_EXPIRE, &vif->events))
			vwifi_ibss_expire(vif);
		if (test_and_clear_bit(VWIFI_EVENT_CAC, &vif->events))
			vwifi_cac_event(vif);
		if (test_and_clear_bit(VWIFI_EVENT_COUNTDOWN, &vif->events)) {
			vwifi_wdev_lock(&vif->wdev);
			vwifi_countdown_finish(vif);
			vwifi_wdev_unlock(&vif->wdev);
		}
		if (test_and_clear_bit(VWIFI_EVENT_COLOUR, &vif->events)) {
			vwifi_wdev_lock(&vif->wdev);
			vwifi_colour_collided(vif);
			vwifi_wdev_unlock(&vif->wdev);
		}
		if (test_and_clear_bit(VWIFI_EVENT_FOLLOW, &vif->events)) {
			vwifi_wdev_lock(&vif->wdev);
			vwifi_follow_event(vif);
			vwifi_wdev_unlock(&vif->wdev);
		}
	}
	wiphy_unlock(radio->wiphy);

	while ((skb = skb_dequeue(&radio->rx_queue))) {
		wiphy_lock(radio->wiphy);
		vwifi_radio_rx(radio, skb);
		wiphy_unlock(radio->wiphy);
		cond_resched();
	}
}
