// SPDX-License-Identifier: MIT OR GPL-2.0
/* Peers: the stations of an access point, the access point of a station; for direct links tdls.c. */
#include "air/air.h"
#include "data/data.h"
#include "dcf/dcf.h"
#include "key/key.h"
#include "phy/phy.h"
#include "mld.h"
#include "sta.h"

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
	vwifi_kept_init(&sta->kept);
	spin_lock_init(&sta->turn);
	spin_lock_init(&sta->lost.lock);
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
	kfree(sta->mld_peer);
	free_percpu(sta->stats);
	kfree(sta);
}

/* Frees a peer that nobody finds any more, after the readers that still look at it. */
void vwifi_sta_free(struct vwifi_sta *sta)
{
	unsigned int i;

	/* What is on a link has the keys of its MLD. */
	for (i = 0; !sta->mld && i < ARRAY_SIZE(sta->keys); i++)
		vwifi_key_free(&sta->keys[i]);
	for (i = 0; i < ARRAY_SIZE(sta->group_keys); i++)
		vwifi_key_free(&sta->group_keys[i]);
	call_rcu(&sta->rcu, vwifi_sta_free_rcu);
}

/* Nobody finds it any more; it is freed when nobody looks at it. */
void vwifi_sta_unlink(struct vwifi_vif *vif, struct vwifi_sta *sta)
{
	/* A station's access point on a link is in no table. */
	hlist_del_init_rcu(&sta->hash);
	if (!list_empty(&sta->list))
		list_del_rcu(&sta->list);
	vwifi_keep_forget(vif, sta);
	vwifi_vlan_leave(sta);
	vwifi_dcf_forget_peer(vif, sta->addr);
	vwifi_sta_free(sta);
}

void vwifi_sta_del(struct vwifi_vif *vif, struct vwifi_sta *sta)
{
	if (sta->mld) {
		vwifi_mld_sta_leave(vif, sta);
		return;
	}
	if (vif->wdev.iftype == NL80211_IFTYPE_MESH_POINT)
		vwifi_up.mesh_peer_gone(vif, sta);
	trace_vwifi_peer(vif->dev, sta->addr, sta->flags, true);
	if (vwifi_sta_associated(sta))
		cfg80211_del_sta(vwifi_dev_peer(vif->dev), sta->addr, GFP_KERNEL);
	vwifi_sta_unlink(vif, sta);
}

/* Removes every station of an access point. Called with the wiphy mutex held. */
void vwifi_sta_flush(struct vwifi_vif *vif, struct vwifi_bss *ap)
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

/* Lists a station that has associated. Once listed it stays: one that associates again keeps its place. */
void vwifi_sta_list(struct vwifi_bss *ap, struct vwifi_sta *sta)
{
	if (list_empty(&sta->list))
		list_add_tail_rcu(&sta->list, &ap->station_list);
	/* The next beacon is its first. */
	atomic_set(&ap->news, VWIFI_NEWS);
}

static void vwifi_sta_associate(struct vwifi_vif *vif, struct vwifi_bss *ap, struct vwifi_sta *sta)
{
	vwifi_defrag_forget(sta);
	vwifi_sta_list(ap, sta);
	sta->assoc_at = ktime_get_boottime_ns();
	vwifi_sta_tell_new(vif, sta);
}

static void vwifi_sta_update_bridges(struct vwifi_vif *vif, struct vwifi_sta *sta)
{
	struct vwifi_vif *vlan = rcu_dereference_protected(sta->vlan, true);

	cfg80211_send_layer2_update(vlan ? vlan->dev : vif->dev, sta->addr);
}

static void vwifi_sta_update(struct vwifi_vif *vif, struct vwifi_bss *ap, struct vwifi_sta *sta,
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

	if (!ap || ap->kind != VWIFI_BSS_AP)
		return;
	if (!was_associated && vwifi_sta_associated(sta))
		vwifi_sta_associate(vif, ap, sta);
	/* Bridges and switches learn where it is now. */
	if (!was_authorised && vwifi_sta_authorised(sta))
		vwifi_sta_update_bridges(vif, sta);
}

/* Data may flow with a peer: of a station, whose radio has agreed on keys. */
void vwifi_sta_authorise(struct vwifi_vif *vif, struct vwifi_sta *sta)
{
	unsigned long flags = sta->flags | BIT(NL80211_STA_FLAG_AUTHORIZED);

	trace_vwifi_peer(vif->dev, sta->addr, flags, false);
	WRITE_ONCE(sta->flags, flags);
}

/* Adds a peer that is associated from the start: a member of a cell or mesh. */
void vwifi_sta_insert(struct vwifi_vif *vif, struct vwifi_bss *ap, struct vwifi_sta *sta,
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
	struct vwifi_vif *whole = vwifi_wdev_vif(vwifi_peer_dev(dev));
	struct vwifi_vif *vif = vwifi_vif_at_link(whole, params->link_sta_params.link_id);
	struct vwifi_bss *ap = vwifi_sta_bss(vif);
	struct vwifi_sta *sta;
	int err;

	if (params->link_sta_params.mld_mac)
		return vwifi_mld_sta_add(whole, mac, params);
	if (vwifi_vif_is_station(vif))
		return vwifi_tdls_add(vif, mac, params);
	if (!ap || vwifi_bss_is_direct(ap))
		return -ENETDOWN;
	if (is_multicast_ether_addr(mac) || ether_addr_equal(mac, vif->addr))
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
	if (ap->kind == VWIFI_BSS_MESH) {
		vwifi_sta_insert(vif, ap, sta, BIT(NL80211_STA_FLAG_ASSOCIATED) | BIT(NL80211_STA_FLAG_WME));
		vwifi_sta_update(vif, ap, sta, params);
		return vwifi_up.mesh_peer_set(vif, sta, params);
	}
	hlist_add_head_rcu(&sta->hash, vwifi_sta_bucket(ap, mac));
	vwifi_sta_update(vif, ap, sta, params);
	return 0;
}

int vwifi_del_station(struct wiphy *wiphy, VWIFI_PEER_DEV *dev,
		      struct station_del_parameters *params)
{
	struct vwifi_vif *vif = vwifi_wdev_vif(vwifi_peer_dev(dev));
	struct vwifi_sta *sta;
	struct vwifi_bss *ap;
	int err;

	if (vwifi_vif_mld(vif)) {
		err = vwifi_mld_sta_del(vif, params);
		if (!params->mac || err != -ENOENT)
			return err;
		vif = vwifi_mld_at(vif, params->mac);
	}
	ap = vwifi_sta_bss(vif);
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

/* What cfg80211 allows to change of a peer in a BSS goes by. */
static enum cfg80211_station_type vwifi_sta_type(const struct vwifi_bss *bss, const struct vwifi_sta *sta)
{
	if (vwifi_bss_is_direct(bss))
		return CFG80211_STA_IBSS;
	if (bss->kind == VWIFI_BSS_MESH)
		return bss->user_mpm ? CFG80211_STA_MESH_PEER_USER : CFG80211_STA_MESH_PEER_KERNEL;
	return vwifi_sta_associated(sta) ? CFG80211_STA_AP_CLIENT : CFG80211_STA_AP_CLIENT_UNASSOC;
}

int vwifi_change_station(struct wiphy *wiphy, VWIFI_PEER_DEV *dev, const u8 *mac,
			 struct station_parameters *params)
{
	struct vwifi_vif *vif = vwifi_mld_at(vwifi_wdev_vif(vwifi_peer_dev(dev)), mac);
	struct vwifi_bss *ap = vwifi_sta_bss(vif);
	struct vwifi_mld *mld = vwifi_vif_mld(vif);
	enum cfg80211_station_type type;
	struct vwifi_sta *sta;
	int err;

	if (mld) {
		sta = vwifi_mld_sta_find(vif, mld, mac);
		return sta ? vwifi_mld_sta_change(vif, sta, params) : -ENOENT;
	}
	if (ap) {
		sta = vwifi_sta_find(ap, mac);
		if (!sta)
			return -ENOENT;
		type = vwifi_sta_type(ap, sta);
	} else {
		sta = vwifi_sta_peer_at(vif, mac);
		if (!sta)
			return -ENOENT;
		if (sta != vwifi_sta_peer(vif))
			return vwifi_tdls_change(vif, sta, params);
		type = CFG80211_STA_AP_STA;
	}
	err = cfg80211_check_station_change(wiphy, params, type);
	if (!err && ap && params->vlan)
		err = vwifi_vlan_join(ap->vif, sta, params->vlan);
	if (err)
		return err;
	vwifi_sta_update(ap ? ap->vif : vif, ap, sta, params);
	return ap && ap->kind == VWIFI_BSS_MESH ? vwifi_up.mesh_peer_set(vif, sta, params) : 0;
}
