/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * Keys, and what they protect. Inside one kernel nothing is encrypted: a frame travels
 * with the key it was sent with, and these functions say whether its receiver takes it.
 * What comes as octets is opened here with the receiver's own key (open.c), and put
 * together where it comes in parts (defrag.c).
 *
 * Keys change with the wiphy mutex held; readers use RCU. A key's rx_lock and a peer's
 * defrag lock are the innermost of all. Checks are called under RCU, in any context,
 * once for each frame; user space's commands in process context.
 */
#ifndef VWIFI_KEY_KEY_H
#define VWIFI_KEY_KEY_H

#include "core/core.h"

/* key.c */
void vwifi_keys_free(struct vwifi_vif *vif);
struct vwifi_key *vwifi_key_new(u32 cipher, u8 index, bool pairwise, const u8 *material, u8 len);
void vwifi_key_discard(struct vwifi_key *key);
void vwifi_key_free(struct vwifi_key __rcu **slot);
enum vwifi_drop vwifi_key_accept(struct vwifi_key *held,
				 const struct vwifi_protection *protection,
				 unsigned int mpdus);
struct vwifi_key *vwifi_key_tx_unicast(struct vwifi_vif *vif, struct vwifi_sta *sta);
struct vwifi_key *vwifi_key_tx_group(struct vwifi_vif *vif);
enum vwifi_drop vwifi_key_check_unicast(struct vwifi_vif *vif, struct vwifi_sta *sta,
					const struct vwifi_protection *protection,
					unsigned int mpdus);
enum vwifi_drop vwifi_key_check_group(struct vwifi_vif *vif, struct vwifi_sta *sta,
				      const struct vwifi_protection *protection,
				      unsigned int mpdus);
enum vwifi_drop vwifi_key_accept_group(struct vwifi_key __rcu **keys, unsigned int n,
				       struct vwifi_key *held,
					      const struct vwifi_protection *protection,
					      unsigned int mpdus);
struct vwifi_key *vwifi_default_key(struct vwifi_vif *vif, const s8 *which);
void vwifi_key_share(const struct vwifi_vif *vif, const struct vwifi_sta *peer);

/* mgmt.c */
bool vwifi_mgmt_is_robust(const struct ieee80211_mgmt *mgmt, size_t len);
bool vwifi_mgmt_is_private(const struct ieee80211_mgmt *mgmt, size_t len);
void vwifi_key_mgmt_tx(struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt,
		       size_t len, struct vwifi_protection *protection);
enum vwifi_mgmt_protection
vwifi_key_mgmt_check(struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt,
		     size_t len, const struct vwifi_protection *protection);
struct vwifi_key *vwifi_key_tx_beacon(struct vwifi_vif *vif);
bool vwifi_key_for_beacons(const struct vwifi_vif *vif);
enum vwifi_mgmt_protection vwifi_key_beacon_bad(struct vwifi_vif *vif, enum vwifi_drop why);
enum vwifi_mgmt_protection
vwifi_key_beacon_check(struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt,
		       const struct vwifi_protection *protection);

/* open.c */
bool vwifi_key_open_mgmt(struct vwifi_vif *vif, struct sk_buff *skb,
			 struct vwifi_protection *protection);
enum vwifi_drop vwifi_key_open_data(struct vwifi_vif *to, struct vwifi_sta *sta, bool group,
				    struct sk_buff *skb, struct vwifi_protection *protection);

/* defrag.c */
enum vwifi_drop vwifi_defrag(struct vwifi_sta *sta, struct sk_buff **skb,
			     const struct vwifi_protection *protection);
void vwifi_defrag_forget(struct vwifi_sta *sta);
void vwifi_defrag_free(struct vwifi_sta *sta);

/* key.c: what cfg80211 asks for, with the wiphy mutex held */
int vwifi_add_key(struct wiphy *wiphy, VWIFI_PEER_DEV *dev, int link_id,
		  u8 key_index, bool pairwise, const u8 *mac_addr,
		  struct key_params *params);
int vwifi_get_key(struct wiphy *wiphy, VWIFI_PEER_DEV *dev, int link_id,
		  u8 key_index, bool pairwise, const u8 *mac_addr, void *cookie,
		  void (*callback)(void *cookie, struct key_params *params));
int vwifi_del_key(struct wiphy *wiphy, VWIFI_PEER_DEV *dev, int link_id,
		  u8 key_index, bool pairwise, const u8 *mac_addr);
int vwifi_set_default_key(struct wiphy *wiphy, struct net_device *dev, int link_id,
			  u8 key_index, bool unicast, bool multicast);
int vwifi_set_default_mgmt_key(struct wiphy *wiphy, VWIFI_PEER_DEV *dev,
			       int link_id, u8 key_index);
int vwifi_set_default_beacon_key(struct wiphy *wiphy, VWIFI_PEER_DEV *dev,
				 int link_id, u8 key_index);

#endif /* VWIFI_KEY_KEY_H */
