// SPDX-License-Identifier: MIT OR GPL-2.0
/* ethtool: who we are, and why frames were dropped. */
#include <linux/ethtool.h>
#include <linux/module.h>

#include "device.h"

static const char vwifi_drop_names[VWIFI_N_DROPS][ETH_GSTRING_LEN] = {
	[VWIFI_DROP_NOT_ASSOCIATED] = "drop_not_associated",
	[VWIFI_DROP_NOT_AUTHORISED] = "drop_not_authorised",
	[VWIFI_DROP_NO_RECEIVER] = "drop_no_receiver",
	[VWIFI_DROP_UNPROTECTED] = "drop_unprotected",
	[VWIFI_DROP_NO_KEY] = "drop_no_key",
	[VWIFI_DROP_WRONG_KEY] = "drop_wrong_key",
	[VWIFI_DROP_REPLAY] = "drop_replay",
	[VWIFI_DROP_ISOLATED] = "drop_isolated",
	[VWIFI_DROP_MALFORMED] = "drop_malformed",
	[VWIFI_DROP_MEMORY] = "drop_memory",
	[VWIFI_DROP_DENIED] = "drop_denied",
	[VWIFI_DROP_LOST] = "drop_lost",
	[VWIFI_DROP_LOOP] = "drop_loop",
	[VWIFI_DROP_FRAGMENT] = "drop_fragment",
	[VWIFI_DROP_CORRUPT] = "drop_corrupt",
};

static_assert(VWIFI_DROP_MAX == VWIFI_DROP_CORRUPT);	/* each has a name */

/* The first is VWIFI_DROP_NONE: no drop. */
#define VWIFI_N_ETHTOOL_STATS	(VWIFI_N_DROPS - 1)

static void vwifi_get_drvinfo(struct net_device *dev, struct ethtool_drvinfo *info)
{
	const struct vwifi_radio *radio = vwifi_vif(dev)->radio;
	const char *bus_info = vwifi_names == VWIFI_NAMES_HWSIM ? dev_name(radio->device) :
								  wiphy_name(radio->wiphy);

	strscpy(info->driver, THIS_MODULE->name, sizeof(info->driver));
	strscpy(info->version, VWIFI_VERSION, sizeof(info->version));
	strscpy(info->bus_info, bus_info, sizeof(info->bus_info));
}

static int vwifi_get_sset_count(struct net_device *dev, int set)
{
	return set == ETH_SS_STATS ? VWIFI_N_ETHTOOL_STATS : -EOPNOTSUPP;
}

static void vwifi_get_strings(struct net_device *dev, u32 set, u8 *data)
{
	if (set == ETH_SS_STATS)
		memcpy(data, vwifi_drop_names[1], VWIFI_N_ETHTOOL_STATS * ETH_GSTRING_LEN);
}

static void vwifi_get_ethtool_stats(struct net_device *dev, struct ethtool_stats *stats, u64 *data)
{
	struct vwifi_vif *vif = vwifi_vif(dev);
	unsigned int i;

	for (i = 0; i < VWIFI_N_ETHTOOL_STATS; i++)
		data[i] = atomic_long_read(&vif->drops[i + 1]);
}

const struct ethtool_ops vwifi_ethtool_ops = {
	.get_drvinfo = vwifi_get_drvinfo,
	.get_link = ethtool_op_get_link,
	.get_sset_count = vwifi_get_sset_count,
	.get_strings = vwifi_get_strings,
	.get_ethtool_stats = vwifi_get_ethtool_stats,
};
