// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * How a management frame is sent: numbered, protected, shown, acknowledged. Its
 * transmitter's wiphy mutex is held, but for a group frame without a report, which softirqs
 * send as well.
 */
#include "air/air.h"
#include "dcf/dcf.h"
#include "key/key.h"
#include "watch/watch.h"
#include "wire/wire.h"
#include "deliver.h"

/* The radio that acknowledges a frame to @da: another kernel's, where @to is none of ours. */
static const struct vwifi_radio *vwifi_mgmt_acker(const struct vwifi_air *air,
						  const struct vwifi_vif *to, const u8 *da)
{
	struct vwifi_remote *remote;

	if (to)
		return to->radio;
	remote = is_multicast_ether_addr(da) ? NULL : vwifi_remote_find(air, da);
	return remote ? &remote->radio : NULL;
}

/* An interface of this kernel sends a management frame, which the transmission points into. */
void vwifi_mgmt_transmission(struct vwifi_transmission *tx, struct vwifi_vif *from, u16 freq,
			     const struct sk_buff *skb)
{
	const struct ieee80211_mgmt *mgmt = (const void *)skb->data;

	vwifi_transmission_init(tx, from, skb);
	tx->way = VWIFI_WAY_MGMT;
	tx->ta = mgmt->sa;
	tx->ra = mgmt->da;
	tx->bssid = mgmt->bssid;
	tx->freq = freq;
	tx->qos = VWIFI_QOS_NONE;
}

/* Gives a management frame the next sequence number (IEEE Std 802.11-2020, 10.3.2.14). */
void vwifi_mgmt_number(struct vwifi_vif *from, struct ieee80211_mgmt *mgmt)
{
	mgmt->frame_control &= ~cpu_to_le16(IEEE80211_FCTL_RETRY);
	mgmt->seq_ctrl = cpu_to_le16(IEEE80211_SN_TO_SEQ(atomic_inc_return(&from->seq)));
}

/* Whether a frame contends for the air: a unicast one to another kernel does there. Under RCU. */
static bool vwifi_mgmt_contends(const struct vwifi_transmission *tx, bool group)
{
	const struct vwifi_air *air = tx->radio->air;

	return vwifi_air_is_shared(air) && (group || !vwifi_remote_find(air, tx->ra));
}

/* What became of a frame. Process context, outside of RCU. */
static void vwifi_mgmt_tell(struct vwifi_vif *from, u16 freq, const struct sk_buff *skb, bool acked,
			    const struct vwifi_tx_report *report)
{
	trace_vwifi_mgmt_tx(from->dev, freq, skb->data, skb->len, acked);
	if (report)
		cfg80211_mgmt_tx_status(report->wdev, report->cookie, report->buf, report->len,
					acked, GFP_KERNEL);
}

/*
 * A program carries the frame, and says later what became of it; nobody waits for a program.
 * Under RCU.
 */
static void vwifi_mgmt_carry(struct vwifi_transmission *tx, const struct sk_buff *skb,
			     const struct vwifi_tx_report *report)
{
	if (report) {
		tx->told = VWIFI_TOLD_MGMT;
		tx->told_cookie = report->cookie;
	}
	vwifi_mgmt_air(tx, skb);
	if (report && tx->told != VWIFI_TOLD_NOBODY)
		cfg80211_mgmt_tx_status(report->wdev, report->cookie, report->buf, report->len,
					false, GFP_ATOMIC);
}

/**
 * vwifi_mgmt_send_numbered - sends a management frame that has its sequence number
 * @from: the transmitter
 * @freq: on which channel, MHz
 * @skb: the frame from its frame control field on, without FCS; consumed
 * @ofdm: at none of the rates of 802.11b
 * @report: where to report the acknowledgement, or NULL
 *
 * Protects what has to be protected with the key that the transmitter holds. The report
 * goes before the frame: the receiver may answer at once, and whoever sent the
 * frame has to know of its acknowledgement before the answer.
 *
 * Return: whether it was acknowledged; false for a group address.
 */
bool vwifi_mgmt_send_numbered(struct vwifi_vif *from, u16 freq, struct sk_buff *skb, bool ofdm,
			      const struct vwifi_tx_report *report)
{
	struct ieee80211_mgmt *mgmt = (void *)skb->data;
	struct vwifi_airing airing = {};
	struct vwifi_transmission tx;
	struct vwifi_ask ask;
	bool group, acked;

	mgmt->frame_control &= ~cpu_to_le16(IEEE80211_FCTL_PROTECTED);
	/* User space leaves the timestamp to us: the TSF (802.11-2020, 9.3.3.10). */
	if (ieee80211_is_probe_resp(mgmt->frame_control) &&
	    skb->len >= offsetofend(struct ieee80211_mgmt, u.probe_resp.timestamp))
		mgmt->u.probe_resp.timestamp = cpu_to_le64(vwifi_tsf());

	vwifi_mgmt_transmission(&tx, from, freq, skb);
	if (ofdm)
		tx.rate.legacy = VWIFI_OFDM_RATE;
	tx.ask = &ask;
	group = is_multicast_ether_addr(tx.ra);
	rcu_read_lock();
	vwifi_key_mgmt_tx(from, mgmt, skb->len, &tx.protection);
	if (vwifi_air_is_carried(tx.radio->air)) {
		vwifi_mgmt_carry(&tx, skb, report);
		rcu_read_unlock();
		kfree_skb(skb);
		return false;
	}
	if (vwifi_mgmt_contends(&tx, group)) {
		tx.airing = group ? NULL : &airing;
		vwifi_mgmt_air(&tx, skb);
		rcu_read_unlock();
		/* An answer waits for the wiphy mutex, which our caller holds. */
		acked = airing.queued && vwifi_dcf_wait(&airing);
		vwifi_mgmt_tell(from, freq, skb, acked, report);
		kfree_skb(skb);
		return acked;
	}
	if (!group)
		tx.to = vwifi_air_acknowledger(tx.radio, freq, tx.ra);
	if (tx.to)
		vwifi_mgmt_meet(&tx, tx.to, skb);
	if (vwifi_watched())
		vwifi_emit_mgmt(&tx, skb, vwifi_fault_silences(&tx) ? NULL :
					  vwifi_mgmt_acker(tx.radio->air, tx.to, tx.ra));
	if (!tx.to && !group && vwifi_wire_begin_mgmt(&tx, skb)) {
		rcu_read_unlock();
		/*
		 * The answer may come before the acknowledgement has been told:
		 * it waits for the wiphy mutex, which our caller holds.
		 */
		acked = vwifi_ask_end(&ask);
		vwifi_mgmt_tell(from, freq, skb, acked, report);
		kfree_skb(skb);
		return acked;
	}
	acked = tx.to && !vwifi_fault_silences(&tx);
	trace_vwifi_mgmt_tx(from->dev, freq, skb->data, skb->len, acked);
	if (report)
		cfg80211_mgmt_tx_status(report->wdev, report->cookie, report->buf, report->len,
					acked, GFP_ATOMIC);
	if (tx.to) {
		vwifi_mgmt_deliver(&tx, tx.to, skb);
	} else if (group) {
		vwifi_mgmt_to_all(&tx, skb);
		vwifi_wire_group_mgmt(&tx, skb);
	}
	rcu_read_unlock();
	kfree_skb(skb);
	return acked;
}

/* Gives a frame that asks a peer for a sign of life to the program that carries the air's; false: no room. */
bool vwifi_mgmt_carry_probe(struct vwifi_vif *from, u16 freq, const struct sk_buff *null, u64 cookie)
{
	struct vwifi_transmission tx;
	bool sent;

	vwifi_mgmt_transmission(&tx, from, freq, null);
	tx.told = VWIFI_TOLD_PROBE;
	tx.told_cookie = cookie;
	rcu_read_lock();
	sent = vwifi_mgmt_air(&tx, null);
	rcu_read_unlock();
	return sent;
}

/* Sends a management frame for the first time: vwifi_mgmt_send_numbered() with a number of its own. */
bool vwifi_mgmt_send(struct vwifi_vif *from, u16 freq, struct sk_buff *skb, bool ofdm,
		     const struct vwifi_tx_report *report)
{
	vwifi_mgmt_number(from, (void *)skb->data);
	return vwifi_mgmt_send_numbered(from, freq, skb, ofdm, report);
}
