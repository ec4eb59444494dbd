/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* Keys, and what they protect; included by vwifi.h. */
#ifndef VWIFI_KEY_H
#define VWIFI_KEY_H

/* Of management frames ids 4 and 5, behind those of data, and of beacons 6 and 7. */
#define VWIFI_N_IGTKS		2
#define VWIFI_FIRST_IGTK	VWIFI_N_PAIRWISE_KEYS
#define VWIFI_FIRST_BIGTK	(VWIFI_FIRST_IGTK + VWIFI_N_IGTKS)

/* key.c */
bool vwifi_key_is_wep(const struct vwifi_key *key);
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

/* key-mgmt.c */
bool vwifi_mgmt_is_robust(const struct ieee80211_mgmt *mgmt, size_t len);
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

#endif /* VWIFI_KEY_H */
