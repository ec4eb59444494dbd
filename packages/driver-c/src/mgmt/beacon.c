// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Whom a beacon reaches: those who scan, access points beside, stations of the BSS
 * where it says something new, members of cells, and other kernels.
 */
#include "air/air.h"
#include "crypto/crypto.h"
#include "frame/frame.h"
#include "key/key.h"
#include "watch/watch.h"
#include "wire/wire.h"
#include "deliver.h"

/* Whether anybody but its BSS is there to hear a beacon of @vif on @freq. */
bool vwifi_beacon_has_audience(const struct vwifi_vif *vif, u16 freq)
{
	bool audience;

	if (vwifi_air_has_audience(vif, freq))
		return true;
	rcu_read_lock();
	audience = vwifi_remotes_visit(freq);
	rcu_read_unlock();
	return audience;
}

/* The longest beacon interval on a channel, in microseconds; 0 where nobody sends beacons. */
u32 vwifi_beacon_interval_us(u16 freq)
{
	u32 there;

	rcu_read_lock();
	there = ieee80211_tu_to_usec(vwifi_remotes_beacon_tu(freq));
	rcu_read_unlock();
	return max(vwifi_air_beacon_interval_us(freq), there);
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
static bool vwifi_wants_cell_beacon(const struct vwifi_bss *cell, const struct vwifi_cell_beacon *beacon)
{
	const size_t fixed = offsetof(struct ieee80211_mgmt, u.beacon.variable);
	const struct element *ssid;

	if (ether_addr_equal(cell->bssid, beacon->frame->bssid))
		return !vwifi_sta_find((struct vwifi_bss *)cell, beacon->frame->sa);
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
	struct vwifi_bss *cell = rcu_dereference(member->bss);
	struct vwifi_arrival how = { .freq = beacon->freq };
	unsigned int retries = 0;

	if (!cell || member->radio == beacon->from || !vwifi_wants_cell_beacon(cell, beacon))
		return;
	if (!vwifi_link_is_ideal(member->radio) &&
	    !vwifi_link_transmit(beacon->from, member->radio, VWIFI_CHANCE_GROUP_MGMT, &retries))
		return;
	how.signal = vwifi_link_signal(beacon->from, member->radio);
	how.tsf = vwifi_tsf();
	vwifi_arrive_copy(member, (const u8 *)beacon->frame, beacon->len, &how);
}

/* Tells the members of the cells on the channel that we are there. Softirq context. */
void vwifi_air_cell_beacon(struct vwifi_bss *cell, const u8 *frame, size_t len)
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

/* A beacon reaches those who listen to the channel in one way. Under RCU. */
static void vwifi_air_rx_beacon_at(enum vwifi_air_ears ears, struct vwifi_radio *from, u16 freq,
				   const u8 *frame, size_t len)
{
	struct vwifi_listener *ear;
	unsigned int retries = 0;
	int signal;

	vwifi_air_for_each_ear(ear, ears, freq) {
		struct vwifi_vif *to = ear->vif;

		if (to->radio == from)
			continue;
		if (!vwifi_link_is_ideal(to->radio) &&
		    !vwifi_link_transmit(from, to->radio, VWIFI_CHANCE_GROUP_MGMT, &retries)) {
			trace_vwifi_drop(to->dev, VWIFI_DROP_LOST, NULL);
			continue;
		}
		signal = vwifi_link_signal(from, to->radio);
		if (ears == VWIFI_AIR_NEIGHBOURS)
			vwifi_up.rx_neighbour(to, freq, signal, frame, len);
		else
			vwifi_up.rx_scanned(to, freq, signal, frame, len);
	}
}

/*
 * A beacon reaches those of this kernel who visit the channel, and the access
 * points there. Under RCU.
 */
static void vwifi_air_rx_beacon(struct vwifi_radio *from, u16 freq, const u8 *frame, size_t len)
{
	vwifi_air_rx_beacon_at(VWIFI_AIR_VISITORS, from, freq, frame, len);
	vwifi_air_rx_beacon_at(VWIFI_AIR_NEIGHBOURS, from, freq, frame, len);
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
	struct vwifi_arrival how = { .freq = beacon->freq };
	struct sk_buff *opened = NULL;
	unsigned int retries = 0;
	size_t len = beacon->len;
	int signal;

	if (vif->radio == beacon->from || rcu_access_pointer(vif->bss))
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
		if (!vwifi_key_open_mgmt(vif, opened, &protection)) {
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
	    xchg(&vif->mlme.bss_digest, beacon->digest) != beacon->digest) {
		how.signal = signal;
		how.protection = verdict;
		vwifi_arrive_copy(vif, frame, len, &how);
	}
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
		const struct vwifi_bss *ap = rcu_dereference(from->bss);

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
