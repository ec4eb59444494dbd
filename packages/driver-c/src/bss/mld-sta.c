// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Peers that are MLDs: one object for the MLD, with its keys and what it is allowed, and one for each of
 * its stations on our links, which has the same keys and flags, so that the data plane asks it alone
 * (IEEE Std 802.11be-2024, 35.3.5). Stations without links on an access point with links are as ever on
 * one of these. With the wiphy mutex held.
 */
#include "air/air.h"
#include "dcf/dcf.h"
#include "key/key.h"
#include "phy/phy.h"
#include "mld.h"
#include "sta.h"

/* A peer that is an MLD, with nothing on any link yet; or NULL. @first: the link that it comes over. */
struct vwifi_sta *vwifi_mld_sta_alloc(const u8 *addr, unsigned int first)
{
	struct vwifi_sta *peer = vwifi_sta_alloc(addr);

	if (!peer)
		return NULL;
	peer->mld_peer = kzalloc(sizeof(*peer->mld_peer), GFP_KERNEL);
	if (!peer->mld_peer) {
		vwifi_sta_free(peer);
		return NULL;
	}
	peer->mld_peer->first = first;
	return peer;
}

/* Gives a peer a station on a link, that nobody finds by itself yet; or NULL without memory. */
struct vwifi_sta *vwifi_mld_sta_join(struct vwifi_vif *vif, struct vwifi_sta *peer, unsigned int id,
				     const u8 *addr)
{
	struct vwifi_sta *sta = vwifi_sta_alloc(addr);

	if (!sta)
		return NULL;
	sta->mld = peer;
	sta->aid = peer->aid;
	sta->capability = peer->capability;
	WRITE_ONCE(sta->flags, peer->flags);
	rcu_assign_pointer(peer->mld_peer->links[id], sta);
	vwifi_key_share(vif, peer);
	return sta;
}

/* What a peer is, on all its links. */
void vwifi_mld_sta_flags(struct vwifi_vif *vif, struct vwifi_sta *peer, unsigned long flags)
{
	struct vwifi_sta *sta;
	unsigned int id;

	if (flags != peer->flags)
		trace_vwifi_peer(vif->dev, peer->addr, flags, false);
	WRITE_ONCE(peer->flags, flags);
	vwifi_mld_for_each_peer_link(vif, peer, id, sta)
		WRITE_ONCE(sta->flags, flags);
}

/* Takes a peer's station from a link; the peer goes with the last of them. */
void vwifi_mld_sta_leave(struct vwifi_vif *link, struct vwifi_sta *sta)
{
	struct vwifi_vif *vif = vwifi_vif_whole(link);
	struct vwifi_sta *peer = sta->mld, *other;
	unsigned int id;

	RCU_INIT_POINTER(peer->mld_peer->links[link->link_id], NULL);
	vwifi_sta_unlink(link, sta);
	vwifi_mld_for_each_peer_link(vif, peer, id, other) {
		if (peer->mld_peer->first == link->link_id)
			WRITE_ONCE(peer->mld_peer->first, id);
		return;
	}
	vwifi_mld_sta_free(vif, peer);
}

/* Frees a peer and what it has on links. User space is told, if it was. */
void vwifi_mld_sta_free(struct vwifi_vif *vif, struct vwifi_sta *peer)
{
	struct vwifi_mld *mld = vwifi_vif_mld(vif);
	struct vwifi_sta *sta;
	unsigned int id;

	hlist_del_init_rcu(&peer->hash);
	vwifi_mld_for_each_peer_link(vif, peer, id, sta) {
		RCU_INIT_POINTER(peer->mld_peer->links[id], NULL);
		vwifi_sta_unlink(vwifi_mld_link(vif, mld, id), sta);
	}
	trace_vwifi_peer(vif->dev, peer->addr, peer->flags, true);
	if (vwifi_sta_associated(peer))
		cfg80211_del_sta(vwifi_dev_peer(vif->dev), peer->addr, GFP_KERNEL);
	vwifi_sta_free(peer);
}

/* All that an access point has as stations and are MLDs. */
void vwifi_mld_flush_stations(struct vwifi_vif *vif)
{
	struct vwifi_mld *mld = vwifi_vif_mld(vif);
	struct hlist_node *next;
	struct vwifi_sta *peer;
	unsigned int i;

	for (i = 0; mld && i < ARRAY_SIZE(mld->stations); i++)
		hlist_for_each_entry_safe(peer, next, &mld->stations[i], hash)
			vwifi_mld_sta_free(vif, peer);
}

/* The station @mac of an access point that is an MLD, or NULL: a station's access point is no one's to take. */
static struct vwifi_sta *vwifi_mld_station(struct vwifi_vif *vif, const u8 *mac)
{
	struct vwifi_mld *mld = vwifi_vif_is_station(vif) ? NULL : vwifi_vif_mld(vif);
	struct vwifi_sta *peer;

	rcu_read_lock();
	peer = mld ? vwifi_mld_sta_find(vif, mld, mac) : NULL;
	rcu_read_unlock();
	/* It stays after the read section: only holders of the wiphy mutex remove peers. */
	return peer;
}

/* The link of an access point that a station without links is on, or @vif. */
struct vwifi_vif *vwifi_mld_at(struct vwifi_vif *vif, const u8 *mac)
{
	struct vwifi_mld *mld = vwifi_vif_mld(vif);
	struct vwifi_vif *link;
	struct vwifi_bss *bss;
	unsigned int id;

	if (!mld)
		return vif;
	vwifi_mld_for_each_link(vif, mld, id, link) {
		bss = vwifi_vif_bss(link);
		if (bss && vwifi_sta_find(bss, mac))
			return link;
	}
	return vif;
}

/* The link of a station to @bssid, of its access point; or NULL. */
struct vwifi_vif *vwifi_mld_link_to(struct vwifi_vif *vif, const u8 *bssid)
{
	struct vwifi_mld *mld = vwifi_vif_mld(vif);
	struct vwifi_vif *link;
	unsigned int id;

	vwifi_mld_for_each_link(vif, mld, id, link)
		if (rcu_access_pointer(link->peer) && ether_addr_equal(link->mlme.bssid, bssid))
			return link;
	return NULL;
}

/* An access point's station @addr joins a BSS of it, as one of an MLD. */
static int vwifi_mld_sta_on(struct vwifi_vif *vif, struct vwifi_sta *peer,
			    const struct link_station_parameters *params)
{
	struct vwifi_vif *link = vwifi_vif_at_link(vif, params->link_id);
	struct vwifi_bss *bss = link == vif ? NULL : vwifi_vif_bss(link);
	struct vwifi_sta *sta;

	if (!bss)
		return -ENETDOWN;
	if (!params->link_mac || is_multicast_ether_addr(params->link_mac) ||
	    ether_addr_equal(params->link_mac, link->addr))
		return -EINVAL;
	if (vwifi_mld_peer_link(vif, peer, params->link_id) || vwifi_sta_find(bss, params->link_mac))
		return -EEXIST;
	sta = vwifi_mld_sta_join(vif, peer, params->link_id, params->link_mac);
	if (!sta)
		return -ENOMEM;
	vwifi_phy_from_params(&sta->phy, params);
	hlist_add_head_rcu(&sta->hash, vwifi_sta_bucket(bss, sta->addr));
	if (vwifi_sta_associated(peer))
		vwifi_sta_list(bss, sta);
	return 0;
}

/* Flags and the rest of what is said of the MLD itself. */
static void vwifi_mld_sta_update(struct vwifi_vif *vif, struct vwifi_sta *peer,
				 const struct station_parameters *params)
{
	bool was_associated = vwifi_sta_associated(peer), was_authorised = vwifi_sta_authorised(peer);
	struct vwifi_mld *mld = vwifi_vif_mld(vif);
	unsigned long flags = peer->flags;
	struct vwifi_sta *sta;
	unsigned int id;

	if (params->aid)
		peer->aid = params->aid;
	if (params->listen_interval >= 0)
		peer->listen_interval = params->listen_interval;
	if (params->sta_modify_mask & STATION_PARAM_APPLY_CAPABILITY)
		peer->capability = params->capability;
	flags &= ~(unsigned long)params->sta_flags_mask;
	flags |= params->sta_flags_mask & params->sta_flags_set;
	vwifi_mld_sta_flags(vif, peer, flags);
	vwifi_mld_for_each_peer_link(vif, peer, id, sta) {
		struct vwifi_vif *link = vwifi_mld_link(vif, mld, id);
		struct vwifi_bss *bss = link ? vwifi_vif_bss(link) : NULL;

		sta->aid = peer->aid;
		if (bss && vwifi_sta_associated(peer))
			vwifi_sta_list(bss, sta);
	}
	if (vwifi_vif_is_station(vif))
		return;
	if (!was_associated && vwifi_sta_associated(peer)) {
		peer->assoc_at = ktime_get_boottime_ns();
		vwifi_sta_tell_new(vif, peer);
	}
	if (!was_authorised && vwifi_sta_authorised(peer))
		cfg80211_send_layer2_update(vif->dev, peer->addr);
}

/* A new station of an access point with links; it is an MLD. */
int vwifi_mld_sta_add(struct vwifi_vif *vif, const u8 *mac, struct station_parameters *params)
{
	struct vwifi_mld *mld = vwifi_vif_mld(vif);
	struct vwifi_sta *peer;
	int err;

	if (!mld || params->vlan)
		return -EOPNOTSUPP;
	if (is_multicast_ether_addr(mac) || ether_addr_equal(mac, vif->addr))
		return -EINVAL;
	if (vwifi_mld_station(vif, mac))
		return -EEXIST;
	peer = vwifi_mld_sta_alloc(mac, params->link_sta_params.link_id);
	if (!peer)
		return -ENOMEM;
	err = vwifi_mld_sta_on(vif, peer, &params->link_sta_params);
	if (err) {
		vwifi_sta_free(peer);
		return err;
	}
	hlist_add_head_rcu(&peer->hash, vwifi_mld_bucket(mld, mac));
	vwifi_mld_sta_update(vif, peer, params);
	return 0;
}

/* @peer: an access point's station, or a station's access point. */
int vwifi_mld_sta_change(struct vwifi_vif *vif, struct vwifi_sta *peer, struct station_parameters *params)
{
	const struct link_station_parameters *link = &params->link_sta_params;
	enum cfg80211_station_type type = CFG80211_STA_AP_STA;
	struct vwifi_sta *sta = vwifi_mld_peer_link(vif, peer, link->link_id);
	int err;

	if (!vwifi_vif_is_station(vif))
		type = vwifi_sta_associated(peer) ? CFG80211_STA_AP_CLIENT : CFG80211_STA_AP_CLIENT_UNASSOC;
	err = cfg80211_check_station_change(vif->radio->wiphy, params, type);
	if (!err && params->vlan)
		err = -EOPNOTSUPP;
	if (err)
		return err;
	if (sta)
		vwifi_phy_from_params(&sta->phy, link);
	vwifi_mld_sta_update(vif, peer, params);
	return 0;
}

/* One that is an MLD, or of all of them those on one link; -ENOENT: that is none. */
int vwifi_mld_sta_del(struct vwifi_vif *vif, struct station_del_parameters *params)
{
	struct vwifi_sta *peer;

	if (!params->mac) {
		struct vwifi_mld *mld = vwifi_vif_mld(vif);
		int only = vwifi_link_id_of(params);
		struct vwifi_vif *link;
		unsigned int id;

		vwifi_mld_for_each_link(vif, mld, id, link) {
			struct vwifi_bss *bss = vwifi_vif_bss(link);

			if (bss && (only < 0 || only == id))
				vwifi_sta_flush(link, bss);
		}
		return 0;
	}
	peer = vwifi_mld_station(vif, params->mac);
	if (!peer)
		return -ENOENT;
	vwifi_mld_sta_free(vif, peer);
	return 0;
}

int vwifi_add_link_station(struct wiphy *wiphy, struct net_device *dev,
			   struct link_station_parameters *params)
{
	struct vwifi_sta *peer = vwifi_mld_station(vwifi_vif(dev), params->mld_mac);

	return peer ? vwifi_mld_sta_on(vwifi_vif(dev), peer, params) : -ENOENT;
}

int vwifi_mod_link_station(struct wiphy *wiphy, struct net_device *dev,
			   struct link_station_parameters *params)
{
	struct vwifi_vif *vif = vwifi_vif(dev);
	struct vwifi_sta *peer = vwifi_mld_station(vif, params->mld_mac);
	struct vwifi_sta *sta = peer ? vwifi_mld_peer_link(vif, peer, params->link_id) : NULL;

	if (!sta)
		return -ENOENT;
	vwifi_phy_from_params(&sta->phy, params);
	return 0;
}

int vwifi_del_link_station(struct wiphy *wiphy, struct net_device *dev,
			   struct link_station_del_parameters *params)
{
	struct vwifi_vif *vif = vwifi_vif(dev);
	struct vwifi_sta *peer = vwifi_mld_station(vif, params->mld_mac);
	struct vwifi_sta *sta = peer ? vwifi_mld_peer_link(vif, peer, params->link_id) : NULL;

	if (!sta)
		return -ENOENT;
	vwifi_mld_sta_leave(vwifi_vif_at_link(vif, params->link_id), sta);
	return 0;
}

/* The @idx-th peer of an interface with links, and in @at where it is; or NULL. */
struct vwifi_sta *vwifi_mld_nth(struct vwifi_vif *vif, int idx, struct vwifi_vif **at)
{
	struct vwifi_mld *mld = vwifi_vif_mld(vif);
	struct vwifi_sta *sta;
	unsigned int i, id;
	struct vwifi_vif *link;

	*at = vif;
	if (vwifi_vif_is_station(vif))
		return idx ? NULL : rcu_dereference_protected(mld->peer,
							      lockdep_is_held(&vif->radio->wiphy->mtx));
	for (i = 0; i < ARRAY_SIZE(mld->stations); i++)
		hlist_for_each_entry(sta, &mld->stations[i], hash)
			if (vwifi_sta_associated(sta) && !idx--)
				return sta;
	vwifi_mld_for_each_link(vif, mld, id, link) {
		struct vwifi_bss *bss = vwifi_vif_bss(link);

		*at = link;
		if (!bss)
			continue;
		list_for_each_entry(sta, &bss->station_list, list)
			if (!sta->mld && !idx--)
				return sta;
	}
	return NULL;
}
