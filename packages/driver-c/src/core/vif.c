// SPDX-License-Identifier: MIT OR GPL-2.0
/* What a device of ours counts with, and receives in: ndo_init and ndo_uninit. */
#include "core.h"

/* Of a device that only counts. */
int vwifi_counters_init(struct net_device *dev)
{
	dev->tstats = netdev_alloc_pcpu_stats(struct pcpu_sw_netstats);
	return dev->tstats ? 0 : -ENOMEM;
}

void vwifi_counters_exit(struct net_device *dev)
{
	free_percpu(dev->tstats);
}

/* Of an interface: its private part is a vwifi_vif. */
int vwifi_dev_init(struct net_device *dev)
{
	int err;

	err = vwifi_counters_init(dev);
	if (err)
		return err;
	err = gro_cells_init(&vwifi_vif(dev)->gro, dev);
	if (err)
		vwifi_counters_exit(dev);
	return err;
}

void vwifi_dev_uninit(struct net_device *dev)
{
	gro_cells_destroy(&vwifi_vif(dev)->gro);
	vwifi_counters_exit(dev);
}
