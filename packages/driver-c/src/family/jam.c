// SPDX-License-Identifier: MIT OR GPL-2.0
/* Jamming, from user space: in the air of the caller's user namespace. */
#include <net/netlink.h>
#include <net/sock.h>

#include "air/air.h"
#include "genl-gen.h"
#include "genl.h"

#define VWIFI_JAM_WIDTH		20	/* MHz */
#define VWIFI_JAM_SIGNAL	(-30)	/* dBm */

int vwifi_nl_jam_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr **attrs = info->attrs;
	struct vwifi_jam jam = { .width = VWIFI_JAM_WIDTH, .signal = VWIFI_JAM_SIGNAL };
	struct vwifi_air *air;
	int err;

	if (!attrs[VWIFI_A_JAM_FREQUENCY] || !attrs[VWIFI_A_JAM_DURATION]) {
		NL_SET_ERR_MSG(info->extack, "a jam needs a frequency and a duration");
		return -EINVAL;
	}
	jam.freq = nla_get_u32(attrs[VWIFI_A_JAM_FREQUENCY]);
	if (attrs[VWIFI_A_JAM_WIDTH])
		jam.width = nla_get_u32(attrs[VWIFI_A_JAM_WIDTH]);
	if (attrs[VWIFI_A_JAM_SIGNAL])
		jam.signal = nla_get_s32(attrs[VWIFI_A_JAM_SIGNAL]);
	mutex_lock(&vwifi_radios_lock);
	air = vwifi_genl_air(info);
	err = PTR_ERR_OR_ZERO(air);
	if (!err) {
		mutex_lock(&vwifi_pairs_lock);
		jam.since = ktime_get_ns();
		jam.until = jam.since +
			    (u64)nla_get_u32(attrs[VWIFI_A_JAM_DURATION]) * NSEC_PER_MSEC;
		err = vwifi_jam_add(air, &jam);
		mutex_unlock(&vwifi_pairs_lock);
	}
	mutex_unlock(&vwifi_radios_lock);
	if (err == -ENOSPC)
		NL_SET_ERR_MSG(info->extack, "16 jams go on in this air, or have just ended: end some, or wait");
	return err;
}

int vwifi_nl_jam_end_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *freq = info->attrs[VWIFI_A_JAM_FREQUENCY];
	struct vwifi_air *air;
	int err;

	mutex_lock(&vwifi_radios_lock);
	air = vwifi_genl_air(info);
	err = PTR_ERR_OR_ZERO(air);
	if (!err) {
		mutex_lock(&vwifi_pairs_lock);
		err = vwifi_jam_end(air, freq ? nla_get_u32(freq) : 0);
		mutex_unlock(&vwifi_pairs_lock);
		if (err)
			NL_SET_ERR_MSG(info->extack, "nothing jams this air there");
	}
	mutex_unlock(&vwifi_radios_lock);
	return err;
}

static int vwifi_jam_put_msg(struct sk_buff *skb, struct netlink_callback *cb,
			     const struct vwifi_jam *jam, u64 left)
{
	void *hdr = genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq,
				&vwifi_genl_family, NLM_F_MULTI, VWIFI_CMD_JAM_GET);

	if (!hdr)
		return -EMSGSIZE;
	if (nla_put_u32(skb, VWIFI_A_JAM_FREQUENCY, jam->freq) ||
	    nla_put_u32(skb, VWIFI_A_JAM_WIDTH, jam->width) ||
	    nla_put_u32(skb, VWIFI_A_JAM_DURATION, DIV_ROUND_UP_ULL(left, NSEC_PER_MSEC)) ||
	    nla_put_s32(skb, VWIFI_A_JAM_SIGNAL, jam->signal)) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, hdr);
	return 0;
}

int vwifi_nl_jam_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	u64 now = ktime_get_ns();
	struct vwifi_jam *jam;
	struct vwifi_air *air;

	/* 16 of them fit into one message. */
	if (cb->args[0])
		return 0;
	cb->args[0] = 1;
	mutex_lock(&vwifi_radios_lock);
	air = vwifi_air_of(sock_net(skb->sk)->user_ns);
	mutex_lock(&vwifi_pairs_lock);
	if (air)
		list_for_each_entry(jam, &air->jams, list)
			if (jam->until > now &&
			    vwifi_jam_put_msg(skb, cb, jam, jam->until - now))
				break;
	mutex_unlock(&vwifi_pairs_lock);
	mutex_unlock(&vwifi_radios_lock);
	return skb->len;
}
