// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Whom a beacon reaches: those who scan, access points beside, stations of the BSS
 * where it says something new, members of cells and meshes, and other kernels.
 */
#include "air/air.h"
#include "crypto/crypto.h"
#include "dcf/dcf.h"
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
	if (!vwifi_air_is_hosts(vif->radio->air))
		return false;
	rcu_read_lock();
	audience = vwifi_remotes_visit(freq);
	rcu_read_unlock();
	return audience;
}

/* The longest beacon interval on a channel, in microseconds; 0 where nobody sends beacons. */
u32 vwifi_beacon_interval_us(const struct vwifi_air *air, u16 freq)
{
	u32 there = 0;

	rcu_read_lock();
	if (vwifi_air_is_hosts(air))
		there = ieee80211_tu_to_usec(vwifi_remotes_beacon_tu(freq));
	rcu_read_unlock();
	return max(vwifi_air_beacon_interval_us(air, freq), there);
}

/* A beacon on its way to all whom it concerns. */
struct vwifi_bss_beacon {
	const struct vwifi_transmission *tx;
	const struct sk_buff *skb;
	size_t len;			/* without what protects it, where that is known */
	u32 digest;			/* what vwifi_beacon_digest() makes of it */
	bool stranger;			/* nobody counts what its sender sends */
	bool missed;			/* by one who would have learned from it */
};

/*
 * A member has a use for the beacon of one whom it does not know yet, and for
 * that of another cell of the same name.
 */
static bool vwifi_beacon_is_for_member(struct vwifi_bss *cell, const struct sk_buff *skb)
{
	const size_t fixed = offsetof(struct ieee80211_mgmt, u.beacon.variable);
	const struct ieee80211_mgmt *mgmt = (const void *)skb->data;
	const struct element *ssid;

	if (ether_addr_equal(cell->bssid, mgmt->bssid))
		return !vwifi_sta_find(cell, mgmt->sa);
	if (cell->fixed_bssid ||
	    !(mgmt->u.beacon.capab_info & cpu_to_le16(WLAN_CAPABILITY_IBSS)))
		return false;
	ssid = cfg80211_find_elem(WLAN_EID_SSID, mgmt->u.beacon.variable, skb->len - fixed);
	return ssid && ssid->datalen == cell->ssid_len &&
	       !memcmp(ssid->data, cell->ssid, cell->ssid_len);
}

static void vwifi_beacon_to_member(struct vwifi_vif *member, void *context)
{
	const struct vwifi_bss_beacon *beacon = context;
	const struct vwifi_transmission *tx = beacon->tx;
	struct vwifi_bss *cell = rcu_dereference(member->bss);
	struct vwifi_arrival how = { .freq = tx->freq };

	if (!cell || member->radio == tx->radio || !vwifi_beacon_is_for_member(cell, beacon->skb))
		return;
	if (!vwifi_beacon_reaches(tx, member, false))
		return;
	how.signal = vwifi_link_signal(tx->radio, member->radio);
	how.tsf = vwifi_tsf();
	vwifi_arrive_copy(member, beacon->skb->data, beacon->skb->len, &how);
}

/* A mesh that its beacon names: of a peer one wants to know that it lives, of a stranger all of it. */
static void vwifi_beacon_to_mesh(struct vwifi_vif *member, void *context)
{
	const size_t fixed = offsetof(struct ieee80211_mgmt, u.beacon.variable);
	const struct vwifi_bss_beacon *beacon = context;
	const struct vwifi_transmission *tx = beacon->tx;
	const struct ieee80211_mgmt *mgmt = (const void *)beacon->skb->data;
	struct vwifi_bss *mesh = rcu_dereference(member->bss);
	struct vwifi_arrival how = { .freq = tx->freq };
	const struct element *id;
	struct vwifi_sta *sta;

	if (!mesh || member->radio == tx->radio)
		return;
	sta = vwifi_sta_find(mesh, mgmt->sa);
	id = cfg80211_find_elem(WLAN_EID_MESH_ID, mgmt->u.beacon.variable, beacon->skb->len - fixed);
	if (!sta && !(id && id->datalen == mesh->ssid_len &&
		      !memcmp(id->data, mesh->ssid, mesh->ssid_len)))
		return;
	if ((READ_ONCE(member->radio->n_denied) && vwifi_denied(member->radio, tx->radio->id)) ||
	    !vwifi_beacon_reaches(tx, member, false))
		return;
	if (sta) {
		WRITE_ONCE(sta->last_active, jiffies);
		return;
	}
	how.signal = vwifi_link_signal(tx->radio, member->radio);
	vwifi_arrive_copy(member, beacon->skb->data, beacon->skb->len, &how);
}

/* Tells the members of the cells, or of the meshes, on the channel that another one is there. Softirq, under RCU. */
void vwifi_beacon_to_members(const struct vwifi_transmission *tx, enum vwifi_bss_kind kind,
			     const struct sk_buff *skb)
{
	struct vwifi_bss_beacon beacon = { .tx = tx, .skb = skb };

	vwifi_air_each_bss(tx->radio->air, tx->freq, kind,
			   kind == VWIFI_BSS_MESH ? vwifi_beacon_to_mesh : vwifi_beacon_to_member,
			   &beacon);
}

/* A beacon reaches those who listen to the channel in one way. Under RCU. */
static void vwifi_beacon_to_ears(enum vwifi_air_ears ears, const struct vwifi_transmission *tx,
				 const struct sk_buff *skb)
{
	struct vwifi_listener *ear;
	int signal;

	vwifi_air_for_each_ear(ear, ears, tx->radio->air, tx->freq) {
		struct vwifi_vif *to = ear->vif;

		if (to->radio == tx->radio)
			continue;
		if (!vwifi_beacon_reaches(tx, to, false)) {
			trace_vwifi_drop(to->dev, VWIFI_DROP_LOST, NULL);
			continue;
		}
		signal = vwifi_link_signal(tx->radio, to->radio);
		if (ears == VWIFI_AIR_NEIGHBOURS)
			vwifi_up.rx_neighbour(to, tx->freq, signal, skb->data, skb->len);
		else
			vwifi_up.rx_scanned(to, tx->freq, signal, skb->data, skb->len);
	}
}

/* A beacon reaches those of this kernel who visit the channel, and the access points there. Under RCU. */
static void vwifi_beacon_to_visitors(const struct vwifi_transmission *tx, const struct sk_buff *skb)
{
	vwifi_beacon_to_ears(VWIFI_AIR_VISITORS, tx, skb);
	vwifi_beacon_to_ears(VWIFI_AIR_NEIGHBOURS, tx, skb);
}

/*
 * A station hears its access point. It has a use for a beacon that says something
 * new or announces something, and user space for one that is not what its
 * protection says. The others go to nobody: a thousand stations cost them nothing.
 */
static void vwifi_beacon_to_station(struct vwifi_vif *vif, void *context)
{
	struct vwifi_bss_beacon *beacon = context;
	const struct vwifi_transmission *tx = beacon->tx;
	struct vwifi_protection protection = tx->protection;
	struct vwifi_arrival how = { .freq = tx->freq };
	const u8 *frame = beacon->skb->data;
	struct sk_buff *opened = NULL;
	size_t len = beacon->len;

	if (vif->radio == tx->radio || rcu_access_pointer(vif->bss))
		return;
	if (!vwifi_beacon_reaches(tx, vif, !beacon->stranger)) {
		beacon->missed |= READ_ONCE(vif->mlme.bss_digest) != beacon->digest;
		return;
	}
	how.signal = vwifi_link_signal(tx->radio, vif->radio);
	if (protection.sealed && vwifi_key_for_beacons(vif)) {
		opened = skb_copy(beacon->skb, GFP_ATOMIC);
		if (!opened)
			return;
		if (!vwifi_key_open_mgmt(vif, opened, &protection)) {
			how.protection = vwifi_key_beacon_bad(vif, VWIFI_DROP_WRONG_KEY);
			goto judged;
		}
		frame = opened->data;
		len = opened->len;
	}
	how.protection = vwifi_key_beacon_check(vif, (const void *)frame, &protection);
	if (beacon->stranger && how.protection != VWIFI_MGMT_BAD)
		atomic_inc(&vif->mlme.beacons_heard);
	if (how.protection != VWIFI_MGMT_BAD && READ_ONCE(vif->doze.wanted))
		vwifi_doze_rx_beacon(vif, frame, len);
judged:
	if (how.protection == VWIFI_MGMT_BAD || vwifi_follow_wants(vif, frame, len) ||
	    xchg(&vif->mlme.bss_digest, beacon->digest) != beacon->digest)
		vwifi_arrive_copy(vif, frame, len, &how);
	kfree_skb(opened);
}

/*
 * A beacon that has been sent, to all whom it concerns; whether one missed it who would have
 * learned from it. Softirq context, under RCU.
 */
bool vwifi_beacon_deliver(const struct vwifi_transmission *tx, const struct sk_buff *skb,
			  bool to_stations, u32 digest)
{
	const struct vwifi_key *key = tx->protection.key;
	struct vwifi_bss_beacon beacon = {
		.tx = tx,
		.skb = skb,
		.len = skb->len - (key ? vwifi_crypto_tail(key->cipher) : 0),
		.digest = digest,
	};

	trace_vwifi_mgmt_tx(tx->from->dev, tx->freq, skb->data, skb->len, false);
	if (vwifi_watched())
		vwifi_emit_copy(tx, NULL, 0, skb->data, skb->len);
	vwifi_beacon_to_visitors(tx, skb);
	if (to_stations)
		vwifi_air_each_peer(tx->radio->air, tx->from->addr, tx->freq,
				    vwifi_beacon_to_station, &beacon);
	if (vwifi_air_is_hosts(tx->radio->air) &&
	    (vwifi_remotes_visit(tx->freq) || vwifi_remotes_member(tx->freq) ||
	     (to_stations && vwifi_remotes_any())))
		vwifi_wire_beacon(tx, skb);
	return beacon.missed;
}

/**
 * vwifi_beacon_send - sends a beacon
 * @tx: how: its transmitter is an access point, or a member of a cell
 * @skb: the frame as it is on the air; not consumed
 * @to_stations: it concerns stations of the BSS, too
 * @digest: of what it says
 *
 * Softirq context, under RCU. Return: whether one missed it who would have learned from it.
 */
bool vwifi_beacon_send(struct vwifi_transmission *tx, const struct sk_buff *skb,
		       bool to_stations, u32 digest)
{
	if (!vwifi_air_is_shared(tx->radio->air))
		return vwifi_beacon_deliver(tx, skb, to_stations, digest);
	vwifi_beacon_air(tx, skb, to_stations, digest);
	return false;
}

/* A beacon that came as a frame, to all whom it concerns. Under RCU. */
void vwifi_beacon_came(const struct vwifi_transmission *tx, const struct sk_buff *skb)
{
	const struct ieee80211_mgmt *mgmt = (const void *)skb->data;
	struct vwifi_bss_beacon beacon = {
		.tx = tx,
		.skb = skb,
		.len = skb->len,
		.stranger = true,
	};

	vwifi_beacon_to_visitors(tx, skb);
	if (skb->len < offsetof(struct ieee80211_mgmt, u.beacon.variable))
		return;
	if (ether_addr_equal(mgmt->sa, mgmt->bssid)) {
		beacon.digest = vwifi_beacon_digest(skb->data, skb->len);
		vwifi_air_each_peer(tx->radio->air, mgmt->bssid, tx->freq,
				    vwifi_beacon_to_station, &beacon);
	}
	vwifi_air_each_bss(tx->radio->air, tx->freq, VWIFI_BSS_CELL, vwifi_beacon_to_member, &beacon);
	vwifi_air_each_bss(tx->radio->air, tx->freq, VWIFI_BSS_MESH, vwifi_beacon_to_mesh, &beacon);
}
