// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * The links of an interface (IEEE Std 802.11be-2024, 35.3): made and ended, an access point's by user
 * space, a station's with its association. And management frames, which go over a link in its
 * addresses, and are known to user space in those of the MLDs. With the wiphy mutex held.
 */
#include "air/air.h"
#include "dcf/dcf.h"
#include "key/key.h"
#include "mgmt/mgmt.h"
#include "mld.h"

/* What links share with their interface. */
void vwifi_mld_share_port(struct vwifi_vif *vif)
{
	struct vwifi_mld *mld = vwifi_vif_mld(vif);
	struct vwifi_vif *link;
	unsigned int id;

	if (!mld)
		return;
	vwifi_mld_for_each_link(vif, mld, id, link) {
		link->control_port = vif->control_port;
		link->control_port_no_encrypt = vif->control_port_no_encrypt;
		link->control_port_over_nl80211 = vif->control_port_over_nl80211;
	}
}

/* The links of an interface, made where it has none yet; NULL without memory. */
static struct vwifi_mld *vwifi_mld_of(struct vwifi_vif *vif)
{
	struct vwifi_mld *mld = vwifi_vif_mld(vif);
	unsigned int i;

	if (mld)
		return mld;
	mld = kzalloc(sizeof(*mld), GFP_KERNEL);
	if (!mld)
		return NULL;
	for (i = 0; i < ARRAY_SIZE(mld->stations); i++)
		INIT_HLIST_HEAD(&mld->stations[i]);
	spin_lock_init(&mld->group_lock);
	rcu_assign_pointer(vif->mld, mld);
	return mld;
}

/**
 * vwifi_mld_add_link - gives an interface a link
 * @vif: the interface, which is up
 * @id: the link's number
 * @addr: its address
 *
 * Return: the link, or an ERR_PTR.
 */
struct vwifi_vif *vwifi_mld_add_link(struct vwifi_vif *vif, unsigned int id, const u8 *addr)
{
	struct vwifi_mld *mld;
	struct vwifi_vif *link;

	if (id >= IEEE80211_MLD_MAX_NUM_LINKS || vwifi_vif_bss(vif))
		return ERR_PTR(-EINVAL);
	mld = vwifi_mld_of(vif);
	if (!mld)
		return ERR_PTR(-ENOMEM);
	if (vwifi_mld_link(vif, mld, id))
		return ERR_PTR(-EEXIST);
	link = kzalloc(sizeof(*link), GFP_KERNEL);
	if (!link) {
		vwifi_mld_reap(vif);
		return ERR_PTR(-ENOMEM);
	}
	link->dev = vif->dev;
	link->link_of = vif;
	link->link_id = id;
	ether_addr_copy(link->link_addr, addr);
	link->addr = link->link_addr;
	link->wdev.netdev = vif->dev;
	vwifi_vif_init(link, vif->radio, vif->wdev.iftype);
	vwifi_vif_enlist(link);
	rcu_assign_pointer(mld->links[id], link);
	vwifi_mld_share_port(vif);
	vwifi_air_add(link);
	return link;
}

/* Where no link is left there is no MLD either. */
void vwifi_mld_reap(struct vwifi_vif *vif)
{
	struct vwifi_mld *mld = vwifi_vif_mld(vif);
	struct vwifi_vif *link;
	unsigned int id;

	if (!mld)
		return;
	vwifi_mld_for_each_link(vif, mld, id, link)
		return;
	vwifi_mld_flush_stations(vif);
	RCU_INIT_POINTER(vif->mld, NULL);
	kfree_rcu(mld, rcu);
}

/* Ends a link. Its BSS, or association, ends with it. */
void vwifi_mld_del_link(struct vwifi_vif *vif, unsigned int id)
{
	struct vwifi_mld *mld = vwifi_vif_mld(vif);
	struct vwifi_vif *link = mld && id < IEEE80211_MLD_MAX_NUM_LINKS ? vwifi_mld_link(vif, mld, id) : NULL;

	if (!link)
		return;
	vwifi_bss_down(link);
	RCU_INIT_POINTER(mld->links[id], NULL);
	/* From here on no frame in the radio's queue finds it. */
	list_del_rcu(&link->list);
	vwifi_air_tune_home(link, 0);
	/* Whoever found it is done with it after this. */
	vwifi_air_del(link);
	vwifi_dcf_forget_vif(link);
	vwifi_vif_exit(link);
	kfree(link);
	vwifi_mld_reap(vif);
}

void vwifi_mld_del_links(struct vwifi_vif *vif)
{
	unsigned int id;

	for (id = 0; id < IEEE80211_MLD_MAX_NUM_LINKS && vwifi_vif_mld(vif); id++)
		vwifi_mld_del_link(vif, id);
}

/* An access point's; cfg80211 has its address. */
int vwifi_add_intf_link(struct wiphy *wiphy, struct wireless_dev *wdev, unsigned int link_id)
{
	struct vwifi_vif *vif = vwifi_wdev_vif(wdev);
	struct vwifi_vif *link;

	if (!vwifi_vif_is_up(vif))
		return -ENETDOWN;
	link = vwifi_mld_add_link(vif, link_id, wdev->links[link_id].addr);
	return PTR_ERR_OR_ZERO(link);
}

void vwifi_del_intf_link(struct wiphy *wiphy, struct wireless_dev *wdev, unsigned int link_id)
{
	vwifi_mld_del_link(vwifi_wdev_vif(wdev), link_id);
}

/* The address of whom a link knows by @addr, as an MLD; or NULL. */
static const u8 *vwifi_mld_addr_of(struct vwifi_vif *link, const struct vwifi_mld *mld, const u8 *addr)
{
	struct vwifi_bss *bss = vwifi_vif_bss(link);
	const struct vwifi_sta *sta;

	if (!bss)
		return ether_addr_equal(link->mlme.bssid, addr) ? mld->ap_addr : NULL;
	sta = vwifi_sta_find(bss, addr);
	return sta && sta->mld ? sta->mld->addr : NULL;
}

/*
 * A frame that came over a link, for its MLD: in the addresses of MLDs, where its sender is known to
 * be one. Returns the interface that has to do with it.
 */
struct vwifi_vif *vwifi_mld_take_mgmt(struct vwifi_vif *link, struct ieee80211_mgmt *mgmt)
{
	struct vwifi_vif *vif = vwifi_vif_whole(link);
	const u8 *peer;

	if (vif == link)
		return vif;
	peer = vwifi_mld_addr_of(link, vwifi_vif_mld(vif), mgmt->sa);
	if (!peer || is_multicast_ether_addr(mgmt->da))
		return vif;
	if (ether_addr_equal(mgmt->bssid, mgmt->sa))
		ether_addr_copy(mgmt->bssid, peer);
	else if (ether_addr_equal(mgmt->bssid, link->addr))
		ether_addr_copy(mgmt->bssid, vif->addr);
	if (ether_addr_equal(mgmt->da, link->addr))
		ether_addr_copy(mgmt->da, vif->addr);
	ether_addr_copy(mgmt->sa, peer);
	return vif;
}

/* The link that a frame goes over that names none: on @freq (0: any), to whom it is for. */
static struct vwifi_vif *vwifi_mld_choose(struct vwifi_vif *vif, const struct vwifi_mld *mld,
					  const struct vwifi_sta *peer, u16 freq)
{
	struct vwifi_vif *link, *found = NULL;
	unsigned int id;

	vwifi_mld_for_each_link(vif, mld, id, link) {
		if (freq && link->home_freq != freq)
			continue;
		if (peer && peer->mld_peer && !vwifi_mld_peer_link(vif, peer, id))
			continue;
		if (!found || (peer && peer->mld_peer && peer->mld_peer->first == id))
			found = link;
	}
	return found;
}

/**
 * vwifi_mld_give_mgmt - puts a frame of an interface into the addresses of a link
 * @vif: the interface
 * @id: over which link; negative: no matter
 * @freq: on which channel, MHz; 0: no matter
 * @mgmt: the frame
 *
 * Return: who sends it: a link, or @vif itself where it has none there.
 */
struct vwifi_vif *vwifi_mld_give_mgmt(struct vwifi_vif *vif, int id, u16 freq, struct ieee80211_mgmt *mgmt)
{
	struct vwifi_mld *mld = vwifi_vif_mld(vif);
	struct vwifi_sta *peer = NULL, *at;
	struct vwifi_vif *link;

	if (!mld)
		return vif;
	if (!is_multicast_ether_addr(mgmt->da)) {
		rcu_read_lock();
		peer = vwifi_peer_find(vif, mgmt->da);
		rcu_read_unlock();
	}
	link = vwifi_vif_at_link(vif, id);
	if (link == vif)
		link = vwifi_mld_choose(vif, mld, peer, freq);
	if (!link)
		return vif;
	at = peer && peer->mld_peer ? vwifi_mld_peer_link(vif, peer, link->link_id) : NULL;
	if (at) {
		if (ether_addr_equal(mgmt->bssid, mgmt->da))
			ether_addr_copy(mgmt->bssid, at->addr);
		ether_addr_copy(mgmt->da, at->addr);
	}
	if (ether_addr_equal(mgmt->bssid, vif->addr))
		ether_addr_copy(mgmt->bssid, link->addr);
	if (ether_addr_equal(mgmt->sa, vif->addr))
		ether_addr_copy(mgmt->sa, link->addr);
	return link;
}
