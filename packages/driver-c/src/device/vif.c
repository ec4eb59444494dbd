// SPDX-License-Identifier: MIT OR GPL-2.0
/* Interfaces: a net_device with its wireless_dev, from creation to the grave. */
#include <linux/if_arp.h>
#include <linux/rtnetlink.h>

#include "air/air.h"
#include "bss/bss.h"
#include "data/data.h"
#include "dcf/dcf.h"
#include "key/key.h"
#include "mesh/mesh.h"
#include "mgmt/mgmt.h"
#include "tap/tap.h"
#include "device.h"

/*
 * Whether an interface may be up as @type beside those that are: what the radio
 * says of combinations holds, of more than one; those that take no part in a BSS do not count.
 * Called with rtnl held.
 */
int vwifi_vif_may_run(struct vwifi_vif *vif, enum nl80211_iftype type)
{
	struct iface_combination_params params = { .num_different_channels = 1 };
	const struct vwifi_vif *each;
	unsigned int others = 0;

	if (vif->radio->wiphy->software_iftypes & BIT(type))
		return 0;
	params.iftype_num[type] = 1;
	list_for_each_entry(each, &vif->radio->vifs, list)
		if (each != vif && !each->link_of && vwifi_vif_is_up(each) &&
		    !(vif->radio->wiphy->software_iftypes & BIT(each->wdev.iftype))) {
			params.iftype_num[each->wdev.iftype]++;
			others++;
		}
	return !others ? 0 : cfg80211_check_combinations(vif->radio->wiphy, &params);
}

static int vwifi_open(struct net_device *dev)
{
	struct vwifi_vif *vif = vwifi_vif(dev);
	int err;

	if (vif->wdev.iftype == NL80211_IFTYPE_AP_VLAN)
		return vwifi_vlan_open(vif);
	err = vwifi_vif_may_run(vif, vif->wdev.iftype);
	if (err)
		return err;
	vwifi_air_add(vif);
	return 0;
}

/*
 * Called with rtnl held, without the wiphy mutex. cfg80211 has already left
 * whatever network the interface was in (NETDEV_GOING_DOWN); what it does not
 * know of, a scan or an association in progress, ends here.
 */
static int vwifi_stop(struct net_device *dev)
{
	struct vwifi_vif *vif = vwifi_vif(dev);

	if (vif->wdev.iftype == NL80211_IFTYPE_AP_VLAN) {
		wiphy_lock(vif->radio->wiphy);
		vwifi_vlan_stop(vif);
		wiphy_unlock(vif->radio->wiphy);
		/* Frames that were found to be for it arrive before it is taken apart. */
		synchronize_net();
		return 0;
	}
	vwifi_air_del(vif);
	vwifi_dcf_forget_vif(vif);
	wiphy_lock(vif->radio->wiphy);
	vwifi_scan_stop(vif);
	vwifi_offchannel_stop(vif);
	vwifi_cac_abort(vif);
	vwifi_wdev_lock(&vif->wdev);
	vwifi_mlme_down(vif);
	vwifi_bss_down(vif);
	vwifi_quiet_end(vif, false);
	vwifi_keys_free(vif);
	vwifi_wdev_unlock(&vif->wdev);
	wiphy_unlock(vif->radio->wiphy);
	return 0;
}

static const struct net_device_ops vwifi_netdev_ops = {
	.ndo_init = vwifi_dev_init,
	.ndo_uninit = vwifi_dev_uninit,
	.ndo_open = vwifi_open,
	.ndo_stop = vwifi_stop,
	.ndo_start_xmit = vwifi_start_xmit,
	.ndo_get_stats64 = dev_get_tstats64,
	.ndo_set_mac_address = eth_mac_addr,
	.ndo_validate_addr = eth_validate_addr,
	.ndo_features_check = passthru_features_check,
};

/* A member of a mesh sends in a way of its own. */
static const struct net_device_ops vwifi_mesh_netdev_ops = {
	.ndo_init = vwifi_dev_init,
	.ndo_uninit = vwifi_dev_uninit,
	.ndo_open = vwifi_open,
	.ndo_stop = vwifi_stop,
	.ndo_start_xmit = vwifi_mesh_start_xmit,
	.ndo_get_stats64 = dev_get_tstats64,
	.ndo_set_mac_address = eth_mac_addr,
	.ndo_validate_addr = eth_validate_addr,
	.ndo_features_check = passthru_features_check,
};

/* What a hand-over by reference can take: everything that stays in memory. */
#define VWIFI_FEATURES (NETIF_F_SG | NETIF_F_FRAGLIST | NETIF_F_HW_CSUM | \
			NETIF_F_RXCSUM | NETIF_F_SCTP_CRC | NETIF_F_HIGHDMA | \
			NETIF_F_GSO_SOFTWARE | NETIF_F_GSO_ENCAP_ALL)

#define VWIFI_MIN_MTU	256	/* what every Wi-Fi interface of the kernel takes at least */

/* What a device does that becomes, or is, of a type. It is down. */
static void vwifi_vif_dress(struct vwifi_vif *vif, enum nl80211_iftype type)
{
	if (type == NL80211_IFTYPE_MONITOR) {
		vwifi_monitor_dress(vif);
		return;
	}
	vif->dev->netdev_ops = type == NL80211_IFTYPE_MESH_POINT ? &vwifi_mesh_netdev_ops :
								   &vwifi_netdev_ops;
	vif->dev->type = ARPHRD_ETHER;
}

/* Whether a device of that type is another one, and not under its users' hands. */
static bool vwifi_type_is_dressed(enum nl80211_iftype type)
{
	return type == NL80211_IFTYPE_MONITOR || type == NL80211_IFTYPE_MESH_POINT;
}

static void vwifi_dev_setup(struct net_device *dev)
{
	ether_setup(dev);
	dev->netdev_ops = &vwifi_netdev_ops;
	dev->ethtool_ops = &vwifi_ethtool_ops;
	dev->needs_free_netdev = true;
	dev->priv_flags &= ~IFF_TX_SKB_SHARING;
	/*
	 * Receivers are reached with bottom halves disabled, not interrupts: no
	 * netconsole over it.
	 */
	dev->priv_flags |= IFF_NO_QUEUE | IFF_DISABLE_NETPOLL;
	dev->features |= VWIFI_FEATURES;
	vwifi_set_lltx(dev);
	dev->hw_features = VWIFI_FEATURES;
	dev->vlan_features = VWIFI_FEATURES;
	dev->hw_enc_features = VWIFI_FEATURES;
	dev->mpls_features = NETIF_F_HW_CSUM | NETIF_F_GSO_SOFTWARE;
	dev->min_mtu = VWIFI_MIN_MTU;
	dev->max_mtu = IEEE80211_MAX_DATA_LEN;
}

/**
 * vwifi_vif_new - makes an interface
 * @radio: its radio
 * @name: a name, or a pattern with %d
 * @name_assign_type: NET_NAME_*
 * @type: its type
 * @addr: its address
 *
 * Called with rtnl and the wiphy mutex held.
 *
 * Return: its wireless_dev or an ERR_PTR.
 */
struct wireless_dev *vwifi_vif_new(struct vwifi_radio *radio, const char *name,
				   unsigned char name_assign_type,
				   enum nl80211_iftype type, const u8 *addr)
{
	struct net_device *dev;
	struct vwifi_vif *vif;
	int err;

	dev = alloc_netdev(sizeof(*vif), name, name_assign_type, vwifi_dev_setup);
	if (!dev)
		return ERR_PTR(-ENOMEM);

	vif = vwifi_vif(dev);
	vif->dev = dev;
	vif->addr = dev->dev_addr;
	vif->wdev.netdev = dev;
	vwifi_vif_init(vif, radio, type);
	vwifi_vif_dress(vif, type);

	dev->ieee80211_ptr = &vif->wdev;
	dev_net_set(dev, wiphy_net(radio->wiphy));
	SET_NETDEV_DEV(dev, wiphy_dev(radio->wiphy));
	eth_hw_addr_set(dev, addr);
	memcpy(dev->perm_addr, addr, ETH_ALEN);
	/*
	 * A part of an access point has its carrier when it is opened, and bridges look at
	 * what became of an earlier loss of it, which takes the core up to a second.
	 */
	if (type != NL80211_IFTYPE_AP_VLAN)
		netif_carrier_off(dev);

	err = cfg80211_register_netdevice(dev);
	if (err) {
		free_netdev(dev);
		return ERR_PTR(err);
	}
	vwifi_vif_enlist(vif);
	return &vif->wdev;
}

/* Called with rtnl and the wiphy mutex held, the interface being down. */
void vwifi_vif_del(struct vwifi_vif *vif)
{
	vwifi_mld_del_links(vif);
	/* From here on no frame in the radio's queue finds it. */
	list_del_rcu(&vif->list);
	if (!vif->dev) {
		vwifi_p2p_device_del(vif);
		return;
	}
	vwifi_vif_exit(vif);
	cfg80211_unregister_netdevice(vif->dev);
}

static bool vwifi_type_is_known(enum nl80211_iftype type)
{
	return type == NL80211_IFTYPE_STATION || type == NL80211_IFTYPE_AP ||
	       type == NL80211_IFTYPE_P2P_CLIENT || type == NL80211_IFTYPE_P2P_GO ||
	       type == NL80211_IFTYPE_ADHOC || type == NL80211_IFTYPE_MONITOR ||
	       type == NL80211_IFTYPE_MESH_POINT || type == NL80211_IFTYPE_OCB;
}

/* The first access point of a radio, whose address a part of it has; or NULL. */
static const struct vwifi_vif *vwifi_radio_first_ap(const struct vwifi_radio *radio)
{
	const struct vwifi_vif *vif;

	list_for_each_entry(vif, &radio->vifs, list)
		if (vif->wdev.iftype == NL80211_IFTYPE_AP)
			return vif;
	return NULL;
}

/* Whether an interface of the radio has the address. Called with the wiphy mutex held. */
static bool vwifi_radio_uses(const struct vwifi_radio *radio, const u8 *addr)
{
	const struct vwifi_vif *vif;

	list_for_each_entry(vif, &radio->vifs, list)
		if (ether_addr_equal(vif->addr, addr))
			return true;
	return false;
}

/* Called with rtnl and the wiphy mutex held. */
struct wireless_dev *vwifi_add_virtual_intf(struct wiphy *wiphy, const char *name,
					    unsigned char name_assign_type,
					    enum nl80211_iftype type, struct vif_params *params)
{
	struct vwifi_radio *radio = wiphy_priv(wiphy);
	const struct vwifi_vif *ap = NULL;
	struct wireless_dev *wdev;
	u8 addr[ETH_ALEN];
	unsigned int i;

	if (radio->leaving)
		return ERR_PTR(-ENODEV);
	if ((!vwifi_type_is_known(type) && type != NL80211_IFTYPE_AP_VLAN &&
	     type != NL80211_IFTYPE_P2P_DEVICE) ||
	    params->flags & MONITOR_FLAG_COOK_FRAMES)
		return ERR_PTR(-EOPNOTSUPP);

	/* Locally administered variants of the radio's address, as multi-BSS devices have them. */
	ether_addr_copy(addr, radio->addr);
	for (i = 1; i < radio->wiphy->n_addresses && vwifi_radio_uses(radio, addr); i++)
		ether_addr_copy(addr, radio->wiphy->addresses[i].addr);
	for (i = 0; i < 64 && vwifi_radio_uses(radio, addr); i++)
		addr[0] = 0x02 | i << 2;
	if (is_valid_ether_addr(params->macaddr))
		ether_addr_copy(addr, params->macaddr);
	else if (type == NL80211_IFTYPE_AP_VLAN)
		ap = vwifi_radio_first_ap(radio);
	if (ap)
		ether_addr_copy(addr, ap->addr);
	if (type == NL80211_IFTYPE_P2P_DEVICE)
		return vwifi_p2p_device_new(radio, addr);
	wdev = vwifi_vif_new(radio, name, name_assign_type, type, addr);
	if (!IS_ERR(wdev)) {
		wdev->use_4addr = params->use_4addr > 0;
		vwifi_wdev_vif(wdev)->acknowledges = type == NL80211_IFTYPE_MONITOR &&
						     params->flags & MONITOR_FLAG_ACTIVE;
	}
	return wdev;
}

/* Called with rtnl and the wiphy mutex held, the interface being down. */
int vwifi_del_virtual_intf(struct wiphy *wiphy, struct wireless_dev *wdev)
{
	vwifi_vif_del(vwifi_wdev_vif(wdev));
	return 0;
}

/* Whether a monitor, or what becomes one, acknowledges; where that is said. Called with rtnl held. */
static int vwifi_monitor_set_flags(struct vwifi_vif *vif, enum nl80211_iftype type, u32 flags)
{
	bool acknowledges = type == NL80211_IFTYPE_MONITOR && flags & MONITOR_FLAG_ACTIVE;

	if (type == vif->wdev.iftype && !(flags & MONITOR_FLAG_CHANGED))
		return 0;
	/* It stands in the air from its opening to its closing, or not at all. */
	if (acknowledges != vif->acknowledges && netif_running(vif->dev))
		return -EBUSY;
	vif->acknowledges = acknowledges;
	return 0;
}

/*
 * Called with rtnl and the wiphy mutex held. cfg80211 has left the network of
 * the old type; nothing of it may survive.
 */
int vwifi_change_virtual_intf(struct wiphy *wiphy, struct net_device *dev,
			      enum nl80211_iftype type, struct vif_params *params)
{
	struct vwifi_vif *vif = vwifi_vif(dev);
	int err;

	if (!vwifi_type_is_known(type))
		return -EOPNOTSUPP;
	if (params->flags & MONITOR_FLAG_COOK_FRAMES)
		return -EOPNOTSUPP;
	err = vwifi_monitor_set_flags(vif, type, params->flags);
	if (err)
		return err;
	if (type == vif->wdev.iftype) {
		/* cfg80211 stores it when we return; a station announces it now. */
		if (params->use_4addr >= 0 && params->use_4addr != vif->wdev.use_4addr) {
			WRITE_ONCE(vif->wdev.use_4addr, params->use_4addr);
			vwifi_vlan_announce(vif);
		}
		return 0;
	}
	if ((vwifi_type_is_dressed(type) || vwifi_type_is_dressed(vif->wdev.iftype)) &&
	    netif_running(dev))
		return -EBUSY;

	err = netif_running(dev) ? vwifi_vif_may_run(vif, type) : 0;
	if (err)
		return err;
	vwifi_scan_stop(vif);
	vwifi_offchannel_stop(vif);
	vwifi_cac_abort(vif);
	vwifi_wdev_lock(&vif->wdev);
	vwifi_mlme_down(vif);
	vwifi_bss_down(vif);
	vwifi_mld_del_links(vif);
	vwifi_keys_free(vif);
	vwifi_bitrate_mask_forget(vif);
	vwifi_qos_forget(vif);
	vwifi_wdev_unlock(&vif->wdev);
	/*
	 * The data path may still be reporting a stray frame for the old type
	 * to cfg80211: let it finish before the type changes.
	 */
	synchronize_net();
	if (vwifi_type_is_dressed(type) || vwifi_type_is_dressed(vif->wdev.iftype))
		vwifi_vif_dress(vif, type);
	vif->wdev.iftype = type;
	return 0;
}
