/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* Peers; included by vwifi.h. */
#ifndef VWIFI_STA_H
#define VWIFI_STA_H

/* sta.c */
void vwifi_sta_insert(struct vwifi_vif *vif, struct vwifi_ap *ap, struct vwifi_sta *sta,
		      unsigned long flags);
void vwifi_sta_tell_new(struct vwifi_vif *vif, const struct vwifi_sta *sta);
void vwifi_sta_del(struct vwifi_vif *vif, struct vwifi_sta *sta);
struct vwifi_sta *vwifi_sta_alloc(const u8 *addr);
void vwifi_sta_free(struct vwifi_sta *sta);
struct vwifi_sta *vwifi_sta_find(struct vwifi_ap *ap, const u8 *addr);
struct vwifi_sta *vwifi_peer_find(struct vwifi_vif *vif, const u8 *addr);
void vwifi_sta_flush(struct vwifi_vif *vif, struct vwifi_ap *ap);
int vwifi_add_station(struct wiphy *wiphy, VWIFI_PEER_DEV *dev, const u8 *mac,
		      struct station_parameters *params);
int vwifi_del_station(struct wiphy *wiphy, VWIFI_PEER_DEV *dev,
		      struct station_del_parameters *params);
int vwifi_change_station(struct wiphy *wiphy, VWIFI_PEER_DEV *dev,
			 const u8 *mac, struct station_parameters *params);
int vwifi_get_station(struct wiphy *wiphy, VWIFI_PEER_DEV *dev, const u8 *mac,
		      struct station_info *sinfo);
int vwifi_dump_station(struct wiphy *wiphy, VWIFI_PEER_DEV *dev, int idx,
		       u8 *mac, struct station_info *sinfo);

/* vlan.c */
struct vwifi_vif *vwifi_vlan_master(const struct vwifi_vif *vlan);
int vwifi_vlan_open(struct vwifi_vif *vlan);
void vwifi_vlan_stop(struct vwifi_vif *vlan);
void vwifi_vlan_flush(struct vwifi_vif *vlan);
void vwifi_vlan_carriers(struct vwifi_vif *master, bool on);
void vwifi_vlan_leave(struct vwifi_sta *sta);
int vwifi_vlan_join(struct vwifi_vif *vif, struct vwifi_sta *sta, struct net_device *dev);
struct vwifi_transmission;
bool vwifi_vlan_xmit(struct vwifi_vif *vlan, struct sk_buff *skb,
		     const struct vwifi_transmission *tx);
void vwifi_vlan_unexpected(struct vwifi_vif *master, struct vwifi_sta *sta);
void vwifi_vlan_announce(struct vwifi_vif *vif);

static inline bool vwifi_sta_authorised(const struct vwifi_sta *sta)
{
	return READ_ONCE(sta->flags) & BIT(NL80211_STA_FLAG_AUTHORIZED);
}

static inline bool vwifi_sta_associated(const struct vwifi_sta *sta)
{
	return READ_ONCE(sta->flags) & BIT(NL80211_STA_FLAG_ASSOCIATED);
}

static inline void vwifi_sta_account_rx(struct vwifi_sta *sta, unsigned int packets,
					unsigned int bytes)
{
	struct vwifi_sta_stats *stats = this_cpu_ptr(sta->stats);

	u64_stats_update_begin(&stats->syncp);
	u64_stats_add(&stats->rx_packets, packets);
	u64_stats_add(&stats->rx_bytes, bytes);
	u64_stats_update_end(&stats->syncp);
	WRITE_ONCE(sta->last_active, jiffies);
}

static inline void vwifi_sta_account_tx(struct vwifi_sta *sta, unsigned int packets,
					unsigned int bytes)
{
	struct vwifi_sta_stats *stats = this_cpu_ptr(sta->stats);

	u64_stats_update_begin(&stats->syncp);
	u64_stats_add(&stats->tx_packets, packets);
	u64_stats_add(&stats->tx_bytes, bytes);
	u64_stats_update_end(&stats->syncp);
}

#endif /* VWIFI_STA_H */
