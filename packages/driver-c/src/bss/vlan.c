// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Parts of an access point. An AP_VLAN interface has some of the access point's
 * stations: a stack and group keys of its own, and what it receives is theirs.
 * With four addresses it has one station alone, and carries whatever lies behind
 * that (IEEE Std 802.11-2020, 9.3.2.1: to and from the DS), so that both ends
 * can be ports of a bridge.
 *
 * Such an interface has the access point's address and is not on the air itself:
 * frames for it arrive at the access point, which knows where each station is.
 */
#include "air/air.h"
#include "data/data.h"
#include "key/key.h"
#include "bss.h"

/* Called with rtnl held, without the wiphy mutex. */
int vwifi_vlan_open(struct vwifi_vif *vlan)
{
	struct vwifi_vif *master;
	int err = 0;

	wiphy_lock(vlan->radio->wiphy);
	master = vwifi_vlan_master(vlan);
	if (!master)
		err = -ENOLINK;
	/* One with four addresses waits for its station, any of them for its access point. */
	else if (!rcu_access_pointer(master->bss) || vlan->wdev.use_4addr)
		netif_carrier_off(vlan->dev);
	else if (READ_ONCE(master->quiet))
		vwifi_quiet_begin(vlan);
	wiphy_unlock(vlan->radio->wiphy);
	return err;
}

/*
 * The interface goes down: its stations go, since elsewhere they might reach what
 * they must not. Called with the wiphy mutex held.
 */
void vwifi_vlan_stop(struct vwifi_vif *vlan)
{
	vwifi_quiet_end(vlan, false);
	vwifi_vlan_flush(vlan);
	vwifi_keys_free(vlan);
	/* For when it is opened again: nobody sends on it until then. */
	netif_carrier_on(vlan->dev);
}

/* Removes the stations of an AP_VLAN interface. Called with the wiphy mutex held. */
void vwifi_vlan_flush(struct vwifi_vif *vlan)
{
	struct vwifi_vif *master = vwifi_vlan_master(vlan);
	struct hlist_node *next;
	struct vwifi_sta *sta;
	struct vwifi_bss *ap;
	unsigned int i;

	ap = master ? vwifi_vif_bss(master) : NULL;
	if (!ap)
		return;
	for (i = 0; i < ARRAY_SIZE(ap->stations); i++)
		hlist_for_each_entry_safe(sta, next, &ap->stations[i], hash)
			if (rcu_access_pointer(sta->vlan) == vlan)
				vwifi_sta_del(master, sta);
}

/* The access point begins, or ends. Called with the wiphy mutex held. */
void vwifi_vlan_carriers(struct vwifi_vif *master, bool on)
{
	struct vwifi_vif *vlan;

	list_for_each_entry(vlan, &master->radio->vifs, list) {
		if (vlan->wdev.iftype != NL80211_IFTYPE_AP_VLAN || !netif_running(vlan->dev) ||
		    !ether_addr_equal(vlan->addr, master->addr))
			continue;
		if (!on)
			netif_carrier_off(vlan->dev);
		else if (!vlan->wdev.use_4addr)
			netif_carrier_on(vlan->dev);
	}
}

/* A station leaves the part it is in. Called with the wiphy mutex held. */
void vwifi_vlan_leave(struct vwifi_sta *sta)
{
	struct vwifi_vif *vlan = rcu_dereference_protected(sta->vlan, true);

	if (!vlan)
		return;
	if (rcu_access_pointer(vlan->wds_sta) == sta) {
		netif_carrier_off(vlan->dev);
		RCU_INIT_POINTER(vlan->wds_sta, NULL);
	}
	RCU_INIT_POINTER(sta->vlan, NULL);
}

/**
 * vwifi_vlan_join - moves a station to a part of its access point
 * @vif: the access point
 * @sta: the station
 * @dev: the interface of the part, or that of the access point for the rest
 *
 * Called with the wiphy mutex held. cfg80211 has checked that @dev is up and of
 * this radio.
 *
 * Return: 0 or an error.
 */
int vwifi_vlan_join(struct vwifi_vif *vif, struct vwifi_sta *sta, struct net_device *dev)
{
	struct vwifi_vif *vlan = dev == vif->dev ? NULL : vwifi_vif(dev);

	if (rcu_access_pointer(sta->vlan) == vlan)
		return 0;
	if (vlan && (vlan->wdev.iftype != NL80211_IFTYPE_AP_VLAN ||
		     vwifi_vlan_master(vlan) != vif))
		return -EINVAL;
	if (vlan && vlan->wdev.use_4addr && rcu_access_pointer(vlan->wds_sta))
		return -EBUSY;

	vwifi_vlan_leave(sta);
	rcu_assign_pointer(sta->vlan, vlan);
	if (vlan && vlan->wdev.use_4addr) {
		rcu_assign_pointer(vlan->wds_sta, sta);
		netif_carrier_on(vlan->dev);
	}
	return 0;
}

/*
 * A station that will send four addresses says so at once, by a frame without
 * data, so that the access point is ready before there is any.
 */
void vwifi_vlan_announce(struct vwifi_vif *vif)
{
	struct vwifi_sta *peer, *self;
	struct vwifi_vif *master;
	struct vwifi_bss *ap;
	struct vwifi_vif *vlan;

	if (!vif->wdev.use_4addr)
		return;
	local_bh_disable();
	rcu_read_lock();
	peer = rcu_dereference(vif->peer);
	master = peer ? vwifi_air_find_ap(vif->radio->air, peer->addr, READ_ONCE(vif->home_freq)) :
			NULL;
	ap = master ? rcu_dereference(master->bss) : NULL;
	self = ap ? vwifi_sta_find(ap, vif->addr) : NULL;
	if (self && vwifi_sta_associated(self)) {
		vlan = rcu_dereference(self->vlan);
		if (!vlan || !READ_ONCE(vlan->wdev.use_4addr))
			vwifi_vlan_unexpected(master, self);
	}
	rcu_read_unlock();
	local_bh_enable();
}
