// SPDX-License-Identifier: MIT OR GPL-2.0
/* The commands of the family about taps. */
#include <linux/rtnetlink.h>
#include <net/netlink.h>

#include "tap/tap.h"
#include "genl-gen.h"
#include "genl.h"

int vwifi_nl_tap_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *name = info->attrs[VWIFI_A_TAP_IFNAME];
	struct net_device *dev;
	struct sk_buff *msg;
	int err = -ENOMEM;
	void *hdr;

	msg = nlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
	if (!msg)
		return -ENOMEM;
	hdr = genlmsg_put_reply(msg, info, &vwifi_genl_family, 0, VWIFI_CMD_TAP_NEW);
	if (!hdr)
		goto err_free;
	rtnl_lock();
	dev = vwifi_tap_new(genl_info_net(info), name ? nla_data(name) : NULL);
	err = PTR_ERR_OR_ZERO(dev);
	if (!err && info->attrs[VWIFI_A_TAP_OWNED])
		vwifi_tap_own(dev, genl_info_net(info), info->snd_portid);
	if (!err && info->attrs[VWIFI_A_TAP_SPARSE])
		vwifi_tap_thin(dev);
	if (!err)
		err = nla_put_u32(msg, VWIFI_A_TAP_IFINDEX, dev->ifindex) ?:
		      nla_put_string(msg, VWIFI_A_TAP_IFNAME, dev->name);
	rtnl_unlock();
	if (err) {
		if (err == -EEXIST)
			NL_SET_ERR_MSG_ATTR(info->extack, name,
					    "an interface of this name exists in the caller's network namespace");
		else if (err == -EINVAL)
			NL_SET_ERR_MSG_ATTR(info->extack, name, "not a name for an interface");
		goto err_free;
	}
	genlmsg_end(msg, hdr);
	return genlmsg_reply(msg, info);

err_free:
	nlmsg_free(msg);
	return err;
}

int vwifi_nl_tap_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *index = info->attrs[VWIFI_A_TAP_IFINDEX];
	struct nlattr *name = info->attrs[VWIFI_A_TAP_IFNAME];
	struct net *net = genl_info_net(info);
	struct net_device *dev;
	int err = 0;

	if (!index == !name) {
		NL_SET_ERR_MSG(info->extack, "name a tap by exactly one of ifindex and ifname");
		return -EINVAL;
	}
	rtnl_lock();
	dev = index ? __dev_get_by_index(net, nla_get_u32(index)) :
		      __dev_get_by_name(net, nla_data(name));
	if (dev && vwifi_dev_is_tap(dev)) {
		unregister_netdevice(dev);
	} else {
		NL_SET_ERR_MSG_ATTR(info->extack, index ?: name,
				    "no such tap in the caller's network namespace");
		err = -ENODEV;
	}
	rtnl_unlock();
	return err;
}
