/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * Meshes (IEEE Std 802.11-2020, 14): who is a peer (beacon.c, peer.c, peering.c), how a member that
 * is no peer is reached (path.c, hwmp.c, hwmp-send.c, perr.c), who stands for whom behind it (proxy.c),
 * how data goes (xmit.c, forward.c, seen.c), and what cfg80211 asks (join.c, told.c). A member's BSS is
 * bss/'s: its beacons are sent there, and its peers kept.
 *
 * All of it changes with the wiphy mutex held; the tables of paths and proxies under the mesh's lock as
 * well, which is the innermost but for a key's, for the data plane adds to them and lets frames wait
 * there. It reads them under RCU. What data finds out, that a path is wanted or a link is broken, it
 * notes, and wakes the radio's work (event.c), which sends what is to be sent.
 * Tables are bounded, and what nobody uses goes.
 */
#ifndef VWIFI_MESH_MESH_H
#define VWIFI_MESH_MESH_H

#include "core/core.h"

struct vwifi_arrival;

/* join.c */
int vwifi_join_mesh(struct wiphy *wiphy, struct net_device *dev, const struct mesh_config *conf,
		    const struct mesh_setup *setup);
int vwifi_leave_mesh(struct wiphy *wiphy, struct net_device *dev);
int vwifi_get_mesh_config(struct wiphy *wiphy, struct net_device *dev, struct mesh_config *conf);
int vwifi_update_mesh_config(struct wiphy *wiphy, struct net_device *dev, u32 mask,
			     const struct mesh_config *conf);
void vwifi_mesh_end(struct vwifi_mesh *mesh);

/* told.c */
int vwifi_add_mpath(struct wiphy *wiphy, struct net_device *dev, const u8 *dst, const u8 *next_hop);
int vwifi_del_mpath(struct wiphy *wiphy, struct net_device *dev, const u8 *dst);
int vwifi_change_mpath(struct wiphy *wiphy, struct net_device *dev, const u8 *dst,
		       const u8 *next_hop);
int vwifi_get_mpath(struct wiphy *wiphy, struct net_device *dev, u8 *dst, u8 *next_hop,
		    struct mpath_info *info);
int vwifi_dump_mpath(struct wiphy *wiphy, struct net_device *dev, int idx, u8 *dst, u8 *next_hop,
		     struct mpath_info *info);
int vwifi_get_mpp(struct wiphy *wiphy, struct net_device *dev, u8 *dst, u8 *mpp,
		  struct mpath_info *info);
int vwifi_dump_mpp(struct wiphy *wiphy, struct net_device *dev, int idx, u8 *dst, u8 *mpp,
		   struct mpath_info *info);

/* xmit.c, forward.c */
int vwifi_mesh_init(void);
void vwifi_mesh_exit(void);
netdev_tx_t vwifi_mesh_start_xmit(struct sk_buff *skb, struct net_device *dev);
void vwifi_mesh_receive(const struct vwifi_transmission *tx, struct sk_buff *skb);
void vwifi_mesh_lost(const struct vwifi_transmission *tx);

/* peer.c */
int vwifi_mesh_peer_set(struct vwifi_vif *vif, struct vwifi_sta *sta,
			const struct station_parameters *params);
void vwifi_mesh_peer_gone(struct vwifi_vif *vif, struct vwifi_sta *sta);

/* event.c */
bool vwifi_mesh_rx(struct vwifi_vif *vif, const struct vwifi_arrival *arrival);
void vwifi_mesh_event(struct vwifi_vif *vif);

#endif /* VWIFI_MESH_MESH_H */
