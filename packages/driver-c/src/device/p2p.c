// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * P2P devices (Wi-Fi P2P, 2.4): what a radio is found by, and forms groups with. One has an
 * address, an ear and a voice, and no net_device; it is started instead of set up. Groups
 * are interfaces of their own.
 *
 * With rtnl and the wiphy mutex held.
 */
#include "air/air.h"
#include "bss/bss.h"
#include "dcf/dcf.h"
#include "device.h"

/**
 * vwifi_p2p_device_new - makes a P2P device
 * @radio: its radio
 * @addr: its address
 *
 * cfg80211 registers it when we return. Return: its wireless_dev or an ERR_PTR.
 */
struct wireless_dev *vwifi_p2p_device_new(struct vwifi_radio *radio, const u8 *addr)
{
	struct vwifi_vif *vif = kzalloc(sizeof(*vif), GFP_KERNEL);

	if (!vif)
		return ERR_PTR(-ENOMEM);
	ether_addr_copy(vif->wdev.address, addr);
	vif->addr = vif->wdev.address;
	vwifi_vif_init(vif, radio, NL80211_IFTYPE_P2P_DEVICE);
	vwifi_vif_enlist(vif);
	return &vif->wdev;
}

/* It is in no list any more. Stops it, if it runs. */
void vwifi_p2p_device_del(struct vwifi_vif *vif)
{
	/* Waits for those who still find it by its radio. */
	cfg80211_unregister_wdev(&vif->wdev);
	vwifi_vif_exit(vif);
	kfree(vif);
}

int vwifi_start_p2p_device(struct wiphy *wiphy, struct wireless_dev *wdev)
{
	struct vwifi_vif *vif = vwifi_wdev_vif(wdev);
	int err = vwifi_vif_may_run(vif, wdev->iftype);

	if (!err)
		vwifi_air_add(vif);
	return err;
}

/* cfg80211 has not ended what the device began: a scan, a stay on a channel. */
void vwifi_stop_p2p_device(struct wiphy *wiphy, struct wireless_dev *wdev)
{
	struct vwifi_vif *vif = vwifi_wdev_vif(wdev);

	vwifi_air_del(vif);
	vwifi_dcf_forget_vif(vif);
	vwifi_scan_stop(vif);
	vwifi_offchannel_stop(vif);
}
