// SPDX-License-Identifier: MIT OR GPL-2.0
/* Peers: the stations of an access point, the access point of a station. */
#include "../key/defrag.h"
#include "../core/vwifi.h"

/* Return: a peer with one reference, the caller's, or NULL. */
struct vwifi_sta *vwifi_sta_alloc(const u8 *addr)
{
	struct vwifi_sta *sta = kzalloc(sizeof(*sta), GFP_KERNEL);

	if (!sta)
		return NULL;
	sta->stats = netdev_alloc_pcpu_stats(struct vwifi_sta_stats);
	if (!sta->stats) {
		kfree(sta);
		return NULL;
	}
	ether_addr_copy(sta->addr, addr);
	INIT_LIST_HEAD(&sta->list);
	spin_lock_init(&sta->turn);
	INIT_HLIST_NODE(&sta->hash);
	vwifi_phy_init(&sta->phy);
	sta->last_active = jiffies;
	sta->assoc_at = ktime_get_boottime_ns();
	return sta;
}

static void vwifi_sta_free_rcu(struct rcu_head *head)
{
	struct vwifi_sta *sta = container_of(head, struct vwifi_sta, rcu);

	vwifi_defrag_free(sta);
	free_percpu(sta->stats);
	kfree(sta);
}

/* Frees a peer that nobody finds any more, after the readers that still look at it. */
void vwifi_sta_free(struct vwifi_sta *sta)
{
	unsigned int i;

	for (i = 0; i < VWIFI_N_PAIRWISE_KEYS; i++) {
		vwifi_key_free(&sta->keys[i]);
		vwifi_key_free(&sta->group_keys[i]);
	}
	call_rcu(&sta->rcu, vwifi_sta_free_rcu);
}

static struct hlist_head *vwifi_sta_bucket(struct vwifi_ap *ap, const u8 *addr)
{
	return &ap->stations[hash_32(vwifi_addr_hash(addr), VWIFI_STA_HASH_BITS)];
}

/* A station of an access point. Called under RCU or with the wiphy mutex held. */
struct vwifi_sta *vwifi_sta_find(struct vwifi_ap *ap, const u8 *addr)
{
	struct vwifi_sta *sta;

	hlist_for_each_entry_rcu(sta, vwifi_sta_bucket(ap, addr), hash,
				 lockdep_is_held(&ap->vif->radio->wiphy->mtx))
		if (ether_addr_equal(sta->addr, addr))
			return sta;
	return NULL;
}

/* The peer @addr of an interface of any type. Called under RCU. */
struct vwifi_sta *vwifi_peer_find(struct vwifi_vif *vif, const u8 *addr)
{
	struct vwifi_ap *ap;
	struct vwifi_sta *sta;

	if (vif->wdev.iftype == NL80211_IFTYPE_AP_VLAN)
		vif = vwifi_vlan_master(vif);
	if (!vif)
		return NULL;
	ap = rcu_dereference(vif->ap);
	if (ap)
		return vwifi_sta_find(ap, addr);
	sta = rcu_dereference(vif->peer);
	return sta && ether_addr_equal(sta->addr, addr) ? sta : NULL;
}

/* The BSS that an interface keeps, or is part of. */
static struct vwifi_ap *vwifi_vif_ap(struct vwifi_vif *vif)
{
	if (vif->wdev.iftype == NL80211_IFTYPE_AP_VLAN)
		vif = vwifi_vlan_master(vif);
	if (!vif)
		return NULL;
	return rcu_dereference_protected(vif->ap, lockdep_is_held(&vif->radio->wiphy->mtx));
}

static struct vwifi_sta *vwifi_vif_peer(struct vwifi_vif *vif)
{
	return rcu_dereference_protected(vif->peer, lockdep_is_held(&vif->radio->wiphy->mtx));
}

void vwifi_sta_del(struct vwifi_vif *vif, struct vwifi_sta *sta)
{
	hlist_del_rcu(&sta->hash);
	if (!list_empty(&sta->list))
		list_del_rcu(&sta->list);
	vwifi_vlan_leave(sta);
	trace_vwifi_peer(vif->dev, sta->addr, sta->flags, true);
	if (vwifi_sta_associated(sta))
		cfg80211_del_sta(vwifi_dev_peer(vif->dev), sta->addr, GFP_KERNEL);
	vwifi_sta_free(sta);
}

/* Removes every station of an access point. Called with the wiphy mutex held. */
void vwifi_sta_flush(struct vwifi_vif *vif, struct vwifi_ap *ap)
{
	struct hlist_node *next;
	struct vwifi_sta *sta;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(ap->stations); i++)
		hlist_for_each_entry_safe(sta, next, &ap->stations[i], hash)
			vwifi_sta_del(vif, sta);
}

/* Tells user space of a peer. Called with the wiphy mutex held. */
void vwifi_sta_tell_new(struct vwifi_vif *vif, const struct vwifi_sta *sta)
{
	struct station_info *sinfo = kzalloc(sizeof(*sinfo), GFP_KERNEL);

	if (sinfo)
		cfg80211_new_sta(vwifi_dev_peer(vif->dev), sta->addr, sinfo, GFP_KERNEL);
	kfree(sinfo);
}

static void vwifi_sta_associate(struct vwifi_vif *vif, struct vwifi_ap *ap, struct vwifi_sta *sta)
{
	vwifi_defrag_forget(sta);
	/* Once listed it stays: one that associates again keeps its place. */
	if (list_empty(&sta->list))
		list_add_tail_rcu(&sta->list, &ap->station_list);
	sta->assoc_at = ktime_get_boottime_ns();
	/* The next beacon is its first. */
	atomic_set(&ap->news, VWIFI_NEWS);
	vwifi_sta_tell_new(vif, sta);
}

static void vwifi_sta_update_bridges(struct vwifi_vif *vif, struct vwifi_sta *sta)
{
	struct vwifi_vif *vlan = rcu_dereference_protected(sta->vlan, true);

	cfg80211_send_layer2_update(vlan ? vlan->dev : vif->dev, sta->addr);
}

static void vwifi_sta_update(struct vwifi_vif *vif, struct vwifi_ap *ap, struct vwifi_sta *sta,
			     const struct station_parameters *params)
{
	const struct link_station_parameters *link = &params->link_sta_params;
	bool was_associated = vwifi_sta_associated(sta);
	bool was_authorised = vwifi_sta_authorised(sta);
	struct vwifi_phy before = sta->phy;
	unsigned long flags = sta->flags;

	if (params->aid)
		sta->aid = params->aid;
	if (params->listen_interval >= 0)
		sta->listen_interval = params->listen_interval;
	if (params->sta_modify_mask & STATION_PARAM_APPLY_CAPABILITY)
		sta->capability = params->capability;
	vwifi_phy_from_params(&sta->phy, link);
	if (was_associated)
		vwifi_opmode_tell(vif, sta, &before);

	flags &= ~(unsigned long)params->sta_flags_mask;
	flags |= params->sta_flags_mask & params->sta_flags_set;
	if (flags != sta->flags)
		trace_vwifi_peer(vif->dev, sta->addr, flags, false);
	WRITE_ONCE(sta->flags, flags);

	if (!ap || ap->ibss)
		return;
	if (!was_associated && vwifi_sta_associated(sta))
		vwifi_sta_associate(vif, ap, sta);
	/* Bridges and switches learn where it is now. */
	if (!was_authorised && vwifi_sta_authorised(sta))
		vwifi_sta_update_bridges(vif, sta);
}

/* Adds a peer that is associated from the start: a member of a cell. */
void vwifi_sta_insert(struct vwifi_vif *vif, struct vwifi_ap *ap, struct vwifi_sta *sta,
		      unsigned long flags)
{
	trace_vwifi_peer(vif->dev, sta->addr, flags, false);
	WRITE_ONCE(sta->flags, flags);
	hlist_add_head_rcu(&sta->hash, vwifi_sta_bucket(ap, sta->addr));
	vwifi_sta_associate(vif, ap, sta);
}

int vwifi_add_station(struct wiphy *wiphy, VWIFI_PEER_DEV *dev, const u8 *mac,
		      struct station_parameters *params)
{
	struct vwifi_vif *vif = vwifi_wdev_vif(vwifi_peer_dev(dev));
	struct vwifi_ap *ap = vwifi_vif_ap(vif);
	struct vwifi_sta *sta;
	int err;

	if (!ap || ap->ibss)
		return -ENETDOWN;
	if (is_multicast_ether_addr(mac) || ether_addr_equal(mac, vif->dev->dev_addr))
		return -EINVAL;
	if (vwifi_sta_find(ap, mac))
		return -EEXIST;

	sta = vwifi_sta_alloc(mac);
	if (!sta)
		return -ENOMEM;
	err = params->vlan ? vwifi_vlan_join(ap->vif, sta, params->vlan) : 0;
	if (err) {
		vwifi_sta_free(sta);
		return err;
	}
	hlist_add_head_rcu(&sta->hash, vwifi_sta_bucket(ap, mac));
	vwifi_sta_update(vif, ap, sta, params);
	return 0;
}

int vwifi_del_station(struct wiphy *wiphy, VWIFI_PEER_DEV *dev,
		      struct station_del_parameters *params)
{
	struct vwifi_vif *vif = vwifi_wdev_vif(vwifi_peer_dev(dev));
	struct vwifi_ap *ap = vwifi_vif_ap(vif);
	struct vwifi_sta *sta;

	if (!ap)
		return params->mac ? -ENOENT : 0;
	if (!params->mac) {
		if (vif == ap->vif)
			vwifi_sta_flush(vif, ap);
		else
			vwifi_vlan_flush(vif);
		return 0;
	}
	sta = vwifi_sta_find(ap, params->mac);
	if (!sta)
		return -ENOENT;
	vwifi_sta_del(ap->vif, sta);
	return 0;
}

int vwifi_change_station(struct wiphy *wiphy, VWIFI_PEER_DEV *dev, const u8 *mac,
			 struct station_parameters *params)
{
	struct vwifi_vif *vif = vwifi_wdev_vif(vwifi_peer_dev(dev));
	struct vwifi_ap *ap = vwifi_vif_ap(vif);
	enum cfg80211_station_type type;
	struct vwifi_sta *sta;
	int err;

	if (ap) {
		sta = vwifi_sta_find(ap, mac);
		if (!sta)
			return -ENOENT;
		type = ap->ibss ? CFG80211_STA_IBSS :
		       vwifi_sta_associated(sta) ? CFG80211_STA_AP_CLIENT :
						   CFG80211_STA_AP_CLIENT_UNASSOC;
	} else {
		sta = vwifi_vif_peer(vif);
		if (!sta || !ether_addr_equal(sta->addr, mac))
			return -ENOENT;
		type = CFG80211_STA_AP_STA;
	}
	err = cfg80211_check_station_change(wiphy, params, type);
	if (!err && ap && params->vlan)
		err = vwifi_vlan_join(ap->vif, sta, params->vlan);
	if (err)
		return err;
	vwifi_sta_update(ap ? ap->vif : vif, ap, sta, params);
	return 0;
}

static void vwifi_sta_sum(const struct vwifi_sta *sta, struct station_info *sinfo)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		const struct vwifi_sta_stats *stats = per_cpu_ptr(sta->stats, cpu);
		u64 rx_packets, rx_bytes, tx_packets, tx_bytes;
		unsigned int start;

		do {
			start = u64_stats_fetch_begin(&stats->syncp);
			rx_packets = u64_stats_read(&stats->rx_packets);
			rx_bytes = u64_stats_read(&stats->rx_bytes);
			tx_packets = u64_stats_read(&stats->tx_packets);
			tx_bytes = u64_stats_read(&stats->tx_bytes);
		} while (u64_stats_fetch_retry(&stats->syncp, start));
		sinfo->rx_packets += rx_packets;
		sinfo->rx_bytes += rx_bytes;
		sinfo->tx_packets += tx_packets;
		sinfo->tx_bytes += tx_bytes;
	}
	sinfo->filled |= BIT_ULL(NL80211_STA_INFO_RX_PACKETS) |
			 BIT_ULL(NL80211_STA_INFO_RX_BYTES64) |
			 BIT_ULL(NL80211_STA_INFO_TX_PACKETS) |
			 BIT_ULL(NL80211_STA_INFO_TX_BYTES64);
}

static void vwifi_sta_signal(struct vwifi_vif *vif, const u8 *addr, struct station_info *sinfo)
{
	sinfo->signal = vwifi_air_signal(vif->radio, addr);
	sinfo->signal_avg = sinfo->signal;
	sinfo->filled |= BIT_ULL(NL80211_STA_INFO_SIGNAL) | BIT_ULL(NL80211_STA_INFO_SIGNAL_AVG);
}

/* What has gone over the air since the last time is counted at the rate of now. */
static u64 vwifi_airtime_settle(struct vwifi_airtime *airtime, u64 octets, u32 frames,
				struct rate_info *rate)
{
	u32 since = frames - airtime->frames;	/* cfg80211's counter may wrap */

	airtime->us += vwifi_airtime_us(rate, octets - airtime->octets, since);
	airtime->octets = octets;
	airtime->frames = frames;
	return airtime->us;
}

#define VWIFI_FULL_FRAME	1500	/* octets: what throughput is told of */

/* What @sta can be sent in kbit/s: full frames, as many as the link lets through. */
static u32 vwifi_sta_throughput(struct vwifi_vif *vif, const struct vwifi_sta *sta,
				struct rate_info *rate)
{
	u64 kbps = div64_u64(VWIFI_FULL_FRAME * 8 * USEC_PER_MSEC * 100,
			     vwifi_airtime_us(rate, VWIFI_FULL_FRAME * 100, 100));
	struct vwifi_vif *peer;

	rcu_read_lock();
	peer = vwifi_air_find(sta->addr);
	if (peer)
		kbps = vwifi_link_throughput(vif->radio, peer->radio, kbps);
	rcu_read_unlock();
	return min_t(u64, kbps, U32_MAX);
}

/* What a station has of its access point beside frames, and an access point says of itself. */
static void vwifi_sta_bss_info(struct vwifi_vif *vif, struct station_info *sinfo)
{
	struct vwifi_ap *ap = vwifi_vif_ap(vif);
	struct vwifi_mlme *mlme = &vif->mlme;

	if (ap) {
		sinfo->bss_param.flags = ap->bss_flags;
		sinfo->bss_param.beacon_interval = ap->beacon_tu;
		sinfo->bss_param.dtim_period = ap->dtim_period;
		sinfo->filled |= BIT_ULL(NL80211_STA_INFO_BSS_PARAM);
	} else if (vif->wdev.iftype == NL80211_IFTYPE_STATION) {
		vwifi_mlme_count_beacons(vif);
		sinfo->bss_param.flags = mlme->bss_flags;
		sinfo->bss_param.beacon_interval = mlme->beacon_interval;
		sinfo->bss_param.dtim_period = mlme->dtim_period;
		sinfo->rx_beacon = mlme->beacons;
		sinfo->rx_beacon_signal_avg = sinfo->signal;
		sinfo->beacon_loss_count = mlme->beacon_losses;
		sinfo->filled |= BIT_ULL(NL80211_STA_INFO_BSS_PARAM) |
				 BIT_ULL(NL80211_STA_INFO_BEACON_RX) |
				 BIT_ULL(NL80211_STA_INFO_BEACON_LOSS);
		if (mlme->beacons)
			sinfo->filled |= BIT_ULL(NL80211_STA_INFO_BEACON_SIGNAL_AVG);
	}
}

static void vwifi_sta_info(struct vwifi_vif *vif, struct vwifi_sta *sta,
			   struct station_info *sinfo)
{
	u64 now = ktime_get_boottime_ns();

	vwifi_sta_sum(sta, sinfo);
	vwifi_sta_signal(vif, sta->addr, sinfo);
	vwifi_sta_rates(vif, sta, sinfo);
	sinfo->tx_duration = vwifi_airtime_settle(&sta->tx_airtime, sinfo->tx_bytes,
						  sinfo->tx_packets, &sinfo->txrate);
	sinfo->rx_duration = vwifi_airtime_settle(&sta->rx_airtime, sinfo->rx_bytes,
						  sinfo->rx_packets, &sinfo->rxrate);
	sinfo->expected_throughput = vwifi_sta_throughput(vif, sta, &sinfo->txrate);
	sinfo->tx_retries = atomic_read(&sta->tx_retries);
	sinfo->tx_failed = atomic_read(&sta->tx_failed);
	sinfo->rx_dropped_misc = atomic_read(&sta->rx_dropped);
	sinfo->inactive_time = jiffies_to_msecs(jiffies - READ_ONCE(sta->last_active));
	sinfo->connected_time = div_u64(now - sta->assoc_at, NSEC_PER_SEC);
	sinfo->assoc_at = sta->assoc_at;
	sinfo->sta_flags.mask = BIT(NL80211_STA_FLAG_AUTHORIZED) |
				BIT(NL80211_STA_FLAG_AUTHENTICATED) |
				BIT(NL80211_STA_FLAG_ASSOCIATED) |
				BIT(NL80211_STA_FLAG_SHORT_PREAMBLE) |
				BIT(NL80211_STA_FLAG_WME) |
				BIT(NL80211_STA_FLAG_MFP) |
				BIT(NL80211_STA_FLAG_TDLS_PEER);
	sinfo->sta_flags.set = sta->flags & sinfo->sta_flags.mask;
	sinfo->filled |= BIT_ULL(NL80211_STA_INFO_TX_BITRATE) |
			 BIT_ULL(NL80211_STA_INFO_RX_BITRATE) |
			 BIT_ULL(NL80211_STA_INFO_TX_RETRIES) |
			 BIT_ULL(NL80211_STA_INFO_TX_FAILED) |
			 BIT_ULL(NL80211_STA_INFO_RX_DROP_MISC) |
			 BIT_ULL(NL80211_STA_INFO_INACTIVE_TIME) |
			 BIT_ULL(NL80211_STA_INFO_CONNECTED_TIME) |
			 BIT_ULL(NL80211_STA_INFO_ASSOC_AT_BOOTTIME) |
			 BIT_ULL(NL80211_STA_INFO_STA_FLAGS) |
			 BIT_ULL(NL80211_STA_INFO_TX_DURATION) |
			 BIT_ULL(NL80211_STA_INFO_RX_DURATION) |
			 BIT_ULL(NL80211_STA_INFO_EXPECTED_THROUGHPUT);
	vwifi_sta_bss_info(vif, sinfo);
}

int vwifi_get_station(struct wiphy *wiphy, VWIFI_PEER_DEV *dev, const u8 *mac,
		      struct station_info *sinfo)
{
	struct vwifi_vif *vif = vwifi_wdev_vif(vwifi_peer_dev(dev));
	struct vwifi_ap *ap = vwifi_vif_ap(vif);
	struct vwifi_sta *sta;

	if (ap) {
		/* vwifi's users read the signal of an access point at the point itself. */
		if (ether_addr_equal(mac, vif->dev->dev_addr)) {
			vwifi_sta_signal(vif, mac, sinfo);
			return 0;
		}
		sta = vwifi_sta_find(ap, mac);
	} else {
		sta = vwifi_vif_peer(vif);
		if (sta && !ether_addr_equal(sta->addr, mac))
			sta = NULL;
	}
	if (!sta)
		return -ENOENT;
	vwifi_sta_info(ap ? ap->vif : vif, sta, sinfo);
	return 0;
}

int vwifi_dump_station(struct wiphy *wiphy, VWIFI_PEER_DEV *dev, int idx, u8 *mac,
		       struct station_info *sinfo)
{
	struct vwifi_vif *vif = vwifi_wdev_vif(vwifi_peer_dev(dev));
	struct vwifi_ap *ap = vwifi_vif_ap(vif);
	struct vwifi_sta *sta = NULL;

	if (ap) {
		struct vwifi_sta *each;
		int n = 0;

		list_for_each_entry(each, &ap->station_list, list) {
			/* A part of an access point shows its own. */
			if (vif != ap->vif && rcu_access_pointer(each->vlan) != vif)
				continue;
			if (n++ == idx) {
				sta = each;
				break;
			}
		}
	} else if (!idx) {
		sta = vwifi_vif_peer(vif);
	}
	if (!sta)
		return -ENOENT;
	ether_addr_copy(mac, sta->addr);
	vwifi_sta_info(ap ? ap->vif : vif, sta, sinfo);
	return 0;
}
