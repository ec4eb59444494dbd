/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* What the files of peers share. With the wiphy mutex held. */
#ifndef VWIFI_BSS_STA_H
#define VWIFI_BSS_STA_H

#include "air/air.h"
#include "bss.h"

/* The BSS that an interface keeps, or is part of. */
static inline struct vwifi_bss *vwifi_sta_bss(struct vwifi_vif *vif)
{
	if (vif->wdev.iftype == NL80211_IFTYPE_AP_VLAN)
		vif = vwifi_vlan_master(vif);
	return vif ? vwifi_vif_bss(vif) : NULL;
}

/* A station's access point, or NULL. */
static inline struct vwifi_sta *vwifi_sta_peer(struct vwifi_vif *vif)
{
	return rcu_dereference_protected(vif->peer, lockdep_is_held(&vif->radio->wiphy->mtx));
}

/* Whom a station knows by an address: its access point, or one that it has a direct link with; or NULL. */
static inline struct vwifi_sta *vwifi_sta_peer_at(struct vwifi_vif *vif, const u8 *addr)
{
	struct vwifi_sta *ap = vwifi_sta_peer(vif);

	return ap && ether_addr_equal(ap->addr, addr) ? ap : vwifi_tdls_find(vif, addr);
}

#endif /* VWIFI_BSS_STA_H */
