// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * How management frames get from a transmitter to their receivers: by address
 * or by channel, over links that may lose or delay them, and from other kernels.
 */
#include "../air/air.h"
#include "../crypto/crypto.h"
#include "../watch/watch.h"

/* Whether another ear of the interface hears the same: a frame arrives once. */
static bool vwifi_listener_is_second(const struct vwifi_listener *listener)
{
	const struct vwifi_vif *vif = listener->vif;

	return (listener->rank > VWIFI_EAR_HOME && READ_ONCE(vif->home_freq) == listener->freq) ||
	       (listener->rank > VWIFI_EAR_SCAN && READ_ONCE(vif->scan_freq) == listener->freq);
}

/*
 * Queues a frame for an interface and wakes its radio. Consumes the skb. Called
 * under RCU: the interface is not freed before the work has been queued, and
 * the radio empties its queue before it goes.
 */
static void vwifi_air_queue(struct vwifi_vif *vif, struct sk_buff *skb)
{
	struct vwifi_radio *radio = vif->radio;

	if (skb_queue_len_lockless(&radio->rx_queue) >= VWIFI_RX_QUEUE_LEN) {
		vwifi_drop(vif, VWIFI_DROP_MEMORY);
		kfree_skb(skb);
		return;
	}
	vwifi_rx_cb(skb)->vif = vif;
	vwifi_rx_cb(skb)->serial = vif->serial;
	atomic_inc(&vif->rx_pending);
	skb_queue_tail(&radio->rx_queue, skb);
	queue_work(vwifi_wq, &radio->work);
}

struct vwifi_cell_beacon {
	struct vwifi_radio *from;
	u16 freq;
	const struct ieee80211_mgmt *frame;
	size_t len;
};

/*
 * A member has a use for the beacon of one whom it does not know yet, and for
 * that of another cell of the same name.
 */
static bool vwifi_wants_cell_beacon(const struct vwifi_ap *cell, const struct vwifi_cell_beacon *beacon)
{
	const size_t fixed = offsetof(struct ieee80211_mgmt, u.beacon.variable);
	const struct element *ssid;

	if (ether_addr_equal(cell->bssid, beacon->frame->bssid))
		return !vwifi_sta_find((struct vwifi_ap *)cell, beacon->frame->sa);
	if (cell->fixed_bssid ||
	    !(beacon->frame->u.beacon.capab_info & cpu_to_le16(WLAN_CAPABILITY_IBSS)))
		return false;
	ssid = cfg80211_find_elem(WLAN_EID_SSID, beacon->frame->u.beacon.variable,
				  beacon->len - fixed);
	return ssid && ssid->datalen == cell->ssid_len &&
	       !memcmp(ssid->data, cell->ssid, cell->ssid_len);
}

static void vwifi_air_cell_beacon_to(struct vwifi_vif *member, void *context)
{
	struct vwifi_cell_beacon *beacon = context;
	struct vwifi_ap *cell = rcu_dereference(member->ap);
	unsigned int retries = 0;
	struct vwifi_rx_cb *cb;
	struct sk_buff *skb;

	if (!cell || member->radio == beacon->from || !vwifi_wants_cell_beacon(cell, beacon))
		return;
	if (!vwifi_link_is_ideal(member->radio) &&
	    !vwifi_link_transmit(beacon->from, member->radio, VWIFI_CHANCE_GROUP_MGMT, &retries))
		return;
	skb = alloc_skb(beacon->len, GFP_ATOMIC);
	if (!skb)
		return;
	skb_put_data(skb, beacon->frame, beacon->len);
	cb = vwifi_rx_cb(skb);
	memset(cb, 0, sizeof(*cb));
	cb->freq = beacon->freq;
	cb->signal = vwifi_link_signal(beacon->from, member->radio);
	cb->tsf = vwifi_tsf();
	vwifi_air_queue(member, skb);
}

/* Tells the members of the cells on the channel that we are there. Softirq context. */
void vwifi_air_cell_beacon(struct vwifi_ap *cell, const u8 *frame, size_t len)
{
	struct vwifi_cell_beacon beacon = {
		.from = cell->vif->radio,
		.freq = cell->freq,
		.frame = (const void *)frame,
		.len = len,
	};

	rcu_read_lock();
	vwifi_air_each_cell(cell->freq, vwifi_air_cell_beacon_to, &beacon);
	rcu_read_unlock();
}

/* Lets a data frame wait for the management frames that were sent before it. Under RCU. */
void vwifi_air_requeue_data(struct vwifi_vif *vif, struct sk_buff *skb, const u8 *ta)
{
	struct vwifi_rx_cb *cb;

	/* It may outlive its sender: nothing of that may stay in it. */
	skb_orphan(skb);
	skb_scrub_packet(skb, true);
	skb->dev = vif->dev;
	cb = vwifi_rx_cb(skb);
	memset(cb, 0, sizeof(*cb));
	cb->data = true;
	ether_addr_copy(cb->ta, ta);
	vwifi_air_queue(vif, skb);
}

/* Queues a frame's copy for an interface. Under RCU. */
static void vwifi_air_queue_copy(struct vwifi_vif *vif, u16 freq, s8 signal, const u8 *frame,
				 size_t len, enum vwifi_mgmt_protection protection)
{
	struct sk_buff *copy = alloc_skb(len, GFP_ATOMIC);
	struct vwifi_rx_cb *cb;

	if (!copy) {
		vwifi_drop(vif, VWIFI_DROP_MEMORY);
		return;
	}
	skb_put_data(copy, frame, len);
	cb = vwifi_rx_cb(copy);
	memset(cb, 0, sizeof(*cb));
	cb->freq = freq;
	cb->signal = signal;
	cb->protection = protection;
	vwifi_air_queue(vif, copy);
}

/*
 * Takes the HT Control field out of a header, where it has one that can be read
 * (802.11-2020, 9.3.3.1): what follows stands where it stands in every other
 * frame, and is judged by that.
 */
void vwifi_air_take_control(struct sk_buff *skb)
{
	struct ieee80211_mgmt *mgmt = (void *)skb->data;

	if (!ieee80211_has_order(mgmt->frame_control))
		return;
	mgmt->frame_control &= ~cpu_to_le16(IEEE80211_FCTL_ORDER);
	memmove(skb->data + IEEE80211_HT_CTL_LEN, skb->data, sizeof(struct ieee80211_hdr_3addr));
	skb_pull(skb, IEEE80211_HT_CTL_LEN);
}

/*
 * Makes one receiver's copy of a management frame. Beacons and probe responses
 * go straight to the receiver's list of BSSs: they are no queue's business.
 * Called under RCU.
 */
static void vwifi_air_receive(struct vwifi_vif *vif, u16 freq, s8 signal, const struct sk_buff *skb,
			      const struct vwifi_protection *protection)
{
	const struct ieee80211_mgmt *mgmt = (const void *)skb->data;
	struct vwifi_protection opened = *protection;
	struct vwifi_rx_cb *cb;
	struct sk_buff *copy;

	if (ieee80211_is_beacon(mgmt->frame_control) ||
	    ieee80211_is_probe_resp(mgmt->frame_control)) {
		vwifi_scan_rx(vif, freq, signal, skb->data, skb->len);
		/* Unprotected, a response announces nothing to whom beacons announce it protected. */
		if (ieee80211_is_probe_resp(mgmt->frame_control) && !vwifi_key_for_beacons(vif) &&
		    vwifi_follow_wants(vif, skb->data, skb->len))
			vwifi_air_queue_copy(vif, freq, signal, skb->data, skb->len,
					     VWIFI_MGMT_PLAIN);
		return;
	}

	copy = skb_copy(skb, GFP_ATOMIC);
	if (!copy) {
		vwifi_drop(vif, VWIFI_DROP_MEMORY);
		return;
	}
	if (protection->sealed && !vwifi_wire_open_mgmt(vif, copy, &opened)) {
		vwifi_drop(vif, VWIFI_DROP_WRONG_KEY);
		kfree_skb(copy);
		return;
	}
	vwifi_air_take_control(copy);	/* a protected one, in the clear now */
	mgmt = (const void *)copy->data;
	cb = vwifi_rx_cb(copy);
	memset(cb, 0, sizeof(*cb));
	cb->freq = freq;
	cb->signal = signal;
	cb->protection = vwifi_key_mgmt_check(vif, mgmt, copy->len, &opened);
	/* User space tells by this bit that a robust frame was protected. */
	if (cb->protection == VWIFI_MGMT_PROTECTED && !is_multicast_ether_addr(mgmt->da))
		((struct ieee80211_mgmt *)copy->data)->frame_control |=
			cpu_to_le16(IEEE80211_FCTL_PROTECTED);
	vwifi_air_queue(vif, copy);
}

/* Lets a management frame arrive, or sends it on its way. Called under RCU. */
void vwifi_air_deliver(struct vwifi_radio *from, struct vwifi_vif *to, u16 freq,
		       const struct sk_buff *skb, const struct vwifi_protection *protection)
{
	const struct ieee80211_mgmt *mgmt = (const void *)skb->data;
	struct vwifi_protection numbered = *protection;
	struct sk_buff *copy;

	/* It has seen the frame as a watcher. */
	if (vwifi_dev_is_monitor(to->dev))
		return;
	if (vwifi_link_is_ideal(to->radio) || !vwifi_link_delays(from, to->radio)) {
		vwifi_air_receive(to, freq, vwifi_link_signal(from, to->radio), skb,
				  protection);
		return;
	}
	copy = skb_copy(skb, GFP_ATOMIC);
	if (!copy)
		return;
	if (numbered.key && !numbered.pn)
		numbered.pn = atomic64_inc_return(&numbered.key->tx_pn);
	vwifi_link_fly(from, to->radio, copy, VWIFI_FLIGHT_MGMT, mgmt->sa, to->dev->dev_addr,
		       mgmt->sa, freq, &numbered);
}

/*
 * A management frame that was on its way arrives, if @addr still listens.
 * Consumes the skb; under RCU.
 */
void vwifi_air_arrive_mgmt(const u8 *addr, u16 freq, struct sk_buff *skb,
			   const struct vwifi_protection *protection)
{
	const struct ieee80211_mgmt *mgmt = (const void *)skb->data;
	struct vwifi_vif *vif;

	hash_for_each_possible_rcu(vwifi_air_by_addr, vif, air_node, vwifi_addr_hash(addr))
		if (ether_addr_equal(vif->dev->dev_addr, addr) && vwifi_vif_hears(vif, freq))
			vwifi_air_receive(vif, freq, vwifi_air_signal(vif->radio, mgmt->sa), skb,
					  protection);
	kfree_skb(skb);
}

void vwifi_air_tx_list(struct vwifi_radio *from, struct hlist_head *table, u16 freq,
		       const struct sk_buff *skb,
		       const struct vwifi_protection *protection)
{
	struct vwifi_listener *listener;
	unsigned int retries = 0;

	hlist_for_each_entry_rcu(listener, &table[hash_32(freq, VWIFI_FREQ_HASH_BITS)], node) {
		struct vwifi_vif *to = listener->vif;

		if (listener->freq != freq || to->radio == from ||
		    vwifi_listener_is_second(listener))
			continue;
		if (!vwifi_link_is_ideal(to->radio) &&
		    !vwifi_link_transmit(from, to->radio, VWIFI_CHANCE_GROUP_MGMT, &retries)) {
			trace_vwifi_drop(to->dev, VWIFI_DROP_LOST, NULL);
			continue;
		}
		vwifi_air_deliver(from, to, freq, skb, protection);
	}
}

/* A beacon reaches those of @table who are on the channel. Under RCU. */
static void vwifi_air_rx_beacon_at(struct hlist_head *table, struct vwifi_radio *from, u16 freq,
				   const u8 *frame, size_t len)
{
	struct hlist_head *head = &table[hash_32(freq, VWIFI_FREQ_HASH_BITS)];
	struct vwifi_listener *listener;
	int signal;
	unsigned int retries = 0;

	hlist_for_each_entry_rcu(listener, head, node) {
		struct vwifi_vif *to = listener->vif;

		if (listener->freq != freq || to->radio == from)
			continue;
		if (!vwifi_link_is_ideal(to->radio) &&
		    !vwifi_link_transmit(from, to->radio, VWIFI_CHANCE_GROUP_MGMT, &retries)) {
			trace_vwifi_drop(to->dev, VWIFI_DROP_LOST, NULL);
			continue;
		}
		signal = vwifi_link_signal(from, to->radio);
		/* hostapd, for one, adapts its BSS to who else is there (OBSS). */
		if (listener->rank == VWIFI_EAR_NEIGHBOUR) {
			cfg80211_report_obss_beacon(to->radio->wiphy, frame, len, freq, signal);
			vwifi_colour_heard(to, frame, len);
		} else {
			vwifi_scan_rx(to, freq, signal, frame, len);
		}
	}
}

/*
 * A beacon reaches those of this kernel who visit the channel, and the access
 * points there. Under RCU.
 */
static void vwifi_air_rx_beacon(struct vwifi_radio *from, u16 freq, const u8 *frame, size_t len)
{
	vwifi_air_rx_beacon_at(vwifi_air_visitors, from, freq, frame, len);
	vwifi_air_rx_beacon_at(vwifi_air_neighbours, from, freq, frame, len);
}

struct vwifi_bss_beacon {
	struct vwifi_radio *from;
	u16 freq;
	const struct sk_buff *skb;
	size_t len;			/* without what protects it, where that is known */
	const struct vwifi_protection *protection;
	u32 digest;			/* what vwifi_beacon_digest() makes of it */
	bool stranger;			/* nobody counts what its sender sends */
	bool missed;			/* by one who would have learned from it */
};

/*
 * A station hears its access point. It has a use for a beacon that says something
 * new or announces something, and user space for one that is not what its
 * protection says. The others go to nobody: a thousand stations cost them nothing.
 */
static void vwifi_air_beacon_to_station(struct vwifi_vif *vif, void *context)
{
	struct vwifi_bss_beacon *beacon = context;
	struct vwifi_protection protection = *beacon->protection;
	const u8 *frame = beacon->skb->data;
	enum vwifi_mgmt_protection verdict;
	struct sk_buff *opened = NULL;
	unsigned int retries = 0;
	size_t len = beacon->len;
	int signal;

	if (vif->radio == beacon->from || rcu_access_pointer(vif->ap))
		return;
	if (!vwifi_link_is_ideal(vif->radio) &&
	    !vwifi_link_transmit(beacon->from, vif->radio, VWIFI_CHANCE_GROUP_MGMT, &retries)) {
		beacon->missed |= READ_ONCE(vif->mlme.bss_digest) != beacon->digest;
		return;
	}
	signal = vwifi_link_signal(beacon->from, vif->radio);
	if (protection.sealed && vwifi_key_for_beacons(vif)) {
		opened = skb_copy(beacon->skb, GFP_ATOMIC);
		if (!opened)
			return;
		if (!vwifi_wire_open_mgmt(vif, opened, &protection)) {
			verdict = vwifi_key_beacon_bad(vif, VWIFI_DROP_WRONG_KEY);
			goto judged;
		}
		frame = opened->data;
		len = opened->len;
	}
	verdict = vwifi_key_beacon_check(vif, (const void *)frame, &protection);
	if (beacon->stranger && verdict != VWIFI_MGMT_BAD)
		atomic_inc(&vif->mlme.beacons_heard);
judged:
	if (verdict == VWIFI_MGMT_BAD || vwifi_follow_wants(vif, frame, len) ||
	    xchg(&vif->mlme.bss_digest, beacon->digest) != beacon->digest)
		vwifi_air_queue_copy(vif, beacon->freq, signal, frame, len, verdict);
	kfree_skb(opened);
}

/**
 * vwifi_air_beacon - sends a beacon
 * @from: the access point, or member of a cell
 * @freq: on which channel, MHz
 * @skb: the frame as it is on the air; not consumed
 * @protection: how it is protected
 * @to_stations: it concerns stations of the BSS, too
 * @digest: of what it says
 *
 * Softirq context. Return: whether one missed it who would have learned from it.
 */
bool vwifi_air_beacon(struct vwifi_vif *from, u16 freq, const struct sk_buff *skb,
		      const struct vwifi_protection *protection, bool to_stations, u32 digest)
{
	struct vwifi_bss_beacon beacon = {
		.from = from->radio,
		.freq = freq,
		.skb = skb,
		.len = skb->len - (protection->key ? vwifi_crypto_tail(protection->key->cipher) : 0),
		.protection = protection,
		.digest = digest,
	};
	const u8 *frame = skb->data;
	size_t len = skb->len;

	trace_vwifi_mgmt_tx(from->dev, freq, frame, len, false);
	rcu_read_lock();
	if (vwifi_watched()) {
		struct vwifi_emission emission = { .from = from->radio, .freq = freq };
		const struct vwifi_ap *ap = rcu_dereference(from->ap);

		if (ap)
			emission.rate = ap->beacon_rate;
		vwifi_emit_copy(&emission, frame, len);
	}
	vwifi_air_rx_beacon(from->radio, freq, frame, len);
	if (to_stations)
		vwifi_air_each_peer(from->dev->dev_addr, freq, vwifi_air_beacon_to_station, &beacon);
	if (vwifi_remotes_visit(freq) || vwifi_remotes_member(freq) ||
	    (to_stations && vwifi_remotes_any()))
		vwifi_wire_beacon(from, freq, frame, len);
	rcu_read_unlock();
	return beacon.missed;
}

/* The interface of this kernel with an address, or NULL. Called under RCU. */
struct vwifi_vif *vwifi_air_find(const u8 *addr)
{
	struct vwifi_vif *vif;

	hash_for_each_possible_rcu(vwifi_air_by_addr, vif, air_node, vwifi_addr_hash(addr))
		if (ether_addr_equal(vif->dev->dev_addr, addr))
			return vif;
	return NULL;
}

/* What a radio reads of the transmitter @from, in dBm; the medium's default where it is gone. */
int vwifi_air_signal(const struct vwifi_radio *to, const u8 *from)
{
	int signal = READ_ONCE(vwifi_medium.signal);
	struct vwifi_remote *remote;
	struct vwifi_vif *vif;

	rcu_read_lock();
	hash_for_each_possible_rcu(vwifi_air_by_addr, vif, air_node, vwifi_addr_hash(from)) {
		if (ether_addr_equal(vif->dev->dev_addr, from)) {
			signal = vwifi_link_signal(vif->radio, to);
			goto unlock;
		}
	}
	remote = vwifi_remote_find(from);
	if (remote)
		signal = vwifi_link_signal(&remote->radio, to);
unlock:
	rcu_read_unlock();
	return signal;
}

/* Finds who receives a unicast frame, and whether the link lets it through. Called under RCU. */
struct vwifi_vif *vwifi_air_acknowledger(struct vwifi_radio *from, u16 freq, const u8 *ra)
{
	unsigned int retries = 0;
	struct vwifi_vif *vif;

	hash_for_each_possible_rcu(vwifi_air_by_addr, vif, air_node, vwifi_addr_hash(ra)) {
		if (vif->radio == from || !ether_addr_equal(vif->dev->dev_addr, ra) ||
		    !vwifi_air_is_on(vif, freq))
			continue;
		if (vwifi_link_is_ideal(vif->radio) ||
		    vwifi_link_transmit(from, vif->radio, VWIFI_CHANCE_MGMT, &retries))
			return vif;
	}
	vif = vwifi_air_scans_as(from, freq, ra);
	if (vif && !vwifi_link_is_ideal(vif->radio) &&
	    !vwifi_link_transmit(from, vif->radio, VWIFI_CHANCE_MGMT, &retries))
		return NULL;
	return vif;
}

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
		vwifi_air_tx_list(from->radio, vwifi_air_residents, freq, skb, &protection);
		vwifi_air_tx_list(from->radio, vwifi_air_visitors, freq, skb, &protection);
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

/* Whether @ra acknowledges a frame of another kernel, and how strong it reads it. Under RCU. */
bool vwifi_air_hears(struct vwifi_radio *from, u16 freq, const u8 *ra, int *signal)
{
	struct vwifi_vif *to = vwifi_air_acknowledger(from, freq, ra);

	*signal = to ? vwifi_link_signal(from, to->radio) : 0;
	return to;
}

/* A beacon that came as a frame, to all whom it concerns. Under RCU. */
void vwifi_air_rx_beacon_frame(struct vwifi_radio *from, u16 freq, const struct sk_buff *skb,
			       const struct vwifi_protection *protection)
{
	const struct ieee80211_mgmt *mgmt = (const void *)skb->data;
	struct vwifi_cell_beacon beacon = {
		.from = from,
		.freq = freq,
		.frame = mgmt,
		.len = skb->len,
	};
	struct vwifi_bss_beacon bss = {
		.from = from,
		.freq = freq,
		.skb = skb,
		.len = skb->len,
		.protection = protection,
		.stranger = true,
	};

	vwifi_air_rx_beacon(from, freq, skb->data, skb->len);
	if (skb->len < offsetof(struct ieee80211_mgmt, u.beacon.variable))
		return;
	if (ether_addr_equal(mgmt->sa, mgmt->bssid)) {
		bss.digest = vwifi_beacon_digest(skb->data, skb->len);
		vwifi_air_each_peer(mgmt->bssid, freq, vwifi_air_beacon_to_station, &bss);
	}
	vwifi_air_each_cell(freq, vwifi_air_cell_beacon_to, &beacon);
}
