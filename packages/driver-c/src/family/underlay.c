// SPDX-License-Identifier: MIT OR GPL-2.0
/* The commands of the family about underlays, and about whom they lead to. */
#include <linux/rtnetlink.h>
#include <net/netlink.h>
#include <net/sock.h>

#include "wire/wire.h"
#include "genl-gen.h"
#include "genl.h"

/* The device that a request names, or an ERR_PTR. Called with rtnl held. */
static struct net_device *vwifi_underlay_device(struct genl_info *info)
{
	struct nlattr *index = info->attrs[VWIFI_A_UNDERLAY_IFINDEX];
	struct nlattr *name = info->attrs[VWIFI_A_UNDERLAY_IFNAME];
	struct net *net = genl_info_net(info);
	struct net_device *dev;

	if (!index == !name) {
		NL_SET_ERR_MSG(info->extack, "name a device by exactly one of ifindex and ifname");
		return ERR_PTR(-EINVAL);
	}
	dev = index ? __dev_get_by_index(net, nla_get_u32(index)) :
		      __dev_get_by_name(net, nla_data(name));
	if (dev)
		return dev;
	NL_SET_ERR_MSG_ATTR(info->extack, index ?: name,
			    "no such device in the caller's network namespace");
	return ERR_PTR(-ENODEV);
}

int vwifi_nl_underlay_attach_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct net_device *dev;
	int err;

	rtnl_lock();
	dev = vwifi_underlay_device(info);
	err = IS_ERR(dev) ? PTR_ERR(dev) : vwifi_ether_attach(dev, info->extack);
	rtnl_unlock();
	return err;
}

int vwifi_nl_underlay_detach_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct net_device *dev;
	int err;

	rtnl_lock();
	dev = vwifi_underlay_device(info);
	err = IS_ERR(dev) ? PTR_ERR(dev) : vwifi_ether_detach(dev);
	if (err == -ENOENT)
		NL_SET_ERR_MSG(info->extack, "the air does not go over this device");
	rtnl_unlock();
	return err;
}

static int vwifi_underlay_fill_drops(struct sk_buff *msg, struct vwifi_underlay *underlay)
{
	static const int attrs[VWIFI_N_WIRE_DROPS] = {
		[VWIFI_WIRE_MALFORMED] = VWIFI_A_UNDERLAY_RX_MALFORMED,
		[VWIFI_WIRE_OTHER_VERSION] = VWIFI_A_UNDERLAY_RX_VERSION,
		[VWIFI_WIRE_UNKNOWN] = VWIFI_A_UNDERLAY_RX_UNKNOWN,
		[VWIFI_WIRE_REPLAYED] = VWIFI_A_UNDERLAY_RX_REPLAYED,
		[VWIFI_WIRE_FORGED] = VWIFI_A_UNDERLAY_RX_FORGED,
		[VWIFI_WIRE_UNFINISHED] = VWIFI_A_UNDERLAY_RX_UNFINISHED,
	};
	unsigned int why;
	u64 sum = 0;
	int err = 0;

	for (why = 0; why < VWIFI_N_WIRE_DROPS && !err; why++) {
		u64 count = atomic64_read(&underlay->rx_drops[why]);

		err = nla_put_u64_64bit(msg, attrs[why], count, VWIFI_A_UNDERLAY_PAD);
		sum += count;
	}
	return err ?: nla_put_u64_64bit(msg, VWIFI_A_UNDERLAY_RX_DROPPED, sum,
					VWIFI_A_UNDERLAY_PAD);
}

static int vwifi_underlay_fill(struct sk_buff *msg, struct vwifi_underlay *underlay)
{
	struct net_device *dev = vwifi_ether_dev(underlay);
	int err;

	if (dev)
		err = nla_put_u32(msg, VWIFI_A_UNDERLAY_IFINDEX, dev->ifindex) ?:
		      nla_put_string(msg, VWIFI_A_UNDERLAY_IFNAME, dev->name);
	else
		err = nla_put_string(msg, VWIFI_A_UNDERLAY_DEVICE, underlay->name);
	return err ?:
	       nla_put(msg, VWIFI_A_UNDERLAY_ADDRESS, ETH_ALEN, underlay->addr) ?:
	       nla_put_u32(msg, VWIFI_A_UNDERLAY_MTU, underlay->ops->mtu(underlay)) ?:
	       nla_put_u32(msg, VWIFI_A_UNDERLAY_KERNELS, vwifi_machines_count(underlay)) ?:
	       nla_put_u64_64bit(msg, VWIFI_A_UNDERLAY_RX_FRAMES,
				 atomic64_read(&underlay->rx_frames), VWIFI_A_UNDERLAY_PAD) ?:
	       vwifi_underlay_fill_drops(msg, underlay) ?:
	       nla_put_u64_64bit(msg, VWIFI_A_UNDERLAY_TX_FRAMES,
				 atomic64_read(&underlay->tx_frames), VWIFI_A_UNDERLAY_PAD) ?:
	       nla_put_u64_64bit(msg, VWIFI_A_UNDERLAY_TX_DROPPED,
				 atomic64_read(&underlay->tx_dropped), VWIFI_A_UNDERLAY_PAD);
}

/* Whether a namespace may know of an underlay: by its device's namespace; a virtio device is the host's. */
static bool vwifi_underlay_is_seen(struct vwifi_underlay *underlay, const struct net *net)
{
	const struct net_device *dev = vwifi_ether_dev(underlay);
	bool seen;

	if (!dev)
		return vwifi_net_is_hosts(net);
	rcu_read_lock();
	seen = vwifi_net_sees_net(net, dev_net(dev));
	rcu_read_unlock();
	return seen;
}

int vwifi_nl_underlay_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct vwifi_underlay *underlay;
	long n = 0;

	mutex_lock(&vwifi_underlays_lock);
	list_for_each_entry(underlay, &vwifi_underlays, list) {
		void *hdr;

		if (n < cb->args[0] || !vwifi_underlay_is_seen(underlay, sock_net(skb->sk))) {
			n++;
			continue;
		}
		hdr = genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq,
				  &vwifi_genl_family, NLM_F_MULTI, VWIFI_CMD_UNDERLAY_GET);
		if (!hdr)
			break;
		if (vwifi_underlay_fill(skb, underlay)) {
			genlmsg_cancel(skb, hdr);
			break;
		}
		genlmsg_end(skb, hdr);
		n++;
	}
	mutex_unlock(&vwifi_underlays_lock);
	cb->args[0] = n;
	return skb->len;
}

/* Called under RCU. */
static int vwifi_remote_fill(struct sk_buff *msg, const struct vwifi_remote *remote)
{
	const struct vwifi_machine *machine = rcu_dereference(remote->machine);
	u8 role = READ_ONCE(remote->role);

	if (!machine)
		return 0;
	if (nla_put(msg, VWIFI_A_REMOTE_ADDRESS, ETH_ALEN, remote->addr) ||
	    nla_put(msg, VWIFI_A_REMOTE_KERNEL, ETH_ALEN, machine->addr) ||
	    nla_put_u32(msg, VWIFI_A_REMOTE_INSTANCE, machine->instance) ||
	    nla_put_u32(msg, VWIFI_A_REMOTE_FREQUENCY, READ_ONCE(remote->home)) ||
	    nla_put_s32(msg, VWIFI_A_REMOTE_TX_POWER, READ_ONCE(remote->radio.tx_power_mbm)) ||
	    nla_put_u32(msg, VWIFI_A_REMOTE_ID, remote->radio.id))
		return -EMSGSIZE;
	if ((role == VWIFI_ROLE_AP && nla_put_flag(msg, VWIFI_A_REMOTE_ACCESS_POINT)) ||
	    (role == VWIFI_ROLE_CELL && nla_put_flag(msg, VWIFI_A_REMOTE_CELL)) ||
	    (vwifi_machine_is_live(machine) && nla_put_flag(msg, VWIFI_A_REMOTE_LIVE)))
		return -EMSGSIZE;
	return 0;
}

int vwifi_nl_remote_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	u32 after = cb->args[0];
	struct vwifi_remote *remote;

	if (!vwifi_net_is_hosts(sock_net(skb->sk)))
		return skb->len;
	rcu_read_lock();
	while ((remote = vwifi_remote_after(after))) {
		void *hdr = genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq,
					&vwifi_genl_family, NLM_F_MULTI, VWIFI_CMD_REMOTE_GET);

		if (!hdr)
			break;
		if (vwifi_remote_fill(skb, remote)) {
			genlmsg_cancel(skb, hdr);
			break;
		}
		genlmsg_end(skb, hdr);
		after = remote->radio.id;
	}
	rcu_read_unlock();
	cb->args[0] = after;
	return skb->len;
}
