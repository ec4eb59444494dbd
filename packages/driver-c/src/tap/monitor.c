// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Monitor interfaces. One hears what its radio is tuned to: the channels of the
 * radio's other interfaces, where these have any, else the channel that it was
 * given (NL80211_CMD_SET_CHANNEL). An active one stands in the air under its
 * address, and acknowledges what is sent to that.
 */
#include <linux/if_arp.h>

#include "air/air.h"
#include "watch/watch.h"
#include "tap.h"

static int vwifi_monitor_open(struct net_device *dev)
{
	struct vwifi_vif *vif = vwifi_vif(dev);

	vif->watcher = vwifi_watcher_start(dev, vif, false);
	if (!vif->watcher)
		return -ENOMEM;
	if (vif->acknowledges)
		vwifi_air_add(vif);
	netif_carrier_on(dev);	/* without it nothing would be sent */
	return 0;
}

static int vwifi_monitor_stop(struct net_device *dev)
{
	struct vwifi_vif *vif = vwifi_vif(dev);

	netif_carrier_off(dev);
	if (vif->acknowledges)
		vwifi_air_del(vif);
	vwifi_watcher_stop(vif->watcher);
	vif->watcher = NULL;
	return 0;
}

static const struct net_device_ops vwifi_monitor_netdev_ops = {
	.ndo_init = vwifi_dev_init,
	.ndo_uninit = vwifi_dev_uninit,
	.ndo_open = vwifi_monitor_open,
	.ndo_stop = vwifi_monitor_stop,
	.ndo_start_xmit = vwifi_inject_xmit,
	.ndo_get_stats64 = dev_get_tstats64,
	.ndo_set_mac_address = eth_mac_addr,
	.ndo_validate_addr = eth_validate_addr,
};

/* The device of an interface that becomes a monitor, and is down. */
void vwifi_monitor_dress(struct vwifi_vif *vif)
{
	vif->dev->netdev_ops = &vwifi_monitor_netdev_ops;
	vif->dev->type = ARPHRD_IEEE80211_RADIOTAP;
}

/* Called with the wiphy mutex held. One radio has one channel to watch, whichever monitor asks. */
int vwifi_set_monitor_channel(struct wiphy *wiphy, struct cfg80211_chan_def *chandef)
{
	struct vwifi_radio *radio = wiphy_priv(wiphy);

	spin_lock_bh(&radio->monitor_lock);
	radio->monitor_chandef = *chandef;
	WRITE_ONCE(radio->monitor_freq, chandef->chan->center_freq);
	spin_unlock_bh(&radio->monitor_lock);
	vwifi_up.announce();	/* of active ones other kernels know the channel */
	return 0;
}

int vwifi_set_dev_monitor_channel(struct wiphy *wiphy, struct net_device *dev,
				  struct cfg80211_chan_def *chandef)
{
	return vwifi_set_monitor_channel(wiphy, chandef);
}

/* The channel that a monitor of a radio of its own has; false: none was set. */
bool vwifi_monitor_chandef(struct vwifi_radio *radio, struct cfg80211_chan_def *chandef)
{
	spin_lock_bh(&radio->monitor_lock);
	*chandef = radio->monitor_chandef;
	spin_unlock_bh(&radio->monitor_lock);
	return chandef->chan;
}
