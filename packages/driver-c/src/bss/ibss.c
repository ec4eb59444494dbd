// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Ad hoc cells (IBSS; IEEE Std 802.11-2020, 11.1.4.4). A cell is a BSS without
 * a centre: every member sends beacons with the cell's BSSID, and members learn
 * of each other by them. Its members are peers like an access point's stations.
 */
#include <linux/etherdevice.h>

#include "air/air.h"
#include "phy/phy.h"
#include "wire/wire.h"
#include "bss.h"

#define VWIFI_IBSS_PARAMS_LEN	4	/* id, length, ATIM window */
#define VWIFI_TOGETHER_US	100	/* cells that began so close to each other began together */
#define VWIFI_EXPIRE_BEACONS	10	/* how often to look for peers that went away */
#define VWIFI_IBSS_PEERS_MAX	256	/* that a member keeps: others are not heard */

static struct vwifi_bss *vwifi_ibss(struct vwifi_vif *vif)
{
	struct vwifi_bss *cell = vwifi_vif_bss(vif);

	return cell && cell->kind == VWIFI_BSS_CELL ? cell : NULL;
}

/*
 * Whether user space has been told of the cell. cfg80211 tells it later, from work of its
 * own, and of a peer at once; wpa_supplicant forgets its group key with a new cell, and
 * makes one for the first peer. So a cell whose peers have to be authorised is silent, and
 * meets nobody, until cfg80211 calls it current. Any context.
 */
bool vwifi_ibss_is_told(const struct vwifi_bss *cell)
{
	return !cell->control_port || READ_ONCE(cell->vif->wdev.u.ibss.current_bss) != cell->told_of;
}

#define VWIFI_BEACONS_SCANNED	3	/* that somebody who looks for a cell waits for */

/* Whether one of so many beacons gets through, as somebody who scans hears it. Under RCU. */
static bool vwifi_ibss_hears(struct vwifi_radio *from, struct vwifi_radio *to, u16 freq)
{
	unsigned int beacon, retries = 0;

	for (beacon = 0; beacon < VWIFI_BEACONS_SCANNED; beacon++)
		if (vwifi_link_is_ideal(to) ||
		    vwifi_link_transmit(from, to, freq, VWIFI_CHANCE_GROUP_MGMT, &retries))
			return true;
	return false;
}

struct vwifi_cell_search {
	struct vwifi_vif *vif;		/* who looks */
	struct vwifi_bss *cell;		/* what it would begin */
	const u8 *bssid;		/* which one it wants, or NULL */
	bool found;
};

static void vwifi_ibss_consider(struct vwifi_vif *member, void *context)
{
	struct vwifi_cell_search *search = context;
	struct vwifi_bss *other = rcu_dereference(member->bss), *cell = search->cell;

	if (search->found || member->radio == search->vif->radio || !other ||
	    other->ssid_len != cell->ssid_len || memcmp(other->ssid, cell->ssid, cell->ssid_len) ||
	    (search->bssid && !ether_addr_equal(other->bssid, search->bssid)) ||
	    !vwifi_ibss_hears(member->radio, search->vif->radio, search->cell->freq))
		return;
	ether_addr_copy(cell->bssid, other->bssid);
	vwifi_bss_set_interval(cell, other->beacon_tu);
	cell->tsf_start = other->tsf_start;
	search->found = true;
}

/*
 * Looks for a cell of the same name on the channel, of a certain BSSID if one
 * is given. Who joins a cell takes on its BSSID, its beacon interval and its
 * TSF (IEEE Std 802.11-2020, 11.1.4.4.2).
 */
static bool vwifi_ibss_find(struct vwifi_vif *vif, struct vwifi_bss *cell, const u8 *bssid)
{
	struct vwifi_cell_search search = { .vif = vif, .cell = cell, .bssid = bssid };

	rcu_read_lock();
	vwifi_air_each_bss(vif->radio->air, cell->freq, VWIFI_BSS_CELL, vwifi_ibss_consider, &search);
	rcu_read_unlock();
	return search.found;
}

/* The beacon of a member: it has no TIM, since nobody buffers for anybody. */
static struct vwifi_beacon *vwifi_ibss_beacon(struct vwifi_vif *vif, const struct vwifi_bss *cell,
					      const struct cfg80211_ibss_params *params)
{
	const struct ieee80211_supported_band *band =
		vif->radio->wiphy->bands[params->chandef.chan->band];
	size_t room = offsetof(struct ieee80211_mgmt, u.beacon.variable) + 2 + cell->ssid_len +
		      VWIFI_RATES_LEN + 3 + VWIFI_IBSS_PARAMS_LEN + VWIFI_PHY_CAPS_LEN + params->ie_len;
	struct vwifi_beacon *beacon;
	struct ieee80211_mgmt *mgmt;
	u8 *pos;

	if (room > IEEE80211_MAX_DATA_LEN)
		return ERR_PTR(-EINVAL);
	beacon = kzalloc(struct_size(beacon, frame, room), GFP_KERNEL);
	if (!beacon)
		return ERR_PTR(-ENOMEM);

	mgmt = (void *)beacon->frame;
	mgmt->frame_control = cpu_to_le16(IEEE80211_FTYPE_MGMT | IEEE80211_STYPE_BEACON);
	eth_broadcast_addr(mgmt->da);
	ether_addr_copy(mgmt->sa, vif->addr);
	ether_addr_copy(mgmt->bssid, cell->bssid);
	mgmt->u.beacon.timestamp = cpu_to_le64(vwifi_tsf());
	mgmt->u.beacon.beacon_int = cpu_to_le16(cell->beacon_tu);
	mgmt->u.beacon.capab_info = cpu_to_le16(WLAN_CAPABILITY_IBSS |
						(params->privacy ? WLAN_CAPABILITY_PRIVACY : 0));

	pos = mgmt->u.beacon.variable;
	*pos++ = WLAN_EID_SSID;
	*pos++ = cell->ssid_len;
	memcpy(pos, cell->ssid, cell->ssid_len);
	pos += cell->ssid_len;
	pos += vwifi_put_rates(pos, band, VWIFI_ALL_RATES);
	if (band->band == NL80211_BAND_2GHZ) {
		*pos++ = WLAN_EID_DS_PARAMS;
		*pos++ = 1;
		*pos++ = ieee80211_frequency_to_channel(cell->freq);
	}
	*pos++ = WLAN_EID_IBSS_PARAMS;
	*pos++ = 2;
	pos += 2;
	if (params->chandef.width != NL80211_CHAN_WIDTH_20_NOHT)
		pos += vwifi_put_phy_caps(pos, band, NL80211_IFTYPE_ADHOC, VWIFI_PHY_ALL);
	if (params->ie_len) {
		memcpy(pos, params->ie, params->ie_len);
		pos += params->ie_len;
	}
	beacon->len = pos - beacon->frame;
	return beacon;
}

/* cfg80211 wants to have seen the cell before we say that we joined it. */
static int vwifi_ibss_inform(struct vwifi_vif *vif, struct ieee80211_channel *chan,
			     struct vwifi_beacon *beacon)
{
	struct cfg80211_inform_bss inform = {
		.chan = chan,
		.signal = DBM_TO_MBM(VWIFI_SIGNAL_DBM),
		.boottime_ns = ktime_get_boottime_ns(),
	};
	struct cfg80211_bss *bss;

	/* Where it finds no memory, cfg80211 reads the old entry's elements under nothing but this. */
	rcu_read_lock();
	bss = cfg80211_inform_bss_frame_data(vif->radio->wiphy, &inform, (void *)beacon->frame,
					     beacon->len, GFP_ATOMIC);
	rcu_read_unlock();
	if (!bss)
		return -ENOMEM;
	cfg80211_put_bss(vif->radio->wiphy, bss);
	return 0;
}

int vwifi_join_ibss(struct wiphy *wiphy, struct net_device *dev, struct cfg80211_ibss_params *params)
{
	struct vwifi_vif *vif = vwifi_vif(dev);
	struct vwifi_beacon *beacon;
	struct vwifi_bss *cell;
	int err;

	if (rcu_access_pointer(vif->bss))
		return -EALREADY;
	if (!params->chandef.chan || vwifi_width_slow(params->chandef.width) ||
	    params->ssid_len > IEEE80211_MAX_SSID_LEN)
		return -EINVAL;

	cell = vwifi_bss_alloc(vif, &params->chandef, params->beacon_interval, params->ssid,
			       params->ssid_len);
	if (!cell)
		return -ENOMEM;
	cell->kind = VWIFI_BSS_CELL;
	cell->control_port = params->control_port;
	cell->fixed_bssid = params->bssid;
	cell->told_of = vif->wdev.u.ibss.current_bss;
	cell->dtim_period = 1;
	cell->tsf_start = vwifi_tsf();
	if (!vwifi_ibss_find(vif, cell, params->bssid)) {
		if (params->bssid)
			ether_addr_copy(cell->bssid, params->bssid);
		else
			eth_random_addr(cell->bssid);
	}

	beacon = vwifi_ibss_beacon(vif, cell, params);
	if (IS_ERR(beacon)) {
		err = PTR_ERR(beacon);
		goto err_free;
	}
	RCU_INIT_POINTER(cell->beacon, beacon);
	err = vwifi_ibss_inform(vif, params->chandef.chan, beacon);
	if (err)
		goto err_beacon;
	err = vwifi_air_tune_home(vif, cell->freq);
	if (err)
		goto err_beacon;

	vif->control_port = htons(ETH_P_PAE);
	vif->control_port_no_encrypt = false;
	vif->control_port_over_nl80211 = params->control_port_over_nl80211;
	vwifi_bss_start(cell);
	cfg80211_ibss_joined(dev, cell->bssid, params->chandef.chan, GFP_KERNEL);
	return 0;

err_beacon:
	kfree(beacon);
err_free:
	kfree(cell);
	return err;
}

int vwifi_leave_ibss(struct wiphy *wiphy, struct net_device *dev)
{
	struct vwifi_vif *vif = vwifi_vif(dev);

	if (!vwifi_ibss(vif))
		return -ENOTCONN;
	vwifi_bss_down(vif);
	return 0;
}

/* What a member's beacon says of it, if the member is in this kernel. */
static void vwifi_ibss_read_phy(const struct vwifi_bss *cell, struct vwifi_sta *sta)
{
	u8 modes = cell->chandef.width == NL80211_CHAN_WIDTH_20_NOHT ? 0 : VWIFI_PHY_ALL;
	const size_t fixed = offsetof(struct ieee80211_mgmt, u.beacon.variable);
	const struct vwifi_beacon *beacon;
	struct vwifi_vif *member;
	struct vwifi_bss *theirs;

	rcu_read_lock();
	member = vwifi_air_find_member(cell->vif->radio->air, sta->addr, cell->bssid, cell->freq, 0);
	theirs = member ? rcu_dereference(member->bss) : NULL;
	beacon = theirs ? rcu_dereference(theirs->beacon) : NULL;
	if (beacon)
		vwifi_phy_from_elements(&sta->phy, beacon->frame + fixed, beacon->len - fixed, modes);
	rcu_read_unlock();
}

static bool vwifi_ibss_is_full(const struct vwifi_bss *cell)
{
	const struct vwifi_sta *sta;
	unsigned int peers = 0;

	list_for_each_entry(sta, &cell->station_list, list)
		peers++;
	return peers >= VWIFI_IBSS_PEERS_MAX;
}

/* Makes a member a peer, which user space is told of. Called with the wiphy mutex held. */
void vwifi_ibss_meet(struct vwifi_vif *vif, const u8 *addr)
{
	struct vwifi_bss *cell = vwifi_ibss(vif);
	unsigned long flags = BIT(NL80211_STA_FLAG_AUTHENTICATED) |
			      BIT(NL80211_STA_FLAG_ASSOCIATED) | BIT(NL80211_STA_FLAG_WME);
	struct vwifi_sta *sta;

	if (!cell || !is_valid_ether_addr(addr) || !vwifi_ibss_is_told(cell) ||
	    vwifi_sta_find(cell, addr) || vwifi_ibss_is_full(cell))
		return;
	sta = vwifi_sta_alloc(addr);
	if (!sta)
		return;
	vwifi_ibss_read_phy(cell, sta);
	if (!cell->control_port)
		flags |= BIT(NL80211_STA_FLAG_AUTHORIZED);
	vwifi_sta_insert(vif, cell, sta, flags);
}

/* The cell that a member of @old will be in, which its own beacon says. NULL: no memory. */
static struct vwifi_bss *vwifi_ibss_like(struct vwifi_bss *old, const struct ieee80211_mgmt *mgmt)
{
	const struct vwifi_beacon *before = rcu_dereference_protected(old->beacon,
			lockdep_is_held(&old->vif->radio->wiphy->mtx));
	struct vwifi_beacon *beacon;
	struct vwifi_bss *cell;

	cell = vwifi_bss_alloc(old->vif, &old->chandef, le16_to_cpu(mgmt->u.beacon.beacon_int),
			       old->ssid, old->ssid_len);
	if (!cell)
		return NULL;
	beacon = kmemdup(before, struct_size(before, frame, before->len), GFP_KERNEL);
	if (!beacon) {
		kfree(cell);
		return NULL;
	}
	cell->kind = VWIFI_BSS_CELL;
	cell->control_port = old->control_port;
	cell->told_of = old->vif->wdev.u.ibss.current_bss;
	cell->dtim_period = old->dtim_period;
	ether_addr_copy(cell->bssid, mgmt->bssid);
	ether_addr_copy(((struct ieee80211_mgmt *)beacon->frame)->bssid, mgmt->bssid);
	((struct ieee80211_mgmt *)beacon->frame)->u.beacon.beacon_int =
		cpu_to_le16(cell->beacon_tu);
	RCU_INIT_POINTER(cell->beacon, beacon);
	return cell;
}

/*
 * Leaves a cell for another one of the same name. Called with the wiphy mutex
 * held. The keys stay: they are user space's, and its peers change theirs.
 */
static void vwifi_ibss_merge(struct vwifi_vif *vif, struct vwifi_bss *old,
			     const struct ieee80211_mgmt *mgmt, u64 tsf_start)
{
	struct ieee80211_channel *chan = old->chandef.chan;
	struct vwifi_beacon *beacon;
	struct vwifi_bss *cell;

	cell = vwifi_ibss_like(old, mgmt);
	if (!cell)
		return;		/* with its next beacon */
	cell->tsf_start = tsf_start;
	beacon = rcu_dereference_protected(cell->beacon, true);
	if (vwifi_ibss_inform(vif, chan, beacon)) {
		kfree(beacon);
		kfree(cell);
		return;
	}
	hrtimer_cancel(&old->beacon_timer);
	RCU_INIT_POINTER(vif->bss, NULL);
	vwifi_countdown_cancel(old);
	vwifi_sta_flush(vif, old);
	vwifi_bss_start(cell);
	/* Senders that found the old cell are done with it after this. */
	synchronize_net();
	kfree(rcu_dereference_protected(old->beacon, true));
	kfree(old);
	cfg80211_ibss_joined(vif->dev, cell->bssid, chan, GFP_KERNEL);
	vwifi_ibss_meet(vif, mgmt->sa);
}

/*
 * Whether we have to give way: the cell whose TSF is ahead stays
 * (IEEE Std 802.11-2020, 11.1.4.5), of two that began together the one with the
 * lower address. Only cells that protect alike are one.
 */
static bool vwifi_ibss_yields(const struct vwifi_bss *cell, const struct ieee80211_mgmt *mgmt,
			      u64 tsf_start)
{
	const struct vwifi_beacon *own = rcu_dereference_protected(cell->beacon,
			lockdep_is_held(&cell->vif->radio->wiphy->mtx));
	const struct ieee80211_mgmt *ours = (const void *)own->frame;
	s64 older = cell->tsf_start - tsf_start;

	if ((ours->u.beacon.capab_info ^ mgmt->u.beacon.capab_info) &
	    cpu_to_le16(WLAN_CAPABILITY_PRIVACY))
		return false;
	if (!is_valid_ether_addr(mgmt->bssid))
		return false;
	if (abs(older) > VWIFI_TOGETHER_US)
		return older > 0;
	return memcmp(mgmt->bssid, cell->bssid, ETH_ALEN) < 0;
}

/**
 * vwifi_ibss_rx_beacon - a beacon of a member whom we do not know, or of another cell of our name
 * @vif: the receiver
 * @mgmt: the beacon
 * @tsf: when it came, in our TSF
 *
 * Called with the wiphy mutex held.
 */
void vwifi_ibss_rx_beacon(struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt, u64 tsf)
{
	u64 tsf_start = tsf - le64_to_cpu(mgmt->u.beacon.timestamp);
	struct vwifi_bss *cell = vwifi_ibss(vif);

	if (!cell || !vwifi_ibss_is_told(cell))
		return;
	if (ether_addr_equal(mgmt->bssid, cell->bssid))
		vwifi_ibss_meet(vif, mgmt->sa);
	else if (!cell->fixed_bssid && vwifi_ibss_yields(cell, mgmt, tsf_start))
		vwifi_ibss_merge(vif, cell, mgmt, tsf_start);
}

/* Whether a peer is in the cell, in this kernel or in another one. */
static bool vwifi_ibss_has(const struct vwifi_bss *cell, const u8 *addr)
{
	const struct vwifi_air *air = cell->vif->radio->air;
	bool there;

	rcu_read_lock();
	there = vwifi_air_find_member(air, addr, cell->bssid, cell->freq, 0) ||
		vwifi_remote_is_member(air, addr, cell->bssid, cell->freq);
	rcu_read_unlock();
	return there;
}

/* Forgets peers that have left the cell. Called with the wiphy mutex held. */
void vwifi_ibss_expire(struct vwifi_vif *vif)
{
	struct vwifi_bss *cell = vwifi_ibss(vif);
	struct vwifi_sta *sta, *next;

	if (!cell)
		return;
	list_for_each_entry_safe(sta, next, &cell->station_list, list)
		if (!vwifi_ibss_has(cell, sta->addr))
			vwifi_sta_del(vif, sta);
}

/* After each beacon; softirq. */
void vwifi_ibss_tick(struct vwifi_bss *cell)
{
	if (++cell->ticks % VWIFI_EXPIRE_BEACONS)
		return;
	set_bit(VWIFI_EVENT_IBSS_EXPIRE, &cell->vif->events);
	queue_work(vwifi_wq, &cell->vif->radio->work);
}
