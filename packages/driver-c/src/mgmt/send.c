// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * How a management frame is sent: numbered, protected, shown, acknowledged. Its
 * transmitter's wiphy mutex is held.
 */
#include "air/air.h"
#include "key/key.h"
#include "watch/watch.h"
#include "wire/wire.h"
#include "deliver.h"

/* The radio that acknowledges a frame to @da: another kernel's, where @to is none of ours. */
static const struct vwifi_radio *vwifi_air_acker(const struct vwifi_vif *to, const u8 *da)
{
	struct vwifi_remote *remote;

	if (to)
		return to->radio;
	remote = is_multicast_ether_addr(da) ? NULL : vwifi_remote_find(da);
	return remote ? &remote->radio : NULL;
}

/* Gives a management frame the next sequence number (IEEE Std 802.11-2020, 10.3.2.14). */
void vwifi_air_number(struct vwifi_vif *from, struct ieee80211_mgmt *mgmt)
{
	mgmt->frame_control &= ~cpu_to_le16(IEEE80211_FCTL_RETRY);
	mgmt->seq_ctrl = cpu_to_le16(IEEE80211_SN_TO_SEQ(atomic_inc_return(&from->seq)));
}

/**
 * vwifi_air_tx_numbered - sends a management frame that has its sequence number
 * @from: the transmitter
 * @freq: on which channel, MHz
 * @skb: the frame from its frame control field on, without FCS; consumed
 * @report: where to report the acknowledgement, or NULL
 *
 * Protects what has to be protected with the key that the transmitter holds. The report
 * goes before the frame: the receiver may answer at once, and whoever sent the
 * frame has to know of its acknowledgement before the answer.
 *
 * Return: whether it was acknowledged; false for a group address.
 */
bool vwifi_air_tx_numbered(struct vwifi_vif *from, u16 freq, struct sk_buff *skb,
			   const struct vwifi_tx_report *report)
{
	struct ieee80211_mgmt *mgmt = (void *)skb->data;
	struct vwifi_protection protection = { .origin = from->radio->id };
	struct vwifi_vif *to = NULL;
	struct vwifi_ask ask;
	bool acked;

	mgmt->frame_control &= ~cpu_to_le16(IEEE80211_FCTL_PROTECTED);
	/* User space leaves the timestamp to us: the TSF (802.11-2020, 9.3.3.10). */
	if (ieee80211_is_probe_resp(mgmt->frame_control) &&
	    skb->len >= offsetofend(struct ieee80211_mgmt, u.probe_resp.timestamp))
		mgmt->u.probe_resp.timestamp = cpu_to_le64(vwifi_tsf());

	rcu_read_lock();
	vwifi_key_mgmt_tx(from, mgmt, skb->len, &protection);
	if (!is_multicast_ether_addr(mgmt->da))
		to = vwifi_air_acknowledger(from->radio, freq, mgmt->da);
	if (vwifi_watched())
		vwifi_emit_mgmt(from, freq, skb, &protection, vwifi_air_acker(to, mgmt->da));
	if (!to && !is_multicast_ether_addr(mgmt->da) &&
	    vwifi_wire_begin_mgmt(from, freq, skb, &protection, &ask)) {
		rcu_read_unlock();
		/*
		 * The answer may come before the acknowledgement has been told:
		 * it waits for the wiphy mutex, which our caller holds.
		 */
		acked = vwifi_ask_end(&ask);
		trace_vwifi_mgmt_tx(from->dev, freq, skb->data, skb->len, acked);
		if (report)
			cfg80211_mgmt_tx_status(report->wdev, report->cookie, report->buf,
						report->len, acked, GFP_KERNEL);
		kfree_skb(skb);
		return acked;
	}
	trace_vwifi_mgmt_tx(from->dev, freq, skb->data, skb->len, to ? 1 : 0);
	if (report)
		cfg80211_mgmt_tx_status(report->wdev, report->cookie, report->buf, report->len,
					to, GFP_ATOMIC);
	if (to) {
		vwifi_air_deliver(from->radio, to, freq, skb, &protection);
	} else if (is_multicast_ether_addr(mgmt->da)) {
		vwifi_air_to_all(from->radio, freq, skb, &protection);
		vwifi_wire_group_mgmt(from, freq, skb, &protection);
	}
	rcu_read_unlock();
	kfree_skb(skb);
	return to;
}

/* Sends a management frame for the first time: vwifi_air_tx_numbered() with a number of its own. */
bool vwifi_air_tx(struct vwifi_vif *from, u16 freq, struct sk_buff *skb,
		  const struct vwifi_tx_report *report)
{
	vwifi_air_number(from, (void *)skb->data);
	return vwifi_air_tx_numbered(from, freq, skb, report);
}
