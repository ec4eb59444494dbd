// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Monitor interfaces. One hears what its radio is tuned to: the channels of the
 * radio's other interfaces, where these have any, else the channel that it was
 * given (NL80211_CMD_SET_CHANNEL). An active one stands in the air under its
 * address, and acknowledges what is sent to that.
 */
#include <linux/if_arp.h>

#include "../watch/watch.h"
#include "../wire/wire.h"

static int vwifi_monitor_open(struct net_device *dev)
{
	struct vwifi_vif *vif = vwifi_vif(dev);

	vif->watcher = vwifi_watcher_start(dev, vif);
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

bool vwifi_dev_is_monitor(const struct net_device *dev)
{
	return dev->netdev_ops == &vwifi_monitor_netdev_ops;
}

/* Called with the wiphy mutex held. One radio has one channel to watch, whichever monitor asks. */
int vwifi_set_monitor_channel(struct wiphy *wiphy, struct cfg80211_chan_def *chandef)
{
	struct vwifi_radio *radio = wiphy_priv(wiphy);

	spin_lock_bh(&radio->monitor_lock);
	radio->monitor_chandef = *chandef;
	WRITE_ONCE(radio->monitor_freq, chandef->chan->center_freq);
	spin_unlock_bh(&radio->monitor_lock);
	vwifi_wire_announce();	/* of active ones other kernels know the channel */
	return 0;
}

int vwifi_set_dev_monitor_channel(struct wiphy *wiphy, struct net_device *dev,
				  struct cfg80211_chan_def *chandef)
{
	return vwifi_set_monitor_channel(wiphy, chandef);
}

/* An interface of the radio that is tuned to something, or NULL. Called under RCU. */
struct vwifi_vif *vwifi_radio_tuned(const struct vwifi_radio *radio)
{
	struct vwifi_vif *vif;

	list_for_each_entry_rcu(vif, &radio->vifs, list)
		if (READ_ONCE(vif->home_freq) || READ_ONCE(vif->scan_freq) ||
		    READ_ONCE(vif->offchannel_freq))
			return vif;
	return NULL;
}

/* Called under RCU. */
bool vwifi_monitor_hears(const struct vwifi_vif *monitor, u16 freq)
{
	const struct vwifi_radio *radio = monitor->radio;
	const struct vwifi_vif *vif;

	list_for_each_entry_rcu(vif, &radio->vifs, list)
		if (vwifi_vif_hears(vif, freq))
			return true;
	return READ_ONCE(radio->monitor_freq) == freq && !vwifi_radio_tuned(radio);
}

/* The channel on which a monitor transmits, MHz or 0. Called under RCU. */
u16 vwifi_monitor_freq(const struct vwifi_vif *monitor)
{
	const struct vwifi_vif *tuned = vwifi_radio_tuned(monitor->radio);

	if (!tuned)
		return READ_ONCE(monitor->radio->monitor_freq);
	return READ_ONCE(tuned->home_freq) ?: READ_ONCE(tuned->scan_freq) ?:
	       READ_ONCE(tuned->offchannel_freq);
}

/* The channel that a monitor of a radio of its own has; false: none was set. */
bool vwifi_monitor_chandef(struct vwifi_radio *radio, struct cfg80211_chan_def *chandef)
{
	spin_lock_bh(&radio->monitor_lock);
	*chandef = radio->monitor_chandef;
	spin_unlock_bh(&radio->monitor_lock);
	return chandef->chan;
}
