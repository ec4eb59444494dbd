// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * A radio's work: management frames in process context, in the order of the
 * air, under the wiphy mutex.
 */
#include "air/air.h"
#include "data/data.h"
#include "mld.h"

/* Whether the frame's interface still exists. Called with the wiphy mutex held. */
static bool vwifi_radio_has(struct vwifi_radio *radio, const struct vwifi_arrival *arrival)
{
	const struct vwifi_vif *each;

	list_for_each_entry(each, &radio->vifs, list)
		if (each == arrival->vif && each->serial == arrival->serial)
			return true;
	return false;
}

static void vwifi_rx_mgmt(struct vwifi_vif *vif, const struct vwifi_arrival *arrival)
{
	struct sk_buff *skb = arrival->skb;
	struct ieee80211_mgmt *mgmt = (void *)skb->data;
	struct cfg80211_rx_info info = {
		.freq = MHZ_TO_KHZ(arrival->freq),
		.sig_dbm = arrival->signal,
		.have_link_id = vif->link_of,
		.link_id = vif->link_id,
	};
	/* What an MLD hears while it scans its links hear for themselves. */
	bool station = vwifi_vif_is_station(vif) && !vwifi_vif_mld(vif);

	trace_vwifi_mgmt_rx(vif->dev, arrival->freq, skb->data, skb->len, arrival->signal);
	if (vif->wdev.iftype == NL80211_IFTYPE_MESH_POINT && vwifi_up.mesh_rx(vif, arrival))
		return;
	if (station && arrival->protection != VWIFI_MGMT_BAD)
		vwifi_follow_rx(vif, mgmt, skb->len);
	if (ieee80211_is_beacon(mgmt->frame_control)) {
		if (arrival->protection == VWIFI_MGMT_BAD)
			cfg80211_rx_unprot_mlme_mgmt(vif->dev, skb->data, skb->len);
		else if (station)
			vwifi_mlme_rx_beacon(vif, mgmt, skb->len, arrival->freq);
		else
			vwifi_ibss_rx_beacon(vif, mgmt, arrival->tsf);
		return;
	}
	if (ieee80211_is_probe_resp(mgmt->frame_control))
		return;
	vif = vwifi_mld_take_mgmt(vif, mgmt);
	if (vwifi_vif_is_station(vif) &&
	    (ieee80211_is_auth(mgmt->frame_control) ||
	     ieee80211_is_assoc_resp(mgmt->frame_control) ||
	     ieee80211_is_reassoc_resp(mgmt->frame_control) ||
	     ieee80211_is_deauth(mgmt->frame_control) ||
	     ieee80211_is_disassoc(mgmt->frame_control)) &&
	    vwifi_mlme_rx(vif, skb, arrival->protection))
		return;

	/* 802.11-2020, 11.13: a robust frame that fails its protection is no frame. */
	if (arrival->protection == VWIFI_MGMT_BAD) {
		if (ieee80211_is_deauth(mgmt->frame_control) ||
		    ieee80211_is_disassoc(mgmt->frame_control))
			cfg80211_rx_unprot_mlme_mgmt(vif->dev, skb->data, skb->len);
		return;
	}
	if (vif == arrival->vif &&
	    (vwifi_opmode_rx(vif, mgmt, skb->len) ||
	     vwifi_ranging_rx(vif, mgmt, skb->len, arrival->signal) ||
	     vwifi_responder_rx(vif, mgmt, skb->len)))
		return;
	info.buf = skb->data;
	info.len = skb->len;
	if (!cfg80211_rx_mgmt_ext(&vif->wdev, &info))
		vwifi_mlme_rx_unclaimed(vif, mgmt, skb->len);
}

/* A data frame that waited. Consumes the skb. */
static void vwifi_rx_data(struct vwifi_vif *vif, struct sk_buff *skb, const u8 *ta)
{
	/* In a cell it came from a member whom we have not met; outside of every BSS all are strangers first. */
	vwifi_ibss_meet(vif, ta);
	vwifi_ocb_meet(vif, ta);
	local_bh_disable();
	rcu_read_lock();
	vwifi_receive_late(vif, skb, ta);
	rcu_read_unlock();
	local_bh_enable();
}

static void vwifi_radio_rx(struct vwifi_radio *radio, struct vwifi_arrival *arrival)
{
	struct vwifi_vif *vif = arrival->vif;
	struct sk_buff *skb = arrival->skb;

	if (!vwifi_radio_has(radio, arrival))
		return;
	atomic_dec(&vif->rx_pending);
	if (!vwifi_vif_is_up(vif))
		return;
	if (arrival->keys) {
		vwifi_wdev_lock(&vif->wdev);
		vwifi_handshake_rx(vif, skb, arrival->protection == VWIFI_MGMT_PLAIN);
		vwifi_wdev_unlock(&vif->wdev);
		return;
	}
	if (arrival->data) {
		arrival->skb = NULL;
		vwifi_rx_data(vif, skb, arrival->ta);
		return;
	}
	vwifi_wdev_lock(&vif->wdev);
	vwifi_rx_mgmt(vif, arrival);
	vwifi_wdev_unlock(&vif->wdev);
}

void vwifi_radio_work(struct work_struct *work)
{
	struct vwifi_radio *radio = container_of(work, struct vwifi_radio, work);
	struct vwifi_arrival *arrival;
	struct vwifi_vif *vif;

	/* The mutex is let go between frames, so that a flood of them starves nobody. */
	wiphy_lock(radio->wiphy);
	list_for_each_entry(vif, &radio->vifs, list) {
		if (test_and_clear_bit(VWIFI_EVENT_MLME_TIMER, &vif->events)) {
			vwifi_wdev_lock(&vif->wdev);
			vwifi_mlme_event(vif);
			vwifi_wdev_unlock(&vif->wdev);
		}
		if (test_and_clear_bit(VWIFI_EVENT_SME, &vif->events)) {
			vwifi_wdev_lock(&vif->wdev);
			vwifi_sme_event(vif);
			vwifi_wdev_unlock(&vif->wdev);
		}
		if (test_and_clear_bit(VWIFI_EVENT_CQM, &vif->events)) {
			vwifi_wdev_lock(&vif->wdev);
			vwifi_cqm_check(vif);
			vwifi_wdev_unlock(&vif->wdev);
		}
		if (test_and_clear_bit(VWIFI_EVENT_IBSS_EXPIRE, &vif->events))
			vwifi_ibss_expire(vif);
		if (test_and_clear_bit(VWIFI_EVENT_OCB_EXPIRE, &vif->events))
			vwifi_ocb_expire(vif);
		if (test_and_clear_bit(VWIFI_EVENT_MESH, &vif->events))
			vwifi_up.mesh_event(vif);
		if (test_and_clear_bit(VWIFI_EVENT_OFFCHANNEL, &vif->events))
			vwifi_offchannel_event(vif);
		if (test_and_clear_bit(VWIFI_EVENT_RANGING, &vif->events)) {
			vwifi_wdev_lock(&vif->wdev);
			vwifi_ranging_event(vif);
			vwifi_wdev_unlock(&vif->wdev);
		}
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

	while ((arrival = vwifi_arrival_next(radio))) {
		wiphy_lock(radio->wiphy);
		vwifi_radio_rx(radio, arrival);
		wiphy_unlock(radio->wiphy);
		vwifi_arrival_free(arrival);
		cond_resched();
	}
}
