// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * The tap: a device that hears all channels, of all radios, and sends nothing.
 * It goes with its network namespace, with `ip link del`, with the module, and
 * with the socket that made it if that was asked for.
 */
#include <linux/if_arp.h>
#include <net/netlink.h>
#include <net/rtnetlink.h>

#include "watch/watch.h"
#include "tap.h"

struct vwifi_tap {
	struct net_device *dev;
	struct vwifi_watcher *watcher;	/* while it is up; rtnl */
	struct list_head owned;		/* vwifi_owned_taps */
	bool sparse;			/* routine is not shown; rtnl */
	u32 owner;			/* port of the socket that it goes with */
	possible_net_t owner_net;	/* its namespace: only compared */
	bool orphaned;			/* the socket is closed; vwifi_owned_taps_lock */
};

/* Taps that go with a socket: changed with rtnl and the lock, read with either. */
static LIST_HEAD(vwifi_owned_taps);
static DEFINE_SPINLOCK(vwifi_owned_taps_lock);

/* A tap is not shown what is routine. Called with rtnl held, before it is opened. */
void vwifi_tap_thin(struct net_device *dev)
{
	struct vwifi_tap *tap = netdev_priv(dev);

	tap->sparse = true;
}

/* A tap goes with a socket from now on. Called with rtnl held. */
void vwifi_tap_own(struct net_device *dev, struct net *net, u32 portid)
{
	struct vwifi_tap *tap = netdev_priv(dev);

	tap->owner = portid;
	write_pnet(&tap->owner_net, net);
	spin_lock_bh(&vwifi_owned_taps_lock);
	list_add_tail(&tap->owned, &vwifi_owned_taps);
	spin_unlock_bh(&vwifi_owned_taps_lock);
}

/* Before the device is freed. Called with rtnl held. */
static void vwifi_tap_uninit(struct net_device *dev)
{
	struct vwifi_tap *tap = netdev_priv(dev);

	spin_lock_bh(&vwifi_owned_taps_lock);
	list_del_init(&tap->owned);
	spin_unlock_bh(&vwifi_owned_taps_lock);
	vwifi_counters_exit(dev);
}

static int vwifi_tap_open(struct net_device *dev)
{
	struct vwifi_tap *tap = netdev_priv(dev);

	tap->watcher = vwifi_watcher_start(dev, NULL, tap->sparse);
	return tap->watcher ? 0 : -ENOMEM;
}

static int vwifi_tap_stop(struct net_device *dev)
{
	struct vwifi_tap *tap = netdev_priv(dev);

	vwifi_watcher_stop(tap->watcher);
	tap->watcher = NULL;
	return 0;
}

static netdev_tx_t vwifi_tap_xmit(struct sk_buff *skb, struct net_device *dev)
{
	dev_core_stats_tx_dropped_inc(dev);
	kfree_skb(skb);
	return NETDEV_TX_OK;
}

static const struct net_device_ops vwifi_tap_netdev_ops = {
	.ndo_init = vwifi_counters_init,
	.ndo_uninit = vwifi_tap_uninit,
	.ndo_open = vwifi_tap_open,
	.ndo_stop = vwifi_tap_stop,
	.ndo_start_xmit = vwifi_tap_xmit,
	.ndo_get_stats64 = dev_get_tstats64,
};

static void vwifi_tap_setup(struct net_device *dev)
{
	struct vwifi_tap *tap = netdev_priv(dev);

	tap->dev = dev;
	INIT_LIST_HEAD(&tap->owned);
	dev->type = ARPHRD_IEEE80211_RADIOTAP;
	dev->netdev_ops = &vwifi_tap_netdev_ops;
	dev->needs_free_netdev = true;
	dev->flags = IFF_NOARP;
	dev->priv_flags |= IFF_NO_QUEUE | IFF_DISABLE_NETPOLL;
	dev->mtu = IEEE80211_MAX_DATA_LEN;
	vwifi_set_lltx(dev);
}

static struct rtnl_link_ops vwifi_tap_link_ops = {
	.kind = "vwtap",
	.priv_size = sizeof(struct vwifi_tap),
	.setup = vwifi_tap_setup,
};

int vwifi_tap_init(void)
{
	return rtnl_link_register(&vwifi_tap_link_ops);
}

/* Removes all taps. */
void vwifi_tap_exit(void)
{
	rtnl_link_unregister(&vwifi_tap_link_ops);
}

bool vwifi_dev_is_tap(const struct net_device *dev)
{
	return dev->netdev_ops == &vwifi_tap_netdev_ops;
}

/* A tap, or an ERR_PTR; @name: NULL for the next free one. Called with rtnl held. */
struct net_device *vwifi_tap_new(struct net *net, const char *name)
{
	struct net_device *dev;
	int err;

	dev = alloc_netdev(sizeof(struct vwifi_tap), name ?: "vwtap%d",
			   name ? NET_NAME_USER : NET_NAME_ENUM, vwifi_tap_setup);
	if (!dev)
		return ERR_PTR(-ENOMEM);
	dev_net_set(dev, net);
	dev->rtnl_link_ops = &vwifi_tap_link_ops;
	err = register_netdevice(dev);
	if (!err)
		return dev;
	free_netdev(dev);
	return ERR_PTR(err);
}

/*
 * Marks the taps that go with a socket that is being closed. Any context;
 * returns whether there are any.
 */
bool vwifi_taps_orphan(const struct net *net, u32 portid)
{
	struct vwifi_tap *tap;
	bool any = false;

	spin_lock_bh(&vwifi_owned_taps_lock);
	list_for_each_entry(tap, &vwifi_owned_taps, owned) {
		if (tap->owner == portid && net_eq(read_pnet(&tap->owner_net), net)) {
			WRITE_ONCE(tap->orphaned, true);
			any = true;
		}
	}
	spin_unlock_bh(&vwifi_owned_taps_lock);
	return any;
}

/*
 * Removes an orphan, and returns its namespace, held, or NULL when there is
 * none. A namespace that is being taken apart takes its taps along itself.
 * Called with rtnl held.
 */
static struct net *vwifi_tap_del_orphan(void)
{
	struct vwifi_tap *tap;
	struct net *net;

	list_for_each_entry(tap, &vwifi_owned_taps, owned) {
		if (!READ_ONCE(tap->orphaned))
			continue;
		net = maybe_get_net(dev_net(tap->dev));
		if (!net)
			continue;
		unregister_netdevice(tap->dev);
		return net;
	}
	return NULL;
}

/* Takes rtnl. */
void vwifi_taps_del_orphans(void)
{
	struct net *net;

	do {
		rtnl_lock();
		net = vwifi_tap_del_orphan();
		rtnl_unlock();
		if (net)
			put_net(net);
	} while (net);
}
