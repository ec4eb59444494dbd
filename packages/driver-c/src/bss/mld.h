/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* What the files of MLDs share with those of stations and access points. With the wiphy mutex held. */
#ifndef VWIFI_BSS_MLD_H
#define VWIFI_BSS_MLD_H

#include "bss.h"

/* mld.c: links */
struct vwifi_vif *vwifi_mld_add_link(struct vwifi_vif *vif, unsigned int id, const u8 *addr);
void vwifi_mld_del_link(struct vwifi_vif *vif, unsigned int id);
void vwifi_mld_reap(struct vwifi_vif *vif);
void vwifi_mld_share_port(struct vwifi_vif *vif);
struct vwifi_vif *vwifi_mld_take_mgmt(struct vwifi_vif *link, struct ieee80211_mgmt *mgmt);
struct vwifi_vif *vwifi_mld_give_mgmt(struct vwifi_vif *vif, int id, u16 freq, struct ieee80211_mgmt *mgmt);

/* mld-sta.c: MLDs that are stations of an access point, or access points of a station */
struct vwifi_sta *vwifi_mld_sta_alloc(const u8 *addr, unsigned int first);
struct vwifi_sta *vwifi_mld_sta_join(struct vwifi_vif *vif, struct vwifi_sta *peer, unsigned int id,
				     const u8 *addr);
void vwifi_mld_sta_flags(struct vwifi_vif *vif, struct vwifi_sta *peer, unsigned long flags);
void vwifi_mld_sta_free(struct vwifi_vif *vif, struct vwifi_sta *peer);
void vwifi_mld_sta_leave(struct vwifi_vif *link, struct vwifi_sta *sta);
void vwifi_mld_flush_stations(struct vwifi_vif *vif);
int vwifi_mld_sta_add(struct vwifi_vif *vif, const u8 *mac, struct station_parameters *params);
int vwifi_mld_sta_change(struct vwifi_vif *vif, struct vwifi_sta *peer,
			 struct station_parameters *params);
int vwifi_mld_sta_del(struct vwifi_vif *vif, struct station_del_parameters *params);
struct vwifi_vif *vwifi_mld_at(struct vwifi_vif *vif, const u8 *mac);
struct vwifi_vif *vwifi_mld_link_to(struct vwifi_vif *vif, const u8 *bssid);
struct vwifi_sta *vwifi_mld_nth(struct vwifi_vif *vif, int idx, struct vwifi_vif **at);

/* mld-join.c: how a station joins one */
struct vwifi_vif *vwifi_mld_joining(struct vwifi_vif *vif);
const u8 *vwifi_mld_ap_addr(const struct vwifi_vif *vif);
struct vwifi_vif *vwifi_mld_begin(struct vwifi_vif *vif, unsigned int id, const u8 *ap_addr,
				  const struct cfg80211_bss *bss);
size_t vwifi_mld_auth_len(void);
void vwifi_mld_put_auth(const struct vwifi_vif *vif, struct sk_buff *skb);
size_t vwifi_mld_assoc_len(const struct cfg80211_assoc_request *req);
int vwifi_mld_put_assoc(struct vwifi_vif *vif, struct sk_buff *skb,
			const struct cfg80211_assoc_request *req);
void vwifi_mld_hold(struct vwifi_vif *vif, const struct cfg80211_assoc_request *req);
void vwifi_mld_give_back(struct vwifi_vif *vif, struct cfg80211_assoc_failure *failure);
int vwifi_mld_associated(struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt, size_t len,
			 struct cfg80211_rx_assoc_resp_data *resp);
void vwifi_mld_drop_peer(struct vwifi_vif *vif);
bool vwifi_mld_lives(struct vwifi_vif *vif);

#endif /* VWIFI_BSS_MLD_H */
