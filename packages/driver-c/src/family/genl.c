// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * The generic netlink family: registration, who may do what, and the commands
 * about radios. What a message may hold is in genl-gen.c.
 */
#include <linux/netlink.h>
#include <linux/nsproxy.h>
#include <linux/rtnetlink.h>
#include <net/netlink.h>
#include <net/sock.h>

#include "air/air.h"
#include "bss/bss.h"
#include "device/device.h"
#include "phy/phy.h"
#include "tap/tap.h"
#include "genl-gen.h"
#include "genl.h"

u32 vwifi_genl_generation;

/* Called with rtnl held. */
static struct vwifi_vif *vwifi_radio_first_vif(struct vwifi_radio *radio)
{
	struct vwifi_vif *vif;

	list_for_each_entry(vif, &radio->vifs, list)
		if (vif->dev)
			return vif;
	return NULL;
}

static struct vwifi_radio *vwifi_radio_of_dev(struct net_device *dev)
{
	return dev && vwifi_dev_is_vif(dev) ? vwifi_vif(dev)->radio : NULL;
}

/*
 * The one radio of all that @net sees that has an interface of that name or
 * address. Called with vwifi_radios_lock and rtnl held.
 */
static struct vwifi_radio *vwifi_radio_search(const struct net *net, const char *ifname,
					      const u8 *address, bool *ambiguous)
{
	struct vwifi_radio *radio, *found = NULL;
	unsigned long id = 0;

	*ambiguous = false;
	for (; (radio = vwifi_radio_next(&id)); id++) {
		struct vwifi_vif *vif;

		if (!vwifi_net_sees(net, radio))
			continue;
		list_for_each_entry(vif, &radio->vifs, list) {
			if (ifname ? !vif->dev || strcmp(vif->dev->name, ifname) :
				     !ether_addr_equal(vif->addr, address))
				continue;
			if (found && found != radio)
				*ambiguous = true;
			found = radio;
		}
	}
	return found;
}

/**
 * vwifi_radio_resolve - finds the radio that a caller means
 * @net: the caller's network namespace
 * @name: exactly one of its attributes is to be given
 * @where: the attribute to blame
 * @extack: where to say why not
 *
 * A radio that the caller's namespace does not see is none for it. Called with
 * vwifi_radios_lock held.
 *
 * Return: the radio or an ERR_PTR.
 */
struct vwifi_radio *vwifi_radio_resolve(struct net *net, const struct vwifi_radio_name *name,
					const struct nlattr *where, struct netlink_ext_ack *extack)
{
	struct vwifi_radio *radio = NULL;
	bool ambiguous = false;

	if (!!name->id + !!name->ifindex + !!name->ifname + !!name->address != 1) {
		NL_SET_ERR_MSG_ATTR(extack, where, "name a radio by exactly one of number, ifindex, ifname or address");
		return ERR_PTR(-EINVAL);
	}

	if (name->id) {
		radio = vwifi_radio_by_id(nla_get_u32(name->id));
		if (radio && !vwifi_net_sees(net, radio))
			radio = NULL;
		if (!radio)
			NL_SET_ERR_MSG_ATTR(extack, name->id, "no radio has this number");
		return radio ?: ERR_PTR(-ENODEV);
	}

	rtnl_lock();
	if (name->ifindex) {
		radio = vwifi_radio_of_dev(__dev_get_by_index(net, nla_get_u32(name->ifindex)));
		if (!radio)
			NL_SET_ERR_MSG_ATTR(extack, name->ifindex, "no interface of vwifi has this index in the caller's network namespace");
	} else if (name->ifname) {
		radio = vwifi_radio_of_dev(__dev_get_by_name(net, nla_data(name->ifname)));
		if (!radio)
			radio = vwifi_radio_search(net, nla_data(name->ifname), NULL, &ambiguous);
		if (!radio)
			NL_SET_ERR_MSG_ATTR(extack, name->ifname, "no interface of vwifi has this name");
	} else {
		radio = vwifi_radio_search(net, NULL, nla_data(name->address), &ambiguous);
		if (!radio)
			NL_SET_ERR_MSG_ATTR(extack, name->address, "no interface of vwifi has this address");
	}
	rtnl_unlock();

	if (ambiguous) {
		NL_SET_ERR_MSG_ATTR(extack, name->ifname ?: name->address,
				    "several interfaces of vwifi are called so: use the number of the radio");
		return ERR_PTR(-ENOTUNIQ);
	}
	return radio ?: ERR_PTR(-ENODEV);
}

/* Whether the sender of a message may change a radio: CAP_NET_ADMIN over its network namespace. */
int vwifi_genl_may_change(struct sk_buff *skb, const struct vwifi_radio *radio,
			  struct netlink_ext_ack *extack)
{
	bool may;

	/* One of another kernel is in no namespace of ours: the receiver's says who may. */
	if (!radio->wiphy)
		return 0;
	rtnl_lock();	/* keeps the radio in its namespace */
	may = netlink_ns_capable(skb, wiphy_net(radio->wiphy)->user_ns, CAP_NET_ADMIN);
	rtnl_unlock();
	if (may)
		return 0;
	NL_SET_ERR_MSG(extack, "needs CAP_NET_ADMIN over the network namespace of the radio");
	return -EPERM;
}

/*
 * The air that a command is about which names no radio: that of the user namespace which has
 * the caller's network namespace, over which the caller has CAP_NET_ADMIN (the flag of the
 * command). Called with vwifi_radios_lock held.
 */
struct vwifi_air *vwifi_genl_air(struct genl_info *info)
{
	struct vwifi_air *air = vwifi_air_of(genl_info_net(info)->user_ns);

	if (!air)
		NL_SET_ERR_MSG(info->extack, "no radio was made in this user namespace: it has no air of its own to change");
	return air ?: ERR_PTR(-ENODEV);
}

/*
 * A message to be filled and given to vwifi_genl_multicast().
 * NULL: out of memory.
 */
struct sk_buff *vwifi_genl_event(u8 cmd, void **hdr)
{
	struct sk_buff *msg = nlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);

	vwifi_genl_generation++;
	if (!msg)
		return NULL;
	*hdr = genlmsg_put(msg, 0, 0, &vwifi_genl_family, 0, cmd);
	return msg;
}

/* Whether a namespace hears of one radio. */
bool vwifi_genl_hears_radio(const struct net *net, const void *radio)
{
	return vwifi_net_sees(net, radio);
}

/**
 * vwifi_genl_multicast - tells of a change
 * @msg: what vwifi_genl_event() returned; consumed
 * @hdr: its header
 * @hears: which namespaces hear of it; NULL: all
 * @of: what it is about, for @hears
 */
void vwifi_genl_multicast(struct sk_buff *msg, void *hdr, vwifi_genl_hears_t hears, const void *of)
{
	struct net *net;

	genlmsg_end(msg, hdr);
	rcu_read_lock();
	for_each_net_rcu(net) {
		struct sk_buff *copy;

		if (!genl_has_listeners(&vwifi_genl_family, net, VWIFI_NLGRP_CONFIG) ||
		    (hears && !hears(net, of)))
			continue;
		copy = skb_clone(msg, GFP_ATOMIC);
		if (copy)
			genlmsg_multicast_netns(&vwifi_genl_family, net, copy, 0,
						VWIFI_NLGRP_CONFIG, GFP_ATOMIC);
	}
	rcu_read_unlock();
	nlmsg_free(msg);
}

static int vwifi_radio_fill_drops(struct sk_buff *msg, const u64 *drops)
{
	unsigned int cause;

	for (cause = 1; cause < VWIFI_N_DROPS; cause++) {
		struct nlattr *nest;

		if (!drops[cause])
			continue;
		nest = nla_nest_start(msg, VWIFI_A_RADIO_DROPS);
		if (!nest)
			return -EMSGSIZE;
		if (nla_put_u32(msg, VWIFI_A_DROP_COUNT_CAUSE, cause) ||
		    nla_put_u64_64bit(msg, VWIFI_A_DROP_COUNT_COUNT, drops[cause],
				      VWIFI_A_DROP_COUNT_PAD))
			return -EMSGSIZE;
		nla_nest_end(msg, nest);
	}
	return 0;
}

/* Called with rtnl held. */
static int vwifi_radio_fill_stats(struct sk_buff *msg, struct vwifi_radio *radio)
{
	u64 rx_packets = 0, rx_bytes = 0, tx_packets = 0, tx_bytes = 0;
	u64 drops[VWIFI_N_DROPS] = {};
	struct rtnl_link_stats64 stats;
	struct vwifi_vif *vif;
	unsigned int i;

	list_for_each_entry(vif, &radio->vifs, list) {
		for (i = 1; i < VWIFI_N_DROPS; i++)
			drops[i] += atomic_long_read(&vif->drops[i]);
		if (!vif->dev || vif->link_of)
			continue;
		dev_get_stats(vif->dev, &stats);
		rx_packets += stats.rx_packets;
		rx_bytes += stats.rx_bytes;
		tx_packets += stats.tx_packets;
		tx_bytes += stats.tx_bytes;
	}
	if (nla_put_u64_64bit(msg, VWIFI_A_RADIO_RX_PACKETS, rx_packets, VWIFI_A_RADIO_PAD) ||
	    nla_put_u64_64bit(msg, VWIFI_A_RADIO_RX_BYTES, rx_bytes, VWIFI_A_RADIO_PAD) ||
	    nla_put_u64_64bit(msg, VWIFI_A_RADIO_TX_PACKETS, tx_packets, VWIFI_A_RADIO_PAD) ||
	    nla_put_u64_64bit(msg, VWIFI_A_RADIO_TX_BYTES, tx_bytes, VWIFI_A_RADIO_PAD))
		return -EMSGSIZE;
	return vwifi_radio_fill_drops(msg, drops);
}

/*
 * Called with vwifi_radios_lock and rtnl held. @net: the namespace that the
 * answer goes to, or NULL for an event.
 */
int vwifi_radio_fill(struct sk_buff *msg, struct vwifi_radio *radio, struct net *net)
{
	struct vwifi_vif *vif;

	if (nla_put_u32(msg, VWIFI_A_RADIO_ID, radio->id) ||
	    nla_put_string(msg, VWIFI_A_RADIO_WIPHY_NAME, wiphy_name(radio->wiphy)) ||
	    nla_put_s32(msg, VWIFI_A_RADIO_TX_POWER, READ_ONCE(radio->tx_power_mbm)) ||
	    nla_put_u32(msg, VWIFI_A_RADIO_BANDS, radio->band_mask) ||
	    nla_put_u32(msg, VWIFI_A_RADIO_PERSONALITY, radio->personality) ||
	    nla_put_u32(msg, VWIFI_A_RADIO_STREAMS, radio->streams) ||
	    nla_put_u32(msg, VWIFI_A_RADIO_WIDTH, radio->width) ||
	    vwifi_place_fill(msg, radio) ||
	    (radio->driver_sme && nla_put_flag(msg, VWIFI_A_RADIO_DRIVER_SME)))
		return -EMSGSIZE;
	if (radio->owner && nla_put_flag(msg, VWIFI_A_RADIO_OWNED))
		return -EMSGSIZE;
	vif = vwifi_radio_first_vif(radio);
	if (vif && (nla_put_u32(msg, VWIFI_A_RADIO_IFINDEX, vif->dev->ifindex) ||
		    nla_put_string(msg, VWIFI_A_RADIO_IFNAME, vif->dev->name) ||
		    nla_put(msg, VWIFI_A_RADIO_ADDRESS, ETH_ALEN, vif->addr)))
		return -EMSGSIZE;
	if (!net)
		return 0;
	if (nla_put_s32(msg, VWIFI_A_RADIO_NETNS_ID, peernet2id(net, wiphy_net(radio->wiphy))))
		return -EMSGSIZE;
	return vwifi_radio_fill_stats(msg, radio);
}

void vwifi_radio_notify(u8 cmd, struct vwifi_radio *radio)
{
	struct sk_buff *msg;
	void *hdr;
	int err;

	msg = vwifi_genl_event(cmd, &hdr);
	if (!msg)
		return;
	if (cmd == VWIFI_CMD_RADIO_REMOVED) {
		err = nla_put_u32(msg, VWIFI_A_RADIO_ID, radio->id);
	} else {
		rtnl_lock();
		err = vwifi_radio_fill(msg, radio, NULL);
		rtnl_unlock();
	}
	if (err)
		nlmsg_free(msg);
	else
		vwifi_genl_multicast(msg, hdr, vwifi_genl_hears_radio, radio);
}

static struct vwifi_radio *vwifi_radio_from_info(struct genl_info *info)
{
	struct vwifi_radio_name name = {
		.id = info->attrs[VWIFI_A_RADIO_ID],
		.ifindex = info->attrs[VWIFI_A_RADIO_IFINDEX],
		.ifname = info->attrs[VWIFI_A_RADIO_IFNAME],
	};

	return vwifi_radio_resolve(genl_info_net(info), &name, NULL, info->extack);
}

static int vwifi_radio_reply(struct vwifi_radio *radio, struct genl_info *info, u8 cmd)
{
	struct sk_buff *msg = genlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
	int err = -EMSGSIZE;
	void *hdr;

	if (!msg)
		return -ENOMEM;
	hdr = genlmsg_put_reply(msg, info, &vwifi_genl_family, 0, cmd);
	rtnl_lock();
	if (hdr)
		err = vwifi_radio_fill(msg, radio, genl_info_net(info));
	rtnl_unlock();
	if (err) {
		nlmsg_free(msg);
		return err;
	}
	genlmsg_end(msg, hdr);
	return genlmsg_reply(msg, info);
}

static int vwifi_radio_params_check(struct genl_info *info, const struct vwifi_radio_params *params)
{
	if (params->addr && !is_valid_ether_addr(params->addr)) {
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[VWIFI_A_RADIO_ADDRESS],
				    "not an address of one station: group and zero addresses are none");
		return -EADDRNOTAVAIL;
	}
	if (params->ifname && !dev_valid_name(params->ifname)) {
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[VWIFI_A_RADIO_IFNAME],
				    "not a name for an interface");
		return -EINVAL;
	}
	if (params->wiphy_name && !*params->wiphy_name) {
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[VWIFI_A_RADIO_WIPHY_NAME],
				    "not a name for a wiphy");
		return -EINVAL;
	}
	if (params->band_mask == BIT(NL80211_BAND_6GHZ) &&
	    params->personality < VWIFI_PERSONALITY_HE) {
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[VWIFI_A_RADIO_PERSONALITY],
				    "there is nothing older than he at 6 GHz");
		return -EINVAL;
	}
	if (params->width && (params->width % 20 || !is_power_of_2(params->width / 20))) {
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[VWIFI_A_RADIO_WIDTH],
				    "no such width: 20, 40, 80, 160 or 320 MHz");
		return -EINVAL;
	}
	if (params->iftypes && !(params->iftypes & BIT(NL80211_IFTYPE_STATION))) {
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[VWIFI_A_RADIO_IFTYPES],
				    "its first interface is a station: that has to be among the types");
		return -EINVAL;
	}
	if (info->attrs[VWIFI_A_RADIO_CIPHERS] &&
	    nla_len(info->attrs[VWIFI_A_RADIO_CIPHERS]) % sizeof(u32)) {
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[VWIFI_A_RADIO_CIPHERS],
				    "a cipher suite has four octets");
		return -EINVAL;
	}
	if (params->band_mask & ~(u32)VWIFI_ALL_BANDS) {
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[VWIFI_A_RADIO_BANDS],
				    "no such band: 1 is 2.4 GHz, 2 is 5 GHz, 8 is 6 GHz");
		return -EINVAL;
	}
	return 0;
}

int vwifi_nl_radio_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr **attrs = info->attrs;
	struct vwifi_radio_params params = {
		.net = genl_info_net(info),
		.owner = attrs[VWIFI_A_RADIO_OWNED] ? info->snd_portid : 0,
		.personality = VWIFI_PERSONALITY_EHT,
	};
	struct vwifi_track *track;
	struct vwifi_radio *radio;
	int err;

	if (attrs[VWIFI_A_RADIO_WIPHY_NAME])
		params.wiphy_name = nla_data(attrs[VWIFI_A_RADIO_WIPHY_NAME]);
	if (attrs[VWIFI_A_RADIO_IFNAME])
		params.ifname = nla_data(attrs[VWIFI_A_RADIO_IFNAME]);
	if (attrs[VWIFI_A_RADIO_ADDRESS])
		params.addr = nla_data(attrs[VWIFI_A_RADIO_ADDRESS]);
	if (attrs[VWIFI_A_RADIO_TX_POWER])
		params.tx_power_mbm = nla_get_s32(attrs[VWIFI_A_RADIO_TX_POWER]);
	if (attrs[VWIFI_A_RADIO_BANDS])
		params.band_mask = nla_get_u32(attrs[VWIFI_A_RADIO_BANDS]);
	if (attrs[VWIFI_A_RADIO_PERSONALITY])
		params.personality = nla_get_u32(attrs[VWIFI_A_RADIO_PERSONALITY]);
	params.driver_sme = attrs[VWIFI_A_RADIO_DRIVER_SME];
	if (attrs[VWIFI_A_RADIO_STREAMS])
		params.streams = nla_get_u32(attrs[VWIFI_A_RADIO_STREAMS]);
	if (attrs[VWIFI_A_RADIO_WIDTH])
		params.width = nla_get_u32(attrs[VWIFI_A_RADIO_WIDTH]);
	if (attrs[VWIFI_A_RADIO_IFTYPES])
		params.iftypes = nla_get_u32(attrs[VWIFI_A_RADIO_IFTYPES]);
	if (attrs[VWIFI_A_RADIO_CIPHERS]) {
		params.ciphers = nla_data(attrs[VWIFI_A_RADIO_CIPHERS]);
		params.n_ciphers = nla_len(attrs[VWIFI_A_RADIO_CIPHERS]) / sizeof(u32);
	}
	if (attrs[VWIFI_A_RADIO_ANTENNA_GAIN])
		params.antenna_gain = nla_get_s32(attrs[VWIFI_A_RADIO_ANTENNA_GAIN]);
	err = vwifi_radio_params_check(info, &params);
	if (err)
		return err;
	track = vwifi_genl_track(info);
	if (IS_ERR(track))
		return PTR_ERR(track);
	params.track = track;

	mutex_lock(&vwifi_radios_lock);
	radio = vwifi_radio_new(&params);
	if (IS_ERR(radio)) {
		err = PTR_ERR(radio);
		if (err == -EEXIST)
			NL_SET_ERR_MSG(info->extack, "the name is taken in this network namespace");
		else if (err == -EUSERS)
			NL_SET_ERR_MSG(info->extack, "there are 64 radios of this user, or 1024 of all users without CAP_NET_ADMIN over the initial namespace, already");
		else if (err == -ENOSPC)
			NL_SET_ERR_MSG(info->extack, "there are 65535 radios already");
		else if (err == -EINVAL && params.ciphers)
			NL_SET_ERR_MSG_ATTR(info->extack, attrs[VWIFI_A_RADIO_CIPHERS],
					    "not a cipher suite of ours");
		else
			NL_SET_ERR_MSG(info->extack, "the radio could not be registered");
	} else {
		vwifi_radio_notify(VWIFI_CMD_RADIO_ADDED, radio);
		err = vwifi_radio_reply(radio, info, VWIFI_CMD_RADIO_NEW);
	}
	mutex_unlock(&vwifi_radios_lock);
	kfree(track);
	return err;
}

int vwifi_nl_radio_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vwifi_radio *radio;
	int err;

	mutex_lock(&vwifi_radios_lock);
	radio = vwifi_radio_from_info(info);
	err = PTR_ERR_OR_ZERO(radio);
	if (!err)
		err = vwifi_genl_may_change(skb, radio, info->extack);
	if (!err) {
		vwifi_radio_notify(VWIFI_CMD_RADIO_REMOVED, radio);
		vwifi_radio_del(radio);
	}
	mutex_unlock(&vwifi_radios_lock);
	return err;
}

int vwifi_nl_radio_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vwifi_radio *radio;
	int err;

	mutex_lock(&vwifi_radios_lock);
	radio = vwifi_radio_from_info(info);
	err = IS_ERR(radio) ? PTR_ERR(radio) : vwifi_radio_reply(radio, info, VWIFI_CMD_RADIO_GET);
	mutex_unlock(&vwifi_radios_lock);
	return err;
}

int vwifi_nl_radio_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct net *net = sock_net(skb->sk);
	unsigned long id = cb->args[0];
	struct vwifi_radio *radio;

	mutex_lock(&vwifi_radios_lock);
	rtnl_lock();
	cb->seq = vwifi_genl_generation;
	for (; (radio = vwifi_radio_next(&id)); id++) {
		void *hdr;

		if (!vwifi_net_sees(net, radio))
			continue;
		hdr = genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq,
				  &vwifi_genl_family, NLM_F_MULTI, VWIFI_CMD_RADIO_GET);
		if (!hdr)
			break;
		if (vwifi_radio_fill(skb, radio, net)) {
			genlmsg_cancel(skb, hdr);
			break;
		}
		genl_dump_check_consistent(cb, hdr);
		genlmsg_end(skb, hdr);
	}
	rtnl_unlock();
	mutex_unlock(&vwifi_radios_lock);
	cb->args[0] = id;
	return skb->len;
}

int vwifi_nl_radio_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *power = info->attrs[VWIFI_A_RADIO_TX_POWER];
	struct nlattr *gain = info->attrs[VWIFI_A_RADIO_ANTENNA_GAIN];
	struct vwifi_track *track = vwifi_genl_track(info);
	struct vwifi_radio *radio;
	int err;

	if (IS_ERR(track))
		return PTR_ERR(track);
	mutex_lock(&vwifi_radios_lock);
	radio = vwifi_radio_from_info(info);
	err = PTR_ERR_OR_ZERO(radio);
	if (!err)
		err = vwifi_genl_may_change(skb, radio, info->extack);
	if (!err && track)
		err = vwifi_radio_place(radio, track);
	if (!err && power)
		WRITE_ONCE(radio->tx_power_mbm, nla_get_s32(power));
	if (!err && gain)
		WRITE_ONCE(radio->antenna_gain, nla_get_s32(gain));
	if (!err && (power || gain || track)) {
		vwifi_radio_notify(VWIFI_CMD_RADIO_ADDED, radio);
		vwifi_cqm_changed(radio->air);
	}
	mutex_unlock(&vwifi_radios_lock);
	kfree(track);
	return err;
}

struct genl_family vwifi_genl_family __ro_after_init = {
	.name = VWIFI_FAMILY_NAME,
	.version = VWIFI_FAMILY_VERSION,
	.netnsok = true,	/* a laboratory's interfaces live in many namespaces */
	.module = THIS_MODULE,
	.ops = vwifi_nl_ops,
	.n_ops = VWIFI_NL_N_OPS,
	.mcgrps = vwifi_nl_mcgrps,
	.n_mcgrps = VWIFI_NL_N_MCGRPS,
};

int __init vwifi_genl_init(void)
{
	int err = genl_register_family(&vwifi_genl_family);

	if (err)
		return err;
	err = vwifi_orphans_init();
	if (err)
		genl_unregister_family(&vwifi_genl_family);
	return err;
}

/* Afterwards nobody asks for anything. What goes with namespaces is told of while there is a family. */
void vwifi_genl_exit(void)
{
	vwifi_orphans_exit();
	genl_unregister_family(&vwifi_genl_family);
	vwifi_stats_exit();
}
