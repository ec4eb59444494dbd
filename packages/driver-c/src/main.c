// SPDX-License-Identifier: MIT OR GPL-2.0
/* The module: parameters, load and unload. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/module.h>

#include "vwifi.h"

#define VWIFI_VERSION "0.1.0"

static unsigned int station = 2;
module_param(station, uint, 0444);
MODULE_PARM_DESC(station, "Number of radios made at load, each with one interface in station mode (0 to 65535, default 2)");

/* Runs the radios' works. Ordered per radio, since each has one. */
struct workqueue_struct *vwifi_wq;

static int __init vwifi_init(void)
{
	unsigned int i;

	if (station > VWIFI_MAX_RADIOS) {
		pr_err("station=%u: at most %u radios\n", station, VWIFI_MAX_RADIOS);
		return -EINVAL;
	}

	vwifi_wq = alloc_workqueue("vwifi", WQ_UNBOUND, 0);
	if (!vwifi_wq)
		return -ENOMEM;

	for (i = 0; i < station; i++) {
		struct vwifi_radio *radio = vwifi_radio_new();

		if (IS_ERR(radio)) {
			pr_err("radio %u of %u: error %ld\n", i + 1, station, PTR_ERR(radio));
			vwifi_radios_del_all();
			rcu_barrier();
			destroy_workqueue(vwifi_wq);
			return PTR_ERR(radio);
		}
	}
	return 0;
}

static void __exit vwifi_exit(void)
{
	vwifi_radios_del_all();
	/* Objects freed after a grace period run code of this module. */
	rcu_barrier();
	destroy_workqueue(vwifi_wq);
}

module_init(vwifi_init);
module_exit(vwifi_exit);

MODULE_AUTHOR("The vwifi authors");
MODULE_DESCRIPTION("Virtual 802.11 radios on a virtual medium (cfg80211)");
MODULE_VERSION(VWIFI_VERSION);
MODULE_LICENSE("Dual MIT/GPL");
