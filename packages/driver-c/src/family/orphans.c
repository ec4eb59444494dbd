// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * What goes with somebody: radios and taps with the socket that made them, radios of other
 * airs than the host's with their network namespace.
 */
#include <linux/netlink.h>
#include <net/net_namespace.h>
#include <net/netlink.h>

#include "device/device.h"
#include "tap/tap.h"
#include "genl.h"

static void vwifi_radio_notify_removed(struct vwifi_radio *radio)
{
	vwifi_radio_notify(VWIFI_CMD_RADIO_REMOVED, radio);
}

static void vwifi_orphans_work(struct work_struct *work)
{
	vwifi_radios_del_orphans(vwifi_radio_notify_removed);
	vwifi_taps_del_orphans();
}

static DECLARE_WORK(vwifi_orphans, vwifi_orphans_work);

/* A socket was closed. Not the place to take rtnl in: the work does it. */
static int vwifi_genl_notify(struct notifier_block *nb, unsigned long state, void *data)
{
	struct netlink_notify *notify = data;
	bool radios, taps;

	if (state != NETLINK_URELEASE || notify->protocol != NETLINK_GENERIC)
		return NOTIFY_DONE;
	vwifi_stats_forget(notify->net, notify->portid);
	radios = vwifi_radios_orphan(notify->net, notify->portid);
	taps = vwifi_taps_orphan(notify->net, notify->portid);
	if (radios || taps)
		queue_work(vwifi_wq, &vwifi_orphans);
	return NOTIFY_DONE;
}

static struct notifier_block vwifi_genl_notifier = {
	.notifier_call = vwifi_genl_notify,
};

/* A namespace is taken apart; cfg80211, which is there before us, has not yet been asked to. */
static void __net_exit vwifi_net_exit(struct net *net)
{
	if (vwifi_radios_orphan_net(net) && !vwifi_radios_del_in(net, vwifi_radio_notify_removed))
		queue_work(vwifi_wq, &vwifi_orphans);
}

static struct pernet_operations vwifi_net_ops = {
	.exit = vwifi_net_exit,
};

int __init vwifi_orphans_init(void)
{
	int err = register_pernet_device(&vwifi_net_ops);

	if (err)
		return err;
	err = netlink_register_notifier(&vwifi_genl_notifier);
	if (err)
		unregister_pernet_device(&vwifi_net_ops);
	return err;
}

/* What is made afterwards goes with the module. */
void vwifi_orphans_exit(void)
{
	netlink_unregister_notifier(&vwifi_genl_notifier);
	unregister_pernet_device(&vwifi_net_ops);
	cancel_work_sync(&vwifi_orphans);
}
