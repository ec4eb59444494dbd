// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * An ordinary Ethernet device as an underlay: frames of our type are taken from
 * it, all others are left to whom they are for.
 */
#include <linux/if_arp.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>

#include "message.h"

struct vwifi_ether {
	struct vwifi_underlay underlay;
	struct net_device *dev;
	netdevice_tracker tracker;
	struct packet_type type;
};

/* While there is such an underlay. */
DEFINE_STATIC_KEY_FALSE(vwifi_ether_key);
/* Whether this processor is handing a frame to one; bottom halves are off. */
DEFINE_PER_CPU(bool, vwifi_ether_sends);

static struct vwifi_ether *vwifi_ether_of(const struct vwifi_underlay *underlay)
{
	return container_of(underlay, struct vwifi_ether, underlay);
}

static void vwifi_ether_xmit(struct vwifi_underlay *underlay, struct sk_buff *skb, bool more)
{
	skb->dev = vwifi_ether_of(underlay)->dev;
	skb_reset_network_header(skb);
	__this_cpu_write(vwifi_ether_sends, true);
	if (dev_queue_xmit(skb))
		atomic64_inc(&underlay->tx_dropped);
	__this_cpu_write(vwifi_ether_sends, false);
}

static unsigned int vwifi_ether_mtu(const struct vwifi_underlay *underlay)
{
	return READ_ONCE(vwifi_ether_of(underlay)->dev->mtu);
}

/* Softirq, under RCU. */
static int vwifi_ether_rx(struct sk_buff *skb, struct net_device *dev, struct packet_type *type,
			  struct net_device *orig_dev)
{
	struct vwifi_ether *ether = container_of(type, struct vwifi_ether, type);

	/* A flooding switch brings us what is for others. */
	if (skb->pkt_type == PACKET_OTHERHOST || skb->pkt_type == PACKET_OUTGOING) {
		kfree_skb(skb);
		return NET_RX_DROP;
	}
	skb = skb_share_check(skb, GFP_ATOMIC);
	if (skb)
		vwifi_wire_rx(&ether->underlay, skb);
	return NET_RX_SUCCESS;
}

static void vwifi_ether_stop(struct vwifi_underlay *underlay)
{
	dev_remove_pack(&vwifi_ether_of(underlay)->type);	/* waits for receivers */
}

static const struct vwifi_underlay_ops vwifi_ether_ops = {
	.xmit = vwifi_ether_xmit,
	.mtu = vwifi_ether_mtu,
	.stop = vwifi_ether_stop,
};

/* Called with vwifi_underlays_lock held. */
static struct vwifi_ether *vwifi_ether_find(const struct net_device *dev)
{
	struct vwifi_underlay *underlay;

	list_for_each_entry(underlay, &vwifi_underlays, list)
		if (underlay->ops == &vwifi_ether_ops && vwifi_ether_of(underlay)->dev == dev)
			return vwifi_ether_of(underlay);
	return NULL;
}

/* The device of an underlay, or NULL: it is none. Called with vwifi_underlays_lock held. */
struct net_device *vwifi_ether_dev(const struct vwifi_underlay *underlay)
{
	return underlay->ops == &vwifi_ether_ops ? vwifi_ether_of(underlay)->dev : NULL;
}

static int vwifi_ether_is_air(struct net_device *dev, struct netdev_nested_priv *priv)
{
	return vwifi_dev_is_vif(dev);
}

/* Whether a device is an interface of ours, or lies on one, however high. Called with rtnl held. */
static bool vwifi_ether_lies_on_air(struct net_device *dev)
{
	struct netdev_nested_priv priv = {};

	return vwifi_dev_is_vif(dev) || netdev_walk_all_lower_dev(dev, vwifi_ether_is_air, &priv);
}

static int vwifi_ether_is_dev(struct net_device *dev, struct netdev_nested_priv *priv)
{
	return dev == priv->data;
}

/*
 * A device is about to get another one below it. What would let the air go over
 * itself is refused: frames would come back to locks that are held. Called with
 * rtnl held.
 */
static int vwifi_ether_check_lower(struct netdev_notifier_changeupper_info *info)
{
	struct netdev_nested_priv upper = { .data = info->upper_dev };
	struct vwifi_underlay *underlay;
	int err = 0;

	if (!info->linking || !vwifi_ether_lies_on_air(netdev_notifier_info_to_dev(&info->info)))
		return 0;
	mutex_lock(&vwifi_underlays_lock);
	list_for_each_entry(underlay, &vwifi_underlays, list) {
		struct net_device *dev = vwifi_ether_dev(underlay);

		if (dev && (dev == info->upper_dev ||
			    netdev_walk_all_lower_dev(dev, vwifi_ether_is_dev, &upper)))
			err = -EBUSY;
	}
	mutex_unlock(&vwifi_underlays_lock);
	if (err)
		NL_SET_ERR_MSG(netdev_notifier_info_to_extack(&info->info),
			       "the air of vwifi goes over the device above: it cannot go over itself");
	return err;
}

/**
 * vwifi_ether_attach - makes a device an underlay
 * @dev: the device
 * @extack: where to say why not, or NULL
 *
 * Called with rtnl held.
 *
 * Return: 0 or an error.
 */
int vwifi_ether_attach(struct net_device *dev, struct netlink_ext_ack *extack)
{
	struct vwifi_ether *ether;
	int err = 0;

	if (dev->type != ARPHRD_ETHER || dev->flags & IFF_LOOPBACK) {
		NL_SET_ERR_MSG(extack, "not an Ethernet device");
		return -EINVAL;
	}
	if (dev->ieee80211_ptr) {
		NL_SET_ERR_MSG(extack, "a wireless interface: the air cannot go over itself");
		return -EINVAL;
	}
	if (vwifi_ether_lies_on_air(dev)) {
		NL_SET_ERR_MSG(extack,
			       "a wireless interface lies below it: the air cannot go over itself");
		return -EINVAL;
	}
	if (dev->mtu < VWIFI_WIRE_MIN_MTU) {
		NL_SET_ERR_MSG(extack, "its MTU is below 576");
		return -EINVAL;
	}
	if (!(dev->flags & IFF_UP)) {
		NL_SET_ERR_MSG(extack, "the device is down: set it up first");
		return -ENETDOWN;
	}
	ether = kzalloc(sizeof(*ether), GFP_KERNEL);
	if (!ether)
		return -ENOMEM;

	mutex_lock(&vwifi_underlays_lock);
	if (vwifi_ether_find(dev)) {
		NL_SET_ERR_MSG(extack, "the device is an underlay already");
		err = -EEXIST;
		goto unlock;
	}
	static_branch_inc(&vwifi_ether_key);
	netdev_hold(dev, &ether->tracker, GFP_KERNEL);
	ether->dev = dev;
	ether->underlay.ops = &vwifi_ether_ops;
	strscpy(ether->underlay.name, dev->name, sizeof(ether->underlay.name));
	ether_addr_copy(ether->underlay.addr, dev->dev_addr);
	ether->type.type = htons(VWIFI_WIRE_ETHERTYPE);
	ether->type.dev = dev;
	ether->type.func = vwifi_ether_rx;
	dev_add_pack(&ether->type);
	vwifi_underlay_add(&ether->underlay);
unlock:
	mutex_unlock(&vwifi_underlays_lock);
	if (err)
		kfree(ether);
	return err;
}

/* Called with vwifi_underlays_lock held. */
static void vwifi_ether_remove(struct vwifi_ether *ether)
{
	vwifi_underlay_del(&ether->underlay);
	static_branch_dec(&vwifi_ether_key);
	netdev_put(ether->dev, &ether->tracker);
	kfree(ether);
}

/* Takes the wire off a device again. Process context. */
int vwifi_ether_detach(struct net_device *dev)
{
	struct vwifi_ether *ether;

	mutex_lock(&vwifi_underlays_lock);
	ether = vwifi_ether_find(dev);
	if (ether)
		vwifi_ether_remove(ether);
	mutex_unlock(&vwifi_underlays_lock);
	return ether ? 0 : -ENOENT;
}

static int vwifi_ether_event(struct notifier_block *nb, unsigned long event, void *data)
{
	struct net_device *dev = netdev_notifier_info_to_dev(data);
	struct vwifi_ether *ether;

	switch (event) {
	case NETDEV_PRECHANGEUPPER:
		return notifier_from_errno(vwifi_ether_check_lower(data));
	case NETDEV_UNREGISTER:
		vwifi_ether_detach(dev);
		break;
	case NETDEV_CHANGEADDR:
		mutex_lock(&vwifi_underlays_lock);
		ether = vwifi_ether_find(dev);
		if (ether)
			ether_addr_copy(ether->underlay.addr, dev->dev_addr);
		mutex_unlock(&vwifi_underlays_lock);
		break;
	}
	return NOTIFY_DONE;
}

static struct notifier_block vwifi_ether_notifier = {
	.notifier_call = vwifi_ether_event,
};

int vwifi_ether_init(void)
{
	return register_netdevice_notifier(&vwifi_ether_notifier);
}

/* Takes the wire off all devices. */
void vwifi_ether_exit(void)
{
	struct vwifi_underlay *underlay, *next;

	unregister_netdevice_notifier(&vwifi_ether_notifier);
	mutex_lock(&vwifi_underlays_lock);
	list_for_each_entry_safe(underlay, next, &vwifi_underlays, list)
		if (underlay->ops == &vwifi_ether_ops)
			vwifi_ether_remove(vwifi_ether_of(underlay));
	mutex_unlock(&vwifi_underlays_lock);
}
