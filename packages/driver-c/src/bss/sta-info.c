// SPDX-License-Identifier: MIT OR GPL-2.0
/* What is told of a peer: counters, signal, rates, airtime. With the wiphy mutex held. */
#include "air/air.h"
#include "mgmt/mgmt.h"
#include "phy/phy.h"
#include "mld.h"
#include "sta.h"

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

/* What a program that carries the frames said, or 0. */
static int vwifi_sta_told_signal(struct vwifi_vif *vif, const u8 *addr)
{
	const struct vwifi_sta *sta;
	int signal = 0;

	if (!vwifi_air_is_carried(vif->radio->air))
		return 0;
	rcu_read_lock();
	sta = vwifi_peer_find(vif, addr);
	if (sta)
		signal = READ_ONCE(sta->told_signal);
	rcu_read_unlock();
	return signal;
}

static void vwifi_sta_signal(struct vwifi_vif *vif, const u8 *addr, struct station_info *sinfo)
{
	sinfo->signal = vwifi_sta_told_signal(vif, addr) ?: vwifi_mgmt_signal(vif->radio, addr);
	sinfo->signal_avg = sinfo->signal;
	sinfo->filled |= BIT_ULL(NL80211_STA_INFO_SIGNAL) | BIT_ULL(NL80211_STA_INFO_SIGNAL_AVG);
}

/*
 * The rates between an interface and a peer, both ways. What a peer of this kernel
 * sends with is what it knows of us, and its own mask; one of another kernel sends as
 * we do.
 */
static void vwifi_sta_rates(struct vwifi_vif *vif, const struct vwifi_sta *sta, struct station_info *sinfo)
{
	struct vwifi_vif *peer;
	struct vwifi_sta *back;
	struct vwifi_bss *ap;
	u16 freq;

	rcu_read_lock();
	ap = rcu_dereference(vif->bss);
	freq = ap ? ap->freq : vif->mlme.freq;
	peer = vwifi_air_find(vif->radio->air, sta->addr);
	back = peer ? vwifi_peer_find(peer, vif->addr) : NULL;
	if (peer)
		vwifi_rate_to(vif, sta, peer->radio, freq, &sinfo->txrate);
	else
		vwifi_rate_at(vif, sta, vwifi_mgmt_signal(vif->radio, sta->addr), freq, true,
			      &sinfo->txrate);
	if (back)
		vwifi_rate_to(peer, back, vif->radio, freq, &sinfo->rxrate);
	else
		vwifi_rate_at(vif, sta, vwifi_mgmt_signal(vif->radio, sta->addr), freq, false,
			      &sinfo->rxrate);
	rcu_read_unlock();
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
	peer = vwifi_air_find(vif->radio->air, sta->addr);
	if (peer)
		kbps = vwifi_link_throughput(vif->radio, peer->radio, kbps);
	rcu_read_unlock();
	return min_t(u64, kbps, U32_MAX);
}

#define VWIFI_METRIC_OCTETS	1024	/* of the frame that it is about (802.11-2020, 14.9) */
#define VWIFI_METRIC_OVERHEAD	75	/* us: access to the channel, preamble, acknowledgement */

/* The airtime link metric towards a member of a mesh, in hundredths of a TU (802.11-2020, 14.9). */
u32 vwifi_sta_metric(struct vwifi_vif *vif, const struct vwifi_sta *sta)
{
	const struct vwifi_bss *mesh = vwifi_vif_bss(vif);
	struct rate_info rate = {};
	struct vwifi_vif *peer;
	u64 kbps, us;

	rcu_read_lock();
	peer = vwifi_air_find(vif->radio->air, sta->addr);
	if (peer)
		vwifi_rate_to(vif, sta, peer->radio, mesh->freq, &rate);
	else
		vwifi_rate_at(vif, sta, vwifi_mgmt_signal(vif->radio, sta->addr), mesh->freq, true,
			      &rate);
	rcu_read_unlock();
	kbps = max(vwifi_sta_throughput(vif, sta, &rate), 1U);
	us = VWIFI_METRIC_OVERHEAD + div64_u64(VWIFI_METRIC_OCTETS * 8 * USEC_PER_MSEC, kbps);
	return DIV_ROUND_UP_ULL(us * 100, 1024);
}

/* What a member of a mesh is told of its peer beside frames. */
static void vwifi_sta_mesh_info(struct vwifi_vif *vif, const struct vwifi_sta *sta,
				struct station_info *sinfo)
{
	sinfo->llid = sta->plink.llid;
	sinfo->plid = sta->plink.plid;
	sinfo->plink_state = sta->plink.state;
	sinfo->airtime_link_metric = vwifi_sta_metric(vif, sta);
	/* Nobody sleeps. */
	sinfo->local_pm = NL80211_MESH_POWER_ACTIVE;
	sinfo->peer_pm = NL80211_MESH_POWER_ACTIVE;
	sinfo->nonpeer_pm = NL80211_MESH_POWER_ACTIVE;
	sinfo->filled |= BIT_ULL(NL80211_STA_INFO_LLID) |
			 BIT_ULL(NL80211_STA_INFO_PLID) |
			 BIT_ULL(NL80211_STA_INFO_PLINK_STATE) |
			 BIT_ULL(NL80211_STA_INFO_AIRTIME_LINK_METRIC) |
			 BIT_ULL(NL80211_STA_INFO_LOCAL_PM) |
			 BIT_ULL(NL80211_STA_INFO_PEER_PM) |
			 BIT_ULL(NL80211_STA_INFO_NONPEER_PM);
}

/* What a station has of its access point beside frames, and an access point says of itself. */
static void vwifi_sta_bss_info(struct vwifi_vif *vif, const struct vwifi_sta *sta,
			       struct station_info *sinfo)
{
	struct vwifi_bss *ap = vwifi_sta_bss(vif);
	struct vwifi_mlme *mlme = &vif->mlme;

	if (ap && ap->kind == VWIFI_BSS_OCB)
		return;
	if (ap) {
		sinfo->bss_param.flags = ap->bss_flags;
		sinfo->bss_param.beacon_interval = ap->beacon_tu;
		sinfo->bss_param.dtim_period = ap->dtim_period;
		sinfo->filled |= BIT_ULL(NL80211_STA_INFO_BSS_PARAM);
	} else if (vwifi_vif_is_station(vif) && sta == vwifi_sta_peer(vif)) {
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

/* Where there has been a transmission through a channel server, that is what is told. */
static void vwifi_sta_aired(const struct vwifi_sta_air *air, struct rate_info *rate, u64 *us)
{
	if (!READ_ONCE(air->known))
		return;
	*rate = air->rate;
	*us = div_u64(READ_ONCE(air->airtime), NSEC_PER_USEC);
}

/* A rate at a slow clock as user space knows it: what it is, not what it were at 20 MHz. */
static void vwifi_sta_rate_told(struct rate_info *rate)
{
	rate->legacy >>= vwifi_rate_slow(rate);
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
	vwifi_sta_aired(&sta->tx_air, &sinfo->txrate, &sinfo->tx_duration);
	vwifi_sta_aired(&sta->rx_air, &sinfo->rxrate, &sinfo->rx_duration);
	sinfo->expected_throughput = vwifi_sta_throughput(vif, sta, &sinfo->txrate);
	vwifi_sta_rate_told(&sinfo->txrate);
	vwifi_sta_rate_told(&sinfo->rxrate);
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
	vwifi_sta_bss_info(vif, sta, sinfo);
	if (vif->wdev.iftype == NL80211_IFTYPE_MESH_POINT)
		vwifi_sta_mesh_info(vif, sta, sinfo);
}

/* What was counted on one link more of a peer. */
static void vwifi_mld_count(struct station_info *sinfo, const struct station_info *link)
{
	sinfo->rx_packets += link->rx_packets;
	sinfo->rx_bytes += link->rx_bytes;
	sinfo->tx_packets += link->tx_packets;
	sinfo->tx_bytes += link->tx_bytes;
	sinfo->tx_retries += link->tx_retries;
	sinfo->tx_failed += link->tx_failed;
	sinfo->rx_dropped_misc += link->rx_dropped_misc;
	sinfo->rx_beacon += link->rx_beacon;
	sinfo->beacon_loss_count += link->beacon_loss_count;
}

/* A link more of a peer, for what is not counted: a frame goes over the best of them, and the air is that of all. */
static void vwifi_mld_fold(struct station_info *sinfo, const struct station_info *link)
{
	if (!sinfo->filled) {
		sinfo->inactive_time = link->inactive_time;
		sinfo->signal = link->signal;
		sinfo->signal_avg = link->signal_avg;
		sinfo->txrate = link->txrate;
		sinfo->rxrate = link->rxrate;
		sinfo->bss_param = link->bss_param;
		sinfo->sta_flags.mask = link->sta_flags.mask;
	}
	sinfo->filled |= link->filled;
	sinfo->inactive_time = min(sinfo->inactive_time, link->inactive_time);
	sinfo->signal = max(sinfo->signal, link->signal);
	sinfo->signal_avg = max(sinfo->signal_avg, link->signal_avg);
	sinfo->rx_beacon_signal_avg = max(sinfo->rx_beacon_signal_avg, link->rx_beacon_signal_avg);
	sinfo->expected_throughput = max(sinfo->expected_throughput, link->expected_throughput);
	sinfo->tx_duration += link->tx_duration;
	sinfo->rx_duration += link->rx_duration;
}

/* The same of a peer that is an MLD, and of each of its links. */
static void vwifi_mld_info(struct vwifi_vif *vif, struct vwifi_sta *peer, struct station_info *sinfo)
{
	struct vwifi_sta *sta;
	unsigned int id;

	vwifi_mld_for_each_peer_link(vif, peer, id, sta) {
		struct vwifi_vif *link = vwifi_vif_at_link(vif, id);
		struct station_info of = {};

		if (link == vif)
			continue;
		vwifi_sta_info(link, sta, &of);
		vwifi_mld_fold(sinfo, &of);
		if (!vwifi_tell_link(sinfo, id, sta->addr, &of))
			vwifi_mld_count(sinfo, &of);
	}
	sinfo->assoc_at = peer->assoc_at;
	sinfo->connected_time = div_u64(ktime_get_boottime_ns() - peer->assoc_at, NSEC_PER_SEC);
	sinfo->sta_flags.set = peer->flags & sinfo->sta_flags.mask;
}

int vwifi_get_station(struct wiphy *wiphy, VWIFI_PEER_DEV *dev, const u8 *mac,
		      struct station_info *sinfo)
{
	struct vwifi_vif *vif = vwifi_mld_at(vwifi_wdev_vif(vwifi_peer_dev(dev)), mac);
	struct vwifi_bss *ap = vwifi_sta_bss(vif);
	struct vwifi_mld *mld = vwifi_vif_mld(vif);
	struct vwifi_sta *sta;

	if (mld) {
		sta = vwifi_mld_sta_find(vif, mld, mac);
		if (sta) {
			vwifi_mld_info(vif, sta, sinfo);
			return 0;
		}
		/* wpa_supplicant and iw ask for a link of their access point. */
		vif = vwifi_mld_link_to(vif, mac);
		if (!vif)
			return -ENOENT;
	}
	if (ap) {
		/* vwifi's users read the signal of an access point at the point itself. */
		if (ether_addr_equal(mac, vif->addr)) {
			vwifi_sta_signal(vif, mac, sinfo);
			return 0;
		}
		sta = vwifi_sta_find(ap, mac);
	} else {
		sta = vwifi_sta_peer_at(vif, mac);
	}
	if (!sta)
		return -ENOENT;
	vwifi_sta_info(ap ? ap->vif : vif, sta, sinfo);
	return 0;
}

/* A station's access point, and behind it those that it has direct links with; or NULL. */
static struct vwifi_sta *vwifi_sta_nth_peer(struct vwifi_vif *vif, int idx)
{
	struct vwifi_sta *ap = vwifi_sta_peer(vif), *sta;

	if (!idx || !ap)
		return idx ? NULL : ap;
	hlist_for_each_entry(sta, &vif->tdls, hash)
		if (!--idx)
			return sta;
	return NULL;
}

int vwifi_dump_station(struct wiphy *wiphy, VWIFI_PEER_DEV *dev, int idx, u8 *mac,
		       struct station_info *sinfo)
{
	struct vwifi_vif *vif = vwifi_wdev_vif(vwifi_peer_dev(dev));
	struct vwifi_bss *ap = vwifi_sta_bss(vif);
	struct vwifi_sta *sta = NULL;

	if (vwifi_vif_mld(vif)) {
		struct vwifi_vif *at;

		sta = vwifi_mld_nth(vif, idx, &at);
		if (!sta)
			return -ENOENT;
		ether_addr_copy(mac, sta->addr);
		if (sta->mld_peer)
			vwifi_mld_info(vif, sta, sinfo);
		else
			vwifi_sta_info(at, sta, sinfo);
		return 0;
	}
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
	} else {
		sta = vwifi_sta_nth_peer(vif, idx);
	}
	if (!sta)
		return -ENOENT;
	ether_addr_copy(mac, sta->addr);
	vwifi_sta_info(ap ? ap->vif : vif, sta, sinfo);
	return 0;
}
